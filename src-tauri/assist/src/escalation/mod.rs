//! Whether a supervisor should take over: one file per rule, each giving at most one reason.
//!
//! The score is `1 - Π(1 - weight)` over the reasons, as if each were an independent chance that a
//! supervisor is needed; from the threshold on ([`ESCALATION_THRESHOLD`], or the team's) it is
//! recommended. The weights are set by judgement and checked on labelled messages; docs/escalation.md
//! lists them and says what was measured.

mod angry;
mod damage_claim;
mod danger;
mod engine_failure;
mod explicit_request;
mod falling_trend;
mod high_priority;
mod intent_escalate;
mod legal_words;
mod low_confidence;
mod nothing_relevant;
mod refund_dispute;
mod security_incident;
mod suspicious;
mod team;
mod third_attempt;
mod threat;
mod vip;

use aside_contract::{Analysis, Escalation, EscalationReason, Evidence};

use crate::message::{MessageContext, Outcome};

pub use team::{TeamRule, TeamRules};

/// The score from which handing over is recommended.
pub const ESCALATION_THRESHOLD: f32 = 0.7;

/// What a rule found.
struct Finding {
    /// Which of the rule's explanations it is, where it has several.
    case: Option<&'static str>,
    explanation: &'static str,
    evidence: Vec<Evidence>,
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
    threat::RULE,
    explicit_request::RULE,
    security_incident::RULE,
    legal_words::RULE,
    refund_dispute::RULE,
    damage_claim::RULE,
    high_priority::RULE,
    third_attempt::RULE,
    vip::RULE,
    intent_escalate::RULE,
    angry::RULE,
    falling_trend::RULE,
    engine_failure::RULE,
    nothing_relevant::RULE,
    low_confidence::RULE,
    suspicious::RULE,
];

/// The names of the built-in rules.
pub fn rule_names() -> impl Iterator<Item = &'static str> {
    RULES.iter().map(|rule| rule.name)
}

/// Asks every built-in rule and weighs the reasons, strongest first.
pub fn escalate(ctx: &MessageContext<'_>, outcome: &Outcome<'_>) -> Escalation {
    escalate_with(ctx, outcome, &TeamRules::default())
}

/// As [`escalate`], with the team's own rules and threshold.
pub fn escalate_with(
    ctx: &MessageContext<'_>,
    outcome: &Outcome<'_>,
    team: &TeamRules,
) -> Escalation {
    let mut reasons: Vec<EscalationReason> = RULES
        .iter()
        .filter_map(|rule| {
            let found = (rule.find)(ctx, outcome)?;
            Some(EscalationReason {
                rule: rule.name.to_owned(),
                case: found.case.map(str::to_owned),
                explanation: found.explanation.to_owned(),
                evidence: Evidence::line(&found.evidence),
                parts: found.evidence,
                weight: found.weight,
                wrong: false,
            })
        })
        .collect();
    reasons.extend(team.reasons(ctx, outcome.analysis));
    reasons.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    let mut escalation = Escalation { reasons, ..Escalation::default() };
    reweigh(&mut escalation, outcome.analysis, team.threshold());
    escalation
}

/// What an escalation would be by other rules of the team's: what the built-in rules found stays, the team's
/// are asked anew. A rule that was marked as wrong stays so.
pub fn reconsider(
    before: &Escalation,
    text: &str,
    analysis: &Analysis,
    team: &TeamRules,
) -> Escalation {
    let (own, built_in): (Vec<_>, Vec<_>) =
        before.reasons.iter().cloned().partition(|reason| team::is_own(&reason.rule));
    let wrong = |rule: &str| own.iter().any(|reason| reason.wrong && reason.rule == rule);
    let ctx = MessageContext { text, ..MessageContext::default() };
    let mut reasons = built_in;
    reasons.extend(team.reasons(&ctx, analysis).into_iter().map(|reason| {
        let wrong = wrong(&reason.rule);
        EscalationReason { wrong, ..reason }
    }));
    reasons.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    let mut escalation = Escalation { reasons, ..Escalation::default() };
    reweigh(&mut escalation, analysis, team.threshold());
    escalation
}

/// Works the score out anew from the reasons that nobody marked as wrong. A high priority that came from
/// one of these does not count either.
pub fn reweigh(escalation: &mut Escalation, analysis: &Analysis, threshold: f32) {
    let wrong = escalation.reasons.iter().filter(|reason| reason.wrong);
    let wrong: Vec<&str> = wrong.map(|reason| &*reason.rule).collect();
    let follows = |rule: &str| {
        rule == high_priority::RULE.name
            && !wrong.is_empty()
            && !high_priority::stands_without(&wrong, analysis)
    };
    let standing = escalation.reasons.iter().filter(|one| !one.wrong && !follows(&one.rule));
    let score = 1.0 - standing.map(|reason| 1.0 - reason.weight).product::<f32>();
    escalation.score = score.clamp(0.0, 1.0);
    escalation.recommended = score >= threshold;
}
