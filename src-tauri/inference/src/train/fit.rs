//! Logistic regression by stochastic gradients, and its calibration.

use serde_json::{Value, json};

use super::data::Row;
use crate::heads::features::{self, BUCKETS};
use crate::heads::{Head, softmax};

/// Passes over the rows.
const EPOCHS: usize = 12;
/// First step of AdaGrad (Duchi et al. 2011), which shrinks each weight's own by what it has seen.
const STEP: f32 = 0.25;
/// Pull of the weights towards zero, at each step.
const DECAY: f32 = 2e-5;
/// 1 makes every label weigh the same however many rows it has, 0 every row.
const BALANCE: f32 = 0.7;

/// One row, ready to learn from.
pub(super) struct Example<'a> {
    pub(super) embedding: &'a [f32],
    pub(super) features: Vec<u32>,
    pub(super) label: usize,
    pub(super) weight: f32,
}

impl<'a> Example<'a> {
    /// The row with its embedding.
    pub(super) fn of(row: &Row, embedding: &'a [f32]) -> Self {
        Self { embedding, features: features::of(&row.text), label: row.label, weight: row.weight }
    }
}

/// How the weights are found, for the manifest.
pub(super) fn recipe() -> Value {
    json!({
        "model": "multinomial logistic regression over the embedding and hashed words, pairs, pieces and style",
        "buckets": BUCKETS, "optimiser": "AdaGrad", "epochs": EPOCHS, "step": STEP, "decay": DECAY,
        "class_balance": BALANCE, "calibration": "temperature on the held-out rows",
        "feature_weights": "8 bits",
    })
}

/// A weight per label and input, with AdaGrad's memory of its gradients.
struct Table {
    labels: usize,
    weights: Vec<f32>,
    squares: Vec<f32>,
}

impl Table {
    fn new(inputs: usize, labels: usize) -> Self {
        Self { labels, weights: vec![0.0; inputs * labels], squares: vec![1e-6; inputs * labels] }
    }

    fn add_to(&self, scores: &mut [f32], input: usize, value: f32) {
        let weights = &self.weights[input * self.labels..][..self.labels];
        scores.iter_mut().zip(weights).for_each(|(score, weight)| *score += weight * value);
    }

    fn learn(&mut self, errors: &[f32], input: usize, value: f32) {
        let place = input * self.labels..(input + 1) * self.labels;
        let weights = self.weights[place.clone()].iter_mut().zip(&mut self.squares[place]);
        for ((weight, square), error) in weights.zip(errors) {
            let gradient = error * value + DECAY * *weight;
            *square += gradient * gradient;
            *weight -= STEP * gradient / square.sqrt();
        }
    }
}

/// Finds the weights of one head; its temperature is 1. The same rows, in the same order, with the
/// same seed give the same weights.
pub(super) fn fit(rows: &[Example<'_>], labels: usize, seed: u64) -> Head {
    let hidden = rows.first().map_or(0, |row| row.embedding.len());
    let balance = balance(rows, labels);
    let (mut dense, mut sparse, mut bias) =
        (Table::new(hidden, labels), Table::new(BUCKETS, labels), Table::new(1, labels));
    let mut order: Vec<usize> = (0..rows.len()).collect();
    let mut random = seed;
    for _ in 0..EPOCHS {
        shuffle(&mut order, &mut random);
        for row in order.iter().map(|index| &rows[*index]) {
            let weight = features::weight(&row.features);
            let mut errors = vec![0.0; labels];
            bias.add_to(&mut errors, 0, 1.0);
            for (input, value) in row.embedding.iter().enumerate() {
                dense.add_to(&mut errors, input, *value);
            }
            for feature in &row.features {
                sparse.add_to(&mut errors, *feature as usize, weight);
            }
            softmax(&mut errors);
            errors[row.label] -= 1.0;
            errors.iter_mut().for_each(|error| *error *= row.weight * balance[row.label]);
            bias.learn(&errors, 0, 1.0);
            for (input, value) in row.embedding.iter().enumerate() {
                dense.learn(&errors, input, *value);
            }
            for feature in &row.features {
                sparse.learn(&errors, *feature as usize, weight);
            }
        }
    }
    served(&dense, &sparse, bias.weights, labels)
}

/// What a row of each label counts, 1 on average.
fn balance(rows: &[Example<'_>], labels: usize) -> Vec<f32> {
    let mut sums = vec![0.0; labels];
    for row in rows {
        sums[row.label] += row.weight;
    }
    let mean = sums.iter().sum::<f32>() / labels as f32;
    sums.iter().map(|sum| (mean / sum.max(1.0)).powf(BALANCE)).collect()
}

/// The weights as they are served: those of the features in 8 bits.
fn served(dense: &Table, sparse: &Table, bias: Vec<f32>, labels: usize) -> Head {
    let column = |table: &Table, label: usize| -> Vec<f32> {
        table.weights.iter().skip(label).step_by(labels).copied().collect()
    };
    let steps: Vec<f32> = (0..labels)
        .map(|label| {
            column(sparse, label)
                .iter()
                .fold(f32::MIN_POSITIVE, |most, weight| most.max(weight.abs()))
                / 127.0
        })
        .collect();
    let quantised = |(index, weight): (usize, &f32)| (weight / steps[index % labels]).round() as i8;
    Head {
        embedding: (0..labels).map(|label| column(dense, label)).collect(),
        features: sparse.weights.iter().enumerate().map(quantised).collect(),
        steps,
        bias,
        temperature: 1.0,
    }
}

/// The temperature at which the held-out rows are likeliest, by golden-section search over 0.2 to 5.
pub(super) fn temperature(head: &Head, dev: &[Example<'_>]) -> f32 {
    let scores: Vec<Vec<f32>> =
        dev.iter().map(|row| head.scores(row.embedding, &row.features)).collect();
    let loss = |temperature: f32| -> f64 {
        scores
            .iter()
            .zip(dev)
            .map(|(scores, row)| {
                let mut scores: Vec<f32> = scores.iter().map(|score| score / temperature).collect();
                softmax(&mut scores);
                -f64::from(scores[row.label].max(1e-12)).ln()
            })
            .sum()
    };
    const GOLDEN: f32 = 0.618_034;
    let (mut low, mut high) = (0.2_f32, 5.0_f32);
    for _ in 0..30 {
        let (left, right) = (high - GOLDEN * (high - low), low + GOLDEN * (high - low));
        if loss(left) < loss(right) { high = right } else { low = left }
    }
    f32::midpoint(low, high)
}

/// Fisher–Yates with splitmix64.
fn shuffle(order: &mut [usize], state: &mut u64) {
    for last in (1..order.len()).rev() {
        *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = *state;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        order.swap(last, ((bits ^ (bits >> 31)) % (last as u64 + 1)) as usize);
    }
}
