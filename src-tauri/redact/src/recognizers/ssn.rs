//! Social security numbers of the United States.
//!
//! Since 2011 they are drawn at random and carry no checksum, but never have the area 000, 666 or 900
//! to 999, the group 00 or the serial 0000 (Social Security Administration, "SSN Randomization").

use std::sync::LazyLock;

use regex::Regex;

use super::{Recognizer, before, digits, findings, pattern, stands_free};
use crate::Kind;

static GROUPED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\b(?:\d{3}-\d{2}-\d{4}|\d{3} \d{2} \d{4}|\d{3}\.\d{2}\.\d{4})\b"));
static PLAIN: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b\d{9}\b"));
static NAMED: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b(?:ssn|social security|social)\b"));

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    find: |text| {
        let named = |start: usize| NAMED.is_match(&before(text, start));
        let mut found = findings(Kind::Ssn, &GROUPED, text, |number, range| {
            let certainty = if named(range.start) { 0.95 } else { 0.85 };
            let dashed = number.contains('-') || certainty > 0.9;
            (dashed && drawn(number) && stands_free(text, &range)).then_some(certainty)
        });
        found.extend(findings(Kind::Ssn, &PLAIN, text, |number, range| {
            (named(range.start) && drawn(number) && stands_free(text, &range)).then_some(0.9)
        }));
        found
    },
};

/// Whether the number can have been given out.
fn drawn(number: &str) -> bool {
    let digits = digits(number);
    let value = |range: std::ops::Range<usize>| {
        digits[range].iter().fold(0, |number, digit| number * 10 + digit)
    };
    let area = value(0..3);
    area != 0 && area != 666 && area < 900 && value(3..5) != 0 && value(5..9) != 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recognizers::check_table;

    #[test]
    fn numbers_that_can_have_been_given_out_are_found() {
        check_table(
            &RECOGNIZER,
            &[
                ("Here's my SSN: 460-89-9847", &["460-89-9847"]),
                ("social security 460 89 9847", &["460 89 9847"]),
                ("ssn 460899847", &["460899847"]),
                ("460899847", &[]),
                ("000-12-3456, 666-12-3456, 912-12-3456, 123-00-4567, 123-45-0000", &[]),
                ("460 89 9847", &[]),
            ],
        );
    }
}
