//! The customer asks for a person, a manager, or to make a formal complaint.

use super::{Finding, Rule};
use crate::cues;

pub(super) const RULE: Rule = Rule {
    name: "explicit_request",
    find: |ctx, _| {
        cues::asks_for_person(ctx.text).map(|evidence| Finding {
            explanation: "The customer asks for a person, a manager or a formal complaint."
                .to_owned(),
            evidence,
            weight: 0.85,
        })
    },
};
