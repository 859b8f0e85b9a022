//! What people said and decided, as the tables of a question need it: worked out from the ledger, which has
//! it all in order, and kept in memory, so that a question reads only the entries since the last one.
//!
//! Who is forgotten is forgotten here, too: the history is read anew then, without what was erased.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use aside_contract::{
    Actor, Author, Channel, ConversationId, ConversationStatus, Message, MessageId, Slot, Timestamp,
};
use aside_desk::{
    AdviceGlance, Desk, Glance, LedgerGlance, RatingGlance, ReceivedGlance, ReplyGlance,
    StandingGlance, StatusGlance, TicketChangeGlance, TicketGlance,
};
use aside_query::{SourceError, Stop};
use parking_lot::Mutex;

/// How many entries are read at once.
const BLOCK: usize = 512;

/// The history as far as it was read, for every question. Nothing is held before the first one.
#[derive(Default)]
pub(crate) struct Recall(Mutex<Arc<History>>);

impl Recall {
    /// The history until now; a long one takes seconds the first time. Where the time is over before all is read, what was read is kept for the next
    /// question, and what is given is cut off: the question is ended in any case.
    pub(super) fn history(&self, desk: &Desk, stop: Stop) -> Result<Arc<History>, SourceError> {
        let mut held = self.0.lock();
        while !stop.is_over() {
            if held.last == 0 {
                Arc::make_mut(&mut held).began_at = desk.ledger_end()?;
            }
            let entries = desk.ledger_glances_after(held.last, BLOCK)?;
            if entries.is_empty() {
                break;
            }
            // A question that is still worked on keeps what it has.
            let history = Arc::make_mut(&mut held);
            if entries.iter().any(|entry| history.holds_what_is_forgotten_by(entry)) {
                *history = History::default();
            } else {
                entries.into_iter().for_each(|entry| history.take(entry));
            }
        }
        Ok(held.clone())
    }

    /// Lets go of everything: it is read anew when a question needs it.
    pub(crate) fn clear(&self) {
        *self.0.lock() = Arc::default();
    }
}

/// What the ledger says, read from its beginning.
#[derive(Clone, Default)]
pub(super) struct History {
    /// In their order.
    pub(super) messages: Vec<Arc<Said>>,
    pub(super) customers: BTreeMap<Arc<str>, Known>,
    pub(super) ratings: BTreeMap<ConversationId, Rated>,
    conversations: HashMap<ConversationId, Course>,
    /// Where a customer's message stands.
    place: HashMap<MessageId, usize>,
    /// The last entry that was read.
    last: u64,
    /// The ledger's last entry when reading began: who was forgotten until then was never read.
    began_at: u64,
}

/// A message.
#[derive(Clone)]
pub(super) struct Said {
    pub(super) message: Message,
    pub(super) customer: Arc<str>,
    pub(super) channel: Channel,
    pub(super) advice: Option<Arc<AdviceGlance>>,
    /// Of a reply that began as a suggestion: whether and how much it was changed.
    pub(super) outcome: Option<(bool, f32)>,
}

impl Said {
    /// Who of the team sent the reply.
    pub(super) fn agent(&self) -> Option<&str> {
        let sent = self.message.author == Author::Agent;
        self.message.by.as_ref().filter(|_| sent).and_then(Actor::agent)
    }
}

/// How a customer rated a chat.
#[derive(Clone)]
pub(super) struct Rated {
    pub(super) rating: u8,
    pub(super) comment: Option<String>,
    pub(super) at: Timestamp,
}

/// A customer.
#[derive(Clone, Default)]
pub(super) struct Known {
    pub(super) vip: bool,
    pub(super) tier: Option<String>,
    pub(super) conversations: i64,
    pub(super) messages: i64,
    pub(super) tickets: i64,
    pub(super) first: Option<Timestamp>,
    pub(super) last: Option<Timestamp>,
}

/// A conversation up to the entry that was read.
#[derive(Clone)]
struct Course {
    customer: Arc<str>,
    channel: Channel,
    /// When it was resolved, while it is.
    resolved: Option<Timestamp>,
    /// Who had its ticket last.
    owner: Option<String>,
}

impl History {
    /// Every message that was analysed, with its customer and what it names.
    pub(super) fn named(&self) -> impl Iterator<Item = (&Message, &str, &[Slot])> {
        self.messages.iter().filter_map(|said| {
            let advice = said.advice.as_ref()?;
            Some((&said.message, &*said.customer, &*advice.slots))
        })
    }

    /// When a conversation was resolved, and who had its ticket; none while it is not.
    pub(super) fn resolution(&self, id: ConversationId) -> Option<(Timestamp, Option<&str>)> {
        let course = self.conversations.get(&id)?;
        Some((course.resolved?, course.owner.as_deref()))
    }

    /// Whose conversation it is.
    pub(super) fn customer_of(&self, id: ConversationId) -> Option<&str> {
        self.conversations.get(&id).map(|course| &*course.customer)
    }

    fn holds_what_is_forgotten_by(&self, entry: &LedgerGlance) -> bool {
        entry.what == Glance::Forgotten && entry.sequence > self.began_at
    }

    fn take(&mut self, entry: LedgerGlance) {
        let LedgerGlance { sequence, at, conversation, what } = entry;
        self.last = sequence;
        match (what, conversation) {
            (Glance::Received(received), Some(id)) => self.received(received, id, at),
            (Glance::Advised(advice), _) => {
                if let Some(place) = self.place.get(&advice.message) {
                    let said = Arc::make_mut(&mut self.messages[*place]);
                    said.advice = Some(Arc::new(advice));
                }
            }
            (Glance::Replied(ReplyGlance { message, outcome, actor }), Some(id)) => {
                if let Some(course) = self.conversations.get(&id) {
                    self.messages.push(Arc::new(Said {
                        message: Message { by: actor, ..message },
                        customer: course.customer.clone(),
                        channel: course.channel,
                        advice: None,
                        outcome: outcome.map(|outcome| (outcome.edited, outcome.edit_ratio)),
                    }));
                }
            }
            (Glance::Status(StatusGlance { to }), Some(id)) => {
                if let Some(course) = self.conversations.get_mut(&id) {
                    let resolved = to == ConversationStatus::Resolved;
                    course.resolved = resolved.then(|| course.resolved.unwrap_or(at));
                }
            }
            (Glance::TicketChanged(TicketChangeGlance { owner }), Some(id)) => {
                if let Some(course) = self.conversations.get_mut(&id) {
                    course.owner = owner;
                }
            }
            (Glance::TicketOpened(TicketGlance { customer, first, owner }), Some(id)) => {
                if let Some(course) = self.conversations.get_mut(&id) {
                    course.owner = owner;
                }
                // Opened again it is still one.
                if first {
                    self.known(customer.into()).tickets += 1;
                }
            }
            (Glance::Rated(RatingGlance { rating, comment }), Some(id)) => {
                self.ratings.insert(id, Rated { rating, comment, at });
            }
            (Glance::Standing(StandingGlance { customer, vip, tier }), _) => {
                let known = self.known(customer.into());
                (known.vip, known.tier) = (vip, tier);
            }
            (Glance::Forgotten | Glance::Other, _) | (_, None) => {}
        }
    }

    fn received(&mut self, received: ReceivedGlance, id: ConversationId, at: Timestamp) {
        let ReceivedGlance { customer, channel, message } = received;
        let begun = self.conversations.get(&id).map(|course| course.customer.clone());
        let is_new = begun.is_none();
        let customer: Arc<str> = begun.unwrap_or_else(|| customer.into());
        if is_new {
            let course =
                Course { customer: customer.clone(), channel, resolved: None, owner: None };
            self.conversations.insert(id, course);
        }
        let known = self.known(customer.clone());
        known.messages += 1;
        known.conversations += i64::from(is_new);
        known.first.get_or_insert(at);
        known.last = Some(at);
        self.place.insert(message.id, self.messages.len());
        self.messages.push(Arc::new(Said {
            message,
            customer,
            channel,
            advice: None,
            outcome: None,
        }));
    }

    fn known(&mut self, customer: Arc<str>) -> &mut Known {
        self.customers.entry(customer).or_default()
    }
}
