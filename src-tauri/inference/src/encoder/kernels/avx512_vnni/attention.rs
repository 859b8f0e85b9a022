//! Attention of one text in floating point: for each head and each 12 rows, scores, softmax and
//! the weighted sum of the values, all in the first-level cache.

use std::arch::x86_64::*;

use super::{TILE_COLUMNS, TILE_ROWS, tiles, with_rows};
use crate::encoder::elementwise;
use crate::encoder::kernels::{KernelScratch, Line};

/// Numbers per attention head: one head's values are one panel.
pub(super) const HEAD: usize = TILE_COLUMNS;

/// See [`Kernel::attend`](super::Kernel::attend): for models of `hidden` numbers, [`HEAD`] per head.
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl")]
pub(super) fn attend(
    hidden: usize,
    query_key_value: &[f32],
    context: &mut [f32],
    scratch: &mut KernelScratch,
) {
    let (length, wide) = (context.len() / hidden, 3 * hidden);
    assert!(query_key_value.len() == length * wide && context.len() == length * hidden);
    let padded = length.next_multiple_of(TILE_COLUMNS);
    scratch.scores.resize(TILE_ROWS * padded, 0.0);
    scratch.keys.resize(padded * 2, Line([0.0; 16]));
    scratch.values.resize(length * 2, Line([0.0; 16]));
    let scale = 1.0 / (HEAD as f32).sqrt();
    for first in (0..hidden).step_by(HEAD) {
        pack_keys(&query_key_value[hidden + first..], wide, length, &mut scratch.keys);
        pack_values(&query_key_value[2 * hidden + first..], wide, &mut scratch.values);
        for (row, height) in tiles(length) {
            let query = &query_key_value[row * wide + first..];
            let scores = &mut scratch.scores[..height * padded];
            for (panel, keys) in scratch.keys[..padded * 2].chunks_exact(HEAD * 2).enumerate() {
                let target = &mut scores[panel * TILE_COLUMNS..];
                with_rows!(height, tile(query, wide, keys, &[1.0; TILE_ROWS], target, padded));
            }
            // The values' sum is divided by the exponentials' sum at the end: fewer divisions.
            let mut shares = [1.0; TILE_ROWS];
            for (share, row) in shares.iter_mut().zip(scores.chunks_exact_mut(padded)) {
                row[length..].fill(f32::NEG_INFINITY);
                *share = 1.0 / elementwise::exponentials(row, scale);
            }
            let target = &mut context[row * hidden + first..];
            let values = &scratch.values[..length * 2];
            with_rows!(height, tile(scores, padded, values, &shares, target, hidden));
        }
    }
}

/// Keys as panels of 32 keys, each number of the head a pair of lines.
fn pack_keys(keys: &[f32], wide: usize, length: usize, panels: &mut [Line<f32, 16>]) {
    for index in 0..length {
        let (panel, column) = (index / TILE_COLUMNS, index % TILE_COLUMNS);
        let lines = &mut panels[panel * HEAD * 2..][..HEAD * 2];
        for (number, pair) in keys[index * wide..][..HEAD].iter().zip(lines.as_chunks_mut::<2>().0)
        {
            pair[column / 16].0[column % 16] = *number;
        }
    }
}

/// Values as one panel: each row a pair of lines.
fn pack_values(values: &[f32], wide: usize, panel: &mut [Line<f32, 16>]) {
    for (index, line) in panel.iter_mut().enumerate() {
        let first = index / 2 * wide + index % 2 * 16;
        line.0.copy_from_slice(&values[first..first + 16]);
    }
}

/// `products = factor × (rows × panel)`: ROWS rows by 32 columns, as deep as the panel has pairs of
/// lines. Rows are `row_stride` numbers apart, those of the products `stride`.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl")]
fn tile<const ROWS: usize>(
    rows: &[f32],
    row_stride: usize,
    panel: &[Line<f32, 16>],
    factors: &[f32; TILE_ROWS],
    products: &mut [f32],
    stride: usize,
) {
    let depth = panel.len() / 2;
    assert!(rows.len() >= (ROWS - 1) * row_stride + depth);
    assert!(products.len() >= (ROWS - 1) * stride + TILE_COLUMNS);
    let mut sums = [[_mm512_setzero_ps(); 2]; ROWS];
    for (index, lines) in panel.as_chunks::<2>().0.iter().enumerate() {
        // SAFETY: a line is 16 aligned numbers.
        let columns =
            unsafe { [_mm512_load_ps(lines[0].0.as_ptr()), _mm512_load_ps(lines[1].0.as_ptr())] };
        for (row, sums) in sums.iter_mut().enumerate() {
            // SAFETY: `rows` holds `depth` numbers from each row's start on, as asserted.
            let number = _mm512_set1_ps(unsafe { *rows.get_unchecked(row * row_stride + index) });
            sums[0] = _mm512_fmadd_ps(number, columns[0], sums[0]);
            sums[1] = _mm512_fmadd_ps(number, columns[1], sums[1]);
        }
    }
    for (row, (sums, factor)) in sums.iter().zip(factors).enumerate() {
        for (half, sum) in sums.iter().enumerate() {
            let product = _mm512_mul_ps(*sum, _mm512_set1_ps(*factor));
            // SAFETY: `products` holds 32 numbers from each row's start on, as asserted.
            unsafe {
                _mm512_storeu_ps(products.as_mut_ptr().add(row * stride + half * 16), product);
            };
        }
    }
}
