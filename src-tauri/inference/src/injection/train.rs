//! Training of the detector, by `cargo xtask train --only injection`: logistic regression by
//! stochastic gradient descent with AdaGrad (Duchi et al. 2011).

use aside_contract::Suspicion;

use super::features;
use super::model::{Model, probability};
use super::{patterns, read, read_document};

/// Rounds over all texts.
const ROUNDS: usize = 10;
const RATE: f32 = 0.3;
/// Pulls weights to zero.
const DECAY: f32 = 2e-5;

/// A text to learn from: a message, a sentence, or a piece of a document.
#[derive(Clone, Debug)]
pub struct Example {
    /// The text.
    pub text: String,
    /// Whether it holds an order to a model.
    pub injection: bool,
    /// How much it counts.
    pub weight: f32,
}

/// A detector in the making.
pub struct Trained(Model);

impl Trained {
    /// The weights as the crate includes them.
    pub fn bytes(&self) -> Vec<u8> {
        self.0.bytes()
    }

    /// The highest score of a message and its sentences, as a logit; infinite where a pattern says that
    /// it holds an order.
    pub fn score(&self, text: &str) -> f32 {
        if patterns::find(text).is_empty() {
            self.0.highest(&features::words(text)).0
        } else {
            f32::INFINITY
        }
    }

    /// The highest score of a document's sentences, as a logit.
    pub fn document_score(&self, text: &str) -> f32 {
        self.0.highest_piece(&features::words(text)).0
    }

    /// What [`super::suspicion`] says with these weights, as they are stored.
    pub fn suspicion(&self, text: &str) -> Option<Suspicion> {
        read(&self.0, text)
    }

    /// What [`super::document_suspicion`] says with these weights, of a document without hidden text.
    pub fn document_suspicion(&self, text: &str) -> Option<Suspicion> {
        read_document(&self.0, text, "")
    }

    /// Marks messages that score at least `message`, and documents of which a sentence scores at least
    /// `document`.
    #[must_use]
    pub fn marking_from(mut self, message: f32, document: f32) -> Self {
        self.0.bias -= message;
        self.0.document = document - message;
        Self(Model::load(&self.0.bytes()))
    }
}

/// The sentences of a text, lines and cells of tables too.
pub fn sentences(text: &str) -> Vec<&str> {
    let words = features::words(text);
    let ends = features::sentences(&words).filter_map(|one| Some((one.first()?, one.last()?)));
    ends.map(|(first, last)| &text[first.start..last.end]).collect()
}

/// Fits the weights. The same examples and seed give the same weights.
pub fn fit(examples: &[&Example], seed: u64) -> Trained {
    let rows: Vec<(Vec<u32>, f32, f32)> = examples
        .iter()
        .map(|example| {
            let features = features::of(&features::words(&example.text));
            (features, f32::from(u8::from(example.injection)), example.weight)
        })
        .collect();
    Trained(descend(&rows, seed))
}

fn descend(rows: &[(Vec<u32>, f32, f32)], seed: u64) -> Model {
    let mut model = Model::new();
    let mut squares = vec![1e-3_f32; model.weights.len()];
    let mut order: Vec<usize> = (0..rows.len()).collect();
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    for _ in 0..ROUNDS {
        for last in (1..order.len()).rev() {
            // Xorshift64 (Marsaglia 2003).
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            order.swap(last, (state >> 33) as usize % (last + 1));
        }
        for row in &order {
            let (features, label, weight) = &rows[*row];
            let error = (probability(model.score(features)) - label) * weight;
            let each = error / (features.len().max(1) as f32).sqrt();
            for feature in features {
                let place = *feature as usize;
                let slope = each + DECAY * model.weights[place];
                squares[place] += slope * slope;
                model.weights[place] -= RATE * slope / squares[place].sqrt();
            }
        }
    }
    model
}
