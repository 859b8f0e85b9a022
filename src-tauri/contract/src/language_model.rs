//! Language models: drafts that they write, and how they do.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{Citation, ConversationId, MessageId, SuggestionSentence};

/// A draft while a language model writes it: unchecked, to be looked at and not to be used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LiveDraft {
    /// The conversation.
    pub conversation_id: ConversationId,
    /// The customer's message that it answers.
    pub message_id: MessageId,
    /// The model's name.
    pub model: String,
    /// All of the text so far; empty before the first token. Plain text.
    pub text: String,
}

/// What came of asking a language model for a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ModelOutcome {
    /// Its draft passed the checks and is a suggestion.
    Suggested,
    /// Its draft did not pass the checks.
    Rejected,
    /// It gave no answer.
    Failed,
    /// The agent stopped it.
    Stopped,
}

/// A call to a language model, as the advice tells of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ModelNote {
    /// The model's name.
    pub name: String,
    /// What came of it.
    pub outcome: ModelOutcome,
    /// Why there is no suggestion, as a sentence without its full stop; empty where there is one.
    pub reason: String,
    /// Tokens of the prompt, 0 where the server sent nothing.
    pub prompt_tokens: u64,
    /// Tokens of the answer.
    pub answer_tokens: u64,
    /// From the request to the end of the answer.
    pub milliseconds: f64,
}

/// Whether a language model can be asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum LanguageModelState {
    /// None is set: nothing leaves.
    Off,
    /// It is asked with each message.
    Ready {
        /// The model's name.
        name: String,
        /// Tokens that were used in this month.
        used: u64,
        /// The most tokens of a month; none where there is no limit.
        budget: Option<u64>,
    },
    /// It failed several times in a row and is left alone for a while.
    Resting {
        /// The model's name.
        name: String,
        /// For how many seconds still.
        seconds: u64,
    },
    /// The month's tokens are used.
    Spent {
        /// The model's name.
        name: String,
        /// Tokens that were used in this month.
        used: u64,
        /// The most tokens of a month.
        budget: u64,
    },
    /// The settings or the team's prompts cannot be used.
    Broken {
        /// What is wrong, and where.
        reason: String,
    },
}

/// Exactly what a language model would be sent about a conversation's newest customer message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PromptView {
    /// The template that it is made of, such as `billing`.
    pub template: String,
    /// Whether the template is the team's own.
    pub own: bool,
    /// The role and the rules.
    pub system: String,
    /// The conversation and the passages, masked.
    pub user: String,
    /// About how many tokens both have.
    pub tokens: u64,
    /// Documents whose passages are held back, because they seem to give orders to a language model.
    pub held_back: Vec<String>,
}

/// In which way a text is rewritten.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RewriteHow {
    /// Fewer words.
    Shorten,
    /// Warmer.
    Friendlier,
    /// More formal.
    Formal,
    /// In plain words.
    Simpler,
    /// In another language.
    Translate,
    /// With its spelling and grammar mended, and nothing else.
    Spelling,
}

/// Who wrote a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WrittenBy {
    /// Rules on this machine.
    BuiltIn,
    /// The language model that is set.
    Model,
}

/// A text that an agent wants rewritten.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Rewrite {
    /// The text.
    pub text: String,
    /// In which way.
    pub how: RewriteHow,
    /// Into which language, by its name or code; needed for [`RewriteHow::Translate`] alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

/// A text after it was rewritten.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Rewritten {
    /// The text. Plain text.
    pub text: String,
    /// Who rewrote it.
    pub by: WrittenBy,
    /// Its sentences in order, and what carries each; empty for a translation, which is not judged.
    pub sentences: Vec<SuggestionSentence>,
    /// The passages that carry them.
    pub citations: Vec<Citation>,
    /// The share of its statements that a passage carries, 0 to 1; `null` where it was not judged.
    pub groundedness: Option<f32>,
}

/// What a conversation is about, in a few sentences.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Recap {
    /// All of it.
    pub text: String,
    /// Its sentences, in order.
    pub sentences: Vec<RecapSentence>,
    /// Who wrote it.
    pub by: WrittenBy,
    /// Why the language model that is set did not write it; none where it did, or none is set for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// A sentence about a conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RecapSentence {
    /// The sentence.
    pub text: String,
    /// The message that it comes from.
    pub message: MessageId,
}
