//! How fast something goes, over the last seconds.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use aside_contract::Pace;

/// How far back the pace looks: long enough to be steady, short enough to follow a busy machine.
const WINDOW: Duration = Duration::from_secs(30);
/// After a rest of this length, the pace begins anew.
const REST: Duration = Duration::from_secs(5);
/// A pace over less than this says nothing: the first steps are quicker or slower than those to come.
const SHORTEST: Duration = Duration::from_secs(3);

/// Steps that were done lately.
#[derive(Debug, Default)]
pub(crate) struct Meter(VecDeque<(Instant, u64)>);

impl Meter {
    /// Notes that a step begins now: what rested before is no part of the pace.
    pub(crate) fn begin(&mut self, now: Instant) {
        if self.0.back().is_none_or(|(last, _)| now.duration_since(*last) > REST) {
            self.0.clear();
            self.0.push_back((now, 0));
        }
    }

    /// Notes that `count` were done by now.
    pub(crate) fn note(&mut self, now: Instant, count: u64) {
        self.0.push_back((now, count));
        // One step that is older stays, so that a slow pace has a beginning.
        while self.0.get(1).is_some_and(|(second, _)| now.duration_since(*second) > WINDOW) {
            self.0.pop_front();
        }
    }

    /// Begins anew.
    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    /// The pace at which `left` more go; `None` if none are left, or too little was seen.
    pub(crate) fn pace(&self, now: Instant, left: u64) -> Option<Pace> {
        let (first, first_count) = self.0.front()?;
        let span = now.duration_since(*first);
        if left == 0 || span < SHORTEST {
            return None;
        }
        // What was done in the first step was begun before it.
        let done = self.0.iter().map(|(_, count)| count).sum::<u64>() - first_count;
        let per_second = done as f32 / span.as_secs_f32();
        if done == 0 {
            return None;
        }
        Some(Pace { per_second, seconds_left: (left as f32 / per_second).ceil() as u64 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pace_and_time_left_follow_the_last_seconds() {
        let start = Instant::now();
        let at = |seconds: u64| start + Duration::from_secs(seconds);
        let mut meter = Meter::default();
        assert_eq!(meter.pace(at(0), 9), None);
        for second in 0..=5 {
            meter.note(at(second), 10);
        }
        assert_eq!(meter.pace(at(5), 100), Some(Pace { per_second: 10.0, seconds_left: 10 }));
        assert_eq!(meter.pace(at(5), 0), None);
        for second in 6..=40 {
            meter.note(at(second), 40);
        }
        assert_eq!(meter.pace(at(40), 400).map(|pace| pace.seconds_left), Some(10));
        meter.begin(at(100));
        assert_eq!(meter.pace(at(100), 9), None, "a rest is no slowness");
        meter.note(at(130), 60);
        assert_eq!(meter.pace(at(130), 9).map(|pace| pace.per_second), Some(2.0), "one slow step");
    }
}
