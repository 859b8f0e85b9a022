//! Error codes that machines act on.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What went wrong, for machines. A variant exists only where a consumer acts on it; the sentence
/// for people stands in the interface's own table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// The request's text is empty, too long or malformed.
    InvalidInput,
    /// What was sent is larger, or more at once, than is taken.
    TooLarge,
    /// A file that is not taken, whatever its size.
    UnsupportedFile,
    /// No such conversation, document or route.
    NotFound,
    /// Too many requests from one side; `Retry-After` says when to try again.
    TooMany,
    /// What is asked for does not go with where the thing stands; look at it anew.
    Conflict,
    /// The request came from another site or for another host name, or who asks may not do this.
    Forbidden,
    /// Who asks is not known, or not any more: sign in, or refresh the token.
    Unauthenticated,
    /// A question in SQL that cannot be asked; `place` says where.
    InvalidQuery,
    /// A question in SQL that takes more time or memory than it may have.
    QueryLimit,
    /// No language model is set, or none for this task.
    NoLanguageModel,
    /// The language model gave no answer that can be used.
    LanguageModel,
    /// Nothing is read aloud here, or not in this language.
    NoSpeech,
    /// Too much is under way; try again.
    Overloaded,
    /// The disk is full or cannot be written.
    Storage,
    /// Aside could not open its data, and does nothing until it is started anew; `detail` says why.
    NotOpen,
    /// A fault of ours.
    Internal,
}

/// The body of every answer that is an error.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ErrorBody {
    /// What happened, to what, and what to do.
    pub detail: String,
    /// What went wrong, for machines.
    pub code: ErrorCode,
    /// Where in the text that was sent, for errors that have a place in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<TextPlace>,
}

/// A piece of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TextPlace {
    /// Its line, from 1.
    pub line: u32,
    /// Its first character in the line, from 1.
    pub column: u32,
    /// How many characters it has, at least 1.
    pub length: u32,
}
