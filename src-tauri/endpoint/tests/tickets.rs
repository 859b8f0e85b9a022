//! Tickets through the API, on a real engine.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod support;

use std::fs;
use std::sync::Arc;

use aside_contract::Event;
use aside_engine::Engine;
use axum::Router;
use axum::http::StatusCode;
use serde_json::{Value, json};
use tempfile::TempDir;

struct Desk {
    engine: Arc<Engine>,
    router: Router,
    _dir: TempDir,
}

/// An engine with one document and owners for two categories.
fn desk() -> Desk {
    let dir = tempfile::tempdir().unwrap();
    let knowledge = dir.path().join("knowledge");
    fs::create_dir_all(knowledge.join(".aside")).unwrap();
    fs::write(
        knowledge.join("returns.md"),
        "# Returns\n\nYou can return an item within 30 days.\n",
    )
    .unwrap();
    fs::write(
        knowledge.join(".aside/owners.toml"),
        "owner = \"Desk lead\"\n[categories]\nbilling = \"Grace\"\n",
    )
    .unwrap();
    let engine = support::open(knowledge, dir.path());
    let router = aside_endpoint::loopback_router(engine.clone());
    Desk { engine, router, _dir: dir }
}

impl Desk {
    async fn ask(&self, method: &str, path: &str, body: Option<&Value>) -> (StatusCode, Value) {
        let request = support::request(method, path, body);
        let (status, _, answer) = support::answer(&self.router, request).await;
        (status, answer)
    }

    /// Starts a conversation, and gives its id.
    async fn started(&self, customer: &str, text: &str) -> String {
        let body = json!({"customer": customer, "text": text});
        let (_, started) = self.ask("POST", "/api/v1/conversations", Some(&body)).await;
        started["summary"]["id"].as_str().unwrap().to_owned()
    }
}

#[tokio::test]
async fn an_escalation_becomes_a_ticket_once_and_goes_its_way() {
    let desk = desk();
    let text =
        "I was charged twice on invoice INV-2041. I want my money back, get me your manager!!";
    let id = desk.started("Ada", text).await;
    let mut events = desk.engine.subscribe();
    let path = format!("/api/v1/conversations/{id}/ticket");
    let (status, ticket) = desk.ask("POST", &path, Some(&json!({}))).await;
    assert_eq!(status, StatusCode::CREATED, "{ticket}");
    let short = ticket["id"].as_str().unwrap();
    assert_eq!((short.len(), ticket["status"].as_str()), (6, Some("open")));
    assert_eq!(ticket["owner"], "Grace", "billing is Grace's: {ticket}");
    assert!(ticket["summary"].as_str().unwrap().contains("I want my money back"), "{ticket}");
    assert!(ticket["hand_off_text"].as_str().unwrap().contains(short), "{ticket}");
    assert!(ticket["reasons"][0]["rule"].is_string(), "{ticket}");
    assert!(matches!(events.try_recv(), Ok(Event::TicketChanged { .. })));
    let (_, conversation) = desk.ask("GET", &format!("/api/v1/conversations/{id}"), None).await;
    assert_eq!(conversation["summary"]["status"], "escalated");

    let (status, again) = desk.ask("POST", &path, Some(&json!({"owner": "Bo"}))).await;
    assert_eq!((status, &again), (StatusCode::OK, &ticket), "the same, unchanged");

    let named = format!("/api/v1/tickets/{}", short.to_lowercase());
    let edit = json!({"status": "assigned", "note": "Mine"});
    let (status, taken) = desk.ask("PUT", &named, Some(&edit)).await;
    assert_eq!((status, &taken["status"]), (StatusCode::OK, &json!("assigned")));
    let edit = json!({"status": "returned", "note": "Refund one of the two"});
    let (_, returned) = desk.ask("PUT", &named, Some(&edit)).await;
    assert_eq!(returned["coaching_note"], "Refund one of the two");
    desk.ask("PUT", &named, Some(&json!({"status": "resolved"}))).await;
    let (status, refused) = desk.ask("PUT", &named, Some(&json!({"status": "returned"}))).await;
    assert_eq!((status, &refused["code"]), (StatusCode::CONFLICT, &json!("conflict")));
    assert!(refused["detail"].as_str().unwrap().contains("open it again"), "{refused}");

    let (_, replay) = desk.ask("GET", &format!("/api/v1/conversations/{id}/ledger"), None).await;
    let steps: Vec<&str> =
        replay["steps"].as_array().unwrap().iter().filter_map(|one| one["what"].as_str()).collect();
    assert!(steps.iter().any(|what| what.contains("handed to a supervisor")), "{steps:?}");
    assert!(steps.iter().any(|what| what.contains("from assigned to returned")), "{steps:?}");
}

#[tokio::test]
async fn the_status_of_a_conversation_and_its_ticket_go_together() {
    let desk = desk();
    let id = desk.started("Bo", "Where is my parcel?").await;
    let path = format!("/api/v1/conversations/{id}/status");
    let (_, escalated) = desk.ask("PUT", &path, Some(&json!({"status": "escalated"}))).await;
    assert_eq!(escalated["status"], "escalated");
    let (_, open) = desk.ask("GET", "/api/v1/tickets?status=open", None).await;
    assert_eq!(open["tickets"][0]["customer"], "Bo", "{open}");
    assert_eq!(open["tickets"][0]["owner"], "Desk lead", "{open}");
    desk.ask("PUT", &path, Some(&json!({"status": "resolved"}))).await;
    let (_, open) = desk.ask("GET", "/api/v1/tickets?status=open", None).await;
    assert_eq!(open["tickets"], json!([]));
    let (_, done) = desk.ask("GET", "/api/v1/tickets?owner=desk%20lead", None).await;
    assert_eq!(done["tickets"][0]["status"], "resolved", "{done}");
}

#[tokio::test]
async fn the_chat_makes_a_ticket_where_it_escalates_and_only_there() {
    let desk = desk();
    let said = |text: &str| json!({"customer_id": "Cy", "message": text});
    desk.ask("POST", "/chat", Some(&said("Do you sell paint?"))).await;
    let (_, none) = desk.ask("GET", "/api/v1/tickets", None).await;
    assert_eq!(none["tickets"], json!([]));
    desk.ask("POST", "/chat", Some(&said("I want to speak to a manager."))).await;
    let (_, one) = desk.ask("GET", "/api/v1/tickets", None).await;
    assert_eq!(one["tickets"].as_array().unwrap().len(), 1, "{one}");
}

#[tokio::test]
async fn what_names_no_ticket_is_told() {
    let desk = desk();
    for path in ["/api/v1/tickets/T-0000", "/api/v1/tickets/nonsense"] {
        let (status, body) = desk.ask("GET", path, None).await;
        assert_eq!((status, &body["code"]), (StatusCode::NOT_FOUND, &json!("not_found")), "{path}");
    }
    let nobody = "/api/v1/conversations/0199f000-0000-7000-8000-000000000000/ticket";
    let (status, _) = desk.ask("POST", nobody, Some(&json!({}))).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    let (status, _) = desk.ask("GET", "/api/v1/tickets?status=lost", None).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
}
