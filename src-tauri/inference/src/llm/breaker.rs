//! The circuit breaker: a server that fails again and again is left alone for a while.
//!
//! A pure state machine: the caller says what time it is.

use std::time::Duration;

/// Failures in a row that open it.
const FAILURES: u32 = 3;
/// How long it stays open the first time; each further time twice as long.
const FIRST_REST: Duration = Duration::from_secs(30);
/// The longest rest.
const LONGEST_REST: Duration = Duration::from_secs(300);

/// See the module. Times count from any fixed moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Breaker {
    failures: u32,
    /// How often it opened since the last success.
    opened: u32,
    open_until: Option<Duration>,
    /// A call is under way that shows whether the server is back.
    trying: bool,
}

/// What the breaker lets through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BreakerState {
    /// Everything.
    Closed,
    /// Nothing, for so long.
    Open(Duration),
    /// One call, to see whether the server is back.
    HalfOpen,
}

impl Breaker {
    /// What it lets through at this time.
    pub fn state(&self, now: Duration) -> BreakerState {
        match self.open_until {
            None => BreakerState::Closed,
            Some(until) if now < until => BreakerState::Open(until - now),
            Some(_) => BreakerState::HalfOpen,
        }
    }

    /// Asks to call. A call that it lets through is followed by [`Breaker::succeeded`],
    /// [`Breaker::failed`] or [`Breaker::told_nothing`].
    ///
    /// # Errors
    /// How long to leave the server alone.
    pub fn admit(&mut self, now: Duration) -> Result<(), Duration> {
        match self.state(now) {
            BreakerState::Closed => Ok(()),
            BreakerState::Open(rest) => Err(rest),
            BreakerState::HalfOpen if self.trying => Err(Duration::from_secs(1)),
            BreakerState::HalfOpen => {
                self.trying = true;
                Ok(())
            }
        }
    }

    /// The call was answered.
    pub fn succeeded(&mut self) {
        *self = Self::default();
    }

    /// The server failed.
    pub fn failed(&mut self, now: Duration) {
        self.failures = self.failures.saturating_add(1);
        let was_trying = std::mem::take(&mut self.trying);
        if was_trying || self.failures >= FAILURES {
            let rest = FIRST_REST.saturating_mul(1 << self.opened.min(8)).min(LONGEST_REST);
            self.opened = self.opened.saturating_add(1);
            self.open_until = Some(now + rest);
        }
    }

    /// The call ended without a word about the server.
    pub fn told_nothing(&mut self) {
        self.trying = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn at(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    fn opened() -> Breaker {
        let mut breaker = Breaker::default();
        for second in 0..3 {
            breaker.admit(at(second)).unwrap();
            breaker.failed(at(second));
        }
        breaker
    }

    #[test]
    fn three_failures_in_a_row_open_it_and_a_success_between_them_does_not() {
        let mut breaker = Breaker::default();
        breaker.failed(at(0));
        breaker.failed(at(1));
        breaker.succeeded();
        breaker.failed(at(2));
        breaker.failed(at(3));
        assert_eq!(breaker.state(at(3)), BreakerState::Closed);
        breaker.failed(at(4));
        assert_eq!(breaker.state(at(4)), BreakerState::Open(at(30)));
        assert_eq!(breaker.admit(at(14)), Err(at(20)));
    }

    #[test]
    fn after_its_rest_it_lets_one_call_through() {
        let mut breaker = opened();
        assert_eq!(breaker.state(at(32)), BreakerState::HalfOpen);
        assert_eq!(breaker.admit(at(32)), Ok(()));
        assert!(breaker.admit(at(32)).is_err(), "the first one is still under way");
        breaker.succeeded();
        assert_eq!(breaker.state(at(33)), BreakerState::Closed);
        assert_eq!(breaker.admit(at(33)), Ok(()));
    }

    #[test]
    fn each_rest_is_twice_as_long_up_to_five_minutes() {
        let mut breaker = opened();
        let mut now = at(32);
        for rest in [60, 120, 240, 300, 300] {
            breaker.admit(now).unwrap();
            breaker.failed(now);
            assert_eq!(breaker.state(now), BreakerState::Open(at(rest)));
            now += at(rest);
        }
    }

    #[test]
    fn a_trial_that_was_cancelled_leaves_room_for_the_next() {
        let mut breaker = opened();
        breaker.admit(at(40)).unwrap();
        breaker.told_nothing();
        assert_eq!(breaker.admit(at(40)), Ok(()));
    }
}
