//! One recogniser per file. To add a kind: a file here with its pattern, check and table test, its
//! line in [`RECOGNIZERS`], its variant in [`Kind`].

mod age;
mod birth_date;
mod card;
mod checksum;
mod credentials;
mod email;
mod iban;
mod ip;
mod licence;
mod mac;
mod national_id;
mod passport;
mod person;
mod phone;
mod placeholder;
mod postcode;
mod reference;
mod secret;
mod ssn;
mod url;

use std::ops::Range;

use regex::Regex;

pub(crate) use placeholder::MASK;

use crate::{Kind, Span};

/// Finds one kind.
pub(crate) struct Recognizer {
    /// Its findings in a text; they may overlap those of others.
    pub find: fn(&str) -> Vec<Span>,
}

/// Every recogniser.
pub(crate) const RECOGNIZERS: &[Recognizer] = &[
    email::RECOGNIZER,
    phone::RECOGNIZER,
    card::RECOGNIZER,
    iban::RECOGNIZER,
    ip::RECOGNIZER,
    credentials::RECOGNIZER,
    secret::RECOGNIZER,
    ssn::RECOGNIZER,
    national_id::RECOGNIZER,
    passport::RECOGNIZER,
    licence::RECOGNIZER,
    birth_date::RECOGNIZER,
    age::RECOGNIZER,
    person::RECOGNIZER,
    mac::RECOGNIZER,
    url::RECOGNIZER,
    reference::RECOGNIZER,
    postcode::RECOGNIZER,
    placeholder::RECOGNIZER,
];

/// Compiles a pattern that stands in this crate's own source; patterns never come from outside.
pub(crate) fn pattern(source: &str) -> Regex {
    Regex::new(source)
        .unwrap_or_else(|error| unreachable!("a pattern of this crate does not compile: {error}"))
}

/// The matches of `pattern` that stand free and that `check` gives a certainty. Where the pattern has a
/// group named `value`, that group is the finding.
fn findings(
    kind: Kind,
    pattern: &Regex,
    text: &str,
    check: impl Fn(&str, Range<usize>) -> Option<f32>,
) -> Vec<Span> {
    let spans = pattern.captures_iter(text).filter_map(|found| {
        let range = found.name("value").or_else(|| found.get(0))?.range();
        let certainty = check(&text[range.clone()], range.clone())?;
        Some(Span { kind, range, certainty })
    });
    spans.collect()
}

/// Whether no letter or digit touches `range`, nor a mark that would make it a part of a longer number.
fn stands_free(text: &str, range: &Range<usize>) -> bool {
    let mut before = text[..range.start].chars().rev();
    let mut after = text[range.end..].chars();
    let free_before = match before.next() {
        Some(c) if c.is_alphanumeric() || c == '_' || c == '#' => false,
        Some('-' | '.' | ',' | '/' | ':') => !before.next().is_some_and(|c| c.is_ascii_digit()),
        _ => true,
    };
    let free_after = match after.next() {
        Some(c) if c.is_alphanumeric() || c == '_' => false,
        Some('-' | '.' | ',' | '/' | ':') => !after.next().is_some_and(|c| c.is_ascii_digit()),
        _ => true,
    };
    free_before && free_after
}

/// The words just before `start`: up to 40 characters of the same line, or of the line above where
/// that is a caption ("Phone:"), lower case.
fn before(text: &str, start: usize) -> String {
    let above = text[..start].trim_end_matches([' ', '\t']).strip_suffix('\n').map(str::trim_end);
    let until = above.filter(|above| above.ends_with(':')).unwrap_or(&text[..start]);
    let line = until.rsplit('\n').next().unwrap_or_default();
    let from = line.char_indices().rev().nth(39).map_or(0, |(index, _)| index);
    line[from..].to_lowercase()
}

/// The digits of `text`.
fn digits(text: &str) -> Vec<u32> {
    text.chars().filter_map(|c| c.to_digit(10)).collect()
}

/// Checks a table of texts with what must be found in them.
#[cfg(test)]
fn check_table(recognizer: &Recognizer, table: &[(&str, &[&str])]) {
    for (text, expected) in table {
        let found: Vec<&str> =
            (recognizer.find)(text).into_iter().map(|span| &text[span.range]).collect();
        assert_eq!(found, *expected, "{text}");
    }
}
