//! The classifier heads: intent, category, sentiment and urgency of a message.
//!
//! Each is a small [`network`] over what the encoder's layers hold of the message, from the one pass
//! that gives its embedding too, and over its [`style`]. The confidence is calibrated by a
//! temperature (Guo et al. 2017, "On Calibration of Modern Neural Networks"). Below a floor, which the
//! training chooses and the manifest holds, a label is unsure.

mod file;
pub(crate) mod network;
mod occlusion;
mod style;

use std::path::Path;

use aside_contract::{Category, Intent, Label, Labelled, Reading, Sentiment, Urgency};

use crate::{ModelError, Pass};
pub(crate) use file::{MANIFEST, WEIGHTS, write};
pub(crate) use network::{Head, softmax};
pub use occlusion::Carrier;

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
        Some(self.reading(&self.probabilities(text, pass)?))
    }

    /// As [`Heads::read`], before the best labels are chosen.
    pub fn probabilities(&self, text: &str, pass: &Pass) -> Option<Probabilities> {
        let inputs = network::inputs(text, &pass.views)?;
        Some(Probabilities {
            intent: self.intent.probabilities(&inputs),
            category: self.category.probabilities(&inputs),
            sentiment: self.sentiment.probabilities(&inputs),
            urgency: self.urgency.probabilities(&inputs),
        })
    }

    /// The best labels, each unsure where it is below its head's floor.
    pub fn reading(&self, probabilities: &Probabilities) -> Reading {
        Reading {
            intent: best::<Intent>(&self.intent, &probabilities.intent),
            category: best::<Category>(&self.category, &probabilities.category),
            sentiment: best::<Sentiment>(&self.sentiment, &probabilities.sentiment),
            urgency: best::<Urgency>(&self.urgency, &probabilities.urgency),
        }
    }
}

/// The calibrated probability of each label of each head, in the order of the labels.
#[derive(Clone, Debug, PartialEq)]
pub struct Probabilities {
    /// What the customer wants.
    pub intent: Vec<f32>,
    /// What it is about.
    pub category: Vec<f32>,
    /// How the customer feels.
    pub sentiment: Vec<f32>,
    /// How soon it must be dealt with.
    pub urgency: Vec<f32>,
}

/// The label with the highest probability.
fn best<L: Label>(head: &Head, probabilities: &[f32]) -> Labelled<L> {
    let mut best = Labelled { label: L::ALL[0], confidence: 0.0, unsure: false };
    for (label, confidence) in L::ALL.iter().zip(probabilities) {
        if *confidence > best.confidence {
            best = Labelled { label: *label, confidence: *confidence, unsure: false };
        }
    }
    best.unsure = best.confidence < head.floor;
    best
}
