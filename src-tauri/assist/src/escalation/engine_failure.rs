//! Something failed on the way, so the advice is incomplete.

use aside_contract::Evidence;

use super::{Finding, Rule};

pub(super) const RULE: Rule = Rule {
    name: "engine_failure",
    find: |_, outcome| {
        outcome.failure.map(|failure| Finding {
            case: None,
            explanation: "Aside could not finish its advice.",
            evidence: vec![Evidence::Fault { text: failure.to_owned() }],
            weight: 0.5,
        })
    },
};
