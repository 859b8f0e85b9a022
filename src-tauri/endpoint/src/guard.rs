//! The guards of the loopback listener.
//!
//! A web page on another site can make a browser send requests to loopback. Two checks stop it: the
//! `Host` must name loopback (a rebound DNS name does not), and an `Origin`, which browsers send with
//! every request of another site that could change something or read the answer, must be our own.

use aside_contract::ErrorCode;
use axum::extract::Request;
use axum::http::{HeaderValue, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::ApiError;

/// Refuses requests for other host names and from other sites.
pub(crate) async fn loopback_only(request: Request, next: Next) -> Response {
    let headers = request.headers();
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    if !is_loopback(host) {
        return forbidden("this address answers only to 127.0.0.1 and localhost");
    }
    if let Some(origin) = headers.get(header::ORIGIN)
        && origin.to_str().ok().and_then(|origin| origin.strip_prefix("http://")) != Some(host)
    {
        return forbidden("requests from other sites are not answered");
    }
    if headers.get("sec-fetch-site").is_some_and(|site| site == "cross-site") {
        return forbidden("requests from other sites are not answered");
    }
    next.run(request).await
}

fn forbidden(why: &str) -> Response {
    ApiError::new(ErrorCode::Forbidden, why).into_response()
}

fn is_loopback(host: &str) -> bool {
    let Ok(uri) = Uri::try_from(format!("http://{host}/")) else { return false };
    matches!(uri.host(), Some("127.0.0.1" | "localhost" | "[::1]"))
}

/// Headers that keep a browser from doing more with an answer than showing it.
pub(crate) async fn secure_headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in [
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; \
             base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        ),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "no-referrer"),
    ] {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::is_loopback;

    #[test]
    fn only_names_of_this_machine_are_loopback() {
        for host in ["127.0.0.1", "127.0.0.1:4817", "localhost:1", "[::1]:4817"] {
            assert!(is_loopback(host), "{host}");
        }
        for host in [
            "",
            "evil.example",
            "127.0.0.1.evil.example",
            "localhost.evil.example:4817",
            "127.0.0.1@evil.example",
        ] {
            assert!(!is_loopback(host), "{host}");
        }
    }
}
