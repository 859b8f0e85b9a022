//! Where a conversation's mood goes.

use aside_contract::{MoodPoint, Trend};

/// How far the mood has to move to count, on the scale of [`MoodPoint::value`]: nearly the step from
/// neutral to a sure displeasure. Smaller steps are the classifier's doubts.
pub const MOOD_STEP: f32 = 0.6;

/// Where the mood goes over the customer's messages, oldest first.
///
/// The newest message against the first decides. Where both are alike, the mood has turned if it went
/// one way by [`MOOD_STEP`] in between, and back by as much. One message alone is steady.
pub fn trend(points: &[MoodPoint]) -> Trend {
    let values: Vec<f32> = points.iter().map(MoodPoint::value).collect();
    let [first, between @ .., last] = values.as_slice() else { return Trend::Steady };
    let far = |from: &f32, to: &f32| (to - from).abs() >= MOOD_STEP;
    if far(first, last) {
        if last > first { Trend::Rising } else { Trend::Falling }
    } else if between.iter().any(|point| far(first, point) && far(point, last)) {
        Trend::Turning
    } else {
        Trend::Steady
    }
}

#[cfg(test)]
mod tests {
    use aside_contract::{MessageId, Sentiment, Timestamp};

    use super::*;

    #[test]
    fn a_trend_is_told_from_the_first_the_last_and_what_lies_between() {
        use Sentiment::{Angry, Negative, Neutral, Positive};
        for (moods, expected) in [
            (&[][..], Trend::Steady),
            (&[Angry], Trend::Steady),
            (&[Neutral, Neutral, Neutral], Trend::Steady),
            (&[Neutral, Negative], Trend::Falling),
            (&[Neutral, Negative, Angry], Trend::Falling),
            (&[Positive, Neutral, Neutral], Trend::Falling),
            (&[Angry, Negative, Neutral], Trend::Rising),
            (&[Negative, Neutral, Positive], Trend::Rising),
            (&[Neutral, Angry, Positive], Trend::Rising),
            (&[Neutral, Positive, Angry], Trend::Falling),
            (&[Neutral, Angry, Neutral], Trend::Turning),
            (&[Negative, Positive, Negative, Negative], Trend::Turning),
            (&[Negative, Negative, Negative], Trend::Steady),
        ] {
            let points: Vec<MoodPoint> = moods.iter().map(|mood| point(*mood, 0.8)).collect();
            assert_eq!(trend(&points), expected, "{moods:?}");
        }
    }

    #[test]
    fn a_doubtful_reading_moves_nothing() {
        let points = [point(Sentiment::Neutral, 0.9), point(Sentiment::Negative, 0.4)];
        assert_eq!(trend(&points), Trend::Steady);
    }

    fn point(sentiment: Sentiment, confidence: f32) -> MoodPoint {
        let message_id = MessageId::new();
        MoodPoint { message_id, at: Timestamp(0), sentiment, confidence, mixed: false }
    }
}
