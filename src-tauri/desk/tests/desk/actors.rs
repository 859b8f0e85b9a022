//! The ledger says who did what.

use aside_contract::{
    Actor, Author, ConversationId, ConversationStatus, HandOver, TicketEdit, TicketFeeling, Trend,
    UserId,
};
use aside_desk::{AssistantReply, Desk};
use aside_redact::Masks;

use crate::support::{advice_on, chatted, empty_desk, own_words, pasted, steps};

fn ann() -> Actor {
    Actor::User { id: UserId::new(), name: "Ann Archer".to_owned() }
}

fn actors(desk: &Desk, id: ConversationId) -> Vec<Option<Actor>> {
    desk.ledger(id).unwrap().into_iter().map(|entry| entry.actor).collect()
}

#[test]
fn each_entry_says_who_did_it_and_what_aside_does_is_its_own() {
    let (desk, _dir) = empty_desk();
    let ann = ann();
    let hers = desk.acting_as(ann.clone());
    let (message, ..) = desk.acting_as(Actor::Customer).receive(&chatted("ada", "Hello?")).unwrap();
    let id = message.conversation_id;
    let answer =
        AssistantReply { text: "A person comes.".into(), suggestion_id: None, hand_over: true };
    // Whoever it is done for.
    let (_, said) =
        hers.record_answer(&advice_on(&message, 5, &[]), &steps(), None, &answer).unwrap();
    let (sent, ..) = hers.send_reply(id, Author::Agent, &own_words("Restart it.")).unwrap();
    desk.acting_as(Actor::Owner).set_status(id, ConversationStatus::Resolved).unwrap();
    let expected = [Actor::Customer, Actor::Aside, Actor::Aside, ann.clone(), Actor::Owner];
    assert_eq!(actors(&desk, id), expected.map(Some));

    // Each message says so, when it is written and when it is read.
    assert_eq!((message.by, sent.by), (Some(Actor::Customer), Some(ann.clone())));
    assert_eq!(said.unwrap().by, Some(Actor::Aside));
    let read = desk.conversation(id).unwrap().unwrap().messages;
    let by: Vec<_> = read.into_iter().map(|message| message.by).collect();
    assert_eq!(by, [Some(Actor::Customer), Some(Actor::Aside), Some(ann)]);
    assert!(desk.verify_ledger().unwrap().is_sound());
}

#[test]
fn a_ticket_says_who_handed_it_over_and_who_moved_it_on() {
    let (desk, _dir) = empty_desk();
    let ann = ann();
    let (message, ..) = desk.receive(&pasted("ada", "Hello?")).unwrap();
    let feeling = TicketFeeling {
        word: "calm".to_owned(),
        trend: Trend::Steady,
        evidence: String::new(),
        parts: Vec::new(),
    };
    let packet = HandOver {
        message_id: None,
        priority: 5,
        summary: "Asks.".to_owned(),
        tried: Vec::new(),
        feeling,
        open_questions: Vec::new(),
        reasons: Vec::new(),
        hand_off_text: String::new(),
    };
    let hers = desk.acting_as(ann.clone());
    let handed = hers.hand_to_supervisor(message.conversation_id, &packet, None, None).unwrap();
    let edit = TicketEdit { owner: Some("Bea".to_owned()), ..TicketEdit::default() };
    desk.acting_as(Actor::Owner).change_ticket(&handed.ticket.id, &edit).unwrap();
    let history = desk.ticket(&handed.ticket.id).unwrap().history;
    let by: Vec<_> = history.into_iter().map(|change| change.by).collect();
    assert_eq!(by, [Some(ann), Some(Actor::Owner)]);
}

#[test]
fn an_export_names_nobody_of_the_team_and_tells_them_apart() {
    let (desk, _dir) = empty_desk();
    let (message, ..) = desk.receive(&pasted("ada", "Hello?")).unwrap();
    let Actor::User { id, .. } = ann() else { unreachable!() };
    let hers = desk.acting_as(Actor::User { id, name: "Ann Archer".to_owned() });
    hers.send_reply(message.conversation_id, Author::Agent, &own_words("Hello.")).unwrap();
    let lines = desk.masked_ledger_lines_after(0, 10, Masks::new).unwrap();
    let said: serde_json::Value = serde_json::from_str(lines[1].masked.as_ref().unwrap()).unwrap();
    assert_eq!(said["actor"]["id"], id.to_string());
    assert!(!lines[1].masked.as_ref().unwrap().contains("Ann"), "{said}");
    let clear = desk.ledger_lines_after(1, 1).unwrap().remove(0);
    assert!(clear.fact.contains(r#""name":"Ann Archer""#), "{}", clear.fact);
}
