//! The message seems to give orders to a language model.

use aside_contract::Evidence;

use super::{Finding, Rule};

/// Built-in replies cannot be steered by a message, and the detector takes some honest ones for orders:
/// a person should know, and only other reasons hand over.
const WEIGHT: f32 = 0.2;

pub(super) const RULE: Rule = Rule {
    name: "suspicious",
    find: |_, outcome| {
        let suspicion = outcome.analysis.suspicious.as_ref()?;
        Some(Finding {
            case: None,
            explanation: "The message seems to give orders to a language model.",
            evidence: suspicion
                .signs
                .iter()
                .cloned()
                .map(|sign| Evidence::Order { sign })
                .collect(),
            weight: WEIGHT,
        })
    },
};
