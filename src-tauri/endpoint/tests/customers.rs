//! What is remembered of customers, through the API, on a real engine.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod support;

use std::fs;
use std::time::Duration;

use axum::Router;
use axum::http::{StatusCode, header};
use serde_json::{Value, json};
use tempfile::TempDir;

const ADA: &str = "/api/v1/customers/Ada%20Lovelace";
const BO: &str = "/api/v1/customers/bo";

struct Desk {
    router: Router,
    _dir: TempDir,
}

fn desk() -> Desk {
    let dir = tempfile::tempdir().unwrap();
    let knowledge = dir.path().join("knowledge");
    fs::create_dir_all(&knowledge).unwrap();
    let engine = support::open(knowledge, dir.path());
    Desk { router: aside_endpoint::loopback_router(engine), _dir: dir }
}

impl Desk {
    async fn ask(&self, method: &str, path: &str, body: Option<&Value>) -> (StatusCode, Value) {
        let request = support::request(method, path, body);
        let (status, _, answer) = support::answer(&self.router, request).await;
        (status, answer)
    }

    async fn get(&self, path: &str) -> Value {
        let (status, answer) = self.ask("GET", path, None).await;
        assert_eq!(status, StatusCode::OK, "{path}: {answer:#}");
        answer
    }

    /// Keeps a fact, and gives it.
    async fn keep(&self, customer: &str, fact: &Value) -> Value {
        let (status, kept) = self.ask("POST", &format!("{customer}/memory"), Some(fact)).await;
        assert_eq!(status, StatusCode::CREATED, "{kept:#}");
        kept
    }

    /// The texts of the facts that such a question finds.
    async fn found(&self, customer: &str, question: &str) -> Vec<String> {
        let memory = self.get(&format!("{customer}/memory?{question}")).await;
        let facts = memory["facts"].as_array().unwrap();
        facts.iter().map(|one| one["fact"]["text"].as_str().unwrap().to_owned()).collect()
    }

    async fn started(&self, customer: &str, text: &str) -> Value {
        let body = json!({"customer": customer, "text": text});
        let (status, started) = self.ask("POST", "/api/v1/conversations", Some(&body)).await;
        assert!(status.is_success(), "{started:#}");
        started
    }
}

#[tokio::test]
async fn facts_are_kept_found_corrected_and_deleted_within_one_customer() {
    let desk = desk();
    let started = desk.started("Ada Lovelace", "My parcel with the kettle is lost").await;
    let message = started["messages"][0]["id"].clone();
    let told = json!({"text": "Bought a kettle", "message_id": message});
    let told = desk.keep(ADA, &told).await;
    assert_eq!(told["source"], "message");
    assert_eq!(told["conversation_id"], started["summary"]["id"]);
    let other = json!({"text": "x", "message_id": message});
    let (status, _) = desk.ask("POST", &format!("{BO}/memory"), Some(&other)).await;
    assert_eq!(status, StatusCode::NOT_FOUND, "a message of somebody else");

    let crm = json!({"text": "Prefers to be called in the evening", "kind": "preference",
        "source": "api", "metadata": {"crm": "42"}});
    desk.keep(ADA, &crm).await;
    desk.keep(BO, &json!({"text": "Bought a kettle as well"})).await;
    assert_eq!(desk.found(ADA, "kind=preference").await, ["Prefers to be called in the evening"]);
    assert_eq!(desk.found(ADA, "source=message").await, ["Bought a kettle"]);
    assert_eq!(desk.found(ADA, "metadata=crm%3D42").await, ["Prefers to be called in the evening"]);
    assert!(desk.found(ADA, "metadata=crm%3D43").await.is_empty());
    let (status, _) = desk.ask("GET", &format!("{ADA}/memory?metadata=crm"), None).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);

    // By meaning, as soon as that is worked out.
    for attempt in 0.. {
        let memory = desk.get(&format!("{ADA}/memory?q=when+may+I+phone")).await;
        let facts = memory["facts"].as_array().unwrap();
        assert_eq!(facts.len(), 2, "of this customer alone");
        if facts.iter().all(|one| one["similarity"].is_number()) {
            assert_eq!(facts[0]["fact"]["kind"], "preference", "{facts:#?}");
            break;
        }
        assert!(attempt < 300, "{facts:#?}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }

    let place = format!("{ADA}/memory/{}", told["id"].as_str().unwrap());
    let (status, now) = desk.ask("PUT", &place, Some(&json!({"text": "Bought a teapot"}))).await;
    assert_eq!(
        (status, &now["text"], &now["id"]),
        (StatusCode::OK, &json!("Bought a teapot"), &told["id"])
    );
    let of_bo = place.replace(ADA, BO);
    assert_eq!(desk.ask("DELETE", &of_bo, None).await.0, StatusCode::NOT_FOUND);
    assert_eq!(desk.ask("DELETE", &place, None).await.0, StatusCode::NO_CONTENT);
    assert_eq!(desk.ask("DELETE", &place, None).await.0, StatusCode::NOT_FOUND);
    assert_eq!(desk.found(ADA, "").await.len(), 1);

    let memory = desk.get(&format!("{ADA}/memory")).await;
    assert_eq!(memory["unresolved"][0]["conversation_id"], started["summary"]["id"]);
    assert_eq!(memory["conversations"].as_array().unwrap().len(), 1);
    for wrong in [json!({"text": ""}), json!({"text": "x".repeat(1_001)}), json!({"words": "x"})] {
        let (status, answer) = desk.ask("POST", &format!("{ADA}/memory"), Some(&wrong)).await;
        assert!(status.is_client_error(), "{answer:#}");
    }
    assert_eq!(desk.get("/api/v1/ledger").await["fault"], Value::Null);
}

#[tokio::test]
async fn a_profile_is_kept_beside_what_the_customer_is_entitled_to() {
    let desk = desk();
    let profile = json!({"name": "Ada", "language": "de", "preferences": ["no calls"]});
    let (status, kept) = desk.ask("PUT", &format!("{ADA}/profile"), Some(&profile)).await;
    assert_eq!((status, &kept), (StatusCode::OK, &profile));
    desk.ask("PUT", ADA, Some(&json!({"vip": true, "tier": null}))).await;
    let customer = desk.get(ADA).await;
    assert_eq!((&customer["profile"], &customer["standing"]["vip"]), (&profile, &json!(true)));
}

#[tokio::test]
async fn an_export_has_everything_and_forgetting_leaves_nothing_and_nobody_else_is_touched() {
    let desk = desk();
    let ada = desk.started("Ada Lovelace", "My planted parcel is lost").await;
    let id = ada["summary"]["id"].as_str().unwrap().to_owned();
    let reply = json!({"text": "The planted parcel comes tomorrow."});
    desk.ask("POST", &format!("/api/v1/conversations/{id}/replies"), Some(&reply)).await;
    desk.ask("POST", &format!("/api/v1/conversations/{id}/ticket"), Some(&json!({}))).await;
    desk.keep(ADA, &json!({"text": "Has a planted garden"})).await;
    let bo = desk.started("bo", "Where is my chair?").await;
    let bo = format!("/api/v1/conversations/{}", bo["summary"]["id"].as_str().unwrap());
    desk.keep(BO, &json!({"text": "Has a chair"})).await;
    let before = (desk.get(&bo).await, desk.get(&format!("{BO}/memory")).await);

    let request = support::request("GET", &format!("{ADA}/export"), None);
    let (status, headers, export) = support::answer(&desk.router, request).await;
    assert_eq!(status, StatusCode::OK);
    assert!(headers[header::CONTENT_DISPOSITION].to_str().unwrap().starts_with("attachment"));
    for planted in ["planted parcel is lost", "planted parcel comes", "planted garden"] {
        assert!(export.to_string().contains(planted), "{export:#}");
    }
    assert_eq!(export["tickets"].as_array().unwrap().len(), 1);
    assert!(!export.to_string().contains("chair"));

    let said = json!({"sql": "SELECT customer, text FROM messages"});
    let (_, asked) = desk.ask("POST", "/api/v1/sql", Some(&said)).await;
    assert!(asked.to_string().contains("planted"), "{asked:#}");

    let (status, forgotten) = desk.ask("DELETE", ADA, None).await;
    assert_eq!(status, StatusCode::OK, "{forgotten:#}");
    let (_, asked) = desk.ask("POST", "/api/v1/sql", Some(&said)).await;
    assert_eq!(asked["rows"], json!([["bo", "Where is my chair?"]]), "{asked:#}");
    assert_eq!((&forgotten["conversations"], &forgotten["facts"]), (&json!(1), &json!(1)));
    let (status, _) = desk.ask("GET", &format!("/api/v1/conversations/{id}"), None).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    let export = desk.get(&format!("{ADA}/export")).await;
    assert!(!export.to_string().contains("planted"), "{export:#}");
    let ledger = desk.get("/api/v1/ledger/lines").await;
    assert!(!ledger.to_string().contains("planted") && !ledger.to_string().contains("Ada"));
    assert!(ledger.to_string().contains("chair"));
    assert_eq!(desk.get("/api/v1/ledger").await["fault"], Value::Null);
    assert_eq!((desk.get(&bo).await, desk.get(&format!("{BO}/memory")).await), before);
    // Whoever was forgotten may come back as anybody new.
    desk.started("Ada Lovelace", "Hello").await;
}
