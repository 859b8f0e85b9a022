//! What a conversation names, message by message.

mod common;

use aside_assist::{Product, Products, SlotContext, named_slots, retrieval_query};
use aside_contract::{Author, Message, SlotKind};
use common::{ctx, message};

/// What stands after these messages, newest first; "> " begins an agent's.
fn current(said: &[&str]) -> Vec<(SlotKind, String)> {
    let messages = thread(said);
    let products = Products::new(vec![Product {
        name: "Home Hub".to_owned(),
        aliases: vec!["hub".to_owned()],
    }]);
    let context = SlotContext { products: &products, utc_offset_seconds: 0 };
    let named = named_slots(&messages, &context);
    for known in &named.current {
        let source = messages.iter().find(|message| message.id == known.message_id);
        let text = source.map(|source| characters(&source.text, known.slot.start, known.slot.end));
        assert_eq!(text.as_ref(), Some(&known.slot.text), "it stands where it says");
    }
    named.current.into_iter().map(|known| (known.slot.kind, known.slot.value)).collect()
}

fn characters(text: &str, start: u32, end: u32) -> String {
    text.chars().skip(start as usize).take((end - start) as usize).collect()
}

fn thread(said: &[&str]) -> Vec<Message> {
    let messages = said.iter().map(|text| match text.strip_prefix("> ") {
        Some(text) => message(Author::Agent, text),
        None => message(Author::Customer, text),
    });
    messages.collect()
}

#[track_caller]
fn check(said: &[&str], expected: &[(SlotKind, &str)]) {
    let expected: Vec<(SlotKind, String)> =
        expected.iter().map(|(kind, value)| (*kind, (*value).to_owned())).collect();
    assert_eq!(current(said), expected, "{said:?}");
}

use SlotKind::{Amount, Date, Email, ErrorCode, Order, Phone, Product as Item, Version};

#[test]
fn a_conversation_keeps_what_its_messages_name() {
    check(
        &["My hub from order 1042 shows E-17", "It cost $49.90", "Any news?"],
        &[(Amount, "49.90 USD"), (Item, "Home Hub"), (Order, "1042"), (ErrorCode, "E-17")],
    );
    check(&["order 1042", "and also order 1050"], &[(Order, "1050"), (Order, "1042")]);
    check(&["order 1042", "order 1050", "as to order 1042"], &[(Order, "1042"), (Order, "1050")]);
}

#[test]
fn a_correction_replaces_what_was_said() {
    for correction in [
        "no, it's order 1043",
        "Sorry, I meant order 1043",
        "sorry, wrong number: order 1043",
        "Actually it is 1043",
        "No, 1043!",
        "1043, not 1042",
        "It's not 1042 but 1043",
        "not order 1042, order 1043",
    ] {
        check(&["Where is order 1042?", correction], &[(Order, "1043")]);
    }
    check(
        &["mail ann@example.org about order 1042", "oops, my email is anna@example.org"],
        &[(Email, "anna@example.org"), (Order, "1042")],
    );
}

#[test]
fn a_sentence_with_no_is_no_correction() {
    check(
        &["Where is order 1042?", "No, I have not got the money for order 1043 either"],
        &[(Order, "1043"), (Order, "1042")],
    );
    check(&["Where is order 1042?", "No, nothing for 20 days now"], &[(Order, "1042")]);
}

#[test]
fn a_bare_number_answers_the_question_for_one() {
    check(&["Where is my parcel?", "> What is your order number?", "1042-7"], &[(Order, "1042-7")]);
    check(
        &["It fails", "> Could you tell me the error code, please?", "it is 1603"],
        &[(ErrorCode, "1603")],
    );
    check(
        &["Call me", "> Please share your phone number.", "9498777106"],
        &[(Phone, "9498777106")],
    );
    check(&["It fails", "> Which version do you have?", "3.2"], &[(Version, "3.2")]);
    // Said before it was asked for, or too long for an answer.
    check(&["1042", "> What is your order number?"], &[]);
    check(
        &[
            "Hi",
            "> What is your order number?",
            "I have told you people that already 300 times this very year",
        ],
        &[],
    );
}

#[test]
fn days_are_told_from_the_desks_clock() {
    let products = Products::default();
    // The message is of 1970-01-01, midnight in UTC.
    let messages = thread(&["I need it tomorrow"]);
    for (hours, expected) in [(0, "1970-01-02"), (-5, "1970-01-01")] {
        let context = SlotContext { products: &products, utc_offset_seconds: hours * 3600 };
        let named = named_slots(&messages, &context);
        assert_eq!((named.newest[0].kind, &*named.newest[0].value), (Date, expected));
    }
}

#[test]
fn an_error_code_is_searched_for_while_the_conversation_is_about_it() {
    for (said, text, expected) in [
        (&[][..], "What does E-1042 mean?", &["E-1042"][..]),
        (&[], "I get error e1042. What can I do?", &["E1042"]),
        (&["It shows E-1042"], "I still get that error", &["E-1042"]),
        (&["It shows E-1042", "> Restart it.", "Done."], "it keeps failing", &["E-1042"]),
        (&["It shows E-1042", "Now it shows E-1043"], "same error again", &["E-1043"]),
        (&["It shows E-1042"], "How do I change my invoice address?", &[]),
        (&[], "I still get that error", &[]),
    ] {
        let history = thread(said);
        assert_eq!(retrieval_query(&ctx(text, &history)).identifiers, expected, "{said:?} {text}");
    }
}
