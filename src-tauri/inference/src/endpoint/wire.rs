//! One request to an OpenAI-compatible endpoint. The only place where texts leave this machine: it
//! takes them redacted, and nothing of an answer that could repeat them goes into an error.

use std::time::Duration;

use aside_redact::Redacted;
use serde::{Deserialize, Serialize};
use ureq::tls::{RootCerts, TlsConfig};
use ureq::{Agent, Proxy, http};

use super::description::Description;

/// The longest answer that is read, in bytes.
const LONGEST_ANSWER: u64 = 64 << 20;

/// The key, which no log and no error shows.
struct Key(String);

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key(…)")
    }
}

/// The way to an endpoint.
#[derive(Debug)]
pub(super) struct Wire {
    agent: Agent,
    address: String,
    key: Option<Key>,
}

/// Why there is none.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    /// What happened, as the second half of a sentence.
    pub(super) reason: String,
    /// How long it asked to be left alone.
    pub(super) retry_after: Option<Duration>,
    /// It is of no use to ask again before somebody mends it.
    pub(super) lasting: bool,
    /// It may be one of these texts that it does not take.
    pub(super) texts: bool,
}

impl Refusal {
    /// It may go well the next time.
    pub(super) fn passing(reason: impl Into<String>) -> Self {
        Self { reason: reason.into(), retry_after: None, lasting: false, texts: false }
    }

    fn lasting(reason: impl Into<String>) -> Self {
        Self { lasting: true, ..Self::passing(reason) }
    }
}

#[derive(Serialize)]
struct Request<'a> {
    model: &'a str,
    input: &'a [&'a str],
    encoding_format: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    dimensions: Option<usize>,
}

#[derive(Deserialize)]
struct Response {
    data: Vec<Row>,
}

#[derive(Deserialize)]
struct Row {
    index: usize,
    embedding: Vec<f32>,
}

impl Wire {
    /// Asks nothing yet.
    pub(super) fn new(description: &Description, key: Option<String>) -> Self {
        let tls = TlsConfig::builder().root_certs(RootCerts::PlatformVerifier).build();
        // Nobody between is asked about this machine.
        let proxy = if description.is_local { None } else { Proxy::try_from_env() };
        let config = Agent::config_builder()
            .tls_config(tls)
            .proxy(proxy)
            .http_status_as_error(false)
            // A redirect could send texts and key elsewhere.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .build();
        let address = format!("{}/embeddings", description.base);
        Self { agent: config.into(), address, key: key.map(Key) }
    }

    /// The vectors of some texts, in their order and of length 1.
    pub(super) fn ask(
        &self,
        description: &Description,
        texts: &[Redacted<String>],
        patience: Duration,
    ) -> Result<Vec<Vec<f32>>, Refusal> {
        if let (Some(name), None) = (&description.key, &self.key) {
            let reason =
                format!("was not asked: its key is not there. Set {name} and start Aside again");
            return Err(Refusal::lasting(reason));
        }
        let input: Vec<&str> = texts.iter().map(|text| &**text).collect();
        let request = Request {
            model: &description.model,
            input: &input,
            encoding_format: "float",
            dimensions: description.ask_for_dimensions.then_some(description.dimensions),
        };
        let mut post =
            self.agent.post(&self.address).config().timeout_global(Some(patience)).build();
        if let Some(Key(key)) = &self.key {
            post = post.header("Authorization", format!("Bearer {key}"));
        }
        let mut response = post.send_json(&request).map_err(|error| unreached(&error, patience))?;
        let status = response.status();
        if !status.is_success() {
            return Err(refused(status, response.headers(), description));
        }
        let body = response.body_mut().with_config().limit(LONGEST_ANSWER).read_to_vec();
        let body = body.map_err(|error| unreached(&error, patience))?;
        let answer: Response = serde_json::from_slice(&body)
            .map_err(|_| Refusal::passing("answered with something else than embeddings"))?;
        in_order(answer.data, texts.len(), description.dimensions)
    }
}

fn unreached(error: &ureq::Error, patience: Duration) -> Refusal {
    Refusal::passing(match error {
        ureq::Error::Timeout(_) => format!("did not answer within {} s", patience.as_secs_f64()),
        ureq::Error::HostNotFound => "is not found: check its address and the network".to_owned(),
        ureq::Error::Io(error) => format!("cannot be reached ({error})"),
        other => format!("cannot be reached ({other})"),
    })
}

fn refused(
    status: http::StatusCode,
    headers: &http::HeaderMap,
    description: &Description,
) -> Refusal {
    let code = status.as_u16();
    match code {
        401 | 403 => Refusal::lasting(match &description.key {
            Some(name) => format!("refuses the key ({code}): check {name}, and start Aside again"),
            None => format!("wants a key ({code}): name it as key_name in aside.json"),
        }),
        404 | 405 => Refusal::lasting(format!(
            "has no embeddings of the model {} ({code}): check aside.json",
            description.model
        )),
        429 => {
            let after = headers.get("retry-after").and_then(|value| value.to_str().ok());
            let after = after.and_then(|seconds| seconds.trim().parse::<f64>().ok());
            let after = after.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
            Refusal {
                retry_after: after,
                ..Refusal::passing("has too much to do, or a quota is used up (429)")
            }
        }
        400 | 413 | 422 => Refusal {
            texts: true,
            ..Refusal::lasting(format!(
                "does not take the request ({code}): check model and dimensions in aside.json"
            ))
        },
        300..400 => Refusal::lasting(format!(
            "sends elsewhere ({code}): put the address itself into aside.json"
        )),
        _ => Refusal::passing(format!("failed ({code})")),
    }
}

/// The vectors in the order of the texts, of length 1.
fn in_order(mut data: Vec<Row>, texts: usize, dimensions: usize) -> Result<Vec<Vec<f32>>, Refusal> {
    data.sort_by_key(|row| row.index);
    if data.len() != texts || data.iter().enumerate().any(|(place, row)| row.index != place) {
        return Err(Refusal::passing(format!("gave {} embeddings for {texts} texts", data.len())));
    }
    let unit = |Row { embedding, .. }: Row| {
        if embedding.len() != dimensions {
            return Err(Refusal::lasting(format!(
                "gives vectors of {} numbers, and aside.json says {dimensions}: with its number there, all is embedded anew",
                embedding.len()
            )));
        }
        let length = embedding.iter().map(|number| number * number).sum::<f32>().sqrt();
        if !length.is_finite() || length <= 0.0 {
            return Err(Refusal::passing("gave a vector without a length"));
        }
        Ok(embedding.into_iter().map(|number| number / length).collect())
    };
    data.into_iter().map(unit).collect()
}
