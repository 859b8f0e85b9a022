//! The address that other machines reach: what it asks for before it is opened, and of whoever asks.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

#[allow(dead_code, reason = "requests go over the network here")]
mod support;

use std::fs;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use aside_contract::{NewUser, Role};
use aside_endpoint::{ConnectionLimits, Listener, Public, PublicListener, ServeError, Shield};
use aside_engine::Engine;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

const NAME: &str = "desk.example";
const PASSWORD: &str = "correct horse";

struct Desk {
    engine: Arc<Engine>,
    dir: TempDir,
}

fn empty_desk() -> Desk {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir_all(dir.path().join("knowledge")).unwrap();
    let engine = support::open(dir.path().join("knowledge"), &dir.path().join("data"));
    Desk { engine, dir }
}

fn desk() -> Desk {
    let desk = empty_desk();
    let password = PASSWORD.to_owned();
    let root = NewUser { name: "Root".to_owned(), role: Role::Administrator, password };
    desk.engine.add_user(&root).unwrap();
    desk
}

fn public(shield: Option<Shield>) -> Public {
    Public { address: ([127, 0, 0, 1], 0).into(), names: vec![NAME.to_owned()], shield }
}

impl Desk {
    fn data(&self, file: &str) -> PathBuf {
        self.dir.path().join("data").join(file)
    }

    async fn bind(&self, shield: Shield) -> PublicListener {
        PublicListener::bind(&self.engine, public(Some(shield))).await.unwrap()
    }

    /// Answers from now on, as long as the test runs.
    async fn serve(&self, public: PublicListener) -> SocketAddr {
        let address = public.address();
        let listener = Listener::bind(0).await.unwrap();
        let engine = self.engine.clone();
        tokio::spawn(aside_endpoint::serve(engine, listener, Some(public), std::future::pending()));
        address
    }

    async fn tls(&self, address: SocketAddr) -> impl AsyncRead + AsyncWrite + Unpin + use<> {
        let mut trusted = RootCertStore::empty();
        let made = CertificateDer::from_pem_file(self.data("tls/certificate.pem")).unwrap();
        trusted.add(made).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(trusted)
            .with_no_client_auth();
        let stream = TcpStream::connect(address).await.unwrap();
        let name = ServerName::try_from(NAME).unwrap();
        TlsConnector::from(Arc::new(config)).connect(name, stream).await.unwrap()
    }
}

/// The status of an answer, and its body.
async fn ask(
    mut stream: impl AsyncRead + AsyncWrite + Unpin,
    line: &str,
    headers: &[(&str, &str)],
    body: &Value,
) -> (u16, String) {
    let body = if body.is_null() { String::new() } else { body.to_string() };
    let mut request = format!(
        "{line} HTTP/1.1\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: {}\r\n",
        body.len()
    );
    for (name, value) in headers {
        request.push_str(&format!("{name}: {value}\r\n"));
    }
    request.push_str(&format!("\r\n{body}"));
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    // A side that closes without a word about it has said all.
    let _ = stream.read_to_end(&mut answer).await;
    let answer = String::from_utf8_lossy(&answer).into_owned();
    let status = answer.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or_default();
    (status, answer)
}

#[tokio::test]
async fn a_handshake_that_does_not_end_keeps_nobody_waiting_and_is_given_up() {
    let desk = desk();
    let public = desk.bind(Shield::SelfSigned).await;
    let address = public.address();
    let handshake = Duration::from_millis(300);
    let limits = ConnectionLimits { handshake, ..ConnectionLimits::default() };
    tokio::spawn(aside_endpoint::serve_within(
        limits,
        desk.engine.clone(),
        Listener::bind(0).await.unwrap(),
        Some(public),
        std::future::pending(),
    ));
    // Nothing, and the beginning of a record of 256 bytes that do not come.
    for begun in [&b""[..], b"\x16\x03\x01\x01\x00"] {
        let mut stalled = TcpStream::connect(address).await.unwrap();
        stalled.write_all(begun).await.unwrap();
        let mut said = Vec::new();
        let end = tokio::time::timeout(Duration::from_secs(30), stalled.read_to_end(&mut said));
        let _ = end.await.expect("the connection stays open");
        assert!(said.is_empty());
    }
    let other = desk.tls(address).await;
    let (status, _) = ask(other, "GET /health/liveness", &[("host", NAME)], &Value::Null).await;
    assert_eq!(status, 200);
}

#[tokio::test]
async fn an_address_is_opened_only_with_tls_names_and_users() {
    let desk = empty_desk();
    let refused = async |public: Public| match PublicListener::bind(&desk.engine, public).await {
        Err(error) => error,
        Ok(_) => panic!("it was opened"),
    };
    let error = refused(public(None)).await;
    assert!(matches!(error, ServeError::NoShield { .. }), "{error}");
    for way in ["--tls-cert", "--self-signed", "--behind-proxy"] {
        assert!(error.to_string().contains(way), "{error}");
    }
    let everywhere = ([0, 0, 0, 0], 0).into();
    let nameless =
        Public { address: everywhere, names: Vec::new(), shield: Some(Shield::SelfSigned) };
    assert!(matches!(refused(nameless).await, ServeError::NoNames { .. }));
    let error = refused(public(Some(Shield::SelfSigned))).await;
    assert!(matches!(error, ServeError::NoUsers { .. }), "{error}");
    assert!(error.to_string().contains("aside user add"), "{error}");
    assert!(!desk.data("tls").exists(), "nothing was made");
}

#[tokio::test]
async fn a_certificate_that_is_none_is_named() {
    let desk = desk();
    let chain = desk.data("chain.pem");
    fs::write(&chain, "no certificate").unwrap();
    let shield = Shield::Certificate { chain: chain.clone(), key: chain };
    let Err(error) = PublicListener::bind(&desk.engine, public(Some(shield))).await else {
        panic!("it was opened");
    };
    assert!(error.to_string().contains("chain.pem"), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn other_machines_sign_in_over_tls_and_the_owners_token_stays_here() {
    let desk = desk();
    let listener = desk.bind(Shield::SelfSigned).await;
    let fingerprint = listener.fingerprint().unwrap().to_owned();
    assert_eq!(fingerprint.len(), 32 * 3 - 1, "{fingerprint}");
    let address = desk.serve(listener).await;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(desk.data("tls/key.pem")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    let host = ("host", NAME);
    let none = Value::Null;
    let get = async |path: &str, headers: &[(&str, &str)]| {
        ask(desk.tls(address).await, &format!("GET {path}"), headers, &none).await
    };
    assert_eq!(get("/health/", &[host]).await.0, 200);
    for other in ["evil.example", "127.0.0.2", "localhost"] {
        assert_eq!(get("/health/", &[("host", other)]).await.0, 403, "{other}");
    }
    let evil = ("origin", "https://evil.example");
    assert_eq!(get("/api/v1/conversations", &[host, evil]).await.0, 403);
    for path in ["/api/v1/conversations", "/metrics"] {
        let (status, answer) = get(path, &[host]).await;
        assert!(status == 401 && answer.contains("unauthenticated"), "{path}: {answer}");
    }
    let holder = fs::read(desk.data("in-use.json")).unwrap();
    let holder: Value = serde_json::from_slice(&holder).unwrap();
    let owner = format!("Bearer {}", holder["token"].as_str().unwrap());
    assert_eq!(get("/api/v1/conversations", &[host, ("authorization", &owner)]).await.0, 401);
    let here = TcpStream::connect(holder["address"].as_str().unwrap()).await.unwrap();
    let local = [("host", "127.0.0.1"), ("authorization", owner.as_str())];
    assert_eq!(ask(here, "GET /api/v1/conversations", &local, &none).await.0, 200);

    let credentials = json!({"name": "Root", "password": PASSWORD});
    let own = ("origin", "https://desk.example");
    let signing_in = desk.tls(address).await;
    let (status, answer) = ask(signing_in, "POST /auth/login", &[host, own], &credentials).await;
    assert_eq!(status, 200, "{answer}");
    let tokens: Value = serde_json::from_str(answer.split("\r\n\r\n").nth(1).unwrap()).unwrap();
    let token = format!("Bearer {}", tokens["access_token"].as_str().unwrap());
    assert_eq!(get("/api/v1/conversations", &[host, ("authorization", &token)]).await.0, 200);

    let call = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/list"});
    let accepts = ("accept", "application/json, text/event-stream");
    let told = async |shown: &str| {
        let headers = [host, accepts, ("authorization", shown)];
        ask(desk.tls(address).await, "POST /mcp", &headers, &call).await
    };
    assert_eq!(told("Bearer none").await.0, 401);
    let (_, answer) = told(&token).await;
    assert!(answer.contains("\"jsonrpc\""), "the tools answer under this name too: {answer}");

    let plain = TcpStream::connect(address).await.unwrap();
    let (status, answer) = ask(plain, "GET /health/", &[host], &none).await;
    assert_eq!(status, 0, "nothing without TLS: {answer}");
    let again = desk.bind(Shield::SelfSigned).await;
    assert_eq!(again.fingerprint(), Some(fingerprint.as_str()), "it is kept");
}

/// Who opens sessions without end is told apart by what the proxy says, and by nothing that they say.
#[tokio::test(flavor = "multi_thread")]
async fn only_a_proxy_is_believed_who_asks() {
    let desk = desk();
    let proxied = desk.bind(Shield::Proxy).await;
    assert_eq!(proxied.fingerprint(), None);
    let proxied = desk.serve(proxied).await;
    let direct = desk.bind(Shield::SelfSigned).await;
    let direct = desk.serve(direct).await;
    let body = json!({"user_id": "ada"});
    let mut last = (0, 0);
    for n in 0..7 {
        let who = format!("10.9.8.7, 198.51.100.{n}");
        let headers = [("host", NAME), ("x-forwarded-for", who.as_str())];
        let plain = TcpStream::connect(proxied).await.unwrap();
        last.0 = ask(plain, "POST /chat/sessions", &headers, &body).await.0;
        let tls = desk.tls(direct).await;
        last.1 = ask(tls, "POST /chat/sessions", &headers, &body).await.0;
    }
    assert_eq!(last, (201, 429));
}
