//! What is remembered of customers, and forgetting them, through the real command and its endpoint.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::aside::Folders;
use crate::ledger::checked;

/// The files below a folder that have this text in them.
fn holding(folder: &Path, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(holding(&path, text));
        } else if String::from_utf8_lossy(&fs::read(&path).unwrap()).contains(text) {
            found.push(path.display().to_string());
        }
    }
    found
}

#[test]
fn what_is_planted_of_a_forgotten_customer_is_nowhere_in_the_data_folder() {
    let folders = Folders::with_sample();
    let server = folders.serve();
    let text = "Get me a manager: parcel QUIXOTIC-77 is lost";
    let chat = server.post("/chat", &json!({"customer_id": "Zebulon Quix", "message": text}));
    let conversation = chat["conversation_id"].as_str().unwrap().to_owned();
    let other =
        server.post("/chat", &json!({"customer_id": "Bo", "message": "Where is parcel STAYS-88?"}));
    let other = format!("/api/v1/conversations/{}", other["conversation_id"].as_str().unwrap());
    let other_before = server.get(&other);
    let reply = json!({"text": "I look for QUIXOTIC at once."});
    server.post(&format!("/api/v1/conversations/{conversation}/replies"), &reply);
    let kept =
        folders.json(&["customer", "remember", "Zebulon Quix", "Has a QUIXOTIC kettle at home"]);
    assert_eq!(kept["source"], "agent", "{kept:#}");

    // What is remembered is told beside the next message, with where it came from.
    let mut remembered = Value::Null;
    for _ in 0..100 {
        let body = json!({"customer": "Zebulon Quix", "text": "My kettle at home leaks"});
        let started = server.post("/api/v1/conversations", &body);
        remembered = started["advice"]["remembered"].clone();
        if remembered.is_array() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    assert_eq!(remembered[0]["text"], "Has a QUIXOTIC kettle at home", "{remembered:#}");
    let body = json!({"customer_id": "Zebulon Quix", "message": "My kettle at home leaks"});
    let told = server.post("/chat", &body);
    assert!(told["advice"]["remembered"].is_null(), "whoever says to be a customer: {told:#}");
    let shown = folders.run(&["customer", "show", "Zebulon Quix", "--find", "what he cooks with"]);
    assert!(String::from_utf8_lossy(&shown.stdout).contains("QUIXOTIC kettle"), "{shown:?}");
    let export = folders.json(&["customer", "export", "Zebulon Quix"]);
    for planted in ["QUIXOTIC-77", "I look for QUIXOTIC", "QUIXOTIC kettle"] {
        assert!(export.to_string().contains(planted), "{export:#}");
    }
    assert_eq!(export["tickets"].as_array().unwrap().len(), 1, "{export:#}");

    let refused = folders.run(&["customer", "forget", "Zebulon Quix"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(!holding(&folders.data(), "QUIXOTIC").is_empty());
    let forgotten = folders.json(&["customer", "forget", "Zebulon Quix", "--yes"]);
    assert_eq!(forgotten["pending"], false, "{forgotten:#}");
    for planted in ["QUIXOTIC", "Zebulon"] {
        assert_eq!(holding(&folders.data(), planted), Vec::<String>::new(), "{planted}");
    }
    assert!(!holding(&folders.data(), "STAYS-88").is_empty());

    // Nor does anything tell it.
    let catalog = server.get("/api/v1/sql/tables");
    let tables = catalog["tables"].as_array().unwrap();
    assert!(tables.len() > 5, "{catalog:#}");
    let mut told = String::new();
    for table in tables {
        let sql = format!("SELECT * FROM {} LIMIT 1000", table["name"].as_str().unwrap());
        told += &folders.json(&["query", &sql]).to_string();
    }
    for path in ["/api/v1/conversations", "/api/v1/tickets", "/api/v1/corrections"] {
        told += &server.get(path).to_string();
    }
    let exported = folders.run(&["ledger", "export"]);
    let replay = folders.run(&["ledger", "show", &conversation]);
    told += &String::from_utf8_lossy(&exported.stdout);
    told += &String::from_utf8_lossy(&replay.stdout);
    assert!(told.contains("STAYS-88") && told.contains("Erased"), "{told}");
    assert!(!told.contains("QUIXOTIC") && !told.contains("Zebulon"), "{told}");
    assert_eq!(server.get(&other), other_before, "another customer's conversation is as it was");

    server.kill();
    assert_eq!(folders.json(&["ledger", "verify"])["fault"], Value::Null);
    assert_eq!(holding(&folders.data(), "QUIXOTIC"), Vec::<String>::new());
    // What somebody else checks an export with knows erased entries, too.
    let file = folders.data().join("export.jsonl");
    fs::write(&file, exported.stdout).unwrap();
    if let Some(output) = checked(&file, None) {
        assert!(output.status.success(), "{output:?}");
    }
}
