//! Something failed on the way, so the advice is incomplete.

use super::{Finding, Rule};

pub(super) const RULE: Rule = Rule {
    name: "engine_failure",
    find: |_, outcome| {
        outcome.failure.map(|failure| Finding {
            explanation: "Aside could not finish its advice.".to_owned(),
            evidence: failure.to_owned(),
            weight: 0.5,
        })
    },
};
