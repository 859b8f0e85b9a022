//! A customer with priority by contract has trouble.

use aside_contract::{Evidence, Intent, LabelKind, Sentiment};

use super::{Finding, Rule};

/// Unhappy, something is at stake beside this message; with a problem alone it tips the scale.
const UNHAPPY: f32 = 0.72;
const TROUBLED: f32 = 0.4;

pub(super) const RULE: Rule = Rule {
    name: "vip",
    find: |ctx, outcome| {
        if !ctx.vip {
            return None;
        }
        let analysis = outcome.analysis;
        let unhappy = matches!(analysis.sentiment.label, Sentiment::Negative | Sentiment::Angry);
        let troubled = matches!(analysis.intent.label, Intent::Problem | Intent::Escalate);
        (unhappy || troubled).then(|| Finding {
            case: None,
            explanation: "A customer with priority by contract has trouble.",
            evidence: vec![
                Evidence::Vip,
                label(LabelKind::Intent, analysis.intent.label.to_string()),
                label(LabelKind::Sentiment, analysis.sentiment.label.to_string()),
            ],
            weight: if unhappy { UNHAPPY } else { TROUBLED },
        })
    },
};

fn label(what: LabelKind, label: String) -> Evidence {
    Evidence::Label { what, label, confidence: None }
}
