//! A conversation's state, and how events move it on.

use std::borrow::Cow;

use aside_contract::{
    Actor, Advice, Author, Category, Channel, ConversationId, ConversationStatus,
    ConversationSummary, Message, MessageId, Sentiment, Standing, Timestamp,
};
use serde::{Deserialize, Serialize};

/// The priority of a message that is not analysed yet: the base that the analysis starts from.
const PRIORITY_UNTIL_ANALYSED: u8 = 3;
/// How many characters of the newest message the list shows.
const PREVIEW_CHARS: usize = 140;
/// How many characters of it are read for that: white space between words is not shown.
const READ_CHARS: usize = 1_000;

/// A conversation as it is stored. What the customer is entitled to stands with the customer.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct ConversationRecord {
    pub id: ConversationId,
    pub customer: String,
    pub channel: Channel,
    pub status: ConversationStatus,
    priority: u8,
    sentiment: Option<Sentiment>,
    category: Option<Category>,
    #[serde(default)]
    category_unsure: bool,
    escalation_recommended: bool,
    /// When the customer wrote the first message that nobody has answered; none once answered.
    waiting_since: Option<Timestamp>,
    /// The message that the labels above belong to.
    pub newest_customer_message: MessageId,
    preview: String,
    created_at: Timestamp,
    updated_at: Timestamp,
    messages: u32,
    /// The customer was told that a person will answer, and none has: what the assistant answers meanwhile
    /// does not end the waiting.
    #[serde(default)]
    person_promised: bool,
    /// A person answers; the assistant keeps silent in the chat.
    #[serde(default)]
    pub person_leads: bool,
    /// Who of the team replied last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    agent: Option<String>,
    /// The language of the page that the customer writes on, as its tag, where it said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page_language: Option<String>,
}

impl ConversationRecord {
    /// A conversation that its first message opens.
    pub fn opened_by(customer: &str, channel: Channel, message: &Message) -> Self {
        let mut record = Self {
            id: message.conversation_id,
            customer: customer.to_owned(),
            channel,
            status: ConversationStatus::Open,
            priority: PRIORITY_UNTIL_ANALYSED,
            sentiment: None,
            category: None,
            category_unsure: false,
            escalation_recommended: false,
            waiting_since: None,
            newest_customer_message: message.id,
            preview: String::new(),
            created_at: message.at,
            updated_at: message.at,
            messages: 0,
            person_promised: false,
            person_leads: false,
            agent: None,
            page_language: None,
        };
        record.customer_wrote(message);
        record
    }

    /// The customer wrote: the labels of earlier messages no longer hold, and resolved is open again.
    pub fn customer_wrote(&mut self, message: &Message) {
        if self.status == ConversationStatus::Resolved {
            self.status = ConversationStatus::Open;
            self.person_promised = false;
            self.person_leads = false;
        }
        self.priority = PRIORITY_UNTIL_ANALYSED;
        self.sentiment = None;
        self.category = None;
        self.category_unsure = false;
        self.escalation_recommended = false;
        self.newest_customer_message = message.id;
        self.waiting_since.get_or_insert(message.at);
        self.message_added(message);
    }

    /// Somebody replied; after a hand-over the customer waits for a person.
    pub fn reply_sent(&mut self, message: &Message, hand_over: bool) {
        self.person_promised =
            hand_over || (self.person_promised && message.author == Author::Assistant);
        if self.person_promised {
            // An answer to an earlier message may have ended the waiting that this one began.
            self.waiting_since.get_or_insert(message.at);
        } else {
            self.waiting_since = None;
        }
        if message.author == Author::Agent {
            self.person_leads |= self.channel == Channel::Chat;
            self.agent = message.by.as_ref().and_then(Actor::agent).map(str::to_owned);
        }
        self.message_added(message);
    }

    /// Whether the assistant answers in it.
    pub fn is_the_assistants(&self) -> bool {
        self.channel == Channel::Chat
            && !self.person_leads
            && self.status != ConversationStatus::Resolved
    }

    /// Whether it waits in the chat for somebody to hand it to a supervisor.
    pub fn is_to_be_escalated(&self) -> bool {
        self.is_the_assistants()
            && self.status == ConversationStatus::Open
            && self.escalation_recommended
    }

    /// Takes the labels of an advice, unless the customer has written again since its message.
    pub fn advised(&mut self, advice: &Advice) {
        if advice.message_id == self.newest_customer_message {
            self.priority = advice.analysis.priority;
            self.sentiment = Some(advice.analysis.sentiment.label);
            self.category = Some(advice.analysis.category.label);
            self.category_unsure = advice.analysis.category.unsure;
            self.escalation_recommended = advice.escalation.recommended;
        }
    }

    /// Takes whether handing over is still recommended for a message, unless the customer has written again.
    pub fn recommended_anew(&mut self, message: MessageId, recommended: bool) {
        if message == self.newest_customer_message {
            self.escalation_recommended = recommended;
        }
    }

    /// The conversation as the list shows it, without what the clock adds; `owner` has its ticket.
    pub fn summary(&self, standing: Standing, owner: Option<String>) -> ConversationSummary {
        let Self {
            id,
            customer,
            channel,
            status,
            priority,
            sentiment,
            category,
            category_unsure,
            escalation_recommended,
            waiting_since,
            newest_customer_message: _,
            preview,
            created_at,
            updated_at,
            messages,
            person_promised: _,
            person_leads,
            agent,
            page_language: _,
        } = self.clone();
        ConversationSummary {
            id,
            customer,
            vip: standing.vip,
            tier: standing.tier,
            channel,
            status,
            priority,
            sentiment,
            category,
            category_unsure,
            escalation_recommended,
            awaiting_reply: waiting_since.is_some(),
            waiting_since,
            reply_due: None,
            preview,
            created_at,
            updated_at,
            messages,
            person_leads,
            owner,
            agent,
        }
    }

    /// Covers the secrets in what the list shows. Says whether there were any.
    pub fn cover_preview(&mut self) -> bool {
        let covered = aside_redact::cover_secrets(&self.preview);
        let there_were = covered != self.preview;
        self.preview = covered;
        there_were
    }

    fn message_added(&mut self, message: &Message) {
        // What the assistant said by itself hides no customer's words from who has to answer.
        if message.author != Author::Assistant {
            self.preview = preview(message);
        }
        self.updated_at = message.at;
        self.messages = self.messages.saturating_add(1);
    }
}

/// The beginning of what a message says, on one line; of one without words, what its files are called. The
/// list is open all day, so secrets are covered in it.
fn preview(message: &Message) -> String {
    let names = || message.attachments.iter().map(|file| &*file.name).collect::<Vec<_>>();
    let text = match &*message.text {
        "" => Cow::Owned(names().join(", ")),
        text => Cow::Borrowed(text),
    };
    let end = text.char_indices().nth(READ_CHARS).map_or(text.len(), |(end, _)| end);
    let covered = aside_redact::cover_secrets(&text[..end]);
    // A word has at least one character, so more words than characters are never shown.
    let line = covered.split_whitespace().take(PREVIEW_CHARS).collect::<Vec<_>>().join(" ");
    line.chars().take(PREVIEW_CHARS).collect()
}
