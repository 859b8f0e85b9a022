//! Corrected labels through the API, on a real engine with the real model.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod support;

use std::fs;
use std::path::Path;
use std::sync::Arc;

use aside_engine::Engine;
use axum::Router;
use axum::http::StatusCode;
use serde_json::{Value, json};

const OWN_LABELS: &str = r#"
[[category]]
name = "warranty"
examples = ["Is the repair covered?", "My laptop died after a year", "How long is the guarantee?"]

[[category]]
name = "shipping"
examples = ["Where is my parcel?", "How long does delivery take?", "The courier did not come"]
"#;

/// An engine over the folder; opened again, it is the same one after a restart.
fn open(dir: &Path) -> (Arc<Engine>, Router) {
    let knowledge = dir.join("knowledge");
    fs::create_dir_all(knowledge.join(".aside")).unwrap();
    fs::write(knowledge.join(".aside/taxonomy.toml"), OWN_LABELS).unwrap();
    let engine = support::open(knowledge, dir);
    engine.await_taxonomy();
    let router = aside_endpoint::loopback_router(engine.clone());
    (engine, router)
}

async fn send(
    router: &Router,
    method: &str,
    path: &str,
    body: Option<Value>,
) -> (StatusCode, Value) {
    let request = support::request(method, path, body.as_ref());
    let (status, _, answer) = support::answer(router, request).await;
    (status, answer)
}

async fn said(router: &Router, text: &str) -> Value {
    let body = Some(json!({ "text": text }));
    let (status, conversation) = send(router, "POST", "/api/v1/conversations", body).await;
    assert_eq!(status, StatusCode::CREATED, "{conversation}");
    conversation["advice"].clone()
}

fn place(advice: &Value, kind: &str) -> String {
    format!("/api/v1/messages/{}/labels/{kind}", advice["message_id"].as_str().unwrap())
}

#[tokio::test]
async fn a_corrected_label_is_followed_by_near_identical_messages_until_it_is_taken_back() {
    let dir = tempfile::tempdir().unwrap();
    let (engine, router) = open(dir.path());
    let asked = said(&router, "I was charged twice for my order last month").await;
    assert_eq!(asked["analysis"]["category"]["label"], "billing");
    assert_eq!(asked["analysis"].get("corrected"), None);
    let before = said(&router, "How do I reset my password?").await;

    let label = Some(json!({"label": "orders"}));
    let (status, corrected) = send(&router, "PUT", &place(&asked, "category"), label).await;
    assert_eq!(status, StatusCode::OK, "{corrected}");
    let analysis = &corrected["advice"]["analysis"];
    assert_eq!(analysis["category"], json!({"label": "orders", "confidence": 1.0}));
    assert_eq!(analysis["corrected"][0]["by"], "agent");
    assert_eq!(analysis["corrected"][0]["read"], "billing");
    assert_eq!(corrected["summary"]["category"], "orders");

    let follows = said(&router, "I was charged twice for my order this month!").await;
    assert_eq!(follows["analysis"]["category"]["label"], "orders", "{follows}");
    let why = &follows["analysis"]["corrected"][0];
    assert_eq!((&why["by"], &why["message_id"]), (&json!("neighbour"), &asked["message_id"]));
    assert!(why["similarity"].as_f64().unwrap() >= 0.85);
    // Messages unlike it are read as before, to the last digit.
    let after = said(&router, "How do I reset my password?").await;
    assert_eq!(after["analysis"]["category"], before["analysis"]["category"]);

    // A restart keeps it.
    drop((engine, router));
    let (_engine, router) = open(dir.path());
    let (_, list) = send(&router, "GET", "/api/v1/corrections", None).await;
    assert_eq!(list["corrections"].as_array().unwrap().len(), 1, "{list}");
    assert_eq!(list["corrections"][0]["to"], "orders");
    let (status, back) = send(&router, "DELETE", &place(&asked, "category"), None).await;
    assert_eq!(status, StatusCode::OK, "{back}");
    assert_eq!(back["advice"]["analysis"]["category"]["label"], "billing");
    let again = said(&router, "I was charged twice for my order this month!").await;
    assert_eq!(again["analysis"]["category"]["label"], "billing");
    let (status, _) = send(&router, "DELETE", &place(&asked, "category"), None).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_corrected_sentiment_moves_the_priority_and_rules_give_way() {
    let dir = tempfile::tempdir().unwrap();
    let (_engine, router) = open(dir.path());
    let asked = said(&router, "THIS IS RIDICULOUS!!! I am furious, nothing works!!").await;
    assert_eq!(asked["analysis"]["sentiment"]["label"], "angry");
    let label = Some(json!({"label": "neutral"}));
    let (_, corrected) = send(&router, "PUT", &place(&asked, "sentiment"), label).await;
    let analysis = &corrected["advice"]["analysis"];
    assert_eq!(analysis["sentiment"]["label"], "neutral", "{analysis}");
    let points = analysis["priority_points"].as_array().unwrap();
    assert!(points.iter().all(|point| point["reason"] != "angry"), "{points:?}");
    assert!(analysis["priority"].as_u64() < asked["analysis"]["priority"].as_u64());
}

#[tokio::test]
async fn own_labels_learn_from_corrected_messages_as_from_examples() {
    let dir = tempfile::tempdir().unwrap();
    let (engine, router) = open(dir.path());
    let asked = said(&router, "The parcel was soaked by the rain when it came").await;
    assert_eq!(asked["analysis"]["own"][0]["name"], "shipping");
    let label = Some(json!({"label": "warranty"}));
    let (_, corrected) = send(&router, "PUT", &place(&asked, "own_category"), label).await;
    assert_eq!(corrected["advice"]["analysis"]["own"][0]["name"], "warranty", "{corrected}");
    engine.await_taxonomy();
    // Like the corrected one, but far from saying the same.
    let like = said(&router, "Rain soaked the box and the parcel was wet").await;
    assert_eq!(like["analysis"]["own"][0]["name"], "warranty", "{like}");
}

#[tokio::test]
async fn labels_and_messages_that_do_not_exist_are_refused() {
    let dir = tempfile::tempdir().unwrap();
    let (_engine, router) = open(dir.path());
    let asked = said(&router, "Where is my parcel?").await;
    for (kind, label) in [("category", "angry"), ("own_category", "orders"), ("own_intent", "x")] {
        let body = Some(json!({ "label": label }));
        let (status, refused) = send(&router, "PUT", &place(&asked, kind), body).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{kind}: {refused}");
        assert_eq!(refused["code"], "invalid_input");
    }
    let nobody = "/api/v1/messages/0197e0b0-0000-7000-8000-000000000000/labels/intent";
    let (status, _) = send(&router, "PUT", nobody, Some(json!({"label": "question"}))).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    let (_, list) = send(&router, "GET", "/api/v1/corrections", None).await;
    assert_eq!(list["corrections"], json!([]));
}

#[tokio::test]
async fn own_labels_are_edited_in_their_file_and_learnt_again() {
    let dir = tempfile::tempdir().unwrap();
    let (engine, router) = open(dir.path());
    let file = dir.path().join("knowledge/.aside/taxonomy.toml");
    let (_, view) = send(&router, "GET", "/api/v1/taxonomy", None).await;
    assert_eq!(view["category"][0]["name"], "warranty", "{view}");
    assert_eq!(view["category"][0]["state"]["measured"], 3);
    assert!(!view["learnt_at"].is_null() && view["problem"].is_null(), "{view}");

    let mut draft = json!({
        "version": view["version"], "intent": [], "out_of_scope": [],
        "category": [
            {"was": "warranty", "name": "guarantee", "description": "", "examples": view["category"][0]["examples"]},
            {"was": "shipping", "name": "shipping", "description": "", "examples": ["Where is my parcel?"]},
            {"was": null, "name": "guarantee", "description": "Twice.", "examples": []},
        ],
    });
    let (status, refused) = send(&router, "PUT", "/api/v1/taxonomy", Some(draft.clone())).await;
    assert_eq!(status, StatusCode::OK);
    let fields: Vec<&Value> =
        refused["problems"].as_array().unwrap().iter().map(|one| &one["field"]).collect();
    assert_eq!(fields, ["category/1/examples", "category/2/name"]);
    assert_eq!(fs::read_to_string(&file).unwrap(), OWN_LABELS);

    draft["category"][1]["examples"] = view["category"][1]["examples"].clone();
    draft["category"][2]["name"] = json!("opening hours");
    let (_, saved) = send(&router, "PUT", "/api/v1/taxonomy", Some(draft.clone())).await;
    assert_eq!(saved["problems"], json!([]), "{saved}");
    engine.await_taxonomy();
    let (_, labels) = send(&router, "GET", "/api/v1/labels", None).await;
    assert_eq!(labels["own_category"], json!(["guarantee", "shipping", "opening hours"]));

    // The version is that of before: somebody else has saved meanwhile.
    let (_, late) = send(&router, "PUT", "/api/v1/taxonomy", Some(draft)).await;
    assert_eq!(late["problems"][0]["field"], "file", "{late}");

    // What is wrong in the file is told, and the labels of before go on.
    fs::write(&file, "[[category]]\nname = oops\n").unwrap();
    engine.await_taxonomy();
    let (_, view) = send(&router, "GET", "/api/v1/taxonomy", None).await;
    assert_eq!(view["problem"]["place"]["line"], 2, "{view}");
    let (_, health) = send(&router, "GET", "/health", None).await;
    assert_eq!(health["status"], "degraded");
    assert!(health["labels"].as_str().unwrap().contains("line 2"), "{health}");
    let (_, labels) = send(&router, "GET", "/api/v1/labels", None).await;
    assert_eq!(labels["own_category"].as_array().unwrap().len(), 3);
}
