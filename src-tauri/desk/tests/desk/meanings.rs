//! What messages mean, and how the customer felt in them.

use aside_contract::{Author, Message, Sentiment, Standing};
use aside_desk::{Desk, LedgerFact, Meaning};

use crate::support::{advice_on, continuing, conversation, empty_desk, own_words, pasted, steps};

/// Takes a message in whose meaning points this way.
fn said(desk: &Desk, customer: &str, text: &str, direction: [f32; 3]) -> Message {
    let (message, ..) = desk.receive(&pasted(customer, text)).unwrap();
    let meaning = Meaning::new("model", &direction);
    let advice = advice_on(&message, 3, &[]);
    desk.record_advice_and_meaning(&advice, &steps(), Some(&meaning)).unwrap();
    message
}

#[test]
fn the_same_customers_earlier_messages_are_found_by_their_meaning_newest_first() {
    let (desk, dir) = empty_desk();
    said(&desk, "ada", "Where is my parcel?", [1.0, 0.1, 0.0]);
    said(&desk, "ada", "How do I pay?", [0.0, 1.0, 0.0]);
    said(&desk, "bob", "Where is mine?", [1.0, 0.0, 0.0]);
    said(&desk, "ada", "No sign of the package", [1.0, 0.0, 0.1]);
    // Opened again, as after a restart.
    drop(desk);
    let desk = Desk::open(dir.path()).unwrap();
    let now = said(&desk, "ada", "The parcel never came", [1.0, 0.0, 0.0]);
    let alike = |model: &str, customer: &str| -> Vec<String> {
        let meaning = Meaning::new(model, &[1.0, 0.0, 0.0]);
        let found = desk.alike(customer, &now, &meaning, 0.9).unwrap();
        found.into_iter().map(|alike| alike.message.text).collect()
    };
    assert_eq!(alike("model", "ada"), ["No sign of the package", "Where is my parcel?"]);
    assert!(alike("another model", "ada").is_empty());
    assert!(alike("model", "nobody").is_empty());
}

#[test]
fn conversations_are_found_by_the_message_that_means_most_the_same() {
    let (desk, dir) = empty_desk();
    let first = said(&desk, "ada", "Where is my parcel?", [1.0, 0.1, 0.0]);
    let id = first.conversation_id;
    let (second, ..) = desk.receive(&continuing("ada", "It never came.", id)).unwrap();
    let near = Meaning::new("model", &[1.0, 0.0, 0.0]);
    let advice = advice_on(&second, 3, &[]);
    desk.record_advice_and_meaning(&advice, &steps(), Some(&near)).unwrap();
    let other = said(&desk, "bob", "Where is mine?", [1.0, 0.6, 0.0]);
    said(&desk, "eve", "How do I pay?", [0.0, 1.0, 0.0]);
    drop(desk);
    let desk = Desk::open(dir.path()).unwrap();

    let found = desk.nearest(std::slice::from_ref(&near), 0.8).unwrap();
    let named: Vec<_> = found.iter().map(|one| (one.conversation, one.message)).collect();
    assert_eq!(named, [(id, second.id), (other.conversation_id, other.id)]);
    assert!(found[0].similarity > 0.999 && found[1].similarity < 0.9, "{found:?}");
    assert_eq!(desk.nearest(&[Meaning::new("another", &[1.0, 0.0, 0.0])], 0.8).unwrap(), []);

    let kept: Vec<_> = desk.meanings(id).unwrap();
    let texts: Vec<&str> = kept.iter().map(|(message, _)| message.text.as_str()).collect();
    assert_eq!(texts, ["It never came.", "Where is my parcel?"]);
    assert_eq!(kept[0].1, near);
}

#[test]
fn a_conversation_tells_how_its_customer_felt_from_message_to_message() {
    let (desk, _dir) = empty_desk();
    let (first, ..) = desk.receive(&pasted("ada", "It is late.")).unwrap();
    let id = first.conversation_id;
    let mut calm = advice_on(&first, 3, &["It comes tomorrow."]);
    calm.analysis.sentiment.label = Sentiment::Neutral;
    calm.analysis.mixed = true;
    desk.record_advice(&calm, &steps()).unwrap();
    desk.send_reply(id, Author::Agent, &own_words("It comes tomorrow.")).unwrap();
    let (second, ..) = desk.receive(&continuing("ada", "It did not!", id)).unwrap();
    desk.record_advice(&advice_on(&second, 8, &[]), &steps()).unwrap();
    desk.receive(&continuing("ada", "Hello?", id)).unwrap();

    let points = conversation(&desk, id).mood.points;
    let told: Vec<_> =
        points.iter().map(|point| (point.message_id, point.sentiment, point.mixed)).collect();
    assert_eq!(told, [(first.id, Sentiment::Neutral, true), (second.id, Sentiment::Angry, false)]);
}

#[test]
fn a_tier_is_kept_beside_vip_shown_and_proved() {
    let (desk, _dir) = empty_desk();
    let (message, ..) = desk.receive(&pasted("ada", "Hello")).unwrap();
    let gold = Standing { vip: false, tier: Some("gold".to_owned()) };
    desk.set_standing("ada", &gold).unwrap();
    assert_eq!(desk.standing(" ada ").unwrap(), gold);
    let summary = conversation(&desk, message.conversation_id).summary;
    assert_eq!((summary.vip, summary.tier.as_deref()), (false, Some("gold")));
    assert_eq!(desk.conversations().unwrap()[0].tier.as_deref(), Some("gold"));
    let newest = desk.ledger_after(0, 100).unwrap().pop().unwrap().fact;
    let tier = gold.tier;
    assert_eq!(newest, LedgerFact::VipSet { customer: "ada".to_owned(), vip: false, tier });
    // What was written before there were tiers is read.
    let old = r#"{"kind":"vip_set","customer":"ada","vip":true}"#;
    assert!(serde_json::from_str::<LedgerFact>(old).is_ok());
}
