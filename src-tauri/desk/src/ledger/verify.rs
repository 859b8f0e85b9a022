//! Walking the whole ledger to see that nothing was altered.

use std::collections::BTreeSet;
use std::fmt;

use heed::RoTxn;
use serde::Deserialize;

use super::entry::{Entry, SALT_BYTES, head};
use super::{Kind, LedgerHash, SignedHead};
use crate::error::Failure;
use crate::tables::{Tables, sequence, trail_key};

/// What a walk over the whole ledger found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerReport {
    /// How many entries are sound, counted from the first.
    pub sound: u64,
    /// The hash of the last sound entry; zeros before the first.
    pub head: LedgerHash,
    /// The first fault. What comes after it proves nothing.
    pub fault: Option<LedgerFault>,
    /// The head that was signed last; `None` where the key is not at hand or nothing was signed.
    pub signed: Option<SignedHead>,
}

/// The first entry that is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerFault {
    /// The place of the entry that is changed, missing, out of order or too many.
    pub sequence: u64,
    /// What is wrong with it, as a sentence.
    pub reason: String,
}

impl LedgerReport {
    /// Whether nothing was altered.
    pub fn is_sound(&self) -> bool {
        self.fault.is_none()
    }
}

impl fmt::Display for LedgerReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.fault {
            None => write!(f, "{} entries, all sound", self.sound),
            Some(LedgerFault { sequence, reason }) => {
                write!(f, "{} sound entries, then entry {sequence}: {reason}", self.sound)
            }
        }
    }
}

/// The hash of an entry as it stands; `None` where there is none.
pub(crate) fn hash_at(
    tables: &Tables,
    txn: &RoTxn<'_>,
    sequence: u64,
) -> Result<Option<LedgerHash>, Failure> {
    let bytes = tables.ledger.get(txn, &sequence.to_be_bytes())?;
    Ok(bytes.and_then(Entry::from_bytes).map(|entry| entry.hash))
}

/// Walks entries and bodies side by side and stops at the first fault. `signed` is what was read of the
/// signed head before `txn` began, where the key is at hand.
pub(crate) fn verify(
    tables: &Tables,
    txn: &RoTxn<'_>,
    signed: Option<Option<SignedHead>>,
) -> Result<LedgerReport, Failure> {
    let (last, head_hash) = head(tables, txn)?;
    let mut report = LedgerReport {
        sound: 0,
        head: LedgerHash::from_bytes([0; 32]),
        fault: None,
        signed: signed.flatten(),
    };
    let mut signing_began = false;
    // Empty bodies that no later entry has named yet.
    let mut unexplained = BTreeSet::new();
    let mut on_trail = 0;
    let mut bodies = tables.bodies.iter(txn)?;
    for row in tables.ledger.iter(txn)? {
        let (key, bytes) = row?;
        let expected = report.sound + 1;
        let body = bodies.next().transpose()?;
        let said = body.map_or(&[][..], |(_, said)| said);
        match check(expected, &report, key, bytes, body) {
            Err(reason) => return Ok(report.with_fault(expected, reason)),
            Ok(_) if expected > last => {
                return Ok(report.with_fault(expected, "it was added behind the ledger's back"));
            }
            Ok(entry) => {
                if let Some(conversation) = entry.conversation {
                    let mark = tables.trail.get(txn, &trail_key(conversation, expected))?;
                    if mark != Some(&[entry.kind]) {
                        return Ok(report
                            .with_fault(expected, "it was taken off its conversation's trail"));
                    }
                    on_trail += 1;
                }
                if said.is_empty() {
                    unexplained.insert(expected);
                }
                let explains = [Kind::FactDropped, Kind::CustomerForgotten];
                if explains.iter().any(|kind| *kind as u8 == entry.kind) {
                    for erased in erased_by(said) {
                        unexplained.remove(&erased);
                    }
                }
                signing_began |= entry.kind == Kind::SigningBegan as u8;
                report.sound = expected;
                report.head = entry.hash;
            }
        }
    }
    let next = report.sound + 1;
    if report.sound < last {
        return Ok(report.with_fault(next, "it is missing at the end"));
    }
    if report.head != head_hash {
        let sequence = report.sound;
        return Ok(report.with_fault(sequence, "it is not the entry that the ledger's head names"));
    }
    if bodies.next().is_some() {
        return Ok(report.with_fault(next, "a body was added without an entry"));
    }
    if tables.trail.len(txn)? != on_trail {
        return Ok(
            report.with_fault(next, "a conversation's trail names entries that are not there")
        );
    }
    if let Some(first) = unexplained.first() {
        return Ok(report.with_fault(*first, "what it said is gone, and no entry says why"));
    }
    match report.signed {
        Some(head) if head.sequence > report.sound => {
            Ok(report.with_fault(next, "it was signed, and is cut off with all after it"))
        }
        Some(head) if hash_at(tables, txn, head.sequence)? != Some(head.hash) => Ok(report
            .with_fault(head.sequence, "another entry was signed: the ledger was written anew")),
        None if signed.is_some() && signing_began => {
            let sequence = report.sound;
            Ok(report.with_fault(sequence, "its signed head is missing, or another key signed it"))
        }
        _ => Ok(report),
    }
}

/// The part of an entry that names what was erased.
#[derive(Deserialize)]
struct Erasing {
    erased: Vec<u64>,
}

/// The entries that an entry says to have been erased; none where it does not read so.
fn erased_by(body: &[u8]) -> Vec<u64> {
    let json = body.get(SALT_BYTES..).unwrap_or_default();
    serde_json::from_slice::<Erasing>(json).map(|said| said.erased).unwrap_or_default()
}

fn check(
    expected: u64,
    before: &LedgerReport,
    key: &[u8],
    bytes: &[u8],
    body: Option<(&[u8], &[u8])>,
) -> Result<Entry, &'static str> {
    match sequence(key) {
        Ok(found) if found == expected => {}
        Ok(found) if found > expected => return Err("it is missing"),
        _ => return Err("an entry was put before it"),
    }
    let entry = Entry::from_bytes(bytes).ok_or("its bytes are no entry")?;
    if Entry::hash_of(bytes) != entry.hash {
        return Err("its bytes were changed");
    }
    if entry.sequence != expected {
        return Err("another entry stands in its place");
    }
    if entry.previous != before.head {
        return Err("it does not follow the entry before it");
    }
    match body {
        Some((body_key, body)) if body_key == key => {
            // Erased: an entry after it has to say so.
            if !body.is_empty() && blake3::hash(body) != entry.body {
                return Err("its body was changed");
            }
        }
        _ => return Err("its body is missing, or a body was added before it"),
    }
    Ok(entry)
}

impl LedgerReport {
    fn with_fault(self, sequence: u64, reason: &str) -> Self {
        Self { fault: Some(LedgerFault { sequence, reason: reason.to_owned() }), ..self }
    }
}
