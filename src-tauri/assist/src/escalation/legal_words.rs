//! The customer speaks of law: lawyers, courts, regulators, disputes.

use aside_contract::Evidence;

use super::{Finding, Rule};
use crate::cues;

pub(super) const RULE: Rule = Rule {
    name: "legal_words",
    find: |ctx, _| {
        let words = cues::legal_words(ctx.text);
        (!words.is_empty()).then(|| Finding {
            case: None,
            explanation: "The message speaks of legal steps or authorities.",
            evidence: words.into_iter().map(Evidence::words).collect(),
            weight: 0.75,
        })
    },
};
