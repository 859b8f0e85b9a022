//! What administrators set up at the desk, on a real engine.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod support;

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use aside_contract::{Credentials, NewUser, Role};
use aside_engine::Engine;
use axum::Router;
use axum::http::{StatusCode, header};
use serde_json::{Value, json};
use tempfile::TempDir;

const PASSWORD: &str = "correct horse";

struct Desk {
    engine: Arc<Engine>,
    router: Router,
    dir: TempDir,
}

fn desk() -> Desk {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir_all(dir.path().join("knowledge/.aside")).unwrap();
    let engine = support::open(dir.path().join("knowledge"), &dir.path().join("data"));
    let router = aside_endpoint::loopback_router(engine.clone());
    Desk { engine, router, dir }
}

impl Desk {
    async fn ask(&self, method: &str, path: &str, body: Value) -> (StatusCode, Value) {
        self.ask_as("", method, path, body).await
    }

    async fn ask_as(
        &self,
        token: &str,
        method: &str,
        path: &str,
        body: Value,
    ) -> (StatusCode, Value) {
        let body = (!body.is_null()).then_some(&body);
        let mut request = support::request(method, path, body);
        if !token.is_empty() {
            let shown = format!("Bearer {token}").parse().unwrap();
            request.headers_mut().insert(header::AUTHORIZATION, shown);
        }
        let (status, _, answer) = support::answer(&self.router, request).await;
        (status, answer)
    }

    /// Adds a user and signs them in.
    fn signed_in(&self, name: &str, role: Role) -> String {
        let new = NewUser { name: name.to_owned(), role, password: PASSWORD.to_owned() };
        self.engine.add_user(&new).unwrap();
        let password = PASSWORD.to_owned();
        let signed_in = self.engine.sign_in(&Credentials { name: name.to_owned(), password });
        signed_in.unwrap().access_token
    }

    fn team_file(&self, name: &str) -> PathBuf {
        self.dir.path().join("knowledge/.aside").join(name)
    }

    async fn customer_writes(&self, customer: &str, text: &str) -> Value {
        let body = json!({"customer": customer, "text": text});
        let (status, conversation) = self.ask("POST", "/api/v1/conversations", body).await;
        assert_eq!(status, StatusCode::CREATED, "{conversation}");
        conversation
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn rules_are_replayed_before_they_are_saved_and_nothing_is_stored_by_that() {
    let desk = desk();
    let churns = "I would like to switch provider next month.";
    let conversation = desk.customer_writes("Ada", churns).await;
    desk.customer_writes("Bob", "Where do I find the manual?").await;
    let file = "# Ours.\n\n[[rule]]\nname = \"boss\" # Eve\nkeywords = [\"your boss\"]\n";
    fs::write(desk.team_file("escalation.toml"), file).unwrap();

    let (_, view) = desk.ask("GET", "/api/v1/escalation/rules", Value::Null).await;
    assert_eq!(view["rules"][0]["name"], json!("boss"), "{view}");
    assert_eq!((&view["usual_threshold"], &view["threshold"]), (&json!(0.7), &Value::Null));
    let mut draft = json!({
        "version": view["version"],
        "threshold": null,
        "rules": [
            view["rules"][0],
            {"name": "churn", "keywords": ["switch provider"], "weight": 0.8},
        ],
    });
    let asked = json!({"draft": draft, "days": 7});
    let (status, replay) = desk.ask("POST", "/api/v1/escalation/replay", asked).await;
    assert_eq!(status, StatusCode::OK, "{replay}");
    assert_eq!((&replay["conversations"], &replay["messages"]), (&json!(2), &json!(2)));
    assert_eq!((&replay["now"], &replay["then"]), (&json!(0), &json!(1)), "{replay}");
    let changed = &replay["changed"][0];
    assert_eq!(changed["id"], conversation["summary"]["id"]);
    assert_eq!((&changed["text"], &changed["now"]), (&json!(churns), &json!(false)));
    assert_eq!(changed["rules"][0], json!("team:churn"));
    // Nothing was written, and nothing is advised otherwise.
    assert_eq!(fs::read_to_string(desk.team_file("escalation.toml")).unwrap(), file);
    let path = format!("/api/v1/conversations/{}", changed["id"].as_str().unwrap());
    let (_, now) = desk.ask("GET", &path, Value::Null).await;
    assert_eq!(now["advice"]["escalation"]["recommended"], json!(false), "{now}");

    let (status, saved) = desk.ask("PUT", "/api/v1/escalation/rules", draft.clone()).await;
    assert_eq!((status, &saved["rules"][1]["was"]), (StatusCode::OK, &json!("churn")), "{saved}");
    let written = fs::read_to_string(desk.team_file("escalation.toml")).unwrap();
    assert!(written.starts_with(file) && written.contains("\"switch provider\""), "{written}");
    let next = desk.customer_writes("Cleo", churns).await;
    assert_eq!(next["advice"]["escalation"]["recommended"], json!(true), "{next}");

    // Of the version that was read first.
    let (status, late) = desk.ask("PUT", "/api/v1/escalation/rules", draft.clone()).await;
    assert_eq!((status, &late["code"]), (StatusCode::CONFLICT, &json!("conflict")), "{late}");
    draft["rules"] = json!([{"name": "never"}]);
    let (status, refused) =
        desk.ask("POST", "/api/v1/escalation/replay", json!({"draft": draft, "days": 7})).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused["detail"].as_str().unwrap().contains("never apply"), "{refused}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_is_masked_by_patterns_that_are_not_saved_yet() {
    let desk = desk();
    let text = "I am at ann@example.org about ZX-2044, again ann@example.org.";
    let tried = |patterns: Value| {
        let body = json!({"text": text, "patterns": patterns});
        desk.ask("POST", "/api/v1/redaction/try", body)
    };
    let (status, trial) = tried(Value::Null).await;
    assert_eq!(status, StatusCode::OK, "{trial}");
    assert_eq!(trial["masked"], json!("I am at [EMAIL_1] about ZX-2044, again [EMAIL_1]."));
    let (_, trial) = tried(json!("[[pattern]]\nregex = 'ZX-\\d{4}'\nkind = \"account\"\n")).await;
    assert_eq!(trial["masked"], json!("I am at [EMAIL_1] about [ACCOUNT_1], again [EMAIL_1]."));
    let pieces = trial["pieces"].as_array().unwrap();
    let whole: String = pieces.iter().map(|piece| piece["text"].as_str().unwrap()).collect();
    assert_eq!(whole, text);
    let found: Vec<&Value> =
        pieces.iter().map(|piece| &piece["kind"]).filter(|kind| !kind.is_null()).collect();
    assert_eq!(found, [&json!("email"), &json!("account"), &json!("email")]);
    let (status, refused) = tried(json!("[[pattern]]\nregex = '('\n")).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{refused}");
    assert!(!desk.team_file("redaction.toml").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_the_team_is_written_where_it_can_be_used_and_told_where_it_cannot() {
    let desk = desk();
    fs::write(desk.team_file("voice.toml"), "team = \"Fernwatt\"\nclosing = 3\n").unwrap();
    let (_, list) = desk.ask("GET", "/api/v1/team-files", Value::Null).await;
    let of = |list: &Value, name: &str| {
        let files = list["files"].as_array().unwrap();
        files.iter().find(|file| file["name"] == name).unwrap().clone()
    };
    let voice = of(&list, "voice");
    assert!(voice["problem"].as_str().unwrap().contains("line 2"), "{voice}");
    assert_eq!((&voice["loaded"], of(&list, "macros")["content"].as_str()), (&json!(0), Some("")));

    let content = "# ours\nteam = \"Fernwatt\"\nclosing = \"Bye.\"\n";
    let save = |content: &str, version: &Value| {
        let body = json!({"content": content, "version": version});
        desk.ask("PUT", "/api/v1/team-files/voice", body)
    };
    let (status, saved) = save(content, &voice["version"]).await;
    assert_eq!((status, &saved["loaded"]), (StatusCode::OK, &json!(2)), "{saved}");
    assert_eq!(fs::read_to_string(desk.team_file("voice.toml")).unwrap(), content);
    assert_eq!(desk.engine.voice().team.as_deref(), Some("Fernwatt"));
    let (status, refused) = save("team = [", &saved["version"]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused["detail"].as_str().unwrap().starts_with("line 1: "), "{refused}");
    let (status, _) = save("team = \"Other\"", &voice["version"]).await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert_eq!(fs::read_to_string(desk.team_file("voice.toml")).unwrap(), content);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_owner_names_a_backups_folder_and_who_signed_in_has_one_in_the_data_folder() {
    let desk = desk();
    desk.customer_writes("Ada", "Where is my order?").await;
    let folder = desk.dir.path().join("backup");
    let make = |folder: &str| json!({"folder": folder});
    let (status, made) =
        desk.ask("POST", "/api/v1/data/backups", make(folder.to_str().unwrap())).await;
    assert_eq!((status, &made["conversations"]), (StatusCode::CREATED, &json!(1)), "{made}");
    assert!(folder.join("desk").is_dir());
    let (_, data) = desk.ask("GET", "/api/v1/data", Value::Null).await;
    assert_eq!(data["backups"][0]["folder"], json!(folder.to_str().unwrap()), "{data}");
    assert!(data["conversations"]["bytes"].as_u64().unwrap() > 0, "{data}");
    assert!(data["ledger_bytes"].as_u64().unwrap() > 0, "{data}");
    let inside = desk.dir.path().join("knowledge/backup");
    for wrong in ["backup", folder.to_str().unwrap(), inside.to_str().unwrap()] {
        let (status, refused) = desk.ask("POST", "/api/v1/data/backups", make(wrong)).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}: {refused}");
    }

    let root = desk.signed_in("Root", Role::Administrator);
    let other = desk.dir.path().join("other");
    let (status, _) =
        desk.ask_as(&root, "POST", "/api/v1/data/backups", make(other.to_str().unwrap())).await;
    assert_eq!((status, other.exists()), (StatusCode::UNPROCESSABLE_ENTITY, false));
    let (status, made) = desk.ask_as(&root, "POST", "/api/v1/data/backups", json!({})).await;
    assert_eq!((status, &made["conversations"]), (StatusCode::CREATED, &json!(1)), "{made}");
    let made = PathBuf::from(made["folder"].as_str().unwrap());
    assert!(made.starts_with(desk.dir.path().join("data/backups")), "{}", made.display());
    assert!(made.join("desk").is_dir());
    let (status, _) = desk.ask_as(&root, "GET", "/api/v1/data", Value::Null).await;
    assert_eq!(status, StatusCode::OK);
    let grace = desk.signed_in("Grace", Role::Supervisor);
    for path in ["/api/v1/data", "/api/v1/reach", "/api/v1/team-files", "/api/v1/escalation/rules"]
    {
        let (status, _) = desk.ask_as(&grace, "GET", path, Value::Null).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sites_of_the_chat_are_set_and_comments_in_the_file_stay() {
    let desk = desk();
    let file = desk.dir.path().join("data/settings.toml");
    fs::write(&file, "# mine\n[chat]\norigins = [\n  \"https://a.example\", # shop\n]\n").unwrap();
    let (_, reach) = desk.ask("GET", "/api/v1/reach", Value::Null).await;
    assert_eq!(reach["chat"]["origins"], json!(["https://a.example"]), "{reach}");
    assert_eq!(reach["public"], Value::Null);
    let mut chat = reach["chat"].clone();
    chat["signed_users"] = json!(true);
    let (status, reach) = desk.ask("PUT", "/api/v1/chat/settings", chat.clone()).await;
    assert_eq!((status, &reach["chat"]), (StatusCode::OK, &chat), "{reach}");
    let written = fs::read_to_string(&file).unwrap();
    assert!(written.contains("# mine") && written.contains("# shop"), "{written}");
    assert!(written.contains("signed_users = true"), "{written}");
    chat["origins"] = json!(["a.example"]);
    let (status, _) = desk.ask("PUT", "/api/v1/chat/settings", chat).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_user_who_is_switched_off_is_out_at_once_and_the_last_administrator_stays_on() {
    let desk = desk();
    let root = desk.signed_in("Root", Role::Administrator);
    let ann = desk.signed_in("Ann", Role::Agent);
    let (_, me) = desk.ask_as(&ann, "GET", "/auth/me", Value::Null).await;
    let switch = |id: &Value, on: bool| {
        let path = format!("/api/v1/users/{}", id.as_str().unwrap());
        let (desk, root) = (&desk, &root);
        async move { desk.ask_as(root, "PUT", &path, json!({"enabled": on})).await }
    };
    let id = &me["user"]["id"];
    let (status, user) = switch(id, false).await;
    assert_eq!((status, &user["enabled"]), (StatusCode::OK, &json!(false)), "{user}");
    let (status, _) = desk.ask_as(&ann, "GET", "/auth/me", Value::Null).await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    let sign_in = |password: &str| json!({"name": "Ann", "password": password});
    let (status, said) = desk.ask("POST", "/auth/login", sign_in(PASSWORD)).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    assert!(said["detail"].as_str().unwrap().contains("switched off"), "{said}");
    // Who does not know the password is not told.
    let (status, _) = desk.ask("POST", "/auth/login", sign_in("wrong password")).await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    switch(id, true).await;
    let (status, _) = desk.ask("POST", "/auth/login", sign_in(PASSWORD)).await;
    assert_eq!(status, StatusCode::OK);
    let (_, me) = desk.ask_as(&root, "GET", "/auth/me", Value::Null).await;
    let (status, said) = switch(&me["user"]["id"], false).await;
    assert_eq!(status, StatusCode::CONFLICT, "{said}");
}
