//! The printed state.

use aside_contract::{Author, ConversationStatus, SentReply};

use crate::support::{advice_on, chatted, continuing, empty_desk, own_words, pasted, steps, vip};

#[test]
fn a_days_work_prints_as_expected() {
    let (desk, _dir) = empty_desk();
    let (message, ..) = desk.receive(&pasted("ada", "My router blinks red.")).unwrap();
    let id = message.conversation_id;
    let advice = advice_on(&message, 8, &["Restart the router now.", "Call us."]);
    desk.record_advice(&advice, &steps()).unwrap();
    let suggestion_id = Some(advice.suggestions[0].id);
    desk.send_reply(
        id,
        Author::Agent,
        &SentReply { text: "Restart the modem now.".to_owned(), suggestion_id },
    )
    .unwrap();
    desk.set_status(id, ConversationStatus::Resolved).unwrap();
    desk.set_standing("ada", &vip(true)).unwrap();
    desk.receive(&continuing("ada", "It blinks again.", id)).unwrap();
    let (chat, ..) = desk.receive(&chatted("bob", "I want a person.")).unwrap();
    desk.hand_over(chat.conversation_id, "A person will answer you.").unwrap();
    desk.set_status(chat.conversation_id, ConversationStatus::Escalated).unwrap();
    desk.send_reply(chat.conversation_id, Author::Agent, &own_words("Hi, I am Eve.")).unwrap();

    assert_eq!(desk.dump().unwrap(), include_str!("dump.txt"));
}
