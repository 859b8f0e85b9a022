//! What is wrong with a connection, and which servers this machine has.

use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use aside_redact::redact;

use super::openai::TEST;
use super::{Cancel, Endpoint, LanguageModel, Limits, LlmError, OpenAiModel, Prompt, Usage};

/// The usual ports of servers on one's own machine, and whose they are.
pub const USUAL_PORTS: [(u16, &str); 4] =
    [(11434, "Ollama"), (8080, "llama.cpp"), (1234, "LM Studio"), (8000, "vLLM")];

/// Time for a server on this machine to take a connection, and to list its models.
const NEARBY: Duration = Duration::from_secs(2);

/// A connection that works.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Working {
    /// Until the first token.
    pub first_token: Duration,
    /// Until the last one.
    pub whole: Duration,
    /// What the test took.
    pub usage: Usage,
}

/// Asks the model for one word.
///
/// # Errors
/// What is wrong; a name that the server does not have comes with those that it has.
pub fn test(endpoint: &Endpoint, first_token: Duration) -> Result<Working, LlmError> {
    let limits = Limits { first_token, whole: TEST.max(first_token), max_tokens: 16 };
    let model = OpenAiModel::new(endpoint.clone(), limits)?;
    let prompt = Prompt {
        system: redact("You test a connection.").0,
        user: redact("Answer with the one word: ready").0,
    };
    let start = Instant::now();
    let mut first = None;
    let outcome = model.write(&prompt, &Cancel::default(), &mut |_| {
        first.get_or_insert_with(|| start.elapsed());
    });
    match outcome.written {
        Ok(_) => Ok(Working {
            first_token: first.unwrap_or_default(),
            whole: start.elapsed(),
            usage: outcome.usage,
        }),
        Err(error @ LlmError::Status { status: 400 | 404 | 422, .. })
        | Err(error @ LlmError::Foreign(_)) => Err(named(&model, endpoint, error)),
        Err(error) => Err(error),
    }
}

/// Whether it was the model's name, where the server lists what it has.
fn named(model: &OpenAiModel, endpoint: &Endpoint, error: LlmError) -> LlmError {
    match model.models() {
        Ok(known) if !known.contains(&endpoint.model) => {
            LlmError::NoSuchModel { name: endpoint.model.clone(), known }
        }
        _ => match error {
            LlmError::Status { status: 404, detail } => LlmError::Foreign(format!(
                "404{}; most base URLs end with /v1",
                if detail.is_empty() { detail } else { format!(": {detail}") }
            )),
            other => other,
        },
    }
}

/// A server on this machine, and what it offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// What usually listens there.
    pub usually: &'static str,
    /// For the settings.
    pub base_url: String,
    /// The models that it lists.
    pub models: Vec<String>,
}

/// Looks at the usual ports of this machine. Only where somebody asks for it: whatever listens there is
/// asked which models it has.
pub fn find(ports: &[(u16, &'static str)]) -> Vec<Found> {
    let look = |&(port, usually): &(u16, &'static str)| {
        TcpStream::connect_timeout(&SocketAddr::from((Ipv4Addr::LOCALHOST, port)), NEARBY).ok()?;
        let base_url = format!("http://127.0.0.1:{port}/v1");
        let endpoint = Endpoint { base_url: base_url.clone(), model: String::new(), key: None };
        let limits = Limits { first_token: NEARBY, whole: NEARBY, max_tokens: 1 };
        let models = OpenAiModel::new(endpoint, limits).and_then(|model| model.models());
        models.ok().map(|models| Found { usually, base_url, models })
    };
    ports.iter().filter_map(look).collect()
}
