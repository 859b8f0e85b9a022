//! The knowledge base: index, search, look.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use aside_contract::{
    DisagreementList, DocumentView, FileList, KnowledgeStatus, MarkedDocument, Passage,
    SearchFilter, SearchResults,
};
use aside_knowledge::{ChunkRow, ConvertedFile, FilesRequest, SearchRequest, WorkerCommand};
use parking_lot::Mutex;
use serde::{Deserialize, Serialize};

use crate::{Engine, EngineError};

/// How often progress is reported while indexing.
const REPORT_EVERY: Duration = Duration::from_millis(50);

/// The passages with a number that are compared; more take seconds.
const MOST_COMPARED: usize = 20_000;
/// The disagreements that are told.
const MOST_TOLD: usize = 200;
/// Passages that are read at once.
const BLOCK: usize = 512;

/// What was found when the documents were compared last. Held while they are compared, so that it is done once.
#[derive(Default)]
pub(crate) struct Disagreements(Mutex<Option<Arc<DisagreementList>>>);

/// What indexing did.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct IndexSummary {
    /// What the knowledge base holds now.
    #[serde(flatten)]
    pub status: KnowledgeStatus,
    /// How long it took.
    pub seconds: f64,
}

impl Engine {
    /// Brings the index up to date with the folder and waits for it. `progress` hears of every
    /// step, about twenty times a second.
    ///
    /// # Errors
    /// Where the folder cannot be read or the store fails.
    pub fn index(
        &self,
        mut progress: impl FnMut(&KnowledgeStatus),
    ) -> Result<IndexSummary, EngineError> {
        let start = std::time::Instant::now();
        self.knowledge.scan()?;
        while !self.knowledge.wait_until_indexed(REPORT_EVERY) {
            progress(&self.knowledge.status());
        }
        Ok(IndexSummary { status: self.knowledge.status(), seconds: start.elapsed().as_secs_f64() })
    }

    /// Builds the word index and the vectors in memory anew from what is stored.
    ///
    /// # Errors
    /// Where the store cannot be read or the word index cannot be written.
    pub fn rebuild_index(&self) -> Result<(), EngineError> {
        Ok(self.knowledge.rebuild()?)
    }

    /// Searches for passages of documents that `filter` lets through, by meaning and words. Best first, at
    /// most `limit`; those that hardly
    /// answer come last with a low score, none are left out.
    ///
    /// # Errors
    /// [`EngineError::EmptyQuery`], or where the store fails or too much is under way.
    pub fn search(
        &self,
        query: &str,
        filter: SearchFilter,
        limit: usize,
    ) -> Result<SearchResults, EngineError> {
        if query.trim().is_empty() {
            return Err(EngineError::EmptyQuery);
        }
        let _live = self.live_work();
        let embedding = self.embed_question(query)?;
        let results = self.knowledge.search(&SearchRequest {
            query,
            embedding: embedding.as_ref(),
            identifiers: &aside_assist::error_codes(query),
            filter,
            limit: limit.clamp(1, 100),
            ..SearchRequest::default()
        })?;
        Ok(SearchResults { results })
    }

    /// A document as the engine sees it.
    ///
    /// # Errors
    /// [`EngineError::NotFound`], or where the store fails.
    pub fn document(&self, path: &str) -> Result<DocumentView, EngineError> {
        self.knowledge
            .document(path)?
            .ok_or_else(|| EngineError::NotFound { what: "document", name: path.to_owned() })
    }

    /// What the knowledge base holds and does at this moment.
    pub fn knowledge_status(&self) -> KnowledgeStatus {
        self.knowledge.status()
    }

    /// Reads a file again, whatever was found out about it before; without a name, all that could not be
    /// read.
    ///
    /// # Errors
    /// [`EngineError::NotFound`] where there is no such file, or where the store fails.
    pub fn retry(&self, path: Option<&str>) -> Result<KnowledgeStatus, EngineError> {
        let count = self.knowledge.retry(path)?;
        match path {
            Some(path) if count == 0 => {
                Err(EngineError::NotFound { what: "file", name: path.to_owned() })
            }
            _ => Ok(self.knowledge.status()),
        }
    }

    /// Holds finding by meaning and the recognition of pictures of text back, or lets them go on; also
    /// after the next start. New files are found by their words all the same.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn pause_embedding(&self, paused: bool) -> Result<KnowledgeStatus, EngineError> {
        self.knowledge.pause(paused)?;
        Ok(self.knowledge.status())
    }

    /// Where files stand, why, what was made of them, and which other documents say the same, in the
    /// order of their paths; at most 1,000.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn files(&self, request: &FilesRequest<'_>) -> Result<FileList, EngineError> {
        let limit = request.limit.clamp(1, 1_000);
        let mut list = self.knowledge.files(&FilesRequest { limit, ..*request })?;
        for marked in list.files.iter_mut().flat_map(|file| &mut file.marked) {
            marked.allowed = self.is_allowed(&marked.document)?;
        }
        let paths: Vec<&str> = list.files.iter().map(|file| file.path.as_str()).collect();
        let replies = self.desk.replies_citing(&paths)?;
        list.files.iter_mut().zip(replies).for_each(|(file, replies)| file.replies = replies);
        Ok(list)
    }

    /// Allows a marked document to be handed to language models as it reads now, or takes that back. The
    /// ledger keeps it.
    ///
    /// # Errors
    /// [`EngineError::NotFound`] where there is no such document or it is not marked, or where a store
    /// fails.
    pub fn judge_document(
        &self,
        document: &str,
        allowed: bool,
    ) -> Result<MarkedDocument, EngineError> {
        let mark = self.knowledge.mark(document)?.ok_or_else(|| EngineError::NotFound {
            what: "marked document",
            name: document.to_owned(),
        })?;
        self.desk.judge_document(document, &mark.content, allowed)?;
        let document = document.to_owned();
        Ok(MarkedDocument { document, suspicion: mark.suspicion, allowed })
    }

    /// Waits until all documents are compared with each other, which goes on in the background.
    pub fn await_comparing(&self) {
        while !self.knowledge.wait_until_compared(REPORT_EVERY) {}
    }

    /// Sentences of different documents that say the same with two numbers, of all passages with a number, at
    /// most 20,000. Worked out when somebody asks, once for each state of the index: some hundredths of a second
    /// for a thousand passages.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn disagreements(&self) -> Result<Arc<DisagreementList>, EngineError> {
        let mut known = self.disagreements.0.lock();
        let generation = self.knowledge.status().generation;
        if let Some(list) = known.as_ref().filter(|list| list.generation == generation) {
            return Ok(Arc::clone(list));
        }
        let rows = self.knowledge.document_rows()?;
        let numbers: Vec<u32> = rows.iter().flat_map(|row| row.chunks.iter().copied()).collect();
        let (mut passages, mut is_cut): (Vec<Passage>, _) = (Vec::new(), false);
        for block in numbers.chunks(BLOCK) {
            let counting = self.knowledge.chunk_rows(block)?.into_iter().map(passage_of);
            passages.extend(counting.filter(|one| one.text.contains(|c: char| c.is_ascii_digit())));
            if passages.len() > MOST_COMPARED {
                passages.truncate(MOST_COMPARED);
                is_cut = true;
                break;
            }
        }
        let mut disagreements = aside_assist::disagreements(&passages, MOST_TOLD + 1);
        if disagreements.len() > MOST_TOLD {
            disagreements.truncate(MOST_TOLD);
            is_cut = true;
        }
        let list = Arc::new(DisagreementList {
            disagreements,
            passages: u32::try_from(passages.len()).unwrap_or(u32::MAX),
            is_cut,
            generation,
        });
        *known = Some(Arc::clone(&list));
        Ok(list)
    }

    /// A file as the engine sees it. Needs no open engine.
    ///
    /// # Errors
    /// Where the file cannot be read or converted.
    pub fn convert(path: &Path, worker: &WorkerCommand) -> Result<ConvertedFile, EngineError> {
        aside_knowledge::convert_file(path, worker).map_err(|error| EngineError::Convert {
            path: path.to_path_buf(),
            reason: error.to_string(),
        })
    }
}

/// A chunk as search would give it, without a score.
fn passage_of(row: ChunkRow) -> Passage {
    let ChunkRow { number: _, chunk, document, section, page, text } = row;
    Passage {
        chunk,
        document: document.document,
        title: document.title,
        category: document.category,
        tags: document.tags,
        updated: document.updated,
        visibility: document.visibility,
        section,
        page,
        text,
        score: 0.0,
        duplicates: Vec::new(),
        suspicious: false,
    }
}
