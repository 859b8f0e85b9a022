//! The append-only ledger: what happened, in order, with a hash chain that shows any alteration.
//!
//! Two tables with the same key, the entry's sequence (u64, from 1, without gaps):
//!
//! `ledger` holds the entry, 130 bytes, numbers big-endian:
//!
//! | bytes | what |
//! |---|---|
//! | 0 | format of the entry: 1 |
//! | 1 | kind: 1 message received, 2 advice given, 3 reply sent, 4 status changed, 5 VIP set, 6 label corrected, 7 document judged, 8 suggestion dismissed, 9 ticket opened, 10 ticket changed, 11 rule judged, 12 fact kept, 13 fact dropped, 14 profile set, 15 customer forgotten, 16 signing began, 17 lead changed, 18 session rated, 19 model asked, 20 conversation reviewed |
//! | 2..10 | sequence, the same number as the key |
//! | 10..18 | when: milliseconds since 1970-01-01 UTC, i64 |
//! | 18..34 | the conversation's id; zeros where an entry belongs to none |
//! | 34..66 | hash of the entry before; zeros for the first |
//! | 66..98 | BLAKE3 of the body's bytes |
//! | 98..130 | this entry's hash: BLAKE3 of bytes 0..98 |
//!
//! `ledger_bodies` holds what the entry says: 16 random bytes, then a [`LedgerFact`] as JSON in
//! UTF-8, with the field `actor` beside its own that says who did it. The chain holds only the body's hash, so a body can be erased for good and the chain still
//! proves every other entry; the random bytes keep an erased short text from being guessed by
//! trying hashes. An erased body has no bytes; entries of kind 13 and 15 name those that were erased
//! before them, and a body that is empty without that is a fault.
//!
//! `ledger_head` in `meta` repeats the last entry's sequence and hash, so a tail that broke off is seen.
//! What somebody does who rewrites an entry and every hash after it, head included, or who cuts the
//! tail off, is seen by the head that [`signed_head`] keeps beside the store, where there is a key.

mod entry;
mod fact;
mod glance;
mod masked;
mod signed_head;
mod verify;

pub use entry::{LedgerHash, Receipt};
pub(crate) use entry::{append, body, body_as, erase, head, is_erased, line};
pub(crate) use fact::Kind;
pub use fact::{
    LedgerEntry, LedgerFact, LedgerStep, ModelCall, RetrievedPassage, StatusCause,
    SuggestionOutcome,
};
pub(crate) use glance::glances_after;
pub use glance::{
    AdviceGlance, Glance, LedgerGlance, RatingGlance, ReceivedGlance, ReplyGlance, StandingGlance,
    StatusGlance, TicketChangeGlance, TicketGlance,
};
pub(crate) use masked::masked;
pub(crate) use signed_head::{HEAD_FILE, HeadFile};
pub use signed_head::{KEY_BYTES, LedgerKey, SignedHead};
pub use verify::{LedgerFault, LedgerReport};
pub(crate) use verify::{hash_at, verify};
