//! One request to a webhook. It takes nothing but a [`Letter`], follows no redirect, and reads no body: what
//! the other side says beyond its status is nobody's concern here.

use std::error::Error;
use std::io;
use std::time::Duration;

use aside_contract::{Timestamp, Webhook};
use reqwest::header::{CONTENT_TYPE, HeaderMap, RETRY_AFTER};
use reqwest::redirect::Policy;
use reqwest::{Client, StatusCode};
use secrecy::SecretString;

use super::address::{self, Private, PublicOnly};
use super::letter::Letter;
use super::secret::signature;
use crate::EngineError;

/// The longest wait for a connection.
const CONNECT: Duration = Duration::from_secs(5);
/// The longest time that a receiver can ask to be left alone and be believed.
const LONGEST_REST: Duration = Duration::from_hours(1);

/// What came of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    /// What it answered; none where it did not.
    pub(crate) status: Option<u16>,
    pub(crate) outcome: Outcome,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It was taken.
    Taken,
    /// The receiver says that it is gone for good.
    Gone,
    /// It was not taken.
    Failed {
        /// Why, in a sentence.
        reason: String,
        /// How long the receiver asks to be left alone.
        retry_after: Option<Duration>,
        /// The receiver does not work at all, whatever it is told.
        down: bool,
    },
}

/// Sends letters.
#[derive(Clone)]
pub(crate) struct Sender {
    /// Reaches public addresses alone. A connection that one client made, the other does not use.
    public: Client,
    any: Client,
    patience: Duration,
}

impl Sender {
    /// Nothing is sent yet. A receiver has so long to answer.
    ///
    /// # Errors
    /// [`EngineError::WebhookClient`] where there are no root certificates.
    pub(crate) fn new(patience: Duration) -> Result<Self, EngineError> {
        // One that is installed already is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = || {
            Client::builder()
                // A proxy would look the names up.
                .no_proxy()
                .redirect(Policy::none())
                .connect_timeout(CONNECT)
                .timeout(patience)
                .user_agent(concat!("aside/", env!("CARGO_PKG_VERSION")))
        };
        let failed = |error: reqwest::Error| EngineError::WebhookClient(last_cause(&error));
        let public = client().dns_resolver(PublicOnly).build().map_err(failed)?;
        let any = client().build().map_err(failed)?;
        Ok(Self { public, any, patience })
    }

    /// Sends a letter to a webhook.
    pub(crate) async fn send(
        &self,
        webhook: &Webhook,
        secret: &SecretString,
        letter: &Letter,
    ) -> Answer {
        let failed = |reason: String, down| Answer {
            status: None,
            outcome: Outcome::Failed { reason, retry_after: None, down },
        };
        let url = match address::check(&webhook.url, webhook.private) {
            Ok(url) => url,
            Err(error) => return failed(error.to_string(), true),
        };
        let timestamp = Timestamp::now().0 / 1_000;
        let client = if webhook.private { &self.any } else { &self.public };
        let sent = client
            .post(url)
            .header(CONTENT_TYPE, "application/json")
            .header("X-Aside-Event", letter.event())
            .header("X-Aside-Delivery", letter.id().to_string())
            .header("X-Aside-Timestamp", timestamp)
            .header("X-Aside-Signature", signature(secret, timestamp, letter.body()))
            .body(letter.body().to_owned())
            .send()
            .await;
        match sent {
            Ok(response) => judged(response.status(), response.headers()),
            Err(error) => failed(self.reason(&error), true),
        }
    }

    /// Why a request was not answered, without the address, whose path may be a secret.
    fn reason(&self, error: &reqwest::Error) -> String {
        let mut cause: Option<&(dyn Error + 'static)> = Some(error);
        while let Some(now) = cause {
            if let Some(private) = now.downcast_ref::<Private>() {
                return private.to_string();
            }
            if now.to_string().contains("dns error") && now.source().is_none() {
                return "its name is not found: check the address and the network".to_owned();
            }
            if now
                .downcast_ref::<io::Error>()
                .is_some_and(|error| error.kind() == io::ErrorKind::ConnectionRefused)
            {
                return "nothing listens at its address".to_owned();
            }
            cause = now.source();
        }
        if error.is_timeout() {
            return format!("it did not answer within {} s", self.patience.as_secs_f64());
        }
        format!("it cannot be reached: {}", last_cause(error))
    }
}

fn judged(status: StatusCode, headers: &HeaderMap) -> Answer {
    let code = status.as_u16();
    let outcome = match code {
        200..300 => Outcome::Taken,
        410 => Outcome::Gone,
        _ => Outcome::Failed {
            reason: match code {
                300..400 => format!(
                    "it answered {code} and sends elsewhere, which is not followed: give the webhook the address itself"
                ),
                _ => format!("it answered {code}"),
            },
            retry_after: retry_after(headers).map(|asked| asked.min(LONGEST_REST)),
            down: status.is_server_error() || code == 429,
        },
    };
    Answer { status: Some(code), outcome }
}

/// `Retry-After` in seconds or as a date (RFC 9110, section 10.2.3).
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let said = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = said.parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let then = chrono::DateTime::parse_from_rfc2822(said).ok()?;
    let wait = then.timestamp_millis().saturating_sub(Timestamp::now().0);
    Some(Duration::from_millis(u64::try_from(wait).unwrap_or(0)))
}

/// The innermost cause of an error, which never names the address.
fn last_cause(error: &reqwest::Error) -> String {
    let mut last = None;
    let mut cause = error.source();
    while let Some(now) = cause {
        last = Some(now.to_string());
        cause = now.source();
    }
    last.unwrap_or_else(|| "the request was not sent".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_receiver_asks_for_is_believed_up_to_an_hour() {
        let headers = |said: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(RETRY_AFTER, said.parse().unwrap());
            headers
        };
        assert_eq!(retry_after(&headers("120")), Some(Duration::from_secs(120)));
        assert_eq!(retry_after(&headers("soon")), None);
        assert_eq!(retry_after(&headers("Wed, 21 Oct 2015 07:28:00 GMT")), Some(Duration::ZERO));
        let Outcome::Failed { retry_after, down, .. } =
            judged(StatusCode::SERVICE_UNAVAILABLE, &headers("999999")).outcome
        else {
            panic!()
        };
        assert_eq!((retry_after, down), (Some(LONGEST_REST), true));
        let bad = judged(StatusCode::BAD_REQUEST, &HeaderMap::new()).outcome;
        assert!(
            matches!(bad, Outcome::Failed { down: false, .. }),
            "it works, and refuses this one"
        );
    }
}
