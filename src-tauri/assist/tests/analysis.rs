//! What a message says, through the public door.

mod common;

use aside_assist::{MessageContext, RULE_CONFIDENCE, analyse};
use aside_contract::{Author, Intent, Sentiment};
use common::{ctx, message, reading};

#[test]
fn the_heads_labels_stand_where_no_phrase_decides() {
    let read = reading(Intent::Problem, Sentiment::Negative);
    let analysis = analyse(&ctx("The hub is offline.", &[]), Some(&read));
    assert_eq!(
        (analysis.intent, analysis.category, analysis.sentiment),
        (read.intent, read.category, read.sentiment)
    );
    assert_eq!(analysis.priority, 5);
    assert!(!analysis.degraded && !analysis.repeated_question);
}

#[test]
fn an_explicit_request_for_a_person_makes_the_intent_escalate() {
    let read = reading(Intent::Question, Sentiment::Neutral);
    let analysis = analyse(&ctx("Can I talk to a human?", &[]), Some(&read));
    assert_eq!(analysis.intent.label, Intent::Escalate);
    assert!((analysis.intent.confidence - RULE_CONFIDENCE).abs() < f32::EPSILON);
}

#[test]
fn shouting_and_insults_make_an_unhappy_message_angry_and_praise_stays_praise() {
    for (text, read, expected) in [
        ("WHERE IS MY PARCEL YOU LIARS", Sentiment::Negative, Sentiment::Angry),
        ("THIS IS GREAT THANK YOU!!", Sentiment::Positive, Sentiment::Positive),
        ("The parcel is late.", Sentiment::Negative, Sentiment::Negative),
        ("This is useless", Sentiment::Neutral, Sentiment::Negative),
        ("Where is it?!", Sentiment::Neutral, Sentiment::Neutral),
    ] {
        let analysis = analyse(&ctx(text, &[]), Some(&reading(Intent::Problem, read)));
        assert_eq!(analysis.sentiment.label, expected, "{text}");
    }
}

#[test]
fn the_priority_adds_up_from_its_named_points() {
    let history = [
        message(Author::Customer, "Where is my parcel 77?"),
        message(Author::Agent, "On its way."),
    ];
    let context = MessageContext { text: "Where is my parcel 77?!", history: &history, vip: true };
    let analysis = analyse(&context, Some(&reading(Intent::Problem, Sentiment::Angry)));
    let points: Vec<(&str, i8)> =
        analysis.priority_points.iter().map(|p| (&*p.reason, p.points)).collect();
    assert_eq!(
        points,
        [("every message", 3), ("angry", 3), ("asked before", 2), ("VIP customer", 2)]
    );
    assert_eq!(analysis.priority, 10);
    assert!(analysis.repeated_question);
}

#[test]
fn what_an_agent_wrote_does_not_make_the_question_a_repeated_one() {
    let history = [message(Author::Agent, "How do I reset my password? is the article to read.")];
    let analysis = analyse(&ctx("How do I reset my password?", &history), None);
    assert!(!analysis.repeated_question);
}

#[test]
fn without_a_model_labels_are_guessed_at_confidence_zero() {
    let analysis = analyse(&ctx("I want to speak to a manager, my invoice is wrong!", &[]), None);
    assert!(analysis.degraded);
    assert_eq!(analysis.intent.label, Intent::Escalate);
    for confidence in
        [analysis.intent.confidence, analysis.category.confidence, analysis.sentiment.confidence]
    {
        assert!(confidence.abs() < f32::EPSILON);
    }
}

#[test]
fn any_text_is_analysed_within_bounds() {
    let long = "word ".repeat(4_000);
    for text in ["", " ", "?", "\u{1f600}\u{1f600}", "ÄÖÜ ßẞ İı", ">>> \n> ", "a\0b", &long]
    {
        for read in [None, Some(&reading(Intent::Action, Sentiment::Angry))] {
            let analysis = analyse(&ctx(text, &[]), read);
            assert!((1..=10).contains(&analysis.priority));
            let sum: i32 =
                analysis.priority_points.iter().map(|point| i32::from(point.points)).sum();
            assert_eq!(sum, i32::from(analysis.priority));
        }
    }
}
