//! Days told from the day of the message: "yesterday", "in 3 days", "two weeks ago".

use std::sync::LazyLock;

use chrono::{Days, NaiveDate};
use regex::Regex;

use super::Day;
use crate::slots::pattern;

const COUNT: &str =
    r"(?P<count>[0-9]{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|a couple(?: of)?)";

/// The days by name, from two before to two after.
static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:(?P<before2>(?:the )?day before yesterday)|(?P<after2>(?:the )?day after tomorrow)|(?P<before>yesterday|last night)|(?P<after>tomorrow|tmrw|tomorow)|(?P<same>today|tonight|this morning|this afternoon|this evening))\b",
    )
});
static COUNTED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)\b(?:(?P<in>in )?{COUNT} (?P<unit>day|week)s?(?: (?P<way>ago|back|from now|from today))?)\b"
    ))
});

pub(super) fn days(text: &str, today: NaiveDate) -> Vec<Day> {
    let mut found = Vec::new();
    for hit in NAMED.captures_iter(text) {
        let Some(whole) = hit.get(0) else { continue };
        let offset = [("before2", -2), ("before", -1), ("same", 0), ("after", 1), ("after2", 2)]
            .into_iter()
            .find_map(|(name, offset)| hit.name(name).map(|_| offset));
        let date = offset.and_then(|offset| moved(today, offset));
        found.extend(date.map(|date| Day { range: whole.range(), date: Some(date) }));
    }
    for hit in COUNTED.captures_iter(text) {
        let (Some(whole), Some(count)) = (hit.get(0), hit.name("count")) else { continue };
        let way = hit.name("way").map(|way| way.as_str().to_lowercase());
        let ahead = match (way.as_deref(), hit.name("in").is_some()) {
            (Some("ago" | "back"), false) => -1,
            (Some("from now" | "from today"), false) | (None, true) => 1,
            // "for 3 days" says how long.
            _ => continue,
        };
        let unit =
            if hit.name("unit").is_some_and(|unit| unit.as_str().len() == 4) { 7 } else { 1 };
        let date = counted(count.as_str()).and_then(|count| moved(today, ahead * unit * count));
        found.extend(date.map(|date| Day { range: whole.range(), date: Some(date) }));
    }
    found
}

fn moved(today: NaiveDate, days: i64) -> Option<NaiveDate> {
    let by = Days::new(days.unsigned_abs());
    if days < 0 { today.checked_sub_days(by) } else { today.checked_add_days(by) }
}

fn counted(count: &str) -> Option<i64> {
    const WORDS: [&str; 10] =
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    let count = count.to_ascii_lowercase();
    match &*count {
        "a" | "an" => Some(1),
        "a couple" | "a couple of" => Some(2),
        word => match WORDS.iter().position(|known| *known == word) {
            Some(place) => i64::try_from(place + 1).ok(),
            None => word.parse().ok(),
        },
    }
}

#[cfg(test)]
mod tests {
    use crate::slots::tests::check_table;

    #[test]
    fn days_are_told_from_the_day_of_the_message() {
        check_table(
            &super::super::RECOGNIZER,
            &[
                (
                    "Ordered yesterday, needed tomorrow",
                    &[("yesterday", "2026-11-20"), ("tomorrow", "2026-11-22")],
                ),
                ("the day after tomorrow", &[("the day after tomorrow", "2026-11-23")]),
                (
                    "last night and this morning",
                    &[("last night", "2026-11-20"), ("this morning", "2026-11-21")],
                ),
                (
                    "3 days ago, in two weeks",
                    &[("3 days ago", "2026-11-18"), ("in two weeks", "2026-12-05")],
                ),
                ("a week ago", &[("a week ago", "2026-11-14")]),
                ("for 3 days, within 2 weeks, 5 days a week", &[]),
            ],
        );
    }
}
