//! The linear model over a sequence: its weights, their file, and the best sequence of labels.

use super::LABELS;
use super::features::BUCKETS;

/// What no name is given more than the weights say, in units of a stored weight. Measured: on tweets to
/// support desks, which look like nothing that was learnt from, it halves the findings; on the rows held
/// out it costs one of a hundred names.
const RELUCTANCE: f32 = 200.0;

/// Weights of features by label, and of pairs of neighbouring labels.
pub(super) struct Model {
    /// `BUCKETS` rows of `LABELS`.
    pub(super) features: Vec<f32>,
    /// From a label to the next; row `LABELS` is the beginning.
    pub(super) transitions: Vec<f32>,
    /// Added to the score of label 0.
    reluctance: f32,
}

impl Model {
    /// A model that knows nothing.
    pub(super) fn new() -> Self {
        Self {
            features: vec![0.0; BUCKETS * LABELS],
            transitions: vec![0.0; (LABELS + 1) * LABELS],
            reluctance: 0.0,
        }
    }

    /// Reads what [`Model::bytes`] wrote: one signed byte a weight. What is missing is 0.
    pub(super) fn load(bytes: &[u8]) -> Self {
        let mut model = Self { reluctance: RELUCTANCE, ..Self::new() };
        let weights = model.transitions.iter_mut().chain(&mut model.features);
        for (weight, byte) in weights.zip(bytes) {
            *weight = f32::from(byte.cast_signed());
        }
        model
    }

    /// Adds the weights of another.
    pub(super) fn add(&mut self, other: &Self) {
        let own = self.transitions.iter_mut().chain(&mut self.features);
        for (weight, more) in own.zip(other.transitions.iter().chain(&other.features)) {
            *weight += more;
        }
    }

    /// The weights scaled to signed bytes: only their relation decides.
    pub(super) fn bytes(&self) -> Vec<u8> {
        let all = || self.transitions.iter().chain(&self.features);
        let mut sizes: Vec<f32> =
            all().map(|weight| weight.abs()).filter(|size| *size > 0.0).collect();
        sizes.sort_by(f32::total_cmp);
        // The few largest are cut, so that the many small ones keep their differences.
        let most = sizes.get(sizes.len() * 9_995 / 10_000).copied().unwrap_or(1.0).max(1e-6);
        #[expect(clippy::cast_possible_truncation, reason = "rounded and clamped to a byte")]
        let byte = |weight: &f32| (weight / most * 127.0).round().clamp(-127.0, 127.0) as i8;
        all().map(|weight| byte(weight).cast_unsigned()).collect()
    }

    /// The best sequence of labels for tokens with these features (Viterbi).
    pub(super) fn labels(&self, tokens: &[Vec<u32>]) -> Vec<u8> {
        let mut best = [0.0_f32; LABELS];
        let mut back: Vec<[u8; LABELS]> = Vec::with_capacity(tokens.len());
        for (place, features) in tokens.iter().enumerate() {
            let scores = self.scores(features);
            let mut next = [f32::NEG_INFINITY; LABELS];
            let mut from = [0_u8; LABELS];
            for label in 0..LABELS {
                for (before, best) in best.iter().enumerate() {
                    let row = if place == 0 { LABELS } else { before };
                    let score = best + self.transitions[row * LABELS + label];
                    if score > next[label] {
                        (next[label], from[label]) = (score, before as u8);
                    }
                }
                next[label] += scores[label];
            }
            (best, _) = (next, back.push(from));
        }
        let mut label = (0..LABELS).max_by(|a, b| best[*a].total_cmp(&best[*b])).unwrap_or(0);
        let mut labels = vec![0; tokens.len()];
        for (place, from) in back.iter().enumerate().rev() {
            labels[place] = label as u8;
            label = usize::from(from[label]);
        }
        labels
    }

    fn scores(&self, features: &[u32]) -> [f32; LABELS] {
        let mut scores = [0.0; LABELS];
        scores[0] = self.reluctance;
        for feature in features {
            let row = *feature as usize * LABELS;
            for (score, weight) in scores.iter_mut().zip(&self.features[row..row + LABELS]) {
                *score += weight;
            }
        }
        scores
    }
}
