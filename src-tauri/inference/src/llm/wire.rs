//! What goes over the wire, as lenient as servers differ.

use serde::{Deserialize, Serialize};

/// A request for a streamed answer.
#[derive(Serialize)]
pub(super) struct Request<'a> {
    pub model: &'a str,
    pub messages: [Turn<'a>; 2],
    pub stream: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub temperature: Option<f32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_tokens: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_completion_tokens: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stream_options: Option<StreamOptions>,
}

#[derive(Serialize)]
pub(super) struct Turn<'a> {
    pub role: &'a str,
    pub content: &'a str,
}

#[derive(Serialize)]
pub(super) struct StreamOptions {
    pub include_usage: bool,
}

/// A piece of a streamed answer. A piece with neither choices, usage nor an error is no piece of one.
#[derive(Debug, Deserialize)]
pub(super) struct Chunk {
    pub choices: Option<Vec<Choice>>,
    pub usage: Option<Tokens>,
    pub error: Option<serde_json::Value>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Choice {
    pub delta: Option<Delta>,
    pub finish_reason: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Delta {
    pub content: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Tokens {
    #[serde(default)]
    pub prompt_tokens: u64,
    #[serde(default)]
    pub completion_tokens: u64,
}

/// The models of a server.
#[derive(Debug, Deserialize)]
pub(super) struct Models {
    pub data: Vec<Model>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Model {
    pub id: String,
}

/// Which of the optional fields a server takes. Servers and models differ, so one that a server refuses
/// is left out from then on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Dialect {
    pub temperature: bool,
    /// `max_tokens`, which OpenAI's newer models want to be called `max_completion_tokens`.
    pub max_tokens: bool,
    pub usage: bool,
}

impl Default for Dialect {
    fn default() -> Self {
        Self { temperature: true, max_tokens: true, usage: true }
    }
}

impl Dialect {
    /// The dialect without the field that a refusal names; none where it names none of them.
    pub fn without(self, refusal: &str) -> Option<Self> {
        let mut other = self;
        if refusal.contains("max_tokens") {
            other.max_tokens = false;
        } else if refusal.contains("temperature") {
            other.temperature = false;
        } else if refusal.contains("stream_options") || refusal.contains("include_usage") {
            other.usage = false;
        }
        (other != self).then_some(other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_that_is_refused_is_left_out_once() {
        let dialect = Dialect::default();
        let refusal = "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.";
        let other = dialect.without(refusal).unwrap();
        assert!(!other.max_tokens && other.temperature && other.usage);
        assert_eq!(other.without(refusal), None);
        assert_eq!(dialect.without("the messages are too long"), None);
        assert!(!dialect.without("`temperature` does not support 0").unwrap().temperature);
    }
}
