//! Numbers that a noun introduces: "order 10432", "invoice no. is INV-77".

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::{Finding, counts_something, goes_on, word_before};
use crate::slots::pattern;

/// The longest number, in characters.
const MAX_CHARS: usize = 32;
/// Letters and digits, also in groups.
const NUMBER: &str = r"(?P<number>[0-9a-z](?:[-_/]?[0-9a-z])*)";
/// Words that may stand between "number" and the number itself.
const FILLERS: &str = r#"(?:[\s:=,."'(\[–-]{0,3}\b(?:is|was|are|for|this|my|it's|its|the|one|order|invoice|of|here|that|below|ending|in|as|follows?)\b)*[\s:=,."'(\[#*–-]{0,4}"#;

/// After these words the noun is a verb, or part of a phrase: "I want to order 4000 flyers".
const VERBAL: &[&str] = &[
    "can", "can't", "cannot", "could", "couldn't", "didn't", "don't", "i", "i'd", "i'll", "in",
    "just", "may", "might", "must", "not", "please", "should", "they", "to", "we", "we'd", "we'll",
    "will", "would", "you", "you'll",
];
/// Phrases with "to" that a noun follows.
static POINTING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:regards?|respect|reference|relation|related|refers?|referring|response|reply|due|as|according|belongs?|added)\sto\s+$",
    )
});
/// Before these the noun names a certain thing, so that three digits are enough.
const DEFINITE: &[&str] = &["my", "our", "that", "the", "this", "your"];

/// A size, a time or an ordinal is no number of anything: "100GB", "5pm", "1st".
static MEASURE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^[0-9]+(?:st|nd|rd|th|[kmgt]b|kg|g|ml|l|[ckm]?m|k|x|[ap]m|s|h|hrs?|days?|yrs?|mins?|p|px|oz|lbs?|ft|in|w|v|mah|[mg]?hz|mbps|usd|eur|gbp)$",
    )
});
/// A list goes on: "orders 10432 and 10433".
static NEXT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(r"(?i)^(?:\s?,\s?|\s?(?:,\s?)?(?:and|&|or|\+)\s)(?:also\s)?#?{NUMBER}"))
});

/// Numbers at these places; their letters are the same in either case.
pub(super) fn findings(text: &str, ranges: Vec<Range<usize>>) -> Vec<Finding> {
    let number = |range: Range<usize>| Finding { value: text[range.clone()].to_uppercase(), range };
    ranges.into_iter().map(number).collect()
}

/// The patterns of one noun.
pub(super) struct Numbered {
    /// With a word for number: "order no. 77".
    explicit: Regex,
    /// Beside the noun alone: "order 10432".
    beside: Regex,
}

impl Numbered {
    /// For a noun, as an alternative of patterns.
    pub(super) fn new(noun: &str) -> Self {
        let word = r"(?:(?:confirmation|reference|ref\.?)\s{1,2})?(?:#|numbers?|num\b\.?|nbr\b\.?|no\b\.?|nr\b\.?|n[°º]|id\b|ids\b|ref\b\.?|reference\b|code\b|confirmation\b)";
        Self {
            explicit: pattern(&format!(
                r"(?i)\b(?:{noun})s?(?:'s)?[\s(-]{{0,2}}{word}\)?{FILLERS}{NUMBER}"
            )),
            beside: pattern(&format!(
                r"(?i)\b(?:{noun})s?\s?[:=–-]?\s{{0,2}}(?P<sign>[#(]?)\s?{NUMBER}"
            )),
        }
    }

    /// Where the numbers stand.
    pub(super) fn find(&self, text: &str) -> Vec<Range<usize>> {
        let mut found: Vec<Range<usize>> = Vec::new();
        for hit in self.explicit.captures_iter(text) {
            let Some(number) = hit.name("number") else { continue };
            if fits(number.as_str(), 3) && ends(text, number.end()) {
                add(&mut found, text, number.range());
            }
        }
        for hit in self.beside.captures_iter(text) {
            let (Some(whole), Some(number)) = (hit.get(0), hit.name("number")) else { continue };
            let signed = hit.name("sign").is_some_and(|sign| !sign.is_empty());
            if signed && fits(number.as_str(), 2) && ends(text, number.end())
                || beside(text, whole.start(), number.as_str()) && ends(text, number.end())
            {
                add(&mut found, text, number.range());
            }
        }
        found.sort_by_key(|range| range.start);
        found.dedup();
        found
    }
}

/// Whether this is a number of something, with at least so many characters.
fn fits(number: &str, least: usize) -> bool {
    (least..=MAX_CHARS).contains(&number.len())
        && number.bytes().any(|byte| byte.is_ascii_digit())
        && !MEASURE.is_match(number)
        && !is_date(number)
}

/// Whether a number that stands beside the noun, which begins at `noun`, belongs to it.
fn beside(text: &str, noun: usize, number: &str) -> bool {
    let before = word_before(text, noun);
    let verb = VERBAL.binary_search(&before.as_str()).is_ok();
    if verb && !POINTING.is_match(&text[..noun]) {
        return false;
    }
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    let least = if DEFINITE.binary_search(&before.as_str()).is_ok() { 3 } else { 4 };
    let shaped = if digits == number.len() {
        digits >= least && !is_year(number)
    } else {
        // "order iphone12" has the shape of a number only in capitals or groups.
        digits >= 2
            && number.len() >= 4
            && (number.contains(['-', '_', '/']) || !number.contains(|c: char| c.is_lowercase()))
    };
    shaped && fits(number, 3)
}

/// Whether a number may end here: it neither goes on nor counts anything, as "500 of them" does.
fn ends(text: &str, at: usize) -> bool {
    !goes_on(text, at) && !counts_something(text, at) && !text[at..].starts_with(" of ")
}

fn is_year(number: &str) -> bool {
    number.len() == 4 && (number.starts_with("19") || number.starts_with("20"))
}

/// `03/04/2026`, `2026-11-21`
fn is_date(number: &str) -> bool {
    let parts: Vec<&str> = number.split(['/', '-']).collect();
    let short = |part: &&str| part.len() <= 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    match parts[..] {
        [a, b, c] if is_year(a) => short(&b) && short(&c),
        [a, b, c] => short(&a) && short(&b) && (is_year(c) || short(&c)),
        [a, b] => number.contains('/') && short(&a) && (short(&b) || is_year(b)),
        _ => false,
    }
}

/// Adds a number and those that follow it in a list and look like it.
fn add(found: &mut Vec<Range<usize>>, text: &str, first: Range<usize>) {
    let mut last = first;
    loop {
        if found.iter().any(|other| other.start < last.end && last.start < other.end) {
            return;
        }
        found.push(last.clone());
        let Some(next) = NEXT.captures(&text[last.end..]).and_then(|next| next.name("number"))
        else {
            return;
        };
        let next = last.end + next.start()..last.end + next.end();
        let alike = next.len() == last.len() && fits(&text[next.clone()], 3);
        if !alike || !ends(text, next.end) {
            return;
        }
        last = next;
    }
}
