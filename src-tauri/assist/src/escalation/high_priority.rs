//! The priority is 8 or more.

use super::{Finding, Rule};

const HIGH: u8 = 8;

pub(super) const RULE: Rule = Rule {
    name: "high_priority",
    find: |_, outcome| {
        let analysis = outcome.analysis;
        (analysis.priority >= HIGH).then(|| {
            let points = analysis
                .priority_points
                .iter()
                .map(|point| format!("{} {:+}", point.reason, point.points));
            Finding {
                explanation: "The message has a high priority.".to_owned(),
                evidence: points.collect::<Vec<_>>().join(", "),
                weight: 0.75,
            }
        })
    },
};
