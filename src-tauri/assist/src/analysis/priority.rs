//! Priority 1 to 10, with every addend named.

use aside_contract::{PriorityPoint, Sentiment};

const BASE: i8 = 3;
const LOWEST: i8 = 1;
const HIGHEST: i8 = 10;

/// Base 3; negative +2, angry +3; repeated question +2; VIP +2; danger +6, so that it alone makes 9;
/// held between 1 and 10. The points sum
/// to the priority.
pub(super) fn priority(
    sentiment: Sentiment,
    repeated: bool,
    vip: bool,
    danger: bool,
) -> (u8, Vec<PriorityPoint>) {
    let mut points = vec![PriorityPoint { reason: "every message".to_owned(), points: BASE }];
    let mut add = |applies: bool, reason: &str, amount: i8| {
        if applies {
            points.push(PriorityPoint { reason: reason.to_owned(), points: amount });
        }
    };
    add(sentiment == Sentiment::Negative, "negative", 2);
    add(sentiment == Sentiment::Angry, "angry", 3);
    add(repeated, "asked before", 2);
    add(vip, "VIP customer", 2);
    add(danger, "danger", 6);
    let sum: i8 = points.iter().map(|point| point.points).sum();
    let held = sum.clamp(LOWEST, HIGHEST);
    if held != sum {
        points.push(PriorityPoint {
            reason: format!("held between {LOWEST} and {HIGHEST}"),
            points: held - sum,
        });
    }
    (held.unsigned_abs(), points)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_points_sum_to_the_priority_for_every_combination() {
        for sentiment in
            [Sentiment::Positive, Sentiment::Neutral, Sentiment::Negative, Sentiment::Angry]
        {
            for bits in 0..8 {
                let [repeated, vip, danger] = [1, 2, 4].map(|bit| bits & bit != 0);
                let (priority, points) = priority(sentiment, repeated, vip, danger);
                assert!((1..=10).contains(&priority));
                assert_eq!(
                    points.iter().map(|point| i32::from(point.points)).sum::<i32>(),
                    i32::from(priority)
                );
            }
        }
    }
}
