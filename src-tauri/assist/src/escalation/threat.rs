//! Somebody may harm themselves or others.

use super::{Finding, Rule};
use crate::cues::{self, Threat};

pub(super) const RULE: Rule = Rule {
    name: "threat",
    find: |ctx, _| {
        cues::threat(ctx.text).map(|(who, words)| Finding {
            explanation: match who {
                Threat::Self_ => "The customer speaks of self-harm or suicide.",
                Threat::Others => "The customer threatens people.",
            }
            .to_owned(),
            evidence: words,
            weight: 0.95,
        })
    },
};
