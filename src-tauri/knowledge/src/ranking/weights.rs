//! The weights of the ranking, from `weights.json`.

use std::sync::OnceLock;

use serde::Deserialize;

use super::FEATURES;

/// The linear models.
#[derive(Debug, Deserialize)]
pub(super) struct Models {
    /// For a question alone.
    pub(super) question: Weights,
    /// For a question in a conversation.
    pub(super) conversation: Weights,
    /// The same without cosines.
    pub(super) question_by_words: Weights,
    pub(super) conversation_by_words: Weights,
}

/// One linear model.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Weights {
    pub(super) bias: f32,
    /// In the order of [`FEATURES`].
    pub(super) features: [f32; FEATURES.len()],
    /// Weight of a candidate's distance to the tenth.
    pub(super) margin: f32,
    /// That distance where there are fewer.
    pub(super) typical_margin: f32,
}

/// The models, read at their first use.
pub(super) fn weights() -> &'static Models {
    static MODELS: OnceLock<Models> = OnceLock::new();
    MODELS.get_or_init(|| {
        #[expect(
            clippy::expect_used,
            reason = "the file is part of the program, and a test reads it"
        )]
        serde_json::from_str(include_str!("weights.json")).expect("weights.json is well formed")
    })
}
