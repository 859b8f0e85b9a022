//! Tokens of programs on a real engine, and attempts to get around them.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod support;

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use aside_contract::{ApiToken, NewApiToken, NewUser, Role, Timestamp};
use aside_engine::Engine;
use axum::Router;
use axum::body::Body;
use axum::http::{StatusCode, header};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tempfile::TempDir;
use tower::ServiceExt;

struct Desk {
    engine: Arc<Engine>,
    router: Router,
    dir: TempDir,
}

/// With Root, an administrator.
fn desk() -> Desk {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir_all(dir.path().join("knowledge")).unwrap();
    let engine = support::open(dir.path().join("knowledge"), &dir.path().join("data"));
    let (name, password) = ("Root".to_owned(), "correct horse".to_owned());
    engine.add_user(&NewUser { name, role: Role::Administrator, password }).unwrap();
    let router = aside_endpoint::loopback_router(engine.clone());
    Desk { engine, router, dir }
}

impl Desk {
    fn token(&self, name: &str, role: Role) -> (String, ApiToken) {
        let new = NewApiToken { name: name.to_owned(), role, days: None };
        let made = self.engine.make_api_token(&new).unwrap();
        (made.token, made.listed)
    }

    fn root(&self) -> String {
        let credentials = json!({"name": "Root", "password": "correct horse"});
        self.engine.sign_in(&serde_json::from_value(credentials).unwrap()).unwrap().access_token
    }

    async fn ask(
        &self,
        token: &str,
        method: &str,
        path: &str,
        body: Option<Value>,
    ) -> (StatusCode, Value) {
        let mut request = support::request(method, path, body.as_ref());
        let value = format!("Bearer {token}").parse().unwrap();
        request.headers_mut().insert(header::AUTHORIZATION, value);
        let (status, _, answer) = support::answer(&self.router, request).await;
        (status, answer)
    }

    async fn list(&self, token: &str) -> StatusCode {
        self.ask(token, "GET", "/api/v1/conversations", None).await.0
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_asks_with_its_token_and_the_ledger_names_it() {
    let desk = desk();
    let root = desk.root();
    let new = json!({"name": " Shop ", "role": "agent", "days": 90});
    let (status, made) = desk.ask(&root, "POST", "/api/v1/tokens", Some(new)).await;
    assert_eq!(status, StatusCode::CREATED, "{made}");
    let token = made["token"].as_str().unwrap();
    assert!(token.starts_with("aside_") && token.len() == 6 + 32 + 64, "{token}");
    let days = made["listed"]["expires_at"].as_i64().unwrap()
        - made["listed"]["created_at"].as_i64().unwrap();
    assert_eq!(days, 90 * 24 * 60 * 60 * 1000);

    let said = json!({"user_id": "ada", "message": "Where is my order?"});
    let (status, answer) = desk.ask(token, "POST", "/api/v1/query", Some(said)).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    let path = format!("/api/v1/conversations/{}", answer["conversation_id"].as_str().unwrap());
    let reply = json!({"text": "On its way."});
    desk.ask(token, "POST", &format!("{path}/replies"), Some(reply)).await;
    let program = json!({"kind": "token", "id": made["listed"]["id"], "name": "Shop"});
    let (_, conversation) = desk.ask(token, "GET", &path, None).await;
    assert_eq!(conversation["summary"]["agent"], "Shop");
    assert_eq!(conversation["messages"].as_array().unwrap().last().unwrap()["by"], program);
    let (_, replay) = desk.ask(&root, "GET", &format!("{path}/ledger"), None).await;
    assert_eq!(replay["steps"][0]["actor"], program, "{replay:#}");
    let (_, me) = desk.ask(token, "GET", "/auth/me", None).await;
    assert_eq!((&me["role"], &me["token"]["name"]), (&json!("agent"), &json!("Shop")));

    // By the hour.
    let (_, all) = desk.ask(&root, "GET", "/api/v1/tokens", None).await;
    let used = all["tokens"][0]["last_used"].as_i64().unwrap();
    assert_eq!(used % (60 * 60 * 1000), 0);
    assert!(Timestamp::now().0 - used < 2 * 60 * 60 * 1000);
    assert!(!all.to_string().contains(token), "{all}");
}

#[tokio::test(flavor = "multi_thread")]
async fn tokens_that_are_unknown_altered_expired_or_revoked_open_nothing() {
    let desk = desk();
    let (token, listed) = desk.token("Shop", Role::Agent);
    let (other, _) = desk.token("Blog", Role::Agent);
    assert_eq!(desk.list(&token).await, StatusCode::OK);
    let changed = |at: usize| {
        let mut bytes = token.clone().into_bytes();
        bytes[at] = if bytes[at] == b'0' { b'1' } else { b'0' };
        String::from_utf8(bytes).unwrap()
    };
    let mixed = format!("{}{}", &token[..38], &other[38..]);
    let upper = token.to_uppercase().replacen("ASIDE", "aside", 1);
    let cut = token[..token.len() - 1].to_owned();
    let longer = format!("{token}0");
    for wrong in [
        changed(6),
        changed(38),
        changed(token.len() - 1),
        mixed,
        upper,
        cut,
        longer,
        "aside_".into(),
    ] {
        let (status, refused) = desk.ask(&wrong, "GET", "/api/v1/conversations", None).await;
        assert_eq!(status, StatusCode::UNAUTHORIZED, "{wrong}");
        assert_eq!(refused["code"], "unauthenticated");
        assert!(!refused.to_string().contains(&token[38..]), "{refused}");
    }

    desk.engine.revoke_api_token(listed.id).unwrap();
    assert_eq!(desk.list(&token).await, StatusCode::UNAUTHORIZED);
    assert_eq!(desk.list(&other).await, StatusCode::OK);
    let path = format!("/api/v1/tokens/{}", listed.id);
    let (status, _) = desk.ask(&desk.root(), "DELETE", &path, None).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_may_what_its_role_may_and_makes_no_others() {
    let desk = desk();
    let (agent, _) = desk.token("Shop", Role::Agent);
    let (supervisor, _) = desk.token("Figures", Role::Supervisor);
    for (token, path, expected) in [
        (&agent, "/api/v1/conversations", StatusCode::OK),
        (&agent, "/api/v1/ledger", StatusCode::FORBIDDEN),
        (&supervisor, "/api/v1/ledger", StatusCode::OK),
        (&supervisor, "/api/v1/tokens", StatusCode::FORBIDDEN),
        (&supervisor, "/api/v1/users", StatusCode::FORBIDDEN),
    ] {
        assert_eq!(desk.ask(token, "GET", path, None).await.0, expected, "{path}");
    }
    let new = json!({"name": "More", "role": "agent"});
    let (status, _) = desk.ask(&supervisor, "POST", "/api/v1/tokens", Some(new)).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    let change = json!({"old_password": "a", "new_password": "correct horse"});
    let (status, _) = desk.ask(&supervisor, "PUT", "/auth/password", Some(change)).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_a_token_is_refused_with_what_to_do() {
    let desk = desk();
    let root = desk.root();
    desk.token("Shop", Role::Agent);
    for (body, status, says) in [
        (
            json!({"name": "A", "role": "administrator"}),
            StatusCode::UNPROCESSABLE_ENTITY,
            "agent or supervisor",
        ),
        (
            json!({"name": "A", "role": "agent", "days": 0}),
            StatusCode::UNPROCESSABLE_ENTITY,
            "days",
        ),
        (json!({"name": " ", "role": "agent"}), StatusCode::UNPROCESSABLE_ENTITY, "1 to 100"),
        (json!({"name": "shop", "role": "agent"}), StatusCode::CONFLICT, "another name"),
    ] {
        let (found, refused) = desk.ask(&root, "POST", "/api/v1/tokens", Some(body)).await;
        assert_eq!(found, status, "{refused}");
        assert!(refused["detail"].as_str().unwrap().contains(says), "{refused}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn also_where_nobody_signs_in_a_program_is_what_its_token_says() {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir_all(dir.path().join("knowledge")).unwrap();
    let engine = support::open(dir.path().join("knowledge"), &dir.path().join("data"));
    let router = aside_endpoint::loopback_router(engine.clone());
    let desk = Desk { engine, router, dir };
    let (token, listed) = desk.token("Shop", Role::Agent);
    assert_eq!(desk.list(&token).await, StatusCode::OK);
    let (status, _) = desk.ask(&token, "GET", "/api/v1/ledger", None).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    desk.engine.revoke_api_token(listed.id).unwrap();
    assert_eq!(desk.list(&token).await, StatusCode::UNAUTHORIZED);
}

/// A stream of events that nobody reads yet.
async fn listen(router: &Router, token: Option<&str>) -> Body {
    let mut request = support::request("GET", "/api/v1/events", None);
    if let Some(token) = token {
        let value = format!("Bearer {token}").parse().unwrap();
        request.headers_mut().insert(header::AUTHORIZATION, value);
    }
    let response = router.clone().oneshot(request).await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    response.into_body()
}

async fn ends(stream: Body) -> bool {
    tokio::time::timeout(Duration::from_secs(20), stream.collect()).await.is_ok()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_ends_with_the_token_that_opened_it_and_no_other() {
    let desk = desk();
    let ((token, listed), (other, _)) =
        (desk.token("Shop", Role::Agent), desk.token("Till", Role::Agent));
    let (stream, stays) =
        (listen(&desk.router, Some(&token)).await, listen(&desk.router, Some(&other)).await);
    desk.engine.revoke_api_token(listed.id).unwrap();
    assert!(ends(stream).await);
    // Longer than the time between two looks.
    let end = tokio::time::timeout(Duration::from_secs(5), stays.collect());
    assert!(end.await.is_err(), "it was let in by another token");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_of_before_the_first_user_ends_with_that_one() {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir_all(dir.path().join("knowledge")).unwrap();
    let engine = support::open(dir.path().join("knowledge"), &dir.path().join("data"));
    let router = aside_endpoint::loopback_router(engine.clone());
    let (stream, stays) = (listen(&router, None).await, listen(&router, None).await);
    let end = tokio::time::timeout(Duration::from_secs(5), stays.collect());
    assert!(end.await.is_err(), "nobody has to sign in yet");
    let (name, password) = ("Root".to_owned(), "correct horse".to_owned());
    engine.add_user(&NewUser { name, role: Role::Administrator, password }).unwrap();
    assert!(ends(stream).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_in_a_loop_is_held_up_and_others_are_not() {
    let desk = desk();
    let ((token, _), (other, _)) =
        (desk.token("Loop", Role::Agent), desk.token("Till", Role::Agent));
    let mut taken = 0;
    let (refused, headers) = loop {
        let mut request = support::request("GET", "/auth/me", None);
        let value = format!("Bearer {token}").parse().unwrap();
        request.headers_mut().insert(header::AUTHORIZATION, value);
        let (status, headers, answer) = support::answer(&desk.router, request).await;
        if status != StatusCode::OK {
            break ((status, answer), headers);
        }
        taken += 1;
        assert!(taken < 20_000, "nothing holds it up");
    };
    // Once a second is far from it.
    assert!(taken >= 1_200, "{taken}");
    assert_eq!(refused.0, StatusCode::TOO_MANY_REQUESTS, "{}", refused.1);
    assert!(headers[header::RETRY_AFTER].to_str().unwrap().parse::<u64>().unwrap() >= 1);
    assert_eq!(desk.list(&other).await, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_secret_is_in_no_file() {
    let desk = desk();
    let (token, _) = desk.token("Shop", Role::Agent);
    assert_eq!(desk.list(&token).await, StatusCode::OK);
    let secret = &token[38..];
    let lines = desk.engine.clear_ledger_lines(0, 100).unwrap();
    assert!(!format!("{lines:?}").contains(secret));
    let Desk { engine, router, dir } = desk;
    drop((engine, router));
    let mut files = 0;
    look(&dir.path().join("data"), &mut |path, bytes| {
        files += 1;
        let found = bytes.windows(secret.len()).any(|part| part == secret.as_bytes());
        assert!(!found, "{}", path.display());
    });
    assert!(files > 2);
}

fn look(dir: &Path, at: &mut impl FnMut(&Path, &[u8])) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => look(&path, at),
            false => at(&path, &fs::read(&path).unwrap()),
        }
    }
}
