//! What a change sees of the store while it is worked out.

use std::path::Path;
use std::sync::Arc;

use aside_contract::{
    Actor, Channel, ConversationId, ConversationSummary, LabelKind, MessageId, PassageUse, Profile,
    Standing, SuggestionId, Timestamp,
};
use heed::{RoTxn, RwTxn};

use crate::conversation::ConversationRecord;
use crate::error::{DeskError, Failure};
use crate::ledger::{self, LedgerFact, Receipt};
use crate::list::{self, Touched};
use crate::meaning::{Meaning, meaning_key};
use crate::outbox::Told;
use crate::sessions::{self, ChatSession, SessionKey};
use crate::tables::{
    Customer, SCRUB_KEY, SIGNING_KEY, Tables, chat_key, correction_key, customer_key, document_key,
    exact, from_json, passage_key, split_trail_key, to_json, trail_key,
};

/// One change in its own nested transaction.
pub(crate) struct Change<'a, 't> {
    pub tables: &'a Tables,
    pub txn: &'a mut RwTxn<'t>,
    path: &'a Path,
    actor: Arc<Actor>,
    /// Something waits to be delivered to a webhook since.
    pub queued: bool,
    /// What the list of conversations shows of what was written.
    pub touched: Touched,
}

impl<'a, 't> Change<'a, 't> {
    pub fn new(
        tables: &'a Tables,
        txn: &'a mut RwTxn<'t>,
        path: &'a Path,
        actor: &Arc<Actor>,
    ) -> Self {
        let (queued, touched) = (false, Touched::default());
        Self { tables, txn, path, actor: Arc::clone(actor), queued, touched }
    }

    /// Who makes it.
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// The store's folder.
    pub fn path(&self) -> &Path {
        self.path
    }

    /// Appends to the ledger, with who did it, and queues what webhooks are told of it.
    pub fn append(
        &mut self,
        at: Timestamp,
        conversation: Option<ConversationId>,
        fact: &LedgerFact,
    ) -> Result<Receipt, Failure> {
        let receipt =
            ledger::append(self.tables, self.txn, at, conversation, fact, fact.actor(&self.actor))?;
        if let Some(event) = self.event_of(fact)? {
            self.queue(event, at, &Told::Entry { sequence: receipt.sequence() })?;
        }
        Ok(receipt)
    }

    /// Keeps that the ledger's head is signed from now on.
    pub fn note_signing(&mut self) -> Result<(), Failure> {
        Ok(self.tables.meta.put(self.txn, SIGNING_KEY, &[1])?)
    }

    /// The conversation, or the refusal that there is none.
    pub fn conversation(&self, id: ConversationId) -> Result<ConversationRecord, Failure> {
        Ok(conversation(self.tables, self.txn, id)?.ok_or(DeskError::UnknownConversation(id))?)
    }

    pub fn put_conversation(&mut self, record: &ConversationRecord) -> Result<(), Failure> {
        self.touched.conversation(record.id);
        Ok(self.tables.conversations.put(self.txn, record.id.as_bytes(), &to_json(record)?)?)
    }

    /// The customer's running conversation on a channel.
    pub fn chat(
        &self,
        channel: Channel,
        customer: &str,
    ) -> Result<Option<ConversationId>, Failure> {
        let found = self.tables.chats.get(self.txn, &chat_key(channel, customer))?;
        Ok(found
            .map(|bytes| exact(bytes, "a conversation's id").map(ConversationId::from_bytes))
            .transpose()?)
    }

    pub fn put_chat(
        &mut self,
        channel: Channel,
        customer: &str,
        id: ConversationId,
    ) -> Result<(), Failure> {
        Ok(self.tables.chats.put(self.txn, &chat_key(channel, customer), id.as_bytes())?)
    }

    /// Whether the conversation holds the message; where it does, the entry that holds it.
    pub fn message(
        &self,
        conversation: ConversationId,
        id: MessageId,
    ) -> Result<Option<LedgerFact>, Failure> {
        let Some(bytes) = self.tables.messages.get(self.txn, id.as_bytes())? else {
            return Ok(None);
        };
        match split_trail_key(bytes)? {
            (holder, sequence) if holder == conversation => {
                Ok(Some(ledger::body(self.tables, self.txn, sequence)?))
            }
            _ => Ok(None),
        }
    }

    /// The conversation that holds a message, and the entry that holds it.
    pub fn anywhere(&self, id: MessageId) -> Result<(ConversationId, LedgerFact), Failure> {
        let bytes = self.tables.messages.get(self.txn, id.as_bytes())?;
        let bytes = bytes.ok_or(DeskError::NoSuchMessage(id))?;
        let (conversation, sequence) = split_trail_key(bytes)?;
        Ok((conversation, ledger::body(self.tables, self.txn, sequence)?))
    }

    /// Lets the correction of a label be found; none where there is none any more.
    pub fn put_correction(
        &mut self,
        message: MessageId,
        label: LabelKind,
        receipt: Option<Receipt>,
    ) -> Result<(), Failure> {
        let key = correction_key(message, label);
        match receipt {
            Some(receipt) => {
                self.tables.corrections.put(self.txn, &key, &receipt.sequence().to_be_bytes())?;
            }
            None => {
                self.tables.corrections.delete(self.txn, &key)?;
            }
        }
        Ok(())
    }

    /// Lets a message be found by its id.
    pub fn put_message(
        &mut self,
        id: MessageId,
        conversation: ConversationId,
        receipt: Receipt,
    ) -> Result<(), Failure> {
        Ok(self.tables.messages.put(
            self.txn,
            id.as_bytes(),
            &trail_key(conversation, receipt.sequence()),
        )?)
    }

    /// Lets the newest advice on a message be found, and the advice that made each suggestion.
    pub fn put_advice(
        &mut self,
        message: MessageId,
        suggestions: &[SuggestionId],
        receipt: Receipt,
    ) -> Result<(), Failure> {
        let sequence = receipt.sequence().to_be_bytes();
        self.tables.advice.put(self.txn, message.as_bytes(), &sequence)?;
        for suggestion in suggestions {
            self.tables.suggestions.put(self.txn, suggestion.as_bytes(), &sequence)?;
        }
        Ok(())
    }

    /// Lets the customer's message be found by its meaning.
    pub fn put_meaning(
        &mut self,
        customer: &str,
        message: MessageId,
        meaning: &Meaning,
    ) -> Result<(), Failure> {
        let key = meaning_key(customer, message);
        Ok(self.tables.meanings.put(self.txn, &key, &meaning.to_bytes())?)
    }

    /// Keeps which content of a document is allowed; none takes that back.
    pub fn put_allowed(&mut self, document: &str, content: Option<&str>) -> Result<(), Failure> {
        let key = document_key(document);
        match content {
            Some(content) => self.tables.allowed.put(self.txn, &key, content.as_bytes())?,
            None => {
                self.tables.allowed.delete(self.txn, &key)?;
            }
        }
        Ok(())
    }

    /// Counts what became of suggestions that cite these passages.
    pub fn count_use(
        &mut self,
        chunks: &[String],
        add: impl Fn(&mut PassageUse),
    ) -> Result<(), Failure> {
        for chunk in chunks {
            let key = passage_key(chunk);
            let known = self.tables.uses.get(self.txn, &key)?;
            let mut known: PassageUse = known
                .map(|bytes| from_json(bytes, "the use of a passage"))
                .transpose()?
                .unwrap_or_default();
            add(&mut known);
            self.tables.uses.put(self.txn, &key, &to_json(&known)?)?;
        }
        Ok(())
    }

    /// The session, or the refusal that there is none.
    pub fn session(&self, key: SessionKey) -> Result<ChatSession, Failure> {
        Ok(sessions::expect(sessions::session(self.tables, self.txn, key)?)?)
    }

    pub fn put_session(&mut self, key: SessionKey, session: &ChatSession) -> Result<(), Failure> {
        Ok(self.tables.sessions.put(self.txn, key.as_bytes(), &to_json(session)?)?)
    }

    /// The conversation, if it has begun.
    pub fn begun(&self, id: ConversationId) -> Result<Option<ConversationRecord>, Failure> {
        conversation(self.tables, self.txn, id)
    }

    /// Keeps that the store has to be written anew, because something was erased.
    pub fn note_scrub(&mut self) -> Result<(), Failure> {
        Ok(self.tables.meta.put(self.txn, SCRUB_KEY, &[1])?)
    }

    /// What the team knows of a customer.
    pub fn profile(&self, customer: &str) -> Result<Profile, Failure> {
        profile(self.tables, self.txn, customer)
    }

    pub fn standing(&self, customer: &str) -> Result<Standing, Failure> {
        standing(self.tables, self.txn, customer)
    }

    /// The conversation as the list shows it since.
    pub fn summary(&self, record: &ConversationRecord) -> Result<ConversationSummary, Failure> {
        list::summary(self.tables, self.txn, record)
    }

    pub fn put_customer(&mut self, customer: &Customer) -> Result<(), Failure> {
        self.touched.customer(&customer.customer);
        Ok(self.tables.customers.put(
            self.txn,
            &customer_key(&customer.customer),
            &to_json(customer)?,
        )?)
    }
}

/// A conversation's record, if there is one.
pub(crate) fn conversation(
    tables: &Tables,
    txn: &RoTxn<'_>,
    id: ConversationId,
) -> Result<Option<ConversationRecord>, Failure> {
    let found = tables.conversations.get(txn, id.as_bytes())?;
    Ok(found.map(|bytes| from_json(bytes, &format!("conversation {id}"))).transpose()?)
}

/// What the team knows of a customer.
pub(crate) fn profile(
    tables: &Tables,
    txn: &RoTxn<'_>,
    customer: &str,
) -> Result<Profile, Failure> {
    match tables.customers.get(txn, &customer_key(customer))? {
        None => Ok(Profile::default()),
        Some(bytes) => Ok(from_json::<Customer>(bytes, "a customer")?.profile),
    }
}

/// What the customer is entitled to.
pub(crate) fn standing(
    tables: &Tables,
    txn: &RoTxn<'_>,
    customer: &str,
) -> Result<Standing, Failure> {
    match tables.customers.get(txn, &customer_key(customer))? {
        None => Ok(Standing::default()),
        Some(bytes) => Ok(from_json::<Customer>(bytes, "a customer")?.standing),
    }
}
