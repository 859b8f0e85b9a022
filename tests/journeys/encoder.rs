//! Documents are searched with a model of the user's own, and with the built-in one again.

use std::path::Path;

use aside_contract::ModelState;
use serde_json::json;

use crate::aside::{Folders, Server, repository};

/// The models of the repository and a small one of random weights, called `tiny`.
fn models() -> tempfile::TempDir {
    let models = tempfile::tempdir().unwrap();
    let fixtures = repository().join("src-tauri/inference/tests/fixtures/encoders");
    for name in ["manifest.json", "heads.safetensors"] {
        std::fs::copy(repository().join("models").join(name), models.path().join(name)).unwrap();
    }
    for (from, name) in [
        (repository().join("models/all-MiniLM-L6-v2"), "all-MiniLM-L6-v2"),
        (fixtures.join("xlm-roberta-mean"), "tiny"),
    ] {
        let folder = models.path().join(name);
        std::fs::create_dir(&folder).unwrap();
        for file in ["config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json"]
        {
            if from.join(file).is_file() {
                std::fs::copy(from.join(file), folder.join(file)).unwrap();
            }
        }
    }
    models
}

fn serve(folders: &Folders, models: &Path, encoder: &str) -> Server {
    let mut command = folders.command(&["serve", "--port", "0"]);
    command.env("ASIDE_MODELS", models).env("ASIDE_ENCODER", encoder);
    Server::start(command)
}

fn name(server: &Server) -> String {
    let model = server.get("/health")["model"].clone();
    match serde_json::from_value(model).unwrap() {
        ModelState::Ready { name, .. } => name,
        ModelState::Missing { reason } => format!("missing: {reason}"),
    }
}

fn ask(server: &Server) -> serde_json::Value {
    let body = json!({"text": "How do I return an item that I do not like?"});
    server.post("/api/v1/conversations", &body)["advice"].clone()
}

#[test]
fn another_encoder_embeds_everything_anew_survives_a_kill_and_messages_are_read_all_the_while() {
    let models = models();
    let folders = Folders::new();
    folders.write("orders/returns.md", "# Return an item\n\nYou can return any item in 30 days.\n");
    folders.write("billing/invoices.md", "# Invoices\n\nEvery invoice is in your account.\n");
    let files = folders.json(&["index"])["files"].as_u64().unwrap();

    // Held back, so that the former vectors are seen to answer; then `kill -9` in the middle.
    let server = serve(&folders, models.path(), "");
    server.post("/api/v1/knowledge/pause", &json!({}));
    server.kill();
    let server = serve(&folders, models.path(), "tiny");
    assert!(name(&server).starts_with("tiny-"), "{}", name(&server));
    let status = server.until_indexed(files);
    assert_eq!(status["change"]["from"], "all-MiniLM-L6-v2", "{status}");
    assert_eq!(status["embedded"], status["chunks"], "{status}");
    let cited = ask(&server)["suggestions"][0]["citations"][0]["document"].clone();
    assert!(cited.as_str().unwrap().contains("return"), "{cited}");
    server.post("/api/v1/knowledge/resume", &json!({}));
    server.kill();

    let server = serve(&folders, models.path(), "tiny");
    let whole = |status: &serde_json::Value| status["change"].is_null();
    server.until("/api/v1/knowledge", "the new vectors answer", whole);
    let status = server.until_indexed(files);
    assert_eq!(status["embedded"], status["chunks"], "{status}");
    let advice = ask(&server);
    assert_eq!(advice["analysis"]["degraded"], false, "the heads read the built-in encoder");
    assert!(advice["analysis"]["intent"]["confidence"].as_f64().unwrap() > 0.5, "{advice}");
    server.kill();

    let server = serve(&folders, models.path(), "");
    assert_eq!(name(&server), "all-MiniLM-L6-v2");
    server.until("/api/v1/knowledge", "the built-in vectors answer again", whole);
    let status = server.until_indexed(files);
    assert_eq!(status["embedded"], status["chunks"], "{status}");
    let cited = ask(&server)["suggestions"][0]["citations"][0]["document"].clone();
    assert!(cited.as_str().unwrap().contains("return"), "{cited}");
}

#[test]
fn an_encoder_that_cannot_be_used_is_told_and_words_still_find() {
    let models = models();
    let config = models.path().join("tiny/config.json");
    let text = std::fs::read_to_string(&config).unwrap();
    std::fs::write(&config, text.replace("\"xlm-roberta\"", "\"t5\"")).unwrap();
    let folders = Folders::new();
    folders.write("orders/returns.md", "# Return an item\n\nYou can return any item in 30 days.\n");
    let server = serve(&folders, models.path(), "tiny");
    assert!(name(&server).contains("its architecture is t5"), "{}", name(&server));
    server.until("/api/v1/knowledge", "read", |status| status["files"] == 1);
    let advice = ask(&server);
    assert_eq!(advice["analysis"]["degraded"], false);
    assert_eq!(advice["suggestions"][0]["citations"][0]["document"], "orders/returns.md");
}
