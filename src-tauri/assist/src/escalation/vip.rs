//! A customer with priority by contract has trouble.

use aside_contract::{Intent, Sentiment};

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
            explanation: "A customer with priority by contract has trouble.".to_owned(),
            evidence: format!("VIP, {}, {}", analysis.intent.label, analysis.sentiment.label),
            weight: if unhappy { UNHAPPY } else { TROUBLED },
        })
    },
};
