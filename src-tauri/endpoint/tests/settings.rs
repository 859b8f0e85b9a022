//! The settings: in the desktop's router alone, and without the key of the language model.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod support;

use std::fs;
use std::path::Path;
use std::sync::Arc;

use aside_engine::Engine;
use axum::Router;
use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

const MODEL: &str = "/api/v1/settings/model";
const BESIDE: &str = "/api/v1/settings/beside";

fn open(dir: &Path) -> Arc<Engine> {
    let knowledge = dir.join("knowledge");
    fs::create_dir_all(&knowledge).unwrap();
    support::open(knowledge, &dir.join("data"))
}

async fn ask(router: &Router, method: Method, path: &str, body: &Value) -> (StatusCode, Value) {
    let request = support::request(method.as_str(), path, Some(body));
    let (status, _, answer) = support::answer(router, request).await;
    (status, answer)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_window_sets_the_model_and_loopback_does_not_know_of_it() {
    let dir = tempfile::tempdir().unwrap();
    let engine = open(dir.path());
    let window = aside_endpoint::desktop_router(engine.clone());
    let loopback = aside_endpoint::loopback_router(engine);
    let (status, view) = ask(&window, Method::GET, MODEL, &Value::Null).await;
    assert_eq!((status, &view["state"]["state"]), (StatusCode::OK, &json!("off")));
    assert_eq!(view["settings"]["tasks"], json!(["drafts", "rewriting", "summaries"]));

    let mut settings = view["settings"].clone();
    settings["base_url"] = json!("http://127.0.0.1:9/v1");
    settings["name"] = json!("tiny");
    settings["tasks"] = json!(["summaries"]);
    let change = json!({ "settings": settings });
    let (status, view) = ask(&window, Method::PUT, MODEL, &change).await;
    assert_eq!((status, &view["settings"]), (StatusCode::OK, &settings), "{view:#}");
    let file = fs::read_to_string(dir.path().join("data/settings.toml")).unwrap();
    assert!(file.contains("name = \"tiny\"") && file.contains("summaries"), "{file}");

    settings["base_url"] = json!("http://api.openai.com/v1");
    let (status, body) = ask(&window, Method::PUT, MODEL, &json!({ "settings": settings })).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(body["detail"].as_str().unwrap().contains("https"), "{body}");

    let test = format!("{MODEL}/test");
    let (status, body) = ask(&window, Method::POST, &test, &Value::Null).await;
    assert_eq!((status, &body["works"]), (StatusCode::OK, &json!(false)));
    assert!(body["detail"].as_str().unwrap().contains("nothing answers"), "{body}");
    for (method, path) in
        [(Method::GET, MODEL), (Method::GET, "/api/v1/settings/model/found"), (Method::POST, &test)]
    {
        let (status, _) = ask(&loopback, method.clone(), path, &Value::Null).await;
        let gone = matches!(status, StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED);
        assert!(gone, "{method} {path}: {status}");
    }
    let (status, _) = ask(&loopback, Method::PUT, MODEL, &change).await;
    assert!(status.is_client_error(), "{status}");
}

#[tokio::test(flavor = "multi_thread")]
async fn how_the_desk_stands_beside_other_programs_is_set_in_the_window_alone() {
    let dir = tempfile::tempdir().unwrap();
    let engine = open(dir.path());
    let window = aside_endpoint::desktop_router(engine.clone());
    let (status, mut settings) = ask(&window, Method::GET, BESIDE, &Value::Null).await;
    assert_eq!((status, &settings["watch_clipboard"]), (StatusCode::OK, &json!(false)));
    assert_eq!(settings["shortcut"], "CmdOrCtrl+Alt+R");

    settings["watch_clipboard"] = json!(true);
    settings["shortcut"] = json!("Ctrl+Shift+Y");
    let (status, set) = ask(&window, Method::PUT, BESIDE, &settings).await;
    assert_eq!((status, &set), (StatusCode::OK, &settings));
    assert!(engine.beside_now().watch_clipboard, "it holds at once");
    let file = fs::read_to_string(dir.path().join("data/settings.toml")).unwrap();
    assert!(file.contains("[beside]") && file.contains("watch_clipboard = true"), "{file}");
    assert!(!file.contains("paste") && !file.contains("[model]"), "only differences: {file}");

    settings["shortcut"] = json!("R");
    let (status, body) = ask(&window, Method::PUT, BESIDE, &settings).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(body["detail"].as_str().unwrap().contains("Ctrl+Alt+R"), "{body}");

    let loopback = aside_endpoint::loopback_router(engine);
    for method in [Method::GET, Method::PUT] {
        let (status, _) = ask(&loopback, method.clone(), BESIDE, &settings).await;
        assert!(status.is_client_error(), "{method}: {status}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_model_a_text_is_shortened_summed_up_and_otherwise_the_way_to_one_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let engine = open(dir.path());
    let router = aside_endpoint::loopback_router(engine);
    let text = "Hello! My Hub is offline since Monday. Can I get a new one?";
    let start = json!({ "text": text });
    let (_, found) = ask(&router, Method::POST, "/api/v1/conversations", &start).await;
    let id = found["summary"]["id"].as_str().unwrap();
    let path = |what: &str| format!("/api/v1/conversations/{id}/{what}");

    let (status, recap) = ask(&router, Method::GET, &path("summary"), &Value::Null).await;
    assert_eq!((status, &recap["by"]), (StatusCode::OK, &json!("built_in")));
    assert_eq!(recap["text"], "My Hub is offline since Monday. Can I get a new one?");
    assert_eq!(recap["sentences"][0]["message"], found["messages"][0]["id"]);

    let long =
        json!({ "how": "shorten", "text": "I'm sorry about the trouble. Press the button." });
    let (status, short) = ask(&router, Method::POST, &path("rewrite"), &long).await;
    assert_eq!((status, &short["text"]), (StatusCode::OK, &json!("Press the button.")));
    assert_eq!(short["by"], "built_in");
    let polite = json!({ "how": "friendlier", "text": "Press the button." });
    let (status, body) = ask(&router, Method::POST, &path("rewrite"), &polite).await;
    assert_eq!((status, &body["code"]), (StatusCode::CONFLICT, &json!("no_language_model")));
    assert!(body["detail"].as_str().unwrap().contains("aside model set"), "{body}");
    let nowhere = json!({ "how": "translate", "text": "Press the button." });
    let (status, _) = ask(&router, Method::POST, &path("rewrite"), &nowhere).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
}
