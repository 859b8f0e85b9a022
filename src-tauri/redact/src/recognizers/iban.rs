//! IBAN: the country's length and the checksum modulo 97 (ISO 13616).

use std::sync::LazyLock;

use regex::Regex;

use super::{Recognizer, pattern, stands_free};
use crate::{Kind, Span};

static START: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)\b[A-Z]{2}[ -]?\d{2}"));

/// Length by country, from the IBAN registry.
const LENGTHS: &[(&str, usize)] = &[
    ("AD", 24),
    ("AE", 23),
    ("AL", 28),
    ("AT", 20),
    ("AZ", 28),
    ("BA", 20),
    ("BE", 16),
    ("BG", 22),
    ("BH", 22),
    ("BR", 29),
    ("BY", 28),
    ("CH", 21),
    ("CR", 22),
    ("CY", 28),
    ("CZ", 24),
    ("DE", 22),
    ("DK", 18),
    ("DO", 28),
    ("EE", 20),
    ("EG", 29),
    ("ES", 24),
    ("FI", 18),
    ("FO", 18),
    ("FR", 27),
    ("GB", 22),
    ("GE", 22),
    ("GI", 23),
    ("GL", 18),
    ("GR", 27),
    ("GT", 28),
    ("HR", 21),
    ("HU", 28),
    ("IE", 22),
    ("IL", 23),
    ("IQ", 23),
    ("IS", 26),
    ("IT", 27),
    ("JO", 30),
    ("KW", 30),
    ("KZ", 20),
    ("LB", 28),
    ("LC", 32),
    ("LI", 21),
    ("LT", 20),
    ("LU", 20),
    ("LV", 21),
    ("LY", 25),
    ("MC", 27),
    ("MD", 24),
    ("ME", 22),
    ("MK", 19),
    ("MR", 27),
    ("MT", 31),
    ("MU", 30),
    ("NL", 18),
    ("NO", 15),
    ("PK", 24),
    ("PL", 28),
    ("PS", 29),
    ("PT", 25),
    ("QA", 29),
    ("RO", 24),
    ("RS", 22),
    ("SA", 24),
    ("SC", 31),
    ("SE", 24),
    ("SI", 19),
    ("SK", 24),
    ("SM", 27),
    ("ST", 25),
    ("SV", 28),
    ("TL", 23),
    ("TN", 24),
    ("TR", 26),
    ("UA", 29),
    ("VA", 22),
    ("VG", 24),
    ("XK", 20),
];

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    find: |text| {
        let spans = START.find_iter(text).filter_map(|start| {
            let country = start.as_str()[..2].to_ascii_uppercase();
            let (_, length) = LENGTHS.iter().find(|(name, _)| *name == country)?;
            let end = end_of(text, start.start(), *length)?;
            let range = start.start()..end;
            (stands_free(text, &range) && checks(&text[range.clone()])).then_some(Span {
                kind: Kind::Iban,
                range,
                certainty: 0.99,
            })
        });
        spans.collect()
    },
};

/// Where the `length` letters and digits from `start` on end; single spaces and hyphens may stand between.
fn end_of(text: &str, start: usize, length: usize) -> Option<usize> {
    let (mut taken, mut gap) = (0, false);
    for (offset, c) in text[start..].char_indices() {
        match c {
            c if c.is_ascii_alphanumeric() => {
                taken += 1;
                gap = false;
            }
            ' ' | '-' | '\u{a0}' if !gap => gap = true,
            _ => return None,
        }
        if taken == length {
            return Some(start + offset + 1);
        }
    }
    None
}

/// The first four characters moved to the end, letters as 10 to 35: the number is 1 modulo 97.
fn checks(iban: &str) -> bool {
    let plain: Vec<u32> = iban.chars().filter_map(|c| c.to_digit(36)).collect();
    let turned = plain[4..].iter().chain(&plain[..4]);
    turned.fold(0, |rest, digit| (rest * if *digit > 9 { 100 } else { 10 } + digit) % 97) == 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recognizers::check_table;

    #[test]
    fn accounts_are_found_by_length_and_checksum() {
        check_table(
            &RECOGNIZER,
            &[
                ("GB82 WEST 1234 5698 7654 32 please", &["GB82 WEST 1234 5698 7654 32"]),
                ("de89370400440532013000.", &["de89370400440532013000"]),
                ("to CH93-0076-2011-6238-5295-7", &["CH93-0076-2011-6238-5295-7"]),
                ("GB83 WEST 1234 5698 7654 32", &[]),
                ("DE893704004405320130001", &[]),
                ("ZZ82 WEST 1234 5698 7654 32", &[]),
                ("in 12 days", &[]),
            ],
        );
    }
}
