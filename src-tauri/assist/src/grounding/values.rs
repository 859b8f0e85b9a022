//! Numbers with what they count: amounts, durations, shares, times of day.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::claims::Claim;
use super::evidence::Window;
use super::terms::{same, terms};
use crate::text::{fold, is_stop, pattern};

/// A number: `3`, `1,000`, `2.5`, `14:00`, `−70`, with the sign of a currency or not.
static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?P<before>[$\u{20ac}\u{a3}\u{b1}]?) ?(?P<sign>[-\u{2212}]?)(?P<number>[0-9]+(?:[.,:][0-9]+)*)(?P<suffix> ?(?:%|\u{20ac}|\u{a3}|\$|\u{b0}c))?",
    )
});
/// Words for numbers. "One" is left out: it is an article as often.
const WORDS: &[(&str, &str)] = &[
    ("two", "2"),
    ("three", "3"),
    ("four", "4"),
    ("five", "5"),
    ("six", "6"),
    ("seven", "7"),
    ("eight", "8"),
    ("nine", "9"),
    ("ten", "10"),
    ("eleven", "11"),
    ("twelve", "12"),
    ("fourteen", "14"),
    ("fifteen", "15"),
    ("twenty", "20"),
    ("thirty", "30"),
    ("sixty", "60"),
    ("ninety", "90"),
];
/// Units, by how they are written.
const UNITS: &[(&str, &[&str])] = &[
    ("second", &["second", "seconds", "sec", "secs"]),
    ("minute", &["minute", "minutes", "min", "mins"]),
    ("hour", &["hour", "hours", "hrs"]),
    ("day", &["day", "days"]),
    ("week", &["week", "weeks"]),
    ("month", &["month", "months"]),
    ("year", &["year", "years"]),
    ("percent", &["%", "percent"]),
    ("eur", &["\u{20ac}", "euro", "euros", "eur"]),
    ("gbp", &["\u{a3}", "pounds", "gbp"]),
    ("usd", &["$", "dollar", "dollars", "usd"]),
    ("celsius", &["\u{b0}c"]),
    ("gb", &["gb"]),
    ("mb", &["mb"]),
    ("ghz", &["ghz"]),
    ("mhz", &["mhz"]),
    ("watt", &["watt", "watts"]),
    ("kwh", &["kwh"]),
    ("ampere", &["ampere", "amperes"]),
    ("volt", &["volt", "volts"]),
    ("metre", &["metre", "metres", "meter", "meters"]),
    ("km", &["km"]),
    ("cm", &["cm"]),
    ("kg", &["kg"]),
    ("am", &["am", "a.m"]),
    ("pm", &["pm", "p.m"]),
];
/// Days on which people work are others than days.
const WORKING: &[&str] = &["working", "business"];
/// Words between a number and the one that it shares its unit with: "3 to 5 working days".
const RANGE: &[&str] = &["to", "or", "and", "bis", "\u{2013}", "-"];
const AT_MOST: &[&str] = &[
    "at most",
    "up to",
    "maximum",
    "no more than",
    "not more than",
    "less than",
    "under",
    "below",
];
const AT_LEAST: &[&str] =
    &["at least", "minimum", "more than", "over", "above", "no less than", "from"];

/// On which side of a number the truth lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bound {
    AtMost,
    AtLeast,
}

/// A number with what it counts.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Value {
    /// As it is written.
    pub text: String,
    /// With what it counts, as it is written: "3 to 5 working days".
    pub said: String,
    /// Without separators of thousands; `14:00` as it is.
    pub number: String,
    /// A known unit.
    pub unit: Option<&'static str>,
    /// The stems of the one or two words after it, where they name no unit.
    pub counted: Vec<String>,
    pub bound: Option<Bound>,
    /// It is one end of a range.
    pub ranged: bool,
}

impl Value {
    /// In days where it is a number of weeks, as it is otherwise.
    fn in_days(&self) -> (String, Option<&'static str>) {
        match (self.unit, self.number.parse::<u32>()) {
            (Some("week"), Ok(weeks)) => (weeks.saturating_mul(7).to_string(), Some("day")),
            (unit, _) => (self.number.clone(), unit),
        }
    }

    /// Whether both say the same.
    pub fn agrees(&self, other: &Self) -> bool {
        let ((number, unit), (theirs, their_unit)) = (self.in_days(), other.in_days());
        let bounds = match (self.bound, other.bound) {
            (Some(one), Some(other)) => one == other,
            _ => true,
        };
        // A bare number may count anything; one that counts something else is another one.
        let bare = |value: &Self| value.unit.is_none() && value.counted.is_empty();
        let both_counted = unit.is_none() && their_unit.is_none();
        let units = unit == their_unit || both_counted || bare(self) || bare(other);
        number == theirs && bounds && units
    }

    /// Whether both count the same thing.
    pub fn same_kind(&self, other: &Self) -> bool {
        match (self.unit, other.unit) {
            (Some(one), Some(other)) => one == other,
            (None, None) => {
                self.counted.iter().any(|word| other.counted.iter().any(|own| same(own, word)))
            }
            _ => false,
        }
    }
}

/// The numbers of a text in order.
pub(super) fn values(text: &str) -> Vec<Value> {
    let folded = spelled_out(&fold(text));
    let mut found: Vec<(usize, Value)> = Vec::new();
    for hit in NUMBER.captures_iter(&folded) {
        if let Some(value) = value(&folded, &hit) {
            found.push((hit.get(0).map_or(0, |whole| whole.end()), value));
        }
    }
    // "3 to 5 working days": the first number has the unit of the second.
    for index in (0..found.len().saturating_sub(1)).rev() {
        let (end, next) = (found[index].0, found[index + 1].1.clone());
        let between = folded[end..].split_whitespace().next().unwrap_or_default();
        let follows = folded[end..].split_whitespace().nth(1).unwrap_or_default();
        let one = &mut found[index].1;
        if RANGE.contains(&between)
            && follows.contains(next.number.as_str())
            && (one.unit.is_none() || one.unit == next.unit)
        {
            if one.unit.is_none() {
                one.unit = next.unit;
                one.counted.clone_from(&next.counted);
            }
            one.ranged = between != "and";
            if found[index].1.ranged {
                let said = format!("{} {between} {}", found[index].1.text, next.said);
                found[index].1.said.clone_from(&said);
                found[index + 1].1.said = said;
                found[index + 1].1.ranged = true;
            }
        }
    }
    found.into_iter().map(|(_, value)| value).collect()
}

fn value(folded: &str, hit: &Captures<'_>) -> Option<Value> {
    let (whole, number) = (hit.get(0)?, hit.name("number")?);
    // A part of a code (FW-E1), of a word, or of an address is no number.
    let before = folded[..number.start()].chars().next_back();
    if before.is_some_and(|c| c.is_alphanumeric() || c == '_')
        || (before == Some('-') && folded[..number.start() - 1].ends_with(char::is_alphanumeric))
    {
        return None;
    }
    let rest = &folded[whole.end()..];
    let suffix = hit.name("suffix").map(|suffix| suffix.as_str().trim());
    if suffix.is_none() && rest.starts_with(|c: char| c.is_alphabetic()) {
        let unit: String = rest.chars().take_while(|c| c.is_alphabetic()).collect();
        unit_of(&unit)?;
    }
    let mut following = rest
        .split_whitespace()
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric() && c != '%'));
    let ends = |word: &str| {
        rest.trim_start().starts_with(word)
            && rest.trim_start()[word.len()..].starts_with(['.', ',', ';', ':'])
    };
    let first = following.next().unwrap_or_default();
    let second = if ends(first) { "" } else { following.next().unwrap_or_default() };
    let sign = hit.name("before").map(|sign| sign.as_str()).filter(|sign| !sign.is_empty());
    let signed = sign.and_then(unit_of).or_else(|| suffix.and_then(unit_of));
    let works = WORKING.contains(&first) && unit_of(second) == Some("day");
    let unit = signed.or_else(|| if works { Some("working day") } else { unit_of(first) });
    let text = whole.as_str().trim();
    let said = match unit {
        Some(_) if signed.is_some() => text.to_owned(),
        Some(_) if works => format!("{text} {first} {second}"),
        Some(_) => format!("{text} {first}"),
        None => text.to_owned(),
    };
    let stop = rest.starts_with(['.', ',', ';', ':', ')']);
    let counted = match unit {
        None if !stop => [first, second]
            .into_iter()
            .take_while(|word| !word.is_empty() && (!is_stop(word) || *word == "of"))
            .flat_map(terms)
            .collect(),
        _ => Vec::new(),
    };
    let lead = folded[..whole.start()].trim_end();
    let ends_with = |words: &&str| {
        lead.strip_suffix(*words).is_some_and(|rest| !rest.ends_with(char::is_alphanumeric))
    };
    let bound = if AT_MOST.iter().any(&ends_with) {
        Some(Bound::AtMost)
    } else if AT_LEAST.iter().any(ends_with) {
        Some(Bound::AtLeast)
    } else {
        None
    };
    let minus = hit.name("sign").is_some_and(|sign| !sign.is_empty());
    Some(Value {
        text: text.to_owned(),
        said,
        number: format!("{}{}", if minus { "-" } else { "" }, normal(number.as_str())),
        unit,
        counted,
        bound,
        ranged: false,
    })
}

/// Without separators of thousands, without zeros after the comma.
fn normal(number: &str) -> String {
    if number.contains(':') {
        return number.trim_start_matches('0').to_owned();
    }
    let thousands = number.split([',', '.']).skip(1).all(|part| part.len() == 3)
        && number.split([',', '.']).next().is_some_and(|first| first.len() <= 3 && first != "0");
    if thousands {
        return number.replace([',', '.'], "");
    }
    let decimal = number.replace(',', ".");
    match decimal.contains('.') {
        true => decimal.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => decimal.trim_start_matches('0').to_owned(),
    }
}

fn unit_of(word: &str) -> Option<&'static str> {
    UNITS.iter().find(|(_, written)| written.contains(&word)).map(|(name, _)| *name)
}

/// Number words as digits. The length changes: ranges of the original do not hold.
fn spelled_out(folded: &str) -> String {
    let word = |word: &str| {
        let bare = word.trim_matches(|c: char| !c.is_alphabetic());
        let known = WORDS.iter().find(|(name, _)| *name == bare);
        known.map_or_else(|| word.to_owned(), |(name, digits)| word.replacen(name, digits, 1))
    };
    folded.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// A number of the sentence that the window does not hold, as a sentence.
pub(super) fn disagree(claim: &Claim, window: &Window<'_>) -> Option<String> {
    for value in &claim.values {
        if !window.values().any(|known| value.agrees(known)) {
            let instead: Vec<&str> = window
                .values()
                .filter(|known| value.same_kind(known))
                .map(|known| known.text.as_str())
                .collect();
            return Some(match instead.first() {
                Some(text) if *text != value.text => {
                    format!("It says {}; the passage says {text}.", value.text)
                }
                _ => format!("The passage does not say {}.", value.text),
            });
        }
        if let Some(other) = of_another_name(claim, value, window) {
            return Some(format!("It says {}; the passage says {other}.", value.text));
        }
        // The number stands there, but what is counted has another one.
        let other = window.values().find(|known| value.same_kind(known) && !value.agrees(known));
        let bound_elsewhere = window.values().any(|known| {
            value.agrees(known)
                && (value.same_kind(known) || (value.unit.is_some() && known.unit.is_none()))
        });
        if let Some(other) = other.filter(|_| !bound_elsewhere && !value.counted.is_empty()) {
            return Some(format!("It says {}; the passage says {}.", value.text, other.text));
        }
    }
    None
}

/// The number that the passage gives for the name in the sentence, where the sentence gives the number
/// of another name: "£500 with the Classic card and £1,000 with the Premier card".
fn of_another_name<'w>(claim: &Claim, value: &Value, window: &'w Window<'_>) -> Option<&'w str> {
    let named = |names: &BTreeSet<String>| claim.names.iter().any(|name| names.contains(name));
    window.units.iter().find_map(|unit| {
        let holds = |values: &[Value]| values.iter().any(|known| value.agrees(known));
        let own = unit.parts.iter().filter(|(values, _)| holds(values));
        let mut own = own.peekable();
        own.peek()?;
        if own.any(|(_, names)| names.is_empty() || named(names)) {
            return None;
        }
        let others = unit.parts.iter().filter(|(values, names)| !holds(values) && named(names));
        let mut others = others.flat_map(|(values, _)| values);
        others.find(|known| value.same_kind(known)).map(|known| known.text.as_str())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_with_their_units() {
        for (text, expected) in [
            ("within 14 days", "14 day"),
            ("3 to 5 working days", "3 working day, 5 working day"),
            ("It costs \u{20ac}4.90, free from \u{20ac}60.", "4.9 eur, 60 eur"),
            ("39 euros or 2.5 %", "39 eur, 2.5 percent"),
            ("3,680 watts", "3680 watt"),
            ("the adapter (FW-E1), E09 and 5 plugs", "5 -"),
            ("before 14:00", "14:00 -"),
            ("two weeks", "2 week"),
            ("between 8 am and 4 pm", "8 am, 4 pm"),
            ("better than \u{2212}70 dBm", "-70 -"),
        ] {
            let read = |value: Value| format!("{} {}", value.number, value.unit.unwrap_or("-"));
            let found: Vec<String> = values(text).into_iter().map(read).collect();
            assert_eq!(found.join(", "), expected, "{text}");
        }
    }

    #[test]
    fn values_agree_across_spellings_and_not_across_units() {
        for (one, other, agree) in [
            ("2 weeks", "14 days", true),
            ("14 days", "14 working days", false),
            ("at most 3", "at least 3", false),
            ("30", "30 minutes", true),
            ("$5", "5 euros", false),
        ] {
            assert_eq!(values(one)[0].agrees(&values(other)[0]), agree, "{one} and {other}");
        }
    }
}
