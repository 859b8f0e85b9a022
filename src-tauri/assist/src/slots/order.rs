//! Numbers of orders.

use std::sync::LazyLock;

use aside_contract::SlotKind;
use regex::Regex;

use super::numbered::{self, Numbered};
use super::{Finding, Recognizer, Scope, goes_on};
use crate::slots::pattern;

static ORDER: LazyLock<Numbered> = LazyLock::new(|| {
    Numbered::new(
        // With the nouns of the languages that customers of an English desk write most.
        r"(?:purchase |sales |web |online )?order|(?-i:PO|P\.O\.)|bestell(?:ung|nummer|nr\.?)|auftrag(?:snummer|snr\.?)?|commande|pedido",
    )
});
/// A number sign in a message about a delivery; Amazon's groups.
static SIGNED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"#\s?(?P<number>[0-9]{4,12})|\b(?P<groups>[0-9]{3}-[0-9]{7}-[0-9]{7})\b")
});
static DELIVERY: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)\b(?:order|purchase|parcel|package|deliver|shipp|shipment)"));
/// A number sign after these is of something else.
static OTHER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:case|ticket|tracking|invoice|bill|claim|serial|account|member|membership|loyalty|store|ref|reference|request|flight|gate|unit|apt|model|part|sku|id|card|phone|ssn)\b[\s:(]*(?:number|no\.?|nr\.?|id|is)?[\s:(]*$",
    )
});

pub(super) const RECOGNIZER: Recognizer = Recognizer { kind: SlotKind::Order, find };

fn find(scope: &Scope<'_>) -> Vec<Finding> {
    let text = scope.text;
    let mut ranges = ORDER.find(text);
    for hit in SIGNED.captures_iter(text) {
        let range = match (hit.name("groups"), hit.name("number")) {
            (Some(groups), _) => groups.range(),
            (None, Some(number)) => {
                let before = &text[..number.start()];
                let before = before.trim_end_matches(['#', ' ']);
                if goes_on(text, number.end()) || OTHER.is_match(before) || !DELIVERY.is_match(text)
                {
                    continue;
                }
                number.range()
            }
            (None, None) => continue,
        };
        if !ranges.iter().any(|known| super::overlap(known, &range)) {
            ranges.push(range);
        }
    }
    numbered::findings(text, ranges)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::slots::tests::check_table;

    #[test]
    fn order_numbers_are_found_where_the_words_say_so() {
        check_table(
            &RECOGNIZER,
            &[
                ("Where is order 10432?", &[("10432", "10432")]),
                ("my order #1042 and my order 104", &[("1042", "1042"), ("104", "104")]),
                ("The order number for this is: wm-33112.", &[("wm-33112", "WM-33112")]),
                (
                    "with regard to order 4411, as to order 4412",
                    &[("4411", "4411"), ("4412", "4412")],
                ),
                ("Order No. 4411/22", &[("4411/22", "4411/22")]),
                ("order# 113-5426177-3590231", &[("113-5426177-3590231", "113-5426177-3590231")]),
                (
                    "113-5426177-3590231 never came",
                    &[("113-5426177-3590231", "113-5426177-3590231")],
                ),
                (
                    "orders 10432, 10433 and 10434",
                    &[("10432", "10432"), ("10433", "10433"), ("10434", "10434")],
                ),
                ("no, it's order 1043", &[("1043", "1043")]),
                ("order id=A7F3-9", &[("A7F3-9", "A7F3-9")]),
                ("PO 4500012345", &[("4500012345", "4500012345")]),
                ("My package has not come, #55120", &[("55120", "55120")]),
                ("Meine Bestellung 4471 fehlt", &[("4471", "4471")]),
                ("Bestellnummer: 4471-2, Auftrag Nr. 889", &[("4471-2", "4471-2"), ("889", "889")]),
                (
                    "ma commande n° 90211, mi pedido 55102",
                    &[("90211", "90211"), ("55102", "55102")],
                ),
                ("order W4459102 was cancelled", &[("W4459102", "W4459102")]),
            ],
        );
    }

    #[test]
    fn quantities_dates_and_phrases_are_not() {
        check_table(
            &RECOGNIZER,
            &[
                ("I want to order 4000 flyers", &[]),
                ("can I order 1000 units of it", &[]),
                ("an order of 500", &[]),
                ("I placed the order 2 days ago, in order 1 to 3", &[]),
                ("order from 03/04/2026 or the order 03/04/2026", &[]),
                ("order 50% more", &[]),
                ("the order 2026 was our biggest year", &[]),
                ("my order number please?", &[]),
                ("order iphone12 for me", &[]),
                ("order tracking number 1Z999AA10123456784", &[]),
                ("the order 49.90 was charged", &[]),
                ("ticket #55120 about my order", &[]),
                ("PO box 4411", &[]),
                ("I ordered 1042 of them", &[]),
            ],
        );
    }
}
