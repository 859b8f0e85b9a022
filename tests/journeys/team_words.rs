//! The team's own words as suggestions: macros of a file, and replies that agents sent before.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::aside::{Folders, Server};

/// How long what is read behind the scenes may take.
const PATIENCE: Duration = Duration::from_secs(60);

const MACROS: &str = r#"
[[macro]]
name = "Job applications"
text = "Hello {customer_name}, our open positions stand on the careers page of {team}."
keywords = ["job", "internship"]
"#;

/// The suggestion of this kind to a new message, asked for until it is there.
fn offered(server: &Server, customer: &str, text: &str, kind: &str) -> Value {
    let start = Instant::now();
    loop {
        let request = json!({ "customer": customer, "text": text });
        let advice = &server.post("/api/v1/conversations", &request)["advice"];
        let found = of_kind(advice, kind);
        if !found.is_null() || start.elapsed() > PATIENCE {
            return found;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
}

fn of_kind(advice: &Value, kind: &str) -> Value {
    let suggestions = advice["suggestions"].as_array().unwrap();
    suggestions.iter().find(|one| one["kind"] == kind).cloned().unwrap_or_default()
}

fn answer(server: &Server, customer: &str, text: &str, reply: &str) {
    let request = json!({ "customer": customer, "text": text });
    let conversation = server.post("/api/v1/conversations", &request);
    let id = conversation["summary"]["id"].as_str().unwrap();
    server.post(&format!("/api/v1/conversations/{id}/replies"), &json!({ "text": reply }));
}

#[test]
fn a_macro_is_offered_where_it_fits_with_what_is_known_filled_in() {
    let folders = Folders::new();
    folders.write(".aside/macros.toml", MACROS);
    folders.write(".aside/voice.toml", "team = \"Fernwatt\"");
    folders.write("hub.md", "# Hub\n\nThe Hub measures your consumption.");
    folders.json(&["index"]);
    let server = folders.serve();
    let macros = server.get("/api/v1/macros");
    assert_eq!(macros["macros"][0]["name"], "Job applications");

    let found = offered(&server, "Ada", "Can I get an internship or a job with you?", "macro");
    assert_eq!(
        found["text"],
        "Hello Ada, our open positions stand on the careers page of Fernwatt."
    );
    assert_eq!(found["team"]["name"], "Job applications");
    assert_eq!(found["team"]["sent"], 0);
    // Nobody's name leaves no gap, and what does not fit is not offered.
    let request = json!({ "text": "Can I apply for a job or an internship?" });
    let unnamed = server.post("/api/v1/conversations", &request);
    let text = of_kind(&unnamed["advice"], "macro")["text"].as_str().unwrap().to_owned();
    assert!(text.starts_with("Hello, our"), "{text}");
    let request = json!({ "text": "The light on my Hub is purple." });
    let other = server.post("/api/v1/conversations", &request);
    assert!(of_kind(&other["advice"], "macro").is_null());
}

#[test]
fn what_an_agent_sent_is_offered_for_a_like_message_but_nothing_of_another_customer() {
    let folders = Folders::new();
    folders.write("hub.md", "# Hub\n\nThe Hub measures your consumption.");
    folders.json(&["index"]);
    let server = folders.serve();
    let question = "Can I put the Hub on the wall of my garage?";
    let alike = "Can I mount the Hub on the wall of a garage?";
    // Of somebody else's: a name, an order, a deed.
    for reply in [
        "Hello Ada, Ms Lovelace, we saw that the garage of 12 Rose Street in Berlin is dry.",
        "The bracket of your order FW-100234 fits every wall, so you can mount it.",
        "We have sent you a bracket with which you can mount it on the wall.",
    ] {
        answer(&server, "Ada Lovelace", question, reply);
    }
    let reply = "Yes, the bracket in the box fits dry inside walls, a garage included.";
    answer(&server, "Bob", question, &format!("Hello Bob,\n\n{reply}\n\nKind regards\nTom"));

    let found = offered(&server, "Cleo", alike, "sent_before");
    assert_eq!(found["text"], reply);
    assert_eq!(found["team"]["sent"], 1);
    assert!(found["team"]["name"].is_null());
    let support = found["sentences"][0]["support"].as_str().unwrap();
    assert_eq!(support, "team");

    // The same words once more count, and it is there after a start, too.
    answer(&server, "Dora", question, reply);
    drop(server);
    let server = folders.serve();
    let start = Instant::now();
    loop {
        let found = offered(&server, "Eve", alike, "sent_before");
        if found["team"]["sent"] == 2 {
            assert_eq!(found["text"], reply);
            break;
        }
        assert!(start.elapsed() < PATIENCE, "{found:#}");
    }
}
