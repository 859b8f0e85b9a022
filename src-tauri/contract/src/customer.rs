//! What is kept of a customer beside the conversations: a profile, and facts worth keeping.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    Conversation, ConversationId, ConversationSummary, FactId, LedgerLine, MessageId, Standing,
    Ticket, TicketId, Timestamp,
};

/// The most characters of a fact.
pub const MAX_FACT_CHARS: usize = 1_000;
/// The most facts of one customer.
pub const MAX_FACTS: usize = 500;
/// The most entries that a fact's metadata has, and the most characters of a name or a value there.
pub const MAX_METADATA: (usize, usize) = (16, 200);

/// What the team knows of a customer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Profile {
    /// How the customer is called, where that is not the id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The language that the customer prefers, as a code such as `de`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// What the customer prefers, each in a few words.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub preferences: Vec<String>,
}

/// What sort of thing a fact tells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum FactKind {
    /// Something that is so: a device, an address, a contract.
    #[default]
    Fact,
    /// Something that the customer likes or does not.
    Preference,
    /// Something that is still to be done.
    Matter,
}

/// Who told a fact.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum FactSource {
    /// The customer, in a message.
    Message,
    /// An agent.
    #[default]
    Agent,
    /// Another program.
    Api,
}

/// A fact that is to be kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewFact {
    /// What is so, 1 to 1,000 characters.
    pub text: String,
    /// What sort of thing it is.
    #[serde(default)]
    pub kind: FactKind,
    /// Who told it; a message where one is named.
    #[serde(default)]
    pub source: FactSource,
    /// The customer's message that says so.
    #[serde(default)]
    pub message_id: Option<MessageId>,
    /// Whatever else another program wants to find it by.
    #[serde(default)]
    pub metadata: BTreeMap<String, String>,
}

/// Something that is kept of a customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CustomerFact {
    /// Its id.
    pub id: FactId,
    /// What is so.
    pub text: String,
    /// What sort of thing it is.
    pub kind: FactKind,
    /// Who told it.
    pub source: FactSource,
    /// The customer's message that says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message_id: Option<MessageId>,
    /// The conversation of that message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conversation_id: Option<ConversationId>,
    /// Whatever else another program wants to find it by.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub metadata: BTreeMap<String, String>,
    /// When it was kept first.
    pub created: Timestamp,
    /// When it was corrected last.
    pub updated: Timestamp,
}

/// A fact that was looked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct FoundFact {
    /// The fact.
    pub fact: CustomerFact,
    /// How near its meaning is to what was looked for (a cosine); `null` where nothing was looked for, or
    /// its meaning is not worked out yet.
    pub similarity: Option<f32>,
}

/// A conversation that is not done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct UnresolvedMatter {
    /// The conversation.
    pub conversation_id: ConversationId,
    /// Its ticket, if it was handed over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticket: Option<TicketId>,
    /// What it is about: the ticket's summary, or the newest message.
    pub about: String,
    /// When it began.
    pub since: Timestamp,
}

/// What is remembered of a customer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CustomerMemory {
    /// The customer's name or id.
    pub customer: String,
    /// What the team knows.
    pub profile: Profile,
    /// Facts: the nearest in meaning first where something was looked for, else the newest.
    pub facts: Vec<FoundFact>,
    /// What is not done, the oldest first.
    pub unresolved: Vec<UnresolvedMatter>,
    /// Every conversation, the newest first.
    pub conversations: Vec<ConversationSummary>,
}

/// Everything that is stored of a customer, as one file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CustomerExport {
    /// The customer's name or id.
    pub customer: String,
    /// When it was written.
    pub exported: Timestamp,
    /// What the customer is entitled to.
    pub standing: Standing,
    /// What the team knows.
    pub profile: Profile,
    /// Every fact.
    pub facts: Vec<CustomerFact>,
    /// Every conversation with its messages.
    pub conversations: Vec<Conversation>,
    /// Every ticket.
    pub tickets: Vec<Ticket>,
    /// What the ledger says: each message, advice, reply, correction, verdict and rating, with its hashes.
    pub entries: Vec<LedgerLine>,
}

/// What was erased for good.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Forgotten {
    /// Conversations with all that was said and advised in them.
    pub conversations: u64,
    /// Facts.
    pub facts: u64,
    /// Entries of the ledger that keep nothing but their hashes.
    pub entries: u64,
    /// The entry of the ledger that says so.
    pub sequence: u64,
    /// Whether free pages of the store's file may keep it until the next start, because the file could not
    /// be written anew now: the disk is full, or a backup reads it.
    pub pending: bool,
}

/// Something that is remembered of the customer and has to do with a message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Remembered {
    /// What is so. Not stored with the advice: it is read where the fact stands.
    #[serde(default)]
    pub text: String,
    /// The fact.
    pub fact: FactId,
    /// What sort of thing it is.
    pub kind: FactKind,
    /// Who told it.
    pub source: FactSource,
    /// The conversation of the message that says so, where one does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conversation_id: Option<ConversationId>,
    /// When it was kept or corrected last.
    pub at: Timestamp,
    /// How near its meaning is to that of the message (a cosine).
    pub similarity: f32,
}
