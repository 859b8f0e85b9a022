//! Documents and chunks as rows, for questions that go over many of them, and how well each answers.
//!
//! Rows are read in blocks, each from one consistent view of the store; between two blocks the
//! store may change, and what was deleted meanwhile is left out.

use std::collections::HashMap;

use aside_contract::{Timestamp, Visibility};
use aside_inference::Embedding;

use crate::error::KnowledgeError;
use crate::knowledge::Knowledge;
use crate::record::DocumentRecord;
use crate::search::{SearchRequest, scores};

/// One document without its text.
#[derive(Clone, Debug, PartialEq)]
pub struct DocumentRow {
    /// Its id: the path relative to the knowledge folder, `path#id` for one article of a collection.
    pub document: String,
    /// Its title.
    pub title: String,
    /// Its category, lower-case; may be empty.
    pub category: String,
    /// Its tags.
    pub tags: Vec<String>,
    /// When it was last changed, as it says itself, else as its file does.
    pub updated: Timestamp,
    /// Who may see it.
    pub visibility: Visibility,
    /// The file that holds it.
    pub file: String,
    /// What the file was read as, such as `md`.
    pub format: String,
    /// The numbers of its chunks in reading order.
    pub chunks: Vec<u32>,
}

/// One chunk with what its document says.
#[derive(Clone, Debug, PartialEq)]
pub struct ChunkRow {
    /// Its number in this store.
    pub number: u32,
    /// Its public id.
    pub chunk: String,
    /// Its document, without the numbers of chunks.
    pub document: DocumentRow,
    /// Headings above it, joined by ` > `.
    pub section: String,
    /// Page, from 1, where the format has pages.
    pub page: Option<u32>,
    /// Its Markdown.
    pub text: String,
}

impl Knowledge {
    /// Every document, in the order of their ids.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn document_rows(&self) -> Result<Vec<DocumentRow>, KnowledgeError> {
        self.store().read(|snapshot| {
            let mut rows = Vec::new();
            snapshot.for_each_document(|document| rows.push(document_row(document)))?;
            Ok(rows)
        })
    }

    /// The chunks with these numbers, in their order; those that are gone are left out.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn chunk_rows(&self, numbers: &[u32]) -> Result<Vec<ChunkRow>, KnowledgeError> {
        self.store().read(|snapshot| {
            let mut documents: HashMap<String, DocumentRow> = HashMap::new();
            let mut rows = Vec::with_capacity(numbers.len());
            for &number in numbers {
                let Some(chunk) = snapshot.chunk(number)? else { continue };
                let document = match documents.get(&chunk.document) {
                    Some(document) => document.clone(),
                    None => {
                        let Some(record) = snapshot.document(&chunk.document)? else { continue };
                        let row = DocumentRow { chunks: Vec::new(), ..document_row(record) };
                        documents.entry(chunk.document).or_insert(row).clone()
                    }
                };
                let (section, page, text) = (chunk.section, chunk.page, chunk.text);
                rows.push(ChunkRow { number, chunk: chunk.id, document, section, page, text });
            }
            Ok(rows)
        })
    }

    /// How likely each chunk answers `query`, most likely first: the score that
    /// [`Knowledge::search`] gives it. Chunks that are not named have nothing in common with it.
    ///
    /// # Errors
    /// The store or the word index cannot be read.
    pub fn chunk_scores(
        &self,
        query: &str,
        embedding: Option<&Embedding>,
    ) -> Result<Vec<(u32, f32)>, KnowledgeError> {
        let chunks = self.store().read(|snapshot| snapshot.totals())?.1;
        let limit = usize::try_from(chunks).unwrap_or(usize::MAX);
        let request = SearchRequest { query, embedding, limit, ..SearchRequest::default() };
        scores(self.words(), self.matrix(), &request)
    }
}

fn document_row(record: DocumentRecord) -> DocumentRow {
    let DocumentRecord {
        id: document,
        title,
        subject: _,
        category,
        tags,
        updated,
        visibility,
        file,
        format,
        hidden: _,
        mark: _,
        chunks,
    } = record;
    let updated = Timestamp(updated);
    DocumentRow { document, title, category, tags, updated, visibility, file, format, chunks }
}
