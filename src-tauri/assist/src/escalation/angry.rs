//! The customer is angry.

use aside_contract::{Evidence, LabelKind, Sentiment};

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
            case: None,
            explanation: "The customer is angry.",
            evidence: if tone.signs.is_empty() {
                vec![Evidence::Label {
                    what: LabelKind::Sentiment,
                    label: sentiment.label.to_string(),
                    confidence: Some(sentiment.confidence),
                }]
            } else {
                tone.signs.into_iter().map(sign).collect()
            },
            weight: if sure { 0.72 } else { 0.5 },
        })
    },
};

/// A sign of anger as the cues tell it: what stands in the message, or how it is written.
fn sign(told: String) -> Evidence {
    match told == cues::CAPITALS {
        true => Evidence::Capitals,
        false => Evidence::Words { text: told },
    }
}
