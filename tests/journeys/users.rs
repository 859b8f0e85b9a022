//! Who may ask: users beside the owner, and customers whom a site has signed.

use std::io::Write;
use std::process::{Output, Stdio};

use serde_json::{Value, json};

use crate::aside::{Folders, Server};

const PASSWORD: &str = "correct horse";

/// Runs with a password on standard input.
fn with_password(folders: &Folders, args: &[&str]) -> Output {
    let mut command = folders.command(args);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    writeln!(child.stdin.take().unwrap(), "{PASSWORD}").unwrap();
    child.wait_with_output().unwrap()
}

fn get(server: &Server, token: &str, path: &str) -> (u16, Value) {
    let agent: ureq::Agent =
        ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let request = agent.get(format!("{}{path}", server.address()));
    let mut answer = request.header("authorization", format!("Bearer {token}")).call().unwrap();
    (answer.status().as_u16(), answer.body_mut().read_json().unwrap())
}

#[test]
fn users_are_added_beside_a_running_desk_and_the_owners_commands_go_on() {
    let folders = Folders::new();
    folders.write("returns.md", "# Returns\n\nYou can return an item within 30 days.\n");
    let server = folders.serve();
    server.until_indexed(1);
    assert_eq!(get(&server, "", "/api/v1/ledger").0, 200);

    let refused = with_password(&folders, &["user", "add", "Ann", "--role", "agent"]);
    assert!(!refused.status.success());
    assert!(String::from_utf8_lossy(&refused.stderr).contains("administrator"), "{refused:?}");
    for (name, role) in [("Root", "administrator"), ("Ann", "agent")] {
        let added = with_password(&folders, &["user", "add", name, "--role", role]);
        assert!(added.status.success(), "{added:?}");
        assert_eq!(String::from_utf8_lossy(&added.stdout), format!("{name} is {role}.\n"));
    }

    let (status, refused) = get(&server, "", "/api/v1/conversations");
    assert_eq!((status, &refused["code"]), (401, &json!("unauthenticated")));
    let signed_in = server.post("/auth/login", &json!({"name": "Ann", "password": PASSWORD}));
    let token = signed_in["access_token"].as_str().unwrap();
    assert_eq!(get(&server, token, "/api/v1/conversations").0, 200);
    assert_eq!(get(&server, token, "/api/v1/ledger").0, 403);

    // The owner's token stands beside the lock.
    let found = folders.json(&["search", "How many days do I have to return an item?"]);
    assert_eq!(found["results"][0]["document"], "returns.md", "{found}");
    folders.json(&["ledger", "verify"]);
    folders.json(&["user", "change", "ann", "--role", "supervisor"]);
    assert_eq!(get(&server, token, "/api/v1/ledger").0, 200);
    let last = folders.run(&["user", "remove", "root"]);
    assert!(String::from_utf8_lossy(&last.stderr).contains("last administrator"), "{last:?}");
    folders.json(&["user", "remove", "Ann"]);
    assert_eq!(get(&server, token, "/api/v1/ledger").0, 401);

    server.kill();
    let left = std::fs::read_to_string(folders.data().join("in-use.json")).unwrap();
    let left: Value = serde_json::from_str(&left).unwrap();
    let server = folders.serve();
    let dead = left["token"].as_str().unwrap();
    assert_eq!(get(&server, dead, "/api/v1/ledger").0, 401, "the token of a process that ended");
    let users = folders.json(&["user", "list"]);
    assert_eq!(users["users"].as_array().unwrap().len(), 1, "{users}");
}

#[test]
fn a_site_signs_the_names_of_its_customers() {
    let folders = Folders::new();
    std::fs::create_dir_all(folders.data()).unwrap();
    std::fs::write(folders.data().join("settings.toml"), "[chat]\nsigned_users = true\n").unwrap();
    let mut command = folders.command(&["serve", "--port", "0"]);
    // printf ada | openssl dgst -sha256 -hmac secret
    let hash = "3c30486140e27f6f8b09ea69da2a6ca718bcf875c8249a1e23d7e401c1cfb3ab";
    command.env("ASIDE_IDENTITY_SECRET", "secret");
    let server = Server::start(command);
    let agent: ureq::Agent =
        ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let opened = |body: Value| {
        let asked = agent.post(format!("{}/chat/sessions", server.address())).send_json(body);
        asked.unwrap().status().as_u16()
    };
    assert_eq!(opened(json!({"user_id": "ada", "user_hash": hash})), 201);
    assert_eq!(opened(json!({"user_id": "bob", "user_hash": hash})), 403);
    assert_eq!(opened(json!({"user_id": "ada"})), 403);
    assert_eq!(opened(json!({"user_id": "visitor-1f3a"})), 201);
}

#[test]
fn an_address_for_other_machines_is_refused_with_what_to_do() {
    let folders = Folders::new();
    let serve = |more: &[&str]| {
        let args = [&["serve", "--port", "0", "--address", "0.0.0.0:0"], more].concat();
        let output = folders.run(&args);
        assert!(!output.status.success() && output.stdout.is_empty(), "{output:?}");
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    assert!(serve(&[]).contains("--self-signed"));
    assert!(serve(&["--self-signed"]).contains("--name"));
    assert!(serve(&["--self-signed", "--name", "desk.example"]).contains("aside user add"));
    assert!(serve(&["--self-signed", "--behind-proxy"]).contains("cannot be used with"));
}
