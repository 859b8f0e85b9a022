//! A person's age.

use std::sync::LazyLock;

use regex::Regex;

use super::{Recognizer, findings, pattern};
use crate::Kind;

static AGE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:aged?|age (?:is|of)|turn(?:ed|s|ing)?|age:|when (?:s?he|i|they) (?:was|were))\s+(?P<value>1?\d{1,2})\b",
    )
});
static YEARS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)\b(?P<value>1?\d{1,2})(?:\s?y/?o\b|[ -]years?[ -](?:old\b|of age\b))")
});
/// What is that old, or turns so many degrees, is often no person.
static THING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^[ -]?(?:y/?o|years?[ -]old)?\s*(?:degrees?|%|account|laptop|phone|computer|device|machine|order|car|model|system|printer|pages?|days?|months?)\b",
    )
});

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    find: |text| {
        let check = |_: &str, range: std::ops::Range<usize>| {
            (!THING.is_match(&text[range.end..])).then_some(0.7)
        };
        let mut found = findings(Kind::Age, &AGE, text, check);
        found.extend(findings(Kind::Age, &YEARS, text, check));
        found.sort_by_key(|span| span.range.start);
        found.dedup_by(|a, b| a.range == b.range);
        found
    },
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recognizers::check_table;

    #[test]
    fn ages_of_persons_are_found() {
        check_table(
            &RECOGNIZER,
            &[
                ("I'm 31 y/o.", &["31"]),
                ("a 84-year-old male", &["84"]),
                ("my brother just turned 60", &["60"]),
                ("I am 72 years old, aged 72", &["72", "72"]),
                ("a 3 year old laptop", &[]),
                ("turned 90 degrees", &[]),
                ("Written when he was 64.", &["64"]),
                ("turn 2 pages", &[]),
                ("after 5 years", &[]),
            ],
        );
    }
}
