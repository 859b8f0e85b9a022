//! A customer in the chat, an agent at the desk.

use serde_json::json;

use crate::aside::Folders;

#[test]
fn what_a_customer_writes_is_there_after_a_kill() {
    let folders = Folders::with_sample();
    let server = folders.serve();
    server.until("/api/v1/knowledge", "indexed", |status| {
        status["files"].as_u64() >= Some(30) && status["pending"] == 0
    });
    let reply = server
        .post("/chat", &json!({"customer_id": "ada", "message": "How do I reset my password?"}));
    assert!(!reply["response"].as_str().unwrap().is_empty());
    server.kill();

    let server = folders.serve();
    let id = reply["conversation_id"].as_str().unwrap();
    let conversation = server.get(&format!("/api/v1/conversations/{id}"));
    let texts: Vec<_> = conversation["messages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|message| &message["text"])
        .collect();
    assert_eq!(texts, [&json!("How do I reset my password?"), &reply["response"]]);
    assert_eq!(conversation["advice"]["analysis"], reply["advice"]["analysis"]);
}

#[test]
fn the_same_interface_is_served_as_a_page() {
    let folders = Folders::new();
    let server = folders.serve();
    let health = server.get("/health");
    assert_eq!(health["status"], "ok", "{health}");
    let description = server.get("/openapi.json");
    assert!(description["paths"]["/chat"].is_object());
}
