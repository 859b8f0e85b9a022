//! Retrieval: rows `{question, history?, gold}` against the knowledge folder.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::time::Instant;

use aside_assist::MessageContext;
use aside_contract::Passage;
use aside_knowledge::RankBy;
use serde::{Deserialize, Serialize};

use super::dataset;
use super::metrics::{Latency, auroc, calibration_error};
use super::turns::{Turn, history};
use crate::pipeline::Ask;
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

/// How well passages are ranked. Hits and ranks are over documents, on the rows that have gold.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ranking {
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
}

/// How retrieval fares on a dataset, and how words and vectors alone do on the same rows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RetrievalReport {
    /// `retrieval`.
    pub task: String,
    /// Rows measured.
    pub rows: usize,
    /// As the product ranks.
    #[serde(flatten)]
    pub fused: Ranking,
    /// Mean distance between the best score and how often such a passage is right, over ten steps of
    /// the score (expected calibration error).
    pub calibration_error: f64,
    /// One search as the product does it, its encoder passes included.
    pub latency_ms: Latency,
    /// Ranked by BM25 alone.
    pub words: Ranking,
    /// Ranked by the vectors' cosine alone; null without a model.
    pub meaning: Option<Ranking>,
}

/// What one way of ranking gave on each row.
#[derive(Default)]
struct Tally {
    /// Of rows with gold.
    ranks: Vec<Option<usize>>,
    /// Of all rows: the best score, and whether there is gold.
    tops: Vec<(f32, bool)>,
    /// Of all rows: the best score, and whether that document is right.
    firsts: Vec<(f32, bool)>,
}

impl Tally {
    fn add(&mut self, passages: &[Passage], gold: &[String]) {
        let top = passages.first().map_or(0.0, |passage| passage.score);
        let rank = rank(passages, gold);
        self.tops.push((top, !gold.is_empty()));
        self.firsts.push((top, rank == Some(1)));
        if !gold.is_empty() {
            self.ranks.push(rank);
        }
    }

    fn ranking(&self) -> Ranking {
        let share = |test: &dyn Fn(usize) -> f64| {
            self.ranks.iter().map(|rank| rank.map_or(0.0, test)).sum::<f64>()
                / self.ranks.len().max(1) as f64
        };
        Ranking {
            hit_at_1: share(&|rank| f64::from(u8::from(rank == 1))),
            hit_at_5: share(&|rank| f64::from(u8::from(rank <= 5))),
            mrr_at_10: share(&|rank| 1.0 / rank as f64),
            abstain_auroc: auroc(&self.tops),
        }
    }
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
        let mut tallies =
            [RankBy::Everything, RankBy::Words, RankBy::Meaning].map(|by| (by, Tally::default()));
        let mut times = Vec::new();
        for (index, row) in rows.iter().enumerate() {
            let history = history(&row.history);
            let context = MessageContext {
                text: &row.question,
                history: &history,
                ..MessageContext::default()
            };
            for (by, tally) in &mut tallies {
                let start = Instant::now();
                let (analysis, embedding) = self.analyse(&context, None)?;
                let ask = Ask { by: *by, limit: CHUNKS, ..Ask::default() };
                let found = self.retrieve(&context, &analysis, embedding.as_ref(), &ask)?;
                if *by == RankBy::Everything {
                    times.push(start.elapsed().as_secs_f64() * 1e3);
                }
                tally.add(&found.passages, &row.gold);
            }
            progress(index + 1, rows.len());
        }
        let [(_, fused), (_, words), (_, meaning)] = &tallies;
        Ok(RetrievalReport {
            task: "retrieval".to_owned(),
            rows: rows.len(),
            fused: fused.ranking(),
            calibration_error: calibration_error(&fused.firsts),
            latency_ms: Latency::of(times),
            words: words.ranking(),
            meaning: self.knowledge.encoder().is_some().then(|| meaning.ranking()),
        })
    }

    /// Writes what the ranking is trained on: a JSON line for each row, with the features of every
    /// candidate and whether its document is right.
    ///
    /// # Errors
    /// As [`Engine::eval_retrieval`], or where `out` cannot be written.
    pub fn ranking_features(
        &self,
        path: &Path,
        out: &Path,
        mut progress: impl FnMut(usize, usize),
    ) -> Result<(), EngineError> {
        let rows: Vec<Row> = dataset::rows(path)?;
        let failed = |error: std::io::Error| EngineError::Dataset {
            path: out.to_path_buf(),
            line: 0,
            reason: format!("cannot be written: {error}"),
        };
        let mut file = BufWriter::new(File::create(out).map_err(failed)?);
        for (index, row) in rows.iter().enumerate() {
            let history = history(&row.history);
            let context = MessageContext {
                text: &row.question,
                history: &history,
                ..MessageContext::default()
            };
            let (analysis, embedding) = self.analyse(&context, None)?;
            let ask = Ask { limit: CHUNKS, ..Ask::default() };
            let (_, features) =
                self.ask(&context, &analysis, embedding.as_ref(), &ask, |request| {
                    let candidates = self.knowledge.candidates(request)?;
                    Ok(Features {
                        conversation: request.conversation.is_some(),
                        gold: &row.gold,
                        documents: candidates.iter().map(|one| one.document.clone()).collect(),
                        features: candidates.into_iter().map(|one| one.features).collect(),
                    })
                })?;
            let line = serde_json::to_string(&features).map_err(|error| failed(error.into()))?;
            writeln!(file, "{line}").map_err(failed)?;
            progress(index + 1, rows.len());
        }
        file.flush().map_err(failed)
    }
}

/// What one row of training tells.
#[derive(Serialize)]
struct Features<'a> {
    /// Whether there is more than the question.
    conversation: bool,
    gold: &'a [String],
    /// The candidates' documents, and what ranks the candidates.
    documents: Vec<String>,
    features: Vec<Vec<f32>>,
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
