//! How often customers may write, so that one of them cannot take everybody's answers.

use std::convert::Infallible;
use std::hash::Hash;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::num::NonZeroU32;

use aside_contract::{ApiTokenId, ErrorCode, MAX_USER_NAME_CHARS, NewAttachment};
use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::ApiError;

/// Sessions that one address may open in a minute with one key, or without one.
const SESSIONS: u32 = 5;
/// Messages that one session or socket may send in a minute.
const MESSAGES: u32 = 30;
/// Messages that one session may have read aloud in a minute.
const SPEECH: u32 = 20;
/// Kibibytes of files that one address may send to sessions in an hour.
const UPLOADS_KIB: u32 = 200 << 10;
/// Looks at the health from one address in a minute.
const HEALTH: u32 = 60;
/// Attempts to sign in that one address may make in a minute.
const SIGN_INS: u32 = 20;
/// Those of them that may be under one name.
const SIGN_INS_AS_ONE: u32 = 5;
/// Attempts to sign in under one name from everywhere in a minute.
const SIGN_INS_OF_ONE: u32 = 30;
/// Requests that a program may make with its token in a minute: one that asks ten times a second for what is new never
/// meets it, and one that is caught in a loop does at once.
const PROGRAM: u32 = 1_200;
/// From so many known keys on, those that are free again are forgotten.
const MANY_KEYS: usize = 10_000;

/// The counts of one listener.
#[derive(Debug)]
pub(crate) struct Limits {
    sessions: Option<DefaultKeyedRateLimiter<(IpAddr, Option<PageKey>)>>,
    messages: Option<DefaultKeyedRateLimiter<String>>,
    speech: Option<DefaultKeyedRateLimiter<String>>,
    uploads: Option<DefaultKeyedRateLimiter<IpAddr>>,
    health: Option<DefaultKeyedRateLimiter<IpAddr>>,
    sign_ins: Option<DefaultKeyedRateLimiter<IpAddr>>,
    sign_ins_as_one: Option<DefaultKeyedRateLimiter<(IpAddr, String)>>,
    sign_ins_of_one: Option<DefaultKeyedRateLimiter<String>>,
    programs: Option<DefaultKeyedRateLimiter<ApiTokenId>>,
}

/// Where a request comes from; the own machine where that is not known, as in process.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Address(IpAddr);

/// Where a request comes from that a reverse proxy passed on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Forwarded(pub(crate) IpAddr);

/// The id of the key that the guard let a page of another site through with.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct PageKey(pub(crate) String);

impl<S: Sync> FromRequestParts<S> for Address {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        let passed_on = parts.extensions.get::<Forwarded>().map(|forwarded| forwarded.0);
        let connected = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
        Ok(Self(passed_on.or(connected).unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST))))
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            sessions: limiter(SESSIONS),
            messages: limiter(MESSAGES),
            speech: limiter(SPEECH),
            uploads: NonZeroU32::new(UPLOADS_KIB)
                .map(|most| RateLimiter::keyed(Quota::per_hour(most))),
            health: limiter(HEALTH),
            sign_ins: limiter(SIGN_INS),
            sign_ins_as_one: limiter(SIGN_INS_AS_ONE),
            sign_ins_of_one: limiter(SIGN_INS_OF_ONE),
            programs: limiter(PROGRAM),
        }
    }
}

/// One of what is counted.
const ONE: NonZeroU32 = NonZeroU32::MIN;

impl Limits {
    /// Counts a session that an address opens.
    ///
    /// # Errors
    /// It has opened as many as it may in a minute; the error says when it may again.
    pub(crate) fn sessions(&self, address: Address, key: Option<PageKey>) -> Result<(), ApiError> {
        count(self.sessions.as_ref(), &(address.0, key), ONE, "sessions are opened")
    }

    /// Counts a look at the health.
    ///
    /// # Errors
    /// There were too many in a minute; the error says when to look again.
    pub(crate) fn health(&self, address: Address) -> Result<(), ApiError> {
        count(self.health.as_ref(), &address.0, ONE, "looks at the health are taken")
    }

    /// Counts a message of a session.
    ///
    /// # Errors
    /// It has sent as many as it may in a minute; the error says when it may again.
    pub(crate) fn messages(&self, session: &str) -> Result<(), ApiError> {
        count(self.messages.as_ref(), &session.to_owned(), ONE, "messages are sent")
    }

    /// Counts a message of a session that is read aloud.
    ///
    /// # Errors
    /// There were as many as there may be in a minute; the error says when there may be one again.
    pub(crate) fn speech(&self, session: &str) -> Result<(), ApiError> {
        count(self.speech.as_ref(), &session.to_owned(), ONE, "messages are read aloud")
    }

    /// Counts the files that an address sends to sessions, by their size.
    ///
    /// # Errors
    /// It has sent as much as it may in an hour; the error says when it may again.
    pub(crate) fn uploads(
        &self,
        address: Address,
        files: &[NewAttachment],
    ) -> Result<(), ApiError> {
        let bytes: usize = files.iter().map(|file| file.bytes().len()).sum();
        let kib = u32::try_from(bytes.div_ceil(1 << 10)).unwrap_or(u32::MAX);
        let Some(kib) = NonZeroU32::new(kib) else { return Ok(()) };
        count(self.uploads.as_ref(), &address.0, kib, "files are sent")
    }

    /// Counts a request of a program, by its token.
    ///
    /// # Errors
    /// There were as many as there may be in a minute; the error says when there may be one again.
    pub(crate) fn program(&self, token: ApiTokenId) -> Result<(), ApiError> {
        count(self.programs.as_ref(), &token, ONE, "requests are made with this token")
    }

    /// Counts an attempt to sign in under a name, whatever comes of it: who guesses from one address is
    /// held up soon, without keeping the user out, and who guesses from many a little later.
    ///
    /// # Errors
    /// There were too many in a minute; the error says when to try again.
    pub(crate) fn sign_in(&self, address: Address, name: &str) -> Result<(), ApiError> {
        const WHAT: &str = "attempts to sign in are made";
        let name: String = name.trim().to_lowercase().chars().take(MAX_USER_NAME_CHARS).collect();
        count(self.sign_ins.as_ref(), &address.0, ONE, WHAT)?;
        count(self.sign_ins_as_one.as_ref(), &(address.0, name.clone()), ONE, WHAT)?;
        count(self.sign_ins_of_one.as_ref(), &name, ONE, WHAT)
    }
}

fn limiter<K: Hash + Eq + Clone>(a_minute: u32) -> Option<DefaultKeyedRateLimiter<K>> {
    Some(RateLimiter::keyed(Quota::per_minute(NonZeroU32::new(a_minute)?)))
}

fn count<K: Hash + Eq + Clone>(
    limiter: Option<&DefaultKeyedRateLimiter<K>>,
    key: &K,
    cells: NonZeroU32,
    what: &str,
) -> Result<(), ApiError> {
    let Some(limiter) = limiter else { return Ok(()) };
    if limiter.len() > MANY_KEYS {
        limiter.retain_recent();
    }
    let too_many = |seconds: u64| {
        let detail = format!("too many {what} from here: try again in {seconds} s");
        ApiError::new(ErrorCode::TooMany, detail).retry_after(seconds)
    };
    match limiter.check_key_n(key, cells) {
        Ok(Ok(())) => Ok(()),
        Ok(Err(early)) => {
            let wait = early.wait_time_from(DefaultClock::default().now());
            Err(too_many(wait.as_secs().saturating_add(1)))
        }
        // No message has as much as an hour may have.
        Err(_) => Err(too_many(3_600)),
    }
}
