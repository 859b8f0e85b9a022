//! The tables `conversations`, `messages`, `slots`, `customers` and `ratings`: what people said and decided.
//!
//! They are worked out from the ledger, which has it all in order.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use aside_contract::QueryKind::{Boolean, Integer, Real, Text, Time};
use aside_contract::{
    Advice, Channel, ConversationId, Message, MessageId, QueryValue, Slot, Timestamp,
};
use aside_desk::{Desk, LedgerEntry, LedgerFact};
use aside_query::{Column, LoadedTable, Row, Source, SourceError, Stop, Table, iso};
use parking_lot::Mutex;

use super::name;
use super::slots::{self, SLOTS};

static CONVERSATIONS: Table = Table {
    name: "conversations",
    about: "Conversations with customers, as they stand now.",
    matchable: false,
    columns: &[
        Column::key("id", Text, "The conversation's id."),
        Column::key("customer", Text, "The customer's name or id."),
        Column::new("vip", Boolean, "The customer has priority by contract."),
        Column::new("channel", Text, "desk, chat or cli."),
        Column::key("status", Text, "open, escalated or resolved."),
        Column::new(
            "priority",
            Integer,
            "Of the newest customer message, 1 to 10, without waiting.",
        ),
        Column::new("category", Text, "Of the newest customer message, once analysed."),
        Column::new("sentiment", Text, "Of the newest customer message, once analysed."),
        Column::new("escalation_recommended", Boolean, "For the newest customer message."),
        Column::new("awaiting_reply", Boolean, "The customer waits for a person's answer."),
        Column::new("preview", Text, "The beginning of the newest message."),
        Column::new("messages", Integer, "How many messages it has."),
        Column::new("created", Time, "When it began."),
        Column::new("updated", Time, "When its newest message arrived."),
    ],
};

static MESSAGES: Table = Table {
    name: "messages",
    about: "Every message of every conversation, with what was read in it.",
    matchable: false,
    columns: &[
        Column::key("id", Text, "The message's id."),
        Column::key("conversation", Text, "The id of its conversation."),
        Column::key("customer", Text, "The customer of the conversation."),
        Column::key("author", Text, "customer, agent or assistant."),
        Column::new("channel", Text, "desk, chat or cli."),
        Column::new("sent", Time, "When it arrived."),
        Column::new("text", Text, "What was written."),
        Column::new("intent", Text, "question, problem, action, feedback or escalate."),
        Column::new("category", Text, "technical, billing, account, orders or general."),
        Column::new("sentiment", Text, "positive, neutral, negative or angry."),
        Column::new("priority", Integer, "1 (can wait) to 10 (now)."),
        Column::new("repeated", Boolean, "The customer asked the same before."),
        Column::new("suggestions", Integer, "How many replies were suggested."),
        Column::new("confidence", Real, "How likely the best of them answers, 0 to 1."),
        Column::new("escalation_recommended", Boolean, "It should go to a supervisor."),
        Column::new("escalation_score", Real, "How strongly, 0 to 1."),
        Column::new("escalation_reasons", Text, "The rules that say so, separated by commas."),
        Column::new("suggested", Boolean, "A reply that began as a suggestion."),
        Column::new("edited", Boolean, "That suggestion was changed before it was sent."),
        Column::new("edit_ratio", Real, "The share of its words that were changed, 0 to 1."),
    ],
};

static CUSTOMERS: Table = Table {
    name: "customers",
    about: "Everybody who wrote, and everybody with priority by contract.",
    matchable: false,
    columns: &[
        Column::key("customer", Text, "The customer's name or id."),
        Column::new("vip", Boolean, "Has priority by contract."),
        Column::new("tier", Text, "The tier of service, where one is set."),
        Column::new("conversations", Integer, "How many conversations."),
        Column::new("messages", Integer, "How many messages the customer wrote."),
        Column::new("tickets", Integer, "How many tickets."),
        Column::new("first_message", Time, "When the customer first wrote."),
        Column::new("last_message", Time, "When the customer last wrote."),
    ],
};

static RATINGS: Table = Table {
    name: "ratings",
    about: "How content customers were with a chat, by their newest word on it.",
    matchable: false,
    columns: &[
        Column::key("conversation", Text, "The id of the chat's conversation."),
        Column::key("customer", Text, "The customer of the conversation."),
        Column::new("rating", Integer, "1, the worst, to 5."),
        Column::new("comment", Text, "What the customer said about it, if anything."),
        Column::new("rated", Time, "When."),
    ],
};

/// How many entries are read at once.
const BLOCK: usize = 512;

/// The tables, for one question.
pub(crate) fn tables(desk: &Desk) -> Vec<Arc<dyn Source>> {
    let shared: Arc<Mutex<Option<Arc<History>>>> = Arc::default();
    let history = |part: fn(&History) -> Vec<Row>| {
        let (desk, shared) = (desk.clone(), shared.clone());
        move |stop: Stop| -> Result<Vec<Row>, SourceError> {
            let mut shared = shared.lock();
            let history = match &*shared {
                Some(history) => history.clone(),
                None => shared.insert(Arc::new(History::read(&desk, stop)?)).clone(),
            };
            Ok(part(&history))
        }
    };
    let conversations = {
        let desk = desk.clone();
        move |_: Stop| conversations(&desk)
    };
    vec![
        Arc::new(LoadedTable::new(&CONVERSATIONS, conversations)),
        Arc::new(LoadedTable::new(&MESSAGES, history(History::messages))),
        Arc::new(LoadedTable::new(&SLOTS, history(slots::rows))),
        Arc::new(LoadedTable::new(&CUSTOMERS, history(History::customers))),
        Arc::new(LoadedTable::new(&RATINGS, history(History::ratings))),
    ]
}

fn conversations(desk: &Desk) -> Result<Vec<Row>, SourceError> {
    let row = |conversation: aside_contract::ConversationSummary| {
        vec![
            conversation.id.to_string().into(),
            conversation.customer.into(),
            conversation.vip.into(),
            name(&conversation.channel).into(),
            name(&conversation.status).into(),
            u32::from(conversation.priority).into(),
            conversation.category.map(|label| label.to_string()).into(),
            conversation.sentiment.map(|label| label.to_string()).into(),
            conversation.escalation_recommended.into(),
            conversation.awaiting_reply.into(),
            conversation.preview.into(),
            conversation.messages.into(),
            iso(conversation.created_at).into(),
            iso(conversation.updated_at).into(),
        ]
    };
    Ok(desk.conversations()?.into_iter().map(row).collect())
}

/// What the ledger says, read from its beginning.
#[derive(Default)]
pub(super) struct History {
    messages: Vec<Said>,
    customers: BTreeMap<String, Known>,
    conversations: HashMap<ConversationId, Course>,
    place: HashMap<MessageId, usize>,
    ratings: BTreeMap<ConversationId, Rated>,
}

/// How a customer rated a chat.
struct Rated {
    rating: u8,
    comment: Option<String>,
    at: Timestamp,
}

struct Said {
    message: Message,
    customer: String,
    channel: Channel,
    advice: Option<Advised>,
    /// Of a reply that began as a suggestion: whether and how much it was changed.
    outcome: Option<(bool, f32)>,
}

/// What is told of an advice.
#[derive(Clone)]
struct Advised {
    intent: String,
    category: String,
    sentiment: String,
    priority: u8,
    repeated: bool,
    suggestions: usize,
    confidence: Option<f32>,
    recommended: bool,
    score: f32,
    reasons: String,
    slots: Vec<Slot>,
}

/// A customer.
#[derive(Default)]
struct Known {
    vip: bool,
    tier: Option<String>,
    conversations: i64,
    messages: i64,
    tickets: i64,
    first: Option<Timestamp>,
    last: Option<Timestamp>,
}

/// A conversation up to the entry that is read.
struct Course {
    customer: String,
    channel: Channel,
    /// The message of `advice`.
    advised_on: Option<MessageId>,
    advice: Option<Advised>,
}

impl History {
    /// Every message that was analysed, with its customer and what it names.
    pub(super) fn named(&self) -> impl Iterator<Item = (&Message, &str, &[Slot])> {
        self.messages.iter().filter_map(|said| {
            let advice = said.advice.as_ref()?;
            Some((&said.message, &*said.customer, &*advice.slots))
        })
    }

    fn read(desk: &Desk, stop: Stop) -> Result<Self, SourceError> {
        let mut history = Self::default();
        let mut last = 0;
        // What is read after the time is over is thrown away.
        while !stop.is_over() {
            let entries = desk.ledger_after(last, BLOCK)?;
            let Some(newest) = entries.last() else { break };
            last = newest.sequence;
            for entry in entries {
                history.take(entry);
            }
        }
        Ok(history)
    }

    fn take(&mut self, entry: LedgerEntry) {
        let LedgerEntry { at, conversation, fact, .. } = entry;
        match (fact, conversation) {
            (LedgerFact::MessageReceived { customer, channel, message }, Some(id)) => {
                let known = self.customers.entry(customer.clone()).or_default();
                known.messages += 1;
                known.first.get_or_insert(at);
                known.last = Some(at);
                let conversations = &mut known.conversations;
                self.conversations.entry(id).or_insert_with(|| {
                    *conversations += 1;
                    Course { customer: customer.clone(), channel, advised_on: None, advice: None }
                });
                self.place.insert(message.id, self.messages.len());
                self.messages.push(Said {
                    message,
                    customer,
                    channel,
                    advice: None,
                    outcome: None,
                });
            }
            (LedgerFact::AdviceGiven { advice, .. }, Some(id)) => {
                let advised = Advised::from(&*advice);
                let place = self.place.get(&advice.message_id);
                if let Some(said) = place.and_then(|place| self.messages.get_mut(*place)) {
                    said.advice = Some(advised.clone());
                }
                // A corrected label of an earlier message is advised on anew after newer ones.
                let course = self.conversations.get_mut(&id);
                if let Some(course) = course.filter(|one| one.advised_on <= Some(advice.message_id))
                {
                    course.advised_on = Some(advice.message_id);
                    course.advice = Some(advised);
                }
            }
            (LedgerFact::ReplySent { message, outcome, .. }, Some(id)) => {
                if let Some(course) = self.conversations.get(&id) {
                    self.messages.push(Said {
                        message,
                        customer: course.customer.clone(),
                        channel: course.channel,
                        advice: None,
                        outcome: outcome.map(|outcome| (outcome.edited, outcome.edit_ratio)),
                    });
                }
            }
            (LedgerFact::TicketOpened { ticket }, _) => {
                // Opened again it is still one.
                if ticket.history.len() == 1 {
                    self.customers.entry(ticket.customer.clone()).or_default().tickets += 1;
                }
            }
            (LedgerFact::SessionRated { rating, comment }, Some(id)) => {
                self.ratings.insert(id, Rated { rating, comment, at });
            }
            (LedgerFact::VipSet { customer, vip, tier }, _) => {
                let known = self.customers.entry(customer).or_default();
                (known.vip, known.tier) = (vip, tier);
            }
            // The advice that follows a correction has its label.
            (
                LedgerFact::LabelCorrected { .. }
                | LedgerFact::StatusChanged { .. }
                | LedgerFact::TicketChanged { .. }
                | LedgerFact::RuleJudged { .. }
                | LedgerFact::FactKept { .. }
                | LedgerFact::FactDropped { .. }
                | LedgerFact::ProfileSet { .. }
                | LedgerFact::CustomerForgotten { .. }
                | LedgerFact::Erased
                | LedgerFact::DocumentJudged { .. }
                | LedgerFact::SigningBegan { .. }
                | LedgerFact::LeadChanged { .. }
                | LedgerFact::ModelAsked(_)
                | LedgerFact::SuggestionDismissed { .. },
                _,
            )
            | (_, None) => {}
        }
    }

    fn messages(&self) -> Vec<Row> {
        self.messages.iter().map(Said::row).collect()
    }

    fn ratings(&self) -> Vec<Row> {
        let row = |(id, rated): (&ConversationId, &Rated)| {
            let customer = self.conversations.get(id).map(|course| course.customer.as_str());
            vec![
                id.to_string().into(),
                customer.into(),
                u32::from(rated.rating).into(),
                rated.comment.clone().into(),
                iso(rated.at).into(),
            ]
        };
        self.ratings.iter().map(row).collect()
    }

    fn customers(&self) -> Vec<Row> {
        let row = |(customer, known): (&String, &Known)| {
            vec![
                customer.as_str().into(),
                known.vip.into(),
                known.tier.clone().into(),
                known.conversations.into(),
                known.messages.into(),
                known.tickets.into(),
                known.first.map(iso).into(),
                known.last.map(iso).into(),
            ]
        };
        self.customers.iter().map(row).collect()
    }
}

impl From<&Advice> for Advised {
    fn from(advice: &Advice) -> Self {
        let rules: Vec<&str> =
            advice.escalation.reasons.iter().map(|reason| reason.rule.as_str()).collect();
        Self {
            intent: advice.analysis.intent.label.to_string(),
            category: advice.analysis.category.label.to_string(),
            sentiment: advice.analysis.sentiment.label.to_string(),
            priority: advice.analysis.priority,
            repeated: advice.analysis.repeated_question,
            suggestions: advice.suggestions.len(),
            confidence: advice.suggestions.first().map(|suggestion| suggestion.confidence),
            recommended: advice.escalation.recommended,
            score: advice.escalation.score,
            reasons: rules.join(", "),
            slots: advice.analysis.slots.clone(),
        }
    }
}

impl Said {
    fn row(&self) -> Row {
        let advice = self.advice.as_ref();
        let message = &self.message;
        vec![
            message.id.to_string().into(),
            message.conversation_id.to_string().into(),
            self.customer.as_str().into(),
            name(&message.author).into(),
            name(&self.channel).into(),
            iso(message.at).into(),
            message.text.as_str().into(),
            advice.map(|advice| advice.intent.as_str()).into(),
            advice.map(|advice| advice.category.as_str()).into(),
            advice.map(|advice| advice.sentiment.as_str()).into(),
            advice.map(|advice| u32::from(advice.priority)).into(),
            advice.map(|advice| advice.repeated).into(),
            advice.and_then(|advice| i64::try_from(advice.suggestions).ok()).into(),
            advice.and_then(|advice| advice.confidence).map(number).into(),
            advice.map(|advice| advice.recommended).into(),
            advice.map(|advice| number(advice.score)).into(),
            advice.map(|advice| advice.reasons.as_str()).into(),
            QueryValue::Boolean(message.suggestion_id.is_some()),
            self.outcome.map(|(edited, _)| edited).into(),
            self.outcome.map(|(_, ratio)| number(ratio)).into(),
        ]
    }
}

/// Four digits: more are noise.
fn number(value: f32) -> f64 {
    (f64::from(value) * 1e4).round() / 1e4
}
