//! How long to wait before something that failed is tried again.

use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

const SHORTEST: Duration = Duration::from_secs(1);
const LONGEST: Duration = Duration::from_secs(60);

/// Pauses that double from failure to failure, each by chance up to a quarter shorter or longer, so that
/// many who failed at once do not come back at once.
#[derive(Debug, Default)]
pub(crate) struct Backoff {
    failures: u32,
}

impl Backoff {
    /// It went well.
    pub(crate) fn reset(&mut self) {
        self.failures = 0;
    }

    /// The pause after one more failure; at least as long as was `asked`, up to the longest.
    pub(crate) fn pause(&mut self, asked: Option<Duration>) -> Duration {
        let doubled = SHORTEST.saturating_mul(1 << self.failures.min(10)).min(LONGEST);
        self.failures = self.failures.saturating_add(1);
        // The keys of a new hasher are drawn by lot.
        let chance = RandomState::new().hash_one(self.failures) % 1_000;
        let jittered = doubled.mul_f64(0.75 + chance as f64 / 2_000.0);
        jittered.max(asked.unwrap_or_default().min(LONGEST))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_a_minute_and_begin_anew() {
        let mut backoff = Backoff::default();
        let seconds = |backoff: &mut Backoff| backoff.pause(None).as_secs_f64();
        for wanted in [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 60.0, 60.0] {
            let pause = seconds(&mut backoff);
            assert!((wanted * 0.75..=wanted * 1.25).contains(&pause), "{pause} for {wanted}");
        }
        backoff.reset();
        assert!(seconds(&mut backoff) <= 1.25);
        assert_eq!(backoff.pause(Some(Duration::from_secs(30))), Duration::from_secs(30));
    }
}
