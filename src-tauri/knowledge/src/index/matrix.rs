//! The vectors of all chunks, and what is nearest to a question.

use std::cmp::Ordering;

use aside_inference::Embedding;
use roaring::RoaringBitmap;
use rustc_hash::FxHashMap;

use super::bits::Bits;
use super::rows::Rows;
use crate::parts::in_parts;

/// Below so many rows, each is looked at; above, their bits choose which. At this number the bits took
/// 0.12 ms and every row 0.39 ms on a two-core server.
const BITS_FROM: usize = 8_192;
/// The bits choose this times the root of the number of rows: 5,000 of 100,000, 16,000 of a million. Of
/// the ten nearest, 5,000 looks kept all for questions near passages and .998 for questions far from
/// every passage at 100,000 rows; at a million, 10,000 looks kept 1.0 and .965, 20,000 looks 1.0 and .990.
const LOOKS_PER_ROOT: f64 = 16.0;
/// And at least this times the wanted.
const LOOKS_PER_HIT: usize = 32;

/// A thread for so many looks at least: 1.5 ms of work.
const LEAST_LOOKS: usize = 6_000;

/// One step of bringing the matrix up to date.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum MatrixEdit {
    /// A chunk's text has this vector.
    AddChunk { vector: u32, chunk: u32 },
    /// A chunk is gone.
    RemoveChunk { vector: u32, chunk: u32 },
    /// A vector is there.
    SetRow { vector: u32, row: Vec<f32> },
}

/// The vectors of all chunks.
#[derive(Debug, Default)]
pub(crate) struct Matrix {
    rows: Rows,
    /// The vector's number of each row.
    owners: Vec<u32>,
    /// Of many rows, in the same order.
    bits: Option<Bits>,
    row_of: FxHashMap<u32, u32>,
    /// The chunks of each vector, with or without a row.
    chunks: FxHashMap<u32, Vec<u32>>,
    /// The vector's number of each chunk.
    vector_of: FxHashMap<u32, u32>,
    /// How many chunks have a row.
    embedded: u64,
    /// The name of the encoder that made the rows.
    encoder: String,
}

impl Matrix {
    /// An empty one with room for so many rows.
    pub(crate) fn with_room(rows: usize, dimensions: usize) -> Self {
        let mut matrix = Self::default();
        matrix.rows.reserve(rows, dimensions);
        matrix.owners.reserve_exact(rows);
        matrix.row_of.reserve(rows);
        matrix.chunks.reserve(rows);
        matrix.vector_of.reserve(rows);
        matrix
    }

    /// Applies edits in order. A chunk must be added before its vector's row is set, else the row
    /// is taken for one that nobody uses.
    pub(crate) fn apply(&mut self, edits: Vec<MatrixEdit>) {
        for edit in edits {
            match edit {
                MatrixEdit::AddChunk { vector, chunk } => self.add_chunk(vector, chunk),
                MatrixEdit::RemoveChunk { vector, chunk } => self.remove_chunk(vector, chunk),
                MatrixEdit::SetRow { vector, row } => self.set_row(vector, &row),
            }
        }
    }

    /// A chunk's text has this vector.
    pub(crate) fn add_chunk(&mut self, vector: u32, chunk: u32) {
        self.chunks.entry(vector).or_default().push(chunk);
        self.vector_of.insert(chunk, vector);
        self.embedded += u64::from(self.holds(vector));
    }

    /// Sets the row of a vector. The first row decides the dimensions; others are refused.
    pub(crate) fn set_row(&mut self, vector: u32, row: &[f32]) {
        if !self.rows.takes(row) {
            return;
        }
        let numbers = || row.iter().copied();
        if let Some(&place) = self.row_of.get(&vector) {
            let place = place as usize;
            self.rows.set(place, row);
            if let Some(bits) = &mut self.bits {
                bits.set(place, numbers());
            }
        } else {
            self.row_of.insert(vector, self.owners.len() as u32);
            self.owners.push(vector);
            self.rows.push(row);
            if let Some(bits) = &mut self.bits {
                bits.push(numbers());
            }
            self.embedded += self.chunks.get(&vector).map_or(0, Vec::len) as u64;
        }
    }

    fn remove_chunk(&mut self, vector: u32, chunk: u32) {
        self.vector_of.remove(&chunk);
        let holds = self.holds(vector);
        let Some(chunks) = self.chunks.get_mut(&vector) else { return };
        let before = chunks.len();
        chunks.retain(|&held| held != chunk);
        if holds {
            self.embedded -= (before - chunks.len()) as u64;
        }
        if chunks.is_empty() {
            self.chunks.remove(&vector);
            self.remove_row(vector);
        }
    }

    /// The last row takes the place of the removed one.
    fn remove_row(&mut self, vector: u32) {
        let Some(place) = self.row_of.remove(&vector) else { return };
        let row = place as usize;
        self.owners.swap_remove(row);
        self.rows.swap_remove(row);
        if let Some(bits) = &mut self.bits {
            bits.swap_remove(row);
        }
        if let Some(&moved) = self.owners.get(row) {
            self.row_of.insert(moved, place);
        }
    }

    /// Bits around the mean of the rows as they are now, if it is time for them: when there are many
    /// rows for the first time, and twice as many as at the last time. Takes a moment, so it needs
    /// no exclusive access; hand them to [`Matrix::set_bits`] before anything else changes the matrix.
    pub(crate) fn new_bits(&self) -> Option<NewBits> {
        let centred_on = self.bits.as_ref().map_or(BITS_FROM / 2, Bits::centred_on);
        (self.rows.len() >= 2 * centred_on).then(|| NewBits(Bits::of(&self.rows)))
    }

    /// Takes new bits.
    pub(crate) fn set_bits(&mut self, bits: NewBits) {
        self.bits = Some(bits.0);
    }

    /// Whether a chunk is found by meaning.
    pub(crate) fn is_embedded(&self, chunk: u32) -> bool {
        self.vector_of.get(&chunk).is_some_and(|&vector| self.holds(vector))
    }

    /// How many chunks have a vector.
    pub(crate) fn embedded_chunks(&self) -> u64 {
        self.embedded
    }

    /// Whether this vector has a row.
    pub(crate) fn holds(&self, vector: u32) -> bool {
        self.row_of.contains_key(&vector)
    }

    /// The same as vectors that the encoder of this name made.
    pub(crate) fn made_by(self, encoder: &str) -> Self {
        Self { encoder: encoder.to_owned(), ..self }
    }

    /// A question's vector if the rows are of the same encoder: those of others do not compare.
    pub(crate) fn comparable<'a>(&self, asked: &'a Embedding) -> Option<&'a Embedding> {
        (*asked.encoder == *self.encoder).then_some(asked)
    }

    /// The cosine of a [`comparable`](Self::comparable) question and a chunk, on the scale that the ranking
    /// was made for; `None` while the chunk has no vector.
    pub(crate) fn cosine(&self, asked: &Embedding, chunk: u32) -> Option<f32> {
        let Embedding { vector, likeness, .. } = asked;
        let row = self.row_of_chunk(chunk).filter(|_| vector.len() == self.rows.dimensions())?;
        Some(likeness.of(self.rows.dot(vector, row as usize)))
    }

    /// The numbers and cosines of the chunks nearest to `query` (of length 1), best first; chunks with the same
    /// text come together, and count as one for `limit`. With `allowed`, only chunks with these numbers.
    pub(crate) fn nearest(
        &self,
        query: &[f32],
        limit: usize,
        allowed: Option<&RoaringBitmap>,
    ) -> Vec<(u32, f32)> {
        if query.len() != self.rows.dimensions() || query.is_empty() || limit == 0 {
            return Vec::new();
        }
        let candidates = self.candidates(query, limit, allowed);
        let mut found = in_parts(candidates.len(), LEAST_LOOKS, |part| {
            let looked_at = candidates[part].iter().map(|&row| row as usize);
            looked_at.map(|row| (self.rows.dot(query, row), self.owners[row])).collect::<Vec<_>>()
        })
        .concat();
        keep_nearest(&mut found, limit);
        found
            .into_iter()
            .flat_map(|(cosine, owner)| self.chunks_of(owner).map(move |chunk| (chunk, cosine)))
            .filter(|&(chunk, _)| allowed.is_none_or(|allowed| allowed.contains(chunk)))
            .collect()
    }

    /// The rows that are worth a look.
    fn candidates(&self, query: &[f32], limit: usize, allowed: Option<&RoaringBitmap>) -> Vec<u32> {
        let rows = self.rows.len();
        let looks = (LOOKS_PER_ROOT * (rows as f64).sqrt()) as usize;
        let looks = looks.max(limit.saturating_mul(LOOKS_PER_HIT));
        let Some(bits) = self.bits.as_ref().filter(|_| rows >= BITS_FROM.max(looks)) else {
            return match allowed {
                None => (0..rows as u32).collect(),
                Some(allowed) => self.rows_of(allowed),
            };
        };
        let Some(allowed) = allowed else { return bits.nearest(query, looks) };
        // Of `rows ÷ allowed` rows, one is allowed; as many more have to be asked for. Where this
        // is more than are allowed at all, all of them are looked at.
        let asked = looks as f64 * rows as f64 / allowed.len().max(1) as f64;
        if asked >= allowed.len() as f64 {
            return self.rows_of(allowed);
        }
        let mut candidates = bits.nearest(query, asked as usize);
        candidates.retain(|&row| {
            self.chunks_of(self.owners[row as usize]).any(|chunk| allowed.contains(chunk))
        });
        // What is near may be rarer among the allowed than elsewhere.
        if candidates.len() < looks / 2 { self.rows_of(allowed) } else { candidates }
    }

    /// The rows of these chunks, each once.
    fn rows_of(&self, chunks: &RoaringBitmap) -> Vec<u32> {
        let mut rows: Vec<u32> =
            chunks.iter().filter_map(|chunk| self.row_of_chunk(chunk)).collect();
        rows.sort_unstable();
        rows.dedup();
        rows
    }

    fn row_of_chunk(&self, chunk: u32) -> Option<u32> {
        self.vector_of.get(&chunk).and_then(|vector| self.row_of.get(vector)).copied()
    }

    fn chunks_of(&self, vector: u32) -> impl Iterator<Item = u32> {
        self.chunks.get(&vector).into_iter().flatten().copied()
    }
}

/// See [`Matrix::new_bits`].
pub(crate) struct NewBits(Bits);

/// Keeps the `limit` largest cosines, largest first; equal ones by their vector's number.
fn keep_nearest(found: &mut Vec<(f32, u32)>, limit: usize) {
    let nearer =
        |a: &(f32, u32), b: &(f32, u32)| -> Ordering { b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)) };
    if found.len() > limit {
        found.select_nth_unstable_by(limit - 1, nearer);
        found.truncate(limit);
    }
    found.sort_unstable_by(nearer);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_come_nearest_first_and_go_when_removed() {
        let mut matrix = Matrix::default();
        let add = |vector, chunk| MatrixEdit::AddChunk { vector, chunk };
        let row = |vector, row: [f32; 2]| MatrixEdit::SetRow { vector, row: row.to_vec() };
        matrix.apply(vec![
            add(1, 10),
            add(2, 20),
            add(3, 30),
            row(1, [1.0, 0.0]),
            row(2, [0.8, 0.6]),
            row(3, [0.0, 1.0]),
            add(2, 21),
        ]);
        let order = |matrix: &Matrix, limit| {
            matrix.nearest(&[1.0, 0.0], limit, None).iter().map(|hit| hit.0).collect::<Vec<_>>()
        };
        assert_eq!(order(&matrix, 2), [10, 20, 21]);
        let allowed = RoaringBitmap::from([21, 30, 99]);
        let hits = matrix.nearest(&[1.0, 0.0], 5, Some(&allowed));
        assert_eq!(hits.iter().map(|hit| hit.0).collect::<Vec<_>>(), [21, 30]);
        assert_eq!(matrix.embedded_chunks(), 4);
        let remove = |vector, chunk| MatrixEdit::RemoveChunk { vector, chunk };
        matrix.apply(vec![remove(1, 10), remove(2, 20)]);
        assert_eq!(order(&matrix, 5), [21, 30]);
        assert_eq!(matrix.embedded_chunks(), 2);
        let asked = Embedding::new("", vec![0.0, 1.0]);
        assert!((matrix.cosine(&asked, 30).unwrap() - 1.0).abs() < 1e-4);
        assert_eq!(matrix.cosine(&asked, 10), None);
    }

    /// Numbers that look drawn by lot, between -1 and 1.
    fn noise(seed: u64) -> impl Iterator<Item = f32> {
        let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
        std::iter::repeat_with(move || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 40) as f32 / (1 << 23) as f32 - 1.0
        })
    }

    /// A row of length 1 in one of 100 clusters, all of them on one side of the origin.
    fn clustered(seed: u64) -> Vec<f32> {
        let cluster = noise(seed % 100 + 1_000_000).zip(noise(seed)).take(384);
        let row: Vec<f32> = cluster.map(|(centre, own)| 0.3 + centre + 0.6 * own).collect();
        let length = row.iter().map(|number| number * number).sum::<f32>().sqrt();
        row.iter().map(|number| number / length).collect()
    }

    /// Of the ten truly nearest, the share that is found, over 20 questions.
    fn recall(matrix: &Matrix, rows: &[Vec<f32>], allowed: &dyn Fn(u32) -> bool) -> f64 {
        let numbers: RoaringBitmap =
            (0..rows.len() as u32).filter(|&number| allowed(number)).collect();
        let mut shared = 0;
        for question in 0..20 {
            let query = clustered(5_000_000 + question);
            let cosine = |number: u32| {
                rows[number as usize].iter().zip(&query).map(|(a, b)| a * b).sum::<f32>()
            };
            let mut exact: Vec<(f32, u32)> =
                numbers.iter().map(|number| (cosine(number), number)).collect();
            keep_nearest(&mut exact, 10);
            let found = matrix.nearest(&query, 10, Some(&numbers));
            shared += exact.iter().filter(|one| found.iter().any(|hit| hit.0 == one.1)).count();
        }
        shared as f64 / 200.0
    }

    #[test]
    fn of_many_rows_the_nearest_are_found_through_growth_removals_and_filters() {
        let rows: Vec<Vec<f32>> = (0..2 * BITS_FROM as u64 + 77).map(clustered).collect();
        let mut matrix = Matrix::default();
        let mut centred = Vec::new();
        for (number, row) in (0..).zip(&rows) {
            matrix.add_chunk(number, number);
            matrix.set_row(number, row);
            if let Some(bits) = matrix.new_bits() {
                centred.push(number as usize + 1);
                matrix.set_bits(bits);
            }
        }
        assert_eq!(centred, [BITS_FROM, 2 * BITS_FROM]);
        let removed = |number: u32| number.is_multiple_of(5);
        for number in (0..rows.len() as u32).filter(|&number| removed(number)) {
            matrix.remove_chunk(number, number);
        }
        let found = |allowed: &dyn Fn(u32) -> bool| {
            recall(&matrix, &rows, &|number| !removed(number) && allowed(number))
        };
        assert!(found(&|_| true) >= 0.97);
        assert!(found(&|number| number % 3 == 1) >= 0.97);
        assert!(found(&|number| number % 1000 == 1) >= 0.97);
        // Some clusters alone: what is near elsewhere must not crowd them out.
        assert!(found(&|number| number % 100 < 30) >= 0.97);
        let unfiltered = matrix.nearest(&clustered(5_000_000), 10, None);
        assert_eq!(unfiltered.len(), 10);
        assert!(unfiltered.iter().all(|hit| !removed(hit.0)));
    }
}
