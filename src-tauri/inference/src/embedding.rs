//! A vector that knows which encoder made it.

use std::sync::Arc;

use crate::Likeness;

/// The vector of a question, with the name of the encoder that made it: vectors of two encoders do not
/// compare, whatever their lengths are.
#[derive(Clone, Debug, PartialEq)]
pub struct Embedding {
    /// The encoder's name.
    pub encoder: Arc<str>,
    /// Of length 1.
    pub vector: Vec<f32>,
    /// The scale of its cosines.
    pub likeness: Likeness,
}

impl Embedding {
    /// The vector as one of the encoder with this name, whose cosines are taken as they are.
    pub fn new(encoder: impl Into<Arc<str>>, vector: Vec<f32>) -> Self {
        Self { encoder: encoder.into(), vector, likeness: Likeness::default() }
    }
}
