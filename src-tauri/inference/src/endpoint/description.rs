//! What `aside.json` in a model's folder says of an endpoint.

use std::path::Path;
use std::time::Duration;

use serde::Deserialize;

use crate::{ModelError, checksum};

/// What mends the file.
const MEND: &str = "see \"An endpoint\" in docs/encoders.md";
/// More than this at once no server takes.
const MOST_TEXTS: usize = 2_048;
/// A person waits for a question's vector.
const LONGEST_QUERY: Duration = Duration::from_secs(30);

/// The file. Times are in milliseconds.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    endpoint: String,
    model: String,
    dimensions: usize,
    #[serde(default)]
    ask_for_dimensions: bool,
    key_name: Option<String>,
    #[serde(default)]
    query_prefix: String,
    #[serde(default)]
    document_prefix: String,
    languages: Option<Vec<String>>,
    #[serde(default = "query_timeout")]
    query_timeout_ms: u64,
    #[serde(default = "batch_timeout")]
    batch_timeout_ms: u64,
    #[serde(default = "batch")]
    batch: usize,
    #[serde(default = "characters")]
    max_characters: usize,
}

fn query_timeout() -> u64 {
    2_000
}

fn batch_timeout() -> u64 {
    30_000
}

fn batch() -> usize {
    32
}

fn characters() -> usize {
    8_000
}

/// An endpoint, as the user set it up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Description {
    /// The base, such as `https://api.openai.com/v1`, without a slash at its end.
    pub(super) base: String,
    /// It is on this machine.
    pub(super) is_local: bool,
    /// The model that is asked for.
    pub(super) model: String,
    /// How many numbers each vector has.
    pub(super) dimensions: usize,
    /// Whether the endpoint is asked for so many.
    pub(super) ask_for_dimensions: bool,
    /// What the key is called where keys are kept; none where the endpoint wants none.
    pub(super) key: Option<String>,
    pub(super) query_prefix: String,
    pub(super) document_prefix: String,
    /// The codes of the languages that it reads; all where there is none.
    pub(super) languages: Option<Vec<String>>,
    /// How long a question waits for its vector.
    pub(super) query_timeout: Duration,
    /// How long a batch of passages does.
    pub(super) batch_timeout: Duration,
    /// Texts of a request.
    pub(super) batch: usize,
    /// What is longer is cut.
    pub(super) max_characters: usize,
}

impl Description {
    /// Whether the model's folder describes an endpoint.
    pub(super) fn is_in(dir: &Path) -> bool {
        let content = std::fs::read(dir.join("aside.json")).unwrap_or_default();
        let content: Option<serde_json::Value> = serde_json::from_slice(&content).ok();
        content.is_some_and(|content| content.get("endpoint").is_some())
    }

    /// Reads `aside.json` in `dir`.
    ///
    /// # Errors
    /// [`ModelError::Malformed`] says what does not fit.
    pub(super) fn read(dir: &Path) -> Result<Self, ModelError> {
        let place = dir.join("aside.json");
        let malformed = |detail: String| ModelError::malformed(&place, detail, MEND);
        let content = checksum::read(&place, MEND)?;
        let file: File =
            serde_json::from_slice(&content).map_err(|error| malformed(error.to_string()))?;
        let base = file.endpoint.trim().trim_end_matches('/').to_owned();
        let is_local = checked(&base).map_err(malformed)?;
        if file.dimensions == 0 || file.dimensions > 16_384 {
            return Err(malformed(format!("{} dimensions", file.dimensions)));
        }
        Ok(Self {
            base,
            is_local,
            model: file.model,
            dimensions: file.dimensions,
            ask_for_dimensions: file.ask_for_dimensions,
            key: file.key_name.filter(|name| !name.is_empty()),
            query_prefix: file.query_prefix,
            document_prefix: file.document_prefix,
            languages: file.languages,
            query_timeout: Duration::from_millis(file.query_timeout_ms.max(1)).min(LONGEST_QUERY),
            batch_timeout: Duration::from_millis(file.batch_timeout_ms.max(1)),
            batch: file.batch.clamp(1, MOST_TEXTS),
            max_characters: file.max_characters.max(1),
        })
    }

    /// What makes its vectors what they are: another of it is another encoder.
    pub(super) fn identity(&self) -> String {
        let Self { base, model, dimensions, query_prefix, document_prefix, .. } = self;
        format!("{base}\n{model}\n{dimensions}\n{query_prefix}\n{document_prefix}")
    }
}

/// Whether an address is on this machine. Refuses one that would send texts or a key in clear over a
/// network, or that holds a secret.
fn checked(base: &str) -> Result<bool, String> {
    let (scheme, rest) = base.split_once("://").ok_or("the endpoint is no https:// address")?;
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if authority.contains('@') || rest.contains(['?', '#']) {
        return Err("the endpoint's address must hold no key, query or fragment".to_owned());
    }
    let host = match authority.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => authority.split(':').next().unwrap_or_default(),
    };
    let is_local = host == "localhost"
        || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback());
    match scheme {
        _ if host.is_empty() => Err("the endpoint's address has no host".to_owned()),
        "https" => Ok(is_local),
        "http" if is_local => Ok(true),
        "http" => Err("over a network, only https:// keeps texts and key from others".to_owned()),
        other => Err(format!("the endpoint's address begins with {other}://")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_go_over_a_network_only_encrypted_and_addresses_hold_no_secret() {
        for (fine, is_local) in [
            ("https://api.example.com/v1", false),
            ("http://127.0.0.1:8000/v1", true),
            ("http://[::1]:1/v1", true),
            ("https://localhost", true),
        ] {
            assert_eq!(checked(fine), Ok(is_local), "{fine}");
        }
        for bad in [
            "http://example.com/v1",
            "http://127.0.0.1.example.com/v1",
            "https://user:key@example.com",
            "https://example.com/v1?key=1",
            "ftp://localhost/v1",
            "localhost",
            "https:///v1",
        ] {
            assert!(checked(bad).is_err(), "{bad}");
        }
    }
}
