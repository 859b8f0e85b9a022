//! The knowledge base holds nothing on what the customer wants.

use aside_contract::{Evidence, Intent};

use super::{Finding, Rule};

pub(super) const RULE: Rule = Rule {
    name: "nothing_relevant",
    find: |_, outcome| {
        let wants = matches!(
            outcome.analysis.intent.label,
            Intent::Question | Intent::Problem | Intent::Action
        );
        // After a failure nobody knows whether something would have been found.
        (wants && outcome.passages.is_empty() && outcome.failure.is_none()).then(|| Finding {
            case: None,
            explanation: "Nothing relevant was found in the knowledge base.",
            evidence: vec![Evidence::NothingFound],
            weight: 0.4,
        })
    },
};
