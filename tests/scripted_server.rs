//! A server that speaks OpenAI's chat completions as it is told to, faults and all. Tests include this
//! file; it needs nothing but the standard library.
#![allow(dead_code, reason = "every test binary uses its own part")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// What it does with one request.
#[derive(Clone, Debug)]
pub enum Answer {
    /// Streams these pieces, each its own chunk, with so many milliseconds before each; then its end.
    Text(Vec<String>, u64),
    /// As `Text`, without the end; without pieces, not even a status.
    Cut(Vec<String>),
    /// As `Text`, then silence; without pieces, not even a status.
    Hang(Vec<String>),
    /// A status with headers and a body.
    Status(u16, String, String),
    /// Status 200 with this body.
    Raw(String),
}

impl Answer {
    /// A text in pieces of a few letters.
    pub fn text(text: &str) -> Self {
        let letters: Vec<char> = text.chars().collect();
        Self::Text(letters.chunks(6).map(|piece| piece.iter().collect()).collect(), 1)
    }

    /// A refusal with OpenAI's kind of body.
    pub fn status(status: u16, message: &str) -> Self {
        let message = message.replace('"', "\\\"");
        Self::Status(status, String::new(), format!("{{\"error\":{{\"message\":\"{message}\"}}}}"))
    }
}

/// The server. It answers until the process ends.
#[derive(Clone)]
pub struct ScriptedServer {
    address: String,
    script: Arc<Mutex<Vec<Answer>>>,
    heard: Arc<Mutex<Vec<String>>>,
}

impl ScriptedServer {
    /// Answers with the script one by one; its last answer stays.
    pub fn start(script: Vec<Answer>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let server = Self { address, script: Arc::default(), heard: Arc::default() };
        server.play(script);
        let serving = server.clone();
        thread::spawn(move || {
            for connection in listener.incoming().flatten() {
                let serving = serving.clone();
                // A client that goes away ends its thread.
                thread::spawn(move || serving.serve(&connection));
            }
        });
        server
    }

    /// From now on.
    pub fn play(&self, script: Vec<Answer>) {
        *self.script.lock().unwrap() = script.into_iter().rev().collect();
    }

    /// For the settings.
    pub fn base_url(&self) -> String {
        format!("http://{}/v1", self.address)
    }

    /// Every request so far, head and body.
    pub fn heard(&self) -> Vec<String> {
        self.heard.lock().unwrap().clone()
    }

    fn serve(&self, connection: &TcpStream) -> Option<()> {
        let mut reader = BufReader::new(connection.try_clone().ok()?);
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if reader.read_line(&mut head).ok()? == 0 {
                return None;
            }
        }
        let length = head.to_lowercase().lines().find_map(|line| {
            line.strip_prefix("content-length:").and_then(|length| length.trim().parse().ok())
        });
        let mut body = vec![0; length.unwrap_or(0)];
        reader.read_exact(&mut body).ok()?;
        let request = format!("{head}{}", String::from_utf8_lossy(&body));
        if request.starts_with("GET /v1/models") {
            let body = r#"{"object":"list","data":[{"id":"scripted"},{"id":"other"}]}"#;
            return respond(connection, 200, "Content-Type: application/json\r\n", body);
        }
        self.heard.lock().unwrap().push(request);
        let answer = {
            let mut script = self.script.lock().unwrap();
            if script.len() > 1 { script.pop()? } else { script.last()?.clone() }
        };
        match answer {
            Answer::Status(status, headers, body) => respond(connection, status, &headers, &body),
            Answer::Raw(body) => respond(connection, 200, "", &body),
            Answer::Text(pieces, pause) => {
                open(connection)?;
                stream(connection, &pieces, pause)?;
                say(connection, r#"{"choices":[{"delta":{},"finish_reason":"stop"}]}"#)?;
                say(
                    connection,
                    r#"{"choices":[],"usage":{"prompt_tokens":321,"completion_tokens":45}}"#,
                )?;
                say(connection, "[DONE]")
            }
            Answer::Cut(pieces) if pieces.is_empty() => None,
            Answer::Cut(pieces) => {
                open(connection)?;
                stream(connection, &pieces, 1)
            }
            Answer::Hang(pieces) => {
                if !pieces.is_empty() {
                    open(connection)?;
                }
                stream(connection, &pieces, 1)?;
                thread::sleep(Duration::from_secs(20));
                None
            }
        }
    }
}

fn open(mut connection: &TcpStream) -> Option<()> {
    let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";
    connection.write_all(head.as_bytes()).ok()
}

fn stream(connection: &TcpStream, pieces: &[String], pause: u64) -> Option<()> {
    for piece in pieces {
        thread::sleep(Duration::from_millis(pause));
        let mut text = String::new();
        for letter in piece.chars() {
            match letter {
                '"' | '\\' => text.extend(['\\', letter]),
                '\n' => text.push_str("\\n"),
                letter => text.push(letter),
            }
        }
        say(connection, &format!(r#"{{"choices":[{{"delta":{{"content":"{text}"}}}}]}}"#))?;
    }
    Some(())
}

fn say(mut connection: &TcpStream, data: &str) -> Option<()> {
    connection.write_all(format!("data: {data}\n\n").as_bytes()).ok()
}

fn respond(mut connection: &TcpStream, status: u16, headers: &str, body: &str) -> Option<()> {
    let length = body.len();
    let answer = format!(
        "HTTP/1.1 {status} Scripted\r\nContent-Length: {length}\r\nConnection: close\r\n{headers}\r\n{body}"
    );
    connection.write_all(answer.as_bytes()).ok()
}
