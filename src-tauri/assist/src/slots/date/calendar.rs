//! Written dates: `2026-11-21`, `21.11.2026`, `21 November`, `Nov 21st`.

use std::ops::Range;
use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate};
use regex::{Captures, Regex};

use super::Day;
use super::tense::{Tense, tense};
use crate::slots::pattern;
use crate::slots::{counts_something, word_before};

const MONTH: &str = r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?";
const DAY: &str = r"(?P<day>3[01]|[12][0-9]|0?[1-9])(?P<ordinal>st|nd|rd|th)?";
const YEAR: &str = r"(?P<year>(?:19|20)[0-9]{2})";
const WEEKDAY: &str =
    r"(?:\b(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?,?\s+(?:the\s+)?)?";

/// Year, month, day.
static ISO: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"\b{YEAR}(?P<mark>[-/.])(?P<month>0?[1-9]|1[0-2])(?P<mark2>[-/.])(?P<day>3[01]|[12][0-9]|0?[1-9])"
    ))
});
/// Day and month, or month and day, and the year.
static NUMBERS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?P<first>[0-9]{1,2})(?P<mark>[-/.])(?P<second>[0-9]{1,2})(?P<mark2>[-/.])(?P<year>(?:19|20)?[0-9]{2})",
    )
});
/// Without a year; only after a word that a date follows.
static SHORT: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\b(?P<first>[0-9]{1,2})/(?P<second>[0-9]{1,2})"));
static DAY_MONTH: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(r"(?i){WEEKDAY}\b{DAY}(?:\s+of)?[\s-]+{MONTH}(?:,?[\s-]+{YEAR})?"))
});
static MONTH_DAY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(r"(?i){WEEKDAY}\b{MONTH}\s+(?:the\s+)?{DAY}\b(?:,?\s+{YEAR}\b)?"))
});

const DATED: &[&str] = &["after", "before", "by", "dated", "from", "on", "since", "until"];

pub(super) fn days(text: &str, today: NaiveDate) -> Vec<Day> {
    let mut found = Vec::new();
    for hit in ISO.captures_iter(text) {
        let date = NaiveDate::from_ymd_opt(
            number(&hit, "year").unwrap_or(0).cast_signed(),
            number(&hit, "month").unwrap_or(0),
            number(&hit, "day").unwrap_or(0),
        );
        let Some(range) = free(text, &hit).filter(|_| same_marks(&hit)) else { continue };
        found.extend(date.map(|date| Day { range, date: Some(date) }));
    }
    for hit in NUMBERS.captures_iter(text) {
        let Some(range) = free(text, &hit).filter(|_| same_marks(&hit)) else { continue };
        if let Some(date) = numbers(&hit) {
            found.push(Day { range, date });
        }
    }
    for hit in SHORT.captures_iter(text) {
        let Some(range) = free(text, &hit) else { continue };
        if DATED.binary_search(&&*word_before(text, range.start)).is_err() {
            continue;
        }
        // Where both could be the month, it could be a share as well.
        let (first, second) = (number(&hit, "first"), number(&hit, "second"));
        let date = match (first, second) {
            (Some(day @ 13..=31), Some(month @ 1..=12))
            | (Some(month @ 1..=12), Some(day @ 13..=31)) => {
                yearless(today, month, day, tense(text, &range))
            }
            _ => None,
        };
        found.extend(date.map(|date| Day { range, date: Some(date) }));
    }
    for hit in DAY_MONTH.captures_iter(text).chain(MONTH_DAY.captures_iter(text)) {
        let Some(range) = free(text, &hit) else { continue };
        let date = named(text, &hit, &range, today).filter(|_| !counts_something(text, range.end));
        if let Some(date) = date
            && !found.iter().any(|day: &Day| super::overlap(&day.range, &range))
        {
            found.push(Day { range, date: Some(date) });
        }
    }
    found
}

/// Where a date stands, unless more digits touch it.
fn free(text: &str, hit: &Captures<'_>) -> Option<Range<usize>> {
    let range = hit.get(0)?.range();
    let before = text[..range.start].chars().next_back();
    let mut after = text[range.end..].chars();
    let torn = before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '-' | '/' | '.' | '$'))
        || match after.next() {
            Some(c) if c.is_ascii_digit() => true,
            Some('-' | '/' | '.' | ':') => after.next().is_some_and(|c| c.is_ascii_digit()),
            // `2026-11-21T10:30`
            Some(c) if c.is_alphabetic() => c != 'T',
            _ => false,
        };
    (!torn).then_some(range)
}

fn same_marks(hit: &Captures<'_>) -> bool {
    hit.name("mark").map(|mark| mark.as_str()) == hit.name("mark2").map(|mark| mark.as_str())
}

fn number(hit: &Captures<'_>, name: &str) -> Option<u32> {
    hit.name(name)?.as_str().parse().ok()
}

/// The date of three numbers; with points, the day comes first. `Some(None)` where day and month
/// cannot be told apart.
fn numbers(hit: &Captures<'_>) -> Option<Option<NaiveDate>> {
    let (first, second, year) =
        (number(hit, "first")?, number(hit, "second")?, number(hit, "year")?);
    let text = |name: &str| hit.name(name).map_or("", |found| found.as_str());
    let short = text("year").len() == 2;
    // Two digits for all: `21.11.26`; else it may be a version or a share.
    if short && (text("first").len() != 2 || text("second").len() != 2) && text("mark") != "/" {
        return None;
    }
    let year = if short { 2000 + year } else { year }.cast_signed();
    let date = |month: u32, day: u32| NaiveDate::from_ymd_opt(year, month, day);
    match (first, second) {
        _ if text("mark") == "." => date(second, first).map(Some),
        (13.., _) => date(second, first).map(Some),
        (_, 13..) => date(first, second).map(Some),
        _ if first == second => date(first, second).map(Some),
        _ => date(first, second).and(date(second, first)).map(|_| None),
    }
}

/// The date with a month's name.
fn named(
    text: &str,
    hit: &Captures<'_>,
    range: &Range<usize>,
    today: NaiveDate,
) -> Option<NaiveDate> {
    let name = hit.name("month")?;
    let month = month(name.as_str())?;
    let day = number(hit, "day")?;
    // "I may 5 times" and "march 3 miles" are verbs.
    let verb = matches!(&text[name.range()], "may" | "march" | "mar");
    let last = name.start() < hit.name("day")?.start();
    if verb && last && hit.name("ordinal").is_none() && hit.name("year").is_none() {
        return None;
    }
    match number(hit, "year") {
        Some(year) => NaiveDate::from_ymd_opt(year.cast_signed(), month, day),
        None => yearless(today, month, day, tense(text, range)),
    }
}

/// The month of an English name or its abbreviation.
fn month(name: &str) -> Option<u32> {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let start = name.get(..3)?.to_ascii_lowercase();
    let place = MONTHS.iter().position(|month| *month == start)?;
    u32::try_from(place + 1).ok()
}

/// Of the days with this month and day the one nearest to `today`; where the sentence tells, of those
/// that were or that will be.
fn yearless(today: NaiveDate, month: u32, day: u32, tense: Option<Tense>) -> Option<NaiveDate> {
    let years = today.year() - 1..=today.year() + 1;
    years
        .filter_map(|year| NaiveDate::from_ymd_opt(year, month, day))
        .filter(|date| match tense {
            Some(Tense::Past) => *date <= today,
            Some(Tense::Future) => *date >= today,
            None => true,
        })
        .min_by_key(|date| (*date - today).num_days().abs())
}

#[cfg(test)]
mod tests {
    use crate::slots::tests::check_table;

    #[test]
    fn written_dates_are_found() {
        check_table(
            &super::super::RECOGNIZER,
            &[
                (
                    "on 2026-11-02, 2026/1/3",
                    &[("2026-11-02", "2026-11-02"), ("2026/1/3", "2026-01-03")],
                ),
                (
                    "21.11.2026 and 03.04.26",
                    &[("21.11.2026", "2026-11-21"), ("03.04.26", "2026-04-03")],
                ),
                (
                    "11/21/2026 or 21-11-2026",
                    &[("11/21/2026", "2026-11-21"), ("21-11-2026", "2026-11-21")],
                ),
                ("bought 03/04/2026", &[("03/04/2026", "03/04/2026")]),
                ("on 11/24, please", &[("11/24", "2026-11-24")]),
                ("the 21st of November 2025", &[("21st of November 2025", "2025-11-21")]),
                ("Nov 3rd, Dec. 24", &[("Nov 3rd", "2026-11-03"), ("Dec. 24", "2026-12-24")]),
                (
                    "Jan 5 and 28 February",
                    &[("Jan 5", "2027-01-05"), ("28 February", "2027-02-28")],
                ),
                ("I bought it on 12 February", &[("12 February", "2026-02-12")]),
                ("May 5, 2026", &[("May 5, 2026", "2026-05-05")]),
            ],
        );
    }

    #[test]
    fn versions_shares_and_verbs_are_not() {
        check_table(
            &super::super::RECOGNIZER,
            &[
                ("version 10.0.19", &[]),
                ("24/7, 1/2, 9/10 of it", &[]),
                ("I may 5 times", &[]),
                ("2026-13-40", &[]),
                ("in March 2026", &[]),
                ("555-12-3456", &[]),
            ],
        );
    }
}
