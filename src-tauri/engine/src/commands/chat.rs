//! The customer-facing chat: an answer where the rules allow one, else a person takes over.

use aside_assist::ChatDecision;
use aside_contract::{Advice, Author, Channel, ConversationId, Event, IncomingMessage, SentReply};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{Engine, EngineError};

/// Who answers a customer in the chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum AnsweredBy {
    /// Aside answered from the knowledge base.
    Assistant,
    /// A person will; the response says so.
    Handover,
}

/// What a customer gets back in the chat.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ChatReply {
    /// What the customer reads. Plain text.
    pub response: String,
    /// The conversation, which goes on with the customer's next message.
    pub conversation_id: ConversationId,
    /// Who answers.
    pub answered_by: AnsweredBy,
    /// What the desk sees about the message.
    pub advice: Advice,
}

impl Engine {
    /// Takes a customer's message in the chat and answers it, or hands over.
    ///
    /// # Errors
    /// [`EngineError::Message`] where it is refused, or where a store fails.
    pub fn chat(&self, customer: &str, text: &str) -> Result<ChatReply, EngineError> {
        let incoming = IncomingMessage::new(customer, Channel::Chat, text, None)?;
        let (advice, decision) = self.take(&incoming)?;
        let id = advice.conversation_id;
        let (answered_by, stored) = match decision {
            ChatDecision::Answer { text, suggestion_id } => {
                let reply = SentReply { text, suggestion_id: Some(suggestion_id) };
                (AnsweredBy::Assistant, self.desk.send_reply(id, Author::Assistant, &reply)?)
            }
            ChatDecision::HandOver { text, .. } => {
                (AnsweredBy::Handover, self.desk.hand_over(id, &text)?)
            }
        };
        let (message, conversation, _receipt) = stored;
        let response = message.text.clone();
        self.publish(Event::MessageAdded { message, conversation });
        Ok(ChatReply { response, conversation_id: id, answered_by, advice })
    }
}
