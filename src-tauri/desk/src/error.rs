//! What the desk refuses, and what can go wrong with its store.

use std::path::{Path, PathBuf};

use aside_contract::{
    AttachmentId, ConversationId, DeliveryId, ErrorCode, FactId, InvalidMessage, MAX_WEBHOOKS,
    MessageId, SuggestionId, TicketId, TicketStatus, WebhookId,
};
use heed::MdbError;

/// Why the desk did not do what was asked. Nothing was stored.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DeskError {
    /// No conversation has this id.
    #[error("there is no conversation {0}: reload the list of conversations")]
    UnknownConversation(ConversationId),
    /// The conversation holds no customer message with this id.
    #[error(
        "conversation {conversation} holds no customer message {message}: advise on one that it holds"
    )]
    UnknownMessage {
        /// The conversation that was named.
        conversation: ConversationId,
        /// The message that it does not hold, or that is not a customer's.
        message: MessageId,
    },
    /// No customer message has this id.
    #[error("there is no customer message {0}: reload the conversation")]
    NoSuchMessage(MessageId),
    /// No file that came with a message has this id.
    #[error("there is no attachment {0}: reload the conversation")]
    NoSuchAttachment(AttachmentId),
    /// No session of the chat has this token.
    #[error("there is no such session of the chat: open a new one")]
    UnknownSession,
    /// The suggestion was never made in this conversation.
    #[error(
        "suggestion {suggestion} was not made in conversation {conversation}: send the reply without it"
    )]
    UnknownSuggestion {
        /// The conversation that was named.
        conversation: ConversationId,
        /// The suggestion that was not made there.
        suggestion: SuggestionId,
    },
    /// The customer has no such fact.
    #[error("there is no fact {0} about this customer: reload what is remembered")]
    NoSuchFact(FactId),
    /// Something about a customer cannot be kept.
    #[error("this cannot be kept: {0}")]
    Fact(&'static str),
    /// No ticket has this id.
    #[error("there is no ticket {0}: reload the list of tickets")]
    UnknownTicket(TicketId),
    /// A ticket cannot go there from where it stands.
    #[error("ticket {id} is {from} and cannot be {to}: open it again first")]
    TicketConflict {
        /// The ticket.
        id: TicketId,
        /// Where it stands.
        from: TicketStatus,
        /// Where it should have gone.
        to: TicketStatus,
    },
    /// The owner or the note of a ticket is missing, empty or too long.
    #[error("the ticket is not changed: {0}")]
    TicketText(&'static str),
    /// A user or a token cannot be called so.
    #[error("the name: {0}")]
    UserName(&'static str),
    /// Another user is called so.
    #[error("there is a user called {0} already: choose another name")]
    UserExists(String),
    /// Another token is called so.
    #[error("there is a token called {0} already: choose another name, or revoke it first")]
    TokenExists(String),
    /// There is no such user.
    #[error("there is no such user: reload the list of users")]
    UnknownUser,
    /// Nobody could add others.
    #[error("the first user has to be an administrator, who can add the others")]
    FirstUser,
    /// Nobody would be left who can add others.
    #[error("this is the last administrator: make somebody else an administrator first")]
    LastAdministrator,
    /// No webhook has this id.
    #[error("there is no webhook {0}: reload the list of webhooks")]
    UnknownWebhook(WebhookId),
    /// No delivery that was given up has this id.
    #[error("webhook {webhook} has no failed delivery {delivery}: reload the list of them")]
    UnknownDelivery {
        /// The webhook.
        webhook: WebhookId,
        /// What it does not have.
        delivery: DeliveryId,
    },
    /// There are as many webhooks as there can be.
    #[error("there are {MAX_WEBHOOKS} webhooks already: remove one")]
    TooManyWebhooks,
    /// The conversation belongs to another customer than the message.
    #[error("conversation {0} belongs to another customer: start a new conversation")]
    OtherCustomer(ConversationId),
    /// The text or the customer's id is empty or too long.
    #[error(transparent)]
    Invalid(#[from] InvalidMessage),
    /// A reply was to be sent in the customer's name.
    #[error(
        "a reply comes from an agent or the assistant: receive what the customer wrote instead"
    )]
    CustomerCannotReply,
    /// A value could not be read back if it were stored, such as a score that is not a number.
    #[error(
        "the advice cannot be stored, its values could not be read back ({0}): mend what made it"
    )]
    NotStorable(String),
    /// The store was written by a newer release.
    #[error(
        "the conversations in {path} have format {found}, this release knows {known}: start a newer release"
    )]
    NewerSchema {
        /// The store's folder.
        path: PathBuf,
        /// The format that the store has.
        found: u32,
        /// The newest format that this release knows.
        known: u32,
    },
    /// This process has the store open already.
    #[error(
        "the conversations in {0} are open already in this program: use the desk that has them open"
    )]
    AlreadyOpen(PathBuf),
    /// The disk is full or cannot be read or written.
    #[error("the conversations in {path} cannot be read or written: {reason}")]
    Storage {
        /// The store's folder.
        path: PathBuf,
        /// What the system says, and what to do.
        reason: String,
    },
    /// The store holds something that this crate did not write.
    #[error("the conversations are damaged, {0}: restore a copy of their folder")]
    Damaged(String),
    /// The writer thread has ended.
    #[error("the desk does not take changes any more: restart Aside")]
    Closed,
}

impl DeskError {
    /// The code that machines act on.
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::UnknownConversation(_)
            | Self::UnknownMessage { .. }
            | Self::NoSuchMessage(_)
            | Self::NoSuchAttachment(_)
            | Self::UnknownSession
            | Self::UnknownTicket(_)
            | Self::NoSuchFact(_)
            | Self::UnknownUser
            | Self::UnknownWebhook(_)
            | Self::UnknownDelivery { .. }
            | Self::UnknownSuggestion { .. } => ErrorCode::NotFound,
            Self::TicketConflict { .. }
            | Self::UserExists(_)
            | Self::TokenExists(_)
            | Self::FirstUser
            | Self::LastAdministrator
            | Self::TooManyWebhooks => ErrorCode::Conflict,
            Self::OtherCustomer(_) => ErrorCode::Forbidden,
            Self::Invalid(invalid) => invalid.code(),
            Self::CustomerCannotReply | Self::TicketText(_) | Self::UserName(_) | Self::Fact(_) => {
                ErrorCode::InvalidInput
            }
            Self::NewerSchema { .. }
            | Self::AlreadyOpen(_)
            | Self::Storage { .. }
            | Self::Damaged(_) => ErrorCode::Storage,
            Self::NotStorable(_) | Self::Closed => ErrorCode::Internal,
        }
    }

    /// The storage error of an I/O fault on the store in `path`.
    pub(crate) fn io(path: &Path, fault: &std::io::Error) -> Self {
        use std::io::ErrorKind::{
            PermissionDenied, QuotaExceeded, ReadOnlyFilesystem, StorageFull,
        };
        let mend = match fault.kind() {
            StorageFull | QuotaExceeded => "free some space and try again",
            PermissionDenied | ReadOnlyFilesystem => "let this user write there and try again",
            _ => "check the disk and try again",
        };
        Self::Storage { path: path.to_owned(), reason: format!("{fault}; {mend}") }
    }
}

/// Why work on the store stopped: a refusal of one change, or a fault of the store itself.
#[derive(Debug)]
pub(crate) enum Failure {
    /// This change or question is refused; the store is fine.
    Refused(DeskError),
    /// LMDB or the disk below it has failed.
    Store(heed::Error),
    /// An earlier attempt to open the store again has failed.
    NotOpen,
}

impl From<DeskError> for Failure {
    fn from(refusal: DeskError) -> Self {
        Self::Refused(refusal)
    }
}

impl From<heed::Error> for Failure {
    fn from(fault: heed::Error) -> Self {
        Self::Store(fault)
    }
}

impl Failure {
    /// The error that a caller gets, for the store in `path`.
    pub(crate) fn into_error(self, path: &Path) -> DeskError {
        match self {
            Self::Refused(refusal) => refusal,
            Self::Store(heed::Error::Io(fault)) => DeskError::io(path, &fault),
            Self::Store(heed::Error::EnvAlreadyOpened) => DeskError::AlreadyOpen(path.to_owned()),
            Self::Store(heed::Error::Mdb(
                fault @ (MdbError::Corrupted
                | MdbError::Invalid
                | MdbError::PageNotFound
                | MdbError::VersionMismatch),
            )) => DeskError::Damaged(format!("{}: {fault}", path.display())),
            Self::Store(fault) => DeskError::Storage {
                path: path.to_owned(),
                reason: format!("{fault}; restart Aside, and restore a copy if it happens again"),
            },
            Self::NotOpen => DeskError::Storage {
                path: path.to_owned(),
                reason: "they could not be opened again after a fault; restart Aside".to_owned(),
            },
        }
    }
}
