//! Messages in, replies out, statuses.

use aside_contract::{
    Author, Channel, ConversationId, ConversationStatus, IncomingMessage, InvalidMessage, SentReply,
};
use aside_desk::{Desk, DeskError};

use crate::support::{
    advice_on, chatted, continuing, conversation, empty_desk, listed, opened, own_words, pasted,
    said, vip,
};

#[test]
fn a_pasted_message_opens_a_conversation_that_waits() {
    let (desk, _dir) = empty_desk();
    let (message, summary, receipt) =
        desk.receive(&pasted("ada", "My router\n\tblinks  red.")).unwrap();

    assert_eq!(message.author, Author::Customer);
    assert_eq!(message.text, "My router\n\tblinks  red.");
    assert_eq!(receipt.sequence(), 1);
    assert_eq!(
        (summary.customer.as_str(), summary.channel, summary.vip),
        ("ada", Channel::Desk, false)
    );
    assert_eq!(
        (summary.status, summary.priority, summary.messages),
        (ConversationStatus::Open, 3, 1)
    );
    assert_eq!(
        (summary.sentiment, summary.category, summary.escalation_recommended),
        (None, None, false)
    );
    assert!(summary.awaiting_reply);
    assert_eq!(summary.preview, "My router blinks red.");
    assert_eq!((summary.created_at, summary.updated_at), (message.at, message.at));

    let stored = conversation(&desk, message.conversation_id);
    assert_eq!(stored.summary, summary);
    assert_eq!(stored.messages, [message]);
    assert_eq!(stored.advice, None);
}

#[test]
fn each_pasted_message_without_a_conversation_opens_another() {
    let (desk, _dir) = empty_desk();
    let (first, ..) = desk.receive(&pasted("ada", "One")).unwrap();
    let (second, ..) = desk.receive(&pasted("ada", "Two")).unwrap();
    assert_ne!(first.conversation_id, second.conversation_id);
}

#[test]
fn a_chat_goes_on_for_its_customer_and_for_no_other() {
    let (desk, _dir) = empty_desk();
    let (first, ..) = desk.receive(&chatted("ada", "Hello")).unwrap();
    let (other, ..) = desk.receive(&chatted("bob", "Hello")).unwrap();
    let (pasted, ..) = desk.receive(&pasted("ada", "Pasted")).unwrap();
    let (second, summary, _) = desk.receive(&chatted("ada", "Are you there?")).unwrap();

    assert_eq!(first.conversation_id, second.conversation_id);
    assert_eq!(summary.messages, 2);
    assert_ne!(first.conversation_id, other.conversation_id);
    assert_ne!(first.conversation_id, pasted.conversation_id);
}

#[test]
fn a_new_message_reopens_what_was_resolved_and_leaves_escalated_alone() {
    let (desk, _dir) = empty_desk();
    let (first, ..) = desk.receive(&chatted("ada", "Hello")).unwrap();
    let id = first.conversation_id;

    desk.set_status(id, ConversationStatus::Resolved).unwrap();
    let (_, summary, _) = desk.receive(&chatted("ada", "It is back")).unwrap();
    assert_eq!((summary.id, summary.status), (id, ConversationStatus::Open));

    let (summary, _) = desk.set_status(id, ConversationStatus::Escalated).unwrap();
    assert_eq!(summary.status, ConversationStatus::Escalated);
    let (_, summary, _) = desk.receive(&continuing("ada", "Still", id)).unwrap();
    assert_eq!(summary.status, ConversationStatus::Escalated);
}

#[test]
fn a_reply_answers_and_a_hand_over_does_not() {
    let (desk, _dir) = empty_desk();
    let (first, ..) = desk.receive(&chatted("ada", "Hello")).unwrap();
    let id = first.conversation_id;

    let (message, summary, _) = desk.hand_over(id, "A person will answer you.").unwrap();
    assert_eq!(message.author, Author::Assistant);
    assert!(summary.awaiting_reply);
    assert_eq!(summary.preview, "Hello", "the list shows what has to be answered");

    let (reply, summary, _) =
        desk.send_reply(id, Author::Agent, &own_words("  Hi, I am Eve.\n")).unwrap();
    assert_eq!((reply.text.as_str(), reply.suggestion_id), ("Hi, I am Eve.", None));
    assert!(!summary.awaiting_reply);
    assert_eq!((summary.messages, summary.updated_at), (3, reply.at));
    assert_eq!(
        said(&desk, id),
        [
            (Author::Customer, "Hello".to_owned()),
            (Author::Assistant, "A person will answer you.".to_owned()),
            (Author::Agent, "Hi, I am Eve.".to_owned()),
        ]
    );
}

#[test]
fn a_message_for_an_unknown_conversation_or_of_another_customer_is_refused() {
    let (desk, _dir) = empty_desk();
    let nowhere = ConversationId::new();
    assert_eq!(
        desk.receive(&continuing("ada", "Hi", nowhere)),
        Err(DeskError::UnknownConversation(nowhere))
    );
    assert_eq!(
        desk.set_status(nowhere, ConversationStatus::Resolved),
        Err(DeskError::UnknownConversation(nowhere))
    );
    assert_eq!(desk.conversation(nowhere), Ok(None));

    let id = opened(&desk, "ada", 3);
    assert_eq!(desk.receive(&continuing("mallory", "Hi", id)), Err(DeskError::OtherCustomer(id)));
    assert_eq!(conversation(&desk, id).messages.len(), 1);
}

#[test]
fn a_reply_without_text_or_in_the_customers_name_is_refused() {
    let (desk, _dir) = empty_desk();
    let id = opened(&desk, "ada", 3);
    let long = "x".repeat(20_001);
    for (text, fault) in
        [(" \n", InvalidMessage::Empty), (long.as_str(), InvalidMessage::TooLong(20_001))]
    {
        assert_eq!(
            desk.send_reply(id, Author::Agent, &own_words(text)),
            Err(DeskError::Invalid(fault))
        );
    }
    assert_eq!(
        desk.send_reply(id, Author::Customer, &own_words("Hi")),
        Err(DeskError::CustomerCannotReply)
    );
    assert_eq!(conversation(&desk, id).messages.len(), 1);
}

#[test]
fn vips_are_known_in_every_conversation() {
    let (desk, _dir) = empty_desk();
    let id = opened(&desk, "ada", 3);
    assert!(!desk.standing("ada").unwrap().vip);
    desk.set_standing(" ada ", &vip(true)).unwrap();
    desk.set_standing("not yet seen", &vip(true)).unwrap();

    assert!(desk.standing("ada").unwrap().vip);
    assert!(conversation(&desk, id).summary.vip);
    assert!(desk.conversations().unwrap()[0].vip);
    let (_, summary, _) = desk.receive(&pasted("not yet seen", "Hi")).unwrap();
    assert!(summary.vip);

    desk.set_standing("ada", &vip(false)).unwrap();
    assert!(!conversation(&desk, id).summary.vip);
    assert_eq!(
        desk.set_standing(" ", &vip(true)),
        Err(DeskError::Invalid(InvalidMessage::Customer))
    );
}

#[test]
fn the_list_covers_what_a_stranger_could_misuse() {
    let (desk, _dir) = empty_desk();
    let text = "I am Ada. Card 4111 1111 1111 1111, my password is Hunter2!, order 1042.";
    let (message, summary, _) = desk.receive(&pasted("ada", text)).unwrap();
    assert_eq!(message.text, text, "the message stays whole");
    assert_eq!(summary.preview, "I am Ada. Card ••••, my password is ••••, order 1042.");
}

#[test]
fn long_names_and_any_text_are_kept_as_they_are() {
    let (desk, _dir) = empty_desk();
    let customer = "𝔸".repeat(200);
    let text = format!("<script>alert(1)</script>\u{0}\u{202e}{}", "日本語 ".repeat(200));
    let incoming = IncomingMessage::new(&customer, Channel::Chat, &text, None).unwrap();
    let (message, summary, _) = desk.receive(&incoming).unwrap();
    desk.set_standing(&customer, &vip(true)).unwrap();

    assert_eq!(summary.preview.chars().count(), 140);
    let stored = conversation(&desk, message.conversation_id);
    assert_eq!(stored.messages[0].text, text.trim());
    assert_eq!(stored.summary.customer, customer);
    assert!(stored.summary.vip);
}

#[test]
fn everything_is_there_after_opening_again() {
    let (desk, dir) = empty_desk();
    let (message, ..) = desk.receive(&chatted("ada", "My router blinks red.")).unwrap();
    let id = message.conversation_id;
    let advice = advice_on(&message, 9, &["Restart the router."]);
    desk.record_advice(&advice, &crate::support::steps()).unwrap();
    let suggestion_id = Some(advice.suggestions[0].id);
    desk.send_reply(
        id,
        Author::Agent,
        &SentReply { text: "Restart it.".to_owned(), suggestion_id },
    )
    .unwrap();
    desk.set_status(id, ConversationStatus::Escalated).unwrap();
    desk.set_standing("ada", &vip(true)).unwrap();
    let before = (
        desk.conversations(),
        desk.conversation(id),
        desk.ledger(id),
        desk.verify_ledger(),
        desk.dump(),
    );
    assert_eq!(conversation(&desk, id).advice, Some(advice));
    drop(desk);

    let desk = Desk::open(dir.path()).unwrap();
    let after = (
        desk.conversations(),
        desk.conversation(id),
        desk.ledger(id),
        desk.verify_ledger(),
        desk.dump(),
    );
    assert_eq!(before, after);
    let (again, ..) = desk.receive(&chatted("ada", "Thanks")).unwrap();
    assert_eq!(again.conversation_id, id);
    assert!(desk.verify_ledger().unwrap().is_sound());
    assert_eq!(listed(&desk), ["ada"]);
}

#[test]
fn one_program_opens_a_folder_once_at_a_time() {
    let (desk, dir) = empty_desk();
    let clone = desk.clone();
    drop(desk);
    assert_eq!(Desk::open(dir.path()).err(), Some(DeskError::AlreadyOpen(dir.path().to_owned())));
    drop(clone);
    Desk::open(dir.path()).unwrap();
}
