//! What a message names: one recogniser per file. To add a kind: a file here with its patterns and
//! table test, its line in [`SLOTS`], its variant in [`SlotKind`].
//!
//! Precision comes first: a number counts only where its shape or the words beside it say what it is,
//! and a value that can be read in two ways stays as it was written.

mod amount;
mod conversation;
mod date;
mod email;
mod error_code;
mod invoice;
mod numbered;
mod order;
mod phone;
mod product;
mod time;
mod url;
mod version;

use std::ops::Range;

use aside_contract::{Slot, SlotKind};
use aside_redact::{Kind, Span};
use chrono::NaiveDateTime;
use regex::Regex;

pub use conversation::{NamedSlots, SlotContext, named_slots};
pub use error_code::error_codes;
pub use product::{Product, Products};

/// Of a message that names more, such as a pasted log, the first are kept.
const MAX_SLOTS: usize = 50;

/// What redaction is asked for. E-mail addresses and telephone numbers are slots; of the others, a
/// card's number is no order number, and secrets are not for copying.
const PERSONAL: &[Kind] = &[
    Kind::Email,
    Kind::Phone,
    Kind::Card,
    Kind::Iban,
    Kind::Ssn,
    Kind::Secret,
    Kind::Credentials,
    Kind::Ip,
];

/// A message as the recognisers see it.
pub(crate) struct Scope<'a> {
    text: &'a str,
    /// When it was written, by the desk's clock.
    at: NaiveDateTime,
    products: &'a Products,
    /// What redaction recognises in it, of the kinds in [`PERSONAL`].
    personal: &'a [Span],
}

/// Something found: where, in bytes, and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Finding {
    range: Range<usize>,
    value: String,
}

/// Compiles a pattern of this module. Its white space is that of ASCII, for the same reason as the
/// word boundaries of [`crate::text::pattern`].
fn pattern(source: &str) -> Regex {
    crate::text::pattern(&source.replace(r"\s", "[[:space:]]"))
}

/// Finds one kind.
struct Recognizer {
    kind: SlotKind,
    /// Its findings in a text; they may overlap those of others.
    find: fn(&Scope<'_>) -> Vec<Finding>,
}

/// Every recogniser. Of findings that overlap, the one that stands first here holds.
const SLOTS: &[Recognizer] = &[
    url::RECOGNIZER,
    email::RECOGNIZER,
    order::RECOGNIZER,
    invoice::RECOGNIZER,
    error_code::RECOGNIZER,
    product::RECOGNIZER,
    phone::RECOGNIZER,
    date::RECOGNIZER,
    time::RECOGNIZER,
    version::RECOGNIZER,
    amount::RECOGNIZER,
];

/// What `text` names, in the order of reading, each value once, without overlaps.
fn find(text: &str, at: NaiveDateTime, products: &Products) -> Vec<Slot> {
    let personal = aside_redact::find_kinds(text, PERSONAL);
    let scope = Scope { text, at, products, personal: &personal };
    let secret = personal.iter().filter(|span| !matches!(span.kind, Kind::Email | Kind::Phone));
    let mut taken: Vec<Range<usize>> = secret.map(|span| span.range.clone()).collect();
    let mut found: Vec<(SlotKind, Finding)> = Vec::new();
    for recognizer in SLOTS {
        for finding in (recognizer.find)(&scope) {
            if taken.iter().any(|range| overlap(range, &finding.range)) {
                continue;
            }
            taken.push(finding.range.clone());
            let known = |(kind, other): &(SlotKind, Finding)| {
                *kind == recognizer.kind && other.value == finding.value
            };
            if !found.iter().any(known) {
                found.push((recognizer.kind, finding));
            }
        }
    }
    found.sort_by_key(|(_, finding)| finding.range.start);
    found.truncate(MAX_SLOTS);
    let mut counter = Counter { text, bytes: 0, chars: 0 };
    found
        .into_iter()
        .map(|(kind, Finding { range, value })| Slot {
            kind,
            text: text[range.clone()].to_owned(),
            value,
            start: counter.chars_until(range.start),
            end: counter.chars_until(range.end),
        })
        .collect()
}

fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

/// Counts characters up to rising places of a text, in one pass.
struct Counter<'a> {
    text: &'a str,
    bytes: usize,
    chars: usize,
}

impl Counter<'_> {
    fn chars_until(&mut self, byte: usize) -> u32 {
        self.chars += self.text[self.bytes..byte].chars().count();
        self.bytes = byte;
        u32::try_from(self.chars).unwrap_or(u32::MAX)
    }
}

/// The last word before `at`, lower case; empty at the beginning of a sentence.
fn word_before(text: &str, at: usize) -> String {
    let before = text[..at].trim_end_matches([' ', '\t', '"', '(']);
    let from = before
        .rfind(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’')
        .map_or(0, |place| place + before[place..].chars().next().map_or(1, char::len_utf8));
    before[from..].replace('’', "'").to_lowercase()
}

/// Whether what follows makes the number before it a quantity: "5 times", "100 %", "3 days".
fn counts_something(text: &str, at: usize) -> bool {
    const COUNTED: &[&str] = &[
        "boxes",
        "copies",
        "customers",
        "day",
        "days",
        "devices",
        "different",
        "dollars",
        "euro",
        "euros",
        "gb",
        "hour",
        "hours",
        "hrs",
        "items",
        "kg",
        "km",
        "licenses",
        "lines",
        "mb",
        "mile",
        "miles",
        "min",
        "mins",
        "minute",
        "minutes",
        "month",
        "months",
        "more",
        "orders",
        "other",
        "others",
        "packs",
        "people",
        "percent",
        "pieces",
        "points",
        "pounds",
        "products",
        "quid",
        "sec",
        "seconds",
        "tickets",
        "time",
        "times",
        "units",
        "users",
        "week",
        "weeks",
        "x",
        "year",
        "years",
        "yrs",
    ];
    let after = &text[at..];
    if after.trim_start().starts_with('%') {
        return true;
    }
    let word: String = after
        .trim_start_matches([' ', '+'])
        .chars()
        .take_while(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect();
    COUNTED.binary_search(&word.as_str()).is_ok()
}

/// Whether the number that ends at `at` goes on: "12" of "12.50" or of "12/24".
fn goes_on(text: &str, at: usize) -> bool {
    let mut after = text[at..].chars();
    match after.next() {
        Some(c) if c.is_alphanumeric() || c == '_' => true,
        Some('.' | ',' | '/' | ':' | '-') => after.next().is_some_and(|c| c.is_ascii_digit()),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;

    /// Saturday, 21 November 2026, 16:30.
    fn saturday() -> NaiveDateTime {
        NaiveDate::from_ymd_opt(2026, 11, 21).unwrap().and_hms_opt(16, 30, 0).unwrap()
    }

    /// Checks a table of texts with what one recogniser must find in them, and its value.
    #[track_caller]
    pub(super) fn check_table(recognizer: &Recognizer, table: &[(&str, &[(&str, &str)])]) {
        let products = Products::default();
        for (text, expected) in table {
            let personal = aside_redact::find_kinds(text, PERSONAL);
            let scope = Scope { text, at: saturday(), products: &products, personal: &personal };
            let found = (recognizer.find)(&scope);
            let found: Vec<(&str, &str)> =
                found.iter().map(|one| (&text[one.range.clone()], &*one.value)).collect();
            assert_eq!(found, *expected, "{text}");
        }
    }

    fn named(text: &str) -> Vec<(SlotKind, String)> {
        let found = find(text, saturday(), &Products::default());
        found.into_iter().map(|slot| (slot.kind, slot.value)).collect()
    }

    #[test]
    fn one_stretch_of_text_is_one_thing() {
        use SlotKind::{Amount, Date, ErrorCode, Invoice, Order, Phone, Time, Url, Version};
        for (text, expected) in [
            ("order number 212-555-0142", &[(Order, "212-555-0142")][..]),
            ("My card 4111 1111 1111 1111 for order 4111 was charged", &[(Order, "4111")]),
            (
                "order #10432 from 2026-11-02 over $49.90 fails with E-1042 on iOS 17.2",
                &[
                    (Order, "10432"),
                    (Date, "2026-11-02"),
                    (Amount, "49.90 USD"),
                    (ErrorCode, "E-1042"),
                    (Version, "iOS 17.2"),
                ],
            ),
            (
                "https://x.example/orders/10432?v=1.2.3",
                &[(Url, "https://x.example/orders/10432?v=1.2.3")],
            ),
            ("Call 212-555-0142 at 5 pm", &[(Phone, "2125550142"), (Time, "17:00")]),
            ("invoice 2026-0042 and invoice 2026-0042", &[(Invoice, "2026-0042")]),
            ("10.0.0.1 is no version, and 2026 is no amount", &[]),
        ] {
            let expected: Vec<(SlotKind, String)> =
                expected.iter().map(|(kind, value)| (*kind, (*value).to_owned())).collect();
            assert_eq!(named(text), expected, "{text}");
        }
    }

    #[test]
    fn places_are_counted_in_characters() {
        let found = find("Grüße 🙂 order 10432!", saturday(), &Products::default());
        assert_eq!((found[0].start, found[0].end), (14, 19));
    }

    #[test]
    fn a_long_paste_is_read_and_cut() {
        let log = "error 0x80070005 at 10:30 for order 10432\n".repeat(400);
        assert_eq!(named(&log).len(), 3);
        let many: String = (10_000..11_000).map(|n| format!("order {n}, ")).collect();
        assert_eq!(named(&many).len(), MAX_SLOTS);
    }
}
