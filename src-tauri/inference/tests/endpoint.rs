//! An OpenAI-compatible embeddings endpoint, played by a server whose answers are scripted.
#![allow(clippy::unwrap_used, reason = "a helper of a test fails as the test does")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use aside_inference::{Embedder, Endpoint, InferenceError, InferenceQueue, ModelError};
use aside_redact::Masks;
use parking_lot::Mutex;
use serde_json::{Value, json};

/// What the server does with a request.
#[derive(Clone, Copy, Debug)]
enum Play {
    /// Vectors that tell texts apart, last text first.
    Good,
    /// This status, with `retry-after` where it is some.
    Refuse(u16, Option<u32>),
    /// Nothing, for longer than anybody waits.
    Hang,
    /// As good, but vectors of two numbers.
    Short,
    /// As good, with a number that is none.
    Nan,
    /// As good, with a vector missing.
    Few,
    /// As good, but the connection ends in the middle.
    Cut,
    /// 400 where a text has this word.
    Picky(&'static str),
}

/// The body of a request, and what stood as authorization.
type Heard = (Value, Option<String>);

#[derive(Clone)]
struct Server {
    address: String,
    play: Arc<Mutex<Play>>,
    heard: Arc<Mutex<Vec<Heard>>>,
}

impl Server {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}/v1", listener.local_addr().unwrap());
        let server =
            Self { address, play: Arc::new(Mutex::new(Play::Good)), heard: Arc::default() };
        let played = server.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let server = played.clone();
                std::thread::spawn(move || server.answer(&mut stream.unwrap()));
            }
        });
        server
    }

    fn play(&self, play: Play) {
        *self.play.lock() = play;
    }

    fn heard(&self) -> Vec<Value> {
        self.heard.lock().iter().map(|(body, _)| body.clone()).collect()
    }

    fn answer(&self, stream: &mut TcpStream) {
        let Some((body, key)) = read(stream) else { return };
        self.heard.lock().push((body.clone(), key));
        let play = *self.play.lock();
        let texts: Vec<&str> =
            body["input"].as_array().unwrap().iter().map(|text| text.as_str().unwrap()).collect();
        let mut rows: Vec<Value> = texts
            .iter()
            .enumerate()
            .map(|(index, text)| json!({"index": index, "embedding": vector(text)}))
            .collect();
        rows.reverse();
        let (mut status, mut head) = (200, String::new());
        match play {
            Play::Good | Play::Cut | Play::Nan => {}
            Play::Refuse(code, after) => {
                status = code;
                head = after.map(|after| format!("retry-after: {after}\r\n")).unwrap_or_default();
            }
            Play::Hang => std::thread::sleep(Duration::from_secs(600)),
            Play::Short => rows.iter_mut().for_each(|row| row["embedding"] = json!([1.0, 0.0])),
            Play::Few => drop(rows.pop()),
            Play::Picky(word) if texts.iter().any(|text| text.contains(word)) => status = 400,
            Play::Picky(_) => {}
        }
        let mut answer = json!({"object": "list", "data": rows}).to_string();
        if let Play::Nan = play {
            answer = answer.replacen("\"embedding\":[", "\"embedding\":[NaN,", 1);
        }
        let length = answer.len();
        if let Play::Cut = play {
            answer.truncate(length / 2);
        }
        let _ = write!(
            stream,
            "HTTP/1.1 {status} X\r\ncontent-length: {length}\r\nconnection: close\r\n{head}\r\n{answer}"
        );
    }
}

fn read(stream: &TcpStream) -> Option<Heard> {
    let mut reader = BufReader::new(stream);
    let (mut length, mut key) = (0, None);
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let (name, value) = line.split_once(':').unwrap_or((line.trim(), ""));
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.trim().parse().unwrap(),
            "authorization" => key = Some(value.trim().to_owned()),
            "" => break,
            _ => {}
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some((serde_json::from_slice(&body).unwrap(), key))
}

/// A vector of four numbers by a text's letters, not of length 1.
fn vector(text: &str) -> [f32; 4] {
    let mut vector = [0.5; 4];
    for (place, byte) in text.bytes().enumerate() {
        vector[(place + byte as usize) % 4] += f32::from(byte) / 64.0;
    }
    vector
}

fn unit(text: &str) -> Vec<f32> {
    let vector = vector(text);
    let length = vector.iter().map(|number| number * number).sum::<f32>().sqrt();
    vector.iter().map(|number| number / length).collect()
}

fn describe(dir: &Path, server: &Server, changes: &Value) {
    let mut description = json!({
        "endpoint": server.address,
        "model": "test-embedding",
        "dimensions": 4,
        "query_timeout_ms": 30_000,
        "batch_timeout_ms": 30_000,
    });
    description.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    std::fs::write(dir.join("aside.json"), description.to_string()).unwrap();
}

fn open(server: &Server, changes: &Value) -> Result<Endpoint, ModelError> {
    let dir = tempfile::tempdir().unwrap();
    describe(dir.path(), server, changes);
    assert!(Endpoint::is_in(dir.path()));
    let key = |name: &str| (name == "TEST_KEY").then(|| "sesame".to_owned());
    Endpoint::open(dir.path(), key, Box::new(Masks::new))
}

fn trouble(result: Result<Vec<Vec<f32>>, InferenceError>) -> (String, Option<Duration>) {
    match result {
        Err(InferenceError::Unreachable { reason, retry_after }) => (reason, retry_after),
        other => panic!("{other:?}"),
    }
}

fn near(found: &[f32], wanted: &[f32]) {
    let close = found.iter().zip(wanted).all(|(found, wanted)| (found - wanted).abs() < 1e-5);
    assert!(found.len() == wanted.len() && close, "{found:?}, wanted {wanted:?}");
}

#[test]
fn vectors_come_in_order_of_length_one_and_in_batches() {
    let server = Server::start();
    let changes = json!({
        "batch": 10, "key_name": "TEST_KEY", "document_prefix": "passage: ", "ask_for_dimensions": true,
    });
    let queue = InferenceQueue::start(Arc::new(open(&server, &changes).unwrap()), 2);
    let texts: Vec<String> =
        ('a'..='y').map(|letter| format!("how to choose between models {letter} and z")).collect();
    let vectors = queue.embed_background(&texts).unwrap();
    for (text, vector) in texts.iter().zip(&vectors) {
        near(vector, &unit(&format!("passage: {text}")));
    }
    near(&queue.question("How?").unwrap().vector, &unit("How?"));
    let heard = server.heard.lock();
    assert!(heard.iter().all(|(body, key)| {
        body["input"].as_array().unwrap().len() <= 10
            && (body["model"] == "test-embedding" && body["dimensions"] == 4)
            && key.as_deref() == Some("Bearer sesame")
    }));
}

#[test]
fn nothing_personal_leaves_the_machine() {
    let server = Server::start();
    let endpoint = open(&server, &json!({})).unwrap();
    let text = "Refund to ann@example.org, card 4111 1111 1111 1111, please.";
    endpoint.embed(&[text]).unwrap();
    endpoint.embed_behind(&[text], &|| {}).unwrap();
    let heard = json!(server.heard()).to_string();
    assert!(!heard.contains("ann@example.org") && !heard.contains("4111"), "{heard}");
    assert_eq!(heard.matches("[EMAIL_1]").count(), 2, "{heard}");
}

#[test]
fn whatever_goes_wrong_is_told_in_a_sentence_with_what_to_do() {
    for (play, told) in [
        (Play::Refuse(401, None), "refuses the key (401): check TEST_KEY"),
        (Play::Refuse(404, None), "has no embeddings of the model test-embedding"),
        (Play::Refuse(429, Some(7)), "has too much to do"),
        (Play::Refuse(500, None), "failed (500)"),
        (Play::Refuse(302, None), "sends elsewhere"),
        (Play::Hang, "did not answer within 0.3 s"),
        (Play::Short, "gives vectors of 2 numbers, and aside.json says 4"),
        (Play::Nan, "something else than embeddings"),
        (Play::Few, "gave 23 embeddings for 24 texts"),
        (Play::Cut, "cannot be reached"),
    ] {
        let server = Server::start();
        server.play(play);
        let patience = if let Play::Hang = play { 300 } else { 30_000 };
        let changes = json!({"key_name": "TEST_KEY", "query_timeout_ms": patience});
        let endpoint = open(&server, &changes).unwrap();
        assert_eq!(endpoint.trouble(), None);
        let (reason, retry_after) = trouble(endpoint.embed(&["How do I pay?"]));
        assert!(reason.contains(told) && reason.contains("127.0.0.1"), "{play:?}: {reason}");
        assert!(!reason.contains("sesame") && !reason.contains("pay"), "{reason}");
        assert_eq!(endpoint.trouble().as_deref(), Some(&*reason));
        let asked = matches!(play, Play::Refuse(429, _)).then_some(Duration::from_secs(7));
        assert_eq!(retry_after, asked, "{play:?}");
    }
}

#[test]
fn an_endpoint_that_fails_is_left_alone_and_asked_again() {
    let server = Server::start();
    let endpoint = open(&server, &json!({})).unwrap();
    endpoint.embed(&["before"]).unwrap();
    server.play(Play::Refuse(500, None));
    for _ in 0..3 {
        trouble(endpoint.embed(&["down"]));
    }
    let asked = server.heard().len();
    let (reason, wait) = trouble(endpoint.embed(&["down"]));
    assert!(reason.contains("failed (500)") && wait.is_some(), "{reason} {wait:?}");
    assert_eq!(server.heard().len(), asked, "nobody asks");
    server.play(Play::Good);
    let deadline = Instant::now() + Duration::from_secs(60);
    while endpoint.embed(&["back"]).is_err() {
        assert!(Instant::now() < deadline, "it is asked again");
        std::thread::sleep(Duration::from_millis(50));
    }
    assert_eq!(endpoint.trouble(), None);
}

#[test]
fn without_its_key_nothing_is_sent() {
    let server = Server::start();
    let endpoint = open(&server, &json!({"key_name": "OTHER_KEY"})).unwrap();
    let (reason, _) = trouble(endpoint.embed(&["How do I pay?"]));
    assert!(reason.contains("Set OTHER_KEY"), "{reason}");
    assert!(server.heard().is_empty());
}

#[test]
fn a_text_that_is_refused_is_cut_and_keeps_no_other_waiting() {
    let server = Server::start();
    let endpoint = open(&server, &json!({})).unwrap();
    endpoint.try_out().unwrap();
    server.play(Play::Picky("swordfish"));
    let long = format!("{} swordfish", "A sentence about parcels. ".repeat(30));
    let texts = ["one", "two", &long, "a short swordfish", "five"];
    let vectors = endpoint.embed_behind(&texts, &|| {}).unwrap();
    near(&vectors[0], &unit("one"));
    near(&vectors[4], &unit("five"));
    let half: String = long.chars().take(long.chars().count() / 2).collect();
    near(&vectors[2], &unit(&half));
    assert_eq!(vectors[3], [0.0; 4], "words alone find it");
    assert_eq!(endpoint.trouble(), None);
    // Where it takes nothing any more, it is no text's fault.
    server.play(Play::Refuse(400, None));
    trouble(endpoint.embed_behind(&["short"], &|| {}));
    assert!(endpoint.trouble().unwrap().contains("does not take the request"));
}

#[test]
fn a_setting_that_cannot_be_used_is_refused_and_another_one_is_another_encoder() {
    let server = Server::start();
    let dir = tempfile::tempdir().unwrap();
    let name = |changes: &Value| {
        describe(dir.path(), &server, changes);
        Endpoint::open(dir.path(), |_| None, Box::new(Masks::new)).unwrap().name().to_owned()
    };
    let first = name(&json!({}));
    assert_eq!(name(&json!({"batch": 3})), first, "how it is asked is no matter");
    assert_ne!(name(&json!({"model": "other"})), first);
    assert_ne!(name(&json!({"query_prefix": "query: "})), first);
    for (changes, told) in [
        (json!({"endpoint": "http://example.com/v1"}), "https://"),
        (json!({"dimensions": 0}), "0 dimensions"),
        (json!({"key": "sk-secret"}), "unknown field `key`"),
    ] {
        let error = open(&server, &changes).err().unwrap().to_string();
        assert!(error.contains(told) && !error.contains("sk-secret"), "{error}");
        assert!(error.contains("docs/encoders.md"), "{error}");
    }
}
