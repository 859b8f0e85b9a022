//! From one stored customer message to advice: the steps, their order and their clocks.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant;

use aside_assist::{MessageContext, Outcome};
use aside_contract::{Advice, Analysis, Message, Passage, Suggestion, Timing};
use aside_desk::LedgerStep;
use aside_knowledge::{RELEVANCE_FLOOR, SearchRequest};
use serde_json::json;

use crate::{Engine, EngineError};

/// Passages that drafting may choose from.
const PASSAGES: usize = 8;

/// A message with what is known around it.
pub(crate) struct Subject<'a> {
    /// The customer's message.
    pub(crate) message: &'a Message,
    /// The conversation before it, oldest first.
    pub(crate) history: &'a [Message],
    /// The customer has priority by contract.
    pub(crate) vip: bool,
}

/// Advice, with the steps that led to it for the ledger.
pub(crate) struct Advised {
    pub(crate) advice: Advice,
    pub(crate) steps: Vec<LedgerStep>,
}

/// What retrieval found, and how it was asked.
#[derive(Default)]
pub(crate) struct Found {
    pub(crate) query: String,
    pub(crate) passages: Vec<Passage>,
}

impl Found {
    /// Without the passages that do not answer.
    fn above_the_floor(mut self) -> Self {
        self.passages.retain(|passage| passage.score >= RELEVANCE_FLOOR);
        self
    }
}

impl Engine {
    /// Runs the steps on one message. Stores and publishes nothing. Never fails: a step that fails
    /// is a reason for escalation.
    pub(crate) fn advise(&self, subject: &Subject<'_>) -> Advised {
        let start = Instant::now();
        let context =
            MessageContext { text: &subject.message.text, history: subject.history, vip: subject.vip };
        let mut failure = None;

        let (analysis, embedding) = contained(&mut failure, || self.analyse(&context))
            .unwrap_or_else(|| (aside_assist::analyse(&context, None), None));
        let analysed = start.elapsed();

        let found = contained(&mut failure, || self.retrieve(&context, &analysis, embedding.as_deref(), PASSAGES))
            .map_or_else(Found::default, Found::above_the_floor);
        let retrieved = start.elapsed();

        let suggestions = contained(&mut failure, || Ok(aside_assist::draft(&context, &analysis, &found.passages)))
            .unwrap_or_default();
        let escalation = aside_assist::escalate(
            &context,
            &Outcome {
                analysis: &analysis,
                passages: &found.passages,
                suggestions: &suggestions,
                failure: failure.as_deref(),
            },
        );
        let done = start.elapsed();

        let ms = |time: std::time::Duration| time.as_secs_f64() * 1e3;
        let timing_ms = Timing {
            analysis: ms(analysed),
            retrieval: ms(retrieved.saturating_sub(analysed)),
            draft: ms(done.saturating_sub(retrieved)),
            total: ms(done),
        };
        let steps = steps(&context, &analysis, &found, &suggestions, failure.as_deref());
        let advice = Advice {
            conversation_id: subject.message.conversation_id,
            message_id: subject.message.id,
            analysis,
            suggestions,
            escalation,
            timing_ms,
        };
        Advised { advice, steps }
    }

    /// The analysis of a message, with the embedding that it was read from.
    ///
    /// # Errors
    /// Where the encoder is overloaded.
    pub(crate) fn analyse(&self, context: &MessageContext<'_>) -> Result<(Analysis, Option<Vec<f32>>), EngineError> {
        let embedding = self.model.embed(context.text)?;
        let reading = embedding.as_ref().and_then(|embedding| self.model.read(context.text, embedding));
        Ok((aside_assist::analyse(context, reading.as_ref()), embedding))
    }

    /// Searches for what a message asks. `embedding` is the message's own.
    ///
    /// # Errors
    /// Where the encoder is overloaded or the store fails.
    pub(crate) fn retrieve(
        &self, context: &MessageContext<'_>, analysis: &Analysis, embedding: Option<&[f32]>, limit: usize,
    ) -> Result<Found, EngineError> {
        let query = aside_assist::retrieval_query(context, analysis);
        // The query is most often the message itself, whose embedding is already there.
        let own = if query == context.text { None } else { self.model.embed(&query)? };
        // A guess by rules is no ground for preferring a category.
        let category = (!analysis.degraded).then(|| analysis.category.label.to_string());
        let passages = self.knowledge.search(&SearchRequest {
            query: &query,
            embedding: own.as_deref().or(embedding),
            category: category.as_deref(),
            limit,
        })?;
        Ok(Found { query, passages })
    }
}

/// Runs one step; an error or a panic in it is noted as the failure, and the step has no result.
fn contained<T>(failure: &mut Option<String>, step: impl FnOnce() -> Result<T, EngineError>) -> Option<T> {
    let reason = match catch_unwind(AssertUnwindSafe(step)) {
        Ok(Ok(result)) => return Some(result),
        Ok(Err(error)) => error.to_string(),
        Err(_) => "a step failed on this message; the log has the details".to_owned(),
    };
    tracing::error!(%reason, "a step of the advice failed");
    failure.get_or_insert(reason);
    None
}

/// The reasoning, as the ledger keeps it. Personal data in the query is masked: the ledger can be
/// exported, the message itself stands in the conversation.
fn steps(
    context: &MessageContext<'_>, analysis: &Analysis, found: &Found, suggestions: &[Suggestion], failure: Option<&str>,
) -> Vec<LedgerStep> {
    let mut masks = aside_redact::Masks::new();
    // Masking the message first numbers its values in the order of reading.
    let personal = masks.redact(context.text).masked();
    let query = masks.redact(&found.query);
    let passages: Vec<_> =
        found.passages.iter().map(|passage| json!({"chunk": passage.chunk, "document": passage.document, "score": passage.score})).collect();
    let drafts: Vec<_> = suggestions
        .iter()
        .map(|draft| json!({"id": draft.id, "kind": draft.kind, "chunks": draft.citations.iter().map(|c| &c.chunk).collect::<Vec<_>>()}))
        .collect();
    let mut steps = vec![
        LedgerStep::new("redaction", json!({"masked": personal})),
        LedgerStep::new("analysis", json!(analysis)),
        LedgerStep::new("retrieval", json!({"query": query.as_str(), "passages": passages})),
        LedgerStep::new("draft", json!({"suggestions": drafts})),
    ];
    if let Some(failure) = failure {
        steps.push(LedgerStep::new("failure", json!({"reason": failure})));
    }
    steps
}
