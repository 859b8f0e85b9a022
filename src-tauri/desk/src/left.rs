//! What was left undone in the chat when the process was ended in the middle of it.

use aside_contract::{ConversationId, ConversationSummary, Message};
use heed::RoTxn;

use crate::conversation::ConversationRecord;
use crate::desk::Desk;
use crate::error::{DeskError, Failure};
use crate::ledger::{self, Kind, LedgerFact};
use crate::list;
use crate::queries::trail;
use crate::tables::{Tables, from_json};

/// What was left undone.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LeftUndone {
    /// The customers' messages that were stored and never looked at, each with its conversation: by
    /// conversation, oldest first. Where a person leads, they answer by themself.
    pub unread: Vec<(Message, ConversationSummary)>,
    /// The conversations in which the chat announced a person because of an escalation, and that have no
    /// ticket of it.
    pub without_ticket: Vec<ConversationId>,
}

impl Desk {
    /// Looks through every conversation for what was left undone.
    ///
    /// # Errors
    /// [`DeskError::Storage`] or [`DeskError::Damaged`].
    pub fn left_undone(&self) -> Result<LeftUndone, DeskError> {
        self.store.read(|tables, txn| {
            let mut left = LeftUndone::default();
            for row in tables.conversations.iter(txn)? {
                let record: ConversationRecord = from_json(row?.1, "a conversation")?;
                // Messages are looked at in their order: none is left where the newest was.
                if record.is_the_assistants()
                    && tables.advice.get(txn, record.newest_customer_message.as_bytes())?.is_none()
                {
                    let summary = list::summary(tables, txn, &record)?;
                    let messages = unread(tables, txn, record.id)?;
                    left.unread
                        .extend(messages.into_iter().map(|message| (message, summary.clone())));
                }
                if record.is_to_be_escalated() && has_no_ticket(tables, txn, record.id)? {
                    left.without_ticket.push(record.id);
                }
            }
            Ok(left)
        })
    }
}

/// The customer's messages that have no advice, oldest first.
fn unread(
    tables: &Tables,
    txn: &RoTxn<'_>,
    conversation: ConversationId,
) -> Result<Vec<Message>, Failure> {
    let mut found = Vec::new();
    for (sequence, kind) in trail(tables, txn, conversation)? {
        if kind == Kind::MessageReceived
            && let LedgerFact::MessageReceived { message, .. } =
                ledger::body(tables, txn, sequence)?
            && tables.advice.get(txn, message.id.as_bytes())?.is_none()
        {
            found.push(message);
        }
    }
    Ok(found)
}

/// Whether the newest that was said and done is the announcement of a person.
fn has_no_ticket(
    tables: &Tables,
    txn: &RoTxn<'_>,
    conversation: ConversationId,
) -> Result<bool, Failure> {
    let newest = trail(tables, txn, conversation)?.into_iter().rev().find(|(_, kind)| {
        matches!(kind, Kind::ReplySent | Kind::TicketOpened | Kind::TicketChanged)
    });
    match newest {
        Some((sequence, Kind::ReplySent)) => is_announced(tables, txn, sequence),
        _ => Ok(false),
    }
}

/// Whether the chat said with this entry that a person will answer, because its advice, which is stored just
/// before it, recommends to escalate.
fn is_announced(tables: &Tables, txn: &RoTxn<'_>, reply: u64) -> Result<bool, Failure> {
    let LedgerFact::ReplySent { hand_over: true, .. } = ledger::body(tables, txn, reply)? else {
        return Ok(false);
    };
    Ok(match ledger::body(tables, txn, reply - 1)? {
        LedgerFact::AdviceGiven { advice, .. } => advice.escalation.recommended,
        _ => false,
    })
}
