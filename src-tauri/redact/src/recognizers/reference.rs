//! Numbers of orders, invoices, parcels and the like, and of accounts and customers.
//!
//! A team knows the shape of its own better: it can add patterns ([`crate::OwnPatterns`]).

use std::sync::LazyLock;

use regex::Regex;

use super::{Recognizer, digits, findings, pattern, stands_free};
use crate::Kind;

const NUMBER: &str = r"(?P<value>#?[A-Z]{0,4}[-_/]?\d(?:[A-Z\d]|[-_/][A-Z\d]){2,23})\b";
const BETWEEN: &str =
    r"(?:\W{0,3}\b(?:number|numbers|num|no|nr|id|code|is|was|with|called|reads)\b)*[\s:.(]{1,4}";

static REFERENCE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)\b(?:orders?|purchases?|invoices?|bills?|receipts?|ref|references?|tracking|tickets?|case|booking|reservation|confirmation|parcel|shipment|package|transaction|claim|policy|serial|return|rma)\b{BETWEEN}{NUMBER}"
    ))
});
static ACCOUNT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)\b(?:accounts?|acct|a/c|customer|client|member(?:ship)?|subscriber|contract|user|sort code|routing)\b{BETWEEN}{NUMBER}"
    ))
});
/// The blank forgotten.
static GLUED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)\b(?:order|purchase|invoice|bill)(?P<value>\d{5,24})\b"));
/// A number after the sign, whatever it is of.
static SIGNED: LazyLock<Regex> = LazyLock::new(|| pattern(r"#\d{3,20}\b"));
/// So many digits in a row are counted by no one: they name something.
static LONG: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b\d{8,24}\b"));
/// A calendar day in one run, as in names of files.
static DAY: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$"));

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    find: |text| {
        let named = |number: &str, range: std::ops::Range<usize>| {
            let count = digits(number).len();
            // Four digits may be a year or an amount.
            let enough = count >= 5 || (count >= 3 && number.starts_with('#'));
            let letters = count >= 4 && number.chars().any(|c| c.is_ascii_uppercase());
            let free = !text[range.end..].starts_with(['%', '$', '\u{20ac}', '@']);
            (free && (enough || letters) && !day(number)).then_some(0.75)
        };
        let mut found = findings(Kind::Reference, &REFERENCE, text, named);
        found.extend(findings(Kind::Account, &ACCOUNT, text, named));
        found.extend(findings(Kind::Reference, &SIGNED, text, |_, range| {
            (!text[..range.start].ends_with(|c: char| c.is_alphanumeric() || c == '&' || c == '/'))
                .then_some(0.5)
        }));
        found.extend(findings(Kind::Reference, &GLUED, text, |_, _| Some(0.7)));
        found.extend(findings(Kind::Reference, &LONG, text, |number, range| {
            (stands_free(text, &range) && !DAY.is_match(number)).then_some(0.4)
        }));
        found
    },
};

/// Whether the number is a date, or a range of years.
fn day(number: &str) -> bool {
    let parts: Vec<&str> = number.split(['-', '/']).collect();
    DAY.is_match(number)
        || (parts.len() > 1
            && parts
                .iter()
                .all(|part| matches!(part.len(), 1 | 2 | 4) && part.parse::<u32>().is_ok()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::find;
    use crate::recognizers::check_table;

    #[test]
    fn numbers_that_name_something_are_found() {
        check_table(
            &RECOGNIZER,
            &[
                ("invoice #108", &["#108", "#108"]),
                ("order number: AB-20331 is late", &["AB-20331"]),
                ("my account 1234567", &["1234567"]),
                ("tracking 1Z999AA10123456784 says", &["1Z999AA10123456784"]),
                ("purchase113542617735902?", &["113542617735902"]),
                ("it says 370795561790", &["370795561790"]),
                ("order 2 of them", &[]),
                ("bill of 2024", &[]),
                ("ordered in 2024, invoice 2024-11-02", &[]),
                ("the order 10% off", &[]),
                ("issue/#123 and &#8217;", &[]),
                ("backup 20240131", &[]),
            ],
        );
    }

    #[test]
    fn a_number_counts_once() {
        assert_eq!(find("order 00123842 current status").len(), 1);
    }
}
