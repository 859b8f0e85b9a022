//! How messages are felt: the real model and the rules together, on messages that are hard to read.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use aside_contract::{Channel, IncomingMessage, Sentiment};
use aside_engine::{Engine, Places, WorkerCommand};
use serde::Deserialize;

/// A message and how people read it; where they would differ, each reading.
#[derive(Deserialize)]
struct Row {
    kind: String,
    /// Not one of those that the rules were made with.
    held_out: bool,
    text: String,
    sentiment: Vec<Sentiment>,
    mixed: bool,
}

/// A classifier misses some; more than one in fifteen mean that something is broken.
const MOST_WRONG: usize = 8;

#[test]
fn negation_emoji_capitals_stretched_words_and_mixed_messages_are_felt() {
    let dir = tempfile::tempdir().unwrap();
    let knowledge = dir.path().join("knowledge");
    std::fs::create_dir(&knowledge).unwrap();
    let places = Places {
        knowledge: vec![knowledge],
        data: dir.path().join("data"),
        models: concat!(env!("CARGO_MANIFEST_DIR"), "/../../models").into(),
        encoder: None,
        decided: Default::default(),
    };
    std::fs::create_dir(&places.data).unwrap();
    let worker = WorkerCommand { program: "unused".into(), args: Vec::new() };
    let engine = Engine::open(places, worker).unwrap();
    let rows: Vec<Row> = include_str!("fixtures/moods.jsonl")
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let (mut wrong, mut missed, mut first_half, mut second_half) = (Vec::new(), Vec::new(), 0, 0);
    for row in &rows {
        let incoming = IncomingMessage::new("ada", Channel::Desk, &row.text, None).unwrap();
        let analysis = engine.receive(&incoming).unwrap().analysis;
        assert!(!analysis.degraded);
        if !row.sentiment.contains(&analysis.sentiment.label) {
            wrong.push(format!("{} {}: {:?}", row.kind, row.text, analysis.sentiment));
            *(if row.held_out { &mut second_half } else { &mut first_half }) += 1;
        }
        if row.mixed != analysis.mixed {
            missed.push(format!("mixed {}: {}", analysis.mixed, row.text));
        }
    }
    let report = format!(
        "of {} messages {} are felt wrongly ({first_half} of those that the rules were made with, {second_half} of the \
         others), {} taken wrongly for mixed or not\n{}\n{}",
        rows.len(),
        wrong.len(),
        missed.len(),
        wrong.join("\n"),
        missed.join("\n")
    );
    assert!(wrong.len() <= MOST_WRONG && missed.len() <= MOST_WRONG, "{report}");
}
