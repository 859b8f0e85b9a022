//! Somebody may harm themselves or others.

use aside_contract::Evidence;

use super::{Finding, Rule};
use crate::cues::{self, Threat};

pub(super) const RULE: Rule = Rule {
    name: "threat",
    find: |ctx, _| {
        cues::threat(ctx.text).map(|(who, words)| Finding {
            case: Some(match who {
                Threat::Self_ => "self_harm",
                Threat::Others => "people",
            }),
            explanation: match who {
                Threat::Self_ => "The customer speaks of self-harm or suicide.",
                Threat::Others => "The customer threatens people.",
            },
            evidence: vec![Evidence::words(words)],
            weight: 0.95,
        })
    },
};
