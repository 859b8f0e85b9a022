//! The priority is 8 or more.

use aside_contract::{Analysis, Evidence, PriorityPoint};

use super::{Finding, Rule};
use crate::analysis::priority_of;

const HIGH: u8 = 8;

/// Whether the priority is still high without what the rules gave it that fired wrongly.
pub(super) fn stands_without(wrong: &[&str], analysis: &Analysis) -> bool {
    let holds = |point: &&PriorityPoint| !wrong.iter().any(|rule| gives(rule, &point.reason));
    priority_of(analysis.priority_points.iter().filter(holds)) >= HIGH
}

/// Whether a rule's own matter is what a point of the priority was given for.
fn gives(rule: &str, reason: &str) -> bool {
    match rule {
        "angry" | "danger" => reason == rule,
        "threat" => reason == "speaks of self-harm" || reason == "threatens people",
        "damage_claim" => reason == "claim for damages",
        "third_attempt" => reason.starts_with("asked "),
        "vip" => reason == "VIP customer",
        _ => false,
    }
}

pub(super) const RULE: Rule = Rule {
    name: "high_priority",
    find: |_, outcome| {
        let analysis = outcome.analysis;
        (analysis.priority >= HIGH).then(|| {
            let points = analysis.priority_points.iter().map(|point| match &point.grounds {
                Some(reason) => Evidence::Priority { reason: reason.clone(), points: point.points },
                None => Evidence::words(format!("{} {:+}", point.reason, point.points)),
            });
            Finding {
                case: None,
                explanation: "The message has a high priority.",
                evidence: points.collect(),
                weight: 0.75,
            }
        })
    },
};
