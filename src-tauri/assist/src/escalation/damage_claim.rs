//! The customer claims damages: something came to harm, and the team is to pay.

use aside_contract::Evidence;

use super::{Finding, Rule};
use crate::cues;

pub(super) const RULE: Rule = Rule {
    name: "damage_claim",
    find: |ctx, _| {
        cues::damage_claim(ctx.text).map(|words| Finding {
            case: None,
            explanation: "The customer claims damages.",
            evidence: vec![Evidence::words(words)],
            weight: 0.75,
        })
    },
};
