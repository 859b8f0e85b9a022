//! Conversations and their messages.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::attachment::check_together;
use crate::{
    Actor, Advice, Attachment, Category, ConversationId, ConversationSlot, ErrorCode,
    InvalidAttachment, MessageId, Mood, NewAttachment, PersonalSpan, Sentiment, SuggestionId,
    Timestamp,
};

/// The longest message that is taken, in characters.
pub const MAX_MESSAGE_CHARS: usize = 20_000;

/// The longest name or id of a customer, in characters.
const MAX_CUSTOMER_CHARS: usize = 200;

/// What a customer is called who gave no name: every such customer, so nothing is known of one of them.
pub const UNNAMED_CUSTOMER: &str = "Customer";
/// What the name of a customer begins with whom a page could not name: the rest is drawn at random.
pub const VISITOR: &str = "visitor-";

/// Who wrote a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Author {
    /// The customer.
    Customer,
    /// A person of the team.
    Agent,
    /// Aside, answering by itself in the chat.
    Assistant,
}

/// Where a conversation takes place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Channel {
    /// Pasted into the desk by an agent.
    Desk,
    /// The customer-facing chat.
    Chat,
    /// The `aside` command.
    Cli,
}

/// Where a conversation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum ConversationStatus {
    /// Being worked on.
    Open,
    /// Handed to a supervisor.
    Escalated,
    /// Done. A new customer message opens it again.
    Resolved,
}

/// Text from outside that was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidMessage {
    /// Nothing but white space.
    #[error("the message is empty: write what the customer said")]
    Empty,
    /// Longer than [`MAX_MESSAGE_CHARS`].
    #[error("the message has {0} characters, more than {MAX_MESSAGE_CHARS}: send it in parts")]
    TooLong(usize),
    /// The customer's name or id is empty or longer than 200 characters.
    #[error("the customer id must have 1 to 200 characters")]
    Customer,
    /// A file that comes with it is refused.
    #[error(transparent)]
    Attachment(#[from] InvalidAttachment),
}

impl InvalidMessage {
    /// The code that machines act on.
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::Attachment(invalid) => invalid.code(),
            Self::Empty | Self::TooLong(_) | Self::Customer => ErrorCode::InvalidInput,
        }
    }
}

/// A customer's message on its way in: validated, without id or time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IncomingMessage {
    customer: String,
    channel: Channel,
    text: String,
    conversation: Option<ConversationId>,
    attachments: Vec<NewAttachment>,
}

impl IncomingMessage {
    /// Takes a message from `customer` if its text is neither empty nor too long.
    ///
    /// `conversation` names the conversation that it continues; without it, an open conversation of
    /// the same customer on the same channel goes on for [`Channel::Chat`], and a new one starts elsewhere.
    ///
    /// # Errors
    /// [`InvalidMessage`] says what is wrong with the text or the customer.
    pub fn new(
        customer: &str,
        channel: Channel,
        text: &str,
        conversation: Option<ConversationId>,
    ) -> Result<Self, InvalidMessage> {
        Self::with_attachments(customer, channel, text, conversation, Vec::new())
    }

    /// As [`IncomingMessage::new`], with files. A message that has some needs no words.
    ///
    /// # Errors
    /// [`InvalidMessage`] says what is wrong with the text, the customer or the files.
    pub fn with_attachments(
        customer: &str,
        channel: Channel,
        text: &str,
        conversation: Option<ConversationId>,
        attachments: Vec<NewAttachment>,
    ) -> Result<Self, InvalidMessage> {
        let customer = customer_name(customer)?.to_owned();
        let text = message_text(text, &attachments)?.to_owned();
        Ok(Self { customer, channel, text, conversation, attachments })
    }

    /// The customer's name or id, 1 to 200 characters.
    pub fn customer(&self) -> &str {
        &self.customer
    }
    /// Where it was written.
    pub fn channel(&self) -> Channel {
        self.channel
    }
    /// The text, trimmed, up to [`MAX_MESSAGE_CHARS`] characters; empty only where files come with it.
    pub fn text(&self) -> &str {
        &self.text
    }
    /// The conversation that it continues, where named.
    pub fn conversation(&self) -> Option<ConversationId> {
        self.conversation
    }
    /// The files that come with it.
    pub fn attachments(&self) -> &[NewAttachment] {
        &self.attachments
    }
}

/// What a message says, trimmed: neither too long nor, where no files come with it, empty.
///
/// # Errors
/// [`InvalidMessage`] says what is wrong with the text or the files.
pub fn message_text<'t>(
    text: &'t str,
    attachments: &[NewAttachment],
) -> Result<&'t str, InvalidMessage> {
    check_together(attachments)?;
    let text = text.trim();
    match text.chars().count() {
        0 if attachments.is_empty() => Err(InvalidMessage::Empty),
        chars if chars > MAX_MESSAGE_CHARS => Err(InvalidMessage::TooLong(chars)),
        _ => Ok(text),
    }
}

/// A customer's name or id, trimmed.
///
/// # Errors
/// [`InvalidMessage::Customer`] where it is empty or longer than 200 characters.
pub fn customer_name(text: &str) -> Result<&str, InvalidMessage> {
    let text = text.trim();
    match text.chars().count() {
        1..=MAX_CUSTOMER_CHARS => Ok(text),
        _ => Err(InvalidMessage::Customer),
    }
}

/// One message, as stored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Message {
    /// Its id.
    pub id: MessageId,
    /// The conversation that it belongs to.
    pub conversation_id: ConversationId,
    /// Who wrote it.
    pub author: Author,
    /// What was written: plain text, never markup. Empty only where files came with it.
    pub text: String,
    /// When it arrived.
    pub at: Timestamp,
    /// The suggestion that an agent's reply began as.
    pub suggestion_id: Option<SuggestionId>,
    /// The files that came with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
    /// Who sent it, or entered it for the customer; absent where that was not kept yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Actor>,
}

/// A conversation with all its messages and the newest advice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Conversation {
    /// What the list shows of it.
    pub summary: ConversationSummary,
    /// Oldest first.
    pub messages: Vec<Message>,
    /// On the newest customer message, once there.
    pub advice: Option<Advice>,
    /// How the customer felt from message to message.
    #[serde(default)]
    pub mood: Mood,
    /// What its messages name as it stands now, the newest first.
    pub slots: Vec<ConversationSlot>,
    /// Personal data and secrets in its messages, message by message, in order and without overlaps.
    #[serde(default)]
    pub personal: Vec<PersonalSpan>,
    /// The language of the page that the customer writes on, as its tag (`de-AT`), where it said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page_language: Option<String>,
}

/// A conversation as the list shows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ConversationSummary {
    /// Its id.
    pub id: ConversationId,
    /// The customer's name or id.
    pub customer: String,
    /// The customer has priority by contract.
    pub vip: bool,
    /// The customer's tier of service, where one is set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tier: Option<String>,
    /// Where it takes place.
    pub channel: Channel,
    /// Where it stands.
    pub status: ConversationStatus,
    /// Of the newest customer message, 3 until it is analysed; with what waiting adds until now.
    #[schema(minimum = 1, maximum = 10)]
    pub priority: u8,
    /// Of the newest customer message, once analysed.
    pub sentiment: Option<Sentiment>,
    /// Of the newest customer message, once analysed.
    pub category: Option<Category>,
    /// The classifier is unsure of the category.
    #[serde(default)]
    pub category_unsure: bool,
    /// Escalation is recommended for the newest customer message.
    pub escalation_recommended: bool,
    /// The customer waits for an answer: nobody replied since, or the assistant handed over to a person.
    pub awaiting_reply: bool,
    /// When the customer wrote the first message that nobody has answered; none once answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waiting_since: Option<Timestamp>,
    /// Until when somebody should have answered, by the customer's service target; only while one waits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_due: Option<Timestamp>,
    /// The first 140 characters of the newest message, with `••••` for cards, bank accounts, passwords and
    /// the numbers of identity documents.
    pub preview: String,
    /// When it began.
    pub created_at: Timestamp,
    /// When its newest message arrived.
    pub updated_at: Timestamp,
    /// How many messages it has.
    pub messages: u32,
    /// A person answers in the chat, and the assistant keeps silent.
    #[serde(default)]
    pub person_leads: bool,
    /// Who has its ticket; while that is open, who is suggested; none once the ticket is resolved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// Who replied last, of the team or a program that works for it; none before somebody did, and where that
    /// was not kept yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent: Option<String>,
}

/// What a customer is entitled to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Standing {
    /// The customer has priority by contract.
    #[serde(default)]
    pub vip: bool,
    /// The tier of service, as the service targets name it.
    #[serde(default)]
    pub tier: Option<String>,
}

/// A reply that an agent sends.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SentReply {
    /// What was written, 1 to [`MAX_MESSAGE_CHARS`] characters.
    pub text: String,
    /// The suggestion that it began as, if any; what became of it is recorded.
    #[serde(default)]
    pub suggestion_id: Option<SuggestionId>,
}
