//! The logistic regression: its weights and their file.

use super::features::{self, BUCKETS, Word};

/// One weight a bucket, and the bias.
pub(super) struct Model {
    pub(super) weights: Vec<f32>,
    pub(super) bias: f32,
}

impl Model {
    /// A model that knows nothing.
    pub(super) fn new() -> Self {
        Self { weights: vec![0.0; BUCKETS], bias: 0.0 }
    }

    /// Reads what [`Model::bytes`] wrote: the bias and the scale as f32, then one signed byte a
    /// weight. What is missing is 0.
    pub(super) fn load(bytes: &[u8]) -> Self {
        let mut model = Self::new();
        let Some((head, weights)) = bytes.split_first_chunk::<8>() else { return model };
        let number = |place: usize| {
            f32::from_le_bytes([head[place], head[place + 1], head[place + 2], head[place + 3]])
        };
        model.bias = number(0);
        for (weight, byte) in model.weights.iter_mut().zip(weights) {
            *weight = f32::from(byte.cast_signed()) * number(4);
        }
        model
    }

    /// The model as the crate includes it.
    pub(super) fn bytes(&self) -> Vec<u8> {
        let most = self.weights.iter().fold(1e-6_f32, |most, weight| most.max(weight.abs()));
        let scale = most / 127.0;
        #[expect(clippy::cast_possible_truncation, reason = "within a byte by the scale")]
        let byte = |weight: &f32| ((weight / scale).round() as i8).cast_unsigned();
        let head = self.bias.to_le_bytes().into_iter().chain(scale.to_le_bytes());
        head.chain(self.weights.iter().map(byte)).collect()
    }

    /// How likely the words hold an order to a model, 0 to 1.
    pub(super) fn score(&self, words: &[Word]) -> f32 {
        self.probability(&features::of(words))
    }

    /// The same of its features. They count together as one vector of length 1.
    pub(super) fn probability(&self, features: &[u32]) -> f32 {
        let sum: f32 = features.iter().map(|feature| self.weights[*feature as usize]).sum();
        1.0 / (1.0 + (-(self.bias + sum / (features.len().max(1) as f32).sqrt())).exp())
    }
}
