//! Webhooks: addresses that are told what happens.

use std::str::FromStr;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{DeliveryId, Timestamp, WebhookId};

/// The most webhooks that there can be.
pub const MAX_WEBHOOKS: usize = 50;

/// What a webhook can be told of.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
pub enum WebhookEvent {
    /// A customer's message was read: with its labels and its priority.
    #[serde(rename = "query.created")]
    QueryCreated,
    /// A message was stored: a customer's, an agent's or the assistant's.
    #[serde(rename = "message.created")]
    MessageCreated,
    /// A conversation was handed to a supervisor, for the first time or again.
    #[serde(rename = "escalation.created")]
    EscalationCreated,
    /// A ticket was assigned, returned, resolved, opened again or noted on.
    #[serde(rename = "ticket.updated")]
    TicketUpdated,
    /// A conversation was resolved.
    #[serde(rename = "conversation.resolved")]
    ConversationResolved,
    /// A customer rated the chat, or an agent dismissed a suggestion, corrected a label or judged a rule.
    #[serde(rename = "feedback.created")]
    FeedbackCreated,
    /// The knowledge base changed, and has come to rest.
    #[serde(rename = "knowledge.changed")]
    KnowledgeChanged,
}

/// No event has this name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no event `{0}`: choose from {known}", known = WebhookEvent::ALL.map(WebhookEvent::name).join(", "))]
pub struct NoWebhookEvent(String);

impl WebhookEvent {
    /// Every event.
    pub const ALL: [Self; 7] = [
        Self::QueryCreated,
        Self::MessageCreated,
        Self::EscalationCreated,
        Self::TicketUpdated,
        Self::ConversationResolved,
        Self::FeedbackCreated,
        Self::KnowledgeChanged,
    ];

    /// Its name, as `message.created`.
    pub fn name(self) -> &'static str {
        match self {
            Self::QueryCreated => "query.created",
            Self::MessageCreated => "message.created",
            Self::EscalationCreated => "escalation.created",
            Self::TicketUpdated => "ticket.updated",
            Self::ConversationResolved => "conversation.resolved",
            Self::FeedbackCreated => "feedback.created",
            Self::KnowledgeChanged => "knowledge.changed",
        }
    }
}

impl FromStr for WebhookEvent {
    type Err = NoWebhookEvent;
    fn from_str(text: &str) -> Result<Self, NoWebhookEvent> {
        let found = Self::ALL.into_iter().find(|event| event.name() == text.trim());
        found.ok_or_else(|| NoWebhookEvent(text.to_owned()))
    }
}

/// An address that is told what happens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Webhook {
    /// Its name.
    pub id: WebhookId,
    /// What is asked with a POST.
    pub url: String,
    /// What it is told of.
    pub events: Vec<WebhookEvent>,
    /// It is told; else it hears of nothing that happens, and what waits for it waits on.
    pub enabled: bool,
    /// The address may be of this machine or of a private network, and plain HTTP.
    pub private: bool,
    /// When it was made.
    pub created: Timestamp,
    /// Which secret it has, from 1: a new one has the next number.
    pub secret_number: u32,
    /// Of the master key that its secret is made from, the first digits of a hash.
    pub key_id: String,
    /// Deliveries that wait.
    pub waiting: u64,
    /// Deliveries that were given up, and can be replayed.
    pub failed: u64,
    /// When it last took one; none before the first.
    pub last_delivered: Option<Timestamp>,
    /// Why the last attempt failed, in a sentence; none where it went well.
    pub trouble: Option<String>,
}

/// A webhook that is to be made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewWebhook {
    /// Where to, such as `https://example.org/aside`.
    pub url: String,
    /// What of; where absent, of everything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub events: Option<Vec<WebhookEvent>>,
    /// The address may be of this machine or of a private network, and plain HTTP.
    #[serde(default)]
    pub private: bool,
}

/// A change of a webhook; what is absent stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct WebhookEdit {
    /// Where to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// What of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub events: Option<Vec<WebhookEvent>>,
    /// Whether it is told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
    /// Whether the address may be of this machine or of a private network, and plain HTTP.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub private: Option<bool>,
    /// Make a new secret: the old one signs nothing any more.
    pub new_secret: bool,
}

/// A webhook with its secret, where that is new.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct WebhookSecret {
    /// The webhook.
    #[serde(flatten)]
    pub webhook: Webhook,
    /// What signs its deliveries; it stands in no file and is told once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret: Option<String>,
}

/// A delivery that was given up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FailedDelivery {
    /// Its id, which stays when it is replayed.
    pub id: DeliveryId,
    /// What it tells.
    pub event: WebhookEvent,
    /// When that happened.
    pub created: Timestamp,
    /// How often it was tried.
    pub tries: u32,
    /// When it was given up.
    pub given_up: Timestamp,
    /// Why, in a sentence.
    pub reason: String,
}

/// What came of a test.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct WebhookTest {
    /// It was taken.
    pub delivered: bool,
    /// What the address answered; none where it did not.
    pub status: Option<u16>,
    /// How long it took.
    pub milliseconds: f64,
    /// What happened, in a sentence.
    pub detail: String,
}

/// What the knowledge base holds, in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct KnowledgeNumbers {
    /// Files that are indexed.
    pub files: u64,
    /// Documents in them.
    pub documents: u64,
    /// Passages that words find.
    pub chunks: u64,
    /// Passages that meaning finds too.
    pub embedded: u64,
    /// Files that could not be read.
    pub failed: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_read_by_the_name_that_it_is_written_with() {
        for event in WebhookEvent::ALL {
            assert_eq!(event.name().parse(), Ok(event));
        }
        let error = "message.deleted".parse::<WebhookEvent>().unwrap_err().to_string();
        assert!(error.contains("message.created"), "{error}");
    }
}
