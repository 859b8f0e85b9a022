//! The log of a server: whole JSON lines, and nothing of what people wrote in them.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::aside::{Folders, Server};

/// Words that are in nothing but what a customer, an agent and a setting say.
const PLANTED: [&str; 7] = [
    "zanzibarquux",
    "quibblefrotz",
    "wombatsecret",
    "plughxyzzy",
    "fnordkey",
    "grumblecomment",
    "mumbletyped",
];

#[test]
fn the_log_is_json_and_tells_nothing_that_people_wrote() {
    let folders = Folders::new();
    folders.write(
        "hub.md",
        "# Hub\n\nThe Hub measures your consumption. Hold the button for 10 seconds.\n",
    );
    let logs = folders.data().join("../logs");
    let mut command = folders.command(&["serve", "--port", "0", "--log-format", "json"]);
    command.arg("--log-file").arg(logs.join("aside.log")).args(["--log-file-mb", "1"]);
    command.env("ASIDE_LOG", "debug").env("ASIDE_MODEL_KEY", PLANTED[4]);
    let server = Server::start(command);
    server.until_indexed(1);

    let opened = server.post("/chat/sessions", &json!({"user_id": PLANTED[0]}));
    let token = opened["session_id"].as_str().unwrap().to_owned();
    let session = format!("/chat/sessions/{token}");
    let wrote = format!("How do I reset the Hub? My name is {}, call +49 171 5550123.", PLANTED[1]);
    let reply = server.post(&format!("{session}/messages"), &json!({"message": wrote}));
    assert!(!reply["message"].as_str().unwrap().is_empty());
    let angry = format!("I am furious about {}! I will call my lawyer!", PLANTED[2]);
    server.post(&format!("{session}/messages"), &json!({"message": angry}));
    let note =
        json!({"customer": PLANTED[0], "text": format!("Where is my parcel, {}?", PLANTED[3])});
    server.post("/api/v1/conversations", &note);
    // What is refused is told in no more words.
    for (path, body) in [
        (format!("{session}/rating"), json!({"rating": 9, "comment": PLANTED[5]})),
        (format!("{session}/messages"), json!({"message": "", "client_id": PLANTED[5]})),
        ("/api/v1/sql".to_owned(), json!({"sql": format!("select {} from nowhere", PLANTED[5])})),
    ] {
        assert!(server.try_post(&path, &body).is_none(), "{path}");
    }
    let typing = format!("{}{session}/typing", server.address());
    ureq::post(typing).send_json(json!({"preview": PLANTED[6]})).unwrap();
    server.get(&format!("/api/v1/search?q={}", PLANTED[6]));
    server.kill();

    let lines = lines_of(&logs);
    assert!(lines.len() > 10, "{} lines at debug level", lines.len());
    for line in &lines {
        let parsed: Value = serde_json::from_str(line).unwrap_or_else(|_| panic!("{line}"));
        assert!(parsed["timestamp"].is_string() && parsed["level"].is_string(), "{line}");
        for secret in PLANTED.iter().chain([&token.as_str(), &"5550123"]) {
            assert!(!line.to_lowercase().contains(secret), "{secret}: {line}");
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_under_the_log_keeps_nobody_from_being_answered() {
    let folders = Folders::new();
    folders.write("hub.md", "# Hub\n\nHold the button for 10 seconds.\n");
    let mut command = folders.command(&["serve", "--port", "0", "--log-file", "/dev/full"]);
    command.env("ASIDE_LOG", "debug");
    let server = Server::start(command);
    let chat = json!({"customer_id": "ada", "message": "How do I reset the Hub?"});
    assert!(server.post("/chat", &chat)["response"].is_string());
}

fn lines_of(folder: &Path) -> Vec<String> {
    let files = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    let texts = files.map(|file| fs::read_to_string(file).unwrap());
    texts.flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>()).collect()
}
