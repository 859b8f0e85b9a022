//! The list of conversations as a desk shows it: narrowed, and a window of it at a time, so that fifty
//! thousand conversations cost the page no more than fifty.

use std::collections::BTreeSet;

use aside_contract::{
    Category, Channel, ConversationId, ConversationStatus, ConversationSummary, Sentiment,
    Timestamp,
};
use aside_desk::{ConversationList, Listed, Rank};

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
    /// Only those whose ticket this person has.
    pub owner: Option<String>,
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
        let (targets, now) = (self.service.targets(), Timestamp::now());
        let rank = |one: &ConversationSummary| Rank::of(one, targets.priority(one, now));
        let mut window = self.desk.look_at_list(|list| window(list, request, rank))?;
        for summary in &mut window.conversations {
            targets.raise(summary, now);
        }
        Ok(window)
    }
}

/// The conversations that are asked for, in no order.
fn wanted<'a>(list: &'a ConversationList, request: &InboxRequest) -> Vec<&'a ConversationSummary> {
    let words: Vec<String> = request.words.split_whitespace().map(str::to_lowercase).collect();
    let fits = |listed: &&Listed| {
        matches(&listed.summary, request) && words.iter().all(|word| listed.has(word))
    };
    let found: Vec<&Listed> = if request.only.is_empty() {
        list.all().iter().filter(fits).collect()
    } else {
        let named: BTreeSet<ConversationId> = request.only.iter().copied().collect();
        named.into_iter().filter_map(|id| list.get(id)).filter(fits).collect()
    };
    found.into_iter().map(|listed| &listed.summary).collect()
}

/// Only what the window shows is put in order: the order of all changes with the clock.
fn window(
    list: &ConversationList,
    request: &InboxRequest,
    rank: impl Fn(&ConversationSummary) -> Rank,
) -> InboxWindow {
    let (all, wanted) = (list.all().len(), wanted(list, request));
    let waiting = wanted.iter().filter(|one| waits(one)).count();
    let resolved = wanted.iter().filter(|one| one.status == ConversationStatus::Resolved).count();
    let mut ranked: Vec<_> = wanted.into_iter().map(|one| (rank(one), one)).collect();
    let total = ranked.len();
    let find = ranked.iter().find(|(_, one)| Some(one.id) == request.find).map(|(rank, _)| *rank);
    let place = find.map(|find| ranked.iter().filter(|(rank, _)| *rank < find).count());

    let limit = request.limit.map_or(usize::MAX, |limit| limit.min(MAX_WINDOW));
    let begin = request.offset.min(total);
    let end = begin.saturating_add(limit).min(total);
    if end < total {
        ranked.select_nth_unstable_by_key(end, |(rank, _)| *rank);
        ranked.truncate(end);
    }
    if begin > 0 && begin < end {
        ranked.select_nth_unstable_by_key(begin, |(rank, _)| *rank);
    }
    let shown = &mut ranked[begin..];
    shown.sort_unstable_by_key(|(rank, _)| *rank);
    let conversations = shown.iter().map(|(_, one)| (*one).clone()).collect();
    InboxWindow { conversations, total, resolved, waiting, all, place }
}

fn matches(summary: &ConversationSummary, request: &InboxRequest) -> bool {
    request.status.is_none_or(|status| summary.status == status)
        && request.channel.is_none_or(|channel| summary.channel == channel)
        && request.category.is_none_or(|category| summary.category == Some(category))
        && request.sentiment.is_none_or(|sentiment| summary.sentiment == Some(sentiment))
        && (request.owner.is_none() || summary.owner == request.owner)
        && (!request.waiting || waits(summary))
}

fn waits(summary: &ConversationSummary) -> bool {
    summary.awaiting_reply && summary.status != ConversationStatus::Resolved
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
            waiting_since: Some(Timestamp(0)),
            reply_due: None,
            preview: preview.to_owned(),
            created_at: Timestamp(0),
            updated_at: Timestamp(0),
            messages: 1,
            person_leads: false,
            owner: None,
            agent: None,
        }
    }

    fn three() -> [ConversationSummary; 3] {
        let mut tom = conversation("Tom", "The hub is offline", ConversationStatus::Escalated);
        tom.waiting_since = Some(Timestamp(1));
        tom.owner = Some("Ada".to_owned());
        [
            conversation("Mara", "Where is my parcel?", ConversationStatus::Open),
            tom,
            conversation("Ida", "Thank you, MARA", ConversationStatus::Resolved),
        ]
    }

    fn shown(
        list: impl IntoIterator<Item = ConversationSummary>,
        request: &InboxRequest,
    ) -> InboxWindow {
        window(&list.into_iter().collect(), request, |one| Rank::of(one, one.priority))
    }

    fn names(window: &InboxWindow) -> Vec<&str> {
        window.conversations.iter().map(|one| one.customer.as_str()).collect()
    }

    #[test]
    fn a_window_tells_what_lies_outside_of_it() {
        let list = three();
        let find = Some(list[2].id);
        let request = InboxRequest { offset: 1, limit: Some(1), find, ..Default::default() };
        let window = shown(list, &request);
        assert_eq!(names(&window), ["Tom"]);
        assert_eq!(
            (window.total, window.resolved, window.waiting, window.all, window.place),
            (3, 1, 2, 3, Some(2))
        );
    }

    #[test]
    fn words_are_found_in_names_and_messages_in_any_case() {
        let of = |words: &str| InboxRequest { words: words.to_owned(), ..Default::default() };
        assert_eq!(names(&shown(three(), &of("mara"))), ["Mara", "Ida"]);
        assert_eq!(names(&shown(three(), &of("mara thank"))), ["Ida"]);
        assert_eq!(names(&shown(three(), &of("zebra"))), Vec::<&str>::new());
    }

    #[test]
    fn filters_narrow_together() {
        let list = three();
        let (tom, ida) = (list[1].id, list[2].id);
        let request = InboxRequest { waiting: true, only: vec![tom, ida], ..Default::default() };
        assert_eq!(names(&shown(list, &request)), ["Tom"]);
        let of = |owner: &str| InboxRequest { owner: Some(owner.to_owned()), ..Default::default() };
        assert_eq!(names(&shown(three(), &of("Ada"))), ["Tom"]);
        assert_eq!(shown(three(), &of("Eve")).total, 0);
    }

    #[test]
    fn an_offset_past_the_end_is_an_empty_window() {
        let request = InboxRequest { offset: 9, limit: Some(9), ..Default::default() };
        let window = shown(three(), &request);
        assert!(window.conversations.is_empty());
        assert_eq!(window.total, 3);
    }

    #[test]
    fn windows_side_by_side_are_the_whole_list_in_its_order() {
        use ConversationStatus::{Open, Resolved};
        let mut random = fastrand::Rng::with_seed(7);
        let mut list: Vec<ConversationSummary> = (0..500)
            .map(|n| {
                let status = if random.bool() { Open } else { Resolved };
                let mut one = conversation(&n.to_string(), "", status);
                one.priority = random.u8(1..=10);
                one.waiting_since = random.bool().then(|| Timestamp(random.i64(0..50)));
                one.updated_at = Timestamp(random.i64(0..50));
                one
            })
            .collect();
        let mut windows = Vec::new();
        for offset in (0..500).step_by(30) {
            let request = InboxRequest { offset, limit: Some(30), ..Default::default() };
            windows.extend(shown(list.clone(), &request).conversations);
        }
        list.sort_by_key(|one| Rank::of(one, one.priority));
        assert_eq!(windows, list);
        for (place, one) in list.iter().enumerate().step_by(71) {
            let request = InboxRequest { find: Some(one.id), limit: Some(1), ..Default::default() };
            assert_eq!(shown(list.clone(), &request).place, Some(place));
        }
    }
}
