//! Forgetting a customer for good.
//!
//! One transaction takes every row of the customer out of the tables and empties the bodies of the
//! ledger's entries about them. The entries themselves stay, 130 bytes of hashes, times and random ids
//! without a word or a name, so the chain still proves all others; an entry of its own names those that
//! were emptied, because a body that went otherwise is a fault.
//!
//! LMDB leaves what is deleted on free pages until they are used again, so the store is then written anew
//! from what is left: see [`rewrite`](crate::rewrite).

use std::collections::HashSet;

use aside_contract::{Channel, ConversationId, Forgotten, MessageId, Timestamp};

use crate::about::{About, about};
use crate::change::Change;
use crate::desk::Desk;
use crate::error::{DeskError, Failure};
use crate::ledger::LedgerFact;
use crate::tables::{Table, chat_key, customer_key, exact, from_json, sequence, split_trail_key};
use crate::unanswered::UnansweredSearch;

impl Desk {
    /// Erases all that is stored of a customer: profile, standing, facts, conversations, advice, tickets,
    /// and what the ledger says of them. Gives what was erased; nothing is a fine answer.
    ///
    /// # Errors
    /// [`DeskError::Storage`] or [`DeskError::Damaged`]; nothing is erased then. That the file cannot be
    /// written anew is no error, but stands in the answer.
    pub fn forget(&self, customer: &str) -> Result<Forgotten, DeskError> {
        let (customer, at) = (customer.trim().to_owned(), Timestamp::now());
        let forgotten = self.change(move |change| change.forget(&customer, at))?;
        let is_clean = self.store.scrub().unwrap_or_else(|fault| {
            tracing::warn!(%fault, "what was erased may stay on free pages until the next start");
            false
        });
        Ok(Forgotten { pending: !is_clean, ..forgotten })
    }
}

impl Change<'_, '_> {
    fn forget(&mut self, customer: &str, at: Timestamp) -> Result<Forgotten, Failure> {
        let key = customer_key(customer);
        let About { conversations, sessions, entries } = about(self.tables, self.txn, customer)?;
        // Advice names its suggestions: they are found before it is emptied.
        let suggestions = self.suggestions_in(&entries)?;
        for suggestion in suggestions {
            self.tables.suggestions.delete(self.txn, &suggestion)?;
        }
        for message in self.messages_in(&conversations)? {
            self.tables.messages.delete(self.txn, message.as_bytes())?;
            self.tables.advice.delete(self.txn, message.as_bytes())?;
            self.delete_below(self.tables.corrections, message.as_bytes())?;
            self.delete_below(self.tables.verdicts, message.as_bytes())?;
        }
        for conversation in &conversations {
            self.touched.conversation(*conversation);
            let id = conversation.as_bytes();
            self.tables.conversations.delete(self.txn, id)?;
            self.tables.tickets.delete(self.txn, id)?;
            self.tables.reviews.delete(self.txn, id)?;
        }
        self.forget_searches(&conversations)?;
        let gone: HashSet<&[u8]> =
            conversations.iter().map(|id| id.as_bytes().as_slice()).collect();
        self.delete_attachments(|id| gone.contains(id.as_bytes().as_slice()))?;
        let mut names = Vec::new();
        for row in self.tables.ticket_ids.iter(self.txn)? {
            let (name, conversation) = row?;
            if gone.contains(conversation) {
                names.push(name.to_vec());
            }
        }
        for name in names {
            self.tables.ticket_ids.delete(self.txn, &name)?;
        }
        for token in sessions {
            self.tables.sessions.delete(self.txn, &token)?;
        }
        for channel in [Channel::Desk, Channel::Chat, Channel::Cli] {
            self.tables.chats.delete(self.txn, &chat_key(channel, customer))?;
        }
        let facts = self.delete_below(self.tables.facts, &key)?;
        self.delete_below(self.tables.fact_meanings, &key)?;
        self.delete_below(self.tables.meanings, &key)?;
        self.tables.customers.delete(self.txn, &key)?;
        self.touched.customer(customer);

        self.drop_deliveries(&entries)?;
        self.erase(&entries)?;
        let (conversations, count) = (conversations.len() as u64, entries.len() as u64);
        let receipt = self.append(at, None, &LedgerFact::CustomerForgotten { erased: entries })?;
        let sequence = receipt.sequence();
        Ok(Forgotten { conversations, facts, entries: count, sequence, pending: true })
    }

    fn suggestions_in(&self, entries: &[u64]) -> Result<Vec<Vec<u8>>, Failure> {
        let entries: HashSet<u64> = entries.iter().copied().collect();
        let mut found = Vec::new();
        for row in self.tables.suggestions.iter(self.txn)? {
            let (suggestion, advice) = row?;
            if entries.contains(&sequence(advice)?) {
                found.push(suggestion.to_vec());
            }
        }
        Ok(found)
    }

    /// Deletes what agents searched for with one of these conversations open.
    fn forget_searches(&mut self, conversations: &[ConversationId]) -> Result<(), Failure> {
        let mut keys = Vec::new();
        for row in self.tables.searches.iter(self.txn)? {
            let (key, value) = row?;
            let search: UnansweredSearch = from_json(value, "a search that found nothing")?;
            if search.conversation.is_some_and(|id| conversations.contains(&id)) {
                keys.push(key.to_vec());
            }
        }
        for key in keys {
            self.tables.searches.delete(self.txn, &key)?;
        }
        Ok(())
    }

    fn messages_in(&self, conversations: &[ConversationId]) -> Result<Vec<MessageId>, Failure> {
        let conversations: HashSet<ConversationId> = conversations.iter().copied().collect();
        let mut found = Vec::new();
        for row in self.tables.messages.iter(self.txn)? {
            let (message, place) = row?;
            if conversations.contains(&split_trail_key(place)?.0) {
                found.push(MessageId::from_bytes(exact(message, "a message's id")?));
            }
        }
        Ok(found)
    }

    /// Deletes every row whose key begins so, and counts them.
    pub(crate) fn delete_below(&mut self, table: Table, prefix: &[u8]) -> Result<u64, Failure> {
        let mut keys = Vec::new();
        for row in table.prefix_iter(self.txn, prefix)? {
            keys.push(row?.0.to_vec());
        }
        for key in &keys {
            table.delete(self.txn, key)?;
        }
        Ok(keys.len() as u64)
    }
}
