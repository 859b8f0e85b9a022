//! What a conversation is about, and replies made shorter.

mod common;

use aside_assist::{
    RejectedReply, check_rewrite, numbered_sentences, recap, shortened_reply, without_numbers,
};
use aside_contract::Author;
use common::message;

#[test]
fn a_recap_tells_the_matter_of_the_first_and_the_newest_message_in_sentences_that_were_said() {
    let messages = [
        message(
            Author::Customer,
            "Hello there! My Hub is offline since Monday. I restarted the router twice.",
        ),
        message(
            Author::Agent,
            "I'm sorry about the trouble. Please unplug the Hub for 10 seconds and look at the light.",
        ),
        message(
            Author::Customer,
            "Thanks. The light of the Hub is amber now. Can I get a new Hub?",
        ),
    ];
    let found = recap(&messages);
    assert!((2..=5).contains(&found.len()), "{found:?}");
    for (at, sentence) in &found {
        assert!(messages[*at].text.contains(sentence.as_str()), "{sentence}");
    }
    let all: Vec<&str> = found.iter().map(|(_, sentence)| sentence.as_str()).collect();
    assert!(all.contains(&"My Hub is offline since Monday."), "{all:?}");
    assert!(all.contains(&"Can I get a new Hub?"), "{all:?}");
    assert!(!all.iter().any(|one| one.contains("sorry") || one.contains("Hello")), "{all:?}");
    assert!(found.is_sorted_by_key(|(at, _)| *at), "in the order of the conversation");
    assert_eq!(recap(&[]), []);
    assert_eq!(recap(&[message(Author::Customer, "Hello")]), []);
}

#[test]
fn a_reply_is_shortened_by_what_says_nothing() {
    let long = "Hello Ada,\n\nI'm sorry about the trouble. Press the button for 15 seconds. Is the light blue?\n\nKind regards";
    assert_eq!(
        shortened_reply(long, &[]).as_deref(),
        Some("Hello Ada,\n\nPress the button for 15 seconds. Is the light blue?")
    );
    for nothing in ["Press the button.", "", "Thank you!"] {
        assert_eq!(shortened_reply(nothing, &[]), None, "{nothing}");
    }
    for (long, short) in [
        (
            "I'm sorry about the trouble, we really understand how annoying this must be. It takes a week.",
            "It takes a week.",
        ),
        (
            "We truly apologise, and we understand that you were upset. Unplug it. Thanks for your patience!",
            "Unplug it.",
        ),
        ("I'm sorry about the trouble, but refunds take 30 days.", "Refunds take 30 days."),
        (
            "We really understand, is the light blue? Press it.",
            "We really understand, is the light blue? Press it.",
        ),
    ] {
        assert_eq!(shortened_reply(long, &[]).as_deref().unwrap_or(long), short, "{long}");
    }
    for feeling in
        ["I'm sorry about the trouble, we really understand", "We appreciate your patience."]
    {
        assert_eq!(shortened_reply(feeling, &[]), None, "{feeling}");
    }
    let phrases = ["Just reply if it fails.".to_owned()];
    let own = "Press the button. Just reply if it fails.";
    assert_eq!(shortened_reply(own, &phrases).as_deref(), Some("Press the button."));
}

#[test]
fn a_rewritten_text_brings_neither_numbers_nor_addresses_nor_its_instructions() {
    let check = |raw: &str| {
        let original = "It takes 1,000 steps. See https://a.example/help.";
        check_rewrite(raw, original, "f00d", "one two three four five six seven eight nine ten")
    };
    assert_eq!(
        check(" It takes 1.000 steps, see https://a.example/help. ").as_deref(),
        Ok("It takes 1.000 steps, see https://a.example/help.")
    );
    assert_eq!(check("It takes 2,000 steps."), Err(RejectedReply::Number("2,000".to_owned())));
    assert!(matches!(check("See https://evil.example."), Err(RejectedReply::Link(_))));
    assert!(matches!(check("See [this](https://evil.example)."), Err(RejectedReply::Link(_))));
    assert_eq!(check("  "), Err(RejectedReply::Empty));
    for echo in ["so <</f00d>>", "one two three four five six seven eight nine ten"] {
        assert_eq!(check(echo), Err(RejectedReply::Echo), "{echo}");
    }
    assert_eq!(check(&"It takes long. ".repeat(40)), Err(RejectedReply::Long));
}

#[test]
fn the_sentences_of_a_summary_have_the_numbers_of_their_messages() {
    let answer = "The Hub is offline. It is new [1]. It was restarted. [2]\nNobody said this.";
    let expected = [(1, "The Hub is offline."), (1, "It is new."), (2, "It was restarted.")];
    assert_eq!(numbered_sentences(answer), expected.map(|(at, text)| (at, text.to_owned())));
    assert_eq!(without_numbers("So it is [1]."), "So it is.");
    assert_eq!(numbered_sentences("No number at all."), []);
}
