//! The customer speaks of law: lawyers, courts, regulators, disputes.

use super::{Finding, Rule};
use crate::cues;

pub(super) const RULE: Rule = Rule {
    name: "legal_words",
    find: |ctx, _| {
        let words = cues::legal_words(ctx.text);
        (!words.is_empty()).then(|| Finding {
            explanation: "The message speaks of legal steps or authorities.".to_owned(),
            evidence: words.join(", "),
            weight: 0.75,
        })
    },
};
