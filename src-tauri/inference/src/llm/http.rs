//! The HTTP client underneath: where it may connect to, what it reads at most, and its errors in words.

use std::error::Error;
use std::io;
use std::net::IpAddr;
use std::time::Duration;

use async_openai::error::OpenAIError;
use async_openai::middleware::HttpRequestFactory;
use reqwest::header::{LOCATION, RETRY_AFTER};
use reqwest::redirect::Policy;
use reqwest::{Body, Client, Response, StatusCode, Url};
use tokio_stream::StreamExt;

use super::LlmError;
use super::events::Watch;

/// The longest wait for a connection.
const CONNECT: Duration = Duration::from_secs(5);
/// The longest time that a server can ask to be left alone and be believed.
const LONGEST_REST: Duration = Duration::from_secs(3600);
/// The most bytes of an answer: a hundred times the longest reply, with its frames.
const ANSWER_BYTES: usize = 4 << 20;
/// The most bytes of an error that are read.
const ERROR_BYTES: usize = 16 << 10;
/// The most characters of an error that are shown.
const SHOWN: usize = 200;

/// Checks a base URL: `https`, or `http` to this machine or this network, without a login in it.
///
/// # Errors
/// [`LlmError::Address`] with what to write instead.
pub fn check_base_url(base: &str) -> Result<Url, LlmError> {
    let wrong = |reason: String| Err(LlmError::Address(reason));
    let Ok(url) = Url::parse(base.trim()) else {
        return wrong(format!("`{base}` is no address: write it as https://api.openai.com/v1"));
    };
    let Some(host) = url.host_str().filter(|host| !host.is_empty()) else {
        return wrong(format!("`{base}` names no host: write it as https://api.openai.com/v1"));
    };
    if !url.username().is_empty() || url.password().is_some() {
        return wrong("a base URL holds no login: store the key with `aside model key`".to_owned());
    }
    if url.query().is_some() || url.fragment().is_some() {
        return wrong(format!("`{base}` has more than a path behind the host: write it without"));
    }
    match url.scheme() {
        "https" => Ok(url),
        "http" if is_local(host) => Ok(url),
        "http" => {
            wrong(format!("{host} is not on this network: write https, so that nobody reads along"))
        }
        other => wrong(format!("`{other}` is no way to reach a model: write https")),
    }
}

/// Whether an address is on this machine.
pub fn is_this_machine(url: &str) -> bool {
    let Ok(url) = Url::parse(url) else { return false };
    url.host_str().is_some_and(|host| match address(host) {
        Some(address) => address.is_loopback(),
        None => host == "localhost",
    })
}

fn is_local(host: &str) -> bool {
    match address(host) {
        Some(IpAddr::V4(address)) => {
            address.is_loopback() || address.is_private() || address.is_link_local()
        }
        Some(IpAddr::V6(address)) => {
            address.is_loopback() || address.is_unique_local() || address.is_unicast_link_local()
        }
        None => !host.contains('.') || host.ends_with(".local") || host.ends_with(".lan"),
    }
}

fn address(host: &str) -> Option<IpAddr> {
    host.trim_start_matches('[').trim_end_matches(']').parse().ok()
}

/// A client that follows no redirects and uses no proxy.
///
/// # Errors
/// [`LlmError::Setup`] where there are no root certificates.
pub(super) fn client() -> Result<Client, LlmError> {
    // One that is installed already is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder()
        .no_proxy()
        .redirect(Policy::none())
        .connect_timeout(CONNECT)
        .user_agent(concat!("aside/", env!("CARGO_PKG_VERSION")))
        .build()
        .map_err(|error| LlmError::Setup(chain(&error)))
}

/// Sends one request. An answer that is no success is an [`LlmError`]; one that is ends after
/// [`ANSWER_BYTES`].
pub(super) async fn send(
    client: Client,
    request: HttpRequestFactory,
    had_key: bool,
) -> Result<Response, OpenAIError> {
    let request = request.build().await?;
    let url = request.url().clone();
    let response =
        client.execute(request).await.map_err(|error| boxed(connection(&url, &error)))?;
    let status = response.status();
    if status.is_success() {
        return Ok(bounded(response));
    }
    Err(boxed(refusal(&url, status, response, had_key).await))
}

fn boxed(error: LlmError) -> OpenAIError {
    OpenAIError::Boxed(Box::new(error))
}

/// The same response, broken off after [`ANSWER_BYTES`]; the [`Watch`] over it sees its bytes.
fn bounded(response: Response) -> Response {
    let (status, headers) = (response.status(), response.headers().clone());
    let (mut read, watch) = (0, Watch::current());
    let body = response.bytes_stream().map(move |bytes| {
        let bytes = bytes.map_err(io::Error::other)?;
        read += bytes.len();
        let is_too_long = read > ANSWER_BYTES;
        if let Some(watch) = &watch {
            if is_too_long { watch.found_too_long() } else { watch.look(&bytes) }
        }
        if is_too_long { Err(io::Error::other("too long")) } else { Ok(bytes) }
    });
    let mut bounded = http::Response::new(Body::wrap_stream(body));
    *bounded.status_mut() = status;
    *bounded.headers_mut() = headers;
    Response::from(bounded)
}

async fn refusal(url: &Url, status: StatusCode, response: Response, had_key: bool) -> LlmError {
    if status.is_redirection() {
        let to = response.headers().get(LOCATION).and_then(|to| to.to_str().ok());
        return LlmError::Redirected { to: shortened(to.unwrap_or("nowhere")) };
    }
    let retry_after = response
        .headers()
        .get(RETRY_AFTER)
        .and_then(|seconds| seconds.to_str().ok()?.trim().parse().ok())
        .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
        .map(|asked| asked.min(LONGEST_REST));
    let mut body = Vec::new();
    let mut pieces = response.bytes_stream();
    while let Some(Ok(piece)) = pieces.next().await {
        body.extend_from_slice(&piece);
        if body.len() > ERROR_BYTES {
            body.truncate(ERROR_BYTES);
            break;
        }
    }
    let said = said(&String::from_utf8_lossy(&body));
    match status.as_u16() {
        code @ (401 | 403) => LlmError::Key { status: code, had_key },
        429 => LlmError::Limited { retry_after },
        404 if said.is_none() => {
            LlmError::Foreign(format!("{} is not there", shortened(url.path())))
        }
        code => LlmError::Status { status: code, detail: said.unwrap_or_default() },
    }
}

/// The sentence in an OpenAI-like error; none where it is something else.
pub(super) fn said(body: &str) -> Option<String> {
    let value: serde_json::Value = serde_json::from_str(body).ok()?;
    let error = &value["error"];
    let message = error["message"].as_str().or(error.as_str()).or(value["message"].as_str());
    message.or(value["detail"].as_str()).map(shortened)
}

/// An error of the other side on one short line.
pub(super) fn shortened(text: &str) -> String {
    let line: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect();
    let line = line.join(" ");
    match line.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

/// What kept a request from being answered.
fn connection(url: &Url, error: &reqwest::Error) -> LlmError {
    let host = url.host_str().unwrap_or_default().to_owned();
    let mut cause: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(now) = cause {
        if now.to_string().contains("dns error") {
            return LlmError::UnknownHost { host };
        }
        // An I/O error hides its cause from `source`.
        let inner = now.downcast_ref::<io::Error>();
        if inner.is_some_and(|error| error.kind() == io::ErrorKind::ConnectionRefused) {
            let port = url.port_or_known_default().unwrap_or_default();
            return LlmError::Refused { address: format!("{host}:{port}") };
        }
        let within = inner.and_then(|error| error.get_ref());
        let tls = now.downcast_ref::<rustls::Error>();
        let tls = tls.or_else(|| within.and_then(|error| error.downcast_ref()));
        if let Some(tls) = tls {
            return LlmError::Tls { host, detail: shortened(&tls.to_string()) };
        }
        cause = now.source();
    }
    if error.is_timeout() {
        return LlmError::Network { host, detail: "no connection within 5 s".to_owned() };
    }
    LlmError::Network { host, detail: shortened(&chain(error)) }
}

/// An error with its causes, without the address, which a path with a key could stand in.
fn chain(error: &reqwest::Error) -> String {
    let mut causes = Vec::new();
    let mut cause = error.source();
    while let Some(now) = cause {
        causes.push(now.to_string());
        cause = now.source();
    }
    causes.pop().unwrap_or_else(|| "the request was not sent".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_safe_addresses_are_taken() {
        for base in [
            "https://api.openai.com/v1",
            "http://127.0.0.1:11434/v1",
            "http://localhost:8080/v1",
            "http://[::1]:8080/v1",
            "http://192.168.1.20:1234/v1",
            "http://gpu-box:8000/v1",
        ] {
            assert!(check_base_url(base).is_ok(), "{base}");
        }
        for base in [
            "",
            "api.openai.com",
            "http://api.openai.com/v1",
            "http://8.8.8.8/v1",
            "file:///etc/passwd",
            "https://key@api.openai.com/v1",
            "https://api.openai.com/v1?key=1",
        ] {
            assert!(check_base_url(base).is_err(), "{base}");
        }
    }

    #[test]
    fn what_a_server_says_becomes_one_short_line() {
        assert_eq!(said(r#"{"error":{"message":"no\n\tluck"}}"#).unwrap(), "no luck");
        assert_eq!(said(r#"{"error":"model not found"}"#).unwrap(), "model not found");
        assert_eq!(said("<html>"), None);
        assert!(shortened(&"x".repeat(5000)).chars().count() <= SHOWN + 1);
    }
}
