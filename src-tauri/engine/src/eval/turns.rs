//! The conversation before a row's question.

use aside_contract::{Author, ConversationId, Message, MessageId, Timestamp};
use serde::Deserialize;

/// One message of it.
#[derive(Deserialize)]
pub(super) struct Turn {
    /// `customer`, or whoever answered.
    speaker: String,
    text: String,
}

/// The messages of a conversation, oldest first.
pub(super) fn history(turns: &[Turn]) -> Vec<Message> {
    let conversation_id = ConversationId::new();
    let author = |turn: &Turn| match &*turn.speaker {
        "customer" => Author::Customer,
        _ => Author::Agent,
    };
    let turns = turns.iter();
    turns.map(|turn| Message { conversation_id, ..message(author(turn), &turn.text) }).collect()
}

/// A message of nobody in particular.
pub(super) fn message(author: Author, text: &str) -> Message {
    Message {
        id: MessageId::new(),
        conversation_id: ConversationId::new(),
        author,
        text: text.to_owned(),
        at: Timestamp::default(),
        suggestion_id: None,
        attachments: Vec::new(),
        by: None,
    }
}
