//! Classifier tasks: rows `{text, label}` against the heads and rules of the analysis.

use std::collections::HashSet;
use std::path::Path;
use std::time::Instant;

use aside_assist::MessageContext;
use aside_contract::{
    Analysis, Category, ConversationId, Correction, Intent, Label, LabelKind, Labelled, MessageId,
    Sentiment, Timestamp, Urgency,
};
use aside_inference::corrections::{LIKE, NEAR};
use serde::{Deserialize, Serialize};

use super::corrections::{CorrectionsReport, Twice};
use super::dataset;
use super::metrics::Latency;
use super::report::{Classification, Outcome};
use crate::corrections::{Corrections, basis};
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

    /// Which label of a message it is; `None` for what cannot be corrected.
    fn kind(self) -> Option<LabelKind> {
        match self {
            Self::Intent => Some(LabelKind::Intent),
            Self::Category => Some(LabelKind::Category),
            Self::Sentiment => Some(LabelKind::Sentiment),
            Self::Urgency => None,
        }
    }

    /// The label that a message was given, and how sure that is.
    fn of(self, analysis: &Analysis) -> (&'static str, f32) {
        match self {
            Self::Intent => named(analysis.intent),
            Self::Category => named(analysis.category),
            Self::Sentiment => named(analysis.sentiment),
            Self::Urgency => analysis.urgency.map_or(("ordinary", 0.0), named),
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
    /// Whether angry answers counted as negative, because the rows know no anger of its own.
    #[serde(default)]
    pub anger_is_negative: bool,
    /// One analysis: encoder pass, heads and rules.
    pub latency_ms: Latency,
    /// The encoder pass alone, on the same rows.
    pub encoder_ms: Latency,
    /// What corrections change, where some were given. The figures above are without them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub corrections: Option<CorrectionsReport>,
}

impl Engine {
    /// Measures a classifier on rows `{text, label}`. Where it is the sentiment and no row is angry, the data
    /// has three labels and keeps anger among the negative, so angry answers count as negative too.
    /// With `corrections`, of the same form, it also says what changes once agents have corrected these
    /// messages. `progress` hears rows done and rows in all.
    ///
    /// # Errors
    /// [`EngineError::Dataset`] for a file that cannot be read or a label that does not exist.
    pub fn eval_classifier(
        &self,
        task: Task,
        path: &Path,
        corrections: Option<&Path>,
        mut progress: impl FnMut(usize, usize),
    ) -> Result<ClassifierReport, EngineError> {
        let rows: Vec<Row> = dataset::rows(path)?;
        let labels = task.labels();
        let (angry, negative) = (Sentiment::Angry.name(), Sentiment::Negative.name());
        let anger_is_negative =
            task == Task::Sentiment && rows.iter().all(|row| row.label != angry);
        let of = |analysis: &Analysis| match task.of(analysis) {
            (given, confidence) if anger_is_negative && given == angry => (negative, confidence),
            answer => answer,
        };
        let corrected =
            corrections.map(|path| self.corrected(task, path)).transpose()?.unwrap_or_default();
        let corrected_texts: HashSet<String> =
            corrected.all().into_iter().map(|one| one.text).collect();
        let mut twice = Vec::new();
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
            self.model.embed_to_read(&row.text)?;
            encoder_times.push(start.elapsed().as_secs_f64() * 1e3);
            let start = Instant::now();
            let context = MessageContext { text: &row.text, ..MessageContext::default() };
            let (analysis, embedding) = self.analyse(&context, None)?;
            times.push(start.elapsed().as_secs_f64() * 1e3);
            let (given, confidence) = of(&analysis);
            if !corrected_texts.is_empty() && !corrected_texts.contains(&row.text) {
                let (analysis, _) = self.analyse_with(&context, None, &corrected)?;
                let similarity =
                    embedding.and_then(|embedding| corrected.nearest(&embedding.vector));
                twice.push(Twice {
                    similarity: similarity.unwrap_or_default(),
                    before: given == gold,
                    after: of(&analysis).0 == gold,
                });
            }
            outcomes.push(Outcome { gold, given, confidence });
            progress(index + 1, rows.len());
        }
        Ok(ClassifierReport {
            task: task.name().to_owned(),
            rows: rows.len(),
            figures: Classification::of(&outcomes),
            anger_is_negative,
            latency_ms: Latency::of(times),
            encoder_ms: Latency::of(encoder_times),
            corrections: corrections
                .map(|_| CorrectionsReport::of(corrected_texts.len(), &twice, NEAR, LIKE)),
        })
    }

    /// The rows of a file as corrections that were learnt.
    fn corrected(&self, task: Task, path: &Path) -> Result<Corrections, EngineError> {
        let unfit = |line: usize, reason: String| EngineError::Dataset {
            path: path.to_path_buf(),
            line,
            reason,
        };
        let kind = task
            .kind()
            .ok_or_else(|| unfit(0, format!("the {} cannot be corrected", task.name())))?;
        let corrections = Corrections::default();
        for (index, row) in dataset::rows::<Row>(path)?.into_iter().enumerate() {
            if !task.labels().contains(&row.label.as_str()) {
                return Err(unfit(index + 1, format!("there is no label `{}`", row.label)));
            }
            let basis = basis(&row.text, &self.model);
            let correction = Correction {
                message_id: MessageId::new(),
                conversation_id: ConversationId::new(),
                text: row.text,
                kind,
                from: String::new(),
                to: row.label,
                at: Timestamp::now(),
            };
            corrections.put(correction, basis);
        }
        corrections.learn();
        Ok(corrections)
    }
}

fn named<L: Label>(read: Labelled<L>) -> (&'static str, f32) {
    (read.label.name(), read.confidence)
}
