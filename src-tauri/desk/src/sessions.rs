//! Sessions of the customer chat: whoever holds a session's token writes in its conversation and reads it.

use aside_contract::{ConversationId, MessageId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::error::{DeskError, Failure};
use crate::tables::{Tables, from_json};

/// How many of its newest messages a session knows by the names that the customer's side gave them:
/// more than a side sends again after its connection broke.
const KNOWN_NAMES: usize = 64;

/// What stands for a session's token in the store, so that whoever reads the store cannot write as a
/// customer: its BLAKE3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SessionKey([u8; 32]);

impl SessionKey {
    /// Of a token.
    pub fn of(token: &str) -> Self {
        Self(*blake3::hash(token.as_bytes()).as_bytes())
    }

    pub(crate) fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// A session as it is kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChatSession {
    /// Who writes.
    pub customer: String,
    /// Its conversation, which begins with the first message.
    pub conversation: ConversationId,
    /// The language of the page that opened it, as its tag (`de-AT`), where it said so.
    #[serde(default)]
    pub language: Option<String>,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// How content the customer was, 1 to 5; none before it was said.
    #[serde(default)]
    pub rating: Option<u8>,
    /// The newest messages that came with a name, oldest first.
    #[serde(default)]
    named: Vec<(String, MessageId)>,
}

impl ChatSession {
    pub(crate) fn new(customer: &str, language: Option<&str>, opened_at: Timestamp) -> Self {
        Self {
            customer: customer.to_owned(),
            conversation: ConversationId::new(),
            language: language.map(str::to_owned),
            opened_at,
            rating: None,
            named: Vec::new(),
        }
    }

    /// The message that came under this name.
    pub fn message_named(&self, name: &str) -> Option<MessageId> {
        self.named.iter().find(|(known, _)| known == name).map(|(_, message)| *message)
    }

    pub(crate) fn name(&mut self, name: &str, message: MessageId) {
        self.named.push((name.to_owned(), message));
        if self.named.len() > KNOWN_NAMES {
            self.named.remove(0);
        }
    }
}

/// The session, if there is one.
pub(crate) fn session(
    tables: &Tables,
    txn: &heed::RoTxn<'_>,
    key: SessionKey,
) -> Result<Option<ChatSession>, Failure> {
    let found = tables.sessions.get(txn, key.as_bytes())?;
    Ok(found.map(|bytes| from_json(bytes, "a session of the chat")).transpose()?)
}

/// The session, or the refusal that there is none.
pub(crate) fn expect(found: Option<ChatSession>) -> Result<ChatSession, DeskError> {
    found.ok_or(DeskError::UnknownSession)
}
