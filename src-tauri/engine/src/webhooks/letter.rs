//! What a webhook is told: ids, labels, and texts without personal data.
//!
//! Whatever a person wrote is a [`Masked`] here, and only a redacted text can become one. So nothing rawer
//! leaves, whoever adds a field.

use aside_contract::{
    Author, Category, ConversationId, DeliveryId, DismissReason, Intent, KnowledgeNumbers,
    LabelKind, MessageId, Sentiment, SuggestionId, TicketId, TicketStatus, Timestamp,
    UNNAMED_CUSTOMER, WebhookEvent,
};
use aside_desk::{Delivery, LedgerFact, Told, ToldEntry};
use aside_redact::{Masks, Redacted};
use serde::{Serialize, Serializer};

/// The name of the event that a test sends.
const TEST: &str = "webhook.test";

/// A delivery as it is sent. Only this file makes one.
#[derive(Clone, Debug)]
pub(crate) struct Letter {
    id: DeliveryId,
    event: &'static str,
    body: String,
}

/// The JSON of a delivery.
#[derive(Serialize)]
struct Body {
    id: DeliveryId,
    event: &'static str,
    created: Timestamp,
    data: Data,
}

/// A text that went through redaction.
struct Masked(Redacted<String>);

impl Serialize for Masked {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

/// What happened.
#[derive(Serialize)]
#[serde(untagged)]
enum Data {
    Query {
        conversation_id: ConversationId,
        message_id: MessageId,
        text: Masked,
        intent: Intent,
        category: Category,
        sentiment: Sentiment,
        priority: u8,
        escalation_recommended: bool,
    },
    Message {
        conversation_id: ConversationId,
        message_id: MessageId,
        author: Author,
        text: Masked,
    },
    Escalation {
        conversation_id: ConversationId,
        ticket_id: TicketId,
        priority: u8,
        summary: Masked,
        rules: Vec<Masked>,
    },
    Ticket {
        conversation_id: ConversationId,
        ticket_id: TicketId,
        from: TicketStatus,
        to: TicketStatus,
        note: Option<Masked>,
        #[serde(skip_serializing_if = "Option::is_none")]
        approved: Option<bool>,
    },
    Resolved {
        conversation_id: ConversationId,
    },
    Feedback {
        conversation_id: Option<ConversationId>,
        #[serde(flatten)]
        feedback: Feedback,
    },
    Knowledge(KnowledgeNumbers),
    Test {},
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Feedback {
    Rating { rating: u8, comment: Option<Masked> },
    Dismissal { suggestion_id: SuggestionId, reason: DismissReason },
    Correction { message_id: MessageId, label: LabelKind, from: Masked, to: Option<Masked> },
    Rule { message_id: MessageId, rule: Masked, wrong: bool, note: Option<Masked> },
}

impl Letter {
    /// The letter of a delivery about an entry of the ledger; none where that tells nothing.
    pub(crate) fn about_entry(
        delivery: &Delivery,
        told: ToldEntry,
        mut masks: Masks,
    ) -> Option<Self> {
        for name in told.names.iter().filter(|name| *name != UNNAMED_CUSTOMER) {
            masks.expect_name(name);
        }
        let data = data(told, &mut masks)?;
        Self::new(delivery.id, delivery.event.name(), delivery.created, data)
    }

    /// The letter of a delivery that has no entry; none where it has one.
    pub(crate) fn about_knowledge(delivery: &Delivery) -> Option<Self> {
        let Told::Knowledge { numbers } = delivery.told else { return None };
        let event = WebhookEvent::KnowledgeChanged.name();
        Self::new(delivery.id, event, delivery.created, Data::Knowledge(numbers))
    }

    /// A letter that says nothing.
    pub(crate) fn test() -> Option<Self> {
        Self::new(DeliveryId::new(), TEST, Timestamp::now(), Data::Test {})
    }

    fn new(id: DeliveryId, event: &'static str, created: Timestamp, data: Data) -> Option<Self> {
        let body = serde_json::to_string(&Body { id, event, created, data });
        let body = body.inspect_err(|error| tracing::error!(%error, event, "no JSON"));
        Some(Self { id, event, body: body.ok()? })
    }

    pub(crate) fn id(&self) -> DeliveryId {
        self.id
    }

    pub(crate) fn event(&self) -> &'static str {
        self.event
    }

    pub(crate) fn body(&self) -> &str {
        &self.body
    }
}

fn data(told: ToldEntry, masks: &mut Masks) -> Option<Data> {
    let ToldEntry { entry, names: _, asked } = told;
    let conversation = entry.conversation;
    let mut mask = |text: &str| Masked(masks.redact(text));
    Some(match entry.fact {
        LedgerFact::MessageReceived { message, .. } | LedgerFact::ReplySent { message, .. } => {
            Data::Message {
                conversation_id: message.conversation_id,
                message_id: message.id,
                author: message.author,
                text: mask(&message.text),
            }
        }
        LedgerFact::AdviceGiven { advice, .. } => Data::Query {
            conversation_id: advice.conversation_id,
            message_id: advice.message_id,
            text: mask(&asked?.text),
            intent: advice.analysis.intent.label,
            category: advice.analysis.category.label,
            sentiment: advice.analysis.sentiment.label,
            priority: advice.analysis.priority,
            escalation_recommended: advice.escalation.recommended,
        },
        LedgerFact::TicketOpened { ticket } => Data::Escalation {
            conversation_id: ticket.conversation,
            priority: ticket.priority,
            summary: mask(&ticket.summary),
            // A team names its own rules.
            rules: ticket.reasons.iter().map(|reason| mask(&reason.rule)).collect(),
            ticket_id: ticket.id,
        },
        LedgerFact::TicketChanged { ticket, from, to, owner: _, note, approved } => Data::Ticket {
            conversation_id: conversation?,
            ticket_id: ticket,
            from,
            to,
            note: note.as_deref().map(mask),
            approved,
        },
        LedgerFact::StatusChanged { .. } => Data::Resolved { conversation_id: conversation? },
        fact => Data::Feedback { conversation_id: conversation, feedback: feedback(fact, mask)? },
    })
}

fn feedback(fact: LedgerFact, mut mask: impl FnMut(&str) -> Masked) -> Option<Feedback> {
    Some(match fact {
        LedgerFact::SessionRated { rating, comment } => {
            Feedback::Rating { rating, comment: comment.as_deref().map(mask) }
        }
        LedgerFact::SuggestionDismissed { suggestion_id, reason } => {
            Feedback::Dismissal { suggestion_id, reason }
        }
        // A team names its own labels.
        LedgerFact::LabelCorrected { message_id, label, from, to } => Feedback::Correction {
            message_id,
            label,
            from: mask(&from),
            to: to.as_deref().map(mask),
        },
        LedgerFact::RuleJudged { message_id, rule, wrong, note } => {
            Feedback::Rule { message_id, rule: mask(&rule), wrong, note: note.as_deref().map(mask) }
        }
        _ => return None,
    })
}
