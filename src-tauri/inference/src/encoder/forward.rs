//! One pass of the model over a packed batch: the rows of all texts stand one after another,
//! without padding, and only attention knows where a text ends.

use super::elementwise::Simd;
use super::folder::{Pooling, Shape};
use super::kernels::{Activation, Kernel, KernelScratch};
use super::weights::Weights;

/// Rows of the feed-forward part that are worked on at a time, so that their 1,536 numbers between
/// the two products stay in the second-level cache.
const FEED_FORWARD_ROWS: usize = 120;

/// The intermediate rows of a pass, kept between passes.
#[derive(Default)]
pub(super) struct Scratch {
    hidden: Vec<f32>,
    branch: Vec<f32>,
    query_key_value: Vec<f32>,
    context: Vec<f32>,
    inner: Vec<f32>,
    kernel: KernelScratch,
}

/// One vector for each text of `batch`, given as token ids, by `pooling`; its length is not 1 yet. Calls `make_way` before each
/// step that takes about a millisecond; `layer_done` sees the rows of all texts after each layer,
/// numbered from 1.
pub(super) fn run(
    weights: &Weights,
    kernel: &dyn Kernel,
    batch: &[Vec<u32>],
    pooling: Pooling,
    scratch: &mut Scratch,
    make_way: &dyn Fn(),
    mut layer_done: impl FnMut(usize, &[f32]),
) -> Vec<Vec<f32>> {
    let rows: usize = batch.iter().map(Vec::len).sum();
    let Scratch { hidden, branch, query_key_value, context, inner, kernel: kernel_scratch } =
        scratch;
    let simd = Simd::detect();
    let Shape { hidden: width, inner: inner_width, heads, .. } = weights.shape;

    hidden.clear();
    branch.clear();
    for ids in batch {
        for (position, id) in ids.iter().enumerate() {
            let (word, place) = weights.embedding(*id, position);
            hidden.extend_from_slice(word);
            branch.extend_from_slice(place);
        }
    }
    simd.add_and_normalise(hidden, branch, &weights.embedding_norm);

    query_key_value.resize(rows * 3 * width, 0.0);
    context.resize(rows * width, 0.0);
    for (index, layer) in weights.layers.iter().enumerate() {
        make_way();
        layer.query_key_value.apply(hidden, query_key_value, Activation::None, kernel_scratch);
        let mut first = 0;
        for ids in batch {
            let text = first..first + ids.len();
            make_way();
            kernel.attend(
                [width, heads],
                &query_key_value[text.start * 3 * width..text.end * 3 * width],
                &mut context[text.start * width..text.end * width],
                kernel_scratch,
            );
            first = text.end;
        }
        make_way();
        layer.attention_output.apply(context, branch, Activation::None, kernel_scratch);
        simd.add_and_normalise(hidden, branch, &layer.attention_norm);

        let blocks = hidden.chunks_mut(FEED_FORWARD_ROWS * width);
        for (hidden, branch) in blocks.zip(branch.chunks_mut(FEED_FORWARD_ROWS * width)) {
            make_way();
            inner.resize(hidden.len() / width * inner_width, 0.0);
            layer.widen.apply(hidden, inner, Activation::Gelu, kernel_scratch);
            layer.narrow.apply(inner, branch, Activation::None, kernel_scratch);
            simd.add_and_normalise(hidden, branch, &layer.feed_forward_norm);
        }
        layer_done(index + 1, hidden);
    }

    let mut rows = hidden.as_slice();
    batch
        .iter()
        .map(|ids| {
            let (text, rest) = rows.split_at(ids.len() * width);
            rows = rest;
            match pooling {
                Pooling::Mean => sum(text, width),
                Pooling::First => text[..width].to_vec(),
            }
        })
        .collect()
}

/// The sum of the rows of one text: their mean, but for the length.
fn sum(rows: &[f32], width: usize) -> Vec<f32> {
    let mut vector = vec![0.0; width];
    for row in rows.chunks_exact(width) {
        vector.iter_mut().zip(row).for_each(|(sum, number)| *sum += number);
    }
    vector
}

/// The mean of the rows of one text, scaled to length 1.
pub(super) fn mean_of_length_one(rows: &[f32], width: usize) -> Vec<f32> {
    of_length_one(sum(rows, width))
}

/// The largest number of each column over the rows of one text, scaled to length 1.
pub(super) fn most_of_length_one(rows: &[f32], width: usize) -> Vec<f32> {
    let mut vector = vec![f32::NEG_INFINITY; width];
    for row in rows.chunks_exact(width) {
        vector.iter_mut().zip(row).for_each(|(most, number)| *most = most.max(*number));
    }
    of_length_one(vector)
}

/// A vector in the same direction, of length 1.
pub(super) fn of_length_one(mut vector: Vec<f32>) -> Vec<f32> {
    let length = vector.iter().map(|number| number * number).sum::<f32>().sqrt().max(1e-12);
    vector.iter_mut().for_each(|number| *number /= length);
    vector
}
