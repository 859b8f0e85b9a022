//! Somebody or something may come to harm: smoke, fire, sparks, shock.

use super::{Finding, Rule};
use crate::cues;

pub(super) const RULE: Rule = Rule {
    name: "danger",
    find: |ctx, _| {
        cues::danger(ctx.text).map(|words| Finding {
            explanation: "The message tells of danger.".to_owned(),
            evidence: words,
            weight: 0.95,
        })
    },
};
