//! Keeps a service that fails from being asked again and again.

use std::time::{Duration, Instant};

use parking_lot::Mutex;

use super::wire::Refusal;

/// So many failures in a row, and nobody asks for a while.
const FAILURES: u32 = 3;
/// How long at first; doubles with each failure, up to the longest.
const SHORTEST: Duration = Duration::from_secs(2);
const LONGEST: Duration = Duration::from_secs(60);

/// A circuit breaker: requests pass while the service answers; none does for a while after failures in a
/// row; then one tries whether it is back.
#[derive(Debug, Default)]
pub(super) struct Breaker(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    failures: u32,
    /// Nobody asks before.
    resting_until: Option<Instant>,
    /// What the last failure was.
    reason: Option<String>,
}

impl Breaker {
    /// Asks for the right to ask; else how long to wait, and why. Of many who ask when the time is over,
    /// one tries, for as long as its `patience` lasts.
    pub(super) fn permit(
        &self,
        now: Instant,
        patience: Duration,
    ) -> Result<(), (Duration, String)> {
        let mut state = self.0.lock();
        match state.resting_until {
            Some(until) if now < until => {
                Err((until - now, state.reason.clone().unwrap_or_default()))
            }
            Some(_) => {
                state.resting_until = Some(now + patience);
                Ok(())
            }
            None => Ok(()),
        }
    }

    /// It answered.
    pub(super) fn succeeded(&self) {
        *self.0.lock() = State::default();
    }

    /// It did not. Where it asked for a pause, or somebody has to mend it first, one failure is enough.
    pub(super) fn failed(&self, now: Instant, refusal: &Refusal) {
        let Refusal { reason, retry_after, lasting, .. } = refusal;
        let mut state = self.0.lock();
        state.failures = state.failures.saturating_add(1);
        state.reason = Some(reason.clone());
        let enough = if *lasting || retry_after.is_some() { 1 } else { FAILURES };
        state.resting_until = state.failures.checked_sub(enough).map(|beyond| {
            let pause = SHORTEST.saturating_mul(1 << beyond.min(10)).min(LONGEST);
            now + pause.max(retry_after.unwrap_or_default().min(LONGEST))
        });
    }

    /// Why it does not answer at present.
    pub(super) fn reason(&self) -> Option<String> {
        self.0.lock().reason.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_three_failures_one_tries_at_a_time_until_it_answers() {
        let start = Instant::now();
        let at = |seconds: u64| start + Duration::from_secs(seconds);
        let patience = Duration::from_secs(1);
        let breaker = Breaker::default();
        let fail = |now| breaker.failed(now, &Refusal::passing("down"));
        fail(at(0));
        fail(at(0));
        assert!(breaker.permit(at(0), patience).is_ok(), "two may be chance");
        fail(at(0));
        assert_eq!(breaker.permit(at(1), patience), Err((patience, "down".to_owned())));
        assert!(breaker.permit(at(2), patience).is_ok(), "one tries");
        assert!(breaker.permit(at(2), patience).is_err(), "one alone");
        fail(at(3));
        assert!(breaker.permit(at(6), patience).is_err(), "twice as long");
        assert!(breaker.permit(at(7), patience).is_ok());
        assert_eq!(breaker.reason().as_deref(), Some("down"));
        breaker.succeeded();
        assert!(breaker.permit(at(7), patience).is_ok() && breaker.reason().is_none());
        let busy =
            Refusal { retry_after: Some(Duration::from_secs(20)), ..Refusal::passing("busy") };
        breaker.failed(at(8), &busy);
        assert!(breaker.permit(at(27), patience).is_err(), "as long as it asked for");
        assert!(breaker.permit(at(28), patience).is_ok());
    }
}
