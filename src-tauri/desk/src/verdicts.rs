//! Rules of escalation that fired wrongly, as agents say: kept, counted, and out of that message's score.

use std::collections::BTreeSet;

use aside_contract::{ConversationId, ConversationSummary, MessageId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::desk::Desk;
use crate::error::DeskError;
use crate::ledger::{LedgerFact, Receipt};
use crate::tables::{from_json, to_json};

/// That a rule fired wrongly on a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleVerdict {
    /// The rule.
    pub rule: String,
    /// The conversation.
    pub conversation: ConversationId,
    /// The customer's message.
    pub message: MessageId,
    /// Why, if somebody said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// When it was marked.
    pub at: Timestamp,
}

impl Desk {
    /// Keeps that a rule fired wrongly on a customer's message, or takes that back. `recommended` says
    /// whether handing over is still recommended for it.
    ///
    /// # Errors
    /// [`DeskError::UnknownConversation`], or [`DeskError::UnknownMessage`] where the conversation does
    /// not hold the message, or [`DeskError::Storage`].
    pub fn judge_rule(
        &self,
        verdict: &RuleVerdict,
        wrong: bool,
        recommended: bool,
    ) -> Result<(ConversationSummary, Receipt), DeskError> {
        let verdict = verdict.clone();
        self.change(move |change| {
            let RuleVerdict { rule, conversation, message, note, at } = verdict.clone();
            let mut record = change.conversation(conversation)?;
            match change.message(conversation, message)? {
                Some(LedgerFact::MessageReceived { .. }) => {}
                _ => return Err(DeskError::UnknownMessage { conversation, message }.into()),
            }
            let key = verdict_key(message, &rule);
            if wrong {
                change.tables.verdicts.put(change.txn, &key, &to_json(&verdict)?)?;
            } else {
                change.tables.verdicts.delete(change.txn, &key)?;
            }
            let judged = LedgerFact::RuleJudged { message_id: message, rule, wrong, note };
            let receipt = change.append(at, Some(conversation), &judged)?;
            record.recommended_anew(message, recommended);
            change.put_conversation(&record)?;
            Ok((change.summary(&record)?, receipt))
        })
    }

    /// The rules that fired wrongly on a message.
    ///
    /// # Errors
    /// [`DeskError::Storage`] or [`DeskError::Damaged`].
    pub fn wrong_rules(&self, message: MessageId) -> Result<BTreeSet<String>, DeskError> {
        self.store.read(|tables, txn| {
            let rows = tables.verdicts.prefix_iter(txn, message.as_bytes())?;
            rows.map(|row| Ok(from_json::<RuleVerdict>(row?.1, "a verdict on a rule")?.rule))
                .collect()
        })
    }

    /// Every rule that fired wrongly, by message.
    ///
    /// # Errors
    /// [`DeskError::Storage`] or [`DeskError::Damaged`].
    pub fn verdicts(&self) -> Result<Vec<RuleVerdict>, DeskError> {
        self.store.read(|tables, txn| {
            let rows = tables.verdicts.iter(txn)?;
            rows.map(|row| Ok(from_json(row?.1, "a verdict on a rule")?)).collect()
        })
    }
}

/// The message, and the BLAKE3 of the rule's name.
pub(crate) fn verdict_key(message: MessageId, rule: &str) -> [u8; 48] {
    let mut key = [0; 48];
    key[..16].copy_from_slice(message.as_bytes());
    key[16..].copy_from_slice(blake3::hash(rule.as_bytes()).as_bytes());
    key
}
