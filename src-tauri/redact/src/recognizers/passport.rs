//! Passport numbers. They have no common shape and mostly no checksum, so the words before decide.

use std::sync::LazyLock;

use regex::Regex;

use super::{Recognizer, digits, findings, pattern};
use crate::Kind;

static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\bpass(?:port|eport|aporte|aporto)?(?:'s)?\b(?:\W{0,3}(?:card|number|num|no|nr|id|is|was|it's|book|code)\b)*\W{1,4}(?P<value>[A-Z]{0,3} ?\d[A-Z\d]{5,9})\b",
    )
});

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    find: |text| {
        findings(Kind::Passport, &NUMBER, text, |number, _| {
            (digits(number).len() >= 6).then_some(0.85)
        })
    },
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recognizers::check_table;

    #[test]
    fn passport_numbers_are_found_by_the_words_before_them() {
        check_table(
            &RECOGNIZER,
            &[
                ("my passport number is X1234567.", &["X1234567"]),
                ("Passport no: 912803456", &["912803456"]),
                ("passport C01X00T478", &["C01X00T478"]),
                ("my passport expires in 2027", &[]),
                ("I need a passport photo for order 12345678", &[]),
                ("X1234567", &[]),
            ],
        );
    }
}
