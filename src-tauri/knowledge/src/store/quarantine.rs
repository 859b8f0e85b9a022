//! Contents that broke their converting process, by hash: they are not tried again.
//!
//! They stay known when their file goes, so that a copy under another name, or the same file put
//! back, is refused at once. Another converter version tries them anew.

use super::{Change, Snapshot};
use crate::convert::{CONVERTER_VERSION, ConvertError};
use crate::error::KnowledgeError;

/// The row of a content among the counters and names.
fn row(hash: &str) -> String {
    format!("quarantine/{hash}")
}

impl Snapshot<'_> {
    /// Why the content with this hash is not to be tried; `None` where it may be.
    pub(crate) fn quarantined(&self, hash: &str) -> Result<Option<ConvertError>, KnowledgeError> {
        let stored = self.databases.meta.get(self.txn, &row(hash))?;
        let stored =
            stored.and_then(|value| serde_json::from_value::<(u32, ConvertError)>(value).ok());
        Ok(stored.filter(|(version, _)| *version == CONVERTER_VERSION).map(|(_, error)| error))
    }
}

impl Change<'_, '_> {
    /// Notes that the content with this hash broke its converting process.
    pub(crate) fn quarantine(
        &mut self,
        hash: &str,
        error: &ConvertError,
    ) -> Result<(), KnowledgeError> {
        let value = serde_json::json!((CONVERTER_VERSION, error));
        Ok(self.databases.meta.put(self.txn, &row(hash), &value)?)
    }
}

impl Change<'_, '_> {
    /// The content with this hash may be tried once more.
    pub(crate) fn release(&mut self, hash: &str) -> Result<(), KnowledgeError> {
        self.databases.meta.delete(self.txn, &row(hash))?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::Store;
    use super::*;

    #[test]
    fn a_content_stays_known_until_the_converters_change() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).unwrap();
        let error = ConvertError::OverLimit("too much time".into());
        let quarantined = |hash: &str| store.read(|snapshot| snapshot.quarantined(hash)).unwrap();
        assert_eq!(quarantined("a"), None);
        store.write(|change| change.quarantine("a", &error)).unwrap();
        assert_eq!((quarantined("a"), quarantined("b")), (Some(error.clone()), None));
        store.write(|change| change.release("a")).unwrap();
        assert_eq!(quarantined("a"), None, "somebody wants it tried again");
        let older = serde_json::json!((CONVERTER_VERSION - 1, error));
        store
            .write(|change| Ok(change.databases.meta.put(change.txn, &row("a"), &older)?))
            .unwrap();
        assert_eq!(quarantined("a"), None, "another version tries again");
    }
}
