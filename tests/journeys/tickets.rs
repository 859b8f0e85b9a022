//! Tickets through the real command, beside a running desk and after it was killed.

use serde_json::json;

use crate::aside::Folders;

#[test]
fn a_ticket_is_worked_on_from_the_command_line_and_survives_a_kill() {
    let folders = Folders::with_sample();
    let server = folders.serve();
    let text = "I want to speak to your manager about order 10423. Why was it never delivered?";
    server.post("/chat", &json!({"customer_id": "Ada", "message": text}));
    let listed = folders.json(&["ticket", "list"]);
    let id = listed["tickets"][0]["id"].as_str().unwrap().to_owned();
    assert_eq!(listed["tickets"][0]["status"], "open", "{listed:#}");

    let taken = folders.json(&["ticket", "assign", &id, "--owner", "Grace"]);
    assert_eq!((&taken["status"], &taken["owner"]), (&json!("assigned"), &json!("Grace")));
    server.kill();

    let note = "Send it again by express";
    let returned = folders.json(&["ticket", "return", &id.to_lowercase(), "--note", note]);
    assert_eq!(returned["coaching_note"], note);
    let shown = String::from_utf8(folders.run(&["ticket", "show", &id]).stdout).unwrap();
    for part in [&*id, "Ada", "order 10423", "never delivered", note, "asks for a person"] {
        assert!(shown.to_lowercase().contains(&part.to_lowercase()), "{part}: {shown}");
    }
    folders.json(&["ticket", "resolve", &id]);
    let refused = folders.run(&["ticket", "return", &id]);
    assert_eq!(refused.status.code(), Some(1));
    let said = String::from_utf8(refused.stderr).unwrap();
    assert!(said.contains("open it again first"), "{said}");
    assert_eq!(folders.json(&["ticket", "reopen", &id])["status"], "open");
    assert_eq!(folders.json(&["ledger", "verify"])["fault"], json!(null));
}
