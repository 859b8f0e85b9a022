//! The ledger as statistics need it: what entries say in short, decoded without the rest.
//!
//! An advice has ten thousand bytes with its replies, citations and steps, of which statistics want a
//! hundred. The entry's kind says which part to decode, so the rest is skipped over and not built.

use aside_contract::{
    Actor, Category, Channel, ConversationId, ConversationStatus, Intent, Labelled, Message,
    MessageId, Sentiment, Slot, Timestamp,
};
use heed::RoTxn;
use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};

use super::entry::{Entry, body_as, is_erased};
use super::{Kind, SuggestionOutcome};
use crate::error::{DeskError, Failure};
use crate::tables::{Tables, sequence};

/// One entry of the ledger in short.
#[derive(Clone, Debug, PartialEq)]
pub struct LedgerGlance {
    /// Its place, from 1, without gaps.
    pub sequence: u64,
    /// When it was written.
    pub at: Timestamp,
    /// The conversation that it belongs to, if any.
    pub conversation: Option<ConversationId>,
    /// What happened.
    pub what: Glance,
}

/// What happened, in short.
#[derive(Clone, Debug, PartialEq)]
pub enum Glance {
    /// A customer wrote.
    Received(ReceivedGlance),
    /// Advice was worked out.
    Advised(AdviceGlance),
    /// An agent or the assistant answered.
    Replied(ReplyGlance),
    /// A conversation was opened, escalated or resolved.
    Status(StatusGlance),
    /// A conversation was handed to a supervisor.
    TicketOpened(TicketGlance),
    /// A ticket went on.
    TicketChanged(TicketChangeGlance),
    /// A customer rated the chat.
    Rated(RatingGlance),
    /// A customer was given priority by contract or a tier, or lost it.
    Standing(StandingGlance),
    /// A customer was forgotten: entries before this one are empty since.
    Forgotten,
    /// Something that statistics do not count, or that was erased.
    Other,
}

/// A customer wrote.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct ReceivedGlance {
    /// The customer's name or id.
    pub customer: String,
    /// Where it was written.
    pub channel: Channel,
    /// The message.
    pub message: Message,
}

/// An agent or the assistant answered.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct ReplyGlance {
    /// The reply.
    pub message: Message,
    /// What became of the suggestion that it began as.
    pub outcome: Option<SuggestionOutcome>,
    /// Who did it.
    #[serde(default)]
    pub actor: Option<Actor>,
}

/// Advice was worked out.
#[derive(Clone, Debug, PartialEq)]
pub struct AdviceGlance {
    /// The customer's message.
    pub message: MessageId,
    /// What the customer wants.
    pub intent: Intent,
    /// What it is about.
    pub category: Category,
    /// How the customer feels.
    pub sentiment: Sentiment,
    /// 1 to 10.
    pub priority: u8,
    /// The customer asked the same before.
    pub repeated: bool,
    /// What the message names.
    pub slots: Vec<Slot>,
    /// How many replies were suggested.
    pub suggestions: usize,
    /// How likely the first of them answers, 0 to 1.
    pub confidence: Option<f32>,
    /// Escalation is recommended.
    pub recommended: bool,
    /// How strongly, 0 to 1.
    pub score: f32,
    /// The rules that say so, strongest first.
    pub rules: Vec<String>,
}

/// A conversation's status changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct StatusGlance {
    /// The status since.
    pub to: ConversationStatus,
}

/// A ticket was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TicketGlance {
    /// The customer's name or id.
    pub customer: String,
    /// For the first time.
    pub first: bool,
    /// Who is to have it.
    pub owner: Option<String>,
}

/// A ticket went on.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct TicketChangeGlance {
    /// Who has it since.
    #[serde(default)]
    pub owner: Option<String>,
}

/// A chat was rated.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct RatingGlance {
    /// From 1, the worst, to 5.
    pub rating: u8,
    /// What the customer said about it.
    #[serde(default)]
    pub comment: Option<String>,
}

/// A customer's standing changed.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct StandingGlance {
    /// The customer's name or id.
    pub customer: String,
    /// Has priority since.
    pub vip: bool,
    /// The tier since.
    #[serde(default)]
    pub tier: Option<String>,
}

/// The parts of a stored advice that a glance has.
mod stored {
    use super::{Category, Deserialize, IgnoredAny, Intent, Labelled, MessageId, Sentiment, Slot};

    #[derive(Deserialize)]
    pub struct Given {
        pub advice: Advice,
    }
    #[derive(Deserialize)]
    pub struct Advice {
        pub message_id: MessageId,
        pub analysis: Analysis,
        pub suggestions: Vec<Suggestion>,
        pub escalation: Escalation,
    }
    #[derive(Deserialize)]
    pub struct Analysis {
        pub intent: Labelled<Intent>,
        pub category: Labelled<Category>,
        pub sentiment: Labelled<Sentiment>,
        pub priority: u8,
        pub repeated_question: bool,
        #[serde(default)]
        pub slots: Vec<Slot>,
    }
    #[derive(Deserialize)]
    pub struct Suggestion {
        pub confidence: f32,
    }
    #[derive(Deserialize)]
    pub struct Escalation {
        pub recommended: bool,
        pub score: f32,
        pub reasons: Vec<Reason>,
    }
    #[derive(Deserialize)]
    pub struct Reason {
        pub rule: String,
    }
    #[derive(Deserialize)]
    pub struct Opened {
        pub ticket: Ticket,
    }
    #[derive(Deserialize)]
    pub struct Ticket {
        pub customer: String,
        #[serde(default)]
        pub owner: Option<String>,
        pub history: Vec<IgnoredAny>,
    }
}

impl From<stored::Given> for AdviceGlance {
    fn from(stored::Given { advice }: stored::Given) -> Self {
        let stored::Advice { message_id, analysis, suggestions, escalation } = advice;
        Self {
            message: message_id,
            intent: analysis.intent.label,
            category: analysis.category.label,
            sentiment: analysis.sentiment.label,
            priority: analysis.priority,
            repeated: analysis.repeated_question,
            slots: analysis.slots,
            suggestions: suggestions.len(),
            confidence: suggestions.first().map(|suggestion| suggestion.confidence),
            recommended: escalation.recommended,
            score: escalation.score,
            rules: escalation.reasons.into_iter().map(|reason| reason.rule).collect(),
        }
    }
}

/// The entries after this sequence, at most `limit`, oldest first.
pub(crate) fn glances_after(
    tables: &Tables,
    txn: &RoTxn<'_>,
    after: u64,
    limit: usize,
) -> Result<Vec<LedgerGlance>, Failure> {
    let from = after.saturating_add(1).to_be_bytes();
    let range = (std::ops::Bound::Included(from.as_slice()), std::ops::Bound::Unbounded);
    let rows = tables.ledger.range(txn, &range)?.take(limit);
    rows.map(|row| {
        let (key, bytes) = row?;
        glance(tables, txn, sequence(key)?, bytes)
    })
    .collect()
}

fn glance(
    tables: &Tables,
    txn: &RoTxn<'_>,
    sequence: u64,
    bytes: &[u8],
) -> Result<LedgerGlance, Failure> {
    let entry = Entry::from_bytes(bytes)
        .ok_or_else(|| DeskError::Damaged(format!("ledger entry {sequence} is lost")))?;
    let kind = Kind::from_byte(entry.kind)?;
    let what = if is_erased(tables, txn, sequence)? {
        Glance::Other
    } else {
        let body = Body { tables, txn, sequence };
        match kind {
            Kind::MessageReceived => Glance::Received(body.read()?),
            Kind::AdviceGiven => Glance::Advised(body.read::<stored::Given>()?.into()),
            Kind::ReplySent => Glance::Replied(body.read()?),
            Kind::StatusChanged => Glance::Status(body.read()?),
            Kind::TicketOpened => {
                let ticket = body.read::<stored::Opened>()?.ticket;
                let stored::Ticket { customer, owner, history } = ticket;
                Glance::TicketOpened(TicketGlance { customer, first: history.len() == 1, owner })
            }
            Kind::TicketChanged => Glance::TicketChanged(body.read()?),
            Kind::SessionRated => Glance::Rated(body.read()?),
            Kind::VipSet => Glance::Standing(body.read()?),
            Kind::CustomerForgotten => Glance::Forgotten,
            Kind::Erased
            | Kind::LabelCorrected
            | Kind::DocumentJudged
            | Kind::SuggestionDismissed
            | Kind::RuleJudged
            | Kind::FactKept
            | Kind::FactDropped
            | Kind::ProfileSet
            | Kind::SigningBegan
            | Kind::LeadChanged
            | Kind::ModelAsked
            | Kind::ConversationReviewed => Glance::Other,
        }
    };
    Ok(LedgerGlance { sequence, at: entry.at, conversation: entry.conversation, what })
}

/// The body of an entry.
struct Body<'a> {
    tables: &'a Tables,
    txn: &'a RoTxn<'a>,
    sequence: u64,
}

impl Body<'_> {
    fn read<T: DeserializeOwned>(&self) -> Result<T, Failure> {
        body_as(self.tables, self.txn, self.sequence)
    }
}
