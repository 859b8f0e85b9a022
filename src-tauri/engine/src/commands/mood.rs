//! The words behind a mood, worked out when somebody asks for them.

use aside_contract::{Author, ConversationId, MessageId, MoodPiece, MoodWords};

use crate::{Engine, EngineError};

impl Engine {
    /// What each word of a customer's message adds to its mood, and the signs that the rules see. Takes
    /// a pass of the encoder for each word, behind live messages: some tenths of a second.
    ///
    /// Without a model the message comes back whole, with the signs alone.
    ///
    /// # Errors
    /// [`EngineError::NotFound`] where there is no such message of a customer, or where a store or the
    /// model fails.
    pub fn mood_words(
        &self,
        conversation: ConversationId,
        message: MessageId,
    ) -> Result<MoodWords, EngineError> {
        let stored = self.conversation(conversation)?.messages;
        let said = stored.into_iter().find(|one| one.id == message);
        let said = said.filter(|one| one.author == Author::Customer).ok_or_else(|| {
            EngineError::NotFound { what: "message of a customer", name: message.to_string() }
        })?;
        let pieces = self.model.mood_pieces(&said.text)?;
        let whole = || vec![MoodPiece { text: said.text.clone(), pull: 0.0 }];
        Ok(MoodWords {
            message_id: message,
            pieces: pieces.unwrap_or_else(whole),
            signs: aside_assist::feeling_signs(&said.text),
        })
    }
}
