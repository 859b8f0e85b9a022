//! Labels that agents corrected.

use aside_contract::{Author, LabelKind};
use aside_desk::{Desk, DeskError, LedgerFact};

use crate::support::{empty_desk, no_message, own_words, pasted};

#[test]
fn a_correction_is_in_the_ledger_and_outlives_the_program() {
    let (desk, dir) = empty_desk();
    let (message, ..) = desk.receive(&pasted("ada", "Where is my refund?")).unwrap();
    let kind = LabelKind::Category;
    let first = desk.correct(message.id, kind, "orders", Some("account")).unwrap();
    let receipt = desk.correct(message.id, kind, "account", Some("billing")).unwrap();
    assert_eq!(receipt.sequence(), first.sequence() + 1);
    desk.correct(message.id, LabelKind::Intent, "problem", Some("question")).unwrap();

    let entries = desk.ledger(message.conversation_id).unwrap();
    let entry = entries.iter().find(|entry| entry.sequence == receipt.sequence()).unwrap();
    assert_eq!(entry.hash, receipt.hash());
    assert_eq!(
        entry.fact,
        LedgerFact::LabelCorrected {
            message_id: message.id,
            label: kind,
            from: "account".to_owned(),
            to: Some("billing".to_owned()),
        }
    );
    drop(desk);
    let desk = Desk::open(dir.path()).unwrap();
    let kept: Vec<_> = desk
        .corrections()
        .unwrap()
        .into_iter()
        .map(|one| (one.message_id, one.text, one.kind, one.from, one.to))
        .collect();
    let text = "Where is my refund?".to_owned();
    assert_eq!(
        kept,
        [
            (message.id, text.clone(), kind, "account".to_owned(), "billing".to_owned()),
            (message.id, text, LabelKind::Intent, "problem".to_owned(), "question".to_owned()),
        ]
    );
    assert_eq!(desk.conversation_of(message.id).unwrap(), message.conversation_id);
    assert!(desk.verify_ledger().unwrap().is_sound());
}

#[test]
fn a_correction_that_is_taken_back_stays_in_the_ledger_alone() {
    let (desk, _dir) = empty_desk();
    let (message, ..) = desk.receive(&pasted("ada", "Where is my refund?")).unwrap();
    desk.correct(message.id, LabelKind::Category, "orders", Some("billing")).unwrap();
    desk.correct(message.id, LabelKind::Category, "billing", None).unwrap();
    assert!(desk.corrections().unwrap().is_empty());
    assert_eq!(desk.ledger(message.conversation_id).unwrap().len(), 3);
    let dump = desk.dump().unwrap();
    assert!(dump.contains(r#"corrected category of m1: "orders" → Some("billing")"#), "{dump}");
}

#[test]
fn only_what_a_customer_wrote_can_be_corrected() {
    let (desk, _dir) = empty_desk();
    let (message, ..) = desk.receive(&pasted("ada", "Where is my refund?")).unwrap();
    let reply = own_words("It is on its way.");
    let (reply, ..) = desk.send_reply(message.conversation_id, Author::Agent, &reply).unwrap();
    for id in [reply.id, no_message()] {
        let refused = desk.correct(id, LabelKind::Intent, "problem", Some("question"));
        assert_eq!(refused, Err(DeskError::NoSuchMessage(id)));
    }
    assert_eq!(desk.verify_ledger().unwrap().sound, 2);
}
