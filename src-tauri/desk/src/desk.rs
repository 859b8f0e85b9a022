//! The desk's doors.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use aside_contract::{
    Actor, Advice, Attachment, Author, Channel, Conversation, ConversationId, ConversationStatus,
    ConversationSummary, Correction, DismissReason, IncomingMessage, LabelKind, LedgerLine,
    Message, MessageId, NewAttachment, PassageUse, SentReply, Standing, Suggestion, SuggestionId,
    Timestamp, customer_name, message_text,
};
use aside_redact::Masks;

use crate::attachments;
use crate::change::{Change, standing};
use crate::conversation::ConversationRecord;
use crate::edit::edit_ratio;
use crate::error::{DeskError, Failure};
use crate::ledger::{
    HEAD_FILE, HeadFile, KEY_BYTES, LedgerEntry, LedgerFact, LedgerGlance, LedgerHash, LedgerKey,
    LedgerReport, ModelCall, Receipt, SignedHead, StatusCause, SuggestionOutcome, hash_at, verify,
};
use crate::meaning::{Alike, Meaning, Wanted};
use crate::sessions::{self, ChatSession, SessionKey};
use crate::store::{FIRST_MAP_BYTES, Store};
use crate::tables::{Customer, SIGNING_KEY, chat_key, document_key, exact};
use crate::writer::Writer;
use crate::{dump, ledger, queries};

/// Everything that people said and decided. Cheap to clone; every clone is the same desk.
///
/// A method that changes something returns once the change is on the disk: what it returns is never
/// lost, whatever ends the process. The store is closed when the last clone is dropped.
#[derive(Clone)]
pub struct Desk {
    // Before the store, so that the writer has ended when the store is closed.
    pub(crate) writer: Arc<Writer>,
    pub(crate) store: Arc<Store>,
    /// Who signs the ledger's head.
    public: Option<[u8; KEY_BYTES]>,
    /// Who does what is done through this one.
    actor: Arc<Actor>,
}

impl Desk {
    /// Opens the desk whose store is in the folder `dir`; an absent one is made.
    ///
    /// # Errors
    /// [`DeskError::AlreadyOpen`], [`DeskError::NewerSchema`] or [`DeskError::Storage`].
    pub fn open(dir: &Path) -> Result<Self, DeskError> {
        Self::open_mapped(dir, FIRST_MAP_BYTES)
    }

    /// As [`Desk::open`], and signs the ledger's head with `key` from now on.
    ///
    /// A ledger that does not hold the entry that was signed last, or whose signed head is missing, is
    /// left as it is, so that what shows it stays: [`Desk::verify_ledger`] names it, and nothing is signed
    /// before [`Desk::sign_anew`].
    ///
    /// # Errors
    /// As for [`Desk::open`].
    pub fn open_signed(dir: &Path, key: LedgerKey) -> Result<Self, DeskError> {
        let store = Arc::new(Store::open(dir, FIRST_MAP_BYTES)?);
        store.finish_scrub();
        let public = key.public();
        let (head, began) = (SignedHead::read(dir, &public), signing_began(&store)?);
        let is_whole = match head {
            Some(head) => {
                store.read(|tables, txn| hash_at(tables, txn, head.sequence))? == Some(head.hash)
            }
            None => !began,
        };
        if !is_whole {
            tracing::error!("the ledger is not the one that was signed: `aside ledger verify`");
            let writer = start(store.clone(), None, dir)?;
            return Ok(Self { writer, store, public: Some(public), actor: Arc::new(Actor::Aside) });
        }
        let desk = Self::signing(dir, store, key)?;
        if !began {
            desk.begin_signing(public)?;
        }
        Ok(desk)
    }

    /// Signs the ledger in `dir` as it is, whatever was signed before: for whoever has looked into why it
    /// is not the one that was signed. The ledger says that signing began anew.
    ///
    /// # Errors
    /// As for [`Desk::open`].
    pub fn sign_anew(dir: &Path, key: LedgerKey) -> Result<(), DeskError> {
        let store = Arc::new(Store::open(dir, FIRST_MAP_BYTES)?);
        match std::fs::remove_file(dir.join(HEAD_FILE)) {
            Err(fault) if fault.kind() != std::io::ErrorKind::NotFound => {
                return Err(DeskError::io(dir, &fault));
            }
            _ => {}
        }
        let public = key.public();
        Self::signing(dir, store, key)?.begin_signing(public)
    }

    /// Opens the desk with a map of this size to begin with.
    pub(crate) fn open_mapped(dir: &Path, map_bytes: usize) -> Result<Self, DeskError> {
        let desk = Self::unsigned(dir, Store::open(dir, map_bytes)?)?;
        desk.store.finish_scrub();
        Ok(desk)
    }

    /// Opens the desk to look at it: what was begun is left as it is.
    pub(crate) fn open_as_it_is(dir: &Path) -> Result<Self, DeskError> {
        Self::unsigned(dir, Store::open(dir, FIRST_MAP_BYTES)?)
    }

    fn unsigned(dir: &Path, store: Store) -> Result<Self, DeskError> {
        let store = Arc::new(store);
        let writer = start(store.clone(), None, dir)?;
        Ok(Self { writer, store, public: None, actor: Arc::new(Actor::Aside) })
    }

    fn signing(dir: &Path, store: Arc<Store>, key: LedgerKey) -> Result<Self, DeskError> {
        let public = key.public();
        let file = HeadFile::open(dir, key).map_err(|fault| DeskError::io(dir, &fault))?;
        let writer = start(store.clone(), Some(file), dir)?;
        Ok(Self { writer, store, public: Some(public), actor: Arc::new(Actor::Aside) })
    }

    /// The same desk, on which everything is done by `actor`: the ledger says so. A desk that was just opened
    /// is Aside's own.
    #[must_use]
    pub fn acting_as(&self, actor: Actor) -> Self {
        Self { actor: Arc::new(actor), ..self.clone() }
    }

    /// Makes a change, on behalf of who acts here; returns once it is on the disk, or refused.
    pub(crate) fn change<T: Send + 'static>(
        &self,
        action: impl FnMut(&mut Change<'_, '_>) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, DeskError> {
        self.writer.change(&self.actor, action)
    }

    fn begin_signing(&self, public: [u8; KEY_BYTES]) -> Result<(), DeskError> {
        let key = LedgerHash::from_bytes(public).to_hex().to_string();
        let began = LedgerFact::SigningBegan { key };
        self.change(move |change| {
            change.note_signing()?;
            change.append(Timestamp::now(), None, &began).map(drop)
        })
    }

    #[cfg(test)]
    pub(crate) fn writer(&self) -> &Writer {
        &self.writer
    }

    #[cfg(test)]
    pub(crate) fn store(&self) -> &Store {
        &self.store
    }

    /// Takes a customer's message in.
    ///
    /// It goes on with the conversation that it names. One that names none goes, on
    /// [`Channel::Chat`], on with the customer's chat, and elsewhere opens a new conversation.
    /// A resolved conversation is open again.
    ///
    /// # Errors
    /// [`DeskError::UnknownConversation`] and [`DeskError::OtherCustomer`] about the named
    /// conversation, or [`DeskError::Storage`].
    pub fn receive(
        &self,
        incoming: &IncomingMessage,
    ) -> Result<(Message, ConversationSummary, Receipt), DeskError> {
        let (id, at, opened) = (MessageId::new(), Timestamp::now(), ConversationId::new());
        let attachments = attachments::kept(incoming.attachments());
        let incoming = incoming.clone();
        self.change(move |change| {
            let (customer, channel) = (incoming.customer(), incoming.channel());
            let running = match incoming.conversation() {
                None if channel == Channel::Chat => change.chat(channel, customer)?,
                named => named,
            };
            if running.is_none() && channel == Channel::Chat {
                change.put_chat(channel, customer, opened)?;
            }
            let running = running.map(|running| change.conversation(running)).transpose()?;
            let attachments = attachments.clone();
            take_in(
                change,
                &incoming,
                running,
                Written { id, at, opened, attachments, language: None },
            )
        })
    }

    /// Opens a session of the customer chat, whose token only the caller knows. `language` is that of the
    /// customer's page, as its tag, where it says so.
    ///
    /// # Errors
    /// [`DeskError::Invalid`] about the customer, or [`DeskError::Storage`].
    pub fn open_session(
        &self,
        key: SessionKey,
        customer: &str,
        language: Option<&str>,
    ) -> Result<ChatSession, DeskError> {
        let session = ChatSession::new(customer_name(customer)?, language, Timestamp::now());
        self.change(move |change| {
            change.put_session(key, &session)?;
            Ok(session.clone())
        })
    }

    /// The session of the customer chat with this token; none if there is none.
    ///
    /// # Errors
    /// [`DeskError::Storage`] or [`DeskError::Damaged`].
    pub fn session(&self, key: SessionKey) -> Result<Option<ChatSession>, DeskError> {
        self.store.read(|tables, txn| sessions::session(tables, txn, key))
    }

    /// The conversation of the customer's chat without a session; none before the first message.
    ///
    /// # Errors
    /// [`DeskError::Storage`] or [`DeskError::Damaged`].
    pub fn chat(&self, customer: &str) -> Result<Option<ConversationId>, DeskError> {
        let key = chat_key(Channel::Chat, customer.trim());
        self.store.read(|tables, txn| {
            let found = tables.chats.get(txn, &key)?;
            let id = found.map(|bytes| exact(bytes, "a conversation's id")).transpose()?;
            Ok(id.map(ConversationId::from_bytes))
        })
    }

    /// Takes a message in that came in a session, with its files, into the session's own conversation. A message that
    /// came before under the same `name` is not taken again: `None`.
    ///
    /// # Errors
    /// [`DeskError::UnknownSession`], [`DeskError::Invalid`] about the text or the files, or
    /// [`DeskError::Storage`].
    pub fn receive_in_session(
        &self,
        key: SessionKey,
        text: &str,
        attachments: Vec<NewAttachment>,
        name: Option<&str>,
    ) -> Result<Option<(Message, ConversationSummary, Receipt)>, DeskError> {
        let session = sessions::expect(self.session(key)?)?;
        let incoming = IncomingMessage::with_attachments(
            &session.customer,
            Channel::Chat,
            text,
            None,
            attachments,
        )?;
        let attachments = attachments::kept(incoming.attachments());
        let name = name.map(str::to_owned);
        let (id, at) = (MessageId::new(), Timestamp::now());
        self.change(move |change| {
            let mut session = change.session(key)?;
            if let Some(name) = &name {
                if session.message_named(name).is_some() {
                    return Ok(None);
                }
                session.name(name, id);
                change.put_session(key, &session)?;
            }
            let opened = session.conversation;
            let running = change.begun(opened)?;
            let attachments = attachments.clone();
            let language = session.language;
            let written = Written { id, at, opened, attachments, language };
            take_in(change, &incoming, running, written).map(Some)
        })
    }

    /// Keeps how content the customer of a session was, 1 to 5, and what they said about it. Rated again,
    /// the last one counts.
    ///
    /// # Errors
    /// [`DeskError::UnknownSession`], or [`DeskError::Storage`].
    pub fn rate_session(
        &self,
        key: SessionKey,
        rating: u8,
        comment: Option<&str>,
    ) -> Result<Receipt, DeskError> {
        let at = Timestamp::now();
        let comment = comment.map(str::to_owned);
        self.change(move |change| {
            let mut session = change.session(key)?;
            session.rating = Some(rating);
            change.put_session(key, &session)?;
            let rated = LedgerFact::SessionRated { rating, comment: comment.clone() };
            // Also before the first message: forgetting the customer finds the comment by it.
            change.append(at, Some(session.conversation), &rated)
        })
    }

    /// Lets a person answer in the chat from now on, or the assistant again.
    ///
    /// # Errors
    /// [`DeskError::UnknownConversation`], or [`DeskError::Storage`].
    pub fn set_lead(
        &self,
        conversation: ConversationId,
        person: bool,
    ) -> Result<(ConversationSummary, Receipt), DeskError> {
        let at = Timestamp::now();
        self.change(move |change| {
            let mut record = change.conversation(conversation)?;
            record.person_leads = person;
            let receipt =
                change.append(at, Some(conversation), &LedgerFact::LeadChanged { person })?;
            change.put_conversation(&record)?;
            Ok((change.summary(&record)?, receipt))
        })
    }

    /// Keeps a reply by an agent or the assistant, and what became of the suggestion it began as.
    ///
    /// # Errors
    /// [`DeskError::Invalid`] about the text, [`DeskError::CustomerCannotReply`] about the author,
    /// [`DeskError::UnknownConversation`], [`DeskError::UnknownSuggestion`] or
    /// [`DeskError::Storage`].
    pub fn send_reply(
        &self,
        conversation: ConversationId,
        author: Author,
        reply: &SentReply,
    ) -> Result<(Message, ConversationSummary, Receipt), DeskError> {
        self.send_reply_with(conversation, author, reply, Vec::new())
    }

    /// As [`Desk::send_reply`], with files. A reply that has some needs no words.
    ///
    /// # Errors
    /// As [`Desk::send_reply`], about the files, too.
    pub fn send_reply_with(
        &self,
        conversation: ConversationId,
        author: Author,
        reply: &SentReply,
        attachments: Vec<NewAttachment>,
    ) -> Result<(Message, ConversationSummary, Receipt), DeskError> {
        if author == Author::Customer {
            return Err(DeskError::CustomerCannotReply);
        }
        self.reply(conversation, author, reply, attachments, false)
    }

    /// Keeps the assistant's word to the customer that a person will answer. Unlike after a reply,
    /// the conversation goes on waiting for one.
    ///
    /// # Errors
    /// [`DeskError::Invalid`] about the text, [`DeskError::UnknownConversation`] or
    /// [`DeskError::Storage`].
    pub fn hand_over(
        &self,
        conversation: ConversationId,
        text: &str,
    ) -> Result<(Message, ConversationSummary, Receipt), DeskError> {
        let reply = SentReply { text: text.to_owned(), suggestion_id: None };
        self.reply(conversation, Author::Assistant, &reply, Vec::new(), true)
    }

    fn reply(
        &self,
        conversation: ConversationId,
        author: Author,
        reply: &SentReply,
        files: Vec<NewAttachment>,
        hand_over: bool,
    ) -> Result<(Message, ConversationSummary, Receipt), DeskError> {
        let text = message_text(&reply.text, &files)?.to_owned();
        // Suggestions never change, so they are compared here and not in the writer's time.
        let found = reply.suggestion_id.map(|id| self.suggestion(conversation, id)).transpose()?;
        let sent = Sent::new(conversation, author, text, found.as_ref(), hand_over).with(files);
        self.change(move |change| {
            let mut record = change.conversation(conversation)?;
            let (message, receipt) = sent.keep(change, &mut record)?;
            change.put_conversation(&record)?;
            Ok((message, change.summary(&record)?, receipt))
        })
    }

    /// Keeps that an agent found a suggestion of no use, and why.
    ///
    /// # Errors
    /// [`DeskError::UnknownSuggestion`] or [`DeskError::Storage`].
    pub fn dismiss(
        &self,
        conversation: ConversationId,
        suggestion: SuggestionId,
        reason: DismissReason,
    ) -> Result<Receipt, DeskError> {
        let at = Timestamp::now();
        let chunks = cited(&self.suggestion(conversation, suggestion)?);
        self.change(move |change| {
            let fact = LedgerFact::SuggestionDismissed { suggestion_id: suggestion, reason };
            // How somebody speaks is not the passage's fault.
            if reason != DismissReason::Tone {
                change.count_use(&chunks, |passage| passage.dismissed += 1)?;
            }
            change.append(at, Some(conversation), &fact)
        })
    }

    /// Keeps that a language model was asked to rewrite a reply or to sum the conversation up.
    ///
    /// # Errors
    /// [`DeskError::UnknownConversation`] or [`DeskError::Storage`].
    pub fn note_model_call(
        &self,
        conversation: ConversationId,
        call: &ModelCall,
    ) -> Result<Receipt, DeskError> {
        let (at, asked) = (Timestamp::now(), LedgerFact::ModelAsked(call.clone()));
        self.change(move |change| {
            // It may have been forgotten while the model wrote.
            change.conversation(conversation)?;
            change.append(at, Some(conversation), &asked)
        })
    }

    /// What became of the suggestions that cited each of these passages, in their order.
    ///
    /// # Errors
    /// [`DeskError::Storage`] or [`DeskError::Damaged`].
    pub fn uses(&self, chunks: &[&str]) -> Result<Vec<PassageUse>, DeskError> {
        self.store.read(|tables, txn| queries::uses(tables, txn, chunks))
    }

    /// How many replies that were sent cite each of these files, in their order; of a collection or an archive,
    /// those that cite something in it.
    ///
    /// # Errors
    /// [`DeskError::Storage`] or [`DeskError::Damaged`].
    pub fn replies_citing(&self, files: &[&str]) -> Result<Vec<u32>, DeskError> {
        let keys: Vec<String> = files.iter().map(|path| file_key(path)).collect();
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        Ok(self.uses(&keys)?.into_iter().map(|used| used.replies).collect())
    }

    /// A suggestion that was made in this conversation.
    fn suggestion(
        &self,
        conversation: ConversationId,
        suggestion: SuggestionId,
    ) -> Result<Suggestion, DeskError> {
        let found = self
            .store
            .read(|tables, txn| queries::suggestion(tables, txn, conversation, suggestion))?;
        found.ok_or(DeskError::UnknownSuggestion { conversation, suggestion })
    }

    /// Opens, escalates or resolves a conversation. Setting the status that it has is kept too. Its ticket,
    /// if it has one, is resolved with it, and returned where an escalated one is open again.
    ///
    /// # Errors
    /// [`DeskError::UnknownConversation`] or [`DeskError::Storage`].
    pub fn set_status(
        &self,
        conversation: ConversationId,
        status: ConversationStatus,
    ) -> Result<(ConversationSummary, Receipt), DeskError> {
        let at = Timestamp::now();
        self.change(move |change| {
            let mut record = change.conversation(conversation)?;
            let from = std::mem::replace(&mut record.status, status);
            record.person_leads &= status != ConversationStatus::Resolved;
            let set = LedgerFact::StatusChanged { from, to: status, cause: StatusCause::Set };
            let receipt = change.append(at, Some(conversation), &set)?;
            change.put_conversation(&record)?;
            change.ticket_follows(conversation, status, at)?;
            Ok((change.summary(&record)?, receipt))
        })
    }

    /// Keeps that an agent corrected a label of a customer's message, which said `from` before; with
    /// `None` for `to`, that the correction was taken back.
    ///
    /// # Errors
    /// [`DeskError::NoSuchMessage`] or [`DeskError::Storage`].
    pub fn correct(
        &self,
        message: MessageId,
        label: LabelKind,
        from: &str,
        to: Option<&str>,
    ) -> Result<Receipt, DeskError> {
        let at = Timestamp::now();
        let fact = LedgerFact::LabelCorrected {
            message_id: message,
            label,
            from: from.to_owned(),
            to: to.map(str::to_owned),
        };
        let kept = to.is_some();
        self.change(move |change| {
            let (conversation, LedgerFact::MessageReceived { .. }) = change.anywhere(message)?
            else {
                return Err(DeskError::NoSuchMessage(message).into());
            };
            let receipt = change.append(at, Some(conversation), &fact)?;
            change.put_correction(message, label, kept.then_some(receipt))?;
            Ok(receipt)
        })
    }

    /// Keeps that somebody allowed a document to be handed to language models as it reads now, or took
    /// that back. `content` is a hash of what it says.
    ///
    /// # Errors
    /// [`DeskError::Storage`].
    pub fn judge_document(
        &self,
        document: &str,
        content: &str,
        allowed: bool,
    ) -> Result<Receipt, DeskError> {
        let at = Timestamp::now();
        let fact = LedgerFact::DocumentJudged {
            document: document.to_owned(),
            content: content.to_owned(),
            allowed,
        };
        let (document, content) = (document.to_owned(), content.to_owned());
        self.change(move |change| {
            change.put_allowed(&document, allowed.then_some(content.as_str()))?;
            change.append(at, None, &fact)
        })
    }

    /// Whether a document is allowed to be handed to language models with this content.
    ///
    /// # Errors
    /// [`DeskError::Storage`].
    pub fn is_allowed(&self, document: &str, content: &str) -> Result<bool, DeskError> {
        let key = document_key(document);
        self.store
            .read(|tables, txn| Ok(tables.allowed.get(txn, &key)? == Some(content.as_bytes())))
    }

    /// Every label that is corrected, in the order of the corrections.
    ///
    /// # Errors
    /// [`DeskError::Storage`] or [`DeskError::Damaged`].
    pub fn corrections(&self) -> Result<Vec<Correction>, DeskError> {
        self.store.read(|tables, txn| queries::corrections(tables, txn))
    }

    /// The conversation of a customer's message.
    ///
    /// # Errors
    /// [`DeskError::NoSuchMessage`], [`DeskError::Storage`] or [`DeskError::Damaged`].
    pub fn conversation_of(&self, message: MessageId) -> Result<ConversationId, DeskError> {
        let found =
            self.store.read(|tables, txn| queries::conversation_of(tables, txn, message))?;
        found.ok_or(DeskError::NoSuchMessage(message))
    }

    /// A conversation with its messages and the advice on the newest customer message; none where
    /// there is no such conversation.
    ///
    /// # Errors
    /// [`DeskError::Storage`] or [`DeskError::Damaged`].
    pub fn conversation(&self, id: ConversationId) -> Result<Option<Conversation>, DeskError> {
        self.store.read(|tables, txn| queries::whole_conversation(tables, txn, id))
    }

    /// The customer's messages of a conversation that were sent from `since` on, each with its newest advice,
    /// oldest first; empty where there is no such conversation.
    ///
    /// # Errors
    /// [`DeskError::Storage`] or [`DeskError::Damaged`].
    pub fn advised(
        &self,
        id: ConversationId,
        since: Timestamp,
    ) -> Result<Vec<(Message, Advice)>, DeskError> {
        self.store.read(|tables, txn| queries::advised(tables, txn, id, since))
    }

    /// How many entries the ledger has, and the bytes that they take in the store.
    ///
    /// # Errors
    /// [`DeskError::Storage`].
    pub fn ledger_size(&self) -> Result<(u64, u64), DeskError> {
        self.store.read(|tables, txn| {
            let (chain, bodies) = (tables.ledger.stat(txn)?, tables.bodies.stat(txn)?);
            let bytes = |stat: &heed::DatabaseStat| {
                let pages = stat.branch_pages + stat.leaf_pages + stat.overflow_pages;
                pages as u64 * u64::from(stat.page_size)
            };
            Ok((chain.entries as u64, bytes(&chain) + bytes(&bodies)))
        })
    }

    /// What the customer is entitled to.
    ///
    /// # Errors
    /// [`DeskError::Storage`] or [`DeskError::Damaged`].
    pub fn standing(&self, customer: &str) -> Result<Standing, DeskError> {
        self.store.read(|tables, txn| standing(tables, txn, customer.trim()))
    }

    /// Gives the customer priority by contract and a tier of service, or takes them away. The customer
    /// need not have written before.
    ///
    /// # Errors
    /// [`DeskError::Invalid`] about the customer's id, or [`DeskError::Storage`].
    pub fn set_standing(&self, customer: &str, standing: &Standing) -> Result<Receipt, DeskError> {
        let at = Timestamp::now();
        let customer = customer_name(customer)?.to_owned();
        let standing = standing.clone();
        self.change(move |change| {
            let Standing { vip, tier } = standing.clone();
            let profile = change.profile(&customer)?;
            change.put_customer(&Customer {
                profile,
                customer: customer.clone(),
                standing: standing.clone(),
            })?;
            change.append(at, None, &LedgerFact::VipSet { customer: customer.clone(), vip, tier })
        })
    }

    /// The earlier messages of this customer, in any conversation, whose meaning is at least `at_least`
    /// (a cosine) like that of `message`: newest first, of the `NEWEST` newest within
    /// `LOOK_BACK_MS`. Meanings by another model are passed over.
    ///
    /// # Errors
    /// [`DeskError::Storage`] or [`DeskError::Damaged`].
    pub fn alike(
        &self,
        customer: &str,
        message: &Message,
        meaning: &Meaning,
        at_least: f32,
    ) -> Result<Vec<Alike>, DeskError> {
        let wanted = Wanted { meaning, at_least, newest: NEWEST, within_ms: LOOK_BACK_MS };
        self.store.read(|tables, txn| queries::alike(tables, txn, customer, message, &wanted))
    }

    /// The ledger's entries about a conversation, oldest first; empty where there is none.
    ///
    /// # Errors
    /// [`DeskError::Storage`] or [`DeskError::Damaged`].
    pub fn ledger(&self, conversation: ConversationId) -> Result<Vec<LedgerEntry>, DeskError> {
        self.store.read(|tables, txn| queries::ledger_of(tables, txn, conversation))
    }

    /// The ledger's entries after this sequence (0: from the first), at most `limit`, oldest first;
    /// empty after the last.
    ///
    /// # Errors
    /// [`DeskError::Storage`] or [`DeskError::Damaged`].
    pub fn ledger_after(&self, after: u64, limit: usize) -> Result<Vec<LedgerEntry>, DeskError> {
        self.store.read(|tables, txn| queries::entries_after(tables, txn, after, limit))
    }

    /// As [`Desk::ledger_after`], each entry in short: what statistics count.
    ///
    /// # Errors
    /// [`DeskError::Storage`] or [`DeskError::Damaged`].
    pub fn ledger_glances_after(
        &self,
        after: u64,
        limit: usize,
    ) -> Result<Vec<LedgerGlance>, DeskError> {
        self.store.read(|tables, txn| ledger::glances_after(tables, txn, after, limit))
    }

    /// The sequence of the ledger's last entry; 0 where it has none.
    ///
    /// # Errors
    /// [`DeskError::Storage`] or [`DeskError::Damaged`].
    pub fn ledger_end(&self) -> Result<u64, DeskError> {
        self.store.read(|tables, txn| Ok(ledger::head(tables, txn)?.0))
    }

    /// As [`Desk::ledger_after`], with everything that the hashes are made of, for checking elsewhere: what
    /// customers wrote, in clear.
    ///
    /// # Errors
    /// [`DeskError::Storage`] or [`DeskError::Damaged`].
    pub fn ledger_lines_after(
        &self,
        after: u64,
        limit: usize,
    ) -> Result<Vec<LedgerLine>, DeskError> {
        self.store.read(|tables, txn| queries::lines_after(tables, txn, after, limit))
    }

    /// As [`Desk::ledger_lines_after`], with what the entries say masked: the chain can be checked, and no
    /// personal data leaves. Each conversation has masks of its own, made by `masks`, and a value keeps its
    /// mask in it from its first entry on, wherever the page begins.
    ///
    /// # Errors
    /// [`DeskError::Storage`] or [`DeskError::Damaged`].
    pub fn masked_ledger_lines_after(
        &self,
        after: u64,
        limit: usize,
        masks: impl Fn() -> Masks,
    ) -> Result<Vec<LedgerLine>, DeskError> {
        let (before, lines) = self.store.read(|tables, txn| {
            let lines = queries::lines_after(tables, txn, after, limit)?;
            Ok((queries::lines_before(tables, txn, after, &lines)?, lines))
        })?;
        let mut known: HashMap<ConversationId, Masks> = HashMap::new();
        let mut masked = |line: LedgerLine| match line.conversation {
            Some(id) => ledger::masked(line, known.entry(id).or_insert_with(&masks)),
            None => ledger::masked(line, &mut masks()),
        };
        for line in before {
            masked(line);
        }
        Ok(lines.into_iter().map(masked).collect())
    }

    /// Walks the whole ledger and names the first entry that was changed, removed, moved or added.
    ///
    /// # Errors
    /// [`DeskError::Storage`]; a fault in the ledger is no error but stands in the report.
    pub fn verify_ledger(&self) -> Result<LedgerReport, DeskError> {
        // Before the snapshot: the head is never ahead of the store.
        let signed = self.public.map(|public| SignedHead::read(self.store.dir(), &public));
        self.store.read(|tables, txn| verify(tables, txn, signed))
    }

    /// The whole state as text for people and tests, with ordinals for ids and without times.
    ///
    /// # Errors
    /// [`DeskError::Storage`] or [`DeskError::Damaged`].
    pub fn dump(&self) -> Result<String, DeskError> {
        self.store.read(|tables, txn| dump::dump(tables, txn))
    }
}

/// Whether the ledger's head was ever signed.
fn signing_began(store: &Store) -> Result<bool, DeskError> {
    store.read(|tables, txn| Ok(tables.meta.get(txn, SIGNING_KEY)?.is_some()))
}

fn start(
    store: Arc<Store>,
    signed: Option<HeadFile>,
    dir: &Path,
) -> Result<Arc<Writer>, DeskError> {
    let writer = Writer::start(store, signed).map_err(|fault| DeskError::io(dir, &fault))?;
    Ok(Arc::new(writer))
}

/// How many of a customer's messages are looked through for one that means the same.
pub const NEWEST: usize = 50;
/// How far back: what was asked a season ago is asked anew, not again.
pub const LOOK_BACK_MS: i64 = 30 * 24 * 60 * 60 * 1000;

/// The passages that a suggestion cites and the files that have them, or the team's own words that it is made
/// of, each once.
fn cited(suggestion: &Suggestion) -> Vec<String> {
    if let Some(team) = &suggestion.team {
        return vec![team.key.clone()];
    }
    let mut keys: Vec<String> = suggestion
        .citations
        .iter()
        .flat_map(|citation| {
            let file = citation.document.split('#').next().unwrap_or_default();
            [citation.chunk.clone(), file_key(&citation.document), file_key(file)]
        })
        .collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// What the use of a file, or of one article or member in it, is counted under.
fn file_key(path: &str) -> String {
    format!("file {path}")
}

/// A message that is taken in: its id, its time, its files, and the conversation that it opens where none runs.
struct Written {
    id: MessageId,
    at: Timestamp,
    opened: ConversationId,
    attachments: Vec<Attachment>,
    /// Of the customer's page, where it is known.
    language: Option<String>,
}

/// Adds a customer's message to the conversation that runs, or opens one with it.
fn take_in(
    change: &mut Change<'_, '_>,
    incoming: &IncomingMessage,
    running: Option<ConversationRecord>,
    written: Written,
) -> Result<(Message, ConversationSummary, Receipt), Failure> {
    let Written { id, at, opened, attachments, language } = written;
    let (customer, channel) = (incoming.customer(), incoming.channel());
    let mut message = Message {
        id,
        conversation_id: running.as_ref().map_or(opened, |running| running.id),
        author: Author::Customer,
        text: incoming.text().to_owned(),
        at,
        suggestion_id: None,
        attachments,
        by: None,
    };
    let from = running.as_ref().map(|running| running.status);
    let mut record = match running {
        Some(running) if running.customer != customer => {
            return Err(DeskError::OtherCustomer(running.id).into());
        }
        Some(mut running) => {
            running.customer_wrote(&message);
            running
        }
        None => ConversationRecord::opened_by(customer, channel, &message),
    };
    record.page_language = language.or(record.page_language);
    let received = LedgerFact::MessageReceived {
        customer: customer.to_owned(),
        channel,
        message: message.clone(),
    };
    message.by = Some(change.actor().clone());
    let receipt = change.append(at, Some(record.id), &received)?;
    change.put_message(id, record.id, receipt)?;
    change.put_attachments((record.id, id), &message.attachments, incoming.attachments())?;
    if let Some(from) = from.filter(|from| *from != record.status) {
        let reopened = LedgerFact::StatusChanged {
            from,
            to: record.status,
            cause: StatusCause::CustomerWrote,
        };
        change.append(at, Some(record.id), &reopened)?;
    }
    change.put_conversation(&record)?;
    Ok((message, change.summary(&record)?, receipt))
}

/// A reply that is about to be stored.
pub(crate) struct Sent {
    message: Message,
    /// What became of the suggestion that it began as, and the passages that one cites.
    outcome: Option<SuggestionOutcome>,
    chunks: Vec<String>,
    hand_over: bool,
    files: Vec<NewAttachment>,
}

impl Sent {
    /// Of a text that was checked, which began as this suggestion.
    pub fn new(
        conversation_id: ConversationId,
        author: Author,
        text: String,
        began_as: Option<&Suggestion>,
        hand_over: bool,
    ) -> Self {
        let outcome = began_as.map(|found| SuggestionOutcome {
            suggestion_id: found.id,
            edited: found.text.trim() != text,
            edit_ratio: edit_ratio(&found.text, &text),
        });
        let (id, at) = (MessageId::new(), Timestamp::now());
        let suggestion_id = began_as.map(|found| found.id);
        let attachments = Vec::new();
        let message =
            Message { id, conversation_id, author, text, at, suggestion_id, attachments, by: None };
        let chunks = began_as.map(cited).unwrap_or_default();
        Self { message, outcome, chunks, hand_over, files: Vec::new() }
    }

    /// With files, which are stored with it.
    pub fn with(mut self, files: Vec<NewAttachment>) -> Self {
        self.message.attachments = attachments::kept(&files);
        Self { files, ..self }
    }

    /// Stores all of it but the conversation, which is moved on.
    pub fn keep(
        &self,
        change: &mut Change<'_, '_>,
        record: &mut ConversationRecord,
    ) -> Result<(Message, Receipt), Failure> {
        let Self { message, outcome, chunks, hand_over, files } = self;
        let (outcome, hand_over) = (*outcome, *hand_over);
        let fact = LedgerFact::ReplySent { message: message.clone(), outcome, hand_over };
        // The entry says it once, beside the message.
        let by = Some(fact.actor(change.actor()).clone());
        let said = Message { by, ..message.clone() };
        record.reply_sent(&said, hand_over);
        let receipt = change.append(message.at, Some(record.id), &fact)?;
        change.put_message(message.id, record.id, receipt)?;
        change.put_attachments((record.id, message.id), &message.attachments, files)?;
        if let Some(outcome) = outcome {
            let kept = (1.0 - outcome.edit_ratio).clamp(0.0, 1.0);
            change.count_use(chunks, |passage| {
                passage.sent += kept;
                passage.replies += 1;
            })?;
        }
        Ok((said, receipt))
    }
}
