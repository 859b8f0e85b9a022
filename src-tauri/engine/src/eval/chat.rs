//! What the chat answers by itself: rows `{question, history?, says?, gold?}` against what it sends.

use std::path::Path;

use aside_assist::ChatDecision;
use aside_contract::{Author, Suggestion, Visibility};
use serde::{Deserialize, Serialize};

use super::dataset;
use super::turns::{Turn, history, message};
use crate::pipeline::Subject;
use crate::{Engine, EngineError};

/// What parts the texts of which one is enough.
const OR: char = '|';

#[derive(Deserialize)]
struct Row {
    question: String,
    #[serde(default)]
    history: Vec<Turn>,
    /// What a right answer says: all of these, whatever their case; of `a|b` one.
    #[serde(default)]
    says: Vec<String>,
    /// Documents that answer, where it is not known in which words. A row with neither has no answer in
    /// the documents.
    #[serde(default)]
    gold: Vec<String>,
}

impl Row {
    fn is_answerable(&self) -> bool {
        !self.says.is_empty() || !self.gold.is_empty()
    }

    /// Whether a reply says what is asked for, from a document that does.
    fn is_answered_by(&self, reply: &Suggestion) -> bool {
        let text = reply.text.to_lowercase();
        let says = |wanted: &String| wanted.split(OR).any(|one| text.contains(&one.to_lowercase()));
        let cites = |document: &String| reply.citations.iter().any(|one| one.document == *document);
        self.is_answerable()
            && self.says.iter().all(says)
            && (self.gold.is_empty() || self.gold.iter().any(cites))
    }
}

/// A row that was not answered as it should be.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChatMistake {
    /// Its line, from 1; blank lines are not counted.
    pub line: usize,
    /// What the customer asked.
    pub question: String,
    /// The wrong answer that was sent; none where a person was asked although the documents answer.
    pub sent: Option<String>,
    /// Why a person was asked.
    pub cause: Option<String>,
    /// Where the best reply stands: document and section.
    pub place: Option<String>,
    /// The best reply's confidence.
    pub confidence: f32,
}

/// How the chat's own answers fare on a dataset.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChatReport {
    /// `chat`.
    pub task: String,
    /// Rows measured.
    pub rows: usize,
    /// Of them, those that the documents answer.
    pub answerable: usize,
    /// Rows that were answered without a person.
    pub sent: usize,
    /// Of them, those with the right answer.
    pub right: usize,
    /// The share of what was sent that is right; 1 where nothing was sent.
    pub precision: f64,
    /// The share of the answerable rows that were answered rightly without a person.
    pub coverage: f64,
    /// The share of the answerable rows whose first suggestion for an agent is right.
    pub first_suggestion: f64,
    /// The share of the answerable rows with a right one among the suggestions.
    pub any_suggestion: f64,
    /// Wrong answers first, then rows that a person was asked for nothing.
    pub mistakes: Vec<ChatMistake>,
}

impl Engine {
    /// Measures which questions the chat answers without a person, and how often rightly, by the whole way
    /// of a message. Nothing is stored. `progress` hears rows done and rows in all.
    ///
    /// # Errors
    /// [`EngineError::Dataset`] for a file that cannot be read.
    pub fn eval_chat(
        &self,
        path: &Path,
        mut progress: impl FnMut(usize, usize),
    ) -> Result<ChatReport, EngineError> {
        let rows: Vec<Row> = dataset::rows(path)?;
        let mut tally = Tally::default();
        let (mut wrong, mut unanswered) = (Vec::new(), Vec::new());
        for (index, row) in rows.iter().enumerate() {
            let history = history(&row.history);
            let message = message(Author::Customer, &row.question);
            let advised = self.advise(&Subject {
                message: &message,
                history: &history,
                moods: &[],
                customer: "",
                vip: false,
                visibility: Some(Visibility::Public),
                labels: &[],
                page_language: None,
            });
            let suggestions = &advised.advice.suggestions;
            let sent = match &advised.chat {
                ChatDecision::Answer { suggestion_id: Some(id), .. } => {
                    suggestions.iter().find(|one| one.id == *id)
                }
                _ => None,
            };
            let right = sent.is_some_and(|sent| row.is_answered_by(sent));
            tally.answerable += usize::from(row.is_answerable());
            tally.sent += usize::from(sent.is_some());
            tally.right += usize::from(right);
            tally.first +=
                usize::from(suggestions.first().is_some_and(|one| row.is_answered_by(one)));
            tally.any += usize::from(suggestions.iter().any(|one| row.is_answered_by(one)));
            let best = sent.or(suggestions.first());
            let place = best.and_then(|one| one.citations.first());
            let mistake = ChatMistake {
                line: index + 1,
                question: row.question.clone(),
                sent: sent.map(|one| one.text.clone()),
                cause: match &advised.chat {
                    ChatDecision::HandOver { cause, .. } => Some(format!("{cause:?}")),
                    ChatDecision::Answer { .. } => None,
                },
                place: place.map(|place| format!("{}: {}", place.document, place.section)),
                confidence: best.map_or(0.0, |one| one.confidence),
            };
            match sent {
                Some(_) if !right => wrong.push(mistake),
                None if row.is_answerable() => unanswered.push(mistake),
                _ => {}
            }
            progress(index + 1, rows.len());
        }
        wrong.append(&mut unanswered);
        Ok(tally.report(rows.len(), wrong))
    }
}

#[derive(Default)]
struct Tally {
    answerable: usize,
    sent: usize,
    right: usize,
    first: usize,
    any: usize,
}

impl Tally {
    fn report(self, rows: usize, mistakes: Vec<ChatMistake>) -> ChatReport {
        let Self { answerable, sent, right, first, any } = self;
        let of_answerable = |count: usize| count as f64 / answerable.max(1) as f64;
        ChatReport {
            task: "chat".to_owned(),
            rows,
            answerable,
            sent,
            right,
            precision: if sent == 0 { 1.0 } else { right as f64 / sent as f64 },
            coverage: of_answerable(right),
            first_suggestion: of_answerable(first),
            any_suggestion: of_answerable(any),
            mistakes,
        }
    }
}
