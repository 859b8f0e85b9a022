//! Fitting of one head by stochastic gradients, and its calibration.

use serde_json::{Value, json};

use super::data::Row;
use crate::encoder::{VIEWS, gelu};
use crate::heads::network::{INPUTS, UNITS};
use crate::heads::{Head, softmax};
use crate::matrix::{Onto, View, multiply};

/// Passes over the rows.
const EPOCHS: usize = 6;
/// Rows of a step.
const BATCH: usize = 256;
/// Longest step of Adam (Kingma and Ba 2015); it rises to this over the first third and falls to
/// nothing at the end.
const STEP: f32 = 2e-3;
/// Pull of the weights towards zero, apart from the gradient (Loshchilov and Hutter 2019).
const DECAY: f32 = 1e-4;
/// Share of the inputs and of the hidden units that each row goes without (Srivastava et al. 2014).
const DROP: [f32; 2] = [0.1, 0.3];
/// 1 makes every label weigh the same however many rows it has, 0 every row.
const BALANCE: f32 = 0.3;
/// What the encoder's views are multiplied by while learning: their numbers are small.
const SCALE: f32 = 4.0;

/// One row, ready to learn from.
pub(super) struct Example<'a> {
    pub(super) inputs: &'a [f32],
    pub(super) label: usize,
    pub(super) weight: f32,
}

impl<'a> Example<'a> {
    /// The row with what the heads see of it.
    pub(super) fn of(row: &Row, inputs: &'a [f32]) -> Self {
        Self { inputs, label: row.label, weight: row.weight }
    }
}

/// How the weights are found, for the manifest.
pub(super) fn recipe() -> Value {
    json!({
        "model": "one hidden layer over the encoder's layers and the style",
        "inputs": INPUTS, "units": UNITS, "optimiser": "AdamW", "epochs": EPOCHS, "batch": BATCH,
        "step": STEP, "decay": DECAY, "dropout": DROP, "class_balance": BALANCE,
        "calibration": "temperature on both sets of held-out rows alike", "hidden_weights": "8 bits",
    })
}

/// Weights with Adam's memory of their gradients.
struct Weights {
    now: Vec<f32>,
    mean: Vec<f32>,
    square: Vec<f32>,
    gradient: Vec<f32>,
}

impl Weights {
    fn new(count: usize, spread: f32, random: &mut Random) -> Self {
        let now = (0..count).map(|_| (2.0 * random.share() - 1.0) * spread).collect();
        let none = || vec![0.0; count];
        Self { now, mean: none(), square: none(), gradient: none() }
    }

    /// One step of AdamW; `time` counts from 1.
    fn step(&mut self, length: f32, time: i32) {
        const KEPT: (f32, f32) = (0.9, 0.999);
        let (mean_scale, square_scale) = (1.0 - KEPT.0.powi(time), 1.0 - KEPT.1.powi(time));
        for (((now, mean), square), gradient) in
            self.now.iter_mut().zip(&mut self.mean).zip(&mut self.square).zip(&self.gradient)
        {
            *mean = KEPT.0 * *mean + (1.0 - KEPT.0) * gradient;
            *square = KEPT.1 * *square + (1.0 - KEPT.1) * gradient * gradient;
            let direction = *mean / mean_scale / ((*square / square_scale).sqrt() + 1e-8);
            *now -= length * (direction + DECAY * *now);
        }
    }
}

/// Finds the weights of one head; its temperature is 1. The same rows, in the same order, with the
/// same seed give the same weights.
pub(super) fn fit(rows: &[Example<'_>], labels: usize, seed: u64) -> Head {
    let mut random = Random(seed);
    let centre = centre(rows);
    let balance = balance(rows, labels);
    let total: f32 = rows.iter().map(|row| row.weight * balance[row.label]).sum();
    let mean_weight = total / rows.len().max(1) as f32;
    let spread = |inputs: usize| 1.0 / (inputs as f32).sqrt();
    let mut hidden = Weights::new(UNITS * INPUTS, spread(INPUTS), &mut random);
    let mut hidden_bias = Weights::new(UNITS, 0.0, &mut random);
    let mut output = Weights::new(labels * UNITS, spread(UNITS), &mut random);
    let mut bias = Weights::new(labels, 0.0, &mut random);
    let steps = EPOCHS * rows.len().div_ceil(BATCH);
    let mut order: Vec<usize> = (0..rows.len()).collect();
    let mut time = 0;
    for _ in 0..EPOCHS {
        random.shuffle(&mut order);
        for batch in order.chunks(BATCH) {
            let count = batch.len();
            let mut inputs = Vec::with_capacity(count * INPUTS);
            for row in batch {
                inputs.extend(rows[*row].inputs.iter().zip(&centre).enumerate().map(
                    |(index, (input, centre))| scaled(index, input - centre) * random.keep(DROP[0]),
                ));
            }
            let mut sums = hidden_bias.now.repeat(count);
            let weights = View::columns(&hidden.now, INPUTS);
            let shape = [count, INPUTS, UNITS];
            multiply(View::rows(&inputs, INPUTS), weights, &mut sums, UNITS, shape, Onto::Sum);
            let kept: Vec<f32> = sums.iter().map(|_| random.keep(DROP[1])).collect();
            let units: Vec<f32> =
                sums.iter().zip(&kept).map(|(sum, kept)| gelu(*sum) * kept).collect();
            let mut errors = bias.now.repeat(count);
            let weights = View::columns(&output.now, UNITS);
            let shape = [count, UNITS, labels];
            multiply(View::rows(&units, UNITS), weights, &mut errors, labels, shape, Onto::Sum);
            for (row, errors) in batch.iter().zip(errors.chunks_exact_mut(labels)) {
                let row = &rows[*row];
                softmax(errors);
                errors[row.label] -= 1.0;
                let weight = row.weight * balance[row.label] / mean_weight / count as f32;
                errors.iter_mut().for_each(|error| *error *= weight);
            }
            bias.gradient = columns(&errors, labels);
            let (left, right) = (View::columns(&errors, labels), View::rows(&units, UNITS));
            let shape = [labels, count, UNITS];
            multiply(left, right, &mut output.gradient, UNITS, shape, Onto::Nothing);
            let mut back = vec![0.0; count * UNITS];
            let (left, right) = (View::rows(&errors, labels), View::rows(&output.now, UNITS));
            multiply(left, right, &mut back, UNITS, [count, labels, UNITS], Onto::Nothing);
            for ((back, sum), kept) in back.iter_mut().zip(&sums).zip(&kept) {
                *back *= gelu_slope(*sum) * kept;
            }
            hidden_bias.gradient = columns(&back, UNITS);
            let (left, right) = (View::columns(&back, UNITS), View::rows(&inputs, INPUTS));
            let shape = [UNITS, count, INPUTS];
            multiply(left, right, &mut hidden.gradient, INPUTS, shape, Onto::Nothing);
            time += 1;
            let length = STEP * schedule(time as f32 / steps as f32);
            for weights in [&mut hidden, &mut hidden_bias, &mut output, &mut bias] {
                weights.step(length, time);
            }
        }
    }
    served(&hidden.now, &hidden_bias.now, &centre, output.now, bias.now)
}

/// How long a step is at this share of all steps: up a straight line, down a cosine.
fn schedule(share: f32) -> f32 {
    const RISE: f32 = 0.3;
    if share < RISE {
        share / RISE
    } else {
        (1.0 + (std::f32::consts::PI * (share - RISE) / (1.0 - RISE)).cos()) / 2.0
    }
}

/// An input as it is while learning. Those of the style are large enough.
fn scaled(index: usize, input: f32) -> f32 {
    if index < VIEWS { input * SCALE } else { input }
}

/// The mean of every input.
fn centre(rows: &[Example<'_>]) -> Vec<f32> {
    let mut sums = vec![0.0_f64; INPUTS];
    for row in rows {
        sums.iter_mut().zip(row.inputs).for_each(|(sum, input)| *sum += f64::from(*input));
    }
    sums.into_iter().map(|sum| (sum / rows.len().max(1) as f64) as f32).collect()
}

/// The sum of each column.
fn columns(numbers: &[f32], width: usize) -> Vec<f32> {
    let mut sums = vec![0.0; width];
    for row in numbers.chunks_exact(width) {
        sums.iter_mut().zip(row).for_each(|(sum, number)| *sum += number);
    }
    sums
}

/// The slope of GELU: Φ(x) + x φ(x).
fn gelu_slope(x: f32) -> f32 {
    let density = (-x * x / 2.0).exp() / (2.0 * std::f32::consts::PI).sqrt();
    let below = if x.abs() < 1e-3 { 0.5 + x * density } else { gelu(x) / x };
    below + x * density
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

/// The weights as they are served: over the inputs as they are, and those of the hidden units in 8
/// bits.
fn served(
    hidden: &[f32],
    hidden_bias: &[f32],
    centre: &[f32],
    output: Vec<f32>,
    bias: Vec<f32>,
) -> Head {
    let mut head = Head {
        hidden: Vec::with_capacity(hidden.len()),
        steps: Vec::new(),
        hidden_bias: Vec::new(),
        output,
        bias,
        temperature: 1.0,
        floor: 0.0,
    };
    for (weights, bias) in hidden.chunks_exact(INPUTS).zip(hidden_bias) {
        let weights: Vec<f32> =
            weights.iter().enumerate().map(|(index, weight)| scaled(index, *weight)).collect();
        let most = weights.iter().fold(f32::MIN_POSITIVE, |most, weight| most.max(weight.abs()));
        let step = most / 127.0;
        let rounded = weights.iter().map(|weight| (weight / step).round() as i8);
        let shift: f32 = rounded.clone().zip(centre).map(|(weight, c)| f32::from(weight) * c).sum();
        head.hidden.extend(rounded);
        head.steps.push(step);
        head.hidden_bias.push(bias - shift * step);
    }
    head
}

/// The temperature at which the held-out rows are likeliest, each of the `sets` counting alike, by
/// golden-section search over 0.2 to 5.
pub(super) fn temperature(head: &Head, sets: &[&[Example<'_>]]) -> f32 {
    let scores: Vec<Vec<Vec<f32>>> =
        sets.iter().map(|rows| rows.iter().map(|row| head.scores(row.inputs)).collect()).collect();
    let mean_loss = |rows: &[Example<'_>], scores: &[Vec<f32>], temperature: f32| -> f64 {
        let loss = |(row, scores): (&Example<'_>, &Vec<f32>)| {
            let mut scores: Vec<f32> = scores.iter().map(|score| score / temperature).collect();
            softmax(&mut scores);
            -f64::from(scores[row.label].max(1e-12)).ln()
        };
        rows.iter().zip(scores).map(loss).sum::<f64>() / rows.len().max(1) as f64
    };
    let loss = |temperature: f32| -> f64 {
        sets.iter().zip(&scores).map(|(rows, scores)| mean_loss(rows, scores, temperature)).sum()
    };
    const GOLDEN: f32 = 0.618_034;
    let (mut low, mut high) = (0.2_f32, 5.0_f32);
    for _ in 0..30 {
        let (left, right) = (high - GOLDEN * (high - low), low + GOLDEN * (high - low));
        if loss(left) < loss(right) { high = right } else { low = left }
    }
    f32::midpoint(low, high)
}

/// splitmix64 (Steele et al. 2014).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    /// From 0 up to 1.
    fn share(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1_u64 << 24) as f32
    }

    /// 0 for a `drop` of all, and for the others what keeps the mean.
    fn keep(&mut self, drop: f32) -> f32 {
        if self.share() < drop { 0.0 } else { 1.0 / (1.0 - drop) }
    }

    /// Fisher–Yates.
    fn shuffle(&mut self, order: &mut [usize]) {
        for last in (1..order.len()).rev() {
            order.swap(last, (self.next() % (last as u64 + 1)) as usize);
        }
    }
}
