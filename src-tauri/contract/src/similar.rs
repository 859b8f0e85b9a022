//! Conversations about much the same.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{ConversationSummary, Message, PersonalSpan};

/// A conversation in which a customer means much the same.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SimilarConversation {
    /// The conversation, as it stands.
    pub conversation: ConversationSummary,
    /// What the customer wrote there that is nearest.
    pub asked: Message,
    /// What answered it: an agent's next reply, or what the assistant found in the documents.
    pub answered: Option<Message>,
    /// Where both messages hold personal data and secrets.
    pub personal: Vec<PersonalSpan>,
    /// The cosine of both meanings, at most 1.
    pub similarity: f32,
}
