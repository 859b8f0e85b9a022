//! What waiting for an answer adds to the priority. It grows with the clock, so it is reckoned when a
//! priority is read and never stored.

use std::time::Duration;

use aside_contract::{Analysis, PriorityPoint, PriorityReason};

use super::priority;

/// How long a customer has waited, and within which time an answer was promised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Since the first message that nobody has answered.
    pub waited: Duration,
    /// The service target.
    pub target: Duration,
}

impl Waiting {
    /// 1 from half of the target on, 2 from the target, 3 from twice the target.
    pub fn points(self) -> i8 {
        let Self { waited, target } = self;
        match waited {
            _ if waited >= target.saturating_mul(2) => 3,
            _ if waited >= target => 2,
            _ if waited >= target / 2 => 1,
            _ => 0,
        }
    }

    /// The priority that a message of this priority has by now, 1 to 10.
    pub fn raised(self, priority: u8) -> u8 {
        priority.saturating_add_signed(self.points()).min(priority::HIGHEST.unsigned_abs())
    }

    /// Adds what waiting adds to an analysis, with its reason.
    pub fn raise(self, analysis: &mut Analysis) {
        let points = self.points();
        if points > 0 {
            let minutes = |time: Duration| time.as_secs() / 60;
            let (minutes, target_minutes) = (minutes(self.waited), minutes(self.target));
            let reason = PriorityReason::Waiting { minutes, target_minutes };
            analysis.priority_points.retain(|point| !priority::is_held(point));
            analysis.priority_points.push(PriorityPoint::new(reason, points));
            analysis.priority = priority::hold(&mut analysis.priority_points);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiting_adds_from_half_of_the_target_on() {
        let target = Duration::from_hours(4);
        for (minutes, points) in
            [(0, 0), (119, 0), (120, 1), (239, 1), (240, 2), (479, 2), (480, 3), (9_999, 3)]
        {
            let waiting = Waiting { waited: Duration::from_mins(minutes), target };
            assert_eq!(waiting.points(), points, "{minutes} minutes");
        }
    }

    #[test]
    fn times_are_said_shortly() {
        for (minutes, said) in [(5, "5 min"), (119, "119 min"), (120, "2 h"), (3_000, "2 d")] {
            let reason = PriorityReason::Waiting { minutes, target_minutes: 60 };
            assert_eq!(reason.to_string(), format!("waiting {said}, target 60 min"));
        }
    }
}
