//! The customer is angry.

use aside_contract::Sentiment;

use super::{Finding, Rule};
use crate::cues;

pub(super) const RULE: Rule = Rule {
    name: "angry",
    find: |ctx, outcome| {
        let sentiment = outcome.analysis.sentiment;
        (sentiment.label == Sentiment::Angry).then(|| {
            let signs = cues::tone(ctx.text).signs;
            Finding {
                explanation: "The customer is angry.".to_owned(),
                evidence: if signs.is_empty() {
                    format!("sentiment angry, confidence {:.2}", sentiment.confidence)
                } else {
                    signs.join(", ")
                },
                weight: 0.6,
            }
        })
    },
};
