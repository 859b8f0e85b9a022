//! The model is missing or broken: the desk opens, words still find.

use crate::aside::Folders;
use crate::aside::Server;

#[test]
fn without_the_model_words_still_find_and_the_mend_is_named() {
    let folders = Folders::new();
    folders.write(
        "orders/returns.md",
        "# Return an item\n\nYou can return any item within 30 days of delivery.\n",
    );
    let empty = tempfile::tempdir().unwrap();
    let mut search = folders.command(&["search", "return an item", "--json"]);
    let output = search.env("ASIDE_MODELS", empty.path()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(error.contains("cargo xtask setup"), "{error}");
    let found: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(found["results"][0]["document"], "orders/returns.md");

    let mut serve = folders.command(&["serve", "--port", "0"]);
    serve.env("ASIDE_MODELS", empty.path());
    let server = Server::start(serve);
    let health = server.get("/health");
    assert_eq!(health["status"], "degraded", "{health}");
    assert!(health["model"]["reason"].as_str().unwrap().contains("cargo xtask setup"), "{health}");
    let body = serde_json::json!({"text": "I want to return an item"});
    let conversation = server.post("/api/v1/conversations", &body);
    assert_eq!(conversation["advice"]["analysis"]["degraded"], true);
    assert_eq!(
        conversation["advice"]["suggestions"][0]["citations"][0]["document"],
        "orders/returns.md"
    );
}
