//! The matrix products, one kernel per kind of processor.
//!
//! A kernel packs each weight matrix once into the order that it reads best, and multiplies rows
//! with it later. [`mod@portable`] runs everywhere; the others are chosen when the processor has what
//! they need. To add one: a module here, and a line in [`choose`].

#[cfg(target_arch = "x86_64")]
mod avx512_vnni;
mod portable;

use super::Precision;

/// A layer's weights as the model's file has them.
pub(super) struct Dense {
    /// `outputs × inputs` numbers, one row per output.
    pub(super) weight: Vec<f32>,
    /// One number per output.
    pub(super) bias: Vec<f32>,
    /// Numbers per row that go in.
    pub(super) inputs: usize,
}

/// What is done to the products before they are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Activation {
    None,
    Gelu,
}

/// Packed weights.
pub(super) trait Linear: Send + Sync {
    /// `products = activation(rows × weightᵀ + bias)`, row by row: `rows` holds as many rows of
    /// `inputs` numbers as `products` holds rows of `outputs` numbers.
    fn apply(
        &self,
        rows: &[f32],
        products: &mut [f32],
        activation: Activation,
        scratch: &mut KernelScratch,
    );
}

/// One way to multiply.
pub(super) trait Kernel: Send + Sync {
    /// The kind of numbers and the instruction set, such as `int8 avx512-vnni`.
    fn name(&self) -> &'static str;

    /// Brings weights into this kernel's order.
    fn pack(&self, dense: Dense) -> Box<dyn Linear>;

    /// Attention over one text, by `[width, heads]` of the model: from rows of query, key and value (3 × `width`
    /// numbers) to rows of context (`width` numbers).
    fn attend(
        &self,
        shape: [usize; 2],
        query_key_value: &[f32],
        context: &mut [f32],
        scratch: &mut KernelScratch,
    );
}

/// 64 bytes on a cache line of their own, so that no vector load crosses two.
#[cfg(target_arch = "x86_64")]
#[derive(Clone, Copy)]
#[repr(C, align(64))]
pub(super) struct Line<T, const N: usize>([T; N]);

/// Memory that kernels keep between calls. Each uses what it needs.
#[derive(Default)]
pub(super) struct KernelScratch {
    /// Attention scores.
    scores: Vec<f32>,
    /// Keys of one head in the kernel's order.
    #[cfg(target_arch = "x86_64")]
    keys: Vec<Line<f32, 16>>,
    /// Values of one head in the kernel's order.
    #[cfg(target_arch = "x86_64")]
    values: Vec<Line<f32, 16>>,
    /// Rows as whole numbers.
    #[cfg(target_arch = "x86_64")]
    quantised: Vec<u8>,
    /// Step and smallest number of each quantised row.
    #[cfg(target_arch = "x86_64")]
    ranges: Vec<(f32, f32)>,
}

/// The best kernel for `precision` on this processor; `None` if it has none.
pub(super) fn choose(precision: Precision) -> Option<Box<dyn Kernel>> {
    #[cfg(target_arch = "x86_64")]
    if precision != Precision::F32
        && let Some(kernel) = avx512_vnni::Avx512Vnni::detect()
    {
        return Some(Box::new(kernel));
    }
    (precision != Precision::Int8).then(portable)
}

/// The kernel that every processor has.
pub(super) fn portable() -> Box<dyn Kernel> {
    Box::new(portable::Portable::detect())
}
