//! Driving licence numbers. Every state has its own shape, so the words before decide.

use std::sync::LazyLock;

use regex::Regex;

use super::{Recognizer, digits, findings, pattern};
use crate::Kind;

static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:driv(?:er|ing)(?:['\u{2019}]?s)?\s+(?:licen[cs]e|permit|id)|dl)\b(?:\W{0,3}(?:number|num|no|nr|id|is|was|card|code)\b)*\W{1,4}(?P<value>[A-Z\d](?:[ -]?[A-Z\d]){4,19})\b",
    )
});

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    find: |text| {
        let mut found = findings(Kind::Licence, &NUMBER, text, |number, _| {
            (digits(number).len() >= 4).then_some(0.85)
        });
        // The groups may run into the words that follow.
        for span in &mut found {
            let number = &text[span.range.clone()];
            let last = number.rfind(|c: char| c.is_ascii_digit()).unwrap_or(number.len() - 1);
            let end = number[last..].find(' ').map_or(number.len(), |space| last + space);
            span.range.end = span.range.start + end;
        }
        found
    },
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recognizers::check_table;

    #[test]
    fn licence_numbers_are_found_by_the_words_before_them() {
        check_table(
            &RECOGNIZER,
            &[
                ("My driver's license number is F162823540116", &["F162823540116"]),
                ("driving licence: MORGA657054SM9IJ now", &["MORGA657054SM9IJ"]),
                ("my driver's license number is 2270-66-1551 ok", &["2270-66-1551"]),
                ("DL no. 5130634", &["5130634"]),
                ("my driving licence expired last week", &[]),
                ("the license key is 1234567", &[]),
            ],
        );
    }
}
