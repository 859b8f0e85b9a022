//! Times as texts: `2026-11-21T10:30:00.000Z`, always in UTC, so that their order is that of time.

use aside_contract::Timestamp;
use chrono::{
    DateTime, Datelike, Days, Months, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc,
};

/// The text of a time.
pub fn iso(at: Timestamp) -> String {
    DateTime::from_timestamp_millis(at.0).map(|at| text(at.naive_utc())).unwrap_or_default()
}

fn text(at: NaiveDateTime) -> String {
    at.format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}

/// Reads a time or a date, with or without a zone.
fn read(text: &str) -> Option<NaiveDateTime> {
    let text = text.trim();
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return Some(at.with_timezone(&Utc).naive_utc());
    }
    ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]
        .iter()
        .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())
        .or_else(|| {
            NaiveDate::parse_from_str(text, "%Y-%m-%d")
                .ok()
                .map(|date| date.and_time(NaiveTime::MIN))
        })
}

/// A span of time: months are counted by the calendar.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) months: i64,
    pub(crate) milliseconds: i64,
}

/// A span as it is written: `90 days`, `1 month 2 hours`.
///
/// # Errors
/// A sentence that says what is wrong.
pub(crate) fn span(text: &str) -> Result<Span, String> {
    let wrong = || {
        format!(
            "`{text}` is no interval: write a number and one of second, minute, hour, day, week, month, year"
        )
    };
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.is_empty() || words.len() % 2 == 1 {
        return Err(wrong());
    }
    let mut span = Span::default();
    for pair in words.chunks_exact(2) {
        let number: i64 = pair[0].parse().map_err(|_| wrong())?;
        let unit = pair[1].to_lowercase();
        let (months, milliseconds) = match unit.strip_suffix('s').unwrap_or(&unit) {
            "second" | "sec" => (0, 1_000),
            "minute" | "min" => (0, 60_000),
            "hour" => (0, 3_600_000),
            "day" => (0, 86_400_000),
            "week" => (0, 7 * 86_400_000),
            "month" => (1, 0),
            "year" => (12, 0),
            _ => return Err(wrong()),
        };
        let add = |sum: i64, unit: i64| number.checked_mul(unit).and_then(|n| sum.checked_add(n));
        span.months = add(span.months, months).ok_or_else(wrong)?;
        span.milliseconds = add(span.milliseconds, milliseconds).ok_or_else(wrong)?;
    }
    Ok(span)
}

/// A time moved by a span; `None` where the text is no time or the result has no place in the calendar.
pub(crate) fn shift(text_: &str, span: Span) -> Option<String> {
    let at = read(text_)?;
    let months = Months::new(u32::try_from(span.months.unsigned_abs()).ok()?);
    let at = if span.months < 0 {
        at.checked_sub_months(months)?
    } else {
        at.checked_add_months(months)?
    };
    at.checked_add_signed(TimeDelta::try_milliseconds(span.milliseconds)?).map(text)
}

/// What a time can be cut to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    Hour,
    Day,
    Week,
    Month,
    Quarter,
    Year,
}

impl Unit {
    /// Reads a name such as `week`.
    ///
    /// # Errors
    /// A sentence that names the units that there are.
    pub(crate) fn read(name: &str) -> Result<Self, String> {
        Ok(match name.to_lowercase().as_str() {
            "hour" => Self::Hour,
            "day" => Self::Day,
            "week" => Self::Week,
            "month" => Self::Month,
            "quarter" => Self::Quarter,
            "year" => Self::Year,
            _ => {
                return Err(format!(
                    "date_trunc knows hour, day, week, month, quarter and year, not '{name}'"
                ));
            }
        })
    }
}

/// The beginning of the hour, day, week (Monday), month, quarter or year that a time lies in.
pub(crate) fn truncate(unit: Unit, at: &str) -> Option<String> {
    let at = read(at)?;
    let date = at.date();
    let begin = match unit {
        Unit::Hour => return Some(text(date.and_hms_opt(chrono::Timelike::hour(&at), 0, 0)?)),
        Unit::Day => date,
        Unit::Week => {
            date.checked_sub_days(Days::new(u64::from(date.weekday().num_days_from_monday())))?
        }
        Unit::Month => date.with_day(1)?,
        Unit::Quarter => date.with_day(1)?.with_month(date.month0() / 3 * 3 + 1)?,
        Unit::Year => date.with_day(1)?.with_month(1)?,
    };
    Some(text(begin.and_time(NaiveTime::MIN)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_move_times_by_the_calendar() {
        let moved = |at: &str, by: &str| shift(at, span(by).unwrap()).unwrap();
        assert_eq!(moved("2026-11-21T10:30:00.250Z", "-90 days"), "2026-08-23T10:30:00.250Z");
        assert_eq!(moved("2026-03-31", "-1 month"), "2026-02-28T00:00:00.000Z");
        assert_eq!(moved("2026-03-31 12:00", "1 year 2 hours"), "2027-03-31T14:00:00.000Z");
        assert_eq!(shift("yesterday", Span::default()), None);
        assert_eq!(shift("2026-01-01", Span { months: i64::MAX, milliseconds: 0 }), None);
        for wrong in ["", "90", "days 90", "1 fortnight", "99999999999999999999 days"] {
            assert!(span(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn times_are_cut_to_the_unit_they_lie_in() {
        let cut = |unit| {
            truncate(Unit::read(unit).unwrap(), "2026-11-21T10:30:00.250Z").unwrap_or_default()
        };
        assert_eq!(cut("hour"), "2026-11-21T10:00:00.000Z");
        assert_eq!(cut("week"), "2026-11-16T00:00:00.000Z");
        assert_eq!(cut("year"), "2026-01-01T00:00:00.000Z");
        assert_eq!(cut("Quarter"), "2026-10-01T00:00:00.000Z");
        assert!(Unit::read("age").unwrap_err().contains("'age'"));
    }

    #[test]
    fn a_time_is_text_in_utc() {
        assert_eq!(iso(Timestamp(1_500)), "1970-01-01T00:00:01.500Z");
        assert_eq!(
            read("1970-01-01T01:00:00+01:00").map(text).as_deref(),
            Some("1970-01-01T00:00:00.000Z")
        );
    }
}
