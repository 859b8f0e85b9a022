//! Linear layers in whole numbers.
//!
//! Weights: one scale per output, `weight ≈ scale × w`, w in -127..127. Rows: one range per token,
//! `number ≈ smallest + step × r`, r in 0..255, so that the lopsided numbers after GELU use every
//! bit. Then `Σ number × weight = scale × (step × Σ r w + smallest × Σ w)`, and Σ w is known when
//! packing.

use std::arch::x86_64::*;

use super::{Avx512Vnni, TILE_COLUMNS, tiles, with_rows};
use crate::encoder::elementwise;
use crate::encoder::kernels::{Activation, Dense, KernelScratch, Line, Linear};

/// Inputs that one instruction sums up.
const GROUP: usize = 4;
const LINE_BYTES: usize = 64;

/// What undoes the scaling of 32 outputs.
#[derive(Clone, Copy)]
struct Columns {
    bias: Line<f32, TILE_COLUMNS>,
    scale: Line<f32, TILE_COLUMNS>,
    /// scale × Σ w
    sum: Line<f32, TILE_COLUMNS>,
}

pub(super) struct Int8Linear {
    inputs: usize,
    outputs: usize,
    /// Panels of 32 outputs; in each, per group of 4 inputs, two lines of 16 outputs × 4 inputs.
    panels: Vec<Line<i8, LINE_BYTES>>,
    columns: Vec<Columns>,
    _processor: Avx512Vnni,
}

impl Int8Linear {
    /// Whether weights have the sizes for it.
    pub(super) fn takes(dense: &Dense) -> bool {
        dense.bias.len().is_multiple_of(TILE_COLUMNS) && dense.inputs.is_multiple_of(16)
    }

    /// Quantises and packs weights.
    ///
    /// # Panics
    /// If it does not [take](Self::takes) them.
    pub(super) fn pack(processor: Avx512Vnni, dense: &Dense) -> Self {
        let (inputs, outputs) = (dense.inputs, dense.bias.len());
        assert!(Self::takes(dense), "{outputs} × {inputs}");
        let empty = Columns { bias: Line([0.0; 32]), scale: Line([0.0; 32]), sum: Line([0.0; 32]) };
        let mut columns = vec![empty; outputs / TILE_COLUMNS];
        let panel_lines = inputs / GROUP * 2;
        let mut panels = vec![Line([0; LINE_BYTES]); outputs / TILE_COLUMNS * panel_lines];
        for (output, weights) in dense.weight.chunks_exact(inputs).enumerate() {
            let (panel, column) = (output / TILE_COLUMNS, output % TILE_COLUMNS);
            let largest = weights.iter().fold(0.0_f32, |most, weight| most.max(weight.abs()));
            let scale = if largest > 0.0 { largest / 127.0 } else { 1.0 };
            let mut sum = 0;
            for (input, weight) in weights.iter().enumerate() {
                let quantised = (weight / scale).round() as i8;
                sum += i32::from(quantised);
                let line = panel * panel_lines + input / GROUP * 2 + column / 16;
                panels[line].0[column % 16 * GROUP + input % GROUP] = quantised;
            }
            let target = &mut columns[panel];
            target.bias.0[column] = dense.bias[output];
            target.scale.0[column] = scale;
            target.sum.0[column] = scale * sum as f32;
        }
        Self { inputs, outputs, panels, columns, _processor: processor }
    }
}

impl Linear for Int8Linear {
    fn apply(
        &self,
        rows: &[f32],
        products: &mut [f32],
        activation: Activation,
        scratch: &mut KernelScratch,
    ) {
        // SAFETY: `_processor` proves the features.
        unsafe {
            match activation {
                Activation::None => multiply::<false>(self, rows, products, scratch),
                Activation::Gelu => multiply::<true>(self, rows, products, scratch),
            }
        }
    }
}

#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx512vnni")]
fn multiply<const GELU: bool>(
    linear: &Int8Linear,
    rows: &[f32],
    products: &mut [f32],
    scratch: &mut KernelScratch,
) {
    let (inputs, outputs) = (linear.inputs, linear.outputs);
    let count = rows.len() / inputs;
    assert!(products.len() == count * outputs, "as many rows out as in");
    scratch.quantised.resize(count * inputs, 0);
    scratch.ranges.clear();
    let quantised = scratch.quantised.chunks_exact_mut(inputs);
    scratch.ranges.extend(
        rows.chunks_exact(inputs).zip(quantised).map(|(row, target)| quantise(row, target)),
    );

    let panel_lines = inputs / GROUP * 2;
    for (index, (panel, columns)) in
        linear.panels.chunks_exact(panel_lines).zip(&linear.columns).enumerate()
    {
        for (first, height) in tiles(count) {
            let tile = Tile {
                rows: &scratch.quantised[first * inputs..(first + height) * inputs],
                ranges: &scratch.ranges[first..first + height],
                panel,
                columns,
            };
            let target = &mut products[first * outputs + index * TILE_COLUMNS..];
            if GELU {
                with_rows!(height, tile_with_gelu(&tile, target, outputs));
            } else {
                with_rows!(height, tile_plain(&tile, target, outputs));
            }
        }
    }
}

/// Up to 12 rows and 32 outputs of a product.
struct Tile<'a> {
    rows: &'a [u8],
    ranges: &'a [(f32, f32)],
    panel: &'a [Line<i8, LINE_BYTES>],
    columns: &'a Columns,
}

#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx512vnni")]
fn tile_plain<const ROWS: usize>(tile: &Tile<'_>, products: &mut [f32], stride: usize) {
    tile_product::<ROWS>(tile, products, stride);
}

#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx512vnni")]
fn tile_with_gelu<const ROWS: usize>(tile: &Tile<'_>, products: &mut [f32], stride: usize) {
    tile_product::<ROWS>(tile, products, stride);
    // The tile is still in the first-level cache.
    for row in 0..ROWS {
        for number in &mut products[row * stride..][..TILE_COLUMNS] {
            *number = elementwise::gelu(*number);
        }
    }
}

#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx512vnni")]
fn tile_product<const ROWS: usize>(tile: &Tile<'_>, products: &mut [f32], stride: usize) {
    let groups = tile.panel.len() / 2;
    let inputs = groups * GROUP;
    assert!(tile.rows.len() == ROWS * inputs && tile.ranges.len() == ROWS);
    assert!(products.len() >= (ROWS - 1) * stride + TILE_COLUMNS);
    let mut sums = [[_mm512_setzero_si512(); 2]; ROWS];
    let rows = tile.rows.as_ptr();
    for group in 0..groups {
        let lines = &tile.panel[group * 2..group * 2 + 2];
        // SAFETY: a line is 64 aligned bytes.
        let weights = unsafe {
            [
                _mm512_load_si512(lines[0].0.as_ptr().cast()),
                _mm512_load_si512(lines[1].0.as_ptr().cast()),
            ]
        };
        for (row, sums) in sums.iter_mut().enumerate() {
            // SAFETY: `tile.rows` holds ROWS rows of `groups` × 4 bytes, as asserted.
            let four =
                unsafe { rows.add(row * inputs + group * GROUP).cast::<i32>().read_unaligned() };
            let four = _mm512_set1_epi32(four);
            sums[0] = _mm512_dpbusd_epi32(sums[0], four, weights[0]);
            sums[1] = _mm512_dpbusd_epi32(sums[1], four, weights[1]);
        }
    }
    let Columns { bias, scale, sum } = tile.columns;
    for (row, (sums, (step, smallest))) in sums.iter().zip(tile.ranges).enumerate() {
        for (half, total) in sums.iter().enumerate() {
            // SAFETY: each line of the columns holds 32 aligned numbers.
            let [bias, scale, sum] = [bias, scale, sum]
                .map(|line| unsafe { _mm512_load_ps(line.0.as_ptr().add(half * 16)) });
            let base = _mm512_fmadd_ps(sum, _mm512_set1_ps(*smallest), bias);
            let scale = _mm512_mul_ps(scale, _mm512_set1_ps(*step));
            let product = _mm512_fmadd_ps(_mm512_cvtepi32_ps(*total), scale, base);
            // SAFETY: `products` holds 32 numbers from `row * stride` on, as asserted.
            unsafe {
                _mm512_storeu_ps(products.as_mut_ptr().add(row * stride + half * 16), product);
            }
        }
    }
}

/// Writes a row as whole numbers 0..255 and gives its step and its smallest number.
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx512vnni")]
fn quantise(row: &[f32], target: &mut [u8]) -> (f32, f32) {
    let (chunks, _) = row.as_chunks::<16>();
    let (targets, _) = target.as_chunks_mut::<16>();
    let mut smallest = _mm512_set1_ps(f32::MAX);
    let mut largest = _mm512_set1_ps(f32::MIN);
    for chunk in chunks {
        // SAFETY: a chunk is 16 numbers.
        let numbers = unsafe { _mm512_loadu_ps(chunk.as_ptr()) };
        smallest = _mm512_min_ps(smallest, numbers);
        largest = _mm512_max_ps(largest, numbers);
    }
    let (smallest, largest) = (_mm512_reduce_min_ps(smallest), _mm512_reduce_max_ps(largest));
    let step = (largest - smallest) / 255.0;
    let inverse = _mm512_set1_ps(if step > 0.0 { 1.0 / step } else { 0.0 });
    let offset = _mm512_set1_ps(smallest);
    for (chunk, target) in chunks.iter().zip(targets) {
        // SAFETY: a chunk is 16 numbers, its target 16 bytes.
        unsafe {
            let numbers = _mm512_sub_ps(_mm512_loadu_ps(chunk.as_ptr()), offset);
            let whole = _mm512_cvtps_epi32(_mm512_mul_ps(numbers, inverse));
            _mm_storeu_si128(target.as_mut_ptr().cast(), _mm512_cvtusepi32_epi8(whole));
        }
    }
    (step, smallest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_stay_close_to_the_exact_product_at_any_height() {
        let Some(processor) = Avx512Vnni::detect() else { return };
        let (inputs, outputs) = (64, 96);
        let wave = |count: usize, pitch: f32| {
            (0..count).map(|i| (i as f32 * pitch).sin()).collect::<Vec<f32>>()
        };
        let dense =
            Dense { weight: wave(inputs * outputs, 0.37), bias: wave(outputs, 1.3), inputs };
        let linear = Int8Linear::pack(processor, &dense);
        for height in 1..30 {
            let rows = wave(height * inputs, 0.11);
            let mut products = vec![0.0; height * outputs];
            linear.apply(&rows, &mut products, Activation::None, &mut KernelScratch::default());
            for (row, products) in rows.chunks_exact(inputs).zip(products.chunks_exact(outputs)) {
                for (output, product) in products.iter().enumerate() {
                    let weights = &dense.weight[output * inputs..][..inputs];
                    let exact: f32 = row.iter().zip(weights).map(|(a, b)| a * b).sum::<f32>()
                        + dense.bias[output];
                    // 64 products, each off by at most half a step of the row and half of the weight.
                    assert!(
                        (product - exact).abs() < 0.25,
                        "height {height}: {product} for {exact}"
                    );
                }
            }
        }
    }

    #[test]
    fn a_row_of_equal_numbers_is_exact() {
        let Some(processor) = Avx512Vnni::detect() else { return };
        let dense = Dense { weight: vec![0.5; 32 * 16], bias: vec![1.0; 32], inputs: 16 };
        let mut products = vec![0.0; 32];
        let linear = Int8Linear::pack(processor, &dense);
        linear.apply(&[-2.0; 16], &mut products, Activation::None, &mut KernelScratch::default());
        assert!(products.iter().all(|product| (product + 15.0).abs() < 1e-4), "{products:?}");
    }
}
