//! The bytes of one entry, and appending it.

use aside_contract::{Actor, ConversationId, LedgerLine, Timestamp};
pub use blake3::Hash as LedgerHash;
use heed::{RoTxn, RwTxn};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::{Kind, LedgerEntry, LedgerFact};
use crate::error::{DeskError, Failure};
use crate::tables::{Tables, exact, from_json, sequence, to_json, trail_key};

/// The length of an entry.
pub(super) const ENTRY_BYTES: usize = 130;
/// Where the hash begins, and the hashed bytes end.
const HASHED: usize = 98;
const FORMAT: u8 = 1;
pub(super) const SALT_BYTES: usize = 16;
const HEAD_KEY: &[u8] = b"ledger_head";

/// Proof that something was stored: its place in the ledger and the hash that pins it there.
///
/// Only this crate makes one, and only from an entry that it wrote; it leaves the crate after the
/// disk has the entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Receipt {
    sequence: u64,
    hash: LedgerHash,
}

impl Receipt {
    /// The entry's place in the ledger, from 1.
    pub fn sequence(&self) -> u64 {
        self.sequence
    }
    /// The entry's hash, which all later entries build on.
    pub fn hash(&self) -> LedgerHash {
        self.hash
    }
}

/// A body as it is written.
#[derive(Serialize)]
struct Said<'a> {
    #[serde(flatten)]
    fact: &'a LedgerFact,
    actor: &'a Actor,
}

/// Who did what a body says. Those that were written before this was kept have none.
#[derive(Deserialize)]
struct DoneBy {
    #[serde(default)]
    actor: Option<Actor>,
}

/// An entry without its body.
pub(super) struct Entry {
    pub kind: u8,
    pub sequence: u64,
    pub at: Timestamp,
    pub conversation: Option<ConversationId>,
    pub previous: LedgerHash,
    pub body: LedgerHash,
    pub hash: LedgerHash,
}

impl Entry {
    /// Reads an entry; none where the bytes cannot be one.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let bytes: &[u8; ENTRY_BYTES] = bytes.try_into().ok()?;
        let (format, rest) = bytes.split_first()?;
        let (kind, rest) = rest.split_first()?;
        let (sequence, rest) = rest.split_first_chunk::<8>()?;
        let (at, rest) = rest.split_first_chunk::<8>()?;
        let (conversation, rest) = rest.split_first_chunk::<16>()?;
        let (previous, rest) = rest.split_first_chunk::<32>()?;
        let (body, rest) = rest.split_first_chunk::<32>()?;
        let (hash, _) = rest.split_first_chunk::<32>()?;
        (*format == FORMAT).then(|| Self {
            kind: *kind,
            sequence: u64::from_be_bytes(*sequence),
            at: Timestamp(i64::from_be_bytes(*at)),
            conversation: (*conversation != [0; 16])
                .then(|| ConversationId::from_bytes(*conversation)),
            previous: LedgerHash::from_bytes(*previous),
            body: LedgerHash::from_bytes(*body),
            hash: LedgerHash::from_bytes(*hash),
        })
    }

    /// The hash that an entry of these bytes must have.
    pub fn hash_of(bytes: &[u8]) -> LedgerHash {
        blake3::hash(&bytes[..HASHED.min(bytes.len())])
    }
}

/// The sequence and hash of the last entry; zeros before the first.
pub(crate) fn head(tables: &Tables, txn: &RoTxn<'_>) -> Result<(u64, LedgerHash), Failure> {
    let Some(bytes) = tables.meta.get(txn, HEAD_KEY)? else {
        return Ok((0, LedgerHash::from_bytes([0; 32])));
    };
    let bytes: [u8; 40] = exact(bytes, "the ledger's head")?;
    Ok((sequence(&bytes[..8])?, LedgerHash::from_bytes(exact(&bytes[8..], "a hash")?)))
}

/// Appends a fact, and puts it on its conversation's trail.
pub(crate) fn append(
    tables: &Tables,
    txn: &mut RwTxn<'_>,
    at: Timestamp,
    conversation: Option<ConversationId>,
    fact: &LedgerFact,
    actor: &Actor,
) -> Result<Receipt, Failure> {
    let (last, previous) = head(tables, txn)?;
    let sequence = last + 1;
    let kind = fact.kind() as u8;

    let mut body = vec![0; SALT_BYTES];
    getrandom::fill(&mut body).map_err(|fault| {
        DeskError::NotStorable(format!("the system gives no random bytes: {fault}"))
    })?;
    body.extend(to_json(&Said { fact, actor })?);

    let mut bytes = Vec::with_capacity(ENTRY_BYTES);
    bytes.extend([FORMAT, kind]);
    bytes.extend(sequence.to_be_bytes());
    bytes.extend(at.0.to_be_bytes());
    bytes.extend(conversation.map_or([0; 16], |id| *id.as_bytes()));
    bytes.extend(previous.as_bytes());
    bytes.extend(blake3::hash(&body).as_bytes());
    let hash = Entry::hash_of(&bytes);
    bytes.extend(hash.as_bytes());

    let key = sequence.to_be_bytes();
    tables.ledger.put(txn, &key, &bytes)?;
    tables.bodies.put(txn, &key, &body)?;
    if let Some(conversation) = conversation {
        tables.trail.put(txn, &trail_key(conversation, sequence), &[kind])?;
    }
    let mut head = [0; 40];
    head[..8].copy_from_slice(&key);
    head[8..].copy_from_slice(hash.as_bytes());
    tables.meta.put(txn, HEAD_KEY, &head)?;
    Ok(Receipt { sequence, hash })
}

/// Empties the body of an entry; its hash stays.
pub(crate) fn erase(tables: &Tables, txn: &mut RwTxn<'_>, sequence: u64) -> Result<(), Failure> {
    Ok(tables.bodies.put(txn, &sequence.to_be_bytes(), &[])?)
}

/// Whether what an entry said was erased.
pub(crate) fn is_erased(tables: &Tables, txn: &RoTxn<'_>, sequence: u64) -> Result<bool, Failure> {
    Ok(tables.bodies.get(txn, &sequence.to_be_bytes())?.is_some_and(<[u8]>::is_empty))
}

/// What the entry with this sequence says.
pub(crate) fn body(tables: &Tables, txn: &RoTxn<'_>, sequence: u64) -> Result<LedgerFact, Failure> {
    Ok(told(tables, txn, sequence)?.0)
}

/// What the entry with this sequence says, and who did it. A message says that, too.
fn told(
    tables: &Tables,
    txn: &RoTxn<'_>,
    sequence: u64,
) -> Result<(LedgerFact, Option<Actor>), Failure> {
    if is_erased(tables, txn, sequence)? {
        return Ok((LedgerFact::Erased, None));
    }
    let mut fact: LedgerFact = body_as(tables, txn, sequence)?;
    let DoneBy { actor } = body_as(tables, txn, sequence)?;
    if let Some(message) = fact.message_mut() {
        message.by.clone_from(&actor);
    }
    Ok((fact, actor))
}

/// The part of what the entry with this sequence says that `T` has.
pub(crate) fn body_as<T: DeserializeOwned>(
    tables: &Tables,
    txn: &RoTxn<'_>,
    sequence: u64,
) -> Result<T, Failure> {
    let bytes = tables.bodies.get(txn, &sequence.to_be_bytes())?;
    let json = bytes.and_then(|bytes| bytes.get(SALT_BYTES..));
    let json = json
        .ok_or_else(|| DeskError::Damaged(format!("ledger entry {sequence} has lost its body")))?;
    Ok(from_json(json, &format!("the body of ledger entry {sequence}"))?)
}

/// The entry with this sequence, with everything that its hash is made of.
pub(crate) fn line(tables: &Tables, txn: &RoTxn<'_>, sequence: u64) -> Result<LedgerLine, Failure> {
    let key = sequence.to_be_bytes();
    let lost = |what: &str| DeskError::Damaged(format!("ledger entry {sequence} {what}"));
    let entry = tables.ledger.get(txn, &key)?.and_then(Entry::from_bytes);
    let entry = entry.ok_or_else(|| lost("is lost"))?;
    if is_erased(tables, txn, sequence)? {
        return Ok(LedgerLine {
            sequence: entry.sequence,
            at: entry.at,
            kind: entry.kind,
            conversation: entry.conversation,
            previous: entry.previous.to_hex().to_string(),
            salt: String::new(),
            fact: String::new(),
            hash: entry.hash.to_hex().to_string(),
            erased: Some(entry.body.to_hex().to_string()),
            withheld: None,
            masked: None,
        });
    }
    let body = tables.bodies.get(txn, &key)?.and_then(|body| body.split_at_checked(SALT_BYTES));
    let (salt, fact) = body.ok_or_else(|| lost("has lost its body"))?;
    let fact = std::str::from_utf8(fact).map_err(|_| lost("has a body that is no text"))?;
    Ok(LedgerLine {
        sequence: entry.sequence,
        at: entry.at,
        kind: entry.kind,
        conversation: entry.conversation,
        previous: entry.previous.to_hex().to_string(),
        salt: salt.iter().map(|byte| format!("{byte:02x}")).collect(),
        fact: fact.to_owned(),
        hash: entry.hash.to_hex().to_string(),
        erased: None,
        withheld: None,
        masked: None,
    })
}

impl LedgerEntry {
    /// Reads the entry with this sequence, body included.
    pub(crate) fn read(tables: &Tables, txn: &RoTxn<'_>, sequence: u64) -> Result<Self, Failure> {
        let entry = tables.ledger.get(txn, &sequence.to_be_bytes())?.and_then(Entry::from_bytes);
        let entry =
            entry.ok_or_else(|| DeskError::Damaged(format!("ledger entry {sequence} is lost")))?;
        let Entry { kind, sequence, at, conversation, previous, body: _, hash } = entry;
        let (fact, actor) = told(tables, txn, sequence)?;
        if Kind::from_byte(kind)? != fact.kind() && fact != LedgerFact::Erased {
            return Err(DeskError::Damaged(format!(
                "ledger entry {sequence} says one kind and holds another"
            ))
            .into());
        }
        Ok(Self { sequence, at, conversation, actor, fact, previous, hash })
    }
}
