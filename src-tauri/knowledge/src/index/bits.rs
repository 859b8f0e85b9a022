//! One bit of each number of a row: whether it is above the mean of all rows.
//!
//! Vectors whose bits are alike point the same way, more or less: enough to leave the few
//! thousand of a million that are worth a second look. Around the mean, because embeddings lie on one
//! side of the origin, where most bits would be the same in all rows.

use super::kernels::{LANES, Lane, differing_bits};
use super::rows::Rows;
use crate::parts::in_parts;

const WORD: usize = u64::BITS as usize;
/// A thread for so many groups at least: 0.5 ms of work.
const LEAST_GROUPS: usize = 1 << 14;

/// The bits of all rows, in the rows' order.
#[derive(Debug)]
pub(super) struct Bits {
    mean: Vec<f32>,
    /// How many rows the mean was taken of.
    centred_on: usize,
    len: usize,
    /// [`LANES`] rows to a group, and in a group word after word.
    lanes: Vec<Lane>,
}

impl Bits {
    /// The bits of `rows`, around their own mean.
    pub(super) fn of(rows: &Rows) -> Self {
        let mut sums = vec![0.0_f64; rows.dimensions()];
        for place in 0..rows.len() {
            for (sum, number) in sums.iter_mut().zip(rows.numbers(place)) {
                *sum += f64::from(number);
            }
        }
        let count = rows.len().max(1) as f64;
        let mean = sums.iter().map(|sum| (sum / count) as f32).collect();
        let mut bits = Self { mean, centred_on: rows.len(), len: 0, lanes: Vec::new() };
        bits.lanes.reserve_exact(rows.len().div_ceil(LANES) * bits.words());
        for place in 0..rows.len() {
            bits.push(rows.numbers(place));
        }
        bits
    }

    /// How many rows the mean was taken of.
    pub(super) fn centred_on(&self) -> usize {
        self.centred_on
    }

    /// Adds a row at the end.
    pub(super) fn push(&mut self, row: impl Iterator<Item = f32>) {
        if self.len.is_multiple_of(LANES) {
            self.lanes.resize(self.lanes.len() + self.words(), Lane::default());
        }
        self.len += 1;
        self.set(self.len - 1, row);
    }

    /// Puts a row in the place of another.
    pub(super) fn set(&mut self, place: usize, row: impl Iterator<Item = f32>) {
        for (word, bits) in self.words_of(row).into_iter().enumerate() {
            self.put(place, word, bits);
        }
    }

    /// Removes a row; the last one takes its place.
    pub(super) fn swap_remove(&mut self, place: usize) {
        self.len -= 1;
        for word in 0..self.words() {
            let (lane, row) = self.lane_of(self.len, word);
            self.put(place, word, self.lanes[lane].0[row]);
        }
        self.lanes.truncate(self.len.div_ceil(LANES) * self.words());
    }

    /// The places of the `count` rows that differ from `query` in the fewest bits, or a few more: in order,
    /// ties in full.
    pub(super) fn nearest(&self, query: &[f32], count: usize) -> Vec<u32> {
        let parts = self.distances(query);
        let most = bound(&parts, count);
        let mut places = Vec::with_capacity(count + count / 2);
        for part in &parts {
            for (place, &distance) in (part.first..).zip(&part.distances) {
                if distance <= most {
                    places.push(place);
                }
            }
        }
        places
    }

    /// In how many bits each row differs from `query`.
    fn distances(&self, query: &[f32]) -> Vec<Distances> {
        let (query, words) = (self.words_of(query.iter().copied()), self.words());
        in_parts(self.len.div_ceil(LANES), LEAST_GROUPS, |groups| {
            let first = groups.start * LANES;
            let mut distances = vec![0; groups.len() * LANES];
            let lanes = &self.lanes[groups.start * words..groups.end * words];
            differing_bits(&query, lanes, &mut distances);
            distances.truncate(self.len - first);
            let counts = counts(&distances, words * WORD);
            Distances { first: first as u32, distances, counts }
        })
    }

    fn words(&self) -> usize {
        self.mean.len().div_ceil(WORD)
    }

    fn words_of(&self, row: impl Iterator<Item = f32>) -> Vec<u64> {
        let mut words = vec![0; self.words()];
        for (place, (number, mean)) in row.zip(&self.mean).enumerate() {
            words[place / WORD] |= u64::from(number > *mean) << (place % WORD);
        }
        words
    }

    /// The lane and the place in it that a word of a row has.
    fn lane_of(&self, place: usize, word: usize) -> (usize, usize) {
        (place / LANES * self.words() + word, place % LANES)
    }

    fn put(&mut self, place: usize, word: usize, bits: u64) {
        let (lane, row) = self.lane_of(place, word);
        self.lanes[lane].0[row] = bits;
    }
}

/// How some rows differ from a question.
struct Distances {
    /// The place of the first one.
    first: u32,
    /// In how many bits each differs.
    distances: Vec<u16>,
    /// How many rows differ in so many bits, from 0 on.
    counts: Vec<u32>,
}

/// How often each distance from 0 to `largest` comes.
fn counts(distances: &[u16], largest: usize) -> Vec<u32> {
    // Several histograms, so that one row need not wait for the one before it.
    const HISTOGRAMS: usize = 4;
    let mut histograms = vec![[0_u32; HISTOGRAMS]; largest + 1];
    let quarters = distances.chunks_exact(HISTOGRAMS);
    for &distance in quarters.remainder() {
        histograms[usize::from(distance)][0] += 1;
    }
    for quarter in quarters {
        for (histogram, &distance) in quarter.iter().enumerate() {
            histograms[usize::from(distance)][histogram] += 1;
        }
    }
    histograms.into_iter().map(|counts| counts.iter().sum()).collect()
}

/// The smallest distance that at least `count` rows do not exceed, or else any.
fn bound(parts: &[Distances], count: usize) -> u16 {
    let largest = parts.first().map_or(0, |part| part.counts.len());
    let mut below = 0;
    for distance in 0..largest {
        below += parts.iter().map(|part| part.counts[distance] as usize).sum::<usize>();
        if below >= count {
            return distance as u16;
        }
    }
    u16::MAX
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(count: usize) -> Rows {
        let mut rows = Rows::default();
        for row in 0..count {
            let numbers: Vec<f32> =
                (0..70).map(|n| ((row * 31 + n * 17) % 101) as f32 + 5.0).collect();
            rows.push(&numbers);
        }
        rows
    }

    #[test]
    fn rows_that_were_added_one_by_one_have_the_bits_of_all_at_once() {
        let (all, mut few) = (rows(29), rows(29));
        let mut bits = Bits::of(&all);
        for place in [28, 3, 0] {
            few.swap_remove(place);
            bits.swap_remove(place);
        }
        for place in [3, 17] {
            few.push(&all.numbers(place).collect::<Vec<_>>());
            bits.push(all.numbers(place));
        }
        let query: Vec<f32> = all.numbers(11).collect();
        let expected: Vec<u16> = (0..few.len())
            .map(|place| {
                let differs = |((a, b), mean): ((f32, &f32), &f32)| (a > *mean) != (b > mean);
                few.numbers(place).zip(&query).zip(&bits.mean).filter(|all| differs(*all)).count()
                    as u16
            })
            .collect();
        let distances: Vec<u16> =
            bits.distances(&query).into_iter().flat_map(|part| part.distances).collect();
        assert_eq!(distances, expected);
    }

    #[test]
    fn the_nearest_are_found_with_their_ties() {
        let bits = Bits::of(&rows(2 * LEAST_GROUPS * LANES + 5));
        let query: Vec<f32> = rows(1).numbers(0).collect();
        let distances: Vec<u16> =
            bits.distances(&query).into_iter().flat_map(|part| part.distances).collect();
        for count in [1, 500, distances.len(), 10 * distances.len()] {
            let mut sorted = distances.clone();
            sorted.sort_unstable();
            let most = sorted[count.min(sorted.len()) - 1];
            let expected: Vec<u32> = (0..)
                .zip(&distances)
                .filter(|(_, distance)| **distance <= most)
                .map(|(place, _)| place)
                .collect();
            assert_eq!(bits.nearest(&query, count), expected, "{count}");
        }
    }
}
