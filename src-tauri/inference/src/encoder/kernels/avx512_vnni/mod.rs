//! Whole numbers of 8 bits on processors with AVX-512 VNNI: products four at a time into 32 bits.
//!
//! [`int8`] has the layers' products, [`attention`] what lies between them, in floating point. Both
//! are for the sizes that nearly all sentence models have; what they do not take is done by
//! [`portable`](mod@super::portable).

mod attention;
mod int8;

use super::portable::Portable;
use super::{Dense, Kernel, KernelScratch, Linear};

/// Outputs that one tile covers: two vectors of 16.
const TILE_COLUMNS: usize = 32;
/// Rows that one tile covers at most: 24 sums, two weights and one broadcast fit the 32 registers.
const TILE_ROWS: usize = 12;

/// Calls `$function::<ROWS>` for the number of rows at hand, 1 to [`TILE_ROWS`].
macro_rules! with_rows {
    ($rows:expr, $function:ident($($argument:expr),* $(,)?)) => {
        match $rows {
            1 => $function::<1>($($argument),*),
            2 => $function::<2>($($argument),*),
            3 => $function::<3>($($argument),*),
            4 => $function::<4>($($argument),*),
            5 => $function::<5>($($argument),*),
            6 => $function::<6>($($argument),*),
            7 => $function::<7>($($argument),*),
            8 => $function::<8>($($argument),*),
            9 => $function::<9>($($argument),*),
            10 => $function::<10>($($argument),*),
            11 => $function::<11>($($argument),*),
            _ => $function::<12>($($argument),*),
        }
    };
}
use with_rows;

/// Proof that the processor has AVX-512 F, BW, DQ, VL and VNNI: only [`detect`](Self::detect)
/// makes one.
#[derive(Clone, Copy)]
pub(super) struct Avx512Vnni(());

impl Avx512Vnni {
    pub(super) fn detect() -> Option<Self> {
        let found = is_x86_feature_detected!("avx512f")
            && is_x86_feature_detected!("avx512bw")
            && is_x86_feature_detected!("avx512dq")
            && is_x86_feature_detected!("avx512vl")
            && is_x86_feature_detected!("avx512vnni");
        found.then_some(Self(()))
    }
}

impl Kernel for Avx512Vnni {
    fn name(&self) -> &'static str {
        "int8 avx512-vnni"
    }

    fn pack(&self, dense: Dense) -> Box<dyn Linear> {
        if int8::Int8Linear::takes(&dense) {
            Box::new(int8::Int8Linear::pack(*self, &dense))
        } else {
            Portable::detect().pack(dense)
        }
    }

    fn attend(
        &self,
        shape @ [width, heads]: [usize; 2],
        query_key_value: &[f32],
        context: &mut [f32],
        scratch: &mut KernelScratch,
    ) {
        if width == heads * attention::HEAD {
            // SAFETY: `self` proves the features.
            unsafe { attention::attend(width, query_key_value, context, scratch) }
        } else {
            Portable::detect().attend(shape, query_key_value, context, scratch);
        }
    }
}

/// Splits `rows` into as few tiles as possible, of nearly equal height: `(first, height)` each.
fn tiles(rows: usize) -> impl Iterator<Item = (usize, usize)> {
    let count = rows.div_ceil(TILE_ROWS);
    (0..count).map(move |index| {
        let first = rows * index / count;
        (first, rows * (index + 1) / count - first)
    })
}
