//! What happened, for panels and sockets.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    Advice, Attachment, Author, ConversationId, ConversationSlot, ConversationSummary, GoldenRun,
    KnowledgeStatus, LiveDraft, Message, MessageId, PersonalSpan, TicketSummary,
};

/// Something that changed. Published only after it is stored, where it is stored at all.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Event {
    /// A message was stored.
    MessageAdded {
        /// The message.
        message: Message,
        /// Personal data and secrets in it, in order and without overlaps.
        #[serde(default)]
        personal: Vec<PersonalSpan>,
        /// Its conversation as it is now.
        conversation: ConversationSummary,
    },
    /// A file that came with a message was read, or cannot be.
    AttachmentRead {
        /// The conversation.
        conversation_id: ConversationId,
        /// The message that it came with.
        message_id: MessageId,
        /// The file as it stands now.
        attachment: Attachment,
    },
    /// Advice on a customer message is there.
    AdviceReady {
        /// The advice.
        advice: Box<Advice>,
        /// What its conversation names by now, the newest first.
        slots: Vec<ConversationSlot>,
        /// Its conversation as it is now.
        conversation: ConversationSummary,
    },
    /// A conversation's status changed.
    ConversationChanged {
        /// The conversation as it is now.
        conversation: ConversationSummary,
    },
    /// Somebody is writing in a chat; nothing more within some seconds means that they stopped.
    Typing {
        /// The conversation.
        conversation_id: ConversationId,
        /// Who writes: the customer or an agent.
        author: Author,
    },
    /// A ticket was made or changed.
    TicketChanged {
        /// The ticket as it is now.
        ticket: TicketSummary,
    },
    /// The knowledge base changed.
    KnowledgeChanged {
        /// What it holds now.
        status: KnowledgeStatus,
    },
    /// The golden questions were asked again.
    GoldenAsked {
        /// What came of it.
        run: GoldenRun,
    },
    /// The team's own labels were learnt, or cannot be.
    LabelsChanged {
        /// Why they cannot be learnt, in a sentence; none where they can, or where there are none.
        trouble: Option<String>,
    },
    /// A language model writes a draft. Nothing is stored of it before it is checked.
    DraftWriting {
        /// The draft so far.
        draft: LiveDraft,
    },
    /// It writes no longer. What came of it stands in the advice, which was told before, unless the draft
    /// was no longer wanted.
    DraftEnded {
        /// The conversation.
        conversation_id: ConversationId,
        /// The message that it was about.
        message_id: MessageId,
    },
    /// Events were lost by this listener: read everything anew.
    Resync,
}
