//! How well each chunk answers a text, worked out once per text and question.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use aside_knowledge::{DocumentRow, Knowledge};
use aside_query::SourceError;
use parking_lot::Mutex;

use crate::meaning::question;

/// The knowledge base as one question sees it.
pub(crate) struct Scores {
    pub(crate) knowledge: Knowledge,
    by_text: Mutex<HashMap<String, Arc<Ranking>>>,
    documents: OnceLock<Arc<Vec<DocumentRow>>>,
}

/// The scores of one text, 0 to 1. A chunk without one has nothing in common with the text: 0.
pub(crate) struct Ranking {
    /// The numbers of chunks, best first.
    pub(crate) ranked: Vec<u32>,
    by_chunk: HashMap<u32, f64>,
}

impl Ranking {
    pub(crate) fn has(&self, chunk: u32) -> bool {
        self.by_chunk.contains_key(&chunk)
    }

    pub(crate) fn of(&self, chunk: u32) -> f64 {
        self.by_chunk.get(&chunk).copied().unwrap_or_default()
    }
}

impl Scores {
    pub(crate) fn new(knowledge: &Knowledge) -> Self {
        Self { knowledge: knowledge.clone(), by_text: Mutex::default(), documents: OnceLock::new() }
    }

    /// The scores of this text. One pass over all vectors the first time.
    pub(crate) fn ranking(&self, text: &str) -> Result<Arc<Ranking>, SourceError> {
        let mut known = self.by_text.lock();
        if let Some(ranking) = known.get(text) {
            return Ok(ranking.clone());
        }
        let embedding = match self.knowledge.encoder() {
            Some(encoder) => question(&encoder, text)?,
            None => None,
        };
        let mut scores = self.knowledge.chunk_scores(text, embedding.as_ref())?;
        scores.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let ranking = Arc::new(Ranking {
            ranked: scores.iter().map(|(chunk, _)| *chunk).collect(),
            by_chunk: scores.into_iter().map(|(chunk, score)| (chunk, rounded(score))).collect(),
        });
        known.insert(text.to_owned(), ranking.clone());
        Ok(ranking)
    }

    /// Every document, as it was when the question first needed them.
    pub(crate) fn documents(&self) -> Result<Arc<Vec<DocumentRow>>, SourceError> {
        if let Some(documents) = self.documents.get() {
            return Ok(documents.clone());
        }
        let documents = Arc::new(self.knowledge.document_rows()?);
        Ok(self.documents.get_or_init(|| documents).clone())
    }
}

/// Four digits: more are noise, and a row shows what it is compared with.
fn rounded(score: f32) -> f64 {
    (f64::from(score) * 1e4).round() / 1e4
}
