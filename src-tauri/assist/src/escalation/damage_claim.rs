//! The customer claims damages: something came to harm, and the team is to pay.

use super::{Finding, Rule};
use crate::cues;

pub(super) const RULE: Rule = Rule {
    name: "damage_claim",
    find: |ctx, _| {
        cues::damage_claim(ctx.text).map(|words| Finding {
            explanation: "The customer claims damages.".to_owned(),
            evidence: words,
            weight: 0.75,
        })
    },
};
