//! Conversations by what their customers mean.

use std::collections::HashMap;

use aside_contract::{Author, ConversationId, Message, MessageId};

use crate::change;
use crate::desk::Desk;
use crate::error::DeskError;
use crate::meaning::{Meaning, meaning_key};
use crate::queries;
use crate::tables::{exact, split_trail_key};

/// The message of a conversation that is nearest to what is looked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Nearest {
    /// Where it stands.
    pub conversation: ConversationId,
    /// The customer's message.
    pub message: MessageId,
    /// The cosine of both meanings.
    pub similarity: f32,
}

impl Desk {
    /// Each conversation in which a customer's message has a meaning (a cosine) at least so near to one of those
    /// that are `wanted`, the nearest first. Looks at every message's meaning, 400 bytes each; those by another
    /// model are passed over.
    ///
    /// # Errors
    /// [`DeskError::Storage`] or [`DeskError::Damaged`].
    pub fn nearest(&self, wanted: &[Meaning], at_least: f32) -> Result<Vec<Nearest>, DeskError> {
        self.store.read(|tables, txn| {
            let mut found: HashMap<ConversationId, Nearest> = HashMap::new();
            for row in tables.meanings.iter(txn)? {
                let (key, stored) = row?;
                let near = wanted.iter().filter_map(|one| one.similarity(stored));
                let Some(similarity) = near.max_by(f32::total_cmp) else { continue };
                if similarity < at_least {
                    continue;
                }
                let message = exact(&key[32.min(key.len())..], "a message's id")?;
                let message = MessageId::from_bytes(message);
                let Some(place) = tables.messages.get(txn, message.as_bytes())? else { continue };
                let conversation = split_trail_key(place)?.0;
                let near = Nearest { conversation, message, similarity };
                let best = found.entry(conversation).or_insert(near);
                if best.similarity < similarity {
                    *best = near;
                }
            }
            let mut found: Vec<Nearest> = found.into_values().collect();
            found.sort_by(|a, b| {
                let by_time = || b.conversation.cmp(&a.conversation);
                b.similarity.total_cmp(&a.similarity).then_with(by_time)
            });
            Ok(found)
        })
    }

    /// The messages of a conversation, oldest first; empty where there is no such conversation.
    ///
    /// # Errors
    /// [`DeskError::Storage`] or [`DeskError::Damaged`].
    pub fn messages(&self, conversation: ConversationId) -> Result<Vec<Message>, DeskError> {
        self.store.read(|tables, txn| queries::messages(tables, txn, conversation))
    }

    /// The customer's messages of a conversation with what each means, newest first. Those without a meaning
    /// are left out.
    ///
    /// # Errors
    /// [`DeskError::UnknownConversation`], [`DeskError::Storage`] or [`DeskError::Damaged`].
    pub fn meanings(
        &self,
        conversation: ConversationId,
    ) -> Result<Vec<(Message, Meaning)>, DeskError> {
        self.store.read(|tables, txn| {
            let record = change::conversation(tables, txn, conversation)?;
            let customer = record.ok_or(DeskError::UnknownConversation(conversation))?.customer;
            let mut found = Vec::new();
            for message in queries::messages(tables, txn, conversation)?.into_iter().rev() {
                if message.author != Author::Customer {
                    continue;
                }
                let stored = tables.meanings.get(txn, &meaning_key(&customer, message.id))?;
                if let Some(meaning) = stored.and_then(Meaning::from_bytes) {
                    found.push((message, meaning));
                }
            }
            Ok(found)
        })
    }
}
