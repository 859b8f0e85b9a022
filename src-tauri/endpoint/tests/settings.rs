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
const KNOWLEDGE: &str = "/api/v1/settings/knowledge";

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
async fn folders_and_encoder_are_chosen_in_the_window_and_open_at_the_next_start() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().canonicalize().unwrap();
    let folder = |name: &str| {
        fs::create_dir_all(root.join(name)).unwrap();
        root.join(name).display().to_string()
    };
    let engine = open(&root);
    let window = aside_endpoint::desktop_router(engine.clone());
    let (status, view) = ask(&window, Method::GET, KNOWLEDGE, &Value::Null).await;
    assert_eq!(status, StatusCode::OK, "{view:#}");
    let open_now = json!([folder("knowledge")]);
    assert_eq!(view["folders"]["open"], open_now);
    assert_eq!((&view["folders"]["next"], &view["restart"]), (&open_now, &json!(false)));
    assert_eq!(view["folders"]["decided_by"], "otherwise");
    assert_eq!((&view["folders"]["set"], &view["encoder"]["set"]), (&json!([]), &json!("")));
    assert_eq!(view["encoder"]["open"], "all-MiniLM-L6-v2");
    let built_in = &view["encoders"][0];
    assert_eq!(
        (&built_in["name"], &built_in["built_in"]),
        (&json!("all-MiniLM-L6-v2"), &json!(true))
    );

    // A model of the user's own, and one that lacks its weights.
    let fixture = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../inference/tests/fixtures/encoders/xlm-roberta-mean"
    );
    for (name, files) in [
        ("tiny", &["config.json", "tokenizer.json", "model.safetensors"][..]),
        ("half", &["config.json", "tokenizer.json"]),
    ] {
        let model = folder(&format!("data/models/{name}"));
        for file in files {
            fs::copy(Path::new(fixture).join(file), Path::new(&model).join(file)).unwrap();
        }
    }
    let two = json!([folder("guides"), folder("knowledge")]);
    let change = json!({ "folders": two, "encoder": "tiny" });
    let (status, view) = ask(&window, Method::PUT, KNOWLEDGE, &change).await;
    assert_eq!(status, StatusCode::OK, "{view:#}");
    assert_eq!((&view["folders"]["open"], &view["folders"]["next"]), (&open_now, &two));
    assert_eq!((&view["encoder"]["next"], &view["restart"]), (&json!("tiny"), &json!(true)));
    let tiny = view["encoders"].as_array().unwrap().iter().find(|one| one["name"] == "tiny");
    assert_eq!(tiny.unwrap()["dimensions"], 64, "{view:#}");
    assert_eq!(engine.places().knowledge.len(), 1, "what is open stays open");
    let file = root.join("data/settings.toml");
    let saved = fs::read_to_string(&file).unwrap();
    assert!(saved.contains("[knowledge]") && saved.contains("encoder = \"tiny\""), "{saved}");

    // Each is refused with what to do, and nothing is saved.
    fs::write(root.join("a.md"), "# A\n").unwrap();
    let (data, below) = (folder("data"), folder("guides/old"));
    let (guides, parent) = (folder("guides"), root.display().to_string());
    let path = |name: &str| root.join(name).display().to_string();
    for (change, said) in [
        (json!({ "folders": [] }), "at least one"),
        (json!({ "folders": [" "] }), "write its whole path"),
        (json!({ "folders": ["guides"] }), "write it from the root"),
        (json!({ "folders": [path("nowhere")] }), "create it"),
        (json!({ "folders": [path("a.md")] }), "is a file"),
        (json!({ "folders": [guides, below] }), "name only one of them"),
        (json!({ "folders": [below, guides] }), "name only one of them"),
        (json!({ "folders": [guides, guides] }), "is named twice"),
        (json!({ "folders": [data] }), "holds what Aside stores"),
        (json!({ "folders": [parent] }), "holds what Aside stores"),
        (json!({ "encoder": "none" }), "choose one of all-MiniLM-L6-v2, half, tiny"),
        (json!({ "encoder": "half" }), "model.safetensors is missing"),
        (json!({ "encoder": "../models/tiny" }), "there is no encoder"),
        (json!({ "folders": [guides], "encoder": "none" }), "there is no encoder"),
    ] {
        let (status, body) = ask(&window, Method::PUT, KNOWLEDGE, &change).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{change}: {body}");
        assert!(body["detail"].as_str().unwrap().contains(said), "{change}: {body}");
        assert_eq!(fs::read_to_string(&file).unwrap(), saved, "{change}");
    }

    // What is usual is not saved, and what else stands there stays.
    fs::write(&file, format!("# mine\n{saved}")).unwrap();
    let change = json!({ "encoder": "all-MiniLM-L6-v2" });
    let (status, view) = ask(&window, Method::PUT, KNOWLEDGE, &change).await;
    assert_eq!((status, &view["folders"]["next"]), (StatusCode::OK, &two), "{view:#}");
    let saved = fs::read_to_string(&file).unwrap();
    assert!(saved.starts_with("# mine\n") && !saved.contains("encoder"), "{saved}");

    // Whoever chose a folder could have any file read: no network does.
    let loopback = aside_endpoint::loopback_router(engine);
    for method in [Method::GET, Method::PUT] {
        let (status, _) = ask(&loopback, method.clone(), KNOWLEDGE, &change).await;
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
