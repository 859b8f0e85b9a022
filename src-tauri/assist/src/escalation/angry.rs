//! The customer is angry.

use aside_contract::Sentiment;

use super::{Finding, Rule};
use crate::cues;

/// From this confidence on, or with this many signs of anger in the words, it is more than a suspicion.
const SURE: f32 = 0.6;
const SIGNS: u8 = 2;

pub(super) const RULE: Rule = Rule {
    name: "angry",
    find: |ctx, outcome| {
        let sentiment = outcome.analysis.sentiment;
        // A threat is a reason by itself: no evidence counts twice.
        if sentiment.label != Sentiment::Angry || cues::threat(ctx.text).is_some() {
            return None;
        }
        let tone = cues::tone(ctx.text);
        // In a language that the classifier does not read, its anger is a guess.
        if outcome.analysis.degraded && tone.anger == 0 && sentiment.confidence < SURE {
            return None;
        }
        let sure = sentiment.confidence >= SURE || tone.anger >= SIGNS;
        Some(Finding {
            explanation: "The customer is angry.".to_owned(),
            evidence: if tone.signs.is_empty() {
                format!("sentiment angry, confidence {:.2}", sentiment.confidence)
            } else {
                tone.signs.join(", ")
            },
            weight: if sure { 0.72 } else { 0.5 },
        })
    },
};
