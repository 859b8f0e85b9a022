//! What was found, by how likely it answers.

/// Passages under this score do not answer: below it, more of the development questions were
/// unanswerable than answered.
pub const RELEVANCE_FLOOR: f32 = 0.3;

/// What is known of one passage and one question.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Evidence {
    /// Cosine of their embeddings; `None` without a model.
    pub(crate) cosine: Option<f32>,
    /// BM25 as a share of the best possible (see `words`); 0 if no word is shared.
    pub(crate) words: f32,
    /// The passage's document is of the category that was asked for.
    pub(crate) category: bool,
}

/// How likely a passage answers, 0 to 1: a logistic model of the evidence.
pub(crate) fn probability(evidence: &Evidence) -> f32 {
    let category = if evidence.category { CATEGORY } else { 0.0 };
    let words = evidence.words.max(0.0).sqrt();
    let z = match evidence.cosine {
        Some(cosine) => BOTH.bias + BOTH.cosine * cosine + BOTH.words * words,
        None => ALONE.bias + ALONE.words * words,
    };
    1.0 / (1.0 + (-(z + category)).exp())
}

struct Weights {
    bias: f32,
    cosine: f32,
    words: f32,
}

const BOTH: Weights = Weights { bias: -6.0, cosine: 8.0, words: 4.0 };
const ALONE: Weights = Weights { bias: -3.5, cosine: 0.0, words: 6.0 };
/// A category that fits speaks for a passage, but does not outweigh its words.
const CATEGORY: f32 = 0.25;
