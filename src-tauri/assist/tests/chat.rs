//! When the chat answers by itself, and what it says otherwise.

mod common;

use aside_assist::{
    ChatDecision, HandOverCause, MessageContext, Outcome, analyse, auto_answer, draft, escalate,
};
use aside_contract::{Author, Category, Intent, Message, Passage, Reading, Sentiment, Visibility};
use common::{ctx, message, passage, reading};

fn decide(
    context: &MessageContext<'_>,
    reading: Option<&Reading>,
    passages: &[Passage],
    failure: Option<&str>,
) -> ChatDecision {
    let analysis = analyse(context, reading);
    let suggestions = draft(context, &analysis, passages);
    let outcome = Outcome { analysis: &analysis, passages, suggestions: &suggestions, failure };
    auto_answer(context, &outcome, &escalate(context, &outcome))
}

fn help(score: f32) -> Vec<Passage> {
    vec![passage("hub.md", "", score, "Hold the button for 10 seconds to reset the hub.")]
}

fn cause(decision: &ChatDecision) -> Option<HandOverCause> {
    match decision {
        ChatDecision::Answer { .. } => None,
        ChatDecision::HandOver { cause, .. } => Some(*cause),
    }
}

#[test]
fn the_assistant_answers_what_it_is_sure_of() {
    let context = ctx("How do I reset the hub?", &[]);
    let decision =
        decide(&context, Some(&reading(Intent::Question, Sentiment::Neutral)), &help(0.8), None);
    assert_eq!(decision.text(), "Hold the button for 10 seconds to reset the hub.");
}

#[test]
fn a_courtesy_is_returned_without_a_person() {
    let reading = reading(Intent::Feedback, Sentiment::Neutral);
    for (text, said) in [
        ("Hello!", "Hello! How can we help you?"),
        ("Hallo", "Hallo! Wie k\u{f6}nnen wir Ihnen helfen?"),
        ("thanks, bye", "You're welcome. Write again whenever something comes up."),
    ] {
        let decision = decide(&ctx(text, &[]), Some(&reading), &[], None);
        assert_eq!((cause(&decision), decision.text()), (None, said), "{text}");
    }
    let decision = decide(&ctx("Hello, my parcel is lost", &[]), Some(&reading), &[], None);
    assert!(cause(&decision).is_some());
}

/// A message, its reading, the passages found, what failed, and why a person takes over.
type Case<'a> = (&'a str, Option<&'a Reading>, Vec<Passage>, Option<&'a str>, HandOverCause);

#[test]
fn otherwise_a_person_takes_over() {
    let question = reading(Intent::Question, Sentiment::Neutral);
    let thanks = reading(Intent::Feedback, Sentiment::Positive);
    let cases: &[Case<'_>] = &[
        (
            "I want to speak to a manager",
            Some(&question),
            help(0.9),
            None,
            HandOverCause::Escalation,
        ),
        ("How do I reset the hub?", Some(&question), Vec::new(), None, HandOverCause::NothingFound),
        ("How do I reset the hub?", Some(&question), help(0.4), None, HandOverCause::Unsure),
        ("How do I reset the hub?", None, help(0.9), None, HandOverCause::Failure),
        (
            "How do I reset the hub?",
            Some(&question),
            help(0.9),
            Some("no index"),
            HandOverCause::Failure,
        ),
        ("Great, it works!", Some(&thanks), help(0.9), None, HandOverCause::NoQuestion),
    ];
    for (text, reading, passages, failure, expected) in cases {
        let decision = decide(&ctx(text, &[]), *reading, passages, *failure);
        assert_eq!(cause(&decision), Some(*expected), "{text}");
    }
}

#[test]
fn an_answer_that_was_given_is_not_given_again() {
    let history = [message(Author::Assistant, "Hold the button for 10 seconds to reset the hub.")];
    let context = ctx("How do I reset the hub when the light is red?", &history);
    let decision =
        decide(&context, Some(&reading(Intent::Question, Sentiment::Neutral)), &help(0.9), None);
    assert_eq!(cause(&decision), Some(HandOverCause::NothingFound));
}

#[test]
fn the_hand_over_fits_the_sentiment_is_not_said_twice_and_promises_no_time() {
    for sentiment in
        [Sentiment::Positive, Sentiment::Neutral, Sentiment::Negative, Sentiment::Angry]
    {
        let read = reading(Intent::Question, sentiment);
        let first = decide(&ctx("Do you sell spare gaskets?", &[]), Some(&read), &[], None);
        let unhappy = matches!(sentiment, Sentiment::Negative | Sentiment::Angry);
        assert_eq!(first.text().starts_with("I'm sorry"), unhappy, "{sentiment}");
        let history: [Message; 1] = [message(Author::Assistant, first.text())];
        let second =
            decide(&ctx("Which colours does the mixer have?", &history), Some(&read), &[], None);
        assert_ne!(first.text(), second.text());
        for text in [first.text(), second.text()] {
            let text = text.to_lowercase();
            for promise in
                ["minute", "hour", "soon", "shortly", "today", "day", "immediately", "refund"]
            {
                assert!(!text.contains(promise), "{text}");
            }
        }
    }
}

#[test]
fn who_tells_of_danger_is_told_what_to_do_and_what_public_documents_say_of_it() {
    let read = reading(Intent::Problem, Sentiment::Neutral);
    let mut internal = passage("internal.md", "", 0.9, "If it smokes, disconnect the mains.");
    internal.visibility = Visibility::Internal;
    let safety = passage(
        "safety.md",
        "",
        0.7,
        "Write to us any time. If a device is hot, smells or **smokes**, please unplug it.",
    );
    let unrelated = passage("hub.md", "", 0.8, "Unplug the hub for 10 seconds to restart it.");
    for text in [
        "There's a burning smell coming from the plug and it's hot to touch",
        "The charger caught fire",
        "My hub is sparking!",
    ] {
        let context = ctx(text, &[]);
        let found = [internal.clone(), unrelated.clone(), safety.clone()];
        let decision = decide(&context, Some(&read), &found, None);
        assert_eq!(cause(&decision), Some(HandOverCause::Escalation), "{text}");
        assert!(decision.text().starts_with("Your safety comes first"), "{text}");
        let quoted = "If a device is hot, smells or smokes, please unplug it.";
        assert!(decision.text().ends_with(quoted), "{}", decision.text());

        let decision = decide(&context, Some(&read), &found[..2], None);
        assert!(decision.text().starts_with("Your safety comes first"), "{text}");
        assert!(!decision.text().to_lowercase().contains("mains"), "{}", decision.text());
        assert!(!decision.text().contains("10 seconds"), "{}", decision.text());
    }
}

#[test]
fn kind_words_are_thanked_for_only_where_nothing_is_broken() {
    let praise = reading(Intent::Feedback, Sentiment::Positive);
    let mut technical = praise;
    technical.category.label = Category::Technical;
    for (text, read, thanked) in [
        ("Fantastic job, your team is lovely.", &praise, true),
        ("Your driver was so friendly!", &praise, true),
        ("Oh great, another update that bricked my hub. Fantastic job.", &praise, false),
        ("Great job, now nothing works.", &praise, false),
        ("Lovely, another outage. Brilliant.", &praise, false),
        ("Fantastic update, truly.", &technical, false),
    ] {
        let decision = decide(&ctx(text, &[]), Some(read), &[], None);
        assert_eq!(decision.text().contains("kind words"), thanked, "{text}: {}", decision.text());
    }
}

#[test]
fn who_speaks_of_self_harm_is_answered_in_their_language_and_with_its_lines() {
    let read = reading(Intent::Feedback, Sentiment::Negative);
    let said =
        |text: &str| decide(&ctx(text, &[]), Some(&read), &help(0.9), None).text().to_owned();
    assert!(said("I don't want to live anymore").contains("988"));
    let german = said("Ich will nicht mehr leben, es hat alles keinen Sinn mehr für mich.");
    assert!(german.contains("0800 111 0 111") && !german.contains("988"), "{german}");
}

#[test]
fn what_another_document_contradicts_is_left_to_a_person() {
    let context = ctx("How many days do I have to return an item?", &[]);
    let policy = |document: &str, days: &str| {
        passage(
            document,
            "Returns",
            0.9,
            &format!("You can return an item within {days} days of delivery."),
        )
    };
    let read = reading(Intent::Question, Sentiment::Neutral);
    let cause = |passages: &[Passage]| cause(&decide(&context, Some(&read), passages, None));
    assert_eq!(cause(&[policy("returns.md", "30"), policy("terms.md", "30")]), None);
    let two = [policy("returns.md", "30"), policy("terms.md", "45")];
    assert_eq!(cause(&two), Some(HandOverCause::Unsure));
}

/// A question, the passages found, and whether the first goes out without a person.
type Sent<'a> = (&'a str, Vec<Passage>, bool);

#[test]
fn only_what_was_asked_for_goes_out() {
    let plug = || passage("plug.md", "Price", 0.8, "The plug is \u{20ac}24.");
    let cases: &[Sent<'_>] = &[
        ("What does the plug cost?", vec![plug()], true),
        // About the plug, but no price.
        (
            "What does the plug cost?",
            vec![passage("plug.md", "", 0.8, "The plug needs no Wi-Fi.")],
            false,
        ),
        ("How long does the delivery of the plug take?", vec![plug()], false),
        ("What does the plug cost in Australia, with customs and gift wrap?", vec![plug()], false),
        // Another price for the same.
        (
            "What does the garden plug cost?",
            vec![
                passage("install.md", "", 0.8, "A garden plug is \u{20ac}35 when we fit it."),
                passage("list.md", "", 0.7, "The garden plug is \u{20ac}24."),
            ],
            false,
        ),
        (
            "What does the garden plug cost?",
            vec![
                passage("shop.md", "", 0.8, "A garden plug is \u{20ac}24."),
                passage("list.md", "", 0.7, "The garden plug is \u{20ac}24."),
            ],
            true,
        ),
        // Another thing done to the same.
        (
            "How do I reset my password?",
            vec![passage("a.md", "Change a password", 0.9, "Choose Change password.")],
            false,
        ),
        (
            "How do I reset my password?",
            vec![passage("a.md", "Forgotten password", 0.9, "Choose Forgot password?")],
            true,
        ),
        // A code that the reply does not name.
        (
            "What does error E44 mean?",
            vec![passage("e.md", "Errors", 0.9, "Error E04 means that no network was found.")],
            false,
        ),
        // Another document is as likely.
        (
            "How do I pair the plug with my car?",
            vec![
                passage("a.md", "", 0.7, "Hold the button to pair the plug."),
                passage("b.md", "", 0.7, "Pair the car in its menu."),
            ],
            false,
        ),
    ];
    let question = reading(Intent::Question, Sentiment::Neutral);
    for (text, passages, sent) in cases {
        let decision = decide(&ctx(text, &[]), Some(&question), passages, None);
        assert_eq!(cause(&decision).is_none(), *sent, "{text}: {decision:?}");
        assert!(matches!(cause(&decision), None | Some(HandOverCause::Unsure)), "{text}");
    }
}
