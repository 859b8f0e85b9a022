//! The desk: everything that people said and decided.
//!
//! Owns conversations with their messages and tickets, the advice that was given on them, what became of each
//! suggestion, who is a VIP and which tier of service a customer has, what each message means, who works
//! with it, the webhooks with the outbox of what they are told, and the append-only ledger that proves all
//! of it. It has an LMDB environment of its own, so that indexing documents never makes a customer wait, and one writer
//! thread, so that many callers share one flush to the disk.
//!
//! Refuses to decide anything: it stores the priorities, labels and recommendations that others
//! worked out. It makes no acknowledgement before the disk has it: a [`Receipt`] exists only for
//! what is stored, and only this crate can make one.
//!
//! The path of a write: [`Desk`] checks the caller's values and hands a change to `writer`, which
//! takes all waiting changes into one transaction, each in a nested one so that a refused change
//! leaves the others alone; a change reads and writes `tables`, moves the conversation on by the
//! rules in `conversation` and appends to `ledger`; the transaction is committed, and then every
//! caller gets its answer. The path of a read: `queries` over a snapshot, never waiting for writes; what
//! the list of conversations shows is kept decoded in `list`, which follows each commit.
//!
//! What webhooks are told is queued with the entry that it tells, in the same transaction, and points to
//! it: see `outbox`.
//!
//! What was said and decided stands once, in the ledger's bodies; the other tables point into it
//! or can be worked out from it again.

mod about;
mod advice;
mod api_tokens;
mod attachments;
mod backup;
mod change;
mod chat_keys;
mod conversation;
mod desk;
mod dump;
mod edit;
mod error;
mod forget;
mod golden;
mod inspect;
mod ledger;
mod left;
mod list;
mod meaning;
mod memory;
mod nearest;
mod outbox;
mod queries;
mod reviews;
mod rewrite;
mod sessions;
mod sharing;
mod store;
mod tables;
mod tickets;
mod unanswered;
mod users;
mod verdicts;
mod webhooks;
mod writer;

pub use advice::{AssistantReply, GivenAnswer};
pub use attachments::{NoText, StoredAttachment};
pub use backup::back_up;
pub use desk::Desk;
pub use error::DeskError;
pub use inspect::{DeskInspection, inspect};
pub use ledger::{
    AdviceGlance, Glance, KEY_BYTES, LedgerEntry, LedgerFact, LedgerFault, LedgerGlance,
    LedgerHash, LedgerKey, LedgerReport, LedgerStep, ModelCall, RatingGlance, Receipt,
    ReceivedGlance, ReplyGlance, RetrievedPassage, SignedHead, StandingGlance, StatusCause,
    StatusGlance, SuggestionOutcome, TicketChangeGlance, TicketGlance,
};
pub use left::LeftUndone;
pub use list::{ConversationList, Listed, Rank};
pub use meaning::{Alike, Meaning};
pub use nearest::Nearest;
pub use outbox::{Attempt, Delivery, Due, MOST_FAILED, MOST_WAITING, Told, ToldEntry};
pub use sessions::{ChatSession, SessionKey};
pub use tickets::HandedOver;
pub use unanswered::{Unanswered, UnansweredSearch};
pub use users::{Renewal, SignInId, UserChange};
pub use verdicts::RuleVerdict;
