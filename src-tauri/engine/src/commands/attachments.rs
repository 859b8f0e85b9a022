//! Files that came with messages, for who may have them.

use aside_contract::{Attachment, AttachmentId, AttachmentText, ConversationId};

use crate::{Engine, EngineError};

impl Engine {
    /// A file that came with a message of a conversation, and its bytes.
    ///
    /// # Errors
    /// [`EngineError::NotFound`] where the conversation has no such file, or where the store fails.
    pub fn attachment(
        &self,
        conversation: ConversationId,
        id: AttachmentId,
    ) -> Result<(Attachment, Vec<u8>), EngineError> {
        let file = self.file_of(conversation, id)?;
        Ok((file, self.desk.attachment_bytes(id)?))
    }

    /// The text that was read from a file of a conversation.
    ///
    /// # Errors
    /// [`EngineError::NotFound`] where the conversation has no such file, or it has no text; or where the
    /// store fails.
    pub fn attachment_text(
        &self,
        conversation: ConversationId,
        id: AttachmentId,
    ) -> Result<AttachmentText, EngineError> {
        let file = self.file_of(conversation, id)?;
        let text = self.desk.attachment_text(id)?;
        text.ok_or_else(|| EngineError::NotFound { what: "text of the file", name: file.name })
    }

    fn file_of(
        &self,
        conversation: ConversationId,
        id: AttachmentId,
    ) -> Result<Attachment, EngineError> {
        let found = self.desk.attachment(id)?.filter(|kept| kept.conversation == conversation);
        let missing = || EngineError::NotFound { what: "attachment", name: id.to_string() };
        Ok(found.ok_or_else(missing)?.attachment)
    }
}
