//! Keys of pages that hold the chat, and how often they may ask.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod support;

use std::fs;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use serde_json::{Value, json};
use tempfile::TempDir;

const SHOP: &str = "https://shop.example";
const BLOG: &str = "https://blog.example";

struct Desk {
    router: Router,
    dir: TempDir,
}

fn desk() -> Desk {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir_all(dir.path().join("knowledge")).unwrap();
    let engine = support::open(dir.path().join("knowledge"), &dir.path().join("data"));
    Desk { router: aside_endpoint::loopback_router(engine), dir }
}

/// As a browser sends it for a page of another site.
fn from(origin: &str, key: &str, method: &str, path: &str, body: Option<&Value>) -> Request<Body> {
    let mut request = support::request(method, path, body);
    let headers = request.headers_mut();
    headers.insert(header::ORIGIN, origin.parse().unwrap());
    headers.insert("sec-fetch-site", "cross-site".parse().unwrap());
    if !key.is_empty() {
        headers.insert("x-aside-key", key.parse().unwrap());
    }
    request
}

impl Desk {
    async fn ask(&self, request: Request<Body>) -> (StatusCode, HeaderMap, Value) {
        support::answer(&self.router, request).await
    }

    async fn key(&self, origins: &Value) -> String {
        let body = json!({ "origins": origins });
        let (status, _, key) =
            self.ask(support::request("POST", "/api/v1/chat/keys", Some(&body))).await;
        assert_eq!(status, StatusCode::CREATED, "{key}");
        key["id"].as_str().unwrap().to_owned()
    }

    async fn open(&self, origin: &str, key: &str) -> (StatusCode, HeaderMap, Value) {
        let body = json!({"user_id": "visitor-1"});
        self.ask(from(origin, key, "POST", "/chat/sessions", Some(&body))).await
    }
}

#[tokio::test]
async fn a_key_opens_the_chat_to_its_sites_and_to_nothing_else() {
    let desk = desk();
    let key = desk.key(&json!([SHOP])).await;
    let (status, headers, session) = desk.open(SHOP, &key).await;
    assert_eq!(status, StatusCode::CREATED);
    assert_eq!(headers[header::ACCESS_CONTROL_ALLOW_ORIGIN], SHOP);
    let history = format!("/chat/sessions/{}/history", session["session_id"].as_str().unwrap());
    assert_eq!(desk.ask(from(SHOP, &key, "GET", &history, None)).await.0, StatusCode::OK);
    // The session is nobody else's page's, and a page without its key has none.
    for (origin, key) in [(SHOP, ""), (SHOP, "wk_guessed"), (BLOG, &key)] {
        let (status, _, _) = desk.ask(from(origin, key, "GET", &history, None)).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{origin} {key}");
    }
    for path in ["/api/v1/conversations", "/api/v1/chat/keys", "/chat", "/ws/ada", "/metrics"] {
        let (status, headers, _) = desk.ask(from(SHOP, &key, "GET", path, None)).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{path}");
        assert!(!headers.contains_key(header::ACCESS_CONTROL_ALLOW_ORIGIN), "{path}");
    }
    // A browser asks first without the key.
    let (status, headers, _) = desk.ask(from(SHOP, "", "OPTIONS", "/chat/sessions", None)).await;
    assert_eq!(status, StatusCode::NO_CONTENT);
    let allowed = headers[header::ACCESS_CONTROL_ALLOW_HEADERS].to_str().unwrap();
    assert!(allowed.contains("x-aside-key"), "{allowed}");
}

#[tokio::test]
async fn with_the_first_key_every_page_of_another_site_needs_one() {
    let desk = desk();
    let settings = desk.dir.path().join("data/settings.toml");
    fs::write(settings, format!("[chat]\norigins = [\"{BLOG}\"]\n")).unwrap();
    assert_eq!(desk.open(BLOG, "").await.0, StatusCode::CREATED);
    let shop = desk.key(&json!([SHOP])).await;
    let (status, headers, refused) = desk.open(BLOG, "").await;
    assert_eq!((status, &refused["code"]), (StatusCode::FORBIDDEN, &json!("forbidden")));
    assert_eq!(headers[header::ACCESS_CONTROL_ALLOW_ORIGIN], BLOG, "the page may read why");
    assert_eq!(desk.open(BLOG, &shop).await.0, StatusCode::FORBIDDEN, "another site's key");
    let both = desk.key(&json!([BLOG, SHOP])).await;
    assert_eq!(desk.open(BLOG, &both).await.0, StatusCode::CREATED);
    let gone = format!("/api/v1/chat/keys/{both}");
    let removed = support::request("DELETE", &gone, None);
    assert_eq!(desk.ask(removed).await.0, StatusCode::NO_CONTENT);
    assert_eq!(desk.open(BLOG, &both).await.0, StatusCode::FORBIDDEN);
    // A program on this machine is no page.
    let body = json!({"user_id": "ada"});
    let (status, _, _) = desk.ask(support::request("POST", "/chat/sessions", Some(&body))).await;
    assert_eq!(status, StatusCode::CREATED);
    for wrong in [json!([]), json!(["*"]), json!(["https://shop.example/path"])] {
        let body = json!({ "origins": wrong });
        let asked = support::request("POST", "/api/v1/chat/keys", Some(&body));
        assert_eq!(desk.ask(asked).await.0, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
}

#[tokio::test]
async fn sessions_are_counted_for_each_key_and_looks_at_the_health_for_each_address() {
    let desk = desk();
    let (first, second) = (desk.key(&json!([SHOP])).await, desk.key(&json!([SHOP])).await);
    for n in 0..6 {
        let (status, headers, _) = desk.open(SHOP, &first).await;
        let expected = if n < 5 { StatusCode::CREATED } else { StatusCode::TOO_MANY_REQUESTS };
        assert_eq!(status, expected, "{n}");
        assert_eq!(headers.contains_key(header::RETRY_AFTER), n == 5);
    }
    assert_eq!(desk.open(SHOP, &second).await.0, StatusCode::CREATED);
    let mut looks = 0;
    loop {
        let (status, headers, answer) =
            desk.ask(support::request("GET", "/health/liveness", None)).await;
        if status == StatusCode::TOO_MANY_REQUESTS {
            assert_eq!(answer["code"], "too_many");
            assert!(headers.contains_key(header::RETRY_AFTER));
            break;
        }
        looks += 1;
        assert!(looks < 100, "nobody counts");
    }
    assert!(looks >= 60, "{looks}");
}
