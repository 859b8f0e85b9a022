//! Whether a supervisor should take over: one file per rule, each giving at most one reason.
//!
//! The score is `1 - Π(1 - weight)` over the reasons, as if each were an independent chance that a
//! supervisor is needed; from [`ESCALATION_THRESHOLD`] on it is recommended. The weights are set by
//! judgement and checked on `tests/fixtures/escalation.jsonl`. These alone recommend: danger to
//! people or things (0.95: nothing is more urgent); an explicit request (0.85: the customer said so); words of law, priority 8 or more, and a third attempt by an
//! unhappy customer (0.75: waiting costs more than looking); anger and an intent `escalate` of which
//! the heads are sure (0.72). These do not alone, but two of them do: anger or an intent `escalate` of
//! which they are not (0.5), a mood that falls over three messages and more (0.5), a third attempt without displeasure (0.5), a failure of the engine (0.5).
//! Nothing relevant found (0.4) and low confidence (0.3; 0.1 where no model is loaded) say that Aside
//! does not know, not that anything is wrong: even both stay below the threshold (0.58), and tip the
//! scale only beside another reason. So does a message that seems to give orders to a language model
//! (0.2; all three 0.66).

mod angry;
mod danger;
mod engine_failure;
mod explicit_request;
mod falling_trend;
mod high_priority;
mod intent_escalate;
mod legal_words;
mod low_confidence;
mod nothing_relevant;
mod suspicious;
mod third_attempt;

use aside_contract::{Escalation, EscalationReason};

use crate::message::{MessageContext, Outcome};

/// The score from which handing over is recommended.
pub const ESCALATION_THRESHOLD: f32 = 0.7;

/// What a rule found.
struct Finding {
    explanation: String,
    evidence: String,
    weight: f32,
}

/// A reason to look for.
struct Rule {
    /// Stable for machines.
    name: &'static str,
    find: fn(&MessageContext<'_>, &Outcome<'_>) -> Option<Finding>,
}

/// Every rule.
const RULES: &[Rule] = &[
    danger::RULE,
    explicit_request::RULE,
    legal_words::RULE,
    high_priority::RULE,
    third_attempt::RULE,
    intent_escalate::RULE,
    angry::RULE,
    falling_trend::RULE,
    engine_failure::RULE,
    nothing_relevant::RULE,
    low_confidence::RULE,
    suspicious::RULE,
];

/// Asks every rule and weighs the reasons, strongest first.
pub fn escalate(ctx: &MessageContext<'_>, outcome: &Outcome<'_>) -> Escalation {
    let mut reasons: Vec<EscalationReason> = RULES
        .iter()
        .filter_map(|rule| {
            let found = (rule.find)(ctx, outcome)?;
            Some(EscalationReason {
                rule: rule.name.to_owned(),
                explanation: found.explanation,
                evidence: found.evidence,
                weight: found.weight,
            })
        })
        .collect();
    reasons.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    let score = 1.0 - reasons.iter().map(|reason| 1.0 - reason.weight).product::<f32>();
    Escalation { recommended: score >= ESCALATION_THRESHOLD, score: score.clamp(0.0, 1.0), reasons }
}
