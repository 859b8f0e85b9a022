//! What can go wrong with model files and with a request for an embedding.

use std::path::{Path, PathBuf};
use std::time::Duration;

/// The command that fetches the embedding model.
pub(crate) const FETCH: &str = "run `cargo xtask setup` to fetch it again";

/// A model file that cannot be used. Its text names the file and the command that mends it.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// The file is not there.
    #[error("the model file {} is missing: {mend}", file.display())]
    Missing {
        /// Where it was looked for.
        file: PathBuf,
        /// What to do.
        mend: &'static str,
    },
    /// The file is there and cannot be read.
    #[error("the model file {} cannot be read ({source}): check its permissions, or {mend}", file.display())]
    Unreadable {
        /// The file.
        file: PathBuf,
        /// What the system said.
        source: std::io::Error,
        /// What to do.
        mend: &'static str,
    },
    /// The file's content is not what it has to be: cut, damaged, or another version.
    #[error("the model file {} is cut, damaged or of another version (sha256 {found}, wanted {wanted}): {mend}", file.display())]
    Checksum {
        /// The file.
        file: PathBuf,
        /// The sha256 that it has, in hexadecimal.
        found: String,
        /// The sha256 that it should have, in hexadecimal.
        wanted: String,
        /// What to do.
        mend: &'static str,
    },
    /// The file's content does not fit this program.
    #[error("the model file {} does not fit this version of Aside ({detail}): {mend}", file.display())]
    Malformed {
        /// The file.
        file: PathBuf,
        /// What does not fit.
        detail: String,
        /// What to do.
        mend: &'static str,
    },
    /// The model is of a kind that cannot be computed.
    #[error(
        "the model in {} cannot be used: {detail}. Sentence models of the BERT, RoBERTa and XLM-RoBERTa kind can, with absolute positions, GELU, the mean or the first token, and weights as F32 in model.safetensors (docs/encoders.md)", folder.display()
    )]
    Unsupported {
        /// The model's folder.
        folder: PathBuf,
        /// What cannot be computed.
        detail: String,
    },
    /// Whole-number arithmetic was asked for on a processor that has no kernel for it.
    #[error(
        "this processor has no kernel for int8 arithmetic: ask for `Precision::Auto` or `Precision::F32`"
    )]
    NoInt8Kernel,
}

impl ModelError {
    /// The error for `file` that reading it ended with.
    pub(crate) fn reading(file: &Path, source: std::io::Error, mend: &'static str) -> Self {
        let file = file.to_owned();
        if source.kind() == std::io::ErrorKind::NotFound {
            Self::Missing { file, mend }
        } else {
            Self::Unreadable { file, source, mend }
        }
    }

    /// The error for a `file` whose content does not fit.
    pub(crate) fn malformed(file: &Path, detail: String, mend: &'static str) -> Self {
        Self::Malformed { file: file.to_owned(), detail, mend }
    }
}

/// A request for an embedding that was not answered.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InferenceError {
    /// So many live requests wait that the turn of this one did not come in time.
    #[error("{waiting} requests wait for the embedding model already: try again in a moment")]
    Overloaded {
        /// How many wait.
        waiting: usize,
    },
    /// The queue's workers are gone.
    #[error("the embedding queue has stopped: restart Aside")]
    Stopped,
    /// The endpoint that embeds did not answer, or refused.
    #[error("{reason}")]
    Unreachable {
        /// What happened, where, and what to do.
        reason: String,
        /// How long it asked to be left alone.
        retry_after: Option<Duration>,
    },
    /// The tokenizer refused the text.
    #[error("the text cannot be split into tokens ({0}): shorten or retype it")]
    Tokenize(String),
    /// The model answered with something that is no embedding, such as one that holds NaN.
    #[error(
        "the embedding model gave an unusable answer ({0}): check the model files with `cargo xtask setup`"
    )]
    Unusable(String),
}

impl InferenceError {
    /// How long whoever refused asked to be left alone.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Unreachable { retry_after, .. } => *retry_after,
            _ => None,
        }
    }
}
