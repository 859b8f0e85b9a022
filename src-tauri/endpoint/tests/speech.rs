//! Messages of a session, read aloud on this machine.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod support;

use std::fs;

use aside_contract::MessageId;
use axum::Router;
use axum::http::{StatusCode, header};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tempfile::TempDir;
use tower::ServiceExt;

use crate::support::request;

struct Desk {
    router: Router,
    dir: TempDir,
}

impl Desk {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let knowledge = dir.path().join("knowledge");
        fs::create_dir(&knowledge).unwrap();
        let engine = support::open(knowledge, &dir.path().join("data"));
        Self { router: aside_endpoint::loopback_router(engine), dir }
    }

    fn set(&self, speech: &str) {
        let settings = format!("[speech]\n{speech}\n");
        fs::write(self.dir.path().join("data/settings.toml"), settings).unwrap();
    }

    async fn post(&self, path: &str, body: Value) -> (StatusCode, Value) {
        let (status, _, answer) =
            support::answer(&self.router, request("POST", path, Some(&body))).await;
        (status, answer)
    }

    /// A session in which the customer wrote this: its path, the customer's message, and the answer to it.
    async fn session(&self, message: &str) -> (String, Value, Value) {
        let (_, opened) = self.post("/chat/sessions", json!({"user_id": "ada"})).await;
        let session = format!("/chat/sessions/{}", opened["session_id"].as_str().unwrap());
        let (status, reply) =
            self.post(&format!("{session}/messages"), json!({"message": message})).await;
        assert_eq!(status, StatusCode::OK, "{reply}");
        (session, reply["customer_message_id"].clone(), reply["message_id"].clone())
    }
}

/// Whether it is there on this machine, as the checks have to pass without it.
fn has_espeak() -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join("espeak-ng").is_file())
}

#[tokio::test]
async fn without_a_program_nothing_is_read_aloud_and_the_error_says_what_to_install() {
    let desk = Desk::new();
    let (session, _, answer) = desk.session("Can I talk to a person?").await;
    let speech = format!("{session}/speech");
    let (status, error) = desk.post(&speech, json!({"message_id": answer})).await;
    assert_eq!(status, StatusCode::NOT_IMPLEMENTED, "{error}");
    assert_eq!(error["code"], "no_speech");
    assert!(error["detail"].as_str().unwrap().contains("install espeak-ng"), "{error}");
    let history = format!("{session}/history");
    let (_, _, told) = support::answer(&desk.router, request("GET", &history, None)).await;
    assert_eq!(told["speech"], false);
    // That it is not set up is no failure of Aside's.
    let response = desk.router.clone().oneshot(request("GET", "/metrics", None)).await.unwrap();
    let numbers = response.into_body().collect().await.unwrap().to_bytes();
    let numbers = String::from_utf8(numbers.to_vec()).unwrap();
    assert!(numbers.contains("chat_messages_spoken_total 0"), "{numbers}");
    assert!(!numbers.contains("status=\"501\""), "{numbers}");
}

#[tokio::test]
async fn only_messages_to_the_customer_of_the_session_are_read_aloud() {
    let desk = Desk::new();
    desk.set("engine = \"espeak-ng\"");
    let (session, own, _) = desk.session("Can I talk to a person?").await;
    let (_, _, other) = desk.session("Is anybody there?").await;
    let speech = format!("{session}/speech");
    for id in [own, other, json!(MessageId::new())] {
        let (status, error) = desk.post(&speech, json!({"message_id": id})).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{error}");
    }
    let (status, _) = desk.post(&speech, json!({"text": "whatever"})).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    let foreign = format!("/chat/sessions/{}/speech", "0".repeat(64));
    let (status, _) = desk.post(&foreign, json!({"message_id": MessageId::new()})).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_reply_is_heard_with_the_shapes_of_the_mouth() {
    if !has_espeak() {
        // The checks have to pass on a machine without it, too.
        return;
    }
    let desk = Desk::new();
    desk.set("engine = \"espeak-ng\"");
    let (session, _, answer) = desk.session("Can I talk to a person?").await;
    let speech = format!("{session}/speech");
    let (status, spoken) = desk.post(&speech, json!({"message_id": answer})).await;
    assert_eq!(status, StatusCode::OK, "{spoken}");
    assert_eq!((&spoken["language"], &spoken["message_id"]), (&json!("en"), &answer));
    assert_eq!(spoken["audio"]["media_type"], "audio/wav");
    // A WAV file in base64.
    assert!(spoken["audio"]["data"].as_str().unwrap().starts_with("UklGR"), "{spoken}");
    let visemes = spoken["visemes"].as_array().unwrap();
    let times: Vec<u64> = visemes.iter().map(|viseme| viseme["at_ms"].as_u64().unwrap()).collect();
    assert!(times.len() > 20 && times.is_sorted(), "{visemes:?}");
    assert!(*times.last().unwrap() <= spoken["duration_ms"].as_u64().unwrap());
    assert_eq!(visemes.last().unwrap()["shape"], "rest");

    let file = request("POST", &speech, Some(&json!({"message_id": answer, "format": "wav"})));
    let response = desk.router.clone().oneshot(file).await.unwrap();
    assert_eq!(response.headers()[header::CONTENT_TYPE], "audio/wav");
    assert_eq!(response.headers()[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    assert_eq!((&bytes[..4], bytes.len() > 20_000), (b"RIFF".as_slice(), true));

    let mut refused = None;
    for _ in 0..30 {
        let (status, error) = desk.post(&speech, json!({"message_id": MessageId::new()})).await;
        refused = (status == StatusCode::TOO_MANY_REQUESTS).then_some(error).or(refused);
    }
    assert_eq!(refused.unwrap()["code"], "too_many");
}

/// Piper's voices come from a site of their own: a stand-in gives sound as Piper does, and checks what it is
/// told.
#[cfg(unix)]
#[tokio::test]
async fn piper_is_asked_with_its_voice_and_the_text_by_a_pipe() {
    use std::os::unix::fs::PermissionsExt;

    let desk = Desk::new();
    let place = |name: &str| desk.dir.path().join(name);
    let script = "#!/bin/sh\n[ \"$1 $2\" = \"--model $(dirname \"$0\")/amy.onnx\" ] || exit 1\n[ \"$3\" = --output-raw ] || exit 2\ngrep -q colleague || exit 3\nhead -c 32000 /dev/urandom\n";
    fs::write(place("piper"), script).unwrap();
    fs::set_permissions(place("piper"), fs::Permissions::from_mode(0o755)).unwrap();
    let (program, voice) = (place("piper"), place("amy.onnx"));
    desk.set(&format!("engine = \"piper\"\nprogram = {program:?}\nvoice_en = {voice:?}"));
    let (session, _, answer) = desk.session("Can I talk to a person?").await;
    let speech = format!("{session}/speech");
    let (status, error) = desk.post(&speech, json!({"message_id": answer})).await;
    assert_eq!(status, StatusCode::NOT_IMPLEMENTED, "{error}");
    assert!(error["detail"].as_str().unwrap().contains(".onnx.json"), "{error}");

    fs::write(place("amy.onnx.json"), "{\"audio\": {\"sample_rate\": 16000}, \"more\": 1}")
        .unwrap();
    let (status, spoken) = desk.post(&speech, json!({"message_id": answer})).await;
    assert_eq!(status, StatusCode::OK, "{spoken}");
    assert_eq!(spoken["duration_ms"], 1_000);
    assert!(spoken["visemes"].as_array().unwrap().len() > 10, "{spoken}");
}
