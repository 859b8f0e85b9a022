//! Days, also with a time of day; what is said relative to now is resolved against the message's own
//! time.

mod calendar;
mod relative;
mod tense;
mod weekday;

use std::ops::Range;
use std::sync::LazyLock;

use aside_contract::SlotKind;
use chrono::NaiveDate;
use regex::Regex;

use super::{Finding, Recognizer, Scope, overlap, time};
use crate::slots::pattern;

/// What may stand between a day and its time: "tomorrow at 5 pm".
static DAY_TIME: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:,?\s{1,2}|\s?[@T-]\s?)(?:(?:at|around|about|by|before|after|from|@)\s{1,2}){0,2}$",
    )
});
/// And between a time and its day: "5 pm on Monday", "10:30 today".
static TIME_DAY: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)^,?\s{1,2}(?:on\s{1,2})?$"));

/// A day in a text; `None` where it cannot be told which one.
struct Day {
    range: Range<usize>,
    date: Option<NaiveDate>,
}

pub(super) const RECOGNIZER: Recognizer = Recognizer { kind: SlotKind::Date, find };

fn find(scope: &Scope<'_>) -> Vec<Finding> {
    let text = scope.text;
    let today = scope.at.date();
    let mut days: Vec<Day> = Vec::new();
    // A written date comes before the weekday that stands beside it.
    for found in
        [calendar::days(text, today), relative::days(text, today), weekday::days(text, today)]
    {
        for day in found {
            if !days.iter().any(|other| overlap(&other.range, &day.range)) {
                days.push(day);
            }
        }
    }
    days.sort_by_key(|day| day.range.start);
    if days.is_empty() {
        return Vec::new();
    }
    let times = time::times(text);
    days.into_iter()
        .map(|day| {
            let after = times.iter().find(|(range, _)| {
                range.start >= day.range.end && DAY_TIME.is_match(&text[day.range.end..range.start])
            });
            let before = times.iter().find(|(range, _)| {
                range.end <= day.range.start && TIME_DAY.is_match(&text[range.end..day.range.start])
            });
            let clock = after.or(before);
            let range = clock.map_or(day.range.clone(), |(range, _)| {
                day.range.start.min(range.start)..day.range.end.max(range.end)
            });
            let value = match (day.date, clock) {
                (Some(date), Some((_, clock))) => format!("{date}T{}", time::value(*clock)),
                (Some(date), None) => date.to_string(),
                (None, _) => text[range.clone()].to_owned(),
            };
            Finding { range, value }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::slots::tests::check_table;

    // The table's messages are of Saturday, 21 November 2026, 16:30.

    #[test]
    fn a_day_takes_its_time_along() {
        check_table(
            &RECOGNIZER,
            &[
                ("tomorrow at 5 pm", &[("tomorrow at 5 pm", "2026-11-22T17:00")]),
                (
                    "my flight is 10:30 on 24 November",
                    &[("10:30 on 24 November", "2026-11-24T10:30")],
                ),
                ("2026-11-02 10:30", &[("2026-11-02 10:30", "2026-11-02T10:30")]),
                ("yesterday we spoke at 5 pm", &[("yesterday", "2026-11-20")]),
            ],
        );
    }

    #[test]
    fn a_weekday_beside_a_written_date_is_the_same_day() {
        check_table(
            &RECOGNIZER,
            &[("on Monday, November 23rd", &[("Monday, November 23rd", "2026-11-23")])],
        );
    }
}
