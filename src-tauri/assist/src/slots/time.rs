//! Times of day.

use std::ops::Range;
use std::sync::LazyLock;

use aside_contract::SlotKind;
use chrono::NaiveTime;
use regex::{Captures, Regex};

use super::{Finding, Recognizer, Scope, counts_something, goes_on, overlap, word_before};
use crate::slots::pattern;

static CLOCK: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:(?P<hour>[01]?[0-9]|2[0-3])(?P<mark>[:.])(?P<minute>[0-5][0-9])(?::[0-5][0-9])?(?:\s?(?P<half>[ap])\.?m\b\.?|\s(?:in the |at )?(?P<part>morning|afternoon|evening|night)\b)?|(?P<hour12>1[0-2]|0?[1-9])(?:\s?(?P<half12>[ap])\.?m\b|\s?o['’]?clock\b)|(?P<word>noon|midday|midnight)\b)",
    )
});
/// An hour beside its part of the day: "at 6 tonight", "this evening around 7". The part is a day's to
/// name.
static HOUR: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:at|around|about|by|before|after|from|until|till)\s(?P<hour>1[0-2]|[1-9])\s(?:in the\s)?(?P<part>tonight|this (?:morning|afternoon|evening)|morning|afternoon|evening)\b|\b(?P<part2>tonight|this (?:morning|afternoon|evening)|tomorrow (?:morning|afternoon|evening|night))\s(?:at|around|about|by|before|after|from|until|till)\s(?P<hour2>1[0-2]|[1-9])\b",
    )
});
/// Words before a time without "am" or "pm".
const AT: &[&str] = &[
    "about", "after", "around", "at", "before", "between", "by", "from", "since", "till", "until",
];

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    kind: SlotKind::Time,
    find: |scope: &Scope<'_>| {
        let times = times(scope.text).into_iter();
        times.map(|(range, time)| Finding { range, value: value(time) }).collect()
    },
};

/// `17:00`
pub(super) fn value(time: NaiveTime) -> String {
    time.format("%H:%M").to_string()
}

/// The times of day in a text, in order.
pub(super) fn times(text: &str) -> Vec<(Range<usize>, NaiveTime)> {
    let mut found: Vec<_> = CLOCK
        .captures_iter(text)
        .filter_map(|hit| {
            let range = hit.get(0)?.range();
            let certain = !hit.name("mark").is_some_and(|_| uncertain(text, &hit, &range));
            (certain && !goes_on(text, range.end)).then_some(())?;
            Some((range, time(&hit)?))
        })
        .collect();
    for hit in HOUR.captures_iter(text) {
        let hour = hit.name("hour").or_else(|| hit.name("hour2"));
        let part = hit.name("part").or_else(|| hit.name("part2"));
        let (Some(hour), Some(part)) = (hour, part) else { continue };
        let taken = found.iter().any(|(range, _)| overlap(range, &hour.range()));
        if !taken && !goes_on(text, hour.end()) && !counts_something(text, hour.end()) {
            found.extend(hour_of(hour.as_str(), part.as_str()).map(|time| (hour.range(), time)));
        }
    }
    found.sort_by_key(|(range, _)| range.start);
    found
}

/// The hour of a part of the day: of the morning as it is, else after noon.
fn hour_of(hour: &str, part: &str) -> Option<NaiveTime> {
    let hour: u32 = hour.parse().ok()?;
    let morning = part.to_ascii_lowercase().ends_with("morning");
    NaiveTime::from_hms_opt(if morning { hour % 12 } else { (hour % 12 + 12) % 24 }, 0, 0)
}

/// Whether `16:30` may be something else: a number with decimals, a score, a place in a recording.
fn uncertain(text: &str, hit: &Captures<'_>, range: &Range<usize>) -> bool {
    if hit.name("half").is_some() || hit.name("part").is_some() {
        return false;
    }
    let touched = text[..range.start]
        .chars()
        .next_back()
        .is_some_and(|c| matches!(c, ':' | '.' | ',' | '/' | '$' | '€' | '£' | '-'));
    let two_digits = hit.name("hour").is_some_and(|hour| hour.len() == 2);
    let named = AT.binary_search(&&*word_before(text, range.start)).is_ok();
    hit.name("mark").is_some_and(|mark| mark.as_str() == ".") || touched || !(two_digits || named)
}

fn time(hit: &Captures<'_>) -> Option<NaiveTime> {
    let number = |name: &str| hit.name(name).and_then(|found| found.as_str().parse::<u32>().ok());
    if let Some(word) = hit.name("word") {
        let hour = if word.as_str().eq_ignore_ascii_case("midnight") { 0 } else { 12 };
        return NaiveTime::from_hms_opt(hour, 0, 0);
    }
    let hour = number("hour").or_else(|| number("hour12"))?;
    let half = hit.name("half").or_else(|| hit.name("half12")).or_else(|| hit.name("part"));
    let hour = match half.map(|half| half.as_str().to_ascii_lowercase()).as_deref() {
        Some("a" | "morning") => hour % 12,
        // The hours after midnight belong to the night as well.
        Some("night") if hour < 6 => hour,
        Some("p" | "afternoon" | "evening" | "night") if hour <= 12 => (hour % 12 + 12) % 24,
        _ => hour,
    };
    NaiveTime::from_hms_opt(hour, number("minute").unwrap_or(0), 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::slots::tests::check_table;

    #[test]
    fn times_are_found() {
        check_table(
            &RECOGNIZER,
            &[
                ("at 5pm or 10:30 a.m. today", &[("5pm", "17:00"), ("10:30 a.m.", "10:30")]),
                ("call 17:30, 12 am", &[("17:30", "17:30"), ("12 am", "00:00")]),
                ("before 9:05", &[("9:05", "09:05")]),
                ("between 2 and 4 PM, at noon", &[("4 PM", "16:00"), ("noon", "12:00")]),
                (
                    "7:25 in the evening, 2:10 at night",
                    &[("7:25 in the evening", "19:25"), ("2:10 at night", "02:10")],
                ),
                ("leaves at 6 tonight, call me tonight at 8", &[("6", "18:00"), ("8", "20:00")]),
                ("this morning around 7, by 3 in the afternoon", &[("7", "07:00"), ("3", "15:00")]),
                ("5.30 pm, 7 o'clock", &[("5.30 pm", "17:30"), ("7 o'clock", "07:00")]),
            ],
        );
    }

    #[test]
    fn ratios_numbers_and_words_are_not() {
        check_table(
            &RECOGNIZER,
            &[
                ("16:9 or 3:16, 12.50, 25:10", &[]),
                ("I am 5 ampere, 10 pmol", &[]),
                ("v1.10:20 and 1:2", &[]),
                ("tonight at 8 people, at 6 euros tonight", &[]),
            ],
        );
    }
}
