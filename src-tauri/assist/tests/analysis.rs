//! What a message says, through the public door.

mod common;

use std::time::Duration;

use aside_assist::{MessageContext, RULE_CONFIDENCE, Waiting, analyse};
use aside_contract::{Author, Intent, Labelled, Sentiment, Urgency};
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
    let context = MessageContext {
        text: "Where is my parcel 77?!",
        history: &history,
        vip: true,
        ..MessageContext::default()
    };
    let analysis = analyse(&context, Some(&reading(Intent::Problem, Sentiment::Angry)));
    let points: Vec<(&str, i8)> =
        analysis.priority_points.iter().map(|p| (&*p.reason, p.points)).collect();
    assert_eq!(
        points,
        [("every message", 3), ("angry", 3), ("asked twice", 2), ("VIP customer", 2)]
    );
    assert_eq!(analysis.priority, 10);
    assert!(analysis.repeated_question);
}

#[test]
fn urgency_and_waiting_have_points_of_their_own() {
    let mut read = reading(Intent::Problem, Sentiment::Neutral);
    let mut analysis =
        analyse(&ctx("I need the ticket before my flight tomorrow", &[]), Some(&read));
    let waiting = Waiting { waited: Duration::from_hours(5), target: Duration::from_hours(4) };
    waiting.raise(&mut analysis);
    let points: Vec<(&str, i8)> =
        analysis.priority_points.iter().map(|p| (&*p.reason, p.points)).collect();
    assert_eq!(points[0], ("every message", 3));
    assert!(points[1].0.contains("before my flight tomorrow") && points[1].1 == 2, "{points:?}");
    assert_eq!(points[2], ("waiting 5 h, target 4 h", 2));
    assert_eq!(analysis.priority, 7);

    read.urgency = Labelled { label: Urgency::Now, confidence: 0.8, unsure: false };
    assert_eq!(analyse(&ctx("The whole shop is down", &[]), Some(&read)).priority, 5);
    read.urgency.confidence = 0.5;
    assert_eq!(analyse(&ctx("The whole shop is down", &[]), Some(&read)).priority, 3);
}

#[test]
fn waiting_never_lifts_a_priority_above_ten() {
    let context = MessageContext { vip: true, ..ctx("There is smoke! I got a shock!", &[]) };
    let mut analysis = analyse(&context, Some(&reading(Intent::Problem, Sentiment::Angry)));
    assert_eq!(analysis.priority, 10);
    Waiting { waited: Duration::from_hours(9), target: Duration::from_hours(4) }
        .raise(&mut analysis);
    assert_eq!(analysis.priority, 10);
    let sum: i32 = analysis.priority_points.iter().map(|point| i32::from(point.points)).sum();
    assert_eq!(sum, 10, "{:?}", analysis.priority_points);
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

#[test]
fn grave_messages_have_the_highest_priority_and_say_why() {
    let neutral = reading(Intent::Problem, Sentiment::Neutral);
    for (text, least, why) in [
        ("I don't want to live anymore", 10, "speaks of self-harm"),
        ("I think about ending it all", 10, "speaks of self-harm"),
        ("Ich will nicht mehr leben.", 10, "speaks of self-harm"),
        ("I'll come to your office and make you regret it.", 10, "threatens people"),
        ("There are sparks coming out of the plug", 10, "danger"),
        ("Es riecht nach Gas.", 10, "danger"),
        (
            "Your installer drilled through my water pipe, I want 2,000 euros, or I go to the press",
            7,
            "claim for damages",
        ),
    ] {
        for read in [None, Some(&neutral)] {
            let analysis = analyse(&ctx(text, &[]), read);
            assert!(analysis.priority >= least, "{text}: {:?}", analysis.priority_points);
            assert!(analysis.priority_points.iter().any(|point| point.reason == why), "{text}");
            assert_ne!(analysis.sentiment.label, Sentiment::Positive, "{text}");
        }
    }
    let threat = analyse(&ctx("I'll come over and make you regret it", &[]), Some(&neutral));
    assert_eq!(threat.sentiment.label, Sentiment::Angry);
}
