//! What entries of the ledger say.

use aside_contract::{
    Actor, Advice, Author, Channel, ConversationId, ConversationStatus, CustomerFact,
    DismissReason, FactId, LabelKind, Message, MessageId, ModelOutcome, Profile, Review,
    SuggestionId, Ticket, TicketId, TicketStatus, Timestamp,
};
use serde::{Deserialize, Serialize};

use super::LedgerHash;
use crate::error::DeskError;

/// One entry of the ledger, read back.
#[derive(Clone, Debug, PartialEq)]
pub struct LedgerEntry {
    /// Its place, from 1, without gaps.
    pub sequence: u64,
    /// When it was written.
    pub at: Timestamp,
    /// The conversation that it belongs to, if any.
    pub conversation: Option<ConversationId>,
    /// Who did it; none where that was not kept yet, or is erased.
    pub actor: Option<Actor>,
    /// What happened.
    pub fact: LedgerFact,
    /// The hash of the entry before it.
    pub previous: LedgerHash,
    /// Its own hash.
    pub hash: LedgerHash,
}

/// What happened. Stored as JSON for good: a field may be added, with a default, but none renamed
/// or removed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum LedgerFact {
    /// A customer wrote.
    MessageReceived {
        /// The customer's name or id.
        customer: String,
        /// Where it was written.
        channel: Channel,
        /// The message.
        message: Message,
    },
    /// Advice was worked out.
    AdviceGiven {
        /// The advice.
        advice: Box<Advice>,
        /// How it came about.
        steps: Vec<LedgerStep>,
    },
    /// An agent or the assistant answered.
    ReplySent {
        /// The reply.
        message: Message,
        /// What became of the suggestion that it began as.
        outcome: Option<SuggestionOutcome>,
        /// The assistant told the customer that a person will answer: somebody still has to.
        hand_over: bool,
    },
    /// A conversation was opened, escalated or resolved.
    StatusChanged {
        /// The status before.
        from: ConversationStatus,
        /// The status since.
        to: ConversationStatus,
        /// What changed it.
        cause: StatusCause,
    },
    /// A customer was given priority by contract or a tier of service, or lost it.
    VipSet {
        /// The customer's name or id.
        customer: String,
        /// Has priority since.
        vip: bool,
        /// The tier of service since, where one is set.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        tier: Option<String>,
    },
    /// An agent corrected a label of a customer's message, or took the correction back.
    LabelCorrected {
        /// The message.
        message_id: MessageId,
        /// Which label.
        label: LabelKind,
        /// What it was before.
        from: String,
        /// What it should be; none where the correction was taken back.
        to: Option<String>,
    },
    /// Somebody looked at a document that seems to give orders to a language model, and allowed to hand
    /// it to one, or took that back.
    DocumentJudged {
        /// The document.
        document: String,
        /// BLAKE3 of what it said then, in hexadecimal.
        content: String,
        /// It is allowed since.
        allowed: bool,
    },
    /// An agent found a suggestion of no use.
    SuggestionDismissed {
        /// The suggestion.
        suggestion_id: SuggestionId,
        /// Why.
        reason: DismissReason,
    },
    /// A conversation was handed to a supervisor, for the first time or again.
    TicketOpened {
        /// The ticket since.
        ticket: Box<Ticket>,
    },
    /// A ticket went on.
    TicketChanged {
        /// The ticket.
        ticket: TicketId,
        /// Where it stood.
        from: TicketStatus,
        /// Where it stands since.
        to: TicketStatus,
        /// Who has it since.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        owner: Option<String>,
        /// What was noted.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<String>,
        /// Whether handing over was right, where a supervisor said so: the rules among the ticket's
        /// reasons count as right or wrong since.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        approved: Option<bool>,
    },
    /// Somebody said that a rule of escalation fired wrongly, or took that back.
    RuleJudged {
        /// The customer's message.
        message_id: MessageId,
        /// The rule.
        rule: String,
        /// It fired wrongly.
        wrong: bool,
        /// Why, if somebody said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<String>,
    },
    /// A person took a conversation of the chat over from the assistant, or gave it back.
    LeadChanged {
        /// A person answers since; else the assistant does.
        person: bool,
    },
    /// A customer said how content they were with the chat.
    SessionRated {
        /// From 1, the worst, to 5.
        rating: u8,
        /// What they said about it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        comment: Option<String>,
    },
    /// A fact about a customer was kept or corrected.
    FactKept {
        /// The customer's name or id.
        customer: String,
        /// The fact.
        fact: CustomerFact,
    },
    /// A fact was deleted, or corrected by the entry that follows. Names nobody.
    FactDropped {
        /// The fact.
        fact: FactId,
        /// The entries that told it, which are empty since.
        erased: Vec<u64>,
    },
    /// What the team knows of a customer was set.
    ProfileSet {
        /// The customer's name or id.
        customer: String,
        /// What is known since.
        profile: Profile,
    },
    /// A customer was forgotten. Names nobody, not even by a hash: a name can be guessed by its hash.
    CustomerForgotten {
        /// The entries about the customer, which are empty since.
        erased: Vec<u64>,
    },
    /// A language model was asked to rewrite a reply or to sum the conversation up.
    ModelAsked(ModelCall),
    /// A supervisor reviewed a conversation, for the first time or again.
    ConversationReviewed {
        /// The review.
        review: Box<Review>,
    },
    /// What it said was erased. Never written: an erased body has no bytes.
    #[serde(skip)]
    Erased,
    /// From here on the ledger's head is signed, so a missing signature is a fault.
    SigningBegan {
        /// The public key, in hexadecimal.
        key: String,
    },
}

/// What changed a conversation's status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StatusCause {
    /// Somebody set it.
    Set,
    /// The customer wrote again after it was resolved.
    CustomerWrote,
    /// Its ticket was made or went on.
    Ticket,
}

/// What became of a suggestion that a reply began as.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct SuggestionOutcome {
    /// The suggestion.
    pub suggestion_id: SuggestionId,
    /// Its text was changed in any way; else it was sent as is.
    pub edited: bool,
    /// The share of its words that were changed, 0 to 1.
    pub edit_ratio: f32,
}

/// One step of the reasoning behind an advice, in the order of its happening.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum LedgerStep {
    /// The message was embedded and labelled; the labels stand in the advice.
    Analysis {
        /// The model that read it; none where rules alone did.
        model: Option<String>,
        /// How long it took.
        milliseconds: f64,
    },
    /// The knowledge base was searched.
    Retrieval {
        /// What was searched with.
        query: String,
        /// What was found, best first.
        passages: Vec<RetrievedPassage>,
        /// How long it took.
        milliseconds: f64,
    },
    /// Replies were composed and escalation judged; both stand in the advice.
    Draft {
        /// How long it took.
        milliseconds: f64,
    },
    /// A language model was asked for a draft; where it is a suggestion, that stands in the advice.
    LanguageModel(ModelCall),
    /// A step could not be done.
    Failure {
        /// Which step.
        stage: String,
        /// What went wrong, as a sentence.
        reason: String,
    },
}

/// A language model was asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ModelCall {
    /// The model's name.
    pub model: String,
    /// The host that it was asked at.
    pub host: String,
    /// The template of the prompt.
    pub template: String,
    /// BLAKE3 of the system part, a zero byte and the user part of the prompt, in hexadecimal.
    pub prompt: String,
    /// What came of it.
    pub outcome: ModelOutcome,
    /// Why its text was not used; empty where it was.
    pub reason: String,
    /// Tokens of the prompt.
    pub prompt_tokens: u64,
    /// Tokens of the answer.
    pub answer_tokens: u64,
    /// How long it took.
    pub milliseconds: f64,
}

/// A passage that a search found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RetrievedPassage {
    /// The passage's id.
    pub chunk: String,
    /// Path of its document relative to the knowledge folder.
    pub document: String,
    /// How likely it answers, 0 to 1.
    pub score: f32,
}

/// The kind of an entry, as one byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Kind {
    /// Of an erased body; no entry has it.
    Erased = 0,
    MessageReceived = 1,
    AdviceGiven = 2,
    ReplySent = 3,
    StatusChanged = 4,
    VipSet = 5,
    LabelCorrected = 6,
    DocumentJudged = 7,
    SuggestionDismissed = 8,
    TicketOpened = 9,
    TicketChanged = 10,
    RuleJudged = 11,
    FactKept = 12,
    FactDropped = 13,
    ProfileSet = 14,
    CustomerForgotten = 15,
    SigningBegan = 16,
    LeadChanged = 17,
    SessionRated = 18,
    ModelAsked = 19,
    ConversationReviewed = 20,
}

impl Kind {
    /// The kind with this byte.
    pub fn from_byte(byte: u8) -> Result<Self, DeskError> {
        [
            Self::MessageReceived,
            Self::AdviceGiven,
            Self::ReplySent,
            Self::StatusChanged,
            Self::VipSet,
            Self::LabelCorrected,
            Self::DocumentJudged,
            Self::SuggestionDismissed,
            Self::TicketOpened,
            Self::TicketChanged,
            Self::RuleJudged,
            Self::FactKept,
            Self::FactDropped,
            Self::ProfileSet,
            Self::CustomerForgotten,
            Self::SigningBegan,
            Self::LeadChanged,
            Self::SessionRated,
            Self::ModelAsked,
            Self::ConversationReviewed,
        ]
        .into_iter()
        .find(|kind| *kind as u8 == byte)
        .ok_or_else(|| DeskError::Damaged(format!("a ledger entry has the unknown kind {byte}")))
    }

    /// An entry of this kind holds a message.
    pub fn holds_message(self) -> bool {
        matches!(self, Self::MessageReceived | Self::ReplySent)
    }
}

impl LedgerFact {
    /// Who did this, where `acting` made the change that it belongs to: what Aside alone does is its own,
    /// whoever it was done for.
    pub(crate) fn actor<'a>(&self, acting: &'a Actor) -> &'a Actor {
        match self {
            Self::AdviceGiven { .. } | Self::SigningBegan { .. } => &Actor::Aside,
            Self::ReplySent { message, .. } if message.author == Author::Assistant => &Actor::Aside,
            _ => acting,
        }
    }

    /// The message that this is about, if it is that somebody wrote.
    pub(super) fn message_mut(&mut self) -> Option<&mut Message> {
        match self {
            Self::MessageReceived { message, .. } | Self::ReplySent { message, .. } => {
                Some(message)
            }
            _ => None,
        }
    }

    /// Which kind of fact this is.
    pub(crate) fn kind(&self) -> Kind {
        match self {
            Self::MessageReceived { .. } => Kind::MessageReceived,
            Self::AdviceGiven { .. } => Kind::AdviceGiven,
            Self::ReplySent { .. } => Kind::ReplySent,
            Self::StatusChanged { .. } => Kind::StatusChanged,
            Self::VipSet { .. } => Kind::VipSet,
            Self::LabelCorrected { .. } => Kind::LabelCorrected,
            Self::DocumentJudged { .. } => Kind::DocumentJudged,
            Self::SuggestionDismissed { .. } => Kind::SuggestionDismissed,
            Self::TicketOpened { .. } => Kind::TicketOpened,
            Self::TicketChanged { .. } => Kind::TicketChanged,
            Self::RuleJudged { .. } => Kind::RuleJudged,
            Self::FactKept { .. } => Kind::FactKept,
            Self::FactDropped { .. } => Kind::FactDropped,
            Self::ProfileSet { .. } => Kind::ProfileSet,
            Self::CustomerForgotten { .. } => Kind::CustomerForgotten,
            Self::Erased => Kind::Erased,
            Self::SigningBegan { .. } => Kind::SigningBegan,
            Self::LeadChanged { .. } => Kind::LeadChanged,
            Self::SessionRated { .. } => Kind::SessionRated,
            Self::ModelAsked(_) => Kind::ModelAsked,
            Self::ConversationReviewed { .. } => Kind::ConversationReviewed,
        }
    }
}
