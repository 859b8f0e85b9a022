//! Which language a message is in, on messages that were written for this.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod common;

use std::collections::BTreeMap;

use aside_assist::{
    ChatDecision, HandOverCause, MessageContext, Outcome, analyse, auto_answer, escalate,
};
use aside_contract::{Author, Intent, Sentiment};
use common::{ctx, message, reading};
use serde::Deserialize;

#[derive(Deserialize)]
struct Row {
    language: String,
    text: String,
}

fn rows() -> Vec<Row> {
    include_str!("fixtures/languages.jsonl")
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn language(text: &str) -> Option<String> {
    analyse(&ctx(text, &[]), None).language.map(|language| language.code)
}

/// Words, and for scripts without blanks a third of the letters.
fn words(text: &str) -> usize {
    let wide = text.chars().filter(|c| matches!(c, '\u{3040}'..='\u{9fff}')).count();
    text.split_whitespace().count().max(wide / 3)
}

#[test]
fn short_messages_are_told_apart_or_left_in_doubt() {
    let mut counts: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    for row in rows().into_iter().filter(|row| row.language != "en") {
        let length = match words(&row.text) {
            0..=5 => "1 to 5 words",
            6..=15 => "6 to 15 words",
            _ => "longer",
        };
        let found = language(&row.text);
        let column = match &found {
            Some(code) if *code == row.language => 0,
            None => 1,
            Some(_) => 2,
        };
        counts.entry(length).or_default()[column] += 1;
    }
    // Right, in doubt, wrong. "Hej" is read as English, and "No puedo entrar" as Portuguese.
    let expected =
        [("1 to 5 words", [62, 24, 2]), ("6 to 15 words", [54, 5, 0]), ("longer", [57, 0, 0])];
    assert_eq!(counts, expected.into());
}

#[test]
fn english_is_known_among_names_and_codes_and_nothing_is_claimed_without_words() {
    for text in [
        "hi",
        "Where is my parcel?",
        "I always get error E-4711 when I want to pay on https://shop.example/Bestellung #Kundendienst",
        "@acme hello there, my Müller GmbH invoice INV-0042 is wrong",
    ] {
        assert_eq!(language(text).as_deref(), Some("en"), "{text}");
    }
    for text in ["", "?", "12345", "https://example.org/hallo-wo-ist-mein-paket", "\u{1f600}"] {
        assert_eq!(language(text), None, "{text}");
    }
}

#[test]
fn a_message_in_doubt_is_read_with_what_the_customer_wrote_before() {
    let history = [
        message(Author::Customer, "Ich möchte meine Bestellung bitte stornieren."),
        message(Author::Agent, "Which order is it?"),
    ];
    let context =
        MessageContext { text: "4711", history: &history, vip: false, ..MessageContext::default() };
    let found = analyse(&context, None).language.unwrap();
    assert_eq!((&*found.code, found.understood), ("de", false));
}

#[test]
fn labels_of_another_language_are_guesses_and_the_chat_leaves_the_answer_to_a_person() {
    let context = ctx("Wo bleibt meine Rechnung für den letzten Monat?", &[]);
    let read = reading(Intent::Question, Sentiment::Neutral);
    let analysis = analyse(&context, Some(&read));
    assert!(analysis.degraded);
    assert_eq!(analysis.intent.label, Intent::Question);
    assert!(analysis.intent.confidence.abs() < f32::EPSILON);
    let outcome = Outcome { analysis: &analysis, passages: &[], suggestions: &[], failure: None };
    let escalation = escalate(&context, &outcome);
    let doubt = escalation.reasons.iter().find(|reason| reason.rule == "low_confidence").unwrap();
    assert_eq!(doubt.evidence, "language de: labels are guessed");
    let said = auto_answer(&context, &outcome, &escalation);
    let ChatDecision::HandOver { cause, .. } = said else { panic!("{said:?}") };
    // Nothing found may be a reason for a supervisor too, which comes first.
    assert!(matches!(cause, HandOverCause::Language | HandOverCause::Escalation));
}

#[test]
fn a_message_of_megabytes_is_read_by_its_beginning() {
    let long = "Wo ist mein Paket geblieben? ".repeat(100_000);
    assert_eq!(language(&long).as_deref(), Some("de"));
}
