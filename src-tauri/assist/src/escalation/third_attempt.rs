//! The customer asks for the same for at least the third time.

use aside_contract::Sentiment;

use super::{Finding, Rule};
use crate::cues;

pub(super) const RULE: Rule = Rule {
    name: "third_attempt",
    find: |ctx, outcome| {
        let attempts = cues::attempts(ctx);
        let unhappy =
            matches!(outcome.analysis.sentiment.label, Sentiment::Negative | Sentiment::Angry);
        (attempts.count >= 3).then_some(Finding {
            case: None,
            explanation: "The customer has asked at least three times.",
            evidence: vec![attempts.evidence],
            weight: if unhappy { 0.75 } else { 0.72 },
        })
    },
};
