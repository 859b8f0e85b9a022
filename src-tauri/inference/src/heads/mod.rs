//! The classifier heads: intent, category and sentiment of a message.
//!
//! Each is a multinomial logistic regression over the message's embedding and the hashed
//! [`features`] of its text, with its confidence calibrated by a temperature (Guo et al. 2017, "On
//! Calibration of Modern Neural Networks").

pub(crate) mod features;
mod file;

use std::path::Path;

use aside_contract::{Category, Intent, Label, Labelled, Reading, Sentiment};

use crate::ModelError;
pub(crate) use file::{MANIFEST, WEIGHTS, write};

/// The three trained heads.
pub struct Heads {
    pub(crate) intent: Head,
    pub(crate) category: Head,
    pub(crate) sentiment: Head,
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

    /// What `text` says. `embedding` is the vector that the encoder gave for the same text.
    ///
    /// The confidences are calibrated: of the readings with 0.8, about eight in ten are right on
    /// data like that of the training.
    pub fn read(&self, text: &str, embedding: &[f32]) -> Reading {
        let features = features::of(text);
        Reading {
            intent: best::<Intent>(&self.intent, embedding, &features),
            category: best::<Category>(&self.category, embedding, &features),
            sentiment: best::<Sentiment>(&self.sentiment, embedding, &features),
        }
    }
}

/// The label with the highest probability.
fn best<L: Label>(head: &Head, embedding: &[f32], features: &[u32]) -> Labelled<L> {
    let probabilities = head.probabilities(embedding, features);
    let mut best = Labelled { label: L::ALL[0], confidence: 0.0 };
    for (label, confidence) in L::ALL.iter().zip(probabilities) {
        if confidence > best.confidence {
            best = Labelled { label: *label, confidence };
        }
    }
    best
}

/// One head as it is served.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Head {
    /// Per label, as many weights as the embedding has numbers.
    pub(crate) embedding: Vec<Vec<f32>>,
    /// Per bucket, one weight per label, in steps of `steps`.
    pub(crate) features: Vec<i8>,
    /// Per label, the weight of one step.
    pub(crate) steps: Vec<f32>,
    /// Per label.
    pub(crate) bias: Vec<f32>,
    /// Divides the scores before softmax.
    pub(crate) temperature: f32,
}

impl Head {
    /// The score of each label before calibration.
    pub(crate) fn scores(&self, embedding: &[f32], features: &[u32]) -> Vec<f32> {
        let labels = self.bias.len();
        let mut sums = vec![0; labels];
        for feature in features {
            let weights = &self.features[*feature as usize * labels..][..labels];
            sums.iter_mut().zip(weights).for_each(|(sum, weight)| *sum += i32::from(*weight));
        }
        let weight = features::weight(features);
        (0..labels)
            .map(|label| {
                let dot: f32 =
                    self.embedding[label].iter().zip(embedding).map(|(a, b)| a * b).sum();
                self.bias[label] + dot + sums[label] as f32 * self.steps[label] * weight
            })
            .collect()
    }

    /// The calibrated probability of each label.
    pub(crate) fn probabilities(&self, embedding: &[f32], features: &[u32]) -> Vec<f32> {
        let mut scores = self.scores(embedding, features);
        scores.iter_mut().for_each(|score| *score /= self.temperature);
        softmax(&mut scores);
        scores
    }
}

/// Turns scores into probabilities.
pub(crate) fn softmax(scores: &mut [f32]) {
    let largest = scores.iter().copied().fold(f32::MIN, f32::max);
    scores.iter_mut().for_each(|score| *score = (*score - largest).exp());
    let sum: f32 = scores.iter().sum();
    scores.iter_mut().for_each(|score| *score /= sum);
}
