//! Somebody or something may come to harm: smoke, fire, sparks, shock.

use aside_contract::Evidence;

use super::{Finding, Rule};
use crate::cues;

pub(super) const RULE: Rule = Rule {
    name: "danger",
    find: |ctx, _| {
        cues::danger(ctx.text).map(|words| Finding {
            case: None,
            explanation: "The message tells of danger.",
            evidence: vec![Evidence::words(words)],
            weight: 0.95,
        })
    },
};
