//! An account or data may be in the wrong hands.

use super::{Finding, Rule};
use crate::cues;

pub(super) const RULE: Rule = Rule {
    name: "security_incident",
    find: |ctx, _| {
        cues::security_incident(ctx.text).map(|words| Finding {
            explanation: "An account or data may be in the wrong hands.".to_owned(),
            evidence: words,
            weight: 0.85,
        })
    },
};
