//! Aside is not sure what the message says, or whether its best reply answers it.

use aside_contract::{Evidence, Intent, LabelKind};

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
        let mut weak: Vec<Evidence> = Vec::new();
        if analysis.degraded {
            let language = analysis.language.as_ref().map(|language| language.code.clone());
            weak.push(Evidence::Guessed { language: language.filter(|code| code != ENGLISH) });
        } else {
            // Own labels stay out: that none of them fits is not strange.
            let labels = [
                (LabelKind::Intent, analysis.intent.unsure, analysis.intent.confidence),
                (LabelKind::Category, analysis.category.unsure, analysis.category.confidence),
                (LabelKind::Sentiment, analysis.sentiment.unsure, analysis.sentiment.confidence),
            ];
            let weak_labels = labels.into_iter().filter(|(_, unsure, _)| *unsure);
            weak.extend(
                weak_labels.map(|(what, _, confidence)| Evidence::Doubt { what, confidence }),
            );
        }
        // Thanks and opinions want no reply from the knowledge base.
        let wants_reply = analysis.intent.label != Intent::Feedback;
        match outcome.suggestions.first() {
            Some(best) if wants_reply && best.confidence < REPLY_FLOOR => {
                weak.push(Evidence::UnlikelyReply { confidence: best.confidence });
            }
            _ => {}
        }
        (!weak.is_empty()).then_some(Finding {
            case: None,
            explanation: "Aside is not sure of its reading or of its reply.",
            evidence: weak,
            weight: if analysis.degraded { WEIGHT_DEGRADED } else { WEIGHT },
        })
    },
};
