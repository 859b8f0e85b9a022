//! A vector that knows which encoder made it.

use std::sync::Arc;

/// The vector of a question, with the name of the encoder that made it: vectors of two encoders do not
/// compare, whatever their lengths are.
#[derive(Clone, Debug, PartialEq)]
pub struct Embedding {
    /// The encoder's name.
    pub encoder: Arc<str>,
    /// Of length 1.
    pub vector: Vec<f32>,
}

impl Embedding {
    /// The vector as one of the encoder with this name.
    pub fn new(encoder: impl Into<Arc<str>>, vector: Vec<f32>) -> Self {
        Self { encoder: encoder.into(), vector }
    }
}
