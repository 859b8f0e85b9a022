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

    /// The rows that answer a question in SQL.
    async fn sql(&self, sql: &str) -> Value {
        let (status, answer) = self.ask("POST", "/api/v1/sql", Some(&json!({"sql": sql}))).await;
        assert_eq!(status, StatusCode::OK, "{answer:#}");
        answer["rows"].clone()
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
async fn what_is_tried_after_the_hand_over_stands_in_the_ticket() {
    let desk = desk();
    let text = "The router drops the connection every evening. How do I reset the router?";
    let id = desk.started("Ada", text).await;
    let path = format!("/api/v1/conversations/{id}/ticket");
    let (_, ticket) = desk.ask("POST", &path, Some(&json!({}))).await;
    assert_eq!(
        (&ticket["tried"], &ticket["open_questions"][0]["text"]),
        (&json!([]), &json!("How do I reset the router?"))
    );
    let reply = json!({"text": "Reset the router with the button at its back."});
    desk.ask("POST", &format!("/api/v1/conversations/{id}/replies"), Some(&reply)).await;
    let named = format!("/api/v1/tickets/{}", ticket["id"].as_str().unwrap());
    let (_, read) = desk.ask("GET", &named, None).await;
    assert_eq!(read["tried"][0]["text"], "Reset the router with the button at its back.", "{read}");
    assert_eq!(read["open_questions"], json!([]), "{read}");
    assert_eq!(read["summary"], ticket["summary"], "the rest is as it was handed over");
    let (_, changed) = desk.ask("PUT", &named, Some(&json!({"note": "Seen"}))).await;
    assert_eq!(changed["tried"], read["tried"]);
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

#[tokio::test]
async fn the_list_knows_who_has_a_ticket() {
    let desk = desk();
    let id = desk.started("Ada", "My invoice INV-2041 was charged twice").await;
    desk.started("Bo", "Where is my parcel?").await;
    let path = format!("/api/v1/conversations/{id}/ticket");
    let (_, ticket) = desk.ask("POST", &path, Some(&json!({"owner": "Grace"}))).await;
    let list = async |owner: &str| {
        let path = format!("/api/v1/conversations?owner={owner}");
        let (_, list) = desk.ask("GET", &path, None).await;
        let owners: Vec<Value> = list["conversations"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| json!([one["customer"], one["owner"]]))
            .collect();
        (owners, list["total"].clone(), list["all"].clone())
    };
    let of_ada = |owner: &str| (vec![json!(["Ada", owner])], json!(1), json!(2));
    let of_nobody = (Vec::new(), json!(0), json!(2));
    assert_eq!(list("Grace").await, of_ada("Grace"));
    let ticket = format!("/api/v1/tickets/{}", ticket["id"].as_str().unwrap());
    desk.ask("PUT", &ticket, Some(&json!({"owner": "Ivy"}))).await;
    assert_eq!((list("Grace").await, list("Ivy").await), (of_nobody.clone(), of_ada("Ivy")));
    desk.ask("PUT", &ticket, Some(&json!({"status": "resolved"}))).await;
    assert_eq!(list("Ivy").await, of_nobody, "nobody has what is resolved");
}

#[tokio::test]
async fn questions_in_sql_follow_what_happened_since_the_last_one() {
    let desk = desk();
    let said = "SELECT author, text FROM messages ORDER BY sent";
    let ended = "SELECT customer, status, resolved IS NOT NULL, resolution_minutes >= 0, resolved_by FROM conversations";
    assert_eq!(desk.sql(said).await, json!([]));
    let id = desk.started("Ada", "Where is my parcel?").await;
    assert_eq!(desk.sql(said).await, json!([["customer", "Where is my parcel?"]]));
    assert_eq!(desk.sql("SELECT count(*) FROM messages WHERE intent IS NULL").await, json!([[0]]));
    let reply = json!({"text": "On its way."});
    desk.ask("POST", &format!("/api/v1/conversations/{id}/replies"), Some(&reply)).await;
    assert_eq!(desk.sql(said).await[1], json!(["agent", "On its way."]));
    assert_eq!(desk.sql(ended).await, json!([["Ada", "open", 0, null, null]]));

    let status = format!("/api/v1/conversations/{id}/status");
    desk.ask("PUT", &status, Some(&json!({"status": "resolved"}))).await;
    assert_eq!(desk.sql(ended).await, json!([["Ada", "resolved", 1, 1, null]]));
    let again = json!({"text": "It is not here"});
    desk.ask("POST", &format!("/api/v1/conversations/{id}/messages"), Some(&again)).await;
    assert_eq!(desk.sql(ended).await, json!([["Ada", "open", 0, null, null]]));
    let path = format!("/api/v1/conversations/{id}/ticket");
    let (_, ticket) = desk.ask("POST", &path, Some(&json!({"owner": "Grace"}))).await;
    let ticket = format!("/api/v1/tickets/{}", ticket["id"].as_str().unwrap());
    desk.ask("PUT", &ticket, Some(&json!({"status": "resolved"}))).await;
    assert_eq!(desk.sql(ended).await, json!([["Ada", "resolved", 1, 1, "Grace"]]));
    let found = format!("SELECT text FROM messages WHERE conversation = '{id}' ORDER BY sent");
    assert_eq!(desk.sql(&found).await.as_array().unwrap().len(), 3);
}
