//! The guards of the listeners.
//!
//! A web page on another site can make a browser send requests to loopback. Two checks stop it: the
//! `Host` must name loopback, or a name of the public listener (a rebound DNS name is neither), and an `Origin`, which browsers send with
//! every request of another site that could change something or read the answer, must be our own.
//!
//! The settings and the keys of the chat open one door in each: pages of the sites that they name reach
//! sessions of the customer chat, and so does what a reverse proxy passes on under the names that the
//! settings give. Sessions are for whoever holds their token; nothing else is reached that way. Once there
//! is a key, a page of another site shows one that is bound to its site.

use std::net::IpAddr;
use std::sync::Arc;

use aside_contract::ErrorCode;
use aside_engine::{ChatSettings, Engine};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::ApiError;
use crate::limits::{Forwarded, PageKey};
use crate::routes::blocking;

/// Through which listener a request came; the loopback one where nothing says otherwise.
#[derive(Clone, Debug, Default)]
pub(crate) enum Door {
    /// Of this machine.
    #[default]
    Loopback,
    /// Of other machines.
    Public {
        /// The host names that it is reached under.
        names: Arc<[String]>,
        /// Whether only a reverse proxy reaches it, which tells who asks.
        proxied: bool,
    },
}

impl Door {
    /// Through which a request came.
    pub(crate) fn of(request: &Request) -> Self {
        request.extensions().get::<Self>().cloned().unwrap_or_default()
    }

    /// Whether it is reached under this name.
    fn is_at(&self, host: &str) -> bool {
        let Ok(uri) = Uri::try_from(format!("http://{host}/")) else { return false };
        match (self, uri.host()) {
            (_, None) => false,
            (Self::Loopback, Some(name)) => matches!(name, "127.0.0.1" | "localhost" | "[::1]"),
            (Self::Public { names, .. }, Some(name)) => names.contains(&name.to_lowercase()),
        }
    }
}

/// Which key a page holds.
const KEY: HeaderName = HeaderName::from_static("x-aside-key");
const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Seconds for which a browser may remember that a site may ask.
const REMEMBERED: u32 = 600;
/// The widget's script, for the pages of any site: it holds nothing secret.
const WIDGET: &str = "/widget.js";

/// Refuses requests for other host names and from other sites, but for what the settings and keys let through.
pub(crate) async fn known_names_only(
    State(engine): State<Arc<Engine>>,
    mut request: Request,
    next: Next,
) -> Response {
    let door = Door::of(&request);
    let path = request.uri().path();
    let is_widget = path == WIDGET && matches!(*request.method(), Method::GET | Method::HEAD);
    let is_session = path == "/chat/sessions" || path.starts_with("/chat/sessions/");
    // Nothing else needs the settings.
    let settings =
        if is_session || is_widget { engine.chat_settings() } else { ChatSettings::default() };
    let keys = match is_session {
        true => match blocking(&engine, |engine| engine.chat_keys()).await {
            Ok(keys) => keys,
            Err(error) => return error.into_response(),
        },
        false => Vec::new(),
    };
    let headers = request.headers();
    let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    let host = text(header::HOST).unwrap_or_default();
    let is_public = settings.public_hosts.iter().any(|public| public == host);
    if !door.is_at(host) && !is_public {
        return forbidden(match door {
            Door::Loopback => "this address answers only to 127.0.0.1 and localhost",
            Door::Public { .. } => "this address does not answer to this name: see --name",
        });
    }
    let is_elsewhere = is_public || matches!(door, Door::Public { .. });
    let site = text(header::ORIGIN).filter(|origin| {
        let all = keys.iter().flat_map(|key| &key.origins).chain(&settings.origins);
        is_session && all.into_iter().any(|site| site == origin)
    });
    let known_site = site.and_then(|origin| HeaderValue::from_str(origin).ok());
    // A browser asks whether it may ask without the key.
    let asks_first = known_site.is_some() && request.method() == Method::OPTIONS;
    let shown = keys.iter().find(|key| {
        text(KEY) == Some(&key.id)
            && site.is_some_and(|site| key.origins.iter().any(|one| one == site))
    });
    let lacks_key = known_site.is_some() && !asks_first && !keys.is_empty() && shown.is_none();
    let shown = shown.map(|key| PageKey(key.id.clone()));
    if known_site.is_none() && !is_widget {
        let is_own = |origin: &str| {
            let of = |scheme| origin.strip_prefix(scheme) == Some(host);
            of("http://") || (is_elsewhere && of("https://"))
        };
        let other_origin =
            headers.contains_key(header::ORIGIN) && !text(header::ORIGIN).is_some_and(is_own);
        if other_origin || text(SEC_FETCH_SITE).is_some_and(|site| site == "cross-site") {
            return forbidden("requests from other sites are not answered");
        }
    }
    // Whoever reaches a public address directly could say anything there.
    let is_told = match door {
        Door::Loopback => is_public,
        Door::Public { proxied, .. } => proxied,
    };
    if is_told && let Some(address) = forwarded_for(headers) {
        request.extensions_mut().insert(Forwarded(address));
    }
    if let Some(key) = shown {
        request.extensions_mut().insert(key);
    }
    let Some(site) = known_site else { return next.run(request).await };
    let mut response = match (asks_first, lacks_key) {
        (true, _) => StatusCode::NO_CONTENT.into_response(),
        (_, true) => forbidden("this page needs a key for its site to chat: see `aside key`"),
        _ => next.run(request).await,
    };
    let headers = response.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, site);
    headers.insert(header::VARY, HeaderValue::from_static("origin"));
    // Without this, a page of another site is not told when it may try again.
    headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("retry-after"));
    if asks_first {
        let allowed = |text| HeaderValue::from_static(text);
        headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, allowed("GET, POST"));
        headers.insert(
            header::ACCESS_CONTROL_ALLOW_HEADERS,
            allowed("content-type, last-event-id, x-aside-key"),
        );
        headers.insert(header::ACCESS_CONTROL_MAX_AGE, REMEMBERED.into());
    }
    response
}

/// Who the reverse proxy answers: it adds the address to the end of what it was told.
fn forwarded_for(headers: &HeaderMap) -> Option<IpAddr> {
    let last = headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?;
    last.rsplit(',').next()?.trim().parse().ok()
}

fn forbidden(why: &str) -> Response {
    ApiError::new(ErrorCode::Forbidden, why).into_response()
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
    use super::Door;

    #[test]
    fn only_names_of_this_machine_are_loopback() {
        for host in ["127.0.0.1", "127.0.0.1:4817", "localhost:1", "[::1]:4817"] {
            assert!(Door::Loopback.is_at(host), "{host}");
        }
        for host in [
            "",
            "evil.example",
            "127.0.0.1.evil.example",
            "localhost.evil.example:4817",
            "127.0.0.1@evil.example",
        ] {
            assert!(!Door::Loopback.is_at(host), "{host}");
        }
    }

    #[test]
    fn a_public_address_answers_to_its_names_alone() {
        let names = ["desk.example".to_owned(), "192.0.2.1".to_owned()].into();
        let door = Door::Public { names, proxied: false };
        for host in ["desk.example", "Desk.Example:8443", "192.0.2.1:8443"] {
            assert!(door.is_at(host), "{host}");
        }
        for host in ["", "127.0.0.1", "localhost", "evil.example", "desk.example.evil.example"] {
            assert!(!door.is_at(host), "{host}");
        }
    }
}
