//! What is done number by number: GELU, softmax, layer norm.
//!
//! Plain loops, compiled once for every instruction set worth having; the compiler vectorises them.

use super::weights::Norm;

/// Partial sums that run side by side, so that a sum vectorises.
const LANES: usize = 32;

/// The widest vectors that this processor has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Simd {
    /// What the build target guarantees.
    Baseline,
    #[cfg(target_arch = "x86_64")]
    Avx2,
    #[cfg(target_arch = "x86_64")]
    Avx512,
}

impl Simd {
    /// Asks the processor; the answer is cached by the standard library.
    pub(super) fn detect() -> Self {
        #[cfg(target_arch = "x86_64")]
        {
            if is_x86_feature_detected!("avx512f")
                && is_x86_feature_detected!("avx512dq")
                && is_x86_feature_detected!("avx512bw")
                && is_x86_feature_detected!("avx512vl")
            {
                return Self::Avx512;
            }
            if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
                return Self::Avx2;
            }
        }
        Self::Baseline
    }
}

/// Defines a method of [`Simd`] that runs one loop compiled for each instruction set.
macro_rules! per_instruction_set {
    ($(#[$doc:meta])* $name:ident = $body:ident($($argument:ident: $type:ty),*)) => {
        impl Simd {
            $(#[$doc])*
            pub(super) fn $name(self, $($argument: $type),*) {
                #[cfg(target_arch = "x86_64")]
                #[target_feature(enable = "avx2,fma")]
                fn avx2($($argument: $type),*) {
                    $body($($argument),*);
                }
                #[cfg(target_arch = "x86_64")]
                #[target_feature(enable = "avx512f,avx512dq,avx512bw,avx512vl")]
                fn avx512($($argument: $type),*) {
                    $body($($argument),*);
                }
                match self {
                    Self::Baseline => $body($($argument),*),
                    // SAFETY: the value is made by `detect` alone, which asked for these features.
                    #[cfg(target_arch = "x86_64")]
                    Self::Avx2 => unsafe { avx2($($argument),*) },
                    // SAFETY: as above.
                    #[cfg(target_arch = "x86_64")]
                    Self::Avx512 => unsafe { avx512($($argument),*) },
                }
            }
        }
    };
}

per_instruction_set! {
    /// GELU of every number, in place.
    gelu = gelu_all(numbers: &mut [f32])
}
per_instruction_set! {
    /// Softmax of `scale` × each number of one row, in place.
    softmax = softmax_row(row: &mut [f32], scale: f32)
}
per_instruction_set! {
    /// `rows = norm(rows + branch)`, row by row of as many numbers as the norm has.
    add_and_normalise = add_and_normalise_rows(rows: &mut [f32], branch: &[f32], norm: &Norm)
}

#[inline(always)]
fn gelu_all(numbers: &mut [f32]) {
    for number in numbers {
        *number = gelu(*number);
    }
}

#[inline(always)]
fn softmax_row(row: &mut [f32], scale: f32) {
    let sum = exponentials(row, scale);
    let factor = 1.0 / sum;
    for number in row {
        *number *= factor;
    }
}

/// Turns each number `x` into `exp(scale × (x - largest))` and gives their sum.
#[inline(always)]
pub(super) fn exponentials(row: &mut [f32], scale: f32) -> f32 {
    let mut largest = [f32::MIN; 16];
    let (chunks, rest) = row.as_chunks::<16>();
    for chunk in chunks {
        for (most, number) in largest.iter_mut().zip(chunk) {
            *most = if number > most { *number } else { *most };
        }
    }
    let largest = largest.iter().chain(rest).fold(f32::MIN, |most, number| most.max(*number));
    let mut sums = [0.0; 16];
    let (chunks, rest) = row.as_chunks_mut::<16>();
    for chunk in chunks {
        for (sum, number) in sums.iter_mut().zip(chunk) {
            *number = exp((*number - largest) * scale);
            *sum += *number;
        }
    }
    let mut sum: f32 = sums.iter().sum();
    for number in rest {
        *number = exp((*number - largest) * scale);
        sum += *number;
    }
    sum
}

#[inline(always)]
fn add_and_normalise_rows(rows: &mut [f32], branch: &[f32], norm: &Norm) {
    let width = norm.gain.len();
    for (row, addend) in rows.chunks_exact_mut(width).zip(branch.chunks_exact(width)) {
        row.iter_mut().zip(addend).for_each(|(number, addend)| *number += addend);
        let mean = lane_sum(row, |number| number) / width as f32;
        let variance = lane_sum(row, |number| (number - mean) * (number - mean)) / width as f32;
        let factor = 1.0 / (variance + norm.epsilon).sqrt();
        for ((number, gain), bias) in row.iter_mut().zip(&norm.gain).zip(&norm.bias) {
            *number = (*number - mean) * factor * gain + bias;
        }
    }
}

/// The sum of `of` each number, in partial sums that run side by side.
#[inline(always)]
fn lane_sum(row: &[f32], of: impl Fn(f32) -> f32) -> f32 {
    let mut sums = [0.0; LANES];
    let (chunks, rest) = row.as_chunks::<LANES>();
    for chunk in chunks {
        for lane in 0..LANES {
            sums[lane] += of(chunk[lane]);
        }
    }
    sums.iter().sum::<f32>() + rest.iter().map(|number| of(*number)).sum::<f32>()
}

/// eˣ with a relative error below 2e-7, by the polynomial of Cephes' `expf`; x is clamped to ±88.
#[inline(always)]
pub(crate) fn exp(x: f32) -> f32 {
    // Adding 1.5 × 2²³ leaves the nearest whole number in the low bits of the sum.
    const ROUNDING: f32 = 12_582_912.0;
    let x = x.clamp(-87.0, 88.0);
    let shifted = x * std::f32::consts::LOG2_E + ROUNDING;
    let whole = shifted - ROUNDING;
    // ln 2 in two parts, so that the remainder keeps all its digits.
    let rest = (x - whole * 0.693_359_4) + whole * 2.121_944_4e-4;
    let p = ((((1.987_569_1e-4 * rest + 1.398_199_9e-3) * rest + 8.333_452e-3) * rest
        + 4.166_579_6e-2)
        * rest
        + 1.666_666_5e-1)
        * rest
        + 0.5;
    let mantissa = p * rest * rest + rest + 1.0;
    f32::from_bits(mantissa.to_bits().wrapping_add(shifted.to_bits() << 23))
}

/// `x / 2 × (1 + erf(x / √2))`, erf by Abramowitz and Stegun 7.1.26 (error below 1.5e-7).
#[inline(always)]
pub(crate) fn gelu(x: f32) -> f32 {
    let z = x.abs() * std::f32::consts::FRAC_1_SQRT_2;
    let t = 1.0 / (1.0 + 0.327_591_1 * z);
    let poly = ((((1.061_405_4 * t - 1.453_152) * t + 1.421_413_8) * t - 0.284_496_74) * t
        + 0.254_829_6)
        * t;
    let erf = 1.0 - poly * exp(-z * z);
    0.5 * x * (1.0 + erf.copysign(x))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exp_is_as_exact_as_single_precision_allows() {
        for step in -8000..8000 {
            let x = step as f32 * 0.01;
            let exact = f64::from(x).exp();
            assert!(((f64::from(exp(x)) - exact) / exact).abs() < 3e-7, "exp({x})");
        }
    }

    #[test]
    fn gelu_passes_through_its_known_points() {
        // Values of x/2 (1 + erf(x/√2)) by a 64-bit erf.
        for (x, wanted) in
            [(0.0, 0.0), (1.0, 0.841_344_7), (-1.0, -0.158_655_3), (3.0, 2.995_950_3), (-8.0, 0.0)]
        {
            assert!((gelu(x) - wanted).abs() < 1e-6, "gelu({x}) = {}", gelu(x));
        }
    }

    #[test]
    fn softmax_sums_to_one_and_keeps_the_order_at_any_length() {
        for length in [1, 2, 15, 16, 17, 40] {
            let mut row: Vec<f32> = (0..length).map(|index| index as f32 * 0.5 - 300.0).collect();
            Simd::detect().softmax(&mut row, 0.3);
            assert!((row.iter().sum::<f32>() - 1.0).abs() < 1e-5, "{length}");
            assert!(row.windows(2).all(|pair| pair[0] <= pair[1]), "{length}");
        }
    }

    #[test]
    fn every_instruction_set_gives_the_same_layer_norm() {
        for width in [384, 40] {
            let (gain, bias) = (vec![1.5; width], vec![0.25; width]);
            let norm = Norm { gain, bias, epsilon: 1e-12 };
            let branch: Vec<f32> = (0..width * 3).map(|n| (n as f32 * 0.7).sin()).collect();
            let mut plain = vec![0.5; width * 3];
            let mut wide = plain.clone();
            Simd::Baseline.add_and_normalise(&mut plain, &branch, &norm);
            Simd::detect().add_and_normalise(&mut wide, &branch, &norm);
            assert!(plain.iter().zip(&wide).all(|(a, b)| (a - b).abs() < 1e-5));
        }
    }
}
