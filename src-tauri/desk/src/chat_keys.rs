//! Keys of pages that hold the customer chat.

use aside_contract::ChatKey;

use crate::desk::Desk;
use crate::error::DeskError;
use crate::tables::{from_json, to_json};

impl Desk {
    /// Keeps a key.
    ///
    /// # Errors
    /// [`DeskError::Storage`].
    pub fn add_chat_key(&self, key: &ChatKey) -> Result<(), DeskError> {
        let (id, bytes) = (key.id.clone(), to_json(key)?);
        self.change(move |change| {
            Ok(change.tables.chat_keys.put(change.txn, id.as_bytes(), &bytes)?)
        })
    }

    /// All keys, the oldest first.
    ///
    /// # Errors
    /// [`DeskError::Storage`] or [`DeskError::Damaged`].
    pub fn chat_keys(&self) -> Result<Vec<ChatKey>, DeskError> {
        self.store.read(|tables, txn| {
            let mut keys = Vec::new();
            for row in tables.chat_keys.iter(txn)? {
                keys.push(from_json::<ChatKey>(row?.1, "a key of the chat")?);
            }
            keys.sort_by_key(|key| key.created_at);
            Ok(keys)
        })
    }

    /// Removes a key. Says whether there was one.
    ///
    /// # Errors
    /// [`DeskError::Storage`].
    pub fn remove_chat_key(&self, id: &str) -> Result<bool, DeskError> {
        let id = id.to_owned();
        self.change(move |change| Ok(change.tables.chat_keys.delete(change.txn, id.as_bytes())?))
    }
}
