//! Classifier tasks: rows `{text, label}` against the heads and rules of the analysis.

use std::path::Path;
use std::time::Instant;

use aside_assist::MessageContext;
use aside_contract::{Category, Intent, Label, Labelled, Sentiment, Urgency};
use serde::{Deserialize, Serialize};

use super::dataset;
use super::metrics::Latency;
use super::report::{Classification, Outcome};
use crate::{Engine, EngineError};

/// Which label of the analysis is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Task {
    /// What the customer wants.
    Intent,
    /// What it is about.
    Category,
    /// How the customer feels.
    Sentiment,
    /// How soon it must be dealt with.
    Urgency,
}

impl Task {
    fn name(self) -> &'static str {
        match self {
            Self::Intent => "intent",
            Self::Category => "category",
            Self::Sentiment => "sentiment",
            Self::Urgency => "urgency",
        }
    }

    fn labels(self) -> Vec<&'static str> {
        fn names<L: Label>() -> Vec<&'static str> {
            L::ALL.iter().map(|label| label.name()).collect()
        }
        match self {
            Self::Intent => names::<Intent>(),
            Self::Category => names::<Category>(),
            Self::Sentiment => names::<Sentiment>(),
            Self::Urgency => names::<Urgency>(),
        }
    }
}

#[derive(Deserialize)]
struct Row {
    text: String,
    label: String,
}

/// How a classifier fares on a dataset.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClassifierReport {
    /// The task's name.
    pub task: String,
    /// Rows measured.
    pub rows: usize,
    /// Right and wrong, and how true the confidence is.
    #[serde(flatten)]
    pub figures: Classification,
    /// One analysis: encoder pass, heads and rules.
    pub latency_ms: Latency,
    /// The encoder pass alone, on the same rows.
    pub encoder_ms: Latency,
}

impl Engine {
    /// Measures a classifier on rows `{text, label}`. `progress` hears rows done and rows in all.
    ///
    /// # Errors
    /// [`EngineError::Dataset`] for a file that cannot be read or a label that does not exist.
    pub fn eval_classifier(
        &self,
        task: Task,
        path: &Path,
        mut progress: impl FnMut(usize, usize),
    ) -> Result<ClassifierReport, EngineError> {
        let rows: Vec<Row> = dataset::rows(path)?;
        let labels = task.labels();
        let mut outcomes = Vec::with_capacity(rows.len());
        let (mut times, mut encoder_times) = (Vec::new(), Vec::new());
        for (index, row) in rows.iter().enumerate() {
            let gold = *labels.iter().find(|label| **label == row.label).ok_or_else(|| {
                EngineError::Dataset {
                    path: path.to_path_buf(),
                    line: index + 1,
                    reason: format!("the label `{}` is none of {}", row.label, labels.join(", ")),
                }
            })?;
            let start = Instant::now();
            self.model.embed(&row.text)?;
            encoder_times.push(start.elapsed().as_secs_f64() * 1e3);
            let start = Instant::now();
            let context = MessageContext { text: &row.text, history: &[], vip: false };
            let (analysis, _embedding) = self.analyse(&context)?;
            times.push(start.elapsed().as_secs_f64() * 1e3);
            let (given, confidence) = match task {
                Task::Intent => named(analysis.intent),
                Task::Category => named(analysis.category),
                Task::Sentiment => named(analysis.sentiment),
                Task::Urgency => analysis.urgency.map_or(("ordinary", 0.0), named),
            };
            outcomes.push(Outcome { gold, given, confidence });
            progress(index + 1, rows.len());
        }
        Ok(ClassifierReport {
            task: task.name().to_owned(),
            rows: rows.len(),
            figures: Classification::of(&outcomes),
            latency_ms: Latency::of(times),
            encoder_ms: Latency::of(encoder_times),
        })
    }
}

fn named<L: Label>(read: Labelled<L>) -> (&'static str, f32) {
    (read.label.name(), read.confidence)
}
