//! Files that came with messages, for who may have them.

use aside_contract::{Attachment, AttachmentId, AttachmentText, ConversationId};
use aside_desk::StoredAttachment;

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
        let file = self.file_of(conversation, id)?.attachment;
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
        let name = self.file_of(conversation, id)?.attachment.name;
        let text = self.desk.attachment_text(id)?;
        text.ok_or_else(|| EngineError::NotFound { what: "text of the file", name })
    }

    /// The same for the desk, with the places that a screen covers.
    ///
    /// # Errors
    /// As for [`Engine::attachment_text`].
    pub fn attachment_text_for_desk(
        &self,
        conversation: ConversationId,
        id: AttachmentId,
    ) -> Result<AttachmentText, EngineError> {
        let message = self.file_of(conversation, id)?.message;
        let customer = self.desk.look_at_list(|list| {
            list.get(conversation).map(|listed| listed.summary.customer.clone())
        })?;
        let text = self.attachment_text(conversation, id)?;
        let personal = self.personal_in_file(&customer.unwrap_or_default(), message, &text.text);
        Ok(AttachmentText { personal, ..text })
    }

    fn file_of(
        &self,
        conversation: ConversationId,
        id: AttachmentId,
    ) -> Result<StoredAttachment, EngineError> {
        let found = self.desk.attachment(id)?.filter(|kept| kept.conversation == conversation);
        let missing = || EngineError::NotFound { what: "attachment", name: id.to_string() };
        found.ok_or_else(missing)
    }
}
