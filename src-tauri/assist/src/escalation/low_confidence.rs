//! Aside is not sure what the message says, or whether its best reply answers it.

use aside_contract::Intent;

use super::{Finding, Rule};
use crate::language::ENGLISH;

/// Below this the best reply more likely misses than answers.
const REPLY_FLOOR: f32 = 0.5;
const WEIGHT: f32 = 0.3;
/// Without a model, or in another language, every label is a guess, so that alone says little about
/// this message.
const WEIGHT_DEGRADED: f32 = 0.1;

pub(super) const RULE: Rule = Rule {
    name: "low_confidence",
    find: |_, outcome| {
        let analysis = outcome.analysis;
        let mut weak: Vec<String> = Vec::new();
        if analysis.degraded {
            weak.push(match &analysis.language {
                Some(language) if language.code != ENGLISH => {
                    format!("language {}: labels are guessed", language.code)
                }
                _ => "no model: labels are guessed".to_owned(),
            });
        } else {
            // Own labels stay out: that none of them fits is not strange.
            let labels = [
                ("intent", analysis.intent.unsure, analysis.intent.confidence),
                ("category", analysis.category.unsure, analysis.category.confidence),
                ("sentiment", analysis.sentiment.unsure, analysis.sentiment.confidence),
            ];
            let weak_labels = labels.into_iter().filter(|(_, unsure, _)| *unsure);
            weak.extend(weak_labels.map(|(name, _, confidence)| format!("{name} {confidence:.2}")));
        }
        // Thanks and opinions want no reply from the knowledge base.
        let wants_reply = analysis.intent.label != Intent::Feedback;
        match outcome.suggestions.first() {
            Some(best) if wants_reply && best.confidence < REPLY_FLOOR => {
                weak.push(format!("best reply {:.2}", best.confidence));
            }
            _ => {}
        }
        (!weak.is_empty()).then(|| Finding {
            explanation: "Aside is not sure of its reading or of its reply.".to_owned(),
            evidence: weak.join(", "),
            weight: if analysis.degraded { WEIGHT_DEGRADED } else { WEIGHT },
        })
    },
};
