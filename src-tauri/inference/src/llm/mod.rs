//! Language models: a prompt in, a text out, token by token.
//!
//! Owns the [`LanguageModel`] trait, its backend [`OpenAiModel`] for every server that speaks OpenAI's
//! chat completions, and [`probe`], which says exactly what is wrong with a connection.
//!
//! Takes nothing that did not go through `redact`, by type. Follows no redirects and uses no proxy: what
//! is sent goes to the address that was named, or nowhere.
//!
//! A call waits for one of a few turns, passes the [`Breaker`], is tried again after a fault that may pass,
//! from its first word on where it had some, and ends within its time limits whatever the server does.

mod breaker;
mod events;
mod failure;
mod http;
mod openai;
pub mod probe;
mod retry;
mod wire;

use std::time::Duration;

use aside_redact::Redacted;
use tokio::sync::watch;

pub use breaker::{Breaker, BreakerState};
pub use failure::LlmError;
pub use http::{check_base_url, is_this_machine};
pub use openai::{Endpoint, OpenAiModel};

/// What a model is asked: who it is and by which rules it writes, then the matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prompt {
    /// The model's role and rules.
    pub system: Redacted<String>,
    /// The conversation and the passages.
    pub user: Redacted<String>,
}

/// How long an answer may take and become.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Until the first token, attempts and waiting included; between two tokens; and until the first token
    /// of an answer that starts anew.
    pub first_token: Duration,
    /// Until the last token.
    pub whole: Duration,
    /// The most tokens of an answer.
    pub max_tokens: u32,
}

/// Tokens that a call took, as the server counts them; else a token for every four characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// Of the prompt.
    pub prompt: u64,
    /// Of the answer.
    pub answer: u64,
}

impl Usage {
    /// Both.
    pub fn total(self) -> u64 {
        self.prompt + self.answer
    }

    /// Both calls' tokens.
    pub(crate) fn and(self, other: Self) -> Self {
        Self { prompt: self.prompt + other.prompt, answer: self.answer + other.answer }
    }

    /// Tokens of a text whose server does not count them.
    pub fn estimate(text: &str) -> u64 {
        (text.chars().count() as u64).div_ceil(4)
    }
}

/// An answer that came to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The text, masks and all.
    pub text: String,
    /// It ended because it had [`Limits::max_tokens`]: the last sentence may be cut.
    pub cut: bool,
}

/// What became of a call, and what it took: a call that failed may have taken tokens, too.
#[derive(Debug)]
pub struct Outcome {
    /// The answer, or why there is none.
    pub written: Result<Written, LlmError>,
    /// Nothing where the server sent no token.
    pub usage: Usage,
}

/// Ends a call from another thread. Clones end the same call.
#[derive(Clone, Debug)]
pub struct Cancel(watch::Sender<bool>);

impl Default for Cancel {
    fn default() -> Self {
        Self(watch::Sender::new(false))
    }
}

impl Cancel {
    /// Ends the call at once.
    pub fn cancel(&self) {
        self.0.send_replace(true);
    }

    /// Whether it was ended.
    pub fn is_cancelled(&self) -> bool {
        *self.0.borrow()
    }

    /// Ready once it is ended.
    async fn cancelled(&self) {
        // The sender lives as long as this.
        let _ = self.0.subscribe().wait_for(|cancelled| *cancelled).await;
    }
}

/// Writes texts.
pub trait LanguageModel: Send + Sync {
    /// The model's name, as its server knows it.
    fn name(&self) -> &str;

    /// Answers a prompt; `heard` is told the text so far each time that it grew, and an empty one where what
    /// was heard is void because the answer starts anew. Blocks the calling thread, which must be none of an
    /// asynchronous runtime's.
    fn write(&self, prompt: &Prompt, cancel: &Cancel, heard: &mut dyn FnMut(&str)) -> Outcome;
}
