//! Priority 1 to 10, with every addend named.

use aside_contract::{Labelled, PriorityPoint, PriorityReason, Sentiment, Urgency};

use crate::cues::{Deadline, Near, Threat};

const BASE: i8 = 3;
const LOWEST: i8 = 1;
pub(super) const HIGHEST: i8 = 10;

/// How the last addend begins where the sum lies outside of 1 to 10: all that older analyses say of it.
const HELD: &str = "held between";
/// From this confidence on the urgency that the heads read counts. See docs/priority.md for what was
/// measured.
const SURE_OF_URGENCY: f32 = 0.7;

/// What the priority is reckoned from.
pub(super) struct Grounds<'a> {
    pub sentiment: Sentiment,
    /// How often the customer has asked, this time included.
    pub attempts: usize,
    pub vip: bool,
    /// Something may catch fire, or somebody is hurt.
    pub danger: bool,
    /// Who is in danger from what the customer means to do.
    pub threat: Option<Threat>,
    /// Something came to harm, and the team is to pay.
    pub damages: bool,
    /// A date that presses.
    pub deadline: Option<&'a Deadline>,
    /// What the heads read; none without a model.
    pub urgency: Option<Labelled<Urgency>>,
}

/// Base 3; negative +2, angry +3; repeated question +2; VIP +2; a claim for damages +4, so that it alone
/// makes 7; danger, self-harm or a threat to people +7, so that each alone makes 10; a date within hours
/// +2, within days +1, or else what the heads read: at once +2, soon +1. Held between 1 and 10. The points
/// sum to the priority.
pub(super) fn priority(grounds: &Grounds<'_>) -> (u8, Vec<PriorityPoint>) {
    let mut points = vec![PriorityPoint::new(PriorityReason::EveryMessage, BASE)];
    let mut add = |reason: PriorityReason, amount: i8| {
        points.push(PriorityPoint::new(reason, amount));
    };
    match grounds.sentiment {
        Sentiment::Negative => add(PriorityReason::Negative, 2),
        Sentiment::Angry => add(PriorityReason::Angry, 3),
        Sentiment::Positive | Sentiment::Neutral => {}
    }
    if grounds.attempts >= 2 {
        add(PriorityReason::Asked { times: grounds.attempts }, 2);
    }
    if grounds.vip {
        add(PriorityReason::Vip, 2);
    }
    if grounds.damages {
        add(PriorityReason::Damages, 4);
    }
    let in_danger = match grounds.threat {
        Some(Threat::Self_) => Some(PriorityReason::SelfHarm),
        Some(Threat::Others) => Some(PriorityReason::Threat),
        None => grounds.danger.then_some(PriorityReason::Danger),
    };
    if let Some(reason) = in_danger {
        add(reason, 7);
    } else if let Some((reason, amount)) = pressing(grounds) {
        add(reason, amount);
    }
    let priority = hold(&mut points);
    (priority, points)
}

/// The one reason of urgency that weighs most. Danger to people is more than urgent, and counts by itself.
fn pressing(grounds: &Grounds<'_>) -> Option<(PriorityReason, i8)> {
    let dated = grounds.deadline.map(|deadline| {
        let amount = match deadline.near {
            Near::Hours => 2,
            Near::Days => 1,
        };
        (PriorityReason::Presses { words: deadline.words.clone() }, amount)
    });
    let read = grounds.urgency.filter(|read| read.confidence >= SURE_OF_URGENCY);
    let read = read.and_then(|read| match read.label {
        Urgency::Now => Some((PriorityReason::Urgent, 2)),
        Urgency::Soon => Some((PriorityReason::SoonDue, 1)),
        Urgency::None | Urgency::Ordinary => None,
    });
    match (dated, read) {
        (Some(dated), Some(read)) if read.1 > dated.1 => Some(read),
        (dated, read) => dated.or(read),
    }
}

/// The sum of the points, held between 1 and 10; where it is held, a last point says so.
pub(super) fn hold(points: &mut Vec<PriorityPoint>) -> u8 {
    let sum: i8 = points.iter().map(|point| point.points).sum();
    let held = sum.clamp(LOWEST, HIGHEST);
    if held != sum {
        let reason = PriorityReason::Held { lowest: LOWEST, highest: HIGHEST };
        points.push(PriorityPoint::new(reason, held - sum));
    }
    held.unsigned_abs()
}

/// The priority that these points make, without the one that [`hold`] added.
pub(crate) fn priority_of<'a>(points: impl Iterator<Item = &'a PriorityPoint>) -> u8 {
    let sum: i8 = points.filter(|point| !is_held(point)).map(|point| point.points).sum();
    sum.clamp(LOWEST, HIGHEST).unsigned_abs()
}

/// Whether this is the point that [`hold`] adds.
pub(super) fn is_held(point: &PriorityPoint) -> bool {
    point.reason.starts_with(HELD)
}

#[cfg(test)]
mod tests {
    use aside_contract::Label;

    use super::*;

    #[test]
    fn the_points_sum_to_the_priority_for_every_combination() {
        let deadlines = [None, Some(Near::Days), Some(Near::Hours)]
            .map(|near| near.map(|near| Deadline { near, words: "by then".to_owned() }));
        for sentiment in Sentiment::ALL {
            for urgency in Urgency::ALL {
                for deadline in &deadlines {
                    for bits in 0..64 {
                        let [repeated, vip, danger, sure, threat, damages] =
                            [1, 2, 4, 8, 16, 32].map(|bit| bits & bit != 0);
                        let confidence = if sure { 0.9 } else { 0.3 };
                        let (priority, points) = priority(&Grounds {
                            sentiment: *sentiment,
                            attempts: if repeated { 3 } else { 1 },
                            vip,
                            danger,
                            threat: threat.then_some(Threat::Others),
                            damages,
                            deadline: deadline.as_ref(),
                            urgency: Some(Labelled { label: *urgency, confidence, unsure: false }),
                        });
                        assert!((1..=10).contains(&priority));
                        assert!(priority == 10 || !danger && !threat, "{points:?}");
                        assert!(priority >= 7 || !damages, "{points:?}");
                        assert_eq!(
                            points.iter().map(|point| i32::from(point.points)).sum::<i32>(),
                            i32::from(priority)
                        );
                    }
                }
            }
        }
    }
}
