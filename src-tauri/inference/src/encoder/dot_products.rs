//! The products of one vector with many fixed ones, by the kernel that the encoder's layers have.

use std::fmt;

use super::Precision;
use super::kernels::{self, Activation, Dense, KernelScratch, Linear};

/// The kernels take their outputs in groups of so many.
const GROUP: usize = 32;
/// The largest whole number of 8 bits that the kernels use, with either sign.
const LARGEST: f32 = 127.0;

/// Vectors of one width, in the kernel's order.
pub(crate) struct DotProducts {
    vectors: Box<dyn Linear>,
    count: usize,
}

impl DotProducts {
    /// Packs `vectors`, each of `width` numbers. Kernels that work in 8 bits lose nothing of vectors that
    /// were [rounded](round) to them.
    pub(crate) fn with(vectors: &[f32], width: usize) -> Self {
        let count = vectors.len() / width;
        let outputs = count.next_multiple_of(GROUP);
        let mut weight = vectors[..count * width].to_vec();
        weight.resize(outputs * width, 0.0);
        let dense = Dense { weight, bias: vec![0.0; outputs], inputs: width };
        let kernel = kernels::choose(Precision::Auto).unwrap_or_else(kernels::portable);
        Self { vectors: kernel.pack(dense), count }
    }

    /// The product of `vector` with each, in order.
    pub(crate) fn of(&self, vector: &[f32]) -> Vec<f32> {
        let mut products = vec![0.0; self.count.next_multiple_of(GROUP)];
        let mut scratch = KernelScratch::default();
        self.vectors.apply(vector, &mut products, Activation::None, &mut scratch);
        products.truncate(self.count);
        products
    }
}

impl fmt::Debug for DotProducts {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "DotProducts({})", self.count)
    }
}

/// Rounds each of `vectors`, of `width` numbers, to 127 steps of either sign, as the kernels in 8 bits do.
pub(crate) fn round(vectors: &mut [f32], width: usize) {
    for vector in vectors.chunks_exact_mut(width) {
        let largest = vector.iter().fold(0.0_f32, |most, number| most.max(number.abs()));
        if largest > 0.0 {
            let step = largest / LARGEST;
            vector.iter_mut().for_each(|number| *number = (*number / step).round() * step);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_with_rounded_vectors_are_near_the_exact_ones_for_any_count() {
        const WIDTH: usize = 384;
        for count in [0, 1, 31, 32, 77] {
            let wave = |pitch: f32, count: usize| {
                (0..count).map(|index| (index as f32 * pitch).sin() / 14.0).collect::<Vec<f32>>()
            };
            let mut vectors = wave(0.37, count * WIDTH);
            round(&mut vectors, WIDTH);
            let vector = wave(0.11, WIDTH);
            let products = DotProducts::with(&vectors, WIDTH).of(&vector);
            assert_eq!(products.len(), count);
            for (product, one) in products.iter().zip(vectors.chunks_exact(WIDTH)) {
                let exact: f32 = one.iter().zip(&vector).map(|(a, b)| a * b).sum();
                assert!((product - exact).abs() < 3e-3, "{product} for {exact}");
            }
        }
    }

    #[test]
    fn rounding_twice_changes_nothing_more() {
        let mut vectors: Vec<f32> = (0..64).map(|index| (index as f32 * 0.7).cos()).collect();
        vectors.extend([0.0; 32]);
        round(&mut vectors, 32);
        let once = vectors.clone();
        round(&mut vectors, 32);
        assert!(vectors.iter().zip(&once).all(|(twice, once)| (twice - once).abs() < 1e-6));
    }
}
