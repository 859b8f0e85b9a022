//! Values that many tests need.

use std::thread::sleep;
use std::time::Duration;

use aside_contract::{
    Advice, Analysis, Author, Category, Channel, Citation, Conversation, ConversationId,
    ConversationSummary, Escalation, IncomingMessage, Intent, Labelled, Message, MessageId,
    SentReply, Sentiment, Standing, Suggestion, SuggestionId, SuggestionKind, Timestamp, Timing,
    Webhook, WebhookEvent, WebhookId,
};
use aside_desk::{Desk, LedgerStep, RetrievedPassage};
use tempfile::TempDir;

/// A desk over an empty folder, which goes with it.
pub fn empty_desk() -> (Desk, TempDir) {
    let dir = tempfile::tempdir().unwrap();
    (Desk::open(dir.path()).unwrap(), dir)
}

/// A message that opens a conversation of its own.
pub fn pasted(customer: &str, text: &str) -> IncomingMessage {
    IncomingMessage::new(customer, Channel::Desk, text, None).unwrap()
}

/// A message that goes on with a conversation.
pub fn continuing(customer: &str, text: &str, conversation: ConversationId) -> IncomingMessage {
    IncomingMessage::new(customer, Channel::Desk, text, Some(conversation)).unwrap()
}

/// A message in the customer-facing chat.
pub fn chatted(customer: &str, text: &str) -> IncomingMessage {
    IncomingMessage::new(customer, Channel::Chat, text, None).unwrap()
}

/// An agent's reply of its own words.
pub fn own_words(text: &str) -> SentReply {
    SentReply { text: text.to_owned(), suggestion_id: None }
}

/// Opens a conversation with one message of a priority.
pub fn opened(desk: &Desk, customer: &str, priority: u8) -> ConversationId {
    let (message, ..) = desk.receive(&pasted(customer, "Hello?")).unwrap();
    desk.record_advice(&advice_on(&message, priority, &[]), &[]).unwrap();
    message.conversation_id
}

/// Advice with one suggestion for each text.
pub fn advice_on(message: &Message, priority: u8, suggestions: &[&str]) -> Advice {
    Advice {
        conversation_id: message.conversation_id,
        message_id: message.id,
        analysis: Analysis {
            intent: Labelled { label: Intent::Problem, confidence: 0.75, unsure: false },
            category: Labelled { label: Category::Technical, confidence: 0.5, unsure: false },
            sentiment: Labelled { label: Sentiment::Angry, confidence: 0.25, unsure: false },
            mixed: false,
            urgency: None,
            own: Vec::new(),
            language: None,
            corrected: Vec::new(),
            slots: Vec::new(),
            suspicious: None,
            priority,
            priority_points: Vec::new(),
            repeated_question: false,
            degraded: false,
        },
        suggestions: suggestions.iter().map(|text| suggestion(text)).collect(),
        abstentions: Vec::new(),
        escalation: Escalation { recommended: priority >= 8, score: 0.5, reasons: Vec::new() },
        remembered: Vec::new(),
        timing_ms: Timing { analysis: 1.5, retrieval: 2.5, draft: 0.5, total: 5.0 },
        model: None,
    }
}

fn suggestion(text: &str) -> Suggestion {
    Suggestion {
        id: SuggestionId::new(),
        text: text.to_owned(),
        kind: SuggestionKind::Answer,
        confidence: 0.875,
        citations: vec![Citation {
            document: "technical/router.md".to_owned(),
            title: "The router".to_owned(),
            section: "Lights > Red".to_owned(),
            page: None,
            quote: text.to_owned(),
            score: 0.875,
            chunk: "chunk-1".to_owned(),
        }],
        sentences: Vec::new(),
        groundedness: None,
        contradictions: Vec::new(),
        model: None,
        team: None,
    }
}

/// With priority by contract, or without, in no tier.
pub fn vip(vip: bool) -> Standing {
    Standing { vip, tier: None }
}

/// The reasoning behind an advice.
pub fn steps() -> Vec<LedgerStep> {
    vec![
        LedgerStep::Analysis { model: Some("all-MiniLM-L6-v2".to_owned()), milliseconds: 1.5 },
        LedgerStep::Retrieval {
            query: "router red light".to_owned(),
            passages: vec![RetrievedPassage {
                chunk: "chunk-1".to_owned(),
                document: "technical/router.md".to_owned(),
                score: 0.875,
            }],
            milliseconds: 2.5,
        },
        LedgerStep::Draft { milliseconds: 0.5 },
    ]
}

/// A webhook that is told of these events.
pub fn webhook(events: &[WebhookEvent]) -> Webhook {
    Webhook {
        id: WebhookId::new(),
        url: "https://hooks.example/aside".to_owned(),
        events: events.to_vec(),
        enabled: true,
        private: false,
        created: Timestamp(0),
        secret_number: 1,
        key_id: "00000000".to_owned(),
        waiting: 0,
        failed: 0,
        last_delivered: None,
        trouble: None,
    }
}

/// The conversation, which must be there.
pub fn conversation(desk: &Desk, id: ConversationId) -> Conversation {
    desk.conversation(id).unwrap().unwrap()
}

/// Who is in the list, in its order.
pub fn listed(desk: &Desk) -> Vec<String> {
    desk.conversations()
        .unwrap()
        .into_iter()
        .map(|summary: ConversationSummary| summary.customer)
        .collect()
}

/// The texts of a conversation with their authors.
pub fn said(desk: &Desk, id: ConversationId) -> Vec<(Author, String)> {
    conversation(desk, id)
        .messages
        .into_iter()
        .map(|message| (message.author, message.text))
        .collect()
}

/// An id that no message has.
pub fn no_message() -> MessageId {
    MessageId::new()
}

/// Lets the clock of milliseconds go on, so that what follows is later.
pub fn later() {
    sleep(Duration::from_millis(2));
}
