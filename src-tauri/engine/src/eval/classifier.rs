//! Classifier tasks: rows `{text, label}` against the heads and rules of the analysis.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use aside_assist::MessageContext;
use aside_contract::{Category, Intent, Label, Sentiment};
use serde::{Deserialize, Serialize};

use super::dataset;
use super::metrics::Latency;
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
}

impl Task {
    fn name(self) -> &'static str {
        match self {
            Self::Intent => "intent",
            Self::Category => "category",
            Self::Sentiment => "sentiment",
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
        }
    }
}

#[derive(Deserialize)]
struct Row {
    text: String,
    label: String,
}

/// How one label fares.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClassReport {
    /// Rows with this label.
    pub rows: usize,
    /// Of the rows given this label, the share that has it; 0 where none is given it.
    pub precision: f64,
    /// Of the rows with this label, the share that is given it.
    pub recall: f64,
    /// Harmonic mean of both.
    pub f1: f64,
}

/// How a classifier fares on a dataset.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClassifierReport {
    /// The task's name.
    pub task: String,
    /// Rows measured.
    pub rows: usize,
    /// Share of rows given their label.
    pub accuracy: f64,
    /// Mean F1 over the labels that occur.
    pub macro_f1: f64,
    /// Mean recall over the labels that occur.
    pub macro_recall: f64,
    /// By label, for the labels that occur.
    pub per_class: BTreeMap<String, ClassReport>,
    /// One analysis: encoder pass, heads and rules.
    pub latency_ms: Latency,
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
        let mut pairs = Vec::with_capacity(rows.len());
        let mut times = Vec::with_capacity(rows.len());
        for (index, row) in rows.iter().enumerate() {
            let gold = *labels.iter().find(|label| **label == row.label).ok_or_else(|| {
                EngineError::Dataset {
                    path: path.to_path_buf(),
                    line: index + 1,
                    reason: format!("the label `{}` is none of {}", row.label, labels.join(", ")),
                }
            })?;
            let start = Instant::now();
            let context = MessageContext { text: &row.text, history: &[], vip: false };
            let (analysis, _embedding) = self.analyse(&context)?;
            times.push(start.elapsed().as_secs_f64() * 1e3);
            let given = match task {
                Task::Intent => analysis.intent.label.name(),
                Task::Category => analysis.category.label.name(),
                Task::Sentiment => analysis.sentiment.label.name(),
            };
            pairs.push((gold, given));
            progress(index + 1, rows.len());
        }
        Ok(report(task, &pairs, Latency::of(times)))
    }
}

fn report(task: Task, pairs: &[(&str, &str)], latency_ms: Latency) -> ClassifierReport {
    let count =
        |test: &dyn Fn(&(&str, &str)) -> bool| pairs.iter().filter(|pair| test(pair)).count();
    let share =
        |part: usize, whole: usize| if whole == 0 { 0.0 } else { part as f64 / whole as f64 };
    let mut per_class = BTreeMap::new();
    for label in task.labels() {
        let rows = count(&|pair| pair.0 == label);
        if rows == 0 {
            continue;
        }
        let right = count(&|pair| pair.0 == label && pair.1 == label);
        let given = count(&|pair| pair.1 == label);
        let (precision, recall) = (share(right, given), share(right, rows));
        let f1 = share(2 * right, rows + given);
        per_class.insert(label.to_owned(), ClassReport { rows, precision, recall, f1 });
    }
    let mean = |value: &dyn Fn(&ClassReport) -> f64| {
        per_class.values().map(value).sum::<f64>() / per_class.len().max(1) as f64
    };
    ClassifierReport {
        task: task.name().to_owned(),
        rows: pairs.len(),
        accuracy: share(count(&|pair| pair.0 == pair.1), pairs.len()),
        macro_f1: mean(&|class| class.f1),
        macro_recall: mean(&|class| class.recall),
        per_class: per_class.clone(),
        latency_ms,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_agree_with_a_worked_example() {
        let pairs = [
            ("billing", "billing"),
            ("billing", "orders"),
            ("orders", "orders"),
            ("orders", "orders"),
        ];
        let report = report(Task::Category, &pairs, Latency::of(vec![1.0]));
        assert!((report.accuracy - 0.75).abs() < 1e-9);
        assert!((report.macro_recall - 0.75).abs() < 1e-9);
        assert!((report.per_class["orders"].precision - 2.0 / 3.0).abs() < 1e-9);
        assert!((report.macro_f1 - (2.0 / 3.0 + 0.8) / 2.0).abs() < 1e-9);
        assert!(!report.per_class.contains_key("general"));
    }
}
