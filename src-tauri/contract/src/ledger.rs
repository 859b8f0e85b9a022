//! The ledger, as it is checked, replayed and exported.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{Actor, ConversationId, Timestamp};

/// What a walk over the whole ledger found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LedgerState {
    /// How many entries are sound, counted from the first.
    pub sound: u64,
    /// The hash of the last sound entry, in hexadecimal; zeros where there is none.
    pub head: String,
    /// The first entry that is not as it was written; `null` where all are. What comes after it proves
    /// nothing.
    pub fault: Option<LedgerProblem>,
    /// The head that was signed last; `null` where there is no key, or nothing was signed.
    pub signed: Option<LedgerSignature>,
}

/// That the ledger had reached an entry, said by who holds the key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LedgerSignature {
    /// The entry that was the last one then.
    pub sequence: u64,
    /// When it was signed.
    pub at: Timestamp,
    /// The public key, in hexadecimal.
    pub key: String,
}

/// The first entry that is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LedgerProblem {
    /// The place of the entry that is changed, missing, out of order or too many.
    pub sequence: u64,
    /// What is wrong with it, as a sentence.
    pub reason: String,
}

/// One entry with everything that its hash is made of, for checking it elsewhere. The format is
/// described in docs/ledger.md.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LedgerLine {
    /// Its place, from 1, without gaps.
    pub sequence: u64,
    /// When it was written.
    pub at: Timestamp,
    /// Its kind, as the number that is hashed.
    pub kind: u8,
    /// The conversation that it belongs to, if any.
    pub conversation: Option<ConversationId>,
    /// The hash of the entry before it, in hexadecimal.
    pub previous: String,
    /// The random bytes before its fact, in hexadecimal.
    pub salt: String,
    /// What happened: the very bytes that were hashed, which are JSON.
    pub fact: String,
    /// Its own hash, in hexadecimal.
    pub hash: String,
    /// The hash of what it said, in hexadecimal, where that was erased; `salt` and `fact` are empty then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub erased: Option<String>,
    /// The hash of what it says, in hexadecimal, where that is told masked; `salt` and `fact` are empty
    /// then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withheld: Option<String>,
    /// What happened, as JSON whose texts are masked: for people to read, and in no hash.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub masked: Option<String>,
}

/// Entries in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LedgerPage {
    /// The entries after the one asked for.
    pub lines: Vec<LedgerLine>,
}

/// One step of a conversation, in plain words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReplayStep {
    /// The entry's place in the ledger.
    pub sequence: u64,
    /// When.
    pub at: Timestamp,
    /// Who did it; absent where that was not kept yet, or is erased.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<Actor>,
    /// What happened, as a sentence.
    pub what: String,
    /// How it came about, a line each.
    pub details: Vec<String>,
}

/// A conversation, step by step.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Replay {
    /// Oldest first.
    pub steps: Vec<ReplayStep>,
}
