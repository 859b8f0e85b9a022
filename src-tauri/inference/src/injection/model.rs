//! The logistic regression: its weights and their file.

use super::features::{self, BUCKETS, Word};

/// What a text without any evidence scores before training, as a logit: orders to a model are rare, so
/// words that nobody has seen, and other languages, speak for an ordinary text. It is not learnt.
pub(super) const PRIOR: f32 = -4.0;

/// One weight a bucket, and the bias.
pub(super) struct Model {
    pub(super) weights: Vec<f32>,
    /// [`PRIOR`], moved so that a message is marked from 0 up.
    pub(super) bias: f32,
    /// The score, as a logit, from which a piece of a document marks it.
    pub(super) document: f32,
}

impl Model {
    /// A model that knows nothing.
    pub(super) fn new() -> Self {
        Self { weights: vec![0.0; BUCKETS], bias: PRIOR, document: 0.0 }
    }

    /// Reads what [`Model::bytes`] wrote: the bias, the scale and the score of documents as f32, then one signed byte a
    /// weight. What is missing is 0.
    pub(super) fn load(bytes: &[u8]) -> Self {
        let mut model = Self::new();
        let Some((head, weights)) = bytes.split_first_chunk::<12>() else { return model };
        let number = |place: usize| {
            f32::from_le_bytes([head[place], head[place + 1], head[place + 2], head[place + 3]])
        };
        model.bias = number(0);
        model.document = number(8);
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
        let head = [self.bias, scale, self.document].into_iter().flat_map(f32::to_le_bytes);
        head.chain(self.weights.iter().map(byte)).collect()
    }

    /// The score of a text and of each of its pieces, the highest with its words; as a logit.
    pub(super) fn highest<'a>(&self, words: &'a [Word]) -> (f32, &'a [Word]) {
        let worst = self.highest_piece(words);
        let whole = self.score(&features::of(words));
        // The piece shows best why, even where the text as a whole says more.
        (worst.0.max(whole), worst.1)
    }

    /// The same of the pieces alone: a document is too long to be judged as a whole.
    pub(super) fn highest_piece<'a>(&self, words: &'a [Word]) -> (f32, &'a [Word]) {
        let pieces = features::pieces(words);
        let scored = pieces.map(|piece| (self.score(&features::of(piece)), piece));
        scored.max_by(|a, b| a.0.total_cmp(&b.0)).unwrap_or((self.bias, words))
    }

    /// The score of these features, as a logit. They count together as one vector of length 1.
    pub(super) fn score(&self, features: &[u32]) -> f32 {
        let sum: f32 = features.iter().map(|feature| self.weights[*feature as usize]).sum();
        self.bias + sum / (features.len().max(1) as f32).sqrt()
    }
}

/// A logit as a probability.
pub(super) fn probability(logit: f32) -> f32 {
    1.0 / (1.0 + (-logit).exp())
}
