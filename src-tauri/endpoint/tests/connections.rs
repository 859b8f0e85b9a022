//! Whoever opens many connections, or is slow on purpose, takes their own places and nobody else's time.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

#[allow(dead_code, reason = "requests go over the network here")]
mod support;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use aside_endpoint::{ConnectionLimits, Listener};
use aside_engine::{Engine, InboxRequest};
use futures_util::{SinkExt, StreamExt};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message as Frame;

const ASKED: &[u8] =
    b"GET /health/liveness HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n";

/// A desk that answers within these limits for as long as the test runs.
async fn desk(limits: ConnectionLimits) -> (SocketAddr, Arc<Engine>, TempDir) {
    let dir = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(dir.path().join("knowledge")).unwrap();
    let engine = support::open(dir.path().join("knowledge"), &dir.path().join("data"));
    let listener = Listener::bind(0).await.unwrap();
    let (address, served) = (listener.address(), engine.clone());
    tokio::spawn(aside_endpoint::serve_within(
        limits,
        served,
        listener,
        None,
        std::future::pending(),
    ));
    (address, engine, dir)
}

/// All that a connection says until it is closed.
async fn rest(stream: &mut TcpStream) -> String {
    let mut said = Vec::new();
    // A side that closes without a word about it has said all.
    let reading = tokio::time::timeout(Duration::from_secs(30), stream.read_to_end(&mut said));
    let _ = reading.await.expect("the connection stays open");
    String::from_utf8_lossy(&said).into_owned()
}

async fn is_answered(address: SocketAddr) -> bool {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(ASKED).await.unwrap();
    rest(&mut stream).await.starts_with("HTTP/1.1 200")
}

#[tokio::test]
async fn a_head_that_does_not_come_is_not_waited_for() {
    let head = Duration::from_millis(300);
    let (address, ..) = desk(ConnectionLimits { head, ..ConnectionLimits::default() }).await;
    for begun in ["", "GET / HTTP/1.1\r\nhost: 127.0.0.1\r\nx-slow: "] {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(begun.as_bytes()).await.unwrap();
        assert!(!rest(&mut stream).await.contains(" 200 "), "{begun:?}");
    }
    // One byte at a time is no faster.
    let (mut stream, start) = (TcpStream::connect(address).await.unwrap(), Instant::now());
    while stream.write_all(b"x").await.is_ok() {
        tokio::time::sleep(Duration::from_millis(20)).await;
        assert!(start.elapsed() < Duration::from_secs(30), "a head may take for ever");
    }
    assert!(is_answered(address).await);
}

#[tokio::test]
async fn a_body_that_drips_is_given_up_and_the_connection_with_it() {
    let body = Duration::from_millis(300);
    let (address, ..) = desk(ConnectionLimits { body, ..ConnectionLimits::default() }).await;
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head = "POST /chat HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n{";
    stream.write_all(head.as_bytes()).await.unwrap();
    let answer = rest(&mut stream).await;
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    assert!(answer.contains("the body took longer"), "{answer}");
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused_unread() {
    let (address, ..) = desk(ConnectionLimits::default()).await;
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head = "POST /chat HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: 1000000000\r\n\r\n{";
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = [0; 64];
    let read = stream.read(&mut answer).await.unwrap();
    let answer = String::from_utf8_lossy(&answer[..read]);
    assert!(answer.starts_with("HTTP/1.1 4"), "{answer}");
}

#[tokio::test]
async fn no_more_connections_are_open_than_there_are_places() {
    let limits = ConnectionLimits { most: 20, ..ConnectionLimits::default() };
    let (address, ..) = desk(limits).await;
    let mut held = Vec::new();
    for _ in 0..20 {
        held.push(TcpStream::connect(address).await.unwrap());
    }
    // They are taken in the order in which they came.
    let mut refused = TcpStream::connect(address).await.unwrap();
    assert_eq!(rest(&mut refused).await, "");
    drop(held);
    let start = Instant::now();
    while !is_answered(address).await {
        assert!(start.elapsed() < Duration::from_secs(30), "no place becomes free");
    }
}

#[tokio::test]
async fn an_open_socket_keeps_its_place_and_gives_it_back() {
    let limits = ConnectionLimits { most: 1, ..ConnectionLimits::default() };
    let (address, ..) = desk(limits).await;
    let url = format!("ws://{address}/ws/ada");
    let (socket, _) = tokio_tungstenite::connect_async(&url).await.unwrap();
    assert!(tokio_tungstenite::connect_async(&url).await.is_err());
    drop(socket);
    let start = Instant::now();
    while tokio_tungstenite::connect_async(&url).await.is_err() {
        assert!(start.elapsed() < Duration::from_secs(30), "the place stays taken");
    }
}

#[tokio::test]
async fn a_frame_that_is_too_large_ends_the_socket_and_no_other() {
    let (address, engine, _dir) = desk(ConnectionLimits::default()).await;
    let url = format!("ws://{address}/ws/ada");
    let (mut greedy, _) = tokio_tungstenite::connect_async(&url).await.unwrap();
    let (mut other, _) = tokio_tungstenite::connect_async(&url).await.unwrap();
    // The other side may close before all of it is sent.
    let _ = greedy.send(Frame::text("x".repeat(300_000))).await;
    let end = tokio::time::timeout(Duration::from_secs(30), async {
        while let Some(Ok(frame)) = greedy.next().await {
            assert!(!frame.is_text(), "{frame:?}");
        }
    });
    end.await.expect("the socket stays open");
    assert!(engine.inbox(&InboxRequest::default()).unwrap().conversations.is_empty());
    other.send(Frame::text("Hello?")).await.unwrap();
    let heard = tokio::time::timeout(Duration::from_secs(30), async {
        while !other.next().await.unwrap().unwrap().is_text() {}
    });
    heard.await.expect("the other socket hears nothing");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_side_that_reads_nothing_is_let_go() {
    let stalled = Duration::from_millis(300);
    let limits = ConnectionLimits { most: 2, stalled, ..ConnectionLimits::default() };
    let (address, ..) = desk(limits).await;
    let mut stream = TcpStream::connect(address).await.unwrap();
    // Far more than the systems between the two sides keep.
    let asked = b"GET /openapi.json HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n";
    for _ in 0..200 {
        if stream.write_all(asked).await.is_err() {
            break;
        }
    }
    let start = Instant::now();
    loop {
        // Of two places one is its own: both are free once it is let go.
        let other = TcpStream::connect(address).await.unwrap();
        let is_free = is_answered(address).await;
        drop(other);
        if is_free {
            return;
        }
        assert!(start.elapsed() < Duration::from_secs(30), "it is kept for ever");
    }
}
