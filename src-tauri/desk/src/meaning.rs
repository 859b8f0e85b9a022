//! What a message means, as a model sees it: stored beside the message, compared with later ones.

use aside_contract::{Message, MessageId};

use crate::tables::customer_key;

/// The embedding of a message, and the model that it is by. Embeddings of different models do not
/// compare.
#[derive(Clone, Debug, PartialEq)]
pub struct Meaning {
    /// The beginning of the BLAKE3 of the model's name.
    model: [u8; MODEL],
    /// In steps of a 127th of the largest number; the cosine knows no scale.
    numbers: Vec<i8>,
}

/// An earlier message that means nearly the same.
#[derive(Clone, Debug, PartialEq)]
pub struct Alike {
    /// The earlier message.
    pub message: Message,
    /// The cosine of both meanings.
    pub similarity: f32,
}

/// What is looked for among a customer's messages.
pub(crate) struct Wanted<'a> {
    pub meaning: &'a Meaning,
    pub at_least: f32,
    pub newest: usize,
    pub within_ms: i64,
}

const MODEL: usize = 8;

impl Meaning {
    /// Keeps an `embedding` by the model of this name, in 8 bits a number.
    pub fn new(model: &str, embedding: &[f32]) -> Self {
        let largest = embedding.iter().fold(f32::MIN_POSITIVE, |most, n| most.max(n.abs()));
        // In range by the division, so nothing is cut off.
        #[allow(clippy::cast_possible_truncation, reason = "between -127 and 127")]
        let step = |number: &f32| (number / largest * 127.0).round() as i8;
        let hash = blake3::hash(model.as_bytes());
        let mut name = [0; MODEL];
        name.copy_from_slice(&hash.as_bytes()[..MODEL]);
        Self { model: name, numbers: embedding.iter().map(step).collect() }
    }

    /// As it is stored.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        self.model.iter().copied().chain(self.numbers.iter().map(|n| n.cast_unsigned())).collect()
    }

    /// A stored meaning; none where it is too short to be one.
    pub(crate) fn from_bytes(stored: &[u8]) -> Option<Self> {
        let (model, numbers) = stored.split_at_checked(MODEL)?;
        let numbers = numbers.iter().map(|number| number.cast_signed()).collect();
        Some(Self { model: model.try_into().ok()?, numbers })
    }

    /// Whether a stored meaning is by the model of this name.
    pub(crate) fn is_by(stored: &[u8], model: &str) -> bool {
        stored.get(..MODEL) == blake3::hash(model.as_bytes()).as_bytes().get(..MODEL)
    }

    /// The numbers of a stored meaning, as long as any; none where it is by another model.
    pub(crate) fn vector(stored: &[u8], model: &str) -> Option<Vec<f32>> {
        let (_, numbers) = stored.split_at_checked(MODEL)?;
        let vector = || numbers.iter().map(|number| f32::from(number.cast_signed())).collect();
        Self::is_by(stored, model).then(vector)
    }

    /// The cosine to a stored meaning; none where that is by another model.
    pub(crate) fn similarity(&self, stored: &[u8]) -> Option<f32> {
        let (model, numbers) = stored.split_at_checked(MODEL)?;
        if model != self.model || numbers.len() != self.numbers.len() {
            return None;
        }
        let (mut dot, mut left, mut right) = (0_i32, 0_i32, 0_i32);
        for (a, b) in self.numbers.iter().zip(numbers) {
            let (a, b) = (i32::from(*a), i32::from(b.cast_signed()));
            dot += a * b;
            left += a * a;
            right += b * b;
        }
        let lengths = (f64::from(left) * f64::from(right)).sqrt();
        #[allow(clippy::cast_possible_truncation, reason = "a cosine needs no more digits")]
        (lengths > 0.0).then(|| (f64::from(dot) / lengths) as f32)
    }
}

/// The key of a message's meaning: a customer's messages stand together, oldest first.
pub(crate) fn meaning_key(customer: &str, message: MessageId) -> [u8; 48] {
    let mut key = [0; 48];
    key[..32].copy_from_slice(&customer_key(customer));
    key[32..].copy_from_slice(message.as_bytes());
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eight_bits_keep_the_cosine_and_models_do_not_mix() {
        let vector =
            |turn: f32| -> Vec<f32> { (0..384).map(|n| (n as f32 * turn).sin()).collect() };
        let (left, right) = (vector(0.31), vector(0.312));
        let exact = {
            let dot = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f32>();
            dot(&left, &right) / (dot(&left, &left) * dot(&right, &right)).sqrt()
        };
        let stored = Meaning::new("m", &right).to_bytes();
        let similarity = Meaning::new("m", &left).similarity(&stored).unwrap();
        assert!((similarity - exact).abs() < 0.005, "{similarity} and {exact}");
        assert_eq!(Meaning::new("other", &left).similarity(&stored), None);
        assert_eq!(Meaning::new("m", &left).similarity(&[1, 2]), None);
        assert_eq!(Meaning::new("m", &[0.0; 384]).similarity(&stored), None);
    }
}
