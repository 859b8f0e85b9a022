//! The customer's mood gets worse from message to message.

use aside_contract::{Evidence, LabelKind, MessageId, MoodPoint, Sentiment, Timestamp, Trend};

use super::{Finding, Rule};
use crate::mood::trend;

/// Fewer messages of the customer are no trend.
const MESSAGES: usize = 3;
/// Not alone: what the newest message says, or what is missing, tips the scale.
const WEIGHT: f32 = 0.5;

pub(super) const RULE: Rule = Rule {
    name: "falling_trend",
    find: |ctx, outcome| {
        let analysis = outcome.analysis;
        let mut points = ctx.moods.to_vec();
        points.push(MoodPoint {
            // Neither is looked at.
            message_id: MessageId::from_bytes([0; 16]),
            at: Timestamp(0),
            sentiment: analysis.sentiment.label,
            confidence: analysis.sentiment.confidence,
            mixed: analysis.mixed,
        });
        let unhappy = matches!(analysis.sentiment.label, Sentiment::Negative | Sentiment::Angry);
        if points.len() < MESSAGES || !unhappy || trend(&points) != Trend::Falling {
            return None;
        }
        let mood = |point: &MoodPoint| Evidence::Label {
            what: LabelKind::Sentiment,
            label: point.sentiment.to_string(),
            confidence: None,
        };
        Some(Finding {
            case: None,
            explanation: "The customer's mood has been falling over this conversation.",
            evidence: points.iter().map(mood).collect(),
            weight: WEIGHT,
        })
    },
};
