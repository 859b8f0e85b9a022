//! The inner loops of a search, compiled once for each kind of processor.
//!
//! The loops are plain; what differs is the instructions that the compiler may use for them. To add
//! a kind of processor: a line in [`Level`] and in the macro's use below.

use std::sync::OnceLock;

/// Rows of bits that are compared at once.
pub(super) const LANES: usize = 8;

/// One word of bits of each of [`LANES`] rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(C, align(64))]
pub(super) struct Lane(pub(super) [u64; LANES]);

/// What the processor offers, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Level {
    #[cfg(target_arch = "x86_64")]
    Avx512,
    #[cfg(target_arch = "x86_64")]
    Avx2,
    /// What every processor of this architecture has; on ARM that includes NEON.
    Baseline,
}

fn level() -> Level {
    static LEVEL: OnceLock<Level> = OnceLock::new();
    *LEVEL.get_or_init(|| {
        #[cfg(target_arch = "x86_64")]
        {
            if is_x86_feature_detected!("avx512f")
                && is_x86_feature_detected!("avx512bw")
                && is_x86_feature_detected!("avx512vl")
                && is_x86_feature_detected!("avx512vpopcntdq")
            {
                return Level::Avx512;
            }
            if is_x86_feature_detected!("avx2")
                && is_x86_feature_detected!("fma")
                && is_x86_feature_detected!("popcnt")
            {
                return Level::Avx2;
            }
        }
        Level::Baseline
    })
}

/// The instructions that searches use on this machine.
pub fn kernel_name() -> &'static str {
    match level() {
        #[cfg(target_arch = "x86_64")]
        Level::Avx512 => "avx512-vpopcntdq",
        #[cfg(target_arch = "x86_64")]
        Level::Avx2 => "avx2",
        Level::Baseline if cfg!(target_arch = "aarch64") => "neon",
        Level::Baseline => "portable",
    }
}

/// Makes a function that runs `$body` with the best instructions there are.
macro_rules! for_each_level {
    ($(#[$doc:meta])* $name:ident, $body:ident, ($($argument:ident: $kind:ty),*) $(-> $result:ty)?) => {
        $(#[$doc])*
        pub(super) fn $name($($argument: $kind),*) $(-> $result)? {
            #[cfg(target_arch = "x86_64")]
            #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vpopcntdq,fma,popcnt")]
            fn avx512($($argument: $kind),*) $(-> $result)? {
                $body($($argument),*)
            }
            #[cfg(target_arch = "x86_64")]
            #[target_feature(enable = "avx2,fma,popcnt")]
            fn avx2($($argument: $kind),*) $(-> $result)? {
                $body($($argument),*)
            }
            match level() {
                #[cfg(target_arch = "x86_64")]
                // SAFETY: `level` found these instructions on this processor.
                Level::Avx512 => unsafe { avx512($($argument),*) },
                #[cfg(target_arch = "x86_64")]
                // SAFETY: as above.
                Level::Avx2 => unsafe { avx2($($argument),*) },
                Level::Baseline => $body($($argument),*),
            }
        }
    };
}

for_each_level! {
    /// In how many bits each row differs from the `query`'s words. Rows stand in groups of [`LANES`]:
    /// `query.len()` words of `lanes` to a group, and [`LANES`] places of `distances`.
    differing_bits, differing_bits_body, (query: &[u64], lanes: &[Lane], distances: &mut [u16])
}

for_each_level! {
    /// The sum of the products, for two slices of the same length.
    dot, dot_body, (query: &[f32], row: &[i16]) -> f32
}

#[inline(always)]
fn differing_bits_body(query: &[u64], lanes: &[Lane], distances: &mut [u16]) {
    let groups = lanes.chunks_exact(query.len()).zip(distances.chunks_exact_mut(LANES));
    for (group, distances) in groups {
        let mut sums = [0_u64; LANES];
        for (words, asked) in group.iter().zip(query) {
            for (sum, word) in sums.iter_mut().zip(words.0) {
                *sum += u64::from((word ^ asked).count_ones());
            }
        }
        for (distance, sum) in distances.iter_mut().zip(sums) {
            *distance = sum as u16;
        }
    }
}

#[inline(always)]
fn dot_body(query: &[f32], row: &[i16]) -> f32 {
    // As many sums as two of the widest registers hold, so that additions need not wait in line.
    const SUMS: usize = 32;
    let mut sums = [0.0_f32; SUMS];
    let (queries, rows) = (query.chunks_exact(SUMS), row.chunks_exact(SUMS));
    let rest = queries.remainder().iter().zip(rows.remainder());
    let rest: f32 = rest.map(|(a, &b)| a * f32::from(b)).sum();
    for (query, row) in queries.zip(rows) {
        for place in 0..SUMS {
            sums[place] += query[place] * f32::from(row[place]);
        }
    }
    sums.iter().sum::<f32>() + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dot_product_counts_every_number() {
        let row: Vec<i16> = (0..101).map(|n| n - 50).collect();
        let query: Vec<f32> = row.iter().map(|&n| f32::from(n)).collect();
        let expected: i32 = row.iter().map(|&n| i32::from(n) * i32::from(n)).sum();
        assert_eq!(dot(&query, &row), expected as f32);
        assert_eq!(dot_body(&query, &row), expected as f32);
    }

    #[test]
    fn every_differing_bit_of_every_row_is_counted() {
        let lane = |word: usize| {
            Lane(std::array::from_fn(|row| (row as u64 + 1).wrapping_mul(0x9E37_79B9 << word)))
        };
        let lanes: Vec<Lane> = (0..6).map(lane).collect();
        let query: [u64; 3] = [0, u64::MAX, 0x0F0F_0F0F];
        let expected: Vec<u16> = (0..2 * LANES)
            .map(|row| {
                let words = lanes[row / LANES * 3..][..3].iter().zip(query);
                words.map(|(words, asked)| (words.0[row % LANES] ^ asked).count_ones() as u16).sum()
            })
            .collect();
        let (mut best, mut plain) = ([0; 2 * LANES], [0; 2 * LANES]);
        differing_bits(&query, &lanes, &mut best);
        differing_bits_body(&query, &lanes, &mut plain);
        assert_eq!((&best[..], &plain[..]), (&expected[..], &expected[..]));
    }
}
