//! One head: a network with one hidden layer, from what the encoder's layers hold of a message and
//! from its style, to a probability per label.

use super::style::{self, STYLE};
use crate::encoder::{VIEWS, gelu};

/// Numbers that a head sees of a message.
pub(crate) const INPUTS: usize = VIEWS + STYLE;
/// Units of the hidden layer.
pub(crate) const UNITS: usize = 128;

/// What the heads see of `text`, whose pass gave `views`; `None` where the pass shows none.
pub(crate) fn inputs(text: &str, views: &[f32]) -> Option<Vec<f32>> {
    (views.len() == VIEWS).then(|| [views, &style::of(text)].concat())
}

/// One head as it is served.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Head {
    /// Per unit, [`INPUTS`] weights in steps of `steps`.
    pub(crate) hidden: Vec<i8>,
    /// Per unit, the weight of one step.
    pub(crate) steps: Vec<f32>,
    /// Per unit.
    pub(crate) hidden_bias: Vec<f32>,
    /// Per label, [`UNITS`] weights.
    pub(crate) output: Vec<f32>,
    /// Per label.
    pub(crate) bias: Vec<f32>,
    /// Divides the scores before softmax.
    pub(crate) temperature: f32,
    /// Below this probability the best label is unsure.
    pub(crate) floor: f32,
}

impl Head {
    /// The score of each label before calibration.
    pub(crate) fn scores(&self, inputs: &[f32]) -> Vec<f32> {
        let units: Vec<f32> = self
            .hidden
            .chunks_exact(INPUTS)
            .zip(self.steps.iter().zip(&self.hidden_bias))
            .map(|(weights, (step, bias))| gelu(dot(weights, inputs) * step + bias))
            .collect();
        self.output
            .chunks_exact(UNITS)
            .zip(&self.bias)
            .map(|(weights, bias)| {
                bias + weights.iter().zip(&units).map(|(weight, unit)| weight * unit).sum::<f32>()
            })
            .collect()
    }

    /// The calibrated probability of each label.
    pub(crate) fn probabilities(&self, inputs: &[f32]) -> Vec<f32> {
        let mut scores = self.scores(inputs);
        scores.iter_mut().for_each(|score| *score /= self.temperature);
        softmax(&mut scores);
        scores
    }
}

/// The sum of the products, in an order that the compiler can work on many at a time.
fn dot(weights: &[i8], inputs: &[f32]) -> f32 {
    const LANES: usize = 16;
    let mut sums = [0.0_f32; LANES];
    let (weights, weights_rest) = weights.as_chunks::<LANES>();
    let (inputs, inputs_rest) = inputs.as_chunks::<LANES>();
    for (weights, inputs) in weights.iter().zip(inputs) {
        for lane in 0..LANES {
            sums[lane] += f32::from(weights[lane]) * inputs[lane];
        }
    }
    let rest = weights_rest.iter().zip(inputs_rest);
    sums.iter().sum::<f32>() + rest.map(|(weight, input)| f32::from(*weight) * input).sum::<f32>()
}

/// Turns scores into probabilities.
pub(crate) fn softmax(scores: &mut [f32]) {
    let largest = scores.iter().copied().fold(f32::MIN, f32::max);
    scores.iter_mut().for_each(|score| *score = (*score - largest).exp());
    let sum: f32 = scores.iter().sum();
    scores.iter_mut().for_each(|score| *score /= sum);
}
