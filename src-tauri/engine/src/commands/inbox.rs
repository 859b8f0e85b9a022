//! The list of conversations as a desk shows it: narrowed, and a window of it at a time, so that fifty
//! thousand conversations cost the page no more than fifty.

use aside_contract::{
    Category, Channel, ConversationId, ConversationStatus, ConversationSummary, Sentiment,
};

use crate::{Engine, EngineError};

/// The longest window, in conversations.
const MAX_WINDOW: usize = 1000;

/// Which conversations, and which window of them. Nothing named is all of them.
#[derive(Clone, Debug, Default)]
pub struct InboxRequest {
    /// Words that stand in the customer's name or the newest message, each of them, in any case.
    pub words: String,
    /// Only those that stand here.
    pub status: Option<ConversationStatus>,
    /// Only those that take place here.
    pub channel: Option<Channel>,
    /// Only those read as this category.
    pub category: Option<Category>,
    /// Only those whose newest message sounds like this.
    pub sentiment: Option<Sentiment>,
    /// Only those in which a customer waits for an answer.
    pub waiting: bool,
    /// Only these; none named is no such limit.
    pub only: Vec<ConversationId>,
    /// How many to leave out at the start.
    pub offset: usize,
    /// How many at most, no more than 1,000; all from the offset on where not named.
    pub limit: Option<usize>,
    /// Of which conversation the place is told.
    pub find: Option<ConversationId>,
}

/// A window of the list.
#[derive(Clone, Debug, PartialEq)]
pub struct InboxWindow {
    /// The conversations from the offset on, the most urgent first.
    pub conversations: Vec<ConversationSummary>,
    /// How many there are of those that were asked for.
    pub total: usize,
    /// How many of these are resolved: they are the last ones.
    pub resolved: usize,
    /// In how many of these a customer waits.
    pub waiting: usize,
    /// How many there are at all.
    pub all: usize,
    /// Where the conversation that was asked for stands among them, from 0.
    pub place: Option<usize>,
}

impl Engine {
    /// A window of the conversations, in the order in which an agent should look at them.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn inbox(&self, request: &InboxRequest) -> Result<InboxWindow, EngineError> {
        Ok(window(self.conversations()?, request))
    }
}

fn window(list: Vec<ConversationSummary>, request: &InboxRequest) -> InboxWindow {
    let all = list.len();
    let words: Vec<String> = request.words.split_whitespace().map(str::to_lowercase).collect();
    let mut wanted = list;
    wanted.retain(|summary| matches(summary, request) && has_words(summary, &words));
    let total = wanted.len();
    let is_waiting = |summary: &&ConversationSummary| waits(summary);
    let (waiting, resolved) = (
        wanted.iter().filter(is_waiting).count(),
        wanted.iter().filter(|one| one.status == ConversationStatus::Resolved).count(),
    );
    let place = request.find.and_then(|id| wanted.iter().position(|one| one.id == id));
    let limit = request.limit.map_or(usize::MAX, |limit| limit.min(MAX_WINDOW));
    let conversations = wanted.into_iter().skip(request.offset).take(limit).collect();
    InboxWindow { conversations, total, resolved, waiting, all, place }
}

fn matches(summary: &ConversationSummary, request: &InboxRequest) -> bool {
    request.status.is_none_or(|status| summary.status == status)
        && request.channel.is_none_or(|channel| summary.channel == channel)
        && request.category.is_none_or(|category| summary.category == Some(category))
        && request.sentiment.is_none_or(|sentiment| summary.sentiment == Some(sentiment))
        && (!request.waiting || waits(summary))
        && (request.only.is_empty() || request.only.contains(&summary.id))
}

fn waits(summary: &ConversationSummary) -> bool {
    summary.awaiting_reply && summary.status != ConversationStatus::Resolved
}

fn has_words(summary: &ConversationSummary, words: &[String]) -> bool {
    if words.is_empty() {
        return true;
    }
    let text = format!("{}\n{}", summary.customer, summary.preview).to_lowercase();
    words.iter().all(|word| text.contains(word))
}

#[cfg(test)]
mod tests {
    use aside_contract::Timestamp;

    use super::*;

    fn conversation(
        customer: &str,
        preview: &str,
        status: ConversationStatus,
    ) -> ConversationSummary {
        ConversationSummary {
            id: ConversationId::new(),
            customer: customer.to_owned(),
            vip: false,
            tier: None,
            channel: Channel::Desk,
            status,
            priority: 3,
            sentiment: None,
            category: None,
            category_unsure: false,
            escalation_recommended: false,
            awaiting_reply: true,
            waiting_since: None,
            reply_due: None,
            preview: preview.to_owned(),
            created_at: Timestamp(0),
            updated_at: Timestamp(0),
            messages: 1,
            person_leads: false,
        }
    }

    fn list() -> Vec<ConversationSummary> {
        vec![
            conversation("Mara", "Where is my parcel?", ConversationStatus::Open),
            conversation("Tom", "The hub is offline", ConversationStatus::Escalated),
            conversation("Ida", "Thank you, MARA", ConversationStatus::Resolved),
        ]
    }

    fn names(window: &InboxWindow) -> Vec<&str> {
        window.conversations.iter().map(|one| one.customer.as_str()).collect()
    }

    #[test]
    fn a_window_tells_what_lies_outside_of_it() {
        let list = list();
        let find = Some(list[2].id);
        let request = InboxRequest { offset: 1, limit: Some(1), find, ..Default::default() };
        let window = window(list, &request);
        assert_eq!(names(&window), ["Tom"]);
        assert_eq!(
            (window.total, window.resolved, window.waiting, window.all, window.place),
            (3, 1, 2, 3, Some(2))
        );
    }

    #[test]
    fn words_are_found_in_names_and_messages_in_any_case() {
        let of = |words: &str| InboxRequest { words: words.to_owned(), ..Default::default() };
        assert_eq!(names(&window(list(), &of("mara"))), ["Mara", "Ida"]);
        assert_eq!(names(&window(list(), &of("mara thank"))), ["Ida"]);
        assert_eq!(names(&window(list(), &of("zebra"))), Vec::<&str>::new());
    }

    #[test]
    fn filters_narrow_together() {
        let list = list();
        let (tom, ida) = (list[1].id, list[2].id);
        let request = InboxRequest { waiting: true, only: vec![tom, ida], ..Default::default() };
        assert_eq!(names(&window(list, &request)), ["Tom"]);
    }

    #[test]
    fn an_offset_past_the_end_is_an_empty_window() {
        let request = InboxRequest { offset: 9, limit: Some(9), ..Default::default() };
        let window = window(list(), &request);
        assert!(window.conversations.is_empty());
        assert_eq!(window.total, 3);
    }
}
