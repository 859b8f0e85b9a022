//! The dashboard and the alert rules of docs/monitoring name only what /metrics has.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

#[allow(dead_code, reason = "the numbers are no JSON")]
mod support;

use std::collections::BTreeSet;
use std::fs;

use axum::http::StatusCode;
use http_body_util::BodyExt;
use serde_json::Value;
use tower::ServiceExt;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/monitoring");

/// The names of the samples that a desk has from its start on.
async fn counted() -> BTreeSet<String> {
    let dir = tempfile::tempdir().unwrap();
    let knowledge = dir.path().join("knowledge");
    fs::create_dir_all(&knowledge).unwrap();
    let router =
        aside_endpoint::loopback_router(support::open(knowledge, &dir.path().join("data")));
    let answer = router.oneshot(support::request("GET", "/metrics", None)).await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    let bytes = answer.into_body().collect().await.unwrap().to_bytes();
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    let samples = text.lines().filter(|line| !line.starts_with('#'));
    samples.map(|line| line[..line.find(['{', ' ']).unwrap()].to_owned()).collect()
}

/// What a question to Prometheus names: the words right before its selectors. Each metric there has one,
/// as other programs' metrics bear the same names.
fn named(question: &str) -> BTreeSet<String> {
    let word = |text: &str| {
        let start = text.rfind(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        text[start.map_or(0, |at| at + 1)..].to_owned()
    };
    question.match_indices('{').map(|(at, _)| word(&question[..at])).collect()
}

/// Every `expr` of the panels, whatever they are nested in.
fn expressions(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            found.extend(fields.get("expr").and_then(Value::as_str).map(str::to_owned));
            fields.values().for_each(|field| expressions(field, found));
        }
        Value::Array(items) => items.iter().for_each(|item| expressions(item, found)),
        _ => {}
    }
}

fn check(questions: &[String], counted: &BTreeSet<String>) {
    for question in questions {
        let named = named(question);
        assert!(!named.is_empty(), "names no metric with a selector: {question}");
        for name in named {
            // Prometheus itself says whether it reached its target.
            assert!(name == "up" || counted.contains(&name), "there is no {name}: {question}");
        }
    }
}

#[tokio::test]
async fn each_panel_asks_for_what_is_counted() {
    let dashboard = fs::read_to_string(format!("{FOLDER}/dashboard.json")).unwrap();
    let mut questions = Vec::new();
    expressions(&serde_json::from_str(&dashboard).unwrap(), &mut questions);
    assert!(questions.len() > 10, "{questions:?}");
    check(&questions, &counted().await);
}

#[tokio::test]
async fn each_rule_watches_what_is_counted() {
    let rules = fs::read_to_string(format!("{FOLDER}/alerts.yml")).unwrap();
    // From an `expr:` to the next field, as it may go over several lines.
    let questions: Vec<String> = rules
        .split("expr:")
        .skip(1)
        .map(|rest| {
            rest.split(" for:").next().unwrap().split(" labels:").next().unwrap().to_owned()
        })
        .collect();
    assert_eq!(questions.len(), rules.matches("- alert:").count());
    check(&questions, &counted().await);
}
