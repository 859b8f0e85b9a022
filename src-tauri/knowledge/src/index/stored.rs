//! The vectors in the store: arroy's items, in the truth's own transactions. Each edition has an index.

use arroy::distances::Cosine;
use arroy::{Database, Writer};
use heed::{AnyTls, RoTxn, RwTxn};

use crate::error::KnowledgeError;

/// The database of vectors.
pub(crate) type VectorDatabase = Database<'static, Cosine>;

/// Stores one vector under its number.
pub(crate) fn put(
    database: VectorDatabase,
    txn: &mut RwTxn<'_>,
    index: u16,
    number: u32,
    row: &[f32],
) -> Result<(), KnowledgeError> {
    Ok(Writer::new(database, index, row.len()).add_item(txn, number, row)?)
}

/// Removes the vector with this number.
pub(crate) fn remove(
    database: VectorDatabase,
    txn: &mut RwTxn<'_>,
    index: u16,
    number: u32,
) -> Result<(), KnowledgeError> {
    Writer::new(database, index, 0).del_item(txn, number)?;
    Ok(())
}

/// Removes all vectors of an index.
pub(crate) fn clear(
    database: VectorDatabase,
    txn: &mut RwTxn<'_>,
    index: u16,
) -> Result<(), KnowledgeError> {
    Ok(Writer::new(database, index, 0).clear(txn)?)
}

/// Whether there is a vector with this number.
pub(crate) fn contains(
    database: VectorDatabase,
    txn: &RoTxn<'_, AnyTls>,
    index: u16,
    number: u32,
) -> Result<bool, KnowledgeError> {
    Ok(Writer::new(database, index, 0).contains_item(txn, number)?)
}

/// The vector with this number.
pub(crate) fn get(
    database: VectorDatabase,
    txn: &RoTxn<'_, AnyTls>,
    (index, dimensions): (u16, usize),
    number: u32,
) -> Result<Option<Vec<f32>>, KnowledgeError> {
    Ok(Writer::new(database, index, dimensions).item_vector(txn, number)?)
}

/// Calls `each` for every vector of an index with `dimensions` numbers.
pub(crate) fn for_each(
    database: VectorDatabase,
    txn: &RoTxn<'_, AnyTls>,
    (index, dimensions): (u16, usize),
    mut each: impl FnMut(u32, &[f32]),
) -> Result<(), KnowledgeError> {
    for item in Writer::new(database, index, dimensions).iter(txn)? {
        let (number, row) = item?;
        if row.len() == dimensions {
            each(number, &row);
        }
    }
    Ok(())
}
