//! Which language model is asked, for what, and within which limits.

use std::time::Duration;

use aside_inference::llm::{Limits, LlmError, check_base_url};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The section `[model]`. Nothing is asked before both `base_url` and `name` are set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ModelSettings {
    /// Of an OpenAI-compatible server, such as `https://api.openai.com/v1`; empty for none.
    pub base_url: String,
    /// The model's name there.
    pub name: String,
    /// The most tokens of a draft.
    pub max_tokens: u32,
    /// Within how many seconds the first token has to come.
    pub first_token_seconds: f64,
    /// Within how many seconds the whole draft has to be there.
    pub whole_seconds: f64,
    /// The most tokens of a calendar month (UTC), prompts and drafts together; none for no limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub monthly_tokens: Option<u64>,
    /// What it may be asked for.
    pub tasks: Vec<ModelTask>,
}

/// Something that a language model may be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ModelTask {
    /// A draft of the reply to each customer message.
    Drafts,
    /// A text of the agent's rewritten, when the agent says so.
    Rewriting,
    /// A summary of a conversation, when somebody looks at it.
    Summaries,
    /// The labels of a message that the classifiers are unsure of.
    Classification,
}

impl Default for ModelSettings {
    fn default() -> Self {
        Self {
            base_url: String::new(),
            name: String::new(),
            max_tokens: 400,
            first_token_seconds: 8.0,
            whole_seconds: 40.0,
            monthly_tokens: None,
            tasks: vec![ModelTask::Drafts, ModelTask::Rewriting, ModelTask::Summaries],
        }
    }
}

impl ModelSettings {
    /// Whether a model is asked at all.
    pub fn is_on(&self) -> bool {
        !self.base_url.trim().is_empty() && !self.name.trim().is_empty()
    }

    /// Whether it is asked for this.
    pub fn does(&self, task: ModelTask) -> bool {
        self.is_on() && self.tasks.contains(&task)
    }

    /// The limits of one call.
    pub(crate) fn limits(&self) -> Limits {
        Limits {
            first_token: Duration::from_secs_f64(self.first_token_seconds),
            whole: Duration::from_secs_f64(self.whole_seconds),
            max_tokens: self.max_tokens,
        }
    }

    /// What makes no sense, if anything.
    pub(super) fn check(&self) -> Result<(), String> {
        if !self.base_url.trim().is_empty() {
            check_base_url(&self.base_url).map_err(|error: LlmError| error.to_string())?;
        }
        if !(1..=32_000).contains(&self.max_tokens) {
            return Err("max_tokens is a number from 1 to 32,000".to_owned());
        }
        for (name, seconds) in [
            ("first_token_seconds", self.first_token_seconds),
            ("whole_seconds", self.whole_seconds),
        ] {
            if !(0.1..=600.0).contains(&seconds) {
                return Err(format!("{name} is a number from 0.1 to 600"));
            }
        }
        Ok(())
    }
}
