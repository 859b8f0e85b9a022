//! The ledger: checked, replayed, exported.

use aside_contract::{
    ConversationId, LedgerLine, LedgerProblem, LedgerSignature, LedgerState, Message, ModelOutcome,
    Replay, ReplayStep,
};
use aside_desk::{
    Desk, LedgerEntry, LedgerFact, LedgerFault, LedgerHash, LedgerReport, LedgerStep, ModelCall,
    SignedHead, StatusCause,
};

use crate::lock::DataLock;
use crate::{Engine, EngineError, Places, ledger_key};

/// The most entries of one page.
const MOST_LINES: usize = 5_000;

impl Engine {
    /// Walks the whole ledger, and names the first entry that was changed, removed, moved or added.
    ///
    /// # Errors
    /// Where the store cannot be read; a fault in the ledger is no error but stands in the answer.
    pub fn verify_ledger(&self) -> Result<LedgerState, EngineError> {
        Ok(ledger_state(self.desk.verify_ledger()?))
    }

    /// The entries after this one (0: from the first), at most `limit` and 5,000; empty after the last.
    /// What they say is masked.
    ///
    /// # Errors
    /// Where the store cannot be read or an entry is damaged.
    pub fn ledger_lines(&self, after: u64, limit: usize) -> Result<Vec<LedgerLine>, EngineError> {
        let masks = || self.redaction.masks();
        Ok(self.desk.masked_ledger_lines_after(after, limit.clamp(1, MOST_LINES), masks)?)
    }

    /// As [`Engine::ledger_lines`], with what the entries say as customers wrote it.
    ///
    /// # Errors
    /// As [`Engine::ledger_lines`].
    pub fn clear_ledger_lines(
        &self,
        after: u64,
        limit: usize,
    ) -> Result<Vec<LedgerLine>, EngineError> {
        Ok(self.desk.ledger_lines_after(after, limit.clamp(1, MOST_LINES))?)
    }

    /// What happened in a conversation, step by step in plain words.
    ///
    /// # Errors
    /// [`EngineError::NotFound`], or where the store cannot be read or an entry is damaged.
    pub fn replay(&self, conversation: ConversationId) -> Result<Replay, EngineError> {
        let entries = self.desk.ledger(conversation)?;
        if entries.is_empty() {
            let name = conversation.to_string();
            return Err(EngineError::NotFound { what: "conversation", name });
        }
        Ok(Replay { steps: entries.into_iter().map(step).collect() })
    }
}

/// Signs the ledger of a data folder that nobody uses as it is: for whoever has looked into why it is not
/// the one that was signed. The ledger says so.
///
/// # Errors
/// The folder is in use, there is no key, or the store cannot be opened.
pub fn sign_ledger_anew(places: &Places) -> Result<(), EngineError> {
    let _lock = DataLock::take(&places.data)?;
    let key = ledger_key::find()?.ok_or(EngineError::NoLedgerKey)?;
    Ok(Desk::sign_anew(&places.desk(), key)?)
}

/// A report as the API gives it.
pub(crate) fn ledger_state(report: LedgerReport) -> LedgerState {
    let LedgerReport { sound, head, fault, signed } = report;
    let fault = fault.map(|LedgerFault { sequence, reason }| LedgerProblem { sequence, reason });
    let signed = signed.map(|SignedHead { sequence, at, public, hash: _ }| LedgerSignature {
        sequence,
        at,
        key: LedgerHash::from_bytes(public).to_hex().to_string(),
    });
    LedgerState { sound, head: head.to_hex().to_string(), fault, signed }
}

fn step(entry: LedgerEntry) -> ReplayStep {
    let LedgerEntry { sequence, at, actor, fact, .. } = entry;
    let (what, details) = match fact {
        LedgerFact::MessageReceived { customer, channel, message } => {
            let channel = format!("{channel:?}").to_lowercase();
            (format!("{customer} wrote on the {channel}."), said(&message))
        }
        LedgerFact::AdviceGiven { advice, steps } => {
            let mut details: Vec<String> = steps.iter().flat_map(reasoning).collect();
            let analysis = &advice.analysis;
            details.insert(
                usize::from(!steps.is_empty()),
                format!(
                    "It reads as {} about {}, {}, priority {}{}.",
                    analysis.intent.label,
                    analysis.category.label,
                    analysis.sentiment.label,
                    analysis.priority,
                    if analysis.suspicious.is_some() {
                        "; it seems to give orders to a language model"
                    } else {
                        ""
                    }
                ),
            );
            for (place, suggestion) in advice.suggestions.iter().enumerate() {
                details.push(format!("Suggestion {}: {}", place + 1, line(&suggestion.text)));
                let cited = suggestion.citations.iter();
                details.extend(
                    cited.map(|one| format!("  from {}: “{}”", one.document, line(&one.quote))),
                );
            }
            let escalation = &advice.escalation;
            let advised = if escalation.recommended { "advised" } else { "not advised" };
            details.push(format!("Escalation is {advised} ({:.2}).", escalation.score));
            details.extend(escalation.reasons.iter().map(|reason| {
                format!("  {} ({}, {:.2})", reason.explanation, reason.evidence, reason.weight)
            }));
            let by_model = steps.iter().any(|step| matches!(step, LedgerStep::LanguageModel(_)));
            let what = if by_model { "A language model was asked." } else { "Aside advised." };
            (what.to_owned(), details)
        }
        LedgerFact::ReplySent { message, outcome, hand_over } => {
            let mut details = said(&message);
            details.extend(outcome.map(|outcome| match outcome.edited {
                false => "It is a suggestion as it was.".to_owned(),
                true => format!(
                    "It began as a suggestion; {:.0} % of its words were changed.",
                    outcome.edit_ratio * 100.0
                ),
            }));
            let what = if hand_over {
                "The customer was told that a person will answer.".to_owned()
            } else {
                format!("The {} replied.", format!("{:?}", message.author).to_lowercase())
            };
            (what, details)
        }
        LedgerFact::StatusChanged { from, to, cause } => {
            let why = match cause {
                StatusCause::Set => "somebody set it",
                StatusCause::Ticket => "its ticket asks for it",
                StatusCause::CustomerWrote => "the customer wrote again",
            };
            let name = |status| format!("{status:?}").to_lowercase();
            (
                format!("The conversation went from {} to {}: {why}.", name(from), name(to)),
                Vec::new(),
            )
        }
        LedgerFact::VipSet { customer, vip, tier } => {
            let tier = tier.unwrap_or_else(|| "none".to_owned());
            let priority = if vip { "has" } else { "has no" };
            (format!("{customer} {priority} priority by contract; tier: {tier}."), Vec::new())
        }
        LedgerFact::LabelCorrected { label, from, to, .. } => (
            match to {
                Some(to) => {
                    format!("An agent corrected the {} from {from} to {to}.", label.words())
                }
                None => format!("An agent took a correction of the {} back.", label.words()),
            },
            Vec::new(),
        ),
        LedgerFact::SuggestionDismissed { reason, .. } => {
            (format!("An agent dismissed a suggestion: {}.", reason.words()), Vec::new())
        }
        LedgerFact::DocumentJudged { document, allowed, .. } => {
            let what = if allowed { "allowed for" } else { "held back from" };
            (format!("{document} was {what} language models."), Vec::new())
        }
        LedgerFact::LeadChanged { person: true } => {
            ("A person took the chat over from the assistant.".to_owned(), Vec::new())
        }
        LedgerFact::LeadChanged { person: false } => {
            ("A person gave the chat back to the assistant.".to_owned(), Vec::new())
        }
        LedgerFact::SessionRated { rating, comment } => (
            format!("The customer rated the chat with {rating} of 5."),
            comment.iter().map(|comment| format!("> {}", line(comment))).collect(),
        ),
        LedgerFact::TicketOpened { ticket } => {
            let mut details = vec![line(&ticket.summary)];
            details.extend(ticket.owner.iter().map(|owner| format!("Owner: {owner}.")));
            details.extend(ticket.reasons.iter().map(|reason| {
                format!("  {} ({}, {:.2})", reason.explanation, reason.evidence, reason.weight)
            }));
            let what = format!(
                "It was handed to a supervisor: ticket {}, priority {}.",
                ticket.id, ticket.priority
            );
            (what, details)
        }
        LedgerFact::TicketChanged { ticket, from, to, owner, note, approved } => {
            let mut details: Vec<String> =
                owner.iter().map(|owner| format!("Owner: {owner}.")).collect();
            details.extend(note.iter().map(|note| format!("> {}", line(note))));
            let what = match (approved, from == to) {
                (Some(true), _) => {
                    format!("Ticket {ticket} was approved: it belonged to a supervisor.")
                }
                (Some(false), _) => format!("Ticket {ticket} needed no supervisor."),
                (None, true) => format!("Ticket {ticket} was noted on."),
                (None, false) => format!("Ticket {ticket} went from {from} to {to}."),
            };
            (what, details)
        }
        LedgerFact::RuleJudged { rule, wrong, note, .. } => {
            let what = match wrong {
                true => format!("An agent said that the rule {rule} fired wrongly."),
                false => format!("An agent took back that the rule {rule} fired wrongly."),
            };
            (what, note.iter().map(|note| format!("> {}", line(note))).collect())
        }
        LedgerFact::FactKept { customer, fact } => {
            (format!("A fact about {customer} was kept."), vec![format!("> {}", line(&fact.text))])
        }
        LedgerFact::FactDropped { .. } => {
            ("A fact was deleted or corrected.".to_owned(), Vec::new())
        }
        LedgerFact::ProfileSet { customer, .. } => {
            (format!("What is known of {customer} was set."), Vec::new())
        }
        LedgerFact::CustomerForgotten { erased } => {
            (format!("A customer was forgotten: {} entries were erased.", erased.len()), Vec::new())
        }
        LedgerFact::Erased => ("Erased: the customer was forgotten.".to_owned(), Vec::new()),
        LedgerFact::ConversationReviewed { review } => {
            let who = review.reviewer.as_deref().unwrap_or("The owner of this machine");
            let score = review.score.map_or_else(
                || "without a score".to_owned(),
                |score| format!("with {score} of 100"),
            );
            let details = review.comment.iter().map(|comment| format!("> {}", line(comment)));
            (format!("{who} reviewed the conversation {score}."), details.collect())
        }
        LedgerFact::ModelAsked(call) => (
            "A language model was asked.".to_owned(),
            asked(&call, "Its text was shown to the agent"),
        ),
        LedgerFact::SigningBegan { key } => {
            ("From here on the ledger's head is signed.".to_owned(), vec![format!("Key {key}")])
        }
    };
    ReplayStep { sequence, at, actor, what, details }
}

/// One step of the reasoning behind an advice.
fn reasoning(step: &LedgerStep) -> Vec<String> {
    match step {
        LedgerStep::Analysis { model, milliseconds } => {
            let by = model.as_deref().unwrap_or("rules alone");
            vec![format!("The message was read by {by} in {milliseconds:.1} ms.")]
        }
        LedgerStep::Retrieval { query, passages, milliseconds } => {
            let found = match passages.len() {
                0 => "nothing relevant".to_owned(),
                1 => "one passage".to_owned(),
                count => format!("{count} passages"),
            };
            let mut lines = vec![format!(
                "A search for “{}” found {found} in {milliseconds:.1} ms.",
                line(query)
            )];
            lines.extend(passages.iter().map(|passage| {
                format!("  {:.2} {} (passage {})", passage.score, passage.document, passage.chunk)
            }));
            lines
        }
        LedgerStep::Draft { milliseconds } => {
            vec![format!("Replies were composed and escalation judged in {milliseconds:.1} ms.")]
        }
        LedgerStep::LanguageModel(call) => asked(call, "Its draft is the last suggestion"),
        LedgerStep::Failure { stage, reason } => vec![format!("The {stage} failed: {reason}")],
    }
}

/// How a language model was asked, and what became of its text.
fn asked(call: &ModelCall, used: &str) -> Vec<String> {
    let ModelCall { model, host, template, prompt, prompt_tokens, answer_tokens, .. } = call;
    let hash = prompt.get(..16).unwrap_or(prompt);
    let became = match call.outcome {
        ModelOutcome::Suggested => used.to_owned(),
        _ => format!("Its text was not used: {}", call.reason),
    };
    vec![
        format!(
            "{model} at {host} was asked with the prompt {template} ({hash}…): {prompt_tokens} + {answer_tokens} tokens, {:.0} ms.",
            call.milliseconds
        ),
        format!("{became}."),
    ]
}

fn said(message: &Message) -> Vec<String> {
    message
        .text
        .lines()
        .filter(|text| !text.trim().is_empty())
        .map(|text| format!("> {text}"))
        .collect()
}

/// A text on one line.
fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
