//! The list of conversations, decoded and at hand.
//!
//! The tables have the truth. What the list shows of it is read from them once, at the first look, and
//! follows every commit from then on: the writer says which conversations and customers it touched. Where
//! a commit fails, the list is dropped, and read anew at the next look. So a look costs no decoding, and
//! what it says is never older than the last change that somebody was told of.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};

use aside_contract::{
    ConversationId, ConversationStatus, ConversationSummary, Standing, TicketStatus,
};
use heed::RoTxn;
use parking_lot::{RwLock, RwLockReadGuard, RwLockWriteGuard};
use serde::Deserialize;

use crate::change::{conversation, standing};
use crate::conversation::ConversationRecord;
use crate::desk::Desk;
use crate::error::{DeskError, Failure};
use crate::store::Store;
use crate::tables::{Customer, Tables, from_json};

/// Where a conversation stands among the others: the smallest comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rank(u8, Reverse<u8>, i64, ConversationId);

impl Rank {
    /// The rank of a conversation whose priority is `priority` by now: who waits for an answer, by priority
    /// and then by how long; who was answered, newest first; what is resolved, newest first.
    pub fn of(summary: &ConversationSummary, priority: u8) -> Self {
        let newest_first = summary.updated_at.0.saturating_neg();
        match (summary.status, summary.waiting_since) {
            (ConversationStatus::Resolved, _) => Self(2, Reverse(0), newest_first, summary.id),
            (_, Some(since)) => Self(0, Reverse(priority), since.0, summary.id),
            (_, None) => Self(1, Reverse(0), newest_first, summary.id),
        }
    }
}

/// A conversation in the list.
#[derive(Debug)]
pub struct Listed {
    /// What is shown of it, without what the clock adds.
    pub summary: ConversationSummary,
    /// What can be found in it, in lower case.
    words: Box<str>,
}

impl Listed {
    fn new(summary: ConversationSummary) -> Self {
        let words = format!("{}\n{}", summary.customer, summary.preview).to_lowercase();
        Self { summary, words: words.into() }
    }

    /// Whether this stands in the customer's name or in the beginning of the newest message.
    ///
    /// `word` is in lower case.
    pub fn has(&self, word: &str) -> bool {
        self.words.contains(word)
    }
}

/// Every conversation, in no order.
#[derive(Debug, Default)]
pub struct ConversationList {
    listed: Vec<Listed>,
    places: HashMap<ConversationId, usize>,
    by_customer: HashMap<String, Vec<ConversationId>>,
}

impl ConversationList {
    /// Every conversation.
    pub fn all(&self) -> &[Listed] {
        &self.listed
    }

    /// One conversation, if it is there.
    pub fn get(&self, id: ConversationId) -> Option<&Listed> {
        self.places.get(&id).map(|place| &self.listed[*place])
    }

    /// The conversations of a customer.
    pub fn of(&self, customer: &str) -> impl Iterator<Item = &Listed> {
        let own = self.by_customer.get(customer).map_or(&[][..], Vec::as_slice);
        own.iter().filter_map(|id| self.get(*id))
    }

    /// Reads the tables.
    fn read(tables: &Tables, txn: &RoTxn<'_>) -> Result<Self, Failure> {
        let mut standings = HashMap::new();
        for row in tables.customers.iter(txn)? {
            let customer: Customer = from_json(row?.1, "a customer")?;
            standings.insert(customer.customer, customer.standing);
        }
        let mut owners = HashMap::new();
        for row in tables.tickets.iter(txn)? {
            let ticket: Held = from_json(row?.1, "a ticket")?;
            owners.insert(ticket.conversation, ticket.by());
        }
        let mut list = Self::default();
        for row in tables.conversations.iter(txn)? {
            let record: ConversationRecord = from_json(row?.1, "a conversation")?;
            let standing = standings.get(&record.customer).cloned().unwrap_or_default();
            let owner = owners.remove(&record.id).flatten();
            list.put(record.summary(standing, owner));
        }
        Ok(list)
    }

    fn put(&mut self, summary: ConversationSummary) {
        let id = summary.id;
        match self.places.get(&id) {
            // A conversation keeps its customer.
            Some(place) => self.listed[*place] = Listed::new(summary),
            None => {
                self.places.insert(id, self.listed.len());
                self.by_customer.entry(summary.customer.clone()).or_default().push(id);
                self.listed.push(Listed::new(summary));
            }
        }
    }

    fn remove(&mut self, id: ConversationId) {
        let Some(place) = self.places.remove(&id) else { return };
        let gone = self.listed.swap_remove(place);
        if let Some(moved) = self.listed.get(place) {
            self.places.insert(moved.summary.id, place);
        }
        let customer = &gone.summary.customer;
        if let Some(own) = self.by_customer.get_mut(customer) {
            own.retain(|one| *one != id);
            if own.is_empty() {
                self.by_customer.remove(customer);
            }
        }
    }

    fn follow(&mut self, news: News) {
        for (id, summary) in news.conversations {
            match summary {
                Some(summary) => self.put(summary),
                None => self.remove(id),
            }
        }
        for (customer, Standing { vip, tier }) in news.standings {
            for id in self.by_customer.get(&customer).map_or(&[][..], Vec::as_slice) {
                if let Some(place) = self.places.get(id) {
                    let summary = &mut self.listed[*place].summary;
                    (summary.vip, summary.tier) = (vip, tier.clone());
                }
            }
        }
    }
}

impl FromIterator<ConversationSummary> for ConversationList {
    fn from_iter<I: IntoIterator<Item = ConversationSummary>>(summaries: I) -> Self {
        let mut list = Self::default();
        summaries.into_iter().for_each(|summary| list.put(summary));
        list
    }
}

/// What of a ticket the list needs. The rest is skipped over.
#[derive(Deserialize)]
struct Held {
    conversation: ConversationId,
    status: TicketStatus,
    #[serde(default)]
    owner: Option<String>,
}

impl Held {
    /// Who has it, or is to have it; nobody once it is resolved.
    fn by(self) -> Option<String> {
        self.owner.filter(|_| self.status != TicketStatus::Resolved)
    }
}

/// A conversation as the list shows it, without what the clock adds.
pub(crate) fn summary(
    tables: &Tables,
    txn: &RoTxn<'_>,
    record: &ConversationRecord,
) -> Result<ConversationSummary, Failure> {
    let ticket = tables.tickets.get(txn, record.id.as_bytes())?;
    let ticket: Option<Held> = ticket.map(|bytes| from_json(bytes, "a ticket")).transpose()?;
    let standing = standing(tables, txn, &record.customer)?;
    Ok(record.summary(standing, ticket.and_then(Held::by)))
}

/// Of what a change wrote, what the list shows.
#[derive(Default)]
pub(crate) struct Touched {
    conversations: BTreeSet<ConversationId>,
    customers: BTreeSet<String>,
}

impl Touched {
    /// A conversation, or its ticket, was written or deleted.
    pub fn conversation(&mut self, id: ConversationId) {
        self.conversations.insert(id);
    }

    /// A customer was written or deleted.
    pub fn customer(&mut self, customer: &str) {
        self.customers.insert(customer.to_owned());
    }

    pub fn add(&mut self, other: Self) {
        self.conversations.extend(other.conversations);
        self.customers.extend(other.customers);
    }

    /// Reads how it stands since.
    pub fn read(self, tables: &Tables, txn: &RoTxn<'_>) -> Result<News, Failure> {
        let mut news = News::default();
        for id in self.conversations {
            let record = conversation(tables, txn, id)?;
            let summary = record.map(|record| summary(tables, txn, &record)).transpose()?;
            news.conversations.push((id, summary));
        }
        for customer in self.customers {
            let standing = standing(tables, txn, &customer)?;
            news.standings.push((customer, standing));
        }
        Ok(news)
    }
}

/// What a commit changed in the list.
#[derive(Default)]
pub(crate) struct News {
    /// None where the conversation is gone.
    conversations: Vec<(ConversationId, Option<ConversationSummary>)>,
    standings: Vec<(String, Standing)>,
}

/// The list, once somebody has looked at it.
#[derive(Default)]
pub(crate) struct Kept(RwLock<Option<ConversationList>>);

impl Kept {
    /// Takes in what was committed; where that is not known, the list is read anew at the next look.
    ///
    /// Only the writer calls this, once for each commit and before the next. Whoever reads the list from the
    /// tables holds the lock meanwhile, so no commit is missed; one that was read already changes nothing.
    pub fn follow(&self, news: Option<News>) {
        let mut kept = self.0.write();
        match (&mut *kept, news) {
            (Some(list), Some(news)) => list.follow(news),
            (_, None) => *kept = None,
            (None, Some(_)) => {}
        }
    }

    fn look(
        &self,
        store: &Store,
    ) -> Result<RwLockReadGuard<'_, Option<ConversationList>>, DeskError> {
        let kept = self.0.read();
        if kept.is_some() {
            return Ok(kept);
        }
        drop(kept);
        let mut kept = self.0.write();
        if kept.is_none() {
            *kept = Some(store.read(|tables, txn| ConversationList::read(tables, txn))?);
        }
        Ok(RwLockWriteGuard::downgrade(kept))
    }
}

impl Desk {
    /// Looks at the list of conversations. Changes wait meanwhile, and `look` must ask the desk for nothing.
    ///
    /// # Errors
    /// [`DeskError::Storage`] or [`DeskError::Damaged`].
    pub fn look_at_list<T>(
        &self,
        look: impl FnOnce(&ConversationList) -> T,
    ) -> Result<T, DeskError> {
        let kept = self.store.list.look(&self.store)?;
        kept.as_ref().map(look).ok_or(DeskError::Closed)
    }

    /// Every conversation: first those, open or escalated, in which the customer waits for an
    /// answer, by priority from high to low and then by who waits longest; then those that were
    /// answered, newest first; then the resolved ones, newest first.
    ///
    /// # Errors
    /// As for [`Desk::look_at_list`].
    pub fn conversations(&self) -> Result<Vec<ConversationSummary>, DeskError> {
        self.look_at_list(|list| in_order(list.all().iter()))
    }

    /// The conversations of a customer, in the order of [`Desk::conversations`].
    ///
    /// # Errors
    /// As for [`Desk::look_at_list`].
    pub fn conversations_of(&self, customer: &str) -> Result<Vec<ConversationSummary>, DeskError> {
        self.look_at_list(|list| in_order(list.of(customer.trim())))
    }
}

/// Every conversation as the tables have it, in the order of [`Desk::conversations`].
pub(crate) fn conversations(
    tables: &Tables,
    txn: &RoTxn<'_>,
) -> Result<Vec<ConversationSummary>, Failure> {
    Ok(in_order(ConversationList::read(tables, txn)?.all().iter()))
}

fn in_order<'a>(listed: impl Iterator<Item = &'a Listed>) -> Vec<ConversationSummary> {
    let mut found: Vec<&ConversationSummary> = listed.map(|one| &one.summary).collect();
    found.sort_unstable_by_key(|summary| Rank::of(summary, summary.priority));
    found.into_iter().cloned().collect()
}

#[cfg(test)]
mod tests {
    use aside_contract::{Channel, IncomingMessage};

    use super::*;

    #[test]
    fn a_list_that_is_not_sure_is_read_anew() {
        let dir = tempfile::tempdir().unwrap();
        let desk = Desk::open(dir.path()).unwrap();
        let incoming = IncomingMessage::new("ada", Channel::Chat, "Hello?", None).unwrap();
        desk.receive(&incoming).unwrap();
        let before = desk.conversations().unwrap();
        assert_eq!(before.len(), 1);
        // As a commit that failed leaves it.
        desk.store().list.follow(None);
        assert!(desk.store().list.0.read().is_none());
        assert_eq!(desk.conversations().unwrap(), before);
        assert!(desk.store().list.0.read().is_some());
    }

    #[test]
    fn words_are_found_in_lower_case_whatever_they_were() {
        let dir = tempfile::tempdir().unwrap();
        let desk = Desk::open(dir.path()).unwrap();
        let incoming = IncomingMessage::new("Ädä", Channel::Chat, "ÜBER all", None).unwrap();
        desk.receive(&incoming).unwrap();
        let has = |word: &str| desk.look_at_list(|list| list.all()[0].has(word)).unwrap();
        assert!(has("ädä") && has("über") && !has("unter"));
    }
}
