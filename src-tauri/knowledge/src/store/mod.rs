//! The truth: an LMDB environment with files, documents, chunks, texts and vectors.
//!
//! Only the writer thread calls [`Store::write`]. [`environment`] opens, grows and mends it,
//! [`migration`] brings an older one up to date, [`edition`] keeps the vectors of two encoders apart, and
//! [`check`] tells whether its records agree.

mod change;
mod check;
mod edition;
mod environment;
mod migration;
mod quarantine;

use std::collections::BTreeMap;

use heed::{RoTxn, WithoutTls};

pub(crate) use change::{Change, Effects, NewWords};
pub use check::Faults;
pub(crate) use environment::Store;

use crate::error::KnowledgeError;
use crate::path::is_under;
use crate::record::{ChunkRecord, DocumentRecord, FileRecord};
use environment::Databases;

/// The longest key that LMDB takes.
const MAX_KEY_BYTES: usize = 511;
/// The layout of the records. Raise it with a step in [`migration`].
pub(crate) const SCHEMA: u64 = 3;

/// A consistent view of everything, for as long as it lives.
pub(crate) struct Snapshot<'a> {
    txn: &'a RoTxn<'a, WithoutTls>,
    databases: &'a Databases,
}

impl Snapshot<'_> {
    /// The record of a file.
    pub(crate) fn file(&self, path: &str) -> Result<Option<FileRecord>, KnowledgeError> {
        Ok(self.databases.files.get(self.txn, &key(path))?)
    }

    /// All files, in the order of their names.
    pub(crate) fn files(&self) -> Result<Vec<FileRecord>, KnowledgeError> {
        let files: Result<Vec<_>, _> =
            self.databases.files.iter(self.txn)?.map(|row| row.map(|(_, file)| file)).collect();
        let mut files = files?;
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(files)
    }

    /// The files in the folders called `scopes`, and these names themselves, by name. The empty name
    /// is everything.
    pub(crate) fn files_below(
        &self,
        scopes: &[String],
    ) -> Result<BTreeMap<String, FileRecord>, KnowledgeError> {
        if scopes.iter().any(String::is_empty) {
            return Ok(self.files()?.into_iter().map(|file| (file.path.clone(), file)).collect());
        }
        let mut found = BTreeMap::new();
        for scope in scopes {
            // The keys of longer names begin alike up to here only.
            let start = &scope.as_bytes()[..scope.len().min(MAX_KEY_BYTES - 64)];
            for row in self.databases.files.prefix_iter(self.txn, start)? {
                let (_, file) = row?;
                if is_under(&file.path, scope) {
                    found.insert(file.path.clone(), file);
                }
            }
        }
        Ok(found)
    }

    /// A document by its id.
    pub(crate) fn document(&self, id: &str) -> Result<Option<DocumentRecord>, KnowledgeError> {
        Ok(self.databases.documents.get(self.txn, &key(id))?)
    }

    /// Calls `each` for every document, in the order of their ids.
    pub(crate) fn for_each_document(
        &self,
        mut each: impl FnMut(DocumentRecord),
    ) -> Result<(), KnowledgeError> {
        for row in self.databases.documents.iter(self.txn)? {
            each(row?.1);
        }
        Ok(())
    }

    /// A chunk by its number.
    pub(crate) fn chunk(&self, number: u32) -> Result<Option<ChunkRecord>, KnowledgeError> {
        Ok(self.databases.chunks.get(self.txn, &number)?)
    }

    /// Calls `each` for every chunk.
    pub(crate) fn for_each_chunk(
        &self,
        mut each: impl FnMut(u32, ChunkRecord) -> Result<(), KnowledgeError>,
    ) -> Result<(), KnowledgeError> {
        for row in self.databases.chunks.iter(self.txn)? {
            let (number, chunk) = row?;
            each(number, chunk)?;
        }
        Ok(())
    }

    /// How many texts are kept though no chunk uses them.
    pub(crate) fn unused_count(&self) -> Result<u64, KnowledgeError> {
        Ok(self.databases.unused.len(self.txn)?)
    }

    /// The bytes of all files, as they were when they were last looked at.
    pub(crate) fn files_bytes(&self) -> Result<u64, KnowledgeError> {
        let mut bytes = 0_u64;
        for row in self.databases.files.iter(self.txn)? {
            bytes = bytes.saturating_add(row?.1.size);
        }
        Ok(bytes)
    }

    /// How many files there are.
    pub(crate) fn files_count(&self) -> Result<u64, KnowledgeError> {
        Ok(self.databases.files.len(self.txn)?)
    }

    /// How many documents and chunks there are.
    pub(crate) fn totals(&self) -> Result<(u64, u64), KnowledgeError> {
        Ok((self.databases.documents.len(self.txn)?, self.databases.chunks.len(self.txn)?))
    }

    /// A counter; 0 before it was set.
    pub(crate) fn counter(&self, name: &str) -> Result<u64, KnowledgeError> {
        Ok(self
            .databases
            .meta
            .get(self.txn, name)?
            .and_then(|value| value.as_u64())
            .unwrap_or_default())
    }
}

/// The key of a name: the name, or what LMDB takes of it with its hash.
fn key(name: &str) -> Vec<u8> {
    // LMDB refuses an empty key, and nothing has an empty name: NUL stands in no path either.
    if name.is_empty() {
        return vec![0];
    }
    if name.len() <= MAX_KEY_BYTES {
        return name.as_bytes().to_vec();
    }
    let hash = blake3::hash(name.as_bytes());
    [&name.as_bytes()[..MAX_KEY_BYTES - 64], hash.to_hex().as_bytes()].concat()
}

#[cfg(test)]
mod tests {
    use aside_contract::Visibility;

    use super::*;
    use crate::record::{PreparedChunk, PreparedDocument};

    fn document(id: &str, texts: &[&str]) -> PreparedDocument {
        let chunks = texts.iter().enumerate().map(|(place, text)| PreparedChunk {
            id: format!("{id}{place}"),
            section: String::new(),
            page: None,
            text: (*text).to_owned(),
            input: (*text).to_owned(),
        });
        let chunks = chunks.collect();
        PreparedDocument {
            id: id.into(),
            title: id.into(),
            subject: String::new(),
            category: String::new(),
            tags: Vec::new(),
            updated: 0,
            visibility: Visibility::Public,
            file: id.to_owned(),
            format: "md".to_owned(),
            hidden: 0,
            mark: None,
            chunks,
        }
    }

    #[test]
    fn the_map_grows_when_it_is_full() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open_sized(folder.path(), 0).unwrap();
        let large = "word ".repeat(200_000);
        for name in 0..40 {
            let name = format!("{name}.md");
            store
                .write(|change| {
                    change.put_documents(
                        &name,
                        &[document(&name, &[&format!("{name} {large}")])],
                        0,
                    )
                })
                .unwrap();
        }
        assert_eq!(store.read(|snapshot| snapshot.totals()).unwrap(), (40, 40));
    }

    #[test]
    fn nothing_has_an_empty_name() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).unwrap();
        assert!(store.read(|snapshot| snapshot.document("")).unwrap().is_none());
        assert!(store.read(|snapshot| snapshot.file("")).unwrap().is_none());
        assert!(store.write(|change| change.file("")).unwrap().is_none());
    }

    #[test]
    fn names_that_are_too_long_for_a_key_are_kept_apart() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).unwrap();
        let long = "ordner/".repeat(100);
        for end in ["a.md", "b.md"] {
            let name = format!("{long}{end}");
            store
                .write(|change| change.put_documents(&name, &[document(&name, &[end])], 0))
                .unwrap();
        }
        assert_eq!(store.read(|snapshot| snapshot.totals()).unwrap().0, 2);
    }

    #[test]
    fn a_text_keeps_its_vector_while_a_chunk_uses_it_and_for_a_while_after() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).unwrap();
        let put = |name: &str, now| {
            store
                .write(|change| change.put_documents(name, &[document(name, &["same"])], now))
                .unwrap()
        };
        put("a.md", 0);
        let waiting = store.read(|snapshot| snapshot.waiting(0, 9)).unwrap();
        assert_eq!(waiting.len(), 1);
        store.write(|change| change.want_encoder("m", false)).unwrap();
        store.write(|change| change.put_vectors("m", &[(waiting[0].0, vec![1.0, 0.0])])).unwrap();
        put("b.md", 0);
        assert_eq!(
            store.read(|snapshot| snapshot.waiting_count(0)).unwrap(),
            0,
            "the same text is embedded once"
        );
        for name in ["a.md", "b.md"] {
            store.write(|change| change.remove_documents(&[name.to_owned()], 1_000)).unwrap();
        }
        put("c.md", 2_000);
        assert_eq!(
            store.read(|snapshot| snapshot.waiting_count(0)).unwrap(),
            0,
            "a moved file keeps its vectors"
        );
        store.write(|change| change.remove_documents(&["c.md".to_owned()], 3_000)).unwrap();
        assert_eq!(store.write(|change| change.drop_unused(2_999)).unwrap(), 0);
        assert_eq!(store.write(|change| change.drop_unused(3_000)).unwrap(), 1);
        put("d.md", 4_000);
        assert_eq!(store.read(|snapshot| snapshot.waiting_count(0)).unwrap(), 1);
    }

    #[test]
    fn records_that_do_not_agree_are_told() {
        type Harm = fn(&mut Change<'_, '_>) -> Result<(), KnowledgeError>;
        let file = serde_json::json!({"path": "a.md", "size": 1, "modified": 0, "hash": "",
            "version": 1, "state": {"state": "indexed"}, "documents": ["a.md"]});
        let file: FileRecord = serde_json::from_value(file).unwrap();
        let harms: [(&str, Harm); 7] = [
            ("", |_| Ok(())),
            ("chunk 1 of a.md is missing", |change| {
                change.databases.chunks.delete(change.txn, &1)?;
                Ok(())
            }),
            ("the document a.md is of no file", |change| {
                change.databases.files.delete(change.txn, &key("a.md"))?;
                Ok(())
            }),
            ("the document a.md of a.md is missing", |change| {
                change.databases.documents.delete(change.txn, &key("a.md"))?;
                Ok(())
            }),
            ("text 1 has no vector and does not wait for one", |change| change.delete_vectors(1)),
            ("text 2 has no vector and does not wait for one", |change| {
                change.databases.waiting.delete(change.txn, &2)?;
                Ok(())
            }),
            ("is used and not known", |change| Ok(change.databases.inputs.clear(change.txn)?)),
        ];
        for (told, harm) in harms {
            let folder = tempfile::tempdir().unwrap();
            let store = Store::open(folder.path()).unwrap();
            store
                .write(|change| {
                    change.put_documents("a.md", &[document("a.md", &["one", "two"])], 0)?;
                    change.put_file(&file)?;
                    change.want_encoder("m", false)?;
                    change.put_vectors("m", &[(1, vec![1.0, 0.0])])
                })
                .unwrap();
            store.write(harm).unwrap();
            let faults = store.read(|snapshot| snapshot.faults()).unwrap();
            assert_eq!(faults.is_empty(), told.is_empty(), "{told}: {faults:?}");
            assert!(faults.told.join("; ").contains(told), "{told}: {faults:?}");
        }
    }
}
