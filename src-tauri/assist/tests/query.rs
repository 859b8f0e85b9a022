//! What is searched for.

mod common;

use aside_assist::{analyse, folded_query, retrieval_query};
use aside_contract::{Author, SuggestionId};
use common::{ctx, message};

fn query(text: &str, customer_said: &[&str]) -> String {
    let mut history = Vec::new();
    for earlier in customer_said {
        history.push(message(Author::Customer, earlier));
        history.push(message(Author::Agent, "Let me see what I can find."));
    }
    let context = ctx(text, &history);
    folded_query(&context, &analyse(&context, None))
}

#[test]
fn greeting_signature_and_quoted_mail_are_not_searched_for() {
    let text = "Hello team,\n\nhow do I descale the kettle?\n\nBest regards,\nJo Miller\nMiller & Sons\n\nOn Mon, Jo wrote about it: x";
    assert_eq!(query(text, &["My hub is offline"]), "how do I descale the kettle?");
}

#[test]
fn a_message_that_cannot_stand_alone_takes_the_earlier_one_along() {
    for (text, earlier, expected) in [
        (
            "And for the other one?",
            "How do I reset the Breeze thermostat?",
            "How do I reset the Breeze thermostat?\nAnd for the other one?",
        ),
        (
            "how long does it take?",
            "Can I return a lamp?",
            "Can I return a lamp?\nhow long does it take?",
        ),
        ("The X200.", "My blender leaks at the base.", "My blender leaks at the base.\nThe X200."),
        (
            "Great! And when will I see the money?",
            "Can I return an opened Home Kit?",
            "Can I return an opened Home Kit?\nGreat! And when will I see the money?",
        ),
        ("yes, please", "Do you ship to Norway?", "Do you ship to Norway?\nyes, please"),
    ] {
        assert_eq!(query(text, &[earlier]), expected);
    }
}

#[test]
fn a_message_that_names_its_own_matter_stands_alone() {
    for text in [
        "How do I cancel my subscription?",
        "Where can I download an invoice?",
        "The app crashes on start",
    ] {
        assert_eq!(query(text, &["My blender leaks."]), text);
    }
}

#[test]
fn thanks_in_between_are_passed_over() {
    let folded =
        query("and how long does that take?", &["How do I get a refund for a lamp?", "Thanks!"]);
    assert_eq!(folded, "How do I get a refund for a lamp?\nand how long does that take?");
}

#[test]
fn a_long_message_keeps_its_questions() {
    let story =
        "I bought the device and then a lot of things happened that I want to describe here. "
            .repeat(60);
    let text = format!("{story} How do I descale the kettle? {story}");
    let query = query(&text, &[]);
    assert!(query.chars().count() <= 1_200, "{}", query.chars().count());
    assert!(query.contains("How do I descale the kettle?"));
}

#[test]
fn a_query_is_never_empty() {
    for text in ["Hi", "Hello!", "?", "Thanks", "> quoted only", "--", "\u{1f44d}"] {
        assert!(!query(text, &[]).trim().is_empty(), "{text}");
    }
}

#[test]
fn what_is_asked_begins_at_the_last_question_that_names_something() {
    for (text, question) in [
        (
            "My hub broke. Who pays for the return? Tell me if a label is in the box.",
            "Who pays for the return? Tell me if a label is in the box.",
        ),
        ("I moved. How do I change my address?", "How do I change my address?"),
        ("The app crashes on start", "The app crashes on start"),
    ] {
        let found = retrieval_query(&ctx(text, &[]));
        assert_eq!(found.question, question);
        assert_eq!(found.conversation.as_deref(), (text != question).then_some(text));
    }
}

#[test]
fn greetings_and_the_assistants_own_words_are_no_conversation() {
    for greeting in
        ["Hello", "hi there!", "Hey all,", "thanks, bye", "Guten Morgen", "Ok, thank you!"]
    {
        let announced = message(Author::Assistant, "I'm handing you over to a colleague.");
        let history = [message(Author::Customer, greeting), announced];
        let query = retrieval_query(&ctx("I forgot my password", &history));
        assert_eq!(query.conversation, None, "{greeting}");
    }
    let mut quoted = message(Author::Assistant, "An item can be returned within 30 days.");
    quoted.suggestion_id = Some(SuggestionId::new());
    let query = retrieval_query(&ctx("Also when it was opened?", &[quoted]));
    assert!(query.conversation.unwrap().contains("30 days"));
}

#[test]
fn a_question_that_points_at_nothing_stands_alone() {
    let alone = |text: &str| retrieval_query(&ctx(text, &[])).stands_alone;
    for text in [
        "I forgot my password",
        "How many days do I have to return an item?",
        "My Hub has been offline since this morning and the light blinks blue.",
    ] {
        assert!(alone(text), "{text}");
    }
    for text in
        ["How much is it?", "And the Pro plan?", "Is there another one?", "Why?", "password"]
    {
        assert!(!alone(text), "{text}");
    }
}

#[test]
fn a_message_that_only_corrects_a_number_keeps_the_matter_before_it() {
    let history = [message(Author::Customer, "What does error E-07 on order WM-88123 mean?")];
    for text in [
        "Sorry, I meant order WM-88124",
        "I mean order 88124, not 88123",
        "typo, WM-88124",
        "Correction: it is WM-88124.",
    ] {
        let query = retrieval_query(&ctx(text, &history));
        assert_eq!(query.question, "What does error E-07 on order WM-88123 mean?", "{text}");
        assert_eq!(query.identifiers, ["E-07"], "{text}");
    }
    for text in [
        "Sorry, where is order WM-88124?",
        "I meant the hub that blinks red since the update of Monday, 12 times a minute",
        "Where is order WM-88124?",
        "Sorry!",
    ] {
        let query = retrieval_query(&ctx(text, &history));
        assert!(!query.question.contains("E-07"), "{text}: {query:?}");
    }
}
