//! Numbers of invoices, bills and receipts.

use std::sync::LazyLock;

use aside_contract::SlotKind;
use regex::Regex;

use super::numbered::{self, Numbered};
use super::{Finding, Recognizer, Scope, goes_on, overlap};
use crate::slots::pattern;

static INVOICE: LazyLock<Numbered> = LazyLock::new(|| {
    Numbered::new(r"invoice|receipt|bill|rechnung(?:snummer|snr\.?)?|facture|factura|fattura")
});
/// The prefix says it: `INV-2026-0042`.
static PREFIXED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\b(?:INV|Inv|inv)[-_#/]?[0-9]{2,}(?:[-_/][0-9A-Za-z]+)*"));

pub(super) const RECOGNIZER: Recognizer = Recognizer { kind: SlotKind::Invoice, find };

fn find(scope: &Scope<'_>) -> Vec<Finding> {
    let text = scope.text;
    let mut ranges = INVOICE.find(text);
    for hit in PREFIXED.find_iter(text) {
        if !goes_on(text, hit.end()) && !ranges.iter().any(|known| overlap(known, &hit.range())) {
            ranges.push(hit.range());
        }
    }
    numbered::findings(text, ranges)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::slots::tests::check_table;

    #[test]
    fn invoice_numbers_are_found() {
        check_table(
            &RECOGNIZER,
            &[
                ("invoice 2026-0042 is wrong", &[("2026-0042", "2026-0042")]),
                ("Invoice number: inv_77120", &[("inv_77120", "INV_77120")]),
                (
                    "I paid INV-2026-0042 and INV77",
                    &[("INV-2026-0042", "INV-2026-0042"), ("INV77", "INV77")],
                ),
                (
                    "Rechnung 2026-0042, la facture n° 8812",
                    &[("2026-0042", "2026-0042"), ("8812", "8812")],
                ),
                ("bill #8812 came twice", &[("8812", "8812")]),
                ("the invoices of 2025", &[]),
                ("invoice of $120.00, invoice 120.00", &[]),
                ("can you bill 3000 people", &[]),
                ("my bill 03/2026", &[]),
                ("in v2 it works", &[]),
            ],
        );
    }
}
