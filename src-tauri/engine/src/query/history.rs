//! The tables `conversations`, `messages`, `slots`, `customers` and `ratings`: what people said and decided.

use std::sync::Arc;

use aside_contract::QueryKind::{Boolean, Integer, Real, Text, Time};
use aside_contract::{ConversationId, ConversationSummary, QueryValue};
use aside_desk::Desk;
use aside_query::{Column, LoadedTable, Row, Source, SourceError, Stop, Table, iso};
use parking_lot::Mutex;

use super::name;
use super::recall::{History, Known, Rated, Recall, Said};
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
        Column::new("resolved", Time, "When it was resolved; none while it is not."),
        Column::new("resolution_minutes", Real, "From its beginning until then."),
        Column::key(
            "resolved_by",
            Text,
            "Who had its ticket then; none where there was no ticket.",
        ),
        Column::key("agent", Text, "Who of the team replied last; none before that was kept."),
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
        Column::key("agent", Text, "Who of the team sent the reply; none before that was kept."),
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

/// The tables, for one question. All that are read see the same history.
pub(crate) fn tables(desk: &Desk, recall: &Arc<Recall>) -> Vec<Arc<dyn Source>> {
    let shared: Arc<Mutex<Option<Arc<History>>>> = Arc::default();
    let history = {
        let (desk, recall) = (desk.clone(), recall.clone());
        move |stop: Stop| -> Result<Arc<History>, SourceError> {
            let mut shared = shared.lock();
            match &*shared {
                Some(history) => Ok(history.clone()),
                None => Ok(shared.insert(recall.history(&desk, stop)?).clone()),
            }
        }
    };
    let rows = |part: fn(&History) -> Vec<Row>| {
        let history = history.clone();
        move |stop: Stop| Ok(part(&*history(stop)?))
    };
    let conversations = {
        let (desk, history) = (desk.clone(), history.clone());
        move |stop: Stop| Ok(Conversations { list: desk.conversations()?, history: history(stop)? })
    };
    vec![
        Arc::new(LoadedTable::of(
            &CONVERSATIONS,
            conversations,
            |conversations| conversations.list.len(),
            Conversations::row,
        )),
        Arc::new(LoadedTable::of(
            &MESSAGES,
            history.clone(),
            |history| history.messages.len(),
            |history, number| said_row(&history.messages[number]),
        )),
        Arc::new(LoadedTable::new(&SLOTS, rows(slots::rows))),
        Arc::new(LoadedTable::new(&CUSTOMERS, rows(customers))),
        Arc::new(LoadedTable::new(&RATINGS, rows(ratings))),
    ]
}

/// The conversations as they stand, and how they came there.
struct Conversations {
    list: Vec<ConversationSummary>,
    history: Arc<History>,
}

impl Conversations {
    fn row(&self, number: usize) -> Row {
        let one = &self.list[number];
        let (resolved, owner) = self.history.resolution(one.id).unzip();
        let minutes = resolved.map(|at| (at.0 - one.created_at.0) as f64 / MINUTE_MS);
        vec![
            one.id.to_string().into(),
            one.customer.as_str().into(),
            one.vip.into(),
            name(&one.channel).into(),
            name(&one.status).into(),
            u32::from(one.priority).into(),
            one.category.map(|label| label.to_string()).into(),
            one.sentiment.map(|label| label.to_string()).into(),
            one.escalation_recommended.into(),
            one.awaiting_reply.into(),
            one.preview.as_str().into(),
            one.messages.into(),
            iso(one.created_at).into(),
            iso(one.updated_at).into(),
            resolved.map(iso).into(),
            minutes.map(hundredths).into(),
            owner.flatten().into(),
            one.agent.clone().into(),
        ]
    }
}

const MINUTE_MS: f64 = 60_000.0;

fn ratings(history: &History) -> Vec<Row> {
    let row = |(id, rated): (&ConversationId, &Rated)| {
        vec![
            id.to_string().into(),
            history.customer_of(*id).into(),
            u32::from(rated.rating).into(),
            rated.comment.clone().into(),
            iso(rated.at).into(),
        ]
    };
    history.ratings.iter().map(row).collect()
}

fn customers(history: &History) -> Vec<Row> {
    let row = |(customer, known): (&Arc<str>, &Known)| {
        vec![
            (&**customer).into(),
            known.vip.into(),
            known.tier.clone().into(),
            known.conversations.into(),
            known.messages.into(),
            known.tickets.into(),
            known.first.map(iso).into(),
            known.last.map(iso).into(),
        ]
    };
    history.customers.iter().map(row).collect()
}

fn said_row(said: &Said) -> Row {
    let (message, advice) = (&said.message, said.advice.as_deref());
    vec![
        message.id.to_string().into(),
        message.conversation_id.to_string().into(),
        (&*said.customer).into(),
        name(&message.author).into(),
        name(&said.channel).into(),
        iso(message.at).into(),
        message.text.as_str().into(),
        advice.map(|advice| advice.intent.to_string()).into(),
        advice.map(|advice| advice.category.to_string()).into(),
        advice.map(|advice| advice.sentiment.to_string()).into(),
        advice.map(|advice| u32::from(advice.priority)).into(),
        advice.map(|advice| advice.repeated).into(),
        advice.and_then(|advice| i64::try_from(advice.suggestions).ok()).into(),
        advice.and_then(|advice| advice.confidence).map(number).into(),
        advice.map(|advice| advice.recommended).into(),
        advice.map(|advice| number(advice.score)).into(),
        advice.map(|advice| advice.rules.join(", ")).into(),
        QueryValue::Boolean(message.suggestion_id.is_some()),
        said.outcome.map(|(edited, _)| edited).into(),
        said.outcome.map(|(_, ratio)| number(ratio)).into(),
        said.agent().into(),
    ]
}

/// Four digits: more are noise.
fn number(value: f32) -> f64 {
    (f64::from(value) * 1e4).round() / 1e4
}

fn hundredths(value: f64) -> f64 {
    (value * 1e2).round() / 1e2
}
