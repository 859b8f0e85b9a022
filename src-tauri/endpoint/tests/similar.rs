//! Conversations that are found by what their customers mean, through the API, on a real engine.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod support;

use std::fs;

use axum::Router;
use axum::http::StatusCode;
use serde_json::{Value, json};
use tempfile::TempDir;

struct Desk {
    router: Router,
    _dir: TempDir,
}

fn desk() -> Desk {
    let dir = tempfile::tempdir().unwrap();
    let knowledge = dir.path().join("knowledge");
    fs::create_dir_all(&knowledge).unwrap();
    let engine = support::open(knowledge, &dir.path().join("data"));
    Desk { router: aside_endpoint::loopback_router(engine), _dir: dir }
}

impl Desk {
    async fn ask(&self, method: &str, path: &str, body: Option<Value>) -> (StatusCode, Value) {
        let request = support::request(method, path, body.as_ref());
        let (status, _, answer) = support::answer(&self.router, request).await;
        (status, answer)
    }

    /// A conversation, answered and resolved where there is a reply.
    async fn conversation(&self, customer: &str, text: &str, reply: Option<&str>) -> String {
        let new = json!({"customer": customer, "text": text});
        let (status, started) = self.ask("POST", "/api/v1/conversations", Some(new)).await;
        assert_eq!(status, StatusCode::CREATED, "{started}");
        let id = started["summary"]["id"].as_str().unwrap().to_owned();
        let path = format!("/api/v1/conversations/{id}");
        if let Some(reply) = reply {
            let reply = json!({"text": reply});
            self.ask("POST", &format!("{path}/replies"), Some(reply)).await;
            let status = json!({"status": "resolved"});
            self.ask("PUT", &format!("{path}/status"), Some(status)).await;
        }
        id
    }

    /// The customers of the conversations that a path gives.
    async fn found(&self, path: &str) -> Vec<String> {
        let (status, answer) = self.ask("GET", path, None).await;
        assert_eq!(status, StatusCode::OK, "{answer}");
        let found = answer["conversations"].as_array().unwrap().iter();
        found.map(|one| one["conversation"]["customer"].as_str().unwrap().to_owned()).collect()
    }
}

#[tokio::test]
async fn resolved_conversations_about_the_same_are_shown_with_their_answers() {
    let desk = desk();
    let answer =
        "We took one of the two charges back; it is back in 3 days. Call +44 20 7946 0958.";
    desk.conversation("Mara", "You charged my card twice for one order.", Some(answer)).await;
    desk.conversation("Ida", "How do I pair the lamp with my phone?", Some("Hold its key.")).await;
    desk.conversation("Eve", "I was billed two times this month!", None).await;
    let asking = "My credit card shows the payment for the order two times. Why?";
    let id = desk.conversation("Tom", asking, None).await;

    let path = format!("/api/v1/conversations/{id}/similar");
    let (status, similar) = desk.ask("GET", &path, None).await;
    assert_eq!(status, StatusCode::OK, "{similar}");
    let [one] = similar["conversations"].as_array().unwrap().as_slice() else {
        panic!("only what is resolved, about this: {similar:#}")
    };
    assert_eq!(one["conversation"]["customer"], "Mara");
    assert_eq!(one["asked"]["text"], "You charged my card twice for one order.");
    assert_eq!(one["answered"]["text"], answer);
    let message = one["answered"]["id"].clone();
    let hidden =
        json!([{"kind": "phone", "secret": false, "message_id": message, "start": 64, "end": 80}]);
    assert_eq!(one["personal"], hidden, "covered as in the conversation");

    let thanks = desk.conversation("Ben", "Thank you!", None).await;
    desk.conversation("Bo", "Thanks!", Some("You are welcome.")).await;
    let path = format!("/api/v1/conversations/{thanks}/similar");
    assert_eq!(desk.found(&path).await, Vec::<String>::new(), "thanks are about nothing");

    let unknown = "/api/v1/conversations/00000000-0000-7000-8000-000000000000/similar";
    assert_eq!(desk.ask("GET", unknown, None).await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_search_finds_what_customers_mean_in_other_words_until_they_are_forgotten() {
    let desk = desk();
    let refund = "You charged my card twice for one order.";
    desk.conversation("Mara", refund, None).await;
    desk.conversation("Ida", "How do I pair the lamp with my phone?", None).await;
    let about = "/api/v1/conversations/about?q=double%20payment";
    assert_eq!(desk.found(about).await, ["Mara"]);
    let (status, _) = desk.ask("DELETE", "/api/v1/customers/Mara", None).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(desk.found(about).await, Vec::<String>::new());
    let (status, _) = desk.ask("GET", "/api/v1/conversations/about?q=%20", None).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
}
