//! Orders to a model: rows `{text, label, source?}` against the detector.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use aside_inference::injection::suspicion;
use serde::{Deserialize, Serialize};

use super::dataset;
use super::metrics::Latency;
use crate::{Engine, EngineError};

/// Sources of messages that customers of a support desk wrote begin so.
const ORDINARY: &str = "support_";

#[derive(Deserialize)]
struct Row {
    text: String,
    label: Label,
    #[serde(default)]
    source: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Label {
    Injection,
    Benign,
}

/// How many rows are marked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct MarkedReport {
    /// Rows.
    pub rows: usize,
    /// Of them, the share that is marked as suspicious; 0 without rows.
    pub marked: f64,
}

/// How the detector fares on a dataset.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InjectionReport {
    /// `injection`.
    pub task: String,
    /// Rows measured.
    pub rows: usize,
    /// Of the injections, the share that is marked.
    pub recall: f64,
    /// Of the benign rows, the share that is marked.
    pub false_positive_rate: f64,
    /// The same of the ordinary messages of customers: sources that begin with `support_`; `null`
    /// without any.
    pub false_positive_rate_ordinary: Option<f64>,
    /// Injections by source.
    pub injections: BTreeMap<String, MarkedReport>,
    /// Benign rows by source.
    pub benign: BTreeMap<String, MarkedReport>,
    /// One text.
    pub latency_ms: Latency,
}

/// Rows and how many of them are marked.
type Count = (usize, usize);

impl Engine {
    /// Measures the detector on rows `{text, label: "injection" | "benign", source?}`. `progress`
    /// hears rows done and rows in all.
    ///
    /// # Errors
    /// [`EngineError::Dataset`] for a file that cannot be read.
    pub fn eval_injection(
        &self,
        path: &Path,
        mut progress: impl FnMut(usize, usize),
    ) -> Result<InjectionReport, EngineError> {
        let rows: Vec<Row> = dataset::rows(path)?;
        let (mut injections, mut benign) = (BTreeMap::new(), BTreeMap::new());
        let mut times = Vec::with_capacity(rows.len());
        suspicion("");
        for (index, row) in rows.iter().enumerate() {
            let start = Instant::now();
            let marked = suspicion(&row.text).is_some();
            times.push(start.elapsed().as_secs_f64() * 1e3);
            let counts = match row.label {
                Label::Injection => &mut injections,
                Label::Benign => &mut benign,
            };
            let count: &mut Count = counts.entry(row.source.clone()).or_default();
            count.0 += 1;
            count.1 += usize::from(marked);
            progress(index + 1, rows.len());
        }
        let sum = |counts: &BTreeMap<String, Count>, begins: &str| {
            let of = counts.iter().filter(|(source, _)| source.starts_with(begins));
            report(of.fold((0, 0), |sum, (_, count)| (sum.0 + count.0, sum.1 + count.1)))
        };
        let ordinary = sum(&benign, ORDINARY);
        Ok(InjectionReport {
            task: "injection".to_owned(),
            rows: rows.len(),
            recall: sum(&injections, "").marked,
            false_positive_rate: sum(&benign, "").marked,
            false_positive_rate_ordinary: (ordinary.rows > 0).then_some(ordinary.marked),
            injections: injections
                .into_iter()
                .map(|(source, count)| (source, report(count)))
                .collect(),
            benign: benign.into_iter().map(|(source, count)| (source, report(count))).collect(),
            latency_ms: Latency::of(times),
        })
    }
}

fn report((rows, marked): Count) -> MarkedReport {
    MarkedReport { rows, marked: marked as f64 / rows.max(1) as f64 }
}
