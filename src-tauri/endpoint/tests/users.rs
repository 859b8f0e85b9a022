//! Users and roles on a real engine, and attempts to get around them.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod support;

use std::fs;
use std::sync::Arc;

use aside_contract::{NewUser, Role, User, UserEdit};
use aside_engine::Engine;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{Request, StatusCode, header};
use serde_json::{Value, json};
use tempfile::TempDir;
use tower::ServiceExt;

const PASSWORD: &str = "correct horse";

struct Desk {
    engine: Arc<Engine>,
    router: Router,
    dir: TempDir,
}

fn empty_desk() -> Desk {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir_all(dir.path().join("knowledge")).unwrap();
    open(dir)
}

fn open(dir: TempDir) -> Desk {
    let engine = support::open(dir.path().join("knowledge"), &dir.path().join("data"));
    let router = aside_endpoint::loopback_router(engine.clone());
    Desk { engine, router, dir }
}

/// With Root, an administrator.
fn desk() -> Desk {
    let desk = empty_desk();
    desk.add("Root", Role::Administrator);
    desk
}

impl Desk {
    fn add(&self, name: &str, role: Role) -> User {
        let new = NewUser { name: name.to_owned(), role, password: PASSWORD.to_owned() };
        self.engine.add_user(&new).unwrap()
    }

    async fn ask(
        &self,
        token: &str,
        method: &str,
        path: &str,
        body: Option<&Value>,
    ) -> (StatusCode, Value) {
        let request = shown(support::request(method, path, body), token);
        let (status, _, answer) = support::answer(&self.router, request).await;
        (status, answer)
    }

    async fn post(&self, path: &str, body: Value) -> (StatusCode, Value) {
        self.ask("", "POST", path, Some(&body)).await
    }

    async fn sign_in(&self, name: &str) -> Value {
        let (status, tokens) =
            self.post("/auth/login", json!({"name": name, "password": PASSWORD})).await;
        assert_eq!(status, StatusCode::OK, "{tokens}");
        tokens
    }

    /// Signs in without asking over HTTP, whose attempts are counted.
    fn token(&self, name: &str) -> String {
        let credentials = json!({"name": name, "password": PASSWORD});
        self.engine.sign_in(&serde_json::from_value(credentials).unwrap()).unwrap().access_token
    }

    async fn refresh(&self, tokens: &Value) -> (StatusCode, Value) {
        self.post("/auth/refresh", json!({"refresh_token": tokens["refresh_token"]})).await
    }

    async fn me(&self, token: &str) -> (StatusCode, Value) {
        self.ask(token, "GET", "/auth/me", None).await
    }
}

fn shown(mut request: Request<Body>, token: &str) -> Request<Body> {
    if !token.is_empty() {
        let value = format!("Bearer {token}").parse().unwrap();
        request.headers_mut().insert(header::AUTHORIZATION, value);
    }
    request
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

#[tokio::test]
async fn a_desk_of_one_person_asks_nobody_to_sign_in() {
    let desk = empty_desk();
    let (status, me) = desk.me("").await;
    assert_eq!((status, me), (StatusCode::OK, json!({"role": "administrator"})));
    let (status, _) = desk.ask("", "GET", "/api/v1/ledger", None).await;
    assert_eq!(status, StatusCode::OK);
}

#[tokio::test]
async fn a_supervisor_approves_a_ticket_and_sees_whom_to_give_it_to() {
    let desk = desk();
    desk.add("Ann", Role::Agent);
    desk.add("Ida", Role::Supervisor);
    let gone = desk.add("Zoe", Role::Agent);
    let off = UserEdit { enabled: Some(false), ..UserEdit::default() };
    desk.engine.change_user(gone.id, &off).unwrap();
    let (ann, ida) = (desk.token("Ann"), desk.token("Ida"));
    let said = json!({"customer": "Ada", "text": "Get me your manager right now!!"});
    let (_, started) = desk.ask(&ann, "POST", "/api/v1/conversations", Some(&said)).await;
    let path = format!("/api/v1/conversations/{}/ticket", text(&started["summary"]["id"]));
    let (_, ticket) = desk.ask(&ann, "POST", &path, Some(&json!({}))).await;
    let path = format!("/api/v1/tickets/{}", text(&ticket["id"]));
    let approved = json!({"approved": true});
    for (method, path, body) in
        [("GET", "/api/v1/users/names", None), ("PUT", &path, Some(&approved))]
    {
        let (status, _) = desk.ask(&ann, method, path, body).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{method} {path}");
    }

    let (_, names) = desk.ask(&ida, "GET", "/api/v1/users/names", None).await;
    let all = json!([
        {"name": "Ann", "role": "agent"},
        {"name": "Ida", "role": "supervisor"},
        {"name": "Root", "role": "administrator"}
    ]);
    assert_eq!(names, json!({ "users": all }));
    let (status, taken) = desk.ask(&ida, "PUT", &path, Some(&approved)).await;
    assert_eq!((status, &taken["owner"]), (StatusCode::OK, &json!("Ida")), "{taken}");
    let step = &taken["history"][1];
    assert_eq!((&step["approved"], &step["by"]["name"]), (&json!(true), &json!("Ida")));
    let sql = json!({"sql": "SELECT rule, wrong FROM verdicts WHERE rule = 'explicit_request'"});
    let (_, judged) = desk.ask(&ida, "POST", "/api/v1/sql", Some(&sql)).await;
    assert_eq!(judged["rows"], json!([["explicit_request", false]]), "{judged}");
}

#[tokio::test]
async fn from_the_first_user_on_everybody_signs_in() {
    let desk = empty_desk();
    let agent = json!({"name": "Ann", "role": "agent", "password": PASSWORD});
    let (status, refused) = desk.post("/api/v1/users", agent.clone()).await;
    assert_eq!((status, &refused["code"]), (StatusCode::CONFLICT, &json!("conflict")));
    assert!(text(&refused["detail"]).contains("administrator"), "{refused}");

    let root = json!({"name": "Root", "role": "administrator", "password": PASSWORD});
    let (status, added) = desk.post("/api/v1/users", root).await;
    assert_eq!(status, StatusCode::CREATED, "{added}");
    assert!(added.get("password").is_none(), "{added}");

    let (status, refused) = desk.post("/api/v1/users", agent.clone()).await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    assert_eq!(refused["code"], "unauthenticated");
    assert!(text(&refused["detail"]).contains("/auth/login"), "{refused}");
    let (_, headers, _) =
        support::answer(&desk.router, support::request("GET", "/api/v1/conversations", None)).await;
    assert_eq!(headers[header::WWW_AUTHENTICATE], "Bearer");

    let tokens = desk.sign_in(" root ").await;
    assert_eq!((&tokens["token_type"], &tokens["expires_in"]), (&json!("Bearer"), &json!(900)));
    let token = text(&tokens["access_token"]);
    let (_, me) = desk.me(token).await;
    assert_eq!((&me["role"], &me["user"]["name"]), (&json!("administrator"), &json!("Root")));
    let (status, _) = desk.ask(token, "POST", "/api/v1/users", Some(&agent)).await;
    assert_eq!(status, StatusCode::CREATED);
    let (_, all) = desk.ask(token, "GET", "/api/v1/users", None).await;
    assert_eq!(all["users"][1]["name"], "Ann", "{all}");
    assert!(!all.to_string().contains("argon2"), "{all}");
}

#[tokio::test]
async fn the_window_is_the_owners_and_needs_no_token() {
    let desk = desk();
    let window = aside_endpoint::desktop_router(desk.engine.clone());
    let (status, _, me) = support::answer(&window, support::request("GET", "/auth/me", None)).await;
    assert_eq!((status, me), (StatusCode::OK, json!({"role": "administrator"})));
}

/// Each route that the description names is asked by nobody and by each role.
#[tokio::test(flavor = "multi_thread")]
async fn no_route_answers_a_role_below_its_own() {
    let desk = desk();
    desk.add("Sue", Role::Supervisor);
    desk.add("Ann", Role::Agent);
    let ranks =
        [("", "nobody"), ("Ann", "agent"), ("Sue", "supervisor"), ("Root", "administrator")];
    let tokens: Vec<String> = ranks
        .iter()
        .map(|(name, _)| if name.is_empty() { String::new() } else { desk.token(name) })
        .collect();
    let described: Value = serde_json::from_str(&aside_endpoint::openapi_json()).unwrap();
    let mut asked = 0;
    for (path, item) in described["paths"].as_object().unwrap() {
        // Known to the window alone; with users nobody else is told so much.
        let of_the_window = path.starts_with("/api/v1/settings/");
        // Ids that nothing has, so that nothing is done.
        let named = path
            .replace("{kind}", "intent")
            .replace("{customer}", "nobody")
            .replace("{customer_id}", "nobody");
        let named = named.split('/').map(|part| match part.starts_with('{') {
            true => "0199f000-0000-7000-8000-000000000000",
            false => part,
        });
        let named = named.collect::<Vec<_>>().join("/");
        for (method, operation) in item.as_object().unwrap() {
            let least = operation["x-role"].as_str();
            for ((_, role), token) in ranks.iter().zip(&tokens) {
                let request = shown(
                    support::request(&method.to_uppercase(), &named, Some(&json!({}))),
                    token,
                );
                // Some answers are streams without an end.
                let status = desk.router.clone().oneshot(request).await.unwrap().status();
                let rank = |role: &str| ranks.iter().position(|(_, known)| *known == role);
                let may = rank(role) >= least.and_then(rank);
                let told = format!("{method} {path} by {role}: {status}");
                asked += 1;
                match (may, *role) {
                    _ if of_the_window => assert!(status.is_client_error(), "{told}"),
                    (false, "nobody") => assert_eq!(status, StatusCode::UNAUTHORIZED, "{told}"),
                    (false, _) => assert_eq!(status, StatusCode::FORBIDDEN, "{told}"),
                    // Signing in with nothing, and with a refresh token that is none.
                    (true, _) if path.starts_with("/auth/") => {
                        assert_ne!(status, StatusCode::FORBIDDEN, "{told}");
                    }
                    (true, _) => {
                        let refused = [StatusCode::UNAUTHORIZED, StatusCode::FORBIDDEN];
                        assert!(!refused.contains(&status), "{told}");
                    }
                }
            }
        }
    }
    assert!(asked > 200, "{asked}");
    for path in ["/mcp", "/openapi.json"] {
        let (status, _) = desk.ask("", "GET", path, None).await;
        assert_eq!(status, StatusCode::UNAUTHORIZED, "{path}");
    }
}

#[tokio::test]
async fn a_role_holds_as_soon_as_it_is_changed() {
    let desk = desk();
    let ann = desk.add("Ann", Role::Agent);
    let (root, token) = (desk.token("Root"), desk.token("Ann"));
    let path = format!("/api/v1/users/{}", ann.id);
    let ledger = async || desk.ask(&token, "GET", "/api/v1/ledger", None).await.0;
    assert_eq!(ledger().await, StatusCode::FORBIDDEN);
    desk.ask(&root, "PUT", &path, Some(&json!({"role": "supervisor"}))).await;
    assert_eq!(ledger().await, StatusCode::OK);
    desk.ask(&root, "PUT", &path, Some(&json!({"role": "agent"}))).await;
    assert_eq!(ledger().await, StatusCode::FORBIDDEN);
    desk.ask(&root, "DELETE", &path, None).await;
    assert_eq!(ledger().await, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn the_last_administrator_stays_one() {
    let desk = desk();
    let root = desk.token("Root");
    let (_, me) = desk.me(&root).await;
    let path = format!("/api/v1/users/{}", text(&me["user"]["id"]));
    let demote = json!({"role": "agent"});
    for (method, body) in [("PUT", Some(&demote)), ("DELETE", None)] {
        let (status, refused) = desk.ask(&root, method, &path, body).await;
        assert_eq!(status, StatusCode::CONFLICT, "{refused}");
        assert!(text(&refused["detail"]).contains("last administrator"), "{refused}");
    }
    desk.add("Second", Role::Administrator);
    let (status, _) = desk.ask(&root, "DELETE", &path, None).await;
    assert_eq!(status, StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn names_are_unique_and_passwords_long() {
    let desk = desk();
    let root = desk.token("Root");
    for (name, password, status) in [
        ("ROOT", PASSWORD, StatusCode::CONFLICT),
        ("  ", PASSWORD, StatusCode::UNPROCESSABLE_ENTITY),
        ("a\nb", PASSWORD, StatusCode::UNPROCESSABLE_ENTITY),
        ("Ann", "too short", StatusCode::UNPROCESSABLE_ENTITY),
    ] {
        let new = json!({"name": name, "role": "agent", "password": password});
        let (found, refused) = desk.ask(&root, "POST", "/api/v1/users", Some(&new)).await;
        assert_eq!(found, status, "{name:?}: {refused}");
        assert!(!refused.to_string().contains(password), "{refused}");
    }
}

#[tokio::test]
async fn an_unknown_user_and_a_wrong_password_get_the_same_answer() {
    let desk = desk();
    let wrong = desk.post("/auth/login", json!({"name": "Root", "password": "guessed it"})).await;
    let nobody = desk.post("/auth/login", json!({"name": "Eve", "password": "guessed it"})).await;
    assert_eq!(wrong.0, StatusCode::UNAUTHORIZED);
    assert_eq!(wrong, nobody);
}

#[tokio::test]
async fn guessing_a_password_is_held_up_and_others_sign_in() {
    let desk = desk();
    desk.add("Ann", Role::Agent);
    let guess = support::request(
        "POST",
        "/auth/login",
        Some(&json!({"name": "Root", "password": "guessed it"})),
    );
    let (parts, _) = guess.into_parts();
    let mut last = StatusCode::OK;
    for n in 0..6 {
        // The same name in other letters is the same name.
        let name = if n % 2 == 0 { "Root" } else { " ROOT" };
        let body = json!({"name": name, "password": format!("guess number {n}")}).to_string();
        let request = Request::from_parts(parts.clone(), Body::from(body));
        let (status, headers, answer) = support::answer(&desk.router, request).await;
        last = status;
        if status == StatusCode::TOO_MANY_REQUESTS {
            assert_eq!(n, 5, "{answer}");
            assert_eq!(answer["code"], "too_many");
            let wait: u64 = headers[header::RETRY_AFTER].to_str().unwrap().parse().unwrap();
            assert!((1..=60).contains(&wait), "{wait}");
        }
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
    desk.sign_in("Ann").await;
}

#[tokio::test]
async fn a_refresh_token_counts_once_and_a_copy_ends_the_sign_in() {
    let desk = desk();
    let first = desk.sign_in("Root").await;
    let (status, second) = desk.refresh(&first).await;
    assert_eq!(status, StatusCode::OK, "{second}");
    assert_eq!(desk.me(text(&second["access_token"])).await.0, StatusCode::OK);

    let other = desk.sign_in("Root").await;
    let (status, refused) = desk.refresh(&first).await;
    assert_eq!((status, &refused["code"]), (StatusCode::UNAUTHORIZED, &json!("unauthenticated")));
    assert_eq!(desk.refresh(&second).await.0, StatusCode::UNAUTHORIZED, "the thief has it no more");
    assert_eq!(desk.me(text(&second["access_token"])).await.0, StatusCode::UNAUTHORIZED);
    assert_eq!(desk.me(text(&other["access_token"])).await.0, StatusCode::OK, "another sign-in");
}

#[tokio::test]
async fn signing_out_and_a_new_password_end_every_token_of_a_sign_in() {
    let desk = desk();
    let tokens = desk.sign_in("Root").await;
    let (status, _) =
        desk.post("/auth/logout", json!({"refresh_token": tokens["refresh_token"]})).await;
    assert_eq!(status, StatusCode::NO_CONTENT);
    assert_eq!(desk.me(text(&tokens["access_token"])).await.0, StatusCode::UNAUTHORIZED);
    assert_eq!(desk.refresh(&tokens).await.0, StatusCode::UNAUTHORIZED);

    let tokens = desk.sign_in("Root").await;
    let token = text(&tokens["access_token"]);
    let (_, me) = desk.me(token).await;
    let path = format!("/api/v1/users/{}", text(&me["user"]["id"]));
    let change = json!({"password": "another horse"});
    assert_eq!(desk.ask(token, "PUT", &path, Some(&change)).await.0, StatusCode::OK);
    assert_eq!(desk.me(token).await.0, StatusCode::UNAUTHORIZED);
    assert_eq!(desk.refresh(&tokens).await.0, StatusCode::UNAUTHORIZED);
    let (status, _) = desk.post("/auth/login", json!({"name": "Root", "password": PASSWORD})).await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn somebody_changes_their_own_password_who_knows_it() {
    let desk = desk();
    desk.add("Ann", Role::Agent);
    let (token, other) = (desk.token("Ann"), desk.token("Ann"));
    let change = async |token: &str, old: &str, new: &str| {
        let body = json!({"old_password": old, "new_password": new});
        desk.ask(token, "PUT", "/auth/password", Some(&body)).await
    };
    let new = "another horse";
    for (old, new) in [("guessed it", new), (PASSWORD, "too short")] {
        let (status, refused) = change(&token, old, new).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{refused}");
    }
    assert_eq!(desk.me(&token).await.0, StatusCode::OK);
    let (status, tokens) = change(&token, PASSWORD, new).await;
    assert_eq!(status, StatusCode::OK, "{tokens}");
    assert_eq!(desk.me(text(&tokens["access_token"])).await.0, StatusCode::OK);
    for ended in [&token, &other] {
        assert_eq!(desk.me(ended).await.0, StatusCode::UNAUTHORIZED);
    }
    let (status, _) = desk.post("/auth/login", json!({"name": "Ann", "password": new})).await;
    assert_eq!(status, StatusCode::OK);
}

#[tokio::test]
async fn a_sign_in_outlives_the_process_and_its_access_tokens_do_not() {
    let desk = desk();
    let tokens = desk.sign_in("Root").await;
    let dir = desk.dir;
    drop((desk.router, desk.engine));
    let desk = open(dir);
    assert_eq!(desk.me(text(&tokens["access_token"])).await.0, StatusCode::UNAUTHORIZED);
    let (status, next) = desk.refresh(&tokens).await;
    assert_eq!(status, StatusCode::OK, "{next}");
    assert_eq!(desk.me(text(&next["access_token"])).await.0, StatusCode::OK);
}

#[tokio::test]
async fn forged_and_altered_tokens_say_nothing() {
    let desk = desk();
    let token = desk.token("Root");
    assert_eq!(desk.me(&token).await.0, StatusCode::OK);
    let [head, claims, tag] = token.split('.').collect::<Vec<_>>()[..] else { panic!("{token}") };
    // {"typ":"JWT","alg":"none"} and {"typ":"JWT","alg":"HS512"}, and claims that expire in 2100.
    let none = "eyJ0eXAiOiJKV1QiLCJhbGciOiJub25lIn0";
    let other = "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzUxMiJ9";
    let later = "eyJpc3MiOiJhc2lkZSIsInN1YiI6IjAxOTlmMDAwLTAwMDAtNzAwMC04MDAwLTAwMDAwMDAwMDAwMCIsInNpZCI6IjAwIiwiaWF0IjowLCJleHAiOjQxMDI0NDQ4MDB9";
    let foreign = {
        let elsewhere = self::desk();
        elsewhere.token("Root")
    };
    let flipped = if tag.starts_with('A') { "B" } else { "A" };
    for forged in [
        format!("{none}.{claims}."),
        format!("{none}.{claims}.{tag}"),
        format!("{other}.{claims}.{tag}"),
        format!("{head}.{later}.{tag}"),
        format!("{head}.{claims}."),
        format!("{head}.{claims}"),
        format!("{head}.{claims}.{flipped}{}", &tag[1..]),
        format!("{token}.{tag}"),
        foreign,
        "..".to_owned(),
        "x".repeat(7000),
    ] {
        let (status, refused) = desk.me(&forged).await;
        assert_eq!(status, StatusCode::UNAUTHORIZED, "{forged}");
        assert_eq!(refused["code"], "unauthenticated");
        assert!(!refused.to_string().contains(claims), "{refused}");
    }
}

#[tokio::test]
async fn a_huge_body_is_refused_before_it_is_read() {
    let desk = desk();
    let body = json!({"name": "Root", "password": "x".repeat(100_000)});
    let (status, _) = desk.post("/auth/login", body).await;
    assert!(status.is_client_error() && status != StatusCode::UNAUTHORIZED, "{status}");
}

#[tokio::test]
async fn a_body_that_never_ends_is_not_waited_for() {
    let desk = desk();
    let endless = tokio_stream::StreamExt::chain(
        tokio_stream::iter([Ok::<_, std::io::Error>(Bytes::from_static(b"{\"name\": "))]),
        tokio_stream::pending(),
    );
    let (parts, _) = support::request("POST", "/auth/login", Some(&json!({}))).into_parts();
    let request = Request::from_parts(parts, Body::from_stream(endless));
    let (status, _, answer) = support::answer(&desk.router, request).await;
    assert_eq!(status, StatusCode::REQUEST_TIMEOUT, "{answer}");
}

#[tokio::test]
async fn neither_passwords_nor_tokens_are_exported_or_found_in_sql() {
    let desk = desk();
    let tokens = desk.sign_in("Root").await;
    let (root, secret) = (text(&tokens["access_token"]), text(&tokens["refresh_token"]));
    let (_, tables) = desk.ask(root, "GET", "/api/v1/sql/tables", None).await;
    let (_, lines) = desk.ask(root, "GET", "/api/v1/ledger/lines", None).await;
    let (_, export) = desk.ask(root, "GET", "/api/v1/customers/Root/export", None).await;
    for answer in [tables, lines, export] {
        let answer = answer.to_string();
        for hidden in ["argon2", "password", "sign_in", secret, PASSWORD] {
            assert!(!answer.contains(hidden), "{hidden}: {answer}");
        }
    }
    let stored = fs::read(desk.dir.path().join("data/desk/data.mdb")).unwrap();
    let holds = |hidden: &str| stored.windows(hidden.len()).any(|at| at == hidden.as_bytes());
    assert!(holds("$argon2id$"), "the store is where it is looked for");
    let (_, secret) = secret.split_once('.').unwrap();
    assert!(!holds(PASSWORD) && !holds(secret));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_ledger_says_who_asked() {
    let desk = desk();
    let ann = desk.add("Ann", Role::Agent);
    let (token, root) = (desk.token("Ann"), desk.token("Root"));
    let said = json!({"customer": "ada", "text": "Where is my order?"});
    let (status, begun) = desk.ask(&token, "POST", "/api/v1/conversations", Some(&said)).await;
    assert_eq!(status, StatusCode::CREATED, "{begun}");
    let path = format!("/api/v1/conversations/{}", text(&begun["summary"]["id"]));
    let reply = json!({"text": "On its way."});
    let (_, sent) = desk.ask(&token, "POST", &format!("{path}/replies"), Some(&reply)).await;
    let hers = json!({"kind": "user", "id": ann.id, "name": "Ann"});
    assert_eq!(sent["by"], hers);
    let resolved = json!({"status": "resolved"});
    desk.ask(&root, "PUT", &format!("{path}/status"), Some(&resolved)).await;

    let (_, replay) = desk.ask(&root, "GET", &format!("{path}/ledger"), None).await;
    let actors: Vec<&Value> =
        replay["steps"].as_array().unwrap().iter().map(|step| &step["actor"]).collect();
    assert_eq!(actors[..3], [&hers, &json!({"kind": "aside"}), &hers]);
    assert_eq!(actors[3]["name"], "Root");

    // In the chat it is the customer, and the customer does not learn who answers.
    let (_, session) = desk.post("/chat/sessions", json!({"user_id": "ada"})).await;
    let session = format!("/chat/sessions/{}", text(&session["session_id"]));
    let (status, answer) =
        desk.post(&format!("{session}/messages"), json!({"message": "Hello?"})).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    let path = format!("/api/v1/conversations/{}", text(&answer["thread_id"]));
    desk.ask(&token, "POST", &format!("{path}/replies"), Some(&reply)).await;
    let (_, history) = desk.ask("", "GET", &format!("{session}/history"), None).await;
    assert!(!history.to_string().contains("Ann"), "{history}");
    let (_, replay) = desk.ask(&root, "GET", &format!("{path}/ledger"), None).await;
    assert_eq!(replay["steps"][0]["actor"], json!({"kind": "customer"}), "{replay:#}");
}

#[tokio::test(flavor = "multi_thread")]
async fn where_nobody_signs_in_it_is_the_machines_owner() {
    let desk = empty_desk();
    let window = aside_endpoint::desktop_router(desk.engine.clone());
    for router in [&desk.router, &window] {
        let said = json!({"customer": "ada", "text": "Where is my order?"});
        let request = support::request("POST", "/api/v1/conversations", Some(&said));
        let (_, _, begun) = support::answer(router, request).await;
        assert_eq!(begun["messages"][0]["by"], json!({"kind": "owner"}), "{begun:#}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_and_reviews_tell_who_replied() {
    let desk = desk();
    desk.add("Ann", Role::Agent);
    desk.add("Bea", Role::Agent);
    let (ann, bea, root) = (desk.token("Ann"), desk.token("Bea"), desk.token("Root"));
    let mut ids = Vec::new();
    for by in [&[&ann, &bea][..], &[&ann]] {
        let said = json!({"customer": "ada", "text": "Where is my order?"});
        let (_, begun) = desk.ask(&ann, "POST", "/api/v1/conversations", Some(&said)).await;
        let id = text(&begun["summary"]["id"]).to_owned();
        for token in by {
            let path = format!("/api/v1/conversations/{id}/replies");
            desk.ask(token, "POST", &path, Some(&json!({"text": "On its way."}))).await;
        }
        ids.push(id);
    }
    let (status, checklist) = desk.ask(&root, "GET", "/api/v1/reviews/checklist", None).await;
    assert_eq!(status, StatusCode::OK);
    let marks: Vec<Value> = checklist["criteria"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| json!({"criterion": one["name"], "mark": "met"}))
        .collect();
    let path = format!("/api/v1/conversations/{}/review", ids[0]);
    let (_, review) = desk.ask(&root, "PUT", &path, Some(&json!({"marks": marks}))).await;
    assert_eq!((&review["agent"], &review["reviewer"]), (&json!("Bea"), &json!("Root")));

    for (sql, rows) in [
        (
            "SELECT agent, count(*) FROM messages WHERE author = 'agent' GROUP BY agent ORDER BY agent",
            json!([["Ann", 2], ["Bea", 1]]),
        ),
        ("SELECT count(agent) FROM messages WHERE author <> 'agent'", json!([[0]])),
        ("SELECT agent FROM conversations ORDER BY agent", json!([["Ann"], ["Bea"]])),
        ("SELECT agent, reviewer, score FROM reviews", json!([["Bea", "Root", 100]])),
    ] {
        let (_, answer) = desk.ask(&root, "POST", "/api/v1/sql", Some(&json!({"sql": sql}))).await;
        assert_eq!(answer["rows"], rows, "{sql}: {answer}");
    }
    for (agent, found) in [("ann", vec![&ids[1]]), ("Bea", vec![&ids[0]]), ("Cy", vec![])] {
        let path = format!("/api/v1/reviews/sample?agent={agent}");
        let (_, sample) = desk.ask(&root, "GET", &path, None).await;
        let drawn: Vec<&str> = sample["conversations"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| text(&one["summary"]["id"]))
            .collect();
        assert_eq!(drawn, found, "{agent}");
    }
}
