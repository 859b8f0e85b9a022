//! The ledger leaves masked; in clear only to the desktop's own window.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod support;

use axum::Router;
use axum::http::StatusCode;
use serde_json::{Value, json};

async fn lines(router: &Router, query: &str) -> (StatusCode, Value) {
    let request = support::request("GET", &format!("/api/v1/ledger/lines{query}"), None);
    let (status, _, answer) = support::answer(router, request).await;
    (status, answer)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_window_reads_it_in_clear_and_loopback_only_masked() {
    let dir = tempfile::tempdir().unwrap();
    let knowledge = dir.path().join("knowledge");
    std::fs::create_dir_all(&knowledge).unwrap();
    let engine = support::open(knowledge, &dir.path().join("data"));
    let window = aside_endpoint::desktop_router(engine.clone());
    let loopback = aside_endpoint::loopback_router(engine);
    let said = json!({"customer_id": "ada", "message": "My card is 4111 1111 1111 1111."});
    let request = support::request("POST", "/chat", Some(&said));
    assert_eq!(support::answer(&loopback, request).await.0, StatusCode::OK);

    for router in [&window, &loopback] {
        let (status, page) = lines(router, "").await;
        assert_eq!(status, StatusCode::OK, "{page:#}");
        assert!(!page.to_string().contains("4111"), "{page:#}");
        let first: Value =
            serde_json::from_str(page["lines"][0]["masked"].as_str().unwrap()).unwrap();
        assert_eq!(first["message"]["text"], "My card is [CARD_1].");
    }
    let (status, page) = lines(&window, "?clear=true").await;
    assert_eq!(status, StatusCode::OK);
    assert!(page["lines"][0]["fact"].as_str().unwrap().contains("4111 1111 1111 1111"));
    let (status, refusal) = lines(&loopback, "?clear=true").await;
    assert_eq!((status, &refusal["code"]), (StatusCode::FORBIDDEN, &json!("forbidden")));
}
