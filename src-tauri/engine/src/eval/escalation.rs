//! Escalation: rows `{text, history?, vip?, rules, escalate, split?}` against the rules and the score.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Instant;

use aside_assist::MessageContext;
use aside_contract::{Author, ConversationId, Message, MessageId, MoodPoint, Timestamp};
use serde::{Deserialize, Serialize};

use super::dataset;
use super::metrics::Latency;
use crate::pipeline::Subject;
use crate::{Engine, EngineError};

#[derive(Deserialize)]
struct Row {
    /// The message that is judged.
    text: String,
    /// The conversation before it, oldest first.
    #[serde(default)]
    history: Vec<Earlier>,
    #[serde(default)]
    vip: bool,
    /// The rules that a reader would name.
    rules: BTreeSet<String>,
    /// A supervisor would want it.
    escalate: bool,
    #[serde(default)]
    split: String,
}

#[derive(Deserialize)]
struct Earlier {
    author: Author,
    text: String,
}

/// How a rule, or the whole score, fares.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RuleReport {
    /// Rows for which it should speak.
    pub wanted: usize,
    /// Rows for which it does.
    pub fired: usize,
    /// Rows for which both hold.
    pub right: usize,
    /// Of the rows for which it speaks, the share for which it should; `null` where it never speaks.
    pub precision: Option<f64>,
    /// Of the rows for which it should speak, the share for which it does; `null` where there are none.
    pub recall: Option<f64>,
}

impl RuleReport {
    fn count(&mut self, wanted: bool, fired: bool) {
        self.wanted += usize::from(wanted);
        self.fired += usize::from(fired);
        self.right += usize::from(wanted && fired);
        let share = |whole: usize| (whole > 0).then(|| self.right as f64 / whole as f64);
        (self.precision, self.recall) = (share(self.fired), share(self.wanted));
    }
}

/// The figures of one part of the rows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct EscalationFigures {
    /// Rows.
    pub rows: usize,
    /// Whether handing over is recommended, at the threshold in force.
    pub recommended: RuleReport,
    /// By rule, for the rules that any row of the file names.
    pub rules: BTreeMap<String, RuleReport>,
}

/// A row that was judged otherwise than it is labelled.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EscalationMistake {
    /// Its line, from 1; blank lines are not counted.
    pub line: usize,
    /// Its part of the file.
    pub split: String,
    /// The message.
    pub text: String,
    /// The score that it was given.
    pub score: f32,
    /// A supervisor would want it.
    pub escalate: bool,
    /// Rules that should have spoken.
    pub missed: Vec<String>,
    /// Rules that should not have.
    pub wrong: Vec<String>,
}

/// How escalation fares on a dataset.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EscalationReport {
    /// `escalation`.
    pub task: String,
    /// Rows measured.
    pub rows: usize,
    /// The score from which handing over is recommended.
    pub threshold: f32,
    /// All rows.
    pub all: EscalationFigures,
    /// By the `split` of the rows, where they name one.
    pub splits: BTreeMap<String, EscalationFigures>,
    /// Rows that were judged otherwise, in their order.
    pub mistakes: Vec<EscalationMistake>,
    /// The advice on one message, retrieval and drafts included.
    pub latency_ms: Latency,
}

impl Engine {
    /// Measures the rules and the score on labelled messages, by the whole way of a message: it is
    /// analysed, the knowledge is searched, replies are drafted. Nothing is stored, so earlier messages
    /// that mean the same count by their words alone. `progress` hears rows done and rows in all.
    ///
    /// # Errors
    /// [`EngineError::Dataset`] for a file that cannot be read, or where the encoder is overloaded.
    pub fn eval_escalation(
        &self,
        path: &Path,
        mut progress: impl FnMut(usize, usize),
    ) -> Result<EscalationReport, EngineError> {
        let rows: Vec<Row> = dataset::rows(path)?;
        let named: BTreeSet<&String> = rows.iter().flat_map(|row| &row.rules).collect();
        let mut report = EscalationReport {
            task: "escalation".to_owned(),
            rows: rows.len(),
            threshold: self.team_rules().threshold(),
            all: EscalationFigures::default(),
            splits: BTreeMap::new(),
            mistakes: Vec::new(),
            latency_ms: Latency::of(Vec::new()),
        };
        let mut times = Vec::with_capacity(rows.len());
        self.warm_up();
        for (index, row) in rows.iter().enumerate() {
            let (history, moods) = self.replayed(row)?;
            let message = message(Author::Customer, &row.text);
            let start = Instant::now();
            let escalation = self
                .advise(&Subject {
                    message: &message,
                    history: &history,
                    moods: &moods,
                    customer: "",
                    vip: row.vip,
                    visibility: None,
                    labels: &[],
                    page_language: None,
                })
                .advice
                .escalation;
            times.push(start.elapsed().as_secs_f64() * 1e3);
            let fired: BTreeSet<String> =
                escalation.reasons.iter().map(|reason| reason.rule.clone()).collect();
            let parts = (!row.split.is_empty()).then(|| row.split.clone());
            let parts = parts.map(|split| report.splits.entry(split).or_default());
            for part in [&mut report.all].into_iter().chain(parts) {
                part.rows += 1;
                part.recommended.count(row.escalate, escalation.recommended);
                for rule in &named {
                    let figures = part.rules.entry((*rule).clone()).or_default();
                    figures.count(row.rules.contains(*rule), fired.contains(*rule));
                }
            }
            let missed: Vec<String> = row.rules.difference(&fired).cloned().collect();
            let wrong = fired.difference(&row.rules).filter(|rule| named.contains(rule));
            let wrong: Vec<String> = wrong.cloned().collect();
            let misjudged = escalation.recommended != row.escalate;
            if misjudged || !missed.is_empty() || !wrong.is_empty() {
                report.mistakes.push(EscalationMistake {
                    line: index + 1,
                    split: row.split.clone(),
                    text: row.text.clone(),
                    score: escalation.score,
                    escalate: row.escalate,
                    missed,
                    wrong,
                });
            }
            progress(index + 1, rows.len());
        }
        report.latency_ms = Latency::of(times);
        Ok(report)
    }

    /// The conversation before a row's message, with how the customer felt in it.
    fn replayed(&self, row: &Row) -> Result<(Vec<Message>, Vec<MoodPoint>), EngineError> {
        let history: Vec<Message> =
            row.history.iter().map(|one| message(one.author, &one.text)).collect();
        let mut moods = Vec::new();
        for (place, said) in history.iter().enumerate() {
            if said.author != Author::Customer {
                continue;
            }
            let context = MessageContext {
                text: &said.text,
                history: &history[..place],
                vip: row.vip,
                moods: &moods,
                ..MessageContext::default()
            };
            let (analysis, _) = self.analyse(&context, None)?;
            moods.push(MoodPoint {
                message_id: said.id,
                at: said.at,
                sentiment: analysis.sentiment.label,
                confidence: analysis.sentiment.confidence,
                mixed: analysis.mixed,
            });
        }
        Ok((history, moods))
    }
}

fn message(author: Author, text: &str) -> Message {
    Message {
        id: MessageId::new(),
        conversation_id: ConversationId::new(),
        author,
        text: text.to_owned(),
        at: Timestamp::now(),
        suggestion_id: None,
        attachments: Vec::new(),
        by: None,
    }
}
