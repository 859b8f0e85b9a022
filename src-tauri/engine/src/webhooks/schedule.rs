//! When what failed is tried again.

use std::time::Duration;

/// The pace of deliveries.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Schedule {
    /// How long a receiver has to answer.
    pub(crate) patience: Duration,
    /// The wait after the first try that failed; each one after that is twice as long.
    pub(crate) first: Duration,
    /// The longest wait between two tries.
    pub(crate) longest: Duration,
    /// How often a delivery is tried.
    pub(crate) tries: u32,
    /// How long a receiver that does not work at all is left alone at most, whatever else waits for it.
    pub(crate) rest: Duration,
    /// How long the knowledge base is quiet before its change is told.
    pub(crate) settled: Duration,
}

impl Default for Schedule {
    /// Sixteen tries within about seven and a half hours.
    fn default() -> Self {
        Self {
            patience: Duration::from_secs(10),
            first: Duration::from_secs(10),
            longest: Duration::from_hours(1),
            tries: 16,
            rest: Duration::from_mins(1),
            settled: Duration::from_secs(2),
        }
    }
}

impl Schedule {
    /// The wait after so many tries that failed, from 1; a quarter more or less, by chance, so that what
    /// failed together does not come back together. None where it is given up.
    pub(crate) fn wait(&self, failed: u32) -> Option<Duration> {
        if failed >= self.tries {
            return None;
        }
        Some(doubled(self.first, failed, self.longest).mul_f64(0.75 + fastrand::f64() / 2.0))
    }

    /// How long a receiver that did not work so many times in a row is left alone.
    pub(crate) fn rest(&self, failed: u32) -> Duration {
        doubled(self.first.min(Duration::from_secs(2)), failed, self.rest)
    }
}

/// A time that doubles with each failure after the first.
fn doubled(first: Duration, failed: u32, longest: Duration) -> Duration {
    let times = 2u32.saturating_pow(failed.saturating_sub(1));
    first.saturating_mul(times).min(longest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tries_are_spread_over_hours_and_come_to_an_end() {
        let schedule = Schedule::default();
        let mut whole = Duration::ZERO;
        for failed in 1..schedule.tries {
            let wait = schedule.wait(failed).unwrap();
            assert!(wait <= schedule.longest.mul_f64(1.25) && wait >= schedule.first.mul_f64(0.75));
            whole += doubled(schedule.first, failed, schedule.longest);
        }
        assert_eq!(schedule.wait(schedule.tries), None);
        assert_eq!(whole, Duration::from_secs(26_710), "without chance, 7 h 25 min");
        assert_eq!(schedule.rest(1), Duration::from_secs(2));
        assert_eq!(schedule.rest(100), schedule.rest);
    }
}
