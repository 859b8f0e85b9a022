//! Sentences that passages carry or not: rows `{sentence, kind, passage?, passages, split?}` against the
//! check of grounding.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use aside_assist::{Verdict, ground};
use aside_contract::{Passage, Timestamp, Visibility};
use serde::{Deserialize, Serialize};

use super::dataset;
use super::metrics::Latency;
use crate::{Engine, EngineError};

/// Kinds of sentences that a passage carries.
const CARRIED: [&str; 2] = ["carried", "paraphrased"];
/// The kind of sentences that state nothing.
const NO_FACT: &str = "no_fact";

#[derive(Deserialize)]
struct Row {
    sentence: String,
    /// `carried`, `paraphrased`, `no_fact`; any other name is a way of being unsupported.
    kind: String,
    /// Which passage carries it, from 0.
    #[serde(default)]
    passage: Option<usize>,
    passages: Vec<Place>,
    #[serde(default)]
    split: String,
}

#[derive(Deserialize)]
struct Place {
    document: String,
    #[serde(default)]
    section: String,
    text: String,
}

/// How many sentences of a kind were judged rightly.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct JudgedReport {
    /// Rows.
    pub rows: usize,
    /// Of them, those judged rightly: carried by the passage that the row names, marked as
    /// unsupported, or known to state no fact.
    pub right: usize,
}

/// How well unsupported sentences are told from carried ones.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct GroundingFigures {
    /// Of the sentences that are marked as unsupported, the share that is.
    pub precision: f64,
    /// Of the unsupported sentences, the share that is marked.
    pub recall: f64,
    /// Of the carried sentences, the share that is tied to its passage.
    pub tied: f64,
    /// By kind of sentence.
    pub kinds: BTreeMap<String, JudgedReport>,
}

/// How the check of grounding fares on a dataset.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GroundingReport {
    /// `grounding`.
    pub task: String,
    /// Rows measured.
    pub rows: usize,
    /// By split; `all` where the rows name none.
    pub splits: BTreeMap<String, GroundingFigures>,
    /// One sentence, its passages read included.
    pub latency_ms: Latency,
}

impl Engine {
    /// Measures the check of grounding. `progress` hears rows done and rows in all.
    ///
    /// # Errors
    /// [`EngineError::Dataset`] for a file that cannot be read.
    pub fn eval_grounding(
        &self,
        path: &Path,
        mut progress: impl FnMut(usize, usize),
    ) -> Result<GroundingReport, EngineError> {
        let rows: Vec<Row> = dataset::rows(path)?;
        let mut splits: BTreeMap<String, Counts> = BTreeMap::new();
        let mut times = Vec::with_capacity(rows.len());
        for (index, row) in rows.iter().enumerate() {
            let passages: Vec<Passage> = row.passages.iter().map(passage).collect();
            let passages: Vec<&Passage> = passages.iter().collect();
            let start = Instant::now();
            let judged = ground(&row.sentence, &passages, &[]);
            times.push(start.elapsed().as_secs_f64() * 1e3);
            let split = if row.split.is_empty() { "all" } else { &row.split };
            count(splits.entry(split.to_owned()).or_default(), row, verdict(&judged.sentences));
            progress(index + 1, rows.len());
        }
        let splits = splits.into_iter().map(|(split, counts)| (split, counts.figures()));
        Ok(GroundingReport {
            task: "grounding".to_owned(),
            rows: rows.len(),
            splits: splits.collect(),
            latency_ms: Latency::of(times),
        })
    }
}

#[derive(Default)]
struct Counts {
    kinds: BTreeMap<String, JudgedReport>,
    marked: usize,
    rightly_marked: usize,
}

impl Counts {
    fn figures(self) -> GroundingFigures {
        let of = |wanted: &dyn Fn(&str) -> bool| {
            let kinds = self.kinds.iter().filter(|(kind, _)| wanted(kind));
            let (rows, right) = kinds.fold((0, 0), |(rows, right), (_, report)| {
                (rows + report.rows, right + report.right)
            });
            right as f64 / rows.max(1) as f64
        };
        GroundingFigures {
            precision: self.rightly_marked as f64 / self.marked.max(1) as f64,
            recall: of(&|kind| kind != NO_FACT && !CARRIED.contains(&kind)),
            tied: of(&|kind| CARRIED.contains(&kind)),
            kinds: self.kinds,
        }
    }
}

/// What the whole row says: the first sentence that states something decides.
fn verdict(sentences: &[aside_assist::GroundedSentence]) -> Verdict {
    let telling = sentences.iter().find(|one| one.verdict != Verdict::NoFact);
    telling.map_or(Verdict::NoFact, |one| one.verdict.clone())
}

fn count(counts: &mut Counts, row: &Row, verdict: Verdict) {
    let marked = matches!(verdict, Verdict::Unsupported(_));
    let unsupported = row.kind != NO_FACT && !CARRIED.contains(&row.kind.as_str());
    let right = match (row.kind.as_str(), verdict) {
        (NO_FACT, verdict) => verdict == Verdict::NoFact,
        (kind, Verdict::Carried { passage, .. }) if CARRIED.contains(&kind) => {
            row.passage.is_none_or(|wanted| wanted == passage)
        }
        (kind, _) if CARRIED.contains(&kind) => false,
        _ => marked,
    };
    let kind = counts.kinds.entry(row.kind.clone()).or_default();
    kind.rows += 1;
    kind.right += usize::from(right);
    counts.marked += usize::from(marked);
    counts.rightly_marked += usize::from(marked && unsupported);
}

fn passage(place: &Place) -> Passage {
    let title = place.section.split(" > ").next().unwrap_or(&place.document);
    Passage {
        chunk: format!("{}#{}", place.document, place.section),
        document: place.document.clone(),
        title: title.to_owned(),
        category: String::new(),
        tags: Vec::new(),
        updated: Timestamp(0),
        visibility: Visibility::Public,
        section: place.section.clone(),
        page: None,
        text: place.text.clone(),
        score: 1.0,
        duplicates: Vec::new(),
        suspicious: false,
    }
}
