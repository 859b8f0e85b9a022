//! The ledger as it leaves the desk: nothing personal in it, and its chain to be followed all the same.

use std::collections::BTreeMap;

use aside_contract::{Author, ConversationId, LedgerLine, NewFact, Profile, UNNAMED_CUSTOMER};
use aside_desk::Desk;
use aside_redact::Masks;
use serde_json::Value;

use crate::support::{advice_on, continuing, empty_desk, own_words, pasted, steps};

const CUSTOMER: &str = "Katharina Blume";

/// What is planted, and must be in no line.
const PLANTED: [&str; 7] = [
    "Katharina",
    "Blume",
    "4111 1111 1111 1111",
    "ann@example.org",
    "48213",
    "LS6 2AB",
    "668 18 00",
];

/// A desk with entries that hold personal data, two of them of no conversation.
fn planted() -> (Desk, tempfile::TempDir, ConversationId) {
    let (desk, dir) = empty_desk();
    let text = "My order 48213 was paid with 4111 1111 1111 1111, to LS6 2AB. ann@example.org";
    let (message, ..) = desk.receive(&pasted(CUSTOMER, text)).unwrap();
    let id = message.conversation_id;
    let mut advice = advice_on(&message, 8, &["Dear Katharina, about 48213: restart the router."]);
    advice.analysis.slots = serde_json::from_value(serde_json::json!([
        {"kind": "order", "text": "48213", "value": "48213", "start": 9, "end": 14}
    ]))
    .unwrap();
    desk.record_advice(&advice, &steps()).unwrap();
    desk.send_reply(id, Author::Agent, &own_words("Ms Blume, call +41 44 668 18 00.")).unwrap();
    let profile = Profile { name: Some("Katharina".to_owned()), ..Profile::default() };
    desk.set_profile(CUSTOMER, &profile).unwrap();
    let fact = NewFact {
        text: "Blume pays for order 48213 by ann@example.org".to_owned(),
        metadata: BTreeMap::from([("id".to_owned(), "4111 1111 1111 1111".to_owned())]),
        ..NewFact::default()
    };
    desk.keep_fact(CUSTOMER, &fact).unwrap();
    desk.receive(&continuing(CUSTOMER, "Where is 48213? I am Katharina.", id)).unwrap();
    (desk, dir, id)
}

fn masked(desk: &Desk, after: u64, limit: usize) -> Vec<LedgerLine> {
    desk.masked_ledger_lines_after(after, limit, Masks::new).unwrap()
}

fn said(line: &LedgerLine) -> Value {
    serde_json::from_str(line.masked.as_deref().unwrap()).unwrap()
}

#[test]
fn no_line_holds_personal_data_and_ids_labels_and_numbers_stay() {
    let (desk, _dir, id) = planted();
    let lines = masked(&desk, 0, 100);
    assert_eq!(lines.len(), 6);
    for line in &lines {
        let told = serde_json::to_string(line).unwrap();
        for planted in PLANTED {
            assert!(!told.contains(planted), "{planted}: {told}");
        }
    }
    let first = said(&lines[0]);
    assert_eq!(first["kind"], "message_received");
    assert_eq!(first["customer"], "[PERSON_1]");
    assert_eq!(first["channel"], "desk");
    assert_eq!(first["message"]["conversation_id"], id.to_string());
    assert_eq!(
        first["message"]["text"],
        "My order [REFERENCE_1] was paid with [CARD_1], to [ADDRESS_1]. [EMAIL_1]"
    );
    let advice = said(&lines[1]);
    assert_eq!(advice["advice"]["analysis"]["category"]["label"], "technical");
    assert_eq!(advice["advice"]["analysis"]["slots"][0]["value"], "[REFERENCE_1]");
    assert_eq!(advice["advice"]["analysis"]["slots"][0]["start"], 9);
    assert_eq!(advice["steps"][0]["model"], "all-MiniLM-L6-v2");
    assert_eq!(advice["steps"][1]["passages"][0]["chunk"], "chunk-1");
}

#[test]
fn a_value_keeps_its_mask_wherever_a_page_begins() {
    let (desk, _dir, _) = planted();
    let whole = masked(&desk, 0, 100);
    for after in 0..whole.len() {
        for limit in [1, 2, 100] {
            let page = masked(&desk, after as u64, limit);
            assert_eq!(page, whole[after..whole.len().min(after + limit)], "after {after}");
        }
    }
    assert_eq!(said(&whole[5])["message"]["text"], "Where is [REFERENCE_1]? I am [PERSON_2].");
}

#[test]
fn each_line_has_the_hash_of_what_it_withholds() {
    let (desk, _dir, _) = planted();
    let clear = desk.ledger_lines_after(0, 100).unwrap();
    for (masked, clear) in masked(&desk, 0, 100).iter().zip(&clear) {
        assert_eq!((masked.salt.as_str(), masked.fact.as_str()), ("", ""));
        let salt = (0..32).step_by(2).map(|at| u8::from_str_radix(&clear.salt[at..at + 2], 16));
        let mut body: Vec<u8> = salt.map(Result::unwrap).collect();
        body.extend(clear.fact.as_bytes());
        assert_eq!(masked.withheld, Some(blake3::hash(&body).to_hex().to_string()));
        assert_eq!((&masked.hash, &masked.previous), (&clear.hash, &clear.previous));
        assert_eq!((&clear.withheld, &clear.masked), (&None, &None));
    }
}

#[test]
fn what_was_erased_is_not_told_to_be_withheld() {
    let (desk, _dir, _) = planted();
    desk.forget(CUSTOMER).unwrap();
    let lines = masked(&desk, 0, 100);
    let erased = lines.iter().filter(|line| line.erased.is_some());
    let (held, told): (Vec<_>, Vec<_>) = erased.partition(|line| line.withheld.is_some());
    assert!(held.is_empty() && told.len() == 6, "{lines:?}");
    assert_eq!(lines.last().map(said).unwrap()["kind"], "customer_forgotten");
}

#[test]
fn a_customer_without_a_name_has_no_mask() {
    let (desk, _dir) = empty_desk();
    desk.receive(&pasted(UNNAMED_CUSTOMER, "Your customer service is slow.")).unwrap();
    let first = said(&masked(&desk, 0, 1)[0]);
    assert_eq!(first["customer"], UNNAMED_CUSTOMER);
    assert_eq!(first["message"]["text"], "Your customer service is slow.");
}
