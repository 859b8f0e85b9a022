//! Weekdays. Which one is meant, the words around it tell; where they do not, it stays open.

use std::sync::LazyLock;

use chrono::{Datelike, Days, NaiveDate, Weekday};
use regex::Regex;

use super::Day;
use super::tense::{Tense, tense};
use crate::slots::pattern;
use crate::slots::word_before;

static WEEKDAY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:(?P<which>last|next|this|this coming|coming)\s)?(?P<day>mon|tues|wednes|thurs|fri|satur|sun)day\b",
    )
});
/// Opening hours: "Monday to Friday".
static SPAN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\s?(?:-|–|to|through|thru|till|until)\s?(?:mon|tues|wednes|thurs|fri|satur|sun)day\b",
    )
});
/// Days that are names, or come every week.
const NAMES: &[&str] =
    &["black", "cyber", "each", "easter", "every", "giveback", "good", "most", "super"];
const AHEAD: &[&str] = &["before", "by", "til", "till", "until"];
/// Where the day lies, seen from the message.
enum Way {
    Back,
    Ahead,
    /// In the next week, from Monday on.
    NextWeek,
}

pub(super) fn days(text: &str, today: NaiveDate) -> Vec<Day> {
    let spans: Vec<_> = SPAN.find_iter(text).map(|span| span.range()).collect();
    let mut found = Vec::new();
    for hit in WEEKDAY.captures_iter(text) {
        let (Some(whole), Some(day)) = (hit.get(0), hit.name("day")) else { continue };
        let range = whole.range();
        let before = word_before(text, range.start);
        let named = NAMES.binary_search(&&*before).is_ok();
        if named || spans.iter().any(|span| super::overlap(span, &range)) {
            continue;
        }
        let Some(weekday) = weekday(day.as_str()) else { continue };
        let which = hit.name("which").map(|which| which.as_str().to_ascii_lowercase());
        let way = match which.as_deref() {
            Some("last") => Some(Way::Back),
            Some("next") => Some(Way::NextWeek),
            Some(_) => Some(Way::Ahead),
            None if AHEAD.binary_search(&&*before).is_ok() => Some(Way::Ahead),
            None if before == "since" => Some(Way::Back),
            None => tense(text, &range).map(|tense| match tense {
                Tense::Past => Way::Back,
                Tense::Future => Way::Ahead,
            }),
        };
        found.push(Day { range, date: way.and_then(|way| resolve(today, weekday, &way)) });
    }
    found
}

fn resolve(today: NaiveDate, weekday: Weekday, way: &Way) -> Option<NaiveDate> {
    let of = today.weekday().num_days_from_monday();
    let wanted = weekday.num_days_from_monday();
    match way {
        // On a Monday, "Monday" in the past is a week ago, and ahead it is today.
        Way::Back => {
            let days = (of + 6 - wanted) % 7 + 1;
            today.checked_sub_days(Days::new(days.into()))
        }
        Way::Ahead => today.checked_add_days(Days::new(((wanted + 7 - of) % 7).into())),
        Way::NextWeek => today.checked_add_days(Days::new((7 - of + wanted).into())),
    }
}

fn weekday(stem: &str) -> Option<Weekday> {
    Some(match &*stem.to_ascii_lowercase() {
        "mon" => Weekday::Mon,
        "tues" => Weekday::Tue,
        "wednes" => Weekday::Wed,
        "thurs" => Weekday::Thu,
        "fri" => Weekday::Fri,
        "satur" => Weekday::Sat,
        "sun" => Weekday::Sun,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use crate::slots::tests::check_table;

    #[test]
    fn the_words_around_a_weekday_tell_which_one() {
        check_table(
            &super::super::RECOGNIZER,
            &[
                ("last Friday", &[("last Friday", "2026-11-20")]),
                ("next Friday", &[("next Friday", "2026-11-27")]),
                ("this Sunday", &[("this Sunday", "2026-11-22")]),
                ("I need it by Tuesday", &[("Tuesday", "2026-11-24")]),
                ("It was sent on Tuesday", &[("Tuesday", "2026-11-17")]),
                ("We leave on Saturday", &[("Saturday", "2026-11-21")]),
                ("It was supposed to arrive on Monday", &[("Monday", "2026-11-16")]),
                ("You should have called on Tuesday", &[("Tuesday", "2026-11-17")]),
                ("The technician was due on Thursday", &[("Thursday", "2026-11-19")]),
                ("It is supposed to arrive on Monday", &[("Monday", "2026-11-23")]),
                ("It arrived Saturday", &[("Saturday", "2026-11-14")]),
                ("Monday?", &[("Monday", "Monday")]),
            ],
        );
    }

    #[test]
    fn names_and_opening_hours_are_no_day() {
        check_table(
            &super::super::RECOGNIZER,
            &[("Black Friday, every Monday, on Mondays, open Monday to Friday", &[])],
        );
    }
}
