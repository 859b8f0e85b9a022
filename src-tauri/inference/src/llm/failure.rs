//! Why a model gave no answer, in words for people.

use std::time::Duration;

/// Why a model gave no answer. Each text is a sentence without its full stop, and shows no key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LlmError {
    /// The base URL is none, or unsafe.
    #[error("{0}")]
    Address(String),
    /// The host's name is not known.
    #[error("the name {host} cannot be resolved: check the base URL and the network")]
    UnknownHost {
        /// The host.
        host: String,
    },
    /// Nobody listens there.
    #[error("nothing answers at {address}: is the server running, and is the port right?")]
    Refused {
        /// Host and port.
        address: String,
    },
    /// No secure connection came about.
    #[error(
        "no secure connection to {host} ({detail}): check its certificate, or the base URL's https"
    )]
    Tls {
        /// The host.
        host: String,
        /// What the TLS library says.
        detail: String,
    },
    /// The connection broke in another way.
    #[error("the connection to {host} failed ({detail})")]
    Network {
        /// The host.
        host: String,
        /// What the system says.
        detail: String,
    },
    /// The key is missing, wrong, or may not use the model.
    #[error("the server refused the key ({status}): {}", if *.had_key { "check it with the provider, and store it with `aside model key`" } else { "it wants one, and none is set: store it with `aside model key`" })]
    Key {
        /// 401 or 403.
        status: u16,
        /// Whether one was sent.
        had_key: bool,
    },
    /// The server has no such model.
    #[error("the server has no model `{name}`{}", listed(.known))]
    NoSuchModel {
        /// The name.
        name: String,
        /// Those that it has, where it tells.
        known: Vec<String>,
    },
    /// Too many requests, or no credit left.
    #[error("the server takes no more requests for now (429)")]
    Limited {
        /// How long it asked to be left alone.
        retry_after: Option<Duration>,
    },
    /// The server refused or failed otherwise.
    #[error("the server answered {status}{}", said(.detail))]
    Status {
        /// The HTTP status.
        status: u16,
        /// What it said, shortened.
        detail: String,
    },
    /// It sent the request elsewhere.
    #[error(
        "the server sends requests on to {to}, which is not followed: set that as the base URL if it is right"
    )]
    Redirected {
        /// Where to.
        to: String,
    },
    /// What it sent is no chat completion.
    #[error("what answers is no OpenAI-compatible server ({0})")]
    Foreign(String),
    /// No token in time.
    #[error("the model did not answer within {} s", .0.as_secs_f32())]
    NoFirstToken(Duration),
    /// Then no further one in time.
    #[error("the model stopped in the middle of its answer for {} s", .0.as_secs_f32())]
    Silent(Duration),
    /// The answer took too long.
    #[error("the model did not finish within {} s", .0.as_secs_f32())]
    TooSlow(Duration),
    /// The answer ended without its end.
    #[error("the connection broke in the middle of the answer")]
    Broken,
    /// It went on with something that is no answer: a proxy's page, say.
    #[error("the answer turned into something else in the middle ({0})")]
    Garbled(String),
    /// The answer is longer than any reply.
    #[error("the model sent far more than was asked for")]
    TooLong,
    /// The answer has no text.
    #[error("the model's answer was empty")]
    Empty,
    /// The server's own filter held the answer back.
    #[error("the server's content filter held the answer back")]
    Filtered,
    /// Somebody ended it.
    #[error("the draft was stopped")]
    Cancelled,
    /// Too many calls are under way.
    #[error("too many drafts are being written already")]
    Overloaded,
    /// The breaker is open.
    #[error("the model failed several times and is left alone for {} s", .0.as_secs().max(1))]
    Resting(Duration),
    /// A thread or the TLS library cannot be had.
    #[error("requests cannot be sent from here ({0})")]
    Setup(String),
}

impl LlmError {
    /// It may pass by itself within seconds.
    pub fn may_pass(&self) -> bool {
        match self {
            Self::Limited { .. } | Self::Broken | Self::Garbled(_) | Self::Network { .. } => true,
            Self::Status { status, .. } => *status >= 500,
            _ => false,
        }
    }

    /// It says something about the server, not about this one request.
    pub(crate) fn is_fault(&self) -> bool {
        !matches!(self, Self::Cancelled | Self::Overloaded | Self::Resting(_) | Self::Filtered)
    }

    /// How long the server asked to be left alone.
    pub(crate) fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Limited { retry_after } => *retry_after,
            _ => None,
        }
    }
}

/// The most models that are listed.
const LISTED: usize = 8;

fn listed(known: &[String]) -> String {
    match known {
        [] => String::new(),
        known if known.len() <= LISTED => format!("; it has {}", known.join(", ")),
        known => {
            format!("; it has {} and {} others", known[..LISTED].join(", "), known.len() - LISTED)
        }
    }
}

fn said(detail: &str) -> String {
    if detail.is_empty() { String::new() } else { format!(": {detail}") }
}
