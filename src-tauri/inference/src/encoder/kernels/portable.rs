//! Floating point by the `gemm` crate: runs on every machine, with the vectors that it has.

use super::{Activation, Dense, Kernel, KernelScratch, Linear};
use crate::encoder::elementwise::Simd;
use crate::matrix::{Onto, View, multiply};

pub(super) struct Portable {
    simd: Simd,
}

impl Portable {
    pub(super) fn detect() -> Self {
        Self { simd: Simd::detect() }
    }
}

impl Kernel for Portable {
    fn name(&self) -> &'static str {
        "f32 portable"
    }

    fn pack(&self, dense: Dense) -> Box<dyn Linear> {
        Box::new(FloatLinear { dense, simd: self.simd })
    }

    fn attend(
        &self,
        [width, heads]: [usize; 2],
        query_key_value: &[f32],
        context: &mut [f32],
        scratch: &mut KernelScratch,
    ) {
        let (length, head_width) = (context.len() / width, width / heads);
        scratch.scores.resize(length * length, 0.0);
        let scores = &mut scratch.scores[..length * length];
        let wide = 3 * width;
        for first in (0..heads).map(|head| head * head_width) {
            let query = View { numbers: &query_key_value[first..], row: wide, column: 1 };
            let key = View { numbers: &query_key_value[width + first..], row: 1, column: wide };
            let value =
                View { numbers: &query_key_value[2 * width + first..], row: wide, column: 1 };
            multiply(query, key, scores, length, [length, head_width, length], Onto::Nothing);
            for row in scores.chunks_exact_mut(length) {
                self.simd.softmax(row, 1.0 / (head_width as f32).sqrt());
            }
            let shares = View { numbers: scores, row: length, column: 1 };
            multiply(
                shares,
                value,
                &mut context[first..],
                width,
                [length, length, head_width],
                Onto::Nothing,
            );
        }
    }
}

struct FloatLinear {
    dense: Dense,
    simd: Simd,
}

impl Linear for FloatLinear {
    fn apply(
        &self,
        rows: &[f32],
        products: &mut [f32],
        activation: Activation,
        _: &mut KernelScratch,
    ) {
        let Dense { weight, bias, inputs } = &self.dense;
        let outputs = bias.len();
        for row in products.chunks_exact_mut(outputs) {
            row.copy_from_slice(bias);
        }
        let count = products.len() / outputs;
        let rows = View { numbers: rows, row: *inputs, column: 1 };
        let weight = View { numbers: weight, row: 1, column: *inputs };
        multiply(rows, weight, products, outputs, [count, *inputs, outputs], Onto::Sum);
        if activation == Activation::Gelu {
            self.simd.gelu(products);
        }
    }
}
