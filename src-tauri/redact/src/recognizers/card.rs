//! Payment cards: the issuer's prefix and length, and the Luhn checksum (ISO/IEC 7812-1).

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::checksum::luhn;
use super::{Recognizer, before, digits, pattern, stands_free};
use crate::{Kind, Span};

/// In one run, in groups of four, or as American Express and Diners Club print it.
static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"\b(?:\d{4}[ -]\d{6}[ -]\d{4,5}|\d{4}(?:[ -]\d{4}){2,3}(?:[ -]\d{1,3})?|\d{12,19})\b")
});
static CARD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"\b(?:card|visa|mastercard|amex|american express|maestro|debit|credit)\b")
});

pub(super) const RECOGNIZER: Recognizer = Recognizer { find };

fn find(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(number) = NUMBER.find_at(text, from) {
        match certainty(text, &number.range()) {
            Some(certainty) => {
                found.push(Span { kind: Kind::Card, range: number.range(), certainty });
                from = number.end();
            }
            // The group in front may belong to what stands before the card.
            None => {
                from = number.start() + number.as_str().find([' ', '-']).unwrap_or(number.len());
            }
        }
    }
    found
}

/// How sure it is that a card's number stands there; `None` where it is none.
fn certainty(text: &str, range: &Range<usize>) -> Option<f32> {
    let digits = digits(&text[range.clone()]);
    if !stands_free(text, range) || !issued(&digits) {
        return None;
    }
    match (luhn(&digits), CARD.is_match(&before(text, range.start))) {
        (true, _) => Some(0.97),
        // A mistyped digit must not put the others in clear.
        (false, true) => Some(0.7),
        (false, false) => None,
    }
}

/// Whether a network issues numbers with this beginning and length.
fn issued(digits: &[u32]) -> bool {
    let prefix =
        |length: usize| digits.iter().take(length).fold(0, |number, digit| number * 10 + digit);
    let (two, three, four) = (prefix(2), prefix(3), prefix(4));
    match digits.len() {
        15 if matches!(two, 34 | 37) || matches!(four, 1800 | 2131) => true,
        14..=19 if matches!(three, 300..=305) || matches!(two, 36 | 38 | 39) => true,
        13 | 16 | 19 if digits[0] == 4 => true,
        16 if matches!(two, 51..=55) || matches!(four, 2221..=2720) => true,
        16..=19 if two == 35 => true,
        12..=19 => matches!(two, 50 | 56..=58) || digits[0] == 6,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recognizers::check_table;

    #[test]
    fn cards_are_found_by_issuer_and_checksum() {
        check_table(
            &RECOGNIZER,
            &[
                ("4111 1111 1111 1111", &["4111 1111 1111 1111"]),
                ("my card 5500-0000-0000-0004 was", &["5500-0000-0000-0004"]),
                ("amex 378282246310005.", &["378282246310005"]),
                ("3782-822463-10005", &["3782-822463-10005"]),
                ("555-0142 4111-1111-1111-1111", &["4111-1111-1111-1111"]),
                ("0142 4111 1111 1111 1111", &["4111 1111 1111 1111"]),
                ("call 44 668 18 00 4111111111111111", &["4111111111111111"]),
                ("630427373398", &["630427373398"]),
                ("my card number is 4111 1111 1111 1112", &["4111 1111 1111 1112"]),
                ("4111 1111 1111 1112", &[]),
                ("order 113542617735902", &[]),
                ("tracking 732201349959", &[]),
                ("2024-11-21 10:30", &[]),
            ],
        );
    }
}
