//! What a model's folder says of the model, without loading it.

use std::path::Path;

use super::{BUILT_IN, Description, MEND};
use crate::{Endpoint, FETCH, ModelError};

/// What is known of a model before it is loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Described {
    /// How many numbers each vector has.
    pub dimensions: usize,
    /// The codes of the languages that it reads (ISO 639-1); all where there is none.
    pub languages: Option<Vec<String>>,
    /// Whether texts leave this program to become vectors.
    pub is_remote: bool,
}

impl Described {
    /// Whether a folder is meant to hold a model, or to describe an endpoint.
    pub fn is_in(dir: &Path) -> bool {
        Endpoint::is_in(dir) || dir.join("config.json").is_file()
    }

    /// Reads what the files in `dir` say; the weights are only looked for.
    ///
    /// # Errors
    /// [`ModelError`] as [`Encoder::load`](super::Encoder::load), [`Encoder::open`](super::Encoder::open) and [`Endpoint::open`] give it.
    pub fn read(dir: &Path) -> Result<Self, ModelError> {
        let is_built_in = dir.file_name().is_some_and(|name| name == BUILT_IN);
        if !is_built_in && Endpoint::is_in(dir) {
            return Endpoint::describe(dir);
        }
        let mend = if is_built_in { FETCH } else { MEND };
        for file in ["model.safetensors", "tokenizer.json"].map(|name| dir.join(name)) {
            if !file.is_file() {
                return Err(ModelError::Missing { file, mend });
            }
        }
        let description =
            if is_built_in { Description::built_in() } else { Description::read(dir)? };
        let Description { shape, dense, languages, .. } = description;
        let dimensions = dense.last().map_or(shape.hidden, |dense| dense.outputs);
        Ok(Self { dimensions, languages, is_remote: false })
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Encoder, Precision};
    use super::*;
    use crate::Embedder;

    #[test]
    fn a_folder_says_what_its_model_is_before_it_is_loaded() {
        let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/encoders");
        for name in ["bert-first-dense", "xlm-roberta-mean"] {
            let folder = fixtures.join(name);
            let described = Described::read(&folder).unwrap();
            let loaded = Encoder::open(&folder, Precision::F32).unwrap();
            assert_eq!(described.dimensions, loaded.dimensions(), "{name}");
            assert!(Described::is_in(&folder) && !described.is_remote);
        }
        let endpoint = tempfile::tempdir().unwrap();
        let file = r#"{"endpoint": "http://127.0.0.1:9/v1", "model": "m", "dimensions": 96, "languages": ["de"]}"#;
        std::fs::write(endpoint.path().join("aside.json"), file).unwrap();
        let described = Described::read(endpoint.path()).unwrap();
        let languages = Some(vec!["de".to_owned()]);
        assert_eq!(described, Described { dimensions: 96, languages, is_remote: true });

        let empty = tempfile::tempdir().unwrap();
        assert!(!Described::is_in(empty.path()));
        let error = Described::read(empty.path()).unwrap_err().to_string();
        assert!(error.contains("model.safetensors is missing"), "{error}");
    }
}
