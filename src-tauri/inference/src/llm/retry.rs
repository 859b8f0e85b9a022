//! When a refusal that may pass is answered with another try.

use std::time::Duration;

/// Tries in all.
pub(super) const TRIES: u32 = 4;
/// The longest wait before the first repetition; twice as long before each further one.
const FIRST_WAIT: Duration = Duration::from_millis(400);
/// The longest wait of ours.
const LONGEST_WAIT: Duration = Duration::from_secs(8);

/// How long to wait after `failed` tries: what the server asked for, else exponential backoff with
/// full jitter (a `chance` from 0 to 1 of the longest wait, so that many desks do not come back at once).
pub(super) fn wait(failed: u32, asked: Option<Duration>, chance: f64) -> Duration {
    if let Some(asked) = asked {
        return asked;
    }
    let longest =
        FIRST_WAIT.saturating_mul(1 << failed.saturating_sub(1).min(16)).min(LONGEST_WAIT);
    longest.mul_f64(chance.clamp(0.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_with_jitter_and_what_the_server_asks_holds() {
        assert_eq!(wait(1, None, 1.0), Duration::from_millis(400));
        assert_eq!(wait(2, None, 1.0), Duration::from_millis(800));
        assert_eq!(wait(2, None, 0.5), Duration::from_millis(400));
        assert_eq!(wait(30, None, 1.0), LONGEST_WAIT);
        assert_eq!(wait(3, None, 0.0), Duration::ZERO);
        assert_eq!(wait(1, Some(Duration::from_secs(2)), 0.1), Duration::from_secs(2));
    }
}
