//! Vectors: stored by arroy, searched in memory.
//!
//! arroy keeps the vectors in the truth's own environment and transactions. Its trees are not built:
//! below some ten thousand chunks a scan over all rows is both exact and faster. The rows in
//! use stand in a [`Matrix`], which each commit brings up to date. No other file names arroy.

use std::collections::HashMap;

use arroy::distances::Cosine;
use arroy::{Database, Writer};
use heed::{AnyTls, RoTxn, RwTxn};
use roaring::RoaringBitmap;

use crate::error::KnowledgeError;

/// The database of vectors.
pub(crate) type VectorDatabase = Database<'static, Cosine>;

/// The only arroy index in the database.
const INDEX: u16 = 0;

/// Stores one vector under its number.
pub(crate) fn put(
    database: VectorDatabase,
    txn: &mut RwTxn<'_>,
    number: u32,
    row: &[f32],
) -> Result<(), KnowledgeError> {
    Ok(Writer::new(database, INDEX, row.len()).add_item(txn, number, row)?)
}

/// Removes the vector with this number.
pub(crate) fn remove(
    database: VectorDatabase,
    txn: &mut RwTxn<'_>,
    number: u32,
) -> Result<(), KnowledgeError> {
    Writer::new(database, INDEX, 0).del_item(txn, number)?;
    Ok(())
}

/// Removes all vectors.
pub(crate) fn clear(database: VectorDatabase, txn: &mut RwTxn<'_>) -> Result<(), KnowledgeError> {
    Ok(Writer::new(database, INDEX, 0).clear(txn)?)
}

/// The vector with this number.
pub(crate) fn get(
    database: VectorDatabase,
    txn: &RoTxn<'_, AnyTls>,
    dimensions: usize,
    number: u32,
) -> Result<Option<Vec<f32>>, KnowledgeError> {
    Ok(Writer::new(database, INDEX, dimensions).item_vector(txn, number)?)
}

/// Calls `each` for every vector with `dimensions` numbers.
pub(crate) fn for_each(
    database: VectorDatabase,
    txn: &RoTxn<'_, AnyTls>,
    dimensions: usize,
    mut each: impl FnMut(u32, &[f32]),
) -> Result<(), KnowledgeError> {
    for item in Writer::new(database, INDEX, dimensions).iter(txn)? {
        let (number, row) = item?;
        if row.len() == dimensions {
            each(number, &row);
        }
    }
    Ok(())
}

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

/// The vectors of all chunks, for an exact scan.
#[derive(Debug, Default)]
pub(crate) struct Matrix {
    dimensions: usize,
    /// Row after row.
    numbers: Vec<f32>,
    /// The vector's number of each row.
    owners: Vec<u32>,
    row_of: HashMap<u32, usize>,
    /// The chunks of each vector, with or without a row.
    chunks: HashMap<u32, Vec<u32>>,
    /// The vector's number of each chunk.
    vector_of: HashMap<u32, u32>,
}

impl Matrix {
    /// Applies edits in order. A chunk must be added before its vector's row is set, else the row
    /// is taken for one that nobody uses.
    pub(crate) fn apply(&mut self, edits: Vec<MatrixEdit>) {
        for edit in edits {
            match edit {
                MatrixEdit::AddChunk { vector, chunk } => {
                    self.chunks.entry(vector).or_default().push(chunk);
                    self.vector_of.insert(chunk, vector);
                }
                MatrixEdit::RemoveChunk { vector, chunk } => self.remove_chunk(vector, chunk),
                MatrixEdit::SetRow { vector, row } => self.set_row(vector, &row),
            }
        }
    }

    /// Sets the row of a vector. The first row decides the dimensions; others are refused.
    pub(crate) fn set_row(&mut self, vector: u32, row: &[f32]) {
        if self.owners.is_empty() {
            self.dimensions = row.len();
        }
        if row.len() != self.dimensions || row.is_empty() {
            return;
        }
        if let Some(&place) = self.row_of.get(&vector) {
            self.numbers[place * self.dimensions..][..self.dimensions].copy_from_slice(row);
        } else {
            self.row_of.insert(vector, self.owners.len());
            self.owners.push(vector);
            self.numbers.extend_from_slice(row);
        }
    }

    fn remove_chunk(&mut self, vector: u32, chunk: u32) {
        self.vector_of.remove(&chunk);
        let Some(chunks) = self.chunks.get_mut(&vector) else { return };
        chunks.retain(|&held| held != chunk);
        if chunks.is_empty() {
            self.chunks.remove(&vector);
            self.remove_row(vector);
        }
    }

    /// The last row takes the place of the removed one.
    fn remove_row(&mut self, vector: u32) {
        let Some(place) = self.row_of.remove(&vector) else { return };
        self.owners.swap_remove(place);
        let last = self.owners.len() * self.dimensions;
        self.numbers.copy_within(last.., place * self.dimensions);
        self.numbers.truncate(last);
        if let Some(&moved) = self.owners.get(place) {
            self.row_of.insert(moved, place);
        }
    }

    /// Whether a chunk is found by meaning.
    pub(crate) fn is_embedded(&self, chunk: u32) -> bool {
        self.vector_of.get(&chunk).is_some_and(|vector| self.row_of.contains_key(vector))
    }

    /// How many chunks have a vector.
    pub(crate) fn embedded_chunks(&self) -> u64 {
        self.owners
            .iter()
            .filter_map(|vector| self.chunks.get(vector))
            .map(|chunks| chunks.len() as u64)
            .sum()
    }

    /// Whether this vector has a row.
    pub(crate) fn holds(&self, vector: u32) -> bool {
        self.row_of.contains_key(&vector)
    }

    /// The cosine of `query` and a chunk, both of length 1; `None` while the chunk has no vector.
    pub(crate) fn cosine(&self, query: &[f32], chunk: u32) -> Option<f32> {
        let vector = self.vector_of.get(&chunk)?;
        let &place = self.row_of.get(vector).filter(|_| query.len() == self.dimensions)?;
        Some(dot(query, &self.numbers[place * self.dimensions..][..self.dimensions]))
    }

    /// The numbers and cosines of the chunks nearest to `query` (of length 1), best first; chunks with the same
    /// text come together, and count as one for `limit`. With `allowed`, only chunks with these numbers.
    pub(crate) fn nearest(
        &self,
        query: &[f32],
        limit: usize,
        allowed: Option<&RoaringBitmap>,
    ) -> Vec<(u32, f32)> {
        if query.len() != self.dimensions || query.is_empty() || limit == 0 {
            return Vec::new();
        }
        let may = |chunk: u32| allowed.is_none_or(|allowed| allowed.contains(chunk));
        let wanted = |owner: &u32| {
            self.chunks.get(owner).is_some_and(|chunks| chunks.iter().any(|&chunk| may(chunk)))
        };
        let rows = self.numbers.chunks_exact(self.dimensions).zip(&self.owners);
        let mut found: Vec<(f32, u32)> = rows
            .filter(|(_, owner)| allowed.is_none() || wanted(owner))
            .map(|(row, &owner)| (dot(query, row), owner))
            .collect();
        let nearer = |a: &(f32, u32), b: &(f32, u32)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
        if found.len() > limit {
            found.select_nth_unstable_by(limit - 1, nearer);
            found.truncate(limit);
        }
        found.sort_unstable_by(nearer);
        let chunks = |owner: u32| self.chunks.get(&owner).into_iter().flatten();
        found
            .into_iter()
            .flat_map(|(cosine, owner)| chunks(owner).map(move |&chunk| (chunk, cosine)))
            .filter(|&(chunk, _)| may(chunk))
            .collect()
    }
}

/// The dot product, in lanes that the compiler turns into vector instructions.
fn dot(a: &[f32], b: &[f32]) -> f32 {
    const LANES: usize = 16;
    let mut sums = [0.0_f32; LANES];
    let (a_chunks, b_chunks) = (a.chunks_exact(LANES), b.chunks_exact(LANES));
    let rest: f32 = a_chunks.remainder().iter().zip(b_chunks.remainder()).map(|(a, b)| a * b).sum();
    for (a, b) in a_chunks.zip(b_chunks) {
        for lane in 0..LANES {
            sums[lane] += a[lane] * b[lane];
        }
    }
    sums.iter().sum::<f32>() + rest
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
            add(2, 21),
            add(3, 30),
            row(1, [1.0, 0.0]),
            row(2, [0.8, 0.6]),
            row(3, [0.0, 1.0]),
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
        assert_eq!(matrix.cosine(&[0.0, 1.0], 30), Some(1.0));
        assert_eq!(matrix.cosine(&[0.0, 1.0], 10), None);
    }

    #[test]
    fn the_dot_product_counts_every_number() {
        let a: Vec<f32> = (0..37).map(|n| n as f32).collect();
        assert_eq!(dot(&a, &a), (0..37).map(|n| (n * n) as f32).sum::<f32>());
    }
}
