//! One write transaction, and what it means for the word index and the matrix.

use std::sync::Arc;

use heed::RwTxn;

use super::environment::Databases;
use super::key;
use crate::error::KnowledgeError;
use crate::index::MatrixEdit;
use crate::record::{
    ChunkRecord, DocumentRecord, FileRecord, InputRecord, PreparedDocument, input_key,
};

/// Words of a new chunk, for the word index.
#[derive(Clone, Debug)]
pub(crate) struct NewWords {
    pub(crate) chunk: u32,
    /// Its document; the numbers of its chunks may be missing.
    pub(crate) document: Arc<DocumentRecord>,
    pub(crate) section: String,
    pub(crate) text: String,
}

/// What the derived indexes have to do after the transaction is on disk.
#[derive(Debug, Default)]
pub(crate) struct Effects {
    pub(crate) words_added: Vec<NewWords>,
    pub(crate) words_removed: Vec<u32>,
    pub(crate) matrix: Vec<MatrixEdit>,
    /// The ids of documents that came, changed or went.
    pub(crate) documents: Vec<String>,
}

impl Effects {
    /// Adds those of a later change.
    pub(crate) fn extend(&mut self, later: Self) {
        self.words_added.extend(later.words_added);
        self.words_removed.extend(later.words_removed);
        self.matrix.extend(later.matrix);
        self.documents.extend(later.documents);
    }

    /// Whether the word index has anything to do.
    pub(crate) fn touch_words(&self) -> bool {
        !(self.words_added.is_empty() && self.words_removed.is_empty())
    }
}

/// A write transaction.
pub(crate) struct Change<'a, 'env> {
    pub(super) txn: &'a mut RwTxn<'env>,
    pub(super) databases: &'a Databases,
}

impl<'a, 'env> Change<'a, 'env> {
    pub(super) fn new(txn: &'a mut RwTxn<'env>, databases: &'a Databases) -> Self {
        Self { txn, databases }
    }

    /// The record of a file.
    pub(crate) fn file(&self, path: &str) -> Result<Option<FileRecord>, KnowledgeError> {
        Ok(self.databases.files.get(self.txn, &key(path))?)
    }

    /// Stores the record of a file.
    pub(crate) fn put_file(&mut self, file: &FileRecord) -> Result<(), KnowledgeError> {
        Ok(self.databases.files.put(self.txn, &key(&file.path), file)?)
    }

    /// Forgets a file and all its documents.
    pub(crate) fn remove_file(&mut self, path: &str, now: i64) -> Result<Effects, KnowledgeError> {
        let Some(file) = self.file(path)? else { return Ok(Effects::default()) };
        let effects = self.remove_documents(&file.documents, now)?;
        self.databases.files.delete(self.txn, &key(path))?;
        Ok(effects)
    }

    /// Puts `documents` in the place of those that the file at `path` had; its record is the caller's.
    pub(crate) fn put_documents(
        &mut self,
        path: &str,
        documents: &[PreparedDocument],
        now: i64,
    ) -> Result<Effects, KnowledgeError> {
        let mut old = self.file(path)?.map(|file| file.documents).unwrap_or_default();
        let mut effects = Effects::default();
        let mut stale = Vec::new();
        // The new come before the old go, so that a text in both never loses its vector.
        for document in documents {
            old.retain(|id| *id != document.id);
            stale.extend(
                self.databases.documents.get(self.txn, &key(&document.id))?.map(|old| old.chunks),
            );
            self.put_document(document, &mut effects)?;
        }
        for number in stale.into_iter().flatten() {
            self.remove_chunk(number, now, &mut effects)?;
        }
        effects.extend(self.remove_documents(&old, now)?);
        Ok(effects)
    }

    /// The documents that are as old as their file, which was `before` and is `now` (milliseconds
    /// since 1970), follow it. Those that tell their age themselves stay.
    pub(crate) fn date_documents(
        &mut self,
        ids: &[String],
        before: i64,
        now: i64,
    ) -> Result<Effects, KnowledgeError> {
        let mut effects = Effects::default();
        for id in ids {
            let record = self.databases.documents.get(self.txn, &key(id))?;
            if let Some(record) = record.filter(|record| record.updated == before) {
                let record = Arc::new(DocumentRecord { updated: now, ..record });
                self.databases.documents.put(self.txn, &key(id), &record)?;
                for &number in &record.chunks {
                    if let Some(chunk) = self.databases.chunks.get(self.txn, &number)? {
                        let document = Arc::clone(&record);
                        let (section, text) = (chunk.section, chunk.text);
                        effects.words_removed.push(number);
                        effects.words_added.push(NewWords {
                            chunk: number,
                            document,
                            section,
                            text,
                        });
                    }
                }
            }
        }
        Ok(effects)
    }

    fn put_document(
        &mut self,
        document: &PreparedDocument,
        effects: &mut Effects,
    ) -> Result<(), KnowledgeError> {
        effects.documents.push(document.id.clone());
        let mut record = Arc::new(DocumentRecord {
            id: document.id.clone(),
            title: document.title.clone(),
            subject: document.subject.clone(),
            category: document.category.clone(),
            tags: document.tags.clone(),
            updated: document.updated,
            visibility: document.visibility,
            file: document.file.clone(),
            format: document.format.clone(),
            hidden: document.hidden,
            mark: document.mark.clone(),
            chunks: Vec::new(),
        });
        let mut numbers = Vec::with_capacity(document.chunks.len());
        for chunk in &document.chunks {
            let number = self.next_number("chunks")?;
            let input = input_key(&chunk.input);
            let vector = self.use_input(&input, &chunk.input, effects)?;
            let chunk_record = ChunkRecord {
                id: chunk.id.clone(),
                document: document.id.clone(),
                section: chunk.section.clone(),
                page: chunk.page,
                text: chunk.text.clone(),
                input,
                vector,
            };
            self.databases.chunks.put(self.txn, &number, &chunk_record)?;
            effects.matrix.push(MatrixEdit::AddChunk { vector, chunk: number });
            effects.words_added.push(NewWords {
                chunk: number,
                document: Arc::clone(&record),
                section: chunk.section.clone(),
                text: chunk.text.clone(),
            });
            numbers.push(number);
        }
        Arc::make_mut(&mut record).chunks = numbers;
        Ok(self.databases.documents.put(self.txn, &key(&document.id), &record)?)
    }

    /// Forgets documents with their chunks.
    pub(crate) fn remove_documents(
        &mut self,
        ids: &[String],
        now: i64,
    ) -> Result<Effects, KnowledgeError> {
        let mut effects = Effects::default();
        for id in ids {
            let Some(document) = self.databases.documents.get(self.txn, &key(id))? else {
                continue;
            };
            for number in document.chunks {
                self.remove_chunk(number, now, &mut effects)?;
            }
            self.databases.documents.delete(self.txn, &key(id))?;
            effects.documents.push(id.clone());
        }
        Ok(effects)
    }

    fn remove_chunk(
        &mut self,
        number: u32,
        now: i64,
        effects: &mut Effects,
    ) -> Result<(), KnowledgeError> {
        let Some(chunk) = self.databases.chunks.get(self.txn, &number)? else { return Ok(()) };
        self.databases.chunks.delete(self.txn, &number)?;
        effects.words_removed.push(number);
        effects.matrix.push(MatrixEdit::RemoveChunk { vector: chunk.vector, chunk: number });
        let Some(mut input) = self.databases.inputs.get(self.txn, &chunk.input)? else {
            return Ok(());
        };
        input.uses = input.uses.saturating_sub(1);
        if input.uses == 0 {
            if !self.let_go_of_vectors(input.vector)? {
                self.databases.inputs.delete(self.txn, &chunk.input)?;
                return Ok(());
            }
            input.unused_since = Some(now);
            self.databases.unused.put(self.txn, &input.vector, &chunk.input)?;
        }
        Ok(self.databases.inputs.put(self.txn, &chunk.input, &input)?)
    }

    /// Counts one more use of a text and gives its vector's number. A new text waits for its vector.
    fn use_input(
        &mut self,
        input: &str,
        text: &str,
        effects: &mut Effects,
    ) -> Result<u32, KnowledgeError> {
        let record = match self.databases.inputs.get(self.txn, input)? {
            Some(mut record) => {
                record.uses += 1;
                if record.unused_since.take().is_some() {
                    self.databases.unused.delete(self.txn, &record.vector)?;
                    let row = self.want_vectors(record.vector, text)?;
                    effects
                        .matrix
                        .extend(row.map(|row| MatrixEdit::SetRow { vector: record.vector, row }));
                }
                record
            }
            None => {
                let vector = self.next_number("vectors")?;
                self.want_vectors(vector, text)?;
                InputRecord { vector, uses: 1, unused_since: None }
            }
        };
        self.databases.inputs.put(self.txn, input, &record)?;
        Ok(record.vector)
    }

    /// Forgets texts that no chunk has used since `before` (milliseconds since 1970), with their
    /// vectors. Returns how many went.
    pub(crate) fn drop_unused(&mut self, before: i64) -> Result<usize, KnowledgeError> {
        let mut gone = Vec::new();
        for row in self.databases.unused.iter(self.txn)? {
            let (vector, input) = row?;
            let record = self.databases.inputs.get(self.txn, input)?;
            if record.and_then(|record| record.unused_since).is_none_or(|since| since <= before) {
                gone.push((vector, input.to_owned()));
            }
        }
        for (vector, input) in &gone {
            self.databases.unused.delete(self.txn, vector)?;
            self.databases.inputs.delete(self.txn, input)?;
            self.delete_vectors(*vector)?;
        }
        Ok(gone.len())
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

    /// Sets a counter.
    pub(crate) fn set_counter(&mut self, name: &str, value: u64) -> Result<(), KnowledgeError> {
        Ok(self.databases.meta.put(self.txn, name, &value.into())?)
    }

    /// Raises a counter and returns it.
    pub(crate) fn raise(&mut self, name: &str) -> Result<u64, KnowledgeError> {
        let value = self.counter(name)? + 1;
        self.set_counter(name, value)?;
        Ok(value)
    }

    fn next_number(&mut self, name: &str) -> Result<u32, KnowledgeError> {
        u32::try_from(self.raise(name)?).map_err(|_| {
            KnowledgeError::Vectors(
                "four thousand million chunks were numbered: read all anew".to_owned(),
            )
        })
    }
}
