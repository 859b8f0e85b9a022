//! Retrieval: rows `{question, history?, gold}` against the knowledge folder.

use std::path::Path;
use std::time::Instant;

use aside_assist::MessageContext;
use aside_contract::{Author, ConversationId, Message, MessageId, Passage, Timestamp};
use serde::{Deserialize, Serialize};

use super::dataset;
use super::metrics::{Latency, auroc};
use crate::{Engine, EngineError};

/// Chunks fetched per question, so that at least ten different documents are among them mostly.
const CHUNKS: usize = 50;
/// Ranks that count for the reciprocal rank.
const RANKS: usize = 10;

#[derive(Deserialize)]
struct Row {
    question: String,
    #[serde(default)]
    history: Vec<Turn>,
    gold: Vec<String>,
}

#[derive(Deserialize)]
struct Turn {
    speaker: String,
    text: String,
}

/// How retrieval fares on a dataset. Hits and ranks are over documents, on the rows that have gold.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RetrievalReport {
    /// `retrieval`.
    pub task: String,
    /// Rows measured.
    pub rows: usize,
    /// Share of answerable rows whose first document is right.
    #[serde(rename = "hit@1")]
    pub hit_at_1: f64,
    /// Share of answerable rows with a right document among the first five.
    #[serde(rename = "hit@5")]
    pub hit_at_5: f64,
    /// Mean reciprocal rank of the first right document, 0 past the tenth.
    #[serde(rename = "mrr@10")]
    pub mrr_at_10: f64,
    /// How well the best score tells answerable rows from those with empty gold; null without both kinds.
    pub abstain_auroc: Option<f64>,
    /// One search, its encoder pass included.
    pub latency_ms: Latency,
}

impl Engine {
    /// Measures retrieval on rows `{question, history?, gold}`, with the same query that a live
    /// message makes. The folder must be indexed. `progress` hears rows done and rows in all.
    ///
    /// # Errors
    /// [`EngineError::Dataset`] for a file that cannot be read, or where the store fails.
    pub fn eval_retrieval(
        &self,
        path: &Path,
        mut progress: impl FnMut(usize, usize),
    ) -> Result<RetrievalReport, EngineError> {
        let rows: Vec<Row> = dataset::rows(path)?;
        let (mut ranks, mut tops, mut times) = (Vec::new(), Vec::new(), Vec::new());
        for (index, row) in rows.iter().enumerate() {
            let history = history(&row.history);
            let start = Instant::now();
            let context = MessageContext { text: &row.question, history: &history, vip: false };
            let (analysis, embedding) = self.analyse(&context)?;
            let passages =
                self.retrieve(&context, &analysis, embedding.as_deref(), CHUNKS)?.passages;
            times.push(start.elapsed().as_secs_f64() * 1e3);
            tops.push((
                passages.first().map_or(0.0, |passage| passage.score),
                !row.gold.is_empty(),
            ));
            if !row.gold.is_empty() {
                ranks.push(rank(&passages, &row.gold));
            }
            progress(index + 1, rows.len());
        }
        let share = |test: &dyn Fn(usize) -> f64| {
            ranks.iter().map(|rank| rank.map_or(0.0, test)).sum::<f64>() / ranks.len().max(1) as f64
        };
        Ok(RetrievalReport {
            task: "retrieval".to_owned(),
            rows: rows.len(),
            hit_at_1: share(&|rank| f64::from(u8::from(rank == 1))),
            hit_at_5: share(&|rank| f64::from(u8::from(rank <= 5))),
            mrr_at_10: share(&|rank| 1.0 / rank as f64),
            abstain_auroc: auroc(&tops),
            latency_ms: Latency::of(times),
        })
    }
}

/// The rank, from 1, of the first right document among the documents of `passages`, up to [`RANKS`].
fn rank(passages: &[Passage], gold: &[String]) -> Option<usize> {
    let mut seen: Vec<&str> = Vec::new();
    for passage in passages {
        if !seen.contains(&passage.document.as_str()) {
            seen.push(&passage.document);
        }
    }
    seen.iter()
        .take(RANKS)
        .position(|document| gold.iter().any(|right| right == document))
        .map(|index| index + 1)
}

fn history(turns: &[Turn]) -> Vec<Message> {
    let conversation_id = ConversationId::new();
    turns
        .iter()
        .map(|turn| Message {
            id: MessageId::new(),
            conversation_id,
            author: if turn.speaker == "customer" { Author::Customer } else { Author::Agent },
            text: turn.text.clone(),
            at: Timestamp::default(),
            suggestion_id: None,
        })
        .collect()
}
