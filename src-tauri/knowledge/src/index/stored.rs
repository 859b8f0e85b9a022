//! The vectors in the store: arroy's items, in the truth's own transactions.

use arroy::distances::Cosine;
use arroy::{Database, Writer};
use heed::{AnyTls, RoTxn, RwTxn};

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
