//! The tables, their keys, and how values are written.
//!
//! | table | key | value |
//! |---|---|---|
//! | `meta` | name | `schema`: u32; `ledger_head`: sequence and hash of the last ledger entry; `signing`: there where its head is signed; `scrub`: there where something was erased since the file was written anew |
//! | `ledger` | sequence | the entry, see `ledger` |
//! | `ledger_bodies` | sequence | what the entry says, see `ledger` |
//! | `trail` | conversation, sequence | the entry's kind, one byte |
//! | `conversations` | conversation | [`ConversationRecord`] as JSON |
//! | `customers` | BLAKE3 of the customer's id | [`Customer`] as JSON |
//! | `chats` | channel, BLAKE3 of the customer's id | the conversation |
//! | `messages` | message | conversation, sequence of the entry that holds it |
//! | `advice` | message | sequence of the newest advice on it |
//! | `suggestions` | suggestion | sequence of the advice that made it |
//! | `corrections` | message, which label | sequence of the entry that corrected it |
//! | `allowed` | BLAKE3 of the document's id | BLAKE3 of the content that was allowed |
//! | `meanings` | BLAKE3 of the customer's id, message | the message's [`Meaning`](crate::Meaning) |
//! | `sessions` | BLAKE3 of the session's token | [`ChatSession`](crate::ChatSession) as JSON |
//! | `uses` | BLAKE3 of the passage's id | what became of suggestions that cite it, as JSON |
//! | `tickets` | conversation | its [`Ticket`](aside_contract::Ticket) as JSON |
//! | `ticket_ids` | the ticket's id in letters | its conversation |
//! | `verdicts` | message, BLAKE3 of the rule's name | [`RuleVerdict`](crate::RuleVerdict) as JSON |
//! | `facts` | BLAKE3 of the customer's id, fact | [`StoredFact`](crate::memory::StoredFact) as JSON |
//! | `fact_meanings` | the same | the fact's [`Meaning`](crate::Meaning) |
//! | `users` | user | who signs in, with the password's hash, as JSON |
//! | `chat_keys` | the key's id | [`ChatKey`](aside_contract::ChatKey) as JSON |
//! | `api_tokens` | the token's id | [`ApiToken`](aside_contract::ApiToken), with the BLAKE3 of the secret, as JSON |
//! | `sign_ins` | the sign-in's id | who is signed in, with the BLAKE3 of the secret, as JSON |
//! | `webhooks` | webhook | its [`Webhook`](aside_contract::Webhook) as JSON |
//! | `attachments` | attachment | [`StoredAttachment`](crate::StoredAttachment) as JSON |
//! | `attachment_bytes` | attachment, number of the piece | the piece |
//! | `attachment_texts` | attachment | 1 where it goes on, else 0; then the text that was read from it |
//! | `outbox` | webhook, when it is due, delivery | what waits to be delivered, see [`outbox`](crate::outbox), as JSON |
//! | `dead_letters` | webhook, delivery | what was given up, as JSON |
//! | `searches` | id | [`UnansweredSearch`](crate::UnansweredSearch) as JSON |
//! | `reviews` | conversation | its [`Review`](aside_contract::Review) as JSON |
//! | `golden` | BLAKE3 of the knowledge folder | what came of its golden questions, as the engine wrote it |
//!
//! Numbers are big-endian, so keys sort by number. Messages are ordered by ledger sequence, not by
//! clock: a clock that is set back cannot reorder a conversation. A customer's id is hashed in keys
//! because it may be longer than LMDB's 511 bytes. Values with fields are JSON: these stores are
//! kept for years, and JSON describes itself, takes new fields without a rewrite, and is read by
//! any tool that checks an export.

use aside_contract::{Channel, ConversationId, LabelKind, MessageId, Profile, Standing};
use heed::types::Bytes;
use heed::{CommitOrAbort, Database, Env, RwTxn, WithoutTls};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::conversation::ConversationRecord;
use crate::error::{DeskError, Failure};

/// The format of the tables that this release writes.
pub(crate) const SCHEMA: u32 = 9;
const SCHEMA_KEY: &[u8] = b"schema";
/// There where the ledger's head is signed.
pub(crate) const SIGNING_KEY: &[u8] = b"signing";
/// There where something was erased and the store is to be written anew.
pub(crate) const SCRUB_KEY: &[u8] = b"scrub";

/// One table: keys and values are bytes, and the functions below know their forms.
pub(crate) type Table = Database<'static, Bytes, Bytes>;

/// Handles of every table.
pub(crate) struct Tables {
    pub meta: Table,
    pub ledger: Table,
    pub bodies: Table,
    pub trail: Table,
    pub conversations: Table,
    pub customers: Table,
    pub chats: Table,
    pub messages: Table,
    pub advice: Table,
    pub suggestions: Table,
    pub corrections: Table,
    pub meanings: Table,
    pub allowed: Table,
    pub uses: Table,
    pub sessions: Table,
    pub tickets: Table,
    pub ticket_ids: Table,
    pub verdicts: Table,
    pub facts: Table,
    pub fact_meanings: Table,
    pub users: Table,
    pub sign_ins: Table,
    pub webhooks: Table,
    pub outbox: Table,
    pub dead_letters: Table,
    pub chat_keys: Table,
    pub api_tokens: Table,
    pub searches: Table,
    pub reviews: Table,
    pub golden: Table,
    pub attachments: Table,
    pub attachment_bytes: Table,
    pub attachment_texts: Table,
}

/// From this format on the beginnings of messages that the list shows have their secrets covered.
const COVERED: u32 = 9;
/// The table with the conversations.
const CONVERSATIONS: &str = "conversations";

/// How many tables there are.
pub(crate) const TABLES: u32 = NAMES.len() as u32;
const NAMES: [&str; 33] = [
    "meta",
    "ledger",
    "ledger_bodies",
    "trail",
    CONVERSATIONS,
    "customers",
    "chats",
    "messages",
    "advice",
    "suggestions",
    "corrections",
    "meanings",
    "allowed",
    "uses",
    "sessions",
    "tickets",
    "ticket_ids",
    "verdicts",
    "facts",
    "fact_meanings",
    "users",
    "sign_ins",
    "webhooks",
    "outbox",
    "dead_letters",
    "chat_keys",
    "api_tokens",
    "searches",
    "reviews",
    "golden",
    "attachments",
    "attachment_bytes",
    "attachment_texts",
];

/// What is kept of a customer.
#[derive(Serialize, Deserialize)]
pub(crate) struct Customer {
    /// The customer's name or id.
    pub customer: String,
    /// What the customer is entitled to.
    #[serde(flatten)]
    pub standing: Standing,
    /// What the team knows.
    #[serde(default)]
    pub profile: Profile,
}

impl Tables {
    /// Opens the tables, and makes them in a new store.
    ///
    /// # Errors
    /// [`DeskError::NewerSchema`] before anything is changed; else what LMDB says.
    pub fn open(env: &Env<WithoutTls>) -> Result<Self, Failure> {
        let txn = env.write_txn()?;
        let made = env.create_databases_and_commit(txn, |opener, txn| -> Result<_, Failure> {
            let meta: Database<'_, Bytes, Bytes> = opener.create_database(txn, Some(NAMES[0]))?;
            let mut covers = false;
            match meta.get(txn, SCHEMA_KEY)? {
                None => meta.put(txn, SCHEMA_KEY, &SCHEMA.to_be_bytes())?,
                Some(bytes) => {
                    let found = u32::from_be_bytes(exact(bytes, "the schema number")?);
                    if found > SCHEMA {
                        let path = env.path().to_owned();
                        return Err(DeskError::NewerSchema { path, found, known: SCHEMA }.into());
                    }
                    // Later formats only add tables and facts: an older store needs little but its
                    // number, so that an older release refuses what it does not know.
                    covers = found < COVERED;
                    if found < SCHEMA {
                        meta.put(txn, SCHEMA_KEY, &SCHEMA.to_be_bytes())?;
                    }
                }
            }
            let mut made = [meta; NAMES.len()];
            for (slot, name) in made.iter_mut().zip(NAMES).skip(1) {
                *slot = opener.create_database(txn, Some(name))?;
                if covers && name == CONVERSATIONS {
                    cover_previews(*slot, txn)?;
                }
            }
            Ok(CommitOrAbort::<_, ()>::Commit(made))
        })?;
        let CommitOrAbort::Commit(made) = made else { return Err(Failure::NotOpen) };
        let [
            meta,
            ledger,
            bodies,
            trail,
            conversations,
            customers,
            chats,
            messages,
            advice,
            suggestions,
            corrections,
            meanings,
            allowed,
            uses,
            sessions,
            tickets,
            ticket_ids,
            verdicts,
            facts,
            fact_meanings,
            users,
            sign_ins,
            webhooks,
            outbox,
            dead_letters,
            chat_keys,
            api_tokens,
            searches,
            reviews,
            golden,
            attachments,
            attachment_bytes,
            attachment_texts,
        ] = made;
        Ok(Self {
            meta,
            ledger,
            bodies,
            trail,
            conversations,
            customers,
            chats,
            messages,
            advice,
            suggestions,
            corrections,
            meanings,
            allowed,
            uses,
            sessions,
            tickets,
            ticket_ids,
            verdicts,
            facts,
            fact_meanings,
            users,
            sign_ins,
            webhooks,
            outbox,
            dead_letters,
            chat_keys,
            api_tokens,
            searches,
            reviews,
            golden,
            attachments,
            attachment_bytes,
            attachment_texts,
        })
    }

    /// Every table, in the same order in every store.
    pub fn all(&self) -> [Table; NAMES.len()] {
        [
            self.meta,
            self.ledger,
            self.bodies,
            self.trail,
            self.conversations,
            self.customers,
            self.chats,
            self.messages,
            self.advice,
            self.suggestions,
            self.corrections,
            self.meanings,
            self.allowed,
            self.uses,
            self.sessions,
            self.tickets,
            self.ticket_ids,
            self.verdicts,
            self.facts,
            self.fact_meanings,
            self.users,
            self.sign_ins,
            self.webhooks,
            self.outbox,
            self.dead_letters,
            self.chat_keys,
            self.api_tokens,
            self.searches,
            self.reviews,
            self.golden,
            self.attachments,
            self.attachment_bytes,
            self.attachment_texts,
        ]
    }
}

/// Covers the secrets in what the list shows of conversations from before it was covered when it was stored.
fn cover_previews(
    conversations: Database<'_, Bytes, Bytes>,
    txn: &mut RwTxn<'_>,
) -> Result<(), Failure> {
    let mut changed = Vec::new();
    for row in conversations.iter(txn)? {
        let (key, value) = row?;
        let mut record: ConversationRecord = from_json(value, "a conversation")?;
        if record.cover_preview() {
            changed.push((key.to_vec(), to_json(&record)?));
        }
    }
    for (key, value) in changed {
        conversations.put(txn, &key, &value)?;
    }
    Ok(())
}

/// The key of a customer.
pub(crate) fn customer_key(customer: &str) -> [u8; 32] {
    *blake3::hash(customer.as_bytes()).as_bytes()
}

/// The key of a document.
pub(crate) fn document_key(document: &str) -> [u8; 32] {
    *blake3::hash(document.as_bytes()).as_bytes()
}

/// The key of a passage.
pub(crate) fn passage_key(chunk: &str) -> [u8; 32] {
    *blake3::hash(chunk.as_bytes()).as_bytes()
}

/// The key of a customer's running conversation on a channel.
pub(crate) fn chat_key(channel: Channel, customer: &str) -> [u8; 33] {
    let mut key = [0; 33];
    key[0] = match channel {
        Channel::Desk => 0,
        Channel::Chat => 1,
        Channel::Cli => 2,
    };
    key[1..].copy_from_slice(&customer_key(customer));
    key
}

/// The key of an entry in a conversation's trail, and the value of a message.
pub(crate) fn trail_key(conversation: ConversationId, sequence: u64) -> [u8; 24] {
    let mut key = [0; 24];
    key[..16].copy_from_slice(conversation.as_bytes());
    key[16..].copy_from_slice(&sequence.to_be_bytes());
    key
}

/// The parts of [`trail_key`].
pub(crate) fn split_trail_key(key: &[u8]) -> Result<(ConversationId, u64), DeskError> {
    let key: [u8; 24] = exact(key, "an entry of a conversation's trail")?;
    let conversation = ConversationId::from_bytes(exact(&key[..16], "a conversation's id")?);
    Ok((conversation, sequence(&key[16..])?))
}

/// The key of a label that was corrected.
pub(crate) fn correction_key(message: MessageId, label: LabelKind) -> [u8; 17] {
    let mut key = [0; 17];
    key[..16].copy_from_slice(message.as_bytes());
    key[16] = match label {
        LabelKind::Intent => 0,
        LabelKind::Category => 1,
        LabelKind::Sentiment => 2,
        LabelKind::OwnIntent => 3,
        LabelKind::OwnCategory => 4,
    };
    key
}

/// A ledger sequence.
pub(crate) fn sequence(bytes: &[u8]) -> Result<u64, DeskError> {
    Ok(u64::from_be_bytes(exact(bytes, "a ledger sequence")?))
}

/// Exactly `N` bytes, or the damage named after `what` was expected.
pub(crate) fn exact<const N: usize>(bytes: &[u8], what: &str) -> Result<[u8; N], DeskError> {
    bytes
        .try_into()
        .map_err(|_| DeskError::Damaged(format!("{what} has {} bytes instead of {N}", bytes.len())))
}

/// A value from its JSON, or the damage named after `what` was expected.
pub(crate) fn from_json<T: DeserializeOwned>(bytes: &[u8], what: &str) -> Result<T, DeskError> {
    serde_json::from_slice(bytes)
        .map_err(|fault| DeskError::Damaged(format!("{what} cannot be read ({fault})")))
}

/// A value as JSON.
pub(crate) fn to_json<T: Serialize>(value: &T) -> Result<Vec<u8>, DeskError> {
    serde_json::to_vec(value).map_err(|fault| DeskError::NotStorable(fault.to_string()))
}
