//! The outbox: what webhooks are still to be told.
//!
//! A delivery is queued in the transaction that stores what it tells, so whatever ends the process, what
//! was acknowledged is told. It holds no text: it points to the ledger's entry, which never changes, so
//! every attempt tells the same, and forgetting a customer leaves nothing to tell. A delivery goes when
//! somebody says that it was taken; so it is made at least once, under one id.
//!
//! Deliveries that were tried too often are dead letters, and so is what was due first where more than
//! [`MOST_WAITING`] wait for one webhook. They stay until they are replayed, at most [`MOST_FAILED`] of a
//! webhook, of which the newest are kept.

use std::collections::HashSet;

use aside_contract::{
    ConversationStatus, DeliveryId, FailedDelivery, KnowledgeNumbers, Message, MessageId,
    Timestamp, Webhook, WebhookEvent, WebhookId,
};
use heed::RoTxn;
use serde::{Deserialize, Serialize};

use crate::change::{Change, conversation, profile};
use crate::desk::Desk;
use crate::error::{DeskError, Failure};
use crate::ledger::{self, LedgerEntry, LedgerFact};
use crate::tables::{Tables, exact, from_json, sequence, split_trail_key, to_json};

/// How many deliveries wait for one webhook at most.
pub const MOST_WAITING: u64 = 5_000;
/// How many deliveries of one webhook that were given up are kept.
pub const MOST_FAILED: u64 = 1_000;

/// What is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "told", rename_all = "snake_case")]
pub enum Told {
    /// What an entry of the ledger says.
    Entry {
        /// Its place.
        sequence: u64,
    },
    /// That the knowledge base changed.
    Knowledge {
        /// What it held then.
        numbers: KnowledgeNumbers,
    },
}

/// A delivery that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// Whom it is for.
    pub webhook: WebhookId,
    /// Its id, the same at each attempt.
    pub id: DeliveryId,
    /// When it is to be tried.
    pub due: Timestamp,
    /// What happened.
    pub event: WebhookEvent,
    /// When it happened.
    pub created: Timestamp,
    /// How often it was tried.
    pub tries: u32,
    /// What is told.
    pub told: Told,
}

/// What waits for a webhook.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Due {
    /// What is due, the longest first.
    pub ready: Vec<Delivery>,
    /// When the first of the others is.
    pub next: Option<Timestamp>,
}

/// What came of a delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Attempt {
    /// It was taken.
    Delivered,
    /// It failed and is tried again.
    PutOff {
        /// Not before.
        until: Timestamp,
        /// Why it failed, in a sentence.
        reason: String,
    },
    /// It failed and is not tried again.
    GivenUp {
        /// Why, in a sentence.
        reason: String,
    },
    /// What it should have told was erased.
    Erased,
}

/// An entry of the ledger with what its telling needs.
#[derive(Clone, Debug, PartialEq)]
pub struct ToldEntry {
    /// The entry.
    pub entry: LedgerEntry,
    /// What the customer whose conversation it is is called; nothing where it belongs to none.
    pub names: Vec<String>,
    /// The customer's message that an advice is about.
    pub asked: Option<Message>,
}

/// As a delivery is stored; what its key says is left out.
#[derive(Serialize, Deserialize)]
struct Waiting {
    event: WebhookEvent,
    created: Timestamp,
    tries: u32,
    #[serde(flatten)]
    told: Told,
}

/// As a dead letter is stored.
#[derive(Serialize, Deserialize)]
struct Dead {
    #[serde(flatten)]
    was: Waiting,
    given_up: Timestamp,
    reason: String,
}

impl Desk {
    /// Calls `bell` after each commit that left something to deliver, from now on, on the thread that
    /// stores: it must do no more than wake somebody.
    pub fn when_queued(&self, bell: impl Fn() + Send + Sync + 'static) {
        self.store.hang(Box::new(bell));
    }

    /// Queues for every webhook that hears of it that the knowledge base changed.
    ///
    /// # Errors
    /// [`DeskError::Storage`].
    pub fn tell_of_knowledge(&self, numbers: KnowledgeNumbers) -> Result<(), DeskError> {
        let at = Timestamp::now();
        self.change(move |change| {
            change.queue(WebhookEvent::KnowledgeChanged, at, &Told::Knowledge { numbers })
        })
    }

    /// What of a webhook's deliveries is due at `now`, at most `most`, and when the first of the others is.
    ///
    /// # Errors
    /// [`DeskError::Storage`] or [`DeskError::Damaged`].
    pub fn due(&self, webhook: WebhookId, now: Timestamp, most: usize) -> Result<Due, DeskError> {
        self.store.read(|tables, txn| {
            let mut due = Due::default();
            for row in tables.outbox.prefix_iter(txn, webhook.as_bytes())? {
                let (key, value) = row?;
                let delivery = delivery(key, value)?;
                if delivery.due > now || due.ready.len() == most {
                    due.next = Some(delivery.due);
                    break;
                }
                due.ready.push(delivery);
            }
            Ok(due)
        })
    }

    /// What an entry says, with what its telling needs; none where it was erased.
    ///
    /// # Errors
    /// [`DeskError::Storage`] or [`DeskError::Damaged`].
    pub fn told_entry(&self, sequence: u64) -> Result<Option<ToldEntry>, DeskError> {
        self.store.read(|tables, txn| told_entry(tables, txn, sequence))
    }

    /// Keeps what came of a delivery. One that is gone by now, with its webhook say, stays gone.
    ///
    /// # Errors
    /// [`DeskError::Storage`] or [`DeskError::Damaged`].
    pub fn attempted(&self, delivery: &Delivery, attempt: &Attempt) -> Result<(), DeskError> {
        let (delivery, attempt, now) = (delivery.clone(), attempt.clone(), Timestamp::now());
        self.change(move |change| change.attempted(&delivery, &attempt, now))
    }

    /// The deliveries of a webhook that were given up, the newest first.
    ///
    /// # Errors
    /// [`DeskError::UnknownWebhook`], [`DeskError::Storage`] or [`DeskError::Damaged`].
    pub fn failed_deliveries(&self, webhook: WebhookId) -> Result<Vec<FailedDelivery>, DeskError> {
        self.webhook(webhook)?;
        self.store.read(|tables, txn| {
            let rows = tables.dead_letters.rev_prefix_iter(txn, webhook.as_bytes())?;
            rows.map(|row| {
                let (key, value) = row?;
                let Dead { was, given_up, reason } = from_json(value, "a failed delivery")?;
                let Waiting { event, created, tries, told: _ } = was;
                let id = DeliveryId::from_bytes(exact(&key[16..], "a delivery's id")?);
                Ok(FailedDelivery { id, event, created, tries, given_up, reason })
            })
            .collect()
        })
    }

    /// Queues a delivery that was given up again, or all of a webhook's, as if they had not been tried.
    /// Gives how many.
    ///
    /// # Errors
    /// [`DeskError::UnknownWebhook`], [`DeskError::UnknownDelivery`], or [`DeskError::Storage`].
    pub fn replay_deliveries(
        &self,
        webhook: WebhookId,
        delivery: Option<DeliveryId>,
    ) -> Result<u64, DeskError> {
        let now = Timestamp::now();
        self.change(move |change| change.replay(webhook, delivery, now))
    }
}

impl Change<'_, '_> {
    /// What webhooks are told of a fact, if anything.
    pub(crate) fn event_of(&self, fact: &LedgerFact) -> Result<Option<WebhookEvent>, Failure> {
        Ok(Some(match fact {
            LedgerFact::MessageReceived { .. } | LedgerFact::ReplySent { .. } => {
                WebhookEvent::MessageCreated
            }
            // Later advice on the same message adds a suggestion, and reads nothing anew.
            LedgerFact::AdviceGiven { advice, .. } => {
                let known = self.tables.advice.get(self.txn, advice.message_id.as_bytes())?;
                if known.is_some() {
                    return Ok(None);
                }
                WebhookEvent::QueryCreated
            }
            LedgerFact::TicketOpened { .. } => WebhookEvent::EscalationCreated,
            LedgerFact::TicketChanged { .. } => WebhookEvent::TicketUpdated,
            LedgerFact::StatusChanged { from, to: ConversationStatus::Resolved, .. }
                if *from != ConversationStatus::Resolved =>
            {
                WebhookEvent::ConversationResolved
            }
            LedgerFact::SessionRated { .. }
            | LedgerFact::SuggestionDismissed { .. }
            | LedgerFact::LabelCorrected { .. }
            | LedgerFact::RuleJudged { .. } => WebhookEvent::FeedbackCreated,
            LedgerFact::StatusChanged { .. }
            | LedgerFact::VipSet { .. }
            | LedgerFact::DocumentJudged { .. }
            | LedgerFact::LeadChanged { .. }
            | LedgerFact::FactKept { .. }
            | LedgerFact::FactDropped { .. }
            | LedgerFact::ProfileSet { .. }
            | LedgerFact::CustomerForgotten { .. }
            | LedgerFact::Erased
            | LedgerFact::ModelAsked(_)
            | LedgerFact::ConversationReviewed { .. }
            | LedgerFact::SigningBegan { .. } => return Ok(None),
        }))
    }

    /// Queues an event for every webhook that is told of it.
    pub(crate) fn queue(
        &mut self,
        event: WebhookEvent,
        at: Timestamp,
        told: &Told,
    ) -> Result<(), Failure> {
        for mut webhook in self.webhooks()? {
            if !webhook.enabled || !webhook.events.contains(&event) {
                continue;
            }
            if webhook.waiting >= MOST_WAITING {
                self.give_up_the_first(&mut webhook, at)?;
            }
            let waiting = Waiting { event, created: at, tries: 0, told: *told };
            self.wait(&mut webhook, DeliveryId::new(), at, &waiting)?;
            self.put_webhook(&webhook)?;
        }
        Ok(())
    }

    /// Forgets the deliveries that would tell what these entries say.
    pub(crate) fn drop_deliveries(&mut self, entries: &[u64]) -> Result<(), Failure> {
        let entries: HashSet<u64> = entries.iter().copied().collect();
        let about =
            |told: &Told| matches!(told, Told::Entry { sequence } if entries.contains(sequence));
        let (mut waiting, mut dead) = (Vec::new(), Vec::new());
        for row in self.tables.outbox.iter(self.txn)? {
            let (key, value) = row?;
            if about(&from_json::<Waiting>(value, "a delivery")?.told) {
                waiting.push(key.to_vec());
            }
        }
        for row in self.tables.dead_letters.iter(self.txn)? {
            let (key, value) = row?;
            if about(&from_json::<Dead>(value, "a failed delivery")?.was.told) {
                dead.push(key.to_vec());
            }
        }
        for key in waiting {
            let mut webhook = self.webhook(webhook_of(&key)?)?;
            self.tables.outbox.delete(self.txn, &key)?;
            webhook.waiting = webhook.waiting.saturating_sub(1);
            self.put_webhook(&webhook)?;
        }
        for key in dead {
            let mut webhook = self.webhook(webhook_of(&key)?)?;
            self.tables.dead_letters.delete(self.txn, &key)?;
            webhook.failed = webhook.failed.saturating_sub(1);
            self.put_webhook(&webhook)?;
        }
        Ok(())
    }

    fn attempted(
        &mut self,
        delivery: &Delivery,
        attempt: &Attempt,
        now: Timestamp,
    ) -> Result<(), Failure> {
        let Delivery { webhook, id, due, event, created, tries, told } = *delivery;
        let mut webhook = match self.webhook(webhook) {
            Err(Failure::Refused(DeskError::UnknownWebhook(_))) => return Ok(()),
            found => found?,
        };
        match attempt {
            Attempt::Delivered => {
                webhook.last_delivered = Some(now);
                webhook.trouble = None;
            }
            Attempt::PutOff { reason, .. } | Attempt::GivenUp { reason } => {
                webhook.trouble = Some(reason.clone());
            }
            Attempt::Erased => {}
        }
        if self.tables.outbox.delete(self.txn, &outbox_key(webhook.id, due, id))? {
            webhook.waiting = webhook.waiting.saturating_sub(1);
            let was = Waiting { event, created, tries: tries.saturating_add(1), told };
            match attempt {
                Attempt::Delivered | Attempt::Erased => {}
                Attempt::PutOff { until, .. } => self.wait(&mut webhook, id, *until, &was)?,
                Attempt::GivenUp { reason } => {
                    let dead = Dead { was, given_up: now, reason: reason.clone() };
                    self.bury(&mut webhook, id, &dead)?;
                }
            }
        } else if *attempt == Attempt::Delivered
            && self.tables.dead_letters.delete(self.txn, &dead_key(webhook.id, id))?
        {
            // It was under way when it had to make room.
            webhook.failed = webhook.failed.saturating_sub(1);
        }
        self.put_webhook(&webhook)
    }

    fn replay(
        &mut self,
        webhook: WebhookId,
        delivery: Option<DeliveryId>,
        now: Timestamp,
    ) -> Result<u64, Failure> {
        let mut record = self.webhook(webhook)?;
        let mut found = Vec::new();
        for row in self.tables.dead_letters.prefix_iter(self.txn, webhook.as_bytes())? {
            let (key, value) = row?;
            let id = DeliveryId::from_bytes(exact(&key[16..], "a delivery's id")?);
            if delivery.is_none_or(|wanted| wanted == id) {
                found.push((id, from_json::<Dead>(value, "a failed delivery")?.was));
            }
        }
        if let Some(delivery) = delivery
            && found.is_empty()
        {
            return Err(DeskError::UnknownDelivery { webhook, delivery }.into());
        }
        let count = found.len() as u64;
        for (id, was) in found {
            self.tables.dead_letters.delete(self.txn, &dead_key(webhook, id))?;
            record.failed = record.failed.saturating_sub(1);
            self.wait(&mut record, id, now, &Waiting { tries: 0, ..was })?;
        }
        self.put_webhook(&record)?;
        Ok(count)
    }

    /// Lets a delivery wait until it is due.
    fn wait(
        &mut self,
        webhook: &mut Webhook,
        id: DeliveryId,
        due: Timestamp,
        waiting: &Waiting,
    ) -> Result<(), Failure> {
        self.tables.outbox.put(self.txn, &outbox_key(webhook.id, due, id), &to_json(waiting)?)?;
        webhook.waiting += 1;
        self.queued = true;
        Ok(())
    }

    /// Makes room in the outbox of a webhook that takes less than happens.
    fn give_up_the_first(&mut self, webhook: &mut Webhook, at: Timestamp) -> Result<(), Failure> {
        let first = self.tables.outbox.prefix_iter(self.txn, webhook.id.as_bytes())?.next();
        let Some(row) = first else { return Ok(()) };
        let (key, value) = row?;
        let Delivery { id, due, .. } = delivery(key, value)?;
        let was = from_json(value, "a delivery")?;
        self.tables.outbox.delete(self.txn, &outbox_key(webhook.id, due, id))?;
        webhook.waiting = webhook.waiting.saturating_sub(1);
        let reason = format!("more than {MOST_WAITING} deliveries waited, and this was the first");
        self.bury(webhook, id, &Dead { was, given_up: at, reason })
    }

    /// Keeps a delivery that was given up, in the place of the oldest where there are too many.
    fn bury(&mut self, webhook: &mut Webhook, id: DeliveryId, dead: &Dead) -> Result<(), Failure> {
        if webhook.failed >= MOST_FAILED {
            let first =
                self.tables.dead_letters.prefix_iter(self.txn, webhook.id.as_bytes())?.next();
            let oldest = first.transpose()?.map(|(key, _)| key.to_vec());
            if let Some(key) = oldest {
                self.tables.dead_letters.delete(self.txn, &key)?;
                webhook.failed = webhook.failed.saturating_sub(1);
            }
        }
        self.tables.dead_letters.put(self.txn, &dead_key(webhook.id, id), &to_json(dead)?)?;
        webhook.failed += 1;
        Ok(())
    }
}

fn told_entry(tables: &Tables, txn: &RoTxn<'_>, at: u64) -> Result<Option<ToldEntry>, Failure> {
    if ledger::is_erased(tables, txn, at)? {
        return Ok(None);
    }
    let entry = LedgerEntry::read(tables, txn, at)?;
    let record = match entry.conversation {
        Some(id) => conversation(tables, txn, id)?,
        None => None,
    };
    let mut names = Vec::new();
    if let Some(record) = record {
        names.extend(profile(tables, txn, &record.customer)?.name);
        names.push(record.customer);
    }
    let asked = match &entry.fact {
        LedgerFact::AdviceGiven { advice, .. } => message(tables, txn, advice.message_id)?,
        _ => None,
    };
    Ok(Some(ToldEntry { entry, names, asked }))
}

/// A message, wherever it stands.
fn message(tables: &Tables, txn: &RoTxn<'_>, id: MessageId) -> Result<Option<Message>, Failure> {
    let Some(place) = tables.messages.get(txn, id.as_bytes())? else { return Ok(None) };
    Ok(match ledger::body(tables, txn, split_trail_key(place)?.1)? {
        LedgerFact::MessageReceived { message, .. } | LedgerFact::ReplySent { message, .. } => {
            Some(message)
        }
        _ => None,
    })
}

/// The webhook, when the delivery is due, the delivery: in the order in which they are to be tried.
fn outbox_key(webhook: WebhookId, due: Timestamp, delivery: DeliveryId) -> [u8; 40] {
    let mut key = [0; 40];
    key[..16].copy_from_slice(webhook.as_bytes());
    // No delivery is due before 1970.
    key[16..24].copy_from_slice(&u64::try_from(due.0).unwrap_or(0).to_be_bytes());
    key[24..].copy_from_slice(delivery.as_bytes());
    key
}

fn dead_key(webhook: WebhookId, delivery: DeliveryId) -> [u8; 32] {
    let mut key = [0; 32];
    key[..16].copy_from_slice(webhook.as_bytes());
    key[16..].copy_from_slice(delivery.as_bytes());
    key
}

fn webhook_of(key: &[u8]) -> Result<WebhookId, DeskError> {
    Ok(WebhookId::from_bytes(exact(&key[..16.min(key.len())], "a webhook's id")?))
}

/// A row of the outbox.
fn delivery(key: &[u8], value: &[u8]) -> Result<Delivery, DeskError> {
    let bytes: [u8; 40] = exact(key, "a delivery's place")?;
    let Waiting { event, created, tries, told } = from_json(value, "a delivery")?;
    Ok(Delivery {
        webhook: webhook_of(key)?,
        id: DeliveryId::from_bytes(exact(&bytes[24..], "a delivery's id")?),
        due: Timestamp(i64::try_from(sequence(&bytes[16..24])?).unwrap_or(i64::MAX)),
        event,
        created,
        tries,
        told,
    })
}
