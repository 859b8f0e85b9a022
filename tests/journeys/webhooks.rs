//! Other programs are told what happens, by the real command.

use std::collections::BTreeSet;
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::aside::{Folders, Server, repository};
use crate::scripted_server::{Answer, ScriptedServer};

const KEY: &str = "0707070707070707070707070707070707070707070707070707070707070707";
const PATIENCE: Duration = Duration::from_secs(60);

fn ok() -> Answer {
    Answer::Status(204, String::new(), String::new())
}

/// The command with the key to webhooks.
fn command(folders: &Folders, args: &[&str]) -> Command {
    let mut command = folders.command(args);
    command.env("ASIDE_WEBHOOK_KEY", KEY);
    command
}

fn serve(folders: &Folders) -> Server {
    Server::start(command(folders, &["serve", "--port", "0"]))
}

fn run(folders: &Folders, args: &[&str]) -> Output {
    command(folders, &[&["webhook"], args].concat()).output().unwrap()
}

fn json(folders: &Folders, args: &[&str]) -> Value {
    let output = run(folders, &[args, &["--json"]].concat());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// A webhook to the scripted server, made with the command: its id and its secret.
fn hook(folders: &Folders, receiver: &ScriptedServer, events: &[&str]) -> (String, String) {
    let url = format!("{}/hook", receiver.base_url());
    let mut args = vec!["add", &url, "--private"];
    events.iter().for_each(|event| args.extend(["--event", event]));
    let made = json(folders, &args);
    (made["id"].as_str().unwrap().to_owned(), made["secret"].as_str().unwrap().to_owned())
}

fn header<'a>(request: &'a str, name: &str) -> &'a str {
    let line = request.lines().find(|line| line.to_lowercase().starts_with(&format!("{name}:")));
    line.unwrap_or_else(|| panic!("no {name} in {request}")).split_once(':').unwrap().1.trim()
}

fn raw(request: &str) -> &str {
    request.split_once("\r\n\r\n").unwrap().1
}

fn body(request: &str) -> Value {
    serde_json::from_str(raw(request)).unwrap()
}

fn events(receiver: &ScriptedServer) -> Vec<String> {
    let heard = receiver.heard();
    heard.iter().map(|request| header(request, "x-aside-event").to_owned()).collect()
}

fn until(what: &str, passes: impl Fn() -> bool) {
    let start = Instant::now();
    while !passes() {
        assert!(start.elapsed() < PATIENCE, "still not {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn write(server: &Server, customer: &str, text: &str) -> Value {
    server.post("/api/v1/conversations", &json!({"customer": customer, "text": text}))
}

/// The status and the body of a request that may be refused.
fn ask(server: &Server, method: &str, path: &str, body: &Value) -> (u16, Value) {
    let agent: ureq::Agent =
        ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let url = format!("{}{path}", server.address());
    let answer = match method {
        "POST" => agent.post(url).send_json(body),
        "PUT" => agent.put(url).send_json(body),
        "DELETE" => agent.delete(url).call(),
        _ => agent.get(url).call(),
    };
    let mut answer = answer.unwrap();
    (answer.status().as_u16(), answer.body_mut().read_json().unwrap_or_default())
}

#[test]
fn a_webhook_is_made_told_tested_changed_and_removed() {
    let folders = Folders::new();
    folders.write("returns.md", "# Returns\n\nYou can return an item within 30 days.\n");
    let receiver = ScriptedServer::start(vec![ok()]);
    let server = serve(&folders);
    server.until_indexed(1);
    let url = format!("{}/hook", receiver.base_url());
    let (status, refused) = ask(&server, "POST", "/api/v1/webhooks", &json!({"url": url}));
    assert_eq!((status, &refused["code"]), (422, &json!("invalid_input")), "{refused}");
    let new = json!({"url": url, "private": true,
        "events": ["message.created", "query.created", "escalation.created", "feedback.created"]});
    let (status, made) = ask(&server, "POST", "/api/v1/webhooks", &new);
    assert_eq!(status, 201, "{made}");
    let (id, secret) = (made["id"].as_str().unwrap(), made["secret"].as_str().unwrap());
    let path = format!("/api/v1/webhooks/{id}");
    for known in [server.get("/api/v1/webhooks"), server.get(&path)] {
        assert!(!known.to_string().contains("whsec_"), "a secret is told once: {known}");
    }
    // The command makes the secret anew, beside the desk that runs.
    let shown = run(&folders, &["show", id, "--secret"]);
    assert_eq!(String::from_utf8_lossy(&shown.stdout).trim(), secret);

    let text = "How do I return an item? I am Zora Quux, zora@example.net, 4111 1111 1111 1111.";
    let conversation = write(&server, "Zora Quux", text);
    let at = format!("/api/v1/conversations/{}", conversation["summary"]["id"].as_str().unwrap());
    server.post(&format!("{at}/ticket"), &json!({"note": "Zora is cross"}));
    until("told", || receiver.heard().len() >= 3);
    let mut told = events(&receiver);
    told.sort_unstable();
    assert_eq!(told, ["escalation.created", "message.created", "query.created"]);
    let all = receiver.heard().join("\n").to_lowercase();
    for personal in ["zora", "quux", "example.net", "4111"] {
        assert!(!all.contains(personal), "{personal} in {all}");
    }
    let heard = receiver.heard();
    let query = heard.iter().find(|one| header(one, "x-aside-event") == "query.created").unwrap();
    let data = &body(query)["data"];
    assert_eq!(data["message_id"], conversation["advice"]["message_id"], "{data}");
    assert_eq!(data["category"], conversation["advice"]["analysis"]["category"]["label"]);
    for checked in checked_as_documented(secret, query) {
        assert_eq!(checked, "True False False", "genuine, another body, another time");
    }

    let (_, test) = ask(&server, "POST", &format!("{path}/test"), &json!({}));
    assert_eq!((&test["delivered"], &test["status"]), (&json!(true), &json!(204)), "{test}");
    let metrics = ureq::get(format!("{}/metrics", server.address())).call().unwrap();
    let metrics = metrics.into_body().read_to_string().unwrap();
    assert!(metrics.contains("webhook_deliveries_total{result=\"delivered\"} 3"), "{metrics}");
    assert!(metrics.contains("webhook_deliveries_waiting 0"), "{metrics}");

    let listed = String::from_utf8(run(&folders, &["list"]).stdout).unwrap();
    assert!(listed.contains(id) && listed.contains("0 waiting, 0 failed"), "{listed}");
    let renewed = json(&folders, &["change", id, "--off", "--new-secret"]);
    assert_eq!(renewed["enabled"], json!(false));
    assert!(renewed["secret"].as_str().is_some_and(|new| new != secret), "{renewed}");
    write(&server, "Ada", "Hello?");
    assert_eq!(server.get(&path)["waiting"], 0, "what is off hears of nothing");
    let (status, none) = ask(&server, "PUT", &path, &json!({"events": ["message.deleted"]}));
    assert_eq!(status, 422, "{none}");
    assert!(run(&folders, &["remove", id]).status.success());
    let (status, none) = ask(&server, "GET", &path, &Value::Null);
    assert_eq!((status, &none["code"]), (404, &json!("not_found")));
}

/// What the functions of the documentation say to a delivery, to one with another body and to one with
/// another time; nothing, said aloud, of languages that are not there.
fn checked_as_documented(secret: &str, request: &str) -> Vec<String> {
    let docs = std::fs::read_to_string(repository().join("docs/webhooks.md")).unwrap();
    let block = |language: &str| {
        let start = format!("```{language}\n");
        let after = docs.split_once(&start).unwrap_or_else(|| panic!("no {language}")).1;
        after.split_once("```").unwrap().0.to_owned()
    };
    let given = json!([
        secret,
        header(request, "x-aside-timestamp"),
        header(request, "x-aside-signature"),
        raw(request)
    ]);
    let python = "import json, sys
s, t, h, b = json.loads(sys.argv[1])
b = b.encode()
print(is_genuine(s, t, h, b), is_genuine(s, t, h, b + b' '), is_genuine(s, str(int(t) - 600), h, b))";
    let node = "const [s, t, h, b] = JSON.parse(process.argv[2]);
const say = (is) => (is ? 'True' : 'False');
console.log(say(isGenuine(s, t, h, b)), say(isGenuine(s, t, h, b + ' ')), say(isGenuine(s, String(t - 600), h, b)));";
    let dir = tempfile::tempdir().unwrap();
    let mut said = Vec::new();
    for (program, name, code) in [
        ("python3", "check.py", format!("{}\n{python}\n", block("python"))),
        ("node", "check.mjs", format!("{}\n{node}\n", block("js"))),
    ] {
        let file = dir.path().join(name);
        std::fs::write(&file, code).unwrap();
        match Command::new(program).arg(&file).arg(given.to_string()).output() {
            Ok(output) => {
                assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
                said.push(String::from_utf8_lossy(&output.stdout).trim().to_owned());
            }
            Err(_) => eprintln!("SKIPPED: there is no {program} to check a signature with"),
        }
    }
    said
}

#[test]
fn what_was_acknowledged_is_told_after_a_kill_at_least_once_under_one_id() {
    let folders = Folders::new();
    folders.write("returns.md", "# Returns\n\nYou can return an item within 30 days.\n");
    let receiver = ScriptedServer::start(vec![Answer::Hang(Vec::new())]);
    let (id, _) = hook(&folders, &receiver, &["message.created"]);
    let server = serve(&folders);
    let mut acknowledged = BTreeSet::new();
    for n in 0..20 {
        let conversation = write(&server, "ada", &format!("Message {n}"));
        let message = conversation["messages"].as_array().unwrap().last().unwrap();
        acknowledged.insert(message["id"].as_str().unwrap().to_owned());
    }
    until("under way", || !receiver.heard().is_empty());
    server.kill();
    receiver.play(vec![ok()]);
    let server = serve(&folders);
    server.until(&format!("/api/v1/webhooks/{id}"), "delivered", |hook| hook["waiting"] == 0);
    let heard = receiver.heard();
    let told: BTreeSet<String> = heard
        .iter()
        .map(|one| body(one)["data"]["message_id"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(told, acknowledged, "none is lost, and none is made up");
    let deliveries: BTreeSet<(String, String)> = heard
        .iter()
        .map(|one| (header(one, "x-aside-delivery").to_owned(), body(one)["data"].to_string()))
        .collect();
    assert!(heard.len() > 20, "what was under way came twice");
    assert_eq!(deliveries.len(), 20, "under one id");
}

#[test]
fn the_knowledge_base_is_told_of_when_it_changed_and_not_when_aside_starts() {
    let folders = Folders::new();
    folders.write("returns.md", "# Returns\n\nYou can return an item within 30 days.\n");
    let receiver = ScriptedServer::start(vec![ok()]);
    hook(&folders, &receiver, &["knowledge.changed"]);
    let server = serve(&folders);
    until("told", || !receiver.heard().is_empty());
    server.until_indexed(1);
    // Longer than it takes to be told.
    std::thread::sleep(Duration::from_secs(4));
    let before = receiver.heard().len();
    server.kill();
    let server = serve(&folders);
    server.until_indexed(1);
    std::thread::sleep(Duration::from_secs(4));
    assert_eq!(receiver.heard().len(), before, "nothing changed");
    folders.write("parcels.md", "# Parcels\n\nA parcel takes three days.\n");
    until("told", || receiver.heard().len() > before);
    let last = receiver.heard().pop().unwrap();
    assert_eq!(body(&last)["data"]["files"], 2, "{last}");
}

#[test]
fn without_a_key_a_webhook_is_not_made_and_what_to_do_is_said() {
    let folders = Folders::new();
    let output = folders
        .command(&["webhook", "add", "https://hooks.example/aside"])
        .env_remove("ASIDE_WEBHOOK_KEY")
        // No keyring answers there.
        .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    if cfg!(target_os = "linux") {
        assert!(!output.status.success());
        assert!(said.contains("ASIDE_WEBHOOK_KEY") && said.contains("openssl rand"), "{said}");
    }
    let wrong = folders
        .command(&["webhook", "add", "https://hooks.example/aside"])
        .env("ASIDE_WEBHOOK_KEY", "too short")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&wrong.stderr);
    assert!(said.contains("64 hexadecimal digits"), "{said}");
}
