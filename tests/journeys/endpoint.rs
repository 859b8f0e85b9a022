//! Documents are searched by an embeddings endpoint that comes and goes.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::{Value, json};

use crate::aside::{Folders, Server, repository};

/// Embeds by words: texts that share some are near each other. Answers 503 while it is down.
struct Service {
    address: String,
    up: Arc<AtomicBool>,
}

impl Service {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}/v1", listener.local_addr().unwrap());
        let up = Arc::new(AtomicBool::new(false));
        let is_up = up.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                answer(&stream, is_up.load(Ordering::SeqCst));
            }
        });
        Self { address, up }
    }

    fn set(&self, up: bool) {
        self.up.store(up, Ordering::SeqCst);
    }
}

fn answer(mut stream: &TcpStream, up: bool) {
    let mut reader = BufReader::new(stream);
    let mut length = 0;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).unwrap_or_default() == 0 || line.trim().is_empty() {
            break;
        }
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
    }
    let mut body = vec![0; length];
    if reader.read_exact(&mut body).is_err() || length == 0 {
        return;
    }
    let body: Value = serde_json::from_slice(&body).unwrap();
    let texts = body["input"].as_array().unwrap();
    let rows = texts.iter().enumerate().map(|(index, text)| {
        let mut embedding = vec![0.01_f32; 64];
        for word in text.as_str().unwrap().to_lowercase().split(|c: char| !c.is_alphanumeric()) {
            embedding[word.bytes().fold(7, |sum, byte| (sum * 31 + byte as usize) % 64)] += 1.0;
        }
        json!({"index": index, "embedding": embedding})
    });
    let (status, text) = match up {
        true => (200, json!({"data": rows.collect::<Vec<_>>()}).to_string()),
        false => (503, String::new()),
    };
    // Whoever asked may be gone.
    let _ = write!(
        stream,
        "HTTP/1.1 {status} X\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{text}",
        text.len()
    );
}

fn cited(server: &Server) -> Value {
    let body = json!({"text": "How do I return an item that I do not like?"});
    let advice = server.post("/api/v1/conversations", &body)["advice"].clone();
    assert_eq!(advice["analysis"]["degraded"], false, "the built-in encoder reads messages");
    advice["suggestions"][0]["citations"][0]["document"].clone()
}

#[test]
fn an_endpoint_that_comes_and_goes_never_keeps_a_customer_waiting() {
    let service = Service::start();
    let folders = Folders::new();
    folders.write("orders/returns.md", "# Return an item\n\nYou can return any item in 30 days.\n");
    folders.write("billing/invoices.md", "# Invoices\n\nEvery invoice is in your account.\n");
    folders.json(&["index"]);
    let remote = folders.data().join("models/remote");
    std::fs::create_dir_all(&remote).unwrap();
    let description = json!({"endpoint": service.address, "model": "words", "dimensions": 64});
    std::fs::write(remote.join("aside.json"), description.to_string()).unwrap();

    let mut command = folders.command(&["serve", "--port", "0"]);
    command.env("ASIDE_MODELS", repository().join("models")).env("ASIDE_ENCODER", "remote");
    let server = Server::start(command);
    // It is down: the former vectors answer, and what waits says why.
    server.until("/api/v1/knowledge", "told", |status| {
        status["failures"].to_string().contains("failed (503)")
    });
    let status = server.get("/api/v1/knowledge");
    assert_eq!(status["change"]["from"], "all-MiniLM-L6-v2", "{status:#}");
    assert_eq!(server.get("/health")["model"]["state"], "ready", "the former one answers");
    assert_eq!(cited(&server), "orders/returns.md");

    service.set(true);
    server.until("/api/v1/knowledge", "switched", |status| {
        status["change"].is_null()
            && status["embedded"] == status["chunks"]
            && status["failed"] == 0
    });
    assert!(server.get("/health")["model"]["name"].as_str().unwrap().starts_with("remote-"));
    assert_eq!(cited(&server), "orders/returns.md");

    // Down again: words answer, a new file waits for its vector, and the state says why.
    service.set(false);
    folders.write("orders/parcels.md", "# Parcels\n\nA parcel takes three days to arrive.\n");
    server.until("/api/v1/knowledge", "read", |status| status["files"] == 3);
    assert_eq!(cited(&server), "orders/returns.md");
    let health = server.get("/health");
    assert_eq!(health["model"]["state"], "missing", "{health:#}");
    assert!(health["model"]["reason"].as_str().unwrap().contains("failed (503)"), "{health:#}");
    assert!(health["knowledge"]["embedded"].as_u64() < health["knowledge"]["chunks"].as_u64());

    service.set(true);
    server.until_indexed(3);
    // It is asked for once a second: more is held up.
    let well = (0..60).any(|_| {
        std::thread::sleep(std::time::Duration::from_secs(1));
        server.get("/health")["model"]["state"] == "ready"
    });
    assert!(well);
}
