//! What the store has of one customer: for an export, and for forgetting.

use std::collections::BTreeSet;

use aside_contract::{ConversationId, LedgerLine};
use heed::RoTxn;
use serde::Deserialize;

use crate::conversation::ConversationRecord;
use crate::desk::Desk;
use crate::error::{DeskError, Failure};
use crate::ledger::{self, Kind};
use crate::sessions::ChatSession;
use crate::tables::{Tables, from_json, sequence, split_trail_key};

/// Entries of these kinds belong to no conversation and name a customer.
const NAMING: [Kind; 3] = [Kind::VipSet, Kind::ProfileSet, Kind::FactKept];

/// Where the store speaks of a customer.
pub(crate) struct About {
    /// The conversations.
    pub conversations: Vec<ConversationId>,
    /// The keys of the sessions of the chat.
    pub sessions: Vec<Vec<u8>>,
    /// The ledger's entries, in their order, without those that were erased.
    pub entries: Vec<u64>,
}

/// The part of an entry that names a customer.
#[derive(Deserialize)]
struct Named {
    customer: String,
}

impl Desk {
    /// All that the ledger says of a customer, oldest first, without what was erased.
    ///
    /// # Errors
    /// [`DeskError::Storage`] or [`DeskError::Damaged`].
    pub fn ledger_about(&self, customer: &str) -> Result<Vec<LedgerLine>, DeskError> {
        self.store.read(|tables, txn| {
            let entries = about(tables, txn, customer.trim())?.entries;
            entries.into_iter().map(|entry| ledger::line(tables, txn, entry)).collect()
        })
    }
}

/// Looks through the whole store.
pub(crate) fn about(tables: &Tables, txn: &RoTxn<'_>, customer: &str) -> Result<About, Failure> {
    let mut conversations = Vec::new();
    for row in tables.conversations.iter(txn)? {
        let record: ConversationRecord = from_json(row?.1, "a conversation")?;
        if record.customer == customer {
            conversations.push(record.id);
        }
    }
    let (mut sessions, mut threads) = (Vec::new(), BTreeSet::from_iter(conversations.clone()));
    for row in tables.sessions.iter(txn)? {
        let (token, session) = row?;
        let session: ChatSession = from_json(session, "a session of the chat")?;
        if session.customer == customer {
            sessions.push(token.to_vec());
            // It may have been rated before its conversation began.
            threads.insert(session.conversation);
        }
    }
    let mut entries = Vec::new();
    for conversation in threads {
        for row in tables.trail.prefix_iter(txn, conversation.as_bytes())? {
            entries.push(split_trail_key(row?.0)?.1);
        }
    }
    for row in tables.ledger.iter(txn)? {
        let (key, entry) = row?;
        let kind = entry.get(1).copied().unwrap_or_default();
        if NAMING.iter().any(|naming| *naming as u8 == kind) {
            let entry = sequence(key)?;
            if !ledger::is_erased(tables, txn, entry)?
                && ledger::body_as::<Named>(tables, txn, entry)?.customer == customer
            {
                entries.push(entry);
            }
        }
    }
    entries.sort_unstable();
    let mut said = Vec::with_capacity(entries.len());
    for entry in entries {
        if !ledger::is_erased(tables, txn, entry)? {
            said.push(entry);
        }
    }
    Ok(About { conversations, sessions, entries: said })
}
