//! An account or data may be in the wrong hands.

use aside_contract::Evidence;

use super::{Finding, Rule};
use crate::cues;

pub(super) const RULE: Rule = Rule {
    name: "security_incident",
    find: |ctx, _| {
        cues::security_incident(ctx.text).map(|words| Finding {
            case: None,
            explanation: "An account or data may be in the wrong hands.",
            evidence: vec![Evidence::words(words)],
            weight: 0.85,
        })
    },
};
