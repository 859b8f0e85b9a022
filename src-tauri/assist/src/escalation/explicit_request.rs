//! The customer asks for a person, a manager, or to make a complaint.

use aside_contract::Evidence;

use super::{Finding, Rule};
use crate::cues;

pub(super) const RULE: Rule = Rule {
    name: "explicit_request",
    find: |ctx, _| {
        cues::asks_for_person(ctx.text).or_else(|| cues::complains(ctx.text)).map(|evidence| {
            Finding {
                case: None,
                explanation: "The customer asks for a person or a manager, or wants to complain.",
                evidence: vec![Evidence::words(evidence)],
                weight: 0.85,
            }
        })
    },
};
