//! Telephone numbers: international and the common national ways to write them.
//!
//! Digits alone say little, so what does not look like a telephone number by itself counts only after
//! a word such as "call" or "mobile", and never after a word such as "order" or "invoice".

use std::ops::RangeInclusive;
use std::sync::LazyLock;

use regex::Regex;

use super::{Recognizer, before, digits, findings, pattern, stands_free};
use crate::{Kind, Span};

const EXTENSION: &str = r"(?:(?: ?x| ?ext\.? ?)\d{1,6})?";

/// `+41 44 668 18 00`, `+44 (0)20 7946 0958`.
static INTERNATIONAL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(r"\+ ?[1-9]\d{{0,3}}(?:[ ./-]?\(?\d{{1,5}}\)?){{2,7}}{EXTENSION}"))
});
/// `0041 44 668 18 00`.
static DOUBLE_ZERO: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(r"\b00[1-9]\d{{0,3}}(?:[ ./-]?\(?\d{{1,5}}\)?){{2,7}}{EXTENSION}"))
});
/// `212-555-0142`, `(212) 555-0142`, `1-212-555-0142`, `212.555.0142 ext. 7`.
static NORTH_AMERICAN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?:\b1[ .-])?(?:\([2-9]\d{{2}}\) ?|\b[2-9]\d{{2}}[ .-])\d{{3}}[ .-]\d{{4}}{EXTENSION}"
    ))
});
/// `020 7946 0958`, `0490 75 40 81`, `03.93.92.16.85`, `0171/1234567`, `07700 900123`.
static TRUNK_ZERO: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"\(?\b0[1-9]\d{{0,3}}\)?(?:[ ./-]\d{{2,8}}){{1,5}}{EXTENSION}|\b0[1-9]\d{{8,9}}\b"
    ))
});
/// `(99) 645-791`, `(021) 345 67 89`.
static AREA_IN_BRACKETS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(r"\(\d{{2,5}}\) ?\d{{2,4}}(?:[ -]\d{{2,4}}){{1,3}}{EXTENSION}"))
});
/// Any digits in groups; only its context makes it a number to call.
static GROUPS: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!(r"\b\d{{1,12}}(?:[ .-]\d{{2,10}}){{0,5}}{EXTENSION}")));

static CALLS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:phones?|telephone|tel|mobile|cell|call(?:ing|ed)?|reach (?:me|us|him|her)|ring|fax|whatsapp|sms|text me|dial|hotline|contact number|my number(?: is)?|registered|ph)\b[^\d]{0,24}$|\b(?:desk|office|work|home|direct|t|m|f)\s?[:.]\s*$",
    )
});
static OTHER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:orders?|purchase|invoice|bill|ref|reference|tracking|ticket|serial|sku|id|ids|case|booking|reservation|part|model|isbn|parcel|shipment|version|transaction|article|item|total|amount|price|code|zip|postcode|account|customer number|policy|licen[cs]e|vat)\b(?: (?:number|no|nr|id|code|is|was|with|reads))*[^\p{L}\d\n]{0,6}$|[$\u{20ac}\u{a3}#] ?$",
    )
});
static DATE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:(?:19|20)\d{2}[-./ ]\d{1,2}[-./ ]\d{1,2}|\d{1,2}[-./ ]\d{1,2}[-./ ](?:19|20)\d{2})(?:\D|$)",
    )
});

pub(super) const RECOGNIZER: Recognizer = Recognizer { find };

fn find(text: &str) -> Vec<Span> {
    let mut found = formatted(text, &INTERNATIONAL, 8..=15, 0.9, true);
    found.extend(formatted(text, &DOUBLE_ZERO, 11..=17, 0.8, false));
    found.extend(formatted(text, &NORTH_AMERICAN, 10..=11, 0.85, false));
    found.extend(formatted(text, &TRUNK_ZERO, 9..=11, 0.8, false));
    found.extend(formatted(text, &AREA_IN_BRACKETS, 7..=12, 0.8, false));
    let called = formatted(text, &GROUPS, 6..=13, 0.7, false);
    found.extend(called.into_iter().filter(|span| CALLS.is_match(&before(text, span.range.start))));
    found.sort_by_key(|span| (span.range.start, std::cmp::Reverse(span.range.end)));
    let mut end = 0;
    found.retain(|span| {
        let further = span.range.end > end;
        end = end.max(span.range.end);
        further
    });
    found
}

/// What has this format and number of digits, stands free, and is no date; with `named` also after a
/// word such as "order". Where two numbers follow each other, groups are cut off the end until it fits.
fn formatted(
    text: &str,
    format: &Regex,
    lengths: RangeInclusive<usize>,
    certainty: f32,
    named: bool,
) -> Vec<Span> {
    let mut found = findings(Kind::Phone, format, text, |number, range| {
        let other = !named && OTHER.is_match(&before(text, range.start));
        (!other && !DATE.is_match(number)).then_some(certainty)
    });
    found.retain_mut(|span| {
        loop {
            let number = &text[span.range.clone()];
            let plain = number.split(['x', 'e']).next().unwrap_or(number);
            if lengths.contains(&digits(plain).len()) && stands_free(text, &span.range) {
                return true;
            }
            match number.trim_end().rfind([' ', '-', '.', '/']) {
                Some(cut) => span.range.end = span.range.start + number[..cut].trim_end().len(),
                None => return false,
            }
        }
    });
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recognizers::check_table;

    #[test]
    fn numbers_to_call_are_found() {
        check_table(
            &RECOGNIZER,
            &[
                ("Call +41 (0)96 471 07 95 now", &["+41 (0)96 471 07 95"]),
                ("+447700 921 916", &["+447700 921 916"]),
                ("0041 44 668 18 00", &["0041 44 668 18 00"]),
                ("905-674-3793 or (212) 555-0142.", &["905-674-3793", "(212) 555-0142"]),
                ("345-899-3560x4587", &["345-899-3560x4587"]),
                ("+1-903-140-4508x769", &["+1-903-140-4508x769"]),
                ("0490 75 40 81, 03.93.92.16.85", &["0490 75 40 81", "03.93.92.16.85"]),
                ("reach me at 467 3395", &["467 3395"]),
                ("my mobile: 9498777106", &["9498777106"]),
                ("(99) 645-791", &["(99) 645-791"]),
            ],
        );
    }

    #[test]
    fn orders_dates_and_prices_are_not() {
        check_table(
            &RECOGNIZER,
            &[
                ("order 113542617735902", &[]),
                ("order number 212-555-0142", &[]),
                ("on 2024-11-21 at 10:30", &[]),
                ("01.02.2024", &[]),
                ("it costs 1 299.00 or 12 345 678", &[]),
                ("invoice #00108", &[]),
                ("version 10.0.19045.3803", &[]),
                ("card 4111 1111 1111 1111", &[]),
                ("I called on 03/04/2024", &[]),
                ("I called 3 times in 2024", &[]),
            ],
        );
    }
}
