//! The heads read the wish to go higher although no phrase says it.

use aside_contract::{Evidence, Intent, LabelKind};

use super::{Finding, Rule};
use crate::cues;

/// From here on the heads are sure enough to recommend by themselves.
const SURE: f32 = 0.7;

pub(super) const RULE: Rule = Rule {
    name: "intent_escalate",
    find: |ctx, outcome| {
        let intent = outcome.analysis.intent;
        // With such a phrase the explicit request is the reason: no evidence counts twice.
        if intent.label != Intent::Escalate
            || cues::asks_for_person(ctx.text).or_else(|| cues::complains(ctx.text)).is_some()
        {
            return None;
        }
        Some(Finding {
            case: None,
            explanation: "The message reads as a wish to take the matter higher.",
            evidence: vec![Evidence::Label {
                what: LabelKind::Intent,
                label: intent.label.to_string(),
                confidence: Some(intent.confidence),
            }],
            weight: if intent.confidence >= SURE { 0.72 } else { 0.5 },
        })
    },
};
