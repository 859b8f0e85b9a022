//! Sums of money with their currency.

use std::sync::LazyLock;

use aside_contract::SlotKind;
use regex::{Captures, Regex};

use super::{Finding, Recognizer, Scope};
use crate::slots::pattern;

/// Signs, letters and words of currencies with their codes (ISO 4217). A bare `$` is taken for the
/// dollar of the United States, `¥` for the yen.
const CURRENCIES: &[(&str, &[&str])] = &[
    ("USD", &["$", "us$", "usd", "dollar", "dollars", "buck", "bucks"]),
    ("EUR", &["€", "eur", "euro", "euros"]),
    ("GBP", &["£", "gbp", "quid", "pound", "pounds"]),
    ("JPY", &["¥", "jpy", "yen"]),
    ("INR", &["₹", "inr", "rs", "rs.", "rupee", "rupees"]),
    ("CAD", &["c$", "ca$", "cad"]),
    ("AUD", &["a$", "au$", "aud"]),
    ("NZD", &["nz$", "nzd"]),
    ("BRL", &["r$", "brl"]),
    ("CHF", &["chf", "fr."]),
    ("SEK", &["sek"]),
    ("NOK", &["nok"]),
    ("DKK", &["dkk"]),
    ("PLN", &["pln", "zł", "zloty"]),
    ("CZK", &["czk", "kč"]),
    ("MXN", &["mxn", "mx$"]),
    ("CNY", &["cny", "rmb", "yuan"]),
    ("HKD", &["hkd", "hk$"]),
    ("SGD", &["sgd", "s$"]),
    ("ZAR", &["zar", "rand"]),
];

const NUMBER: &str = r"(?P<number>[0-9]{1,3}(?:[,.' ][0-9]{3})+(?:[.,][0-9]{1,2})?|[0-9]+(?:[.,][0-9]{1,2})?)(?P<scale>\s?(?:k|m|mn|million|thousand|grand)\b)?";

static BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)(?P<currency>(?:\b(?:us|ca|c|au|a|nz|r|mx|hk|s))?\$|€|£|¥|₹|\b(?:usd|eur|gbp|jpy|inr|cad|aud|nzd|brl|chf|sek|nok|dkk|pln|czk|mxn|cny|hkd|sgd|zar|rs)\b\.?)\s?{NUMBER}"
    ))
});
static AFTER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)\b{NUMBER}\s?-?(?P<currency>€|£|zł|kč|(?:us|ca|au|nz)?\$|(?:usd|eur|gbp|jpy|inr|cad|aud|nzd|brl|chf|sek|nok|dkk|pln|czk|mxn|cny|rmb|hkd|sgd|zar|rs|rupees?|dollars?|bucks?|euros?|pounds?|quid|yen|yuan|zloty|rand)\b)"
    ))
});
/// Pounds that are a weight.
static WEIGHT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)\b(?:weigh\w*|heavy|heavier|luggage|baggage|bags?|overweight|lbs?|lost|gained)\b")
});

pub(super) const RECOGNIZER: Recognizer = Recognizer { kind: SlotKind::Amount, find };

fn find(scope: &Scope<'_>) -> Vec<Finding> {
    let text = scope.text;
    let mut found: Vec<Finding> = Vec::new();
    for pattern in [&BEFORE, &AFTER] {
        for hit in pattern.captures_iter(text) {
            let Some(finding) = finding(text, &hit) else { continue };
            if !found.iter().any(|other| super::overlap(&other.range, &finding.range)) {
                found.push(finding);
            }
        }
    }
    found.sort_by_key(|finding| finding.range.start);
    found
}

fn finding(text: &str, hit: &Captures<'_>) -> Option<Finding> {
    let (whole, currency, number) = (hit.get(0)?, hit.name("currency")?, hit.name("number")?);
    let before = text[..whole.start()].chars().next_back();
    let torn = before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | ',' | '$'));
    let mut after = text[whole.end()..].chars();
    // "$5/month" is an amount, "$5.5.2" and "$1k9x" are not.
    let goes_on = match after.next() {
        Some(c) if c.is_ascii_digit() => true,
        Some('.' | ',') => after.next().is_some_and(|c| c.is_ascii_digit()),
        _ => false,
    };
    let name = currency.as_str().to_lowercase();
    let weight = name.starts_with("pound") && WEIGHT.is_match(text);
    if torn || goes_on || weight {
        return None;
    }
    let (code, _) = CURRENCIES.iter().find(|(_, names)| names.contains(&&*name)).or_else(|| {
        let plain = name.trim_end_matches('.');
        CURRENCIES.iter().find(|(_, names)| names.contains(&plain))
    })?;
    let scale = hit.name("scale").map_or("", |scale| scale.as_str().trim());
    let value = format!("{} {code}", scaled(&plain(number.as_str()), scale)?);
    Some(Finding { range: whole.range(), value })
}

/// A number with a point before its decimals and nothing between its thousands.
fn plain(number: &str) -> String {
    // The last mark is that of the decimals where one or two digits follow it.
    let decimals =
        number.rfind([',', '.']).filter(|place| (1..=2).contains(&(number.len() - place - 1)));
    let (whole, rest) = number.split_at(decimals.unwrap_or(number.len()));
    let mut plain: String = whole.chars().filter(char::is_ascii_digit).collect();
    if let Some(decimals) = rest.get(1..) {
        plain.push('.');
        plain.push_str(decimals);
    }
    plain
}

/// "1.5" and "k" are "1500".
fn scaled(number: &str, scale: &str) -> Option<String> {
    let zeros = match scale.to_lowercase().as_str() {
        "" => return Some(number.to_owned()),
        "k" | "thousand" | "grand" => 3,
        _ => 6,
    };
    let (whole, decimals) = number.split_once('.').unwrap_or((number, ""));
    let digits = format!("{whole}{decimals:0<zeros$}");
    let digits = digits.trim_start_matches('0');
    (!digits.is_empty()).then(|| digits.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::slots::tests::check_table;

    #[test]
    fn amounts_are_found_with_their_currency() {
        check_table(
            &RECOGNIZER,
            &[
                ("charged $49.90 twice", &[("$49.90", "49.90 USD")]),
                (
                    "1.299,00 € or 1,299.00 EUR",
                    &[("1.299,00 €", "1299.00 EUR"), ("1,299.00 EUR", "1299.00 EUR")],
                ),
                ("£5 and 12,50€", &[("£5", "5 GBP"), ("12,50€", "12.50 EUR")]),
                ("CHF 1'200 for it", &[("CHF 1'200", "1200 CHF")]),
                ("paid 30 bucks, 20 dollars", &[("30 bucks", "30 USD"), ("20 dollars", "20 USD")]),
                ("$1.5k or $2 million", &[("$1.5k", "1500 USD"), ("$2 million", "2000000 USD")]),
                ("Rs. 500, Rs 1,500", &[("Rs. 500", "500 INR"), ("Rs 1,500", "1500 INR")]),
                ("A$20/month", &[("A$20", "20 AUD")]),
            ],
        );
    }

    #[test]
    fn years_counts_and_weights_are_not() {
        check_table(
            &RECOGNIZER,
            &[
                ("in 2024 I bought 3 of them", &[]),
                ("my bag weighs 40 pounds", &[]),
                ("100%, 5 stars, 20 GB", &[]),
                ("$cash and $$$", &[]),
                ("version 1.2.3", &[]),
            ],
        );
    }
}
