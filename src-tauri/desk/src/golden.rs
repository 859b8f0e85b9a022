//! What came of golden questions, by the knowledge folder. Only kept here: it says nothing about people, but
//! nothing else brings it back.

use crate::desk::Desk;
use crate::error::DeskError;

impl Desk {
    /// Keeps what came of the golden questions of a knowledge folder, in whatever form the caller reads.
    ///
    /// # Errors
    /// [`DeskError::Storage`].
    pub fn keep_golden(&self, folder: &str, history: Vec<u8>) -> Result<(), DeskError> {
        let key = *blake3::hash(folder.as_bytes()).as_bytes();
        self.change(move |change| Ok(change.tables.golden.put(change.txn, &key, &history)?))
    }

    /// What was kept of the golden questions of a knowledge folder last.
    ///
    /// # Errors
    /// [`DeskError::Storage`].
    pub fn golden(&self, folder: &str) -> Result<Option<Vec<u8>>, DeskError> {
        let key = *blake3::hash(folder.as_bytes()).as_bytes();
        self.store.read(|tables, txn| Ok(tables.golden.get(txn, &key)?.map(<[u8]>::to_vec)))
    }
}
