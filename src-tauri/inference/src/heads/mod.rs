//! The classifier heads: intent, category, sentiment and urgency of a message.
//!
//! Each is a small [`network`] over what the encoder's layers hold of the message, from the one pass
//! that gives its embedding too, and over its [`style`]. The confidence is calibrated by a
//! temperature (Guo et al. 2017, "On Calibration of Modern Neural Networks").

mod file;
pub(crate) mod network;
mod style;

use std::path::Path;

use aside_contract::{Category, Intent, Label, Labelled, Reading, Sentiment, Urgency};

use crate::{ModelError, Pass};
pub(crate) use file::{MANIFEST, WEIGHTS, write};
pub(crate) use network::{Head, softmax};

/// The trained heads.
pub struct Heads {
    pub(crate) intent: Head,
    pub(crate) category: Head,
    pub(crate) sentiment: Head,
    pub(crate) urgency: Head,
}

impl Heads {
    /// Loads `manifest.json` and `heads.safetensors` from `models`.
    ///
    /// # Errors
    /// [`ModelError`] names the file that is missing, damaged, or made for another encoder or other
    /// labels, and what to do.
    pub fn load(models: &Path) -> Result<Self, ModelError> {
        file::load(models)
    }

    /// What `text` says. `pass` is what the encoder gave for the same text; `None` where it comes
    /// from a model whose layers do not show.
    ///
    /// The confidences are calibrated: of the readings with 0.8, about eight in ten are right on
    /// data like that of the training.
    pub fn read(&self, text: &str, pass: &Pass) -> Option<Reading> {
        let inputs = network::inputs(text, &pass.views)?;
        Some(Reading {
            intent: best::<Intent>(&self.intent, &inputs),
            category: best::<Category>(&self.category, &inputs),
            sentiment: best::<Sentiment>(&self.sentiment, &inputs),
            urgency: best::<Urgency>(&self.urgency, &inputs),
        })
    }
}

/// The label with the highest probability.
fn best<L: Label>(head: &Head, inputs: &[f32]) -> Labelled<L> {
    let probabilities = head.probabilities(inputs);
    let mut best = Labelled { label: L::ALL[0], confidence: 0.0 };
    for (label, confidence) in L::ALL.iter().zip(probabilities) {
        if confidence > best.confidence {
            best = Labelled { label: *label, confidence };
        }
    }
    best
}
