//! Values that the tests share.
#![allow(dead_code, reason = "every test binary uses its own part")]

use aside_assist::MessageContext;
use aside_contract::{
    Author, Category, ConversationId, Intent, Labelled, Message, MessageId, Passage, Reading,
    Sentiment, Timestamp, Urgency, Visibility,
};

pub fn message(author: Author, text: &str) -> Message {
    Message {
        id: MessageId::new(),
        conversation_id: ConversationId::new(),
        author,
        text: text.to_owned(),
        at: Timestamp(0),
        suggestion_id: None,
        attachments: Vec::new(),
        by: None,
    }
}

pub fn ctx<'a>(text: &'a str, history: &'a [Message]) -> MessageContext<'a> {
    MessageContext { text, history, ..MessageContext::default() }
}

pub fn reading(intent: Intent, sentiment: Sentiment) -> Reading {
    let confidence = 0.9;
    Reading {
        intent: Labelled { label: intent, confidence, unsure: false },
        category: Labelled { label: Category::General, confidence, unsure: false },
        sentiment: Labelled { label: sentiment, confidence, unsure: false },
        urgency: Labelled { label: Urgency::Ordinary, confidence, unsure: false },
    }
}

pub fn passage(document: &str, section: &str, score: f32, text: &str) -> Passage {
    Passage {
        chunk: format!("{document}:{section}"),
        document: document.to_owned(),
        title: document.to_owned(),
        category: String::new(),
        tags: Vec::new(),
        updated: Timestamp(0),
        visibility: Visibility::Public,
        section: section.to_owned(),
        page: None,
        text: text.to_owned(),
        score,
        duplicates: Vec::new(),
        suspicious: false,
    }
}
