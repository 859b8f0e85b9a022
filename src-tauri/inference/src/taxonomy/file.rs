//! A trained taxonomy on disk: safetensors, with its labels and version in the header.

use std::collections::HashMap;
use std::path::Path;

use safetensors::tensor::TensorView;
use safetensors::{Dtype, SafeTensors};

use super::{HIDDEN, Half, LabelFigures, TaxonomyHead};
use crate::encoder::dot_products::DotProducts;
use crate::{ModelError, checksum};

/// What mends the file of a trained taxonomy.
const MEND: &str = "delete it, and Aside learns the taxonomy again";

impl TaxonomyHead {
    /// Writes the head with the `version` that it was learnt from, whole or not at all.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn save(&self, file: &Path, version: &str) -> Result<(), std::io::Error> {
        let bytes = |numbers: &[f32]| -> Vec<u8> {
            numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
        };
        let labels = self.labels.len();
        let weights: Vec<f32> = self.weights.iter().map(|weight| weight.value()).collect();
        let parts = [
            ("examples", vec![self.examples(), HIDDEN], bytes(&self.examples)),
            ("weights", vec![self.examples(), labels], bytes(&weights)),
            ("calibration", vec![2], bytes(&[self.temperature, self.threshold])),
        ];
        let views: Vec<(&str, TensorView<'_>)> = parts
            .iter()
            .map(|(name, shape, data)| {
                Ok((*name, TensorView::new(Dtype::F32, shape.clone(), data)?))
            })
            .collect::<Result<_, safetensors::SafeTensorError>>()
            .map_err(std::io::Error::other)?;
        let names = serde_json::to_string(&self.labels)?;
        let header = HashMap::from([
            ("version".to_owned(), version.to_owned()),
            ("labels".to_owned(), names),
            ("figures".to_owned(), serde_json::to_string(&self.figures)?),
        ]);
        let content = safetensors::serialize(views, Some(header)).map_err(std::io::Error::other)?;
        let partial = file.with_extension("partial");
        std::fs::write(&partial, content)?;
        std::fs::rename(&partial, file)
    }

    /// Reads a head that was learnt from `version`; `None` where the file is of another version.
    ///
    /// # Errors
    /// [`ModelError`] where the file is missing or damaged.
    pub fn load(file: &Path, version: &str) -> Result<Option<Self>, ModelError> {
        let content = checksum::read(file, MEND)?;
        let damaged = |detail: String| ModelError::malformed(file, detail, MEND);
        let (_, header) =
            SafeTensors::read_metadata(&content).map_err(|error| damaged(error.to_string()))?;
        let header = header.metadata().clone().unwrap_or_default();
        if header.get("version").map(String::as_str) != Some(version) {
            return Ok(None);
        }
        let labels: Vec<String> =
            serde_json::from_str(header.get("labels").map_or("", String::as_str))
                .map_err(|error| damaged(error.to_string()))?;
        // Without them, it is of an older release, and learnt again.
        let Some(figures) = header.get("figures") else { return Ok(None) };
        let figures: Vec<LabelFigures> =
            serde_json::from_str(figures).map_err(|error| damaged(error.to_string()))?;
        let tensors =
            SafeTensors::deserialize(&content).map_err(|error| damaged(error.to_string()))?;
        let floats = |name: &str, width: usize| -> Result<Vec<f32>, ModelError> {
            let tensor = tensors.tensor(name).map_err(|error| damaged(error.to_string()))?;
            if tensor.dtype() != Dtype::F32 || tensor.shape().last() != Some(&width) {
                return Err(damaged(format!("{name} has the shape {:?}", tensor.shape())));
            }
            let chunks = tensor.data().as_chunks().0.iter();
            let numbers: Vec<f32> = chunks.map(|number| f32::from_le_bytes(*number)).collect();
            if numbers.iter().all(|number| number.is_finite()) || name == "calibration" {
                Ok(numbers)
            } else {
                Err(damaged(format!("{name} holds what is no number")))
            }
        };
        let (examples, weights, calibration) = (
            floats("examples", HIDDEN)?,
            floats("weights", labels.len())?,
            floats("calibration", 2)?,
        );
        if labels.is_empty()
            || figures.len() != labels.len()
            || examples.len() / HIDDEN != weights.len() / labels.len()
        {
            return Err(damaged("its parts do not fit together".to_owned()));
        }
        let [temperature, threshold] = calibration[..] else {
            return Err(damaged("it has no calibration".to_owned()));
        };
        Ok(Some(Self {
            labels,
            figures,
            compared: DotProducts::with(&examples, HIDDEN),
            examples,
            weights: weights.into_iter().map(Half::of).collect(),
            temperature,
            threshold,
        }))
    }
}
