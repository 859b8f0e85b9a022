//! What people say of rules of escalation that fired: wrongly, as agents mark them, or rightly, as a supervisor
//! confirms with a ticket. Kept and counted; a wrong one is out of that message's score.

use std::collections::BTreeSet;

use aside_contract::{ConversationId, ConversationSummary, MessageId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::change::Change;
use crate::desk::Desk;
use crate::error::{DeskError, Failure};
use crate::ledger::{LedgerFact, Receipt};
use crate::tables::{from_json, to_json};

/// What a row of the table is, for errors.
const WHAT: &str = "a verdict on a rule";

/// Whether a rule that fired on a message was right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleVerdict {
    /// The rule.
    pub rule: String,
    /// It fired wrongly, else rightly. Before supervisors confirmed tickets only the wrong ones were kept.
    #[serde(default = "fired_wrongly")]
    pub wrong: bool,
    /// The conversation.
    pub conversation: ConversationId,
    /// The customer's message.
    pub message: MessageId,
    /// Why, if somebody said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// When it was said.
    pub at: Timestamp,
}

fn fired_wrongly() -> bool {
    true
}

impl Desk {
    /// Keeps that a rule fired wrongly on a customer's message, or, where the verdict says otherwise, takes
    /// that back. `recommended` says whether handing over is still recommended for it.
    ///
    /// # Errors
    /// [`DeskError::UnknownConversation`], or [`DeskError::UnknownMessage`] where the conversation does
    /// not hold the message, or [`DeskError::Storage`].
    pub fn judge_rule(
        &self,
        verdict: &RuleVerdict,
        recommended: bool,
    ) -> Result<(ConversationSummary, Receipt), DeskError> {
        let verdict = verdict.clone();
        self.change(move |change| {
            let RuleVerdict { rule, wrong, conversation, message, note, at } = verdict.clone();
            let mut record = change.conversation(conversation)?;
            match change.message(conversation, message)? {
                Some(LedgerFact::MessageReceived { .. }) => {}
                _ => return Err(DeskError::UnknownMessage { conversation, message }.into()),
            }
            if wrong {
                change.put_verdict(&verdict)?;
            } else if change.is_wrong(message, &rule)? {
                change.tables.verdicts.delete(change.txn, &verdict_key(message, &rule))?;
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
            let mut wrong = BTreeSet::new();
            for row in tables.verdicts.prefix_iter(txn, message.as_bytes())? {
                let verdict: RuleVerdict = from_json(row?.1, WHAT)?;
                wrong.extend(verdict.wrong.then_some(verdict.rule));
            }
            Ok(wrong)
        })
    }

    /// What was said of every rule, by message.
    ///
    /// # Errors
    /// [`DeskError::Storage`] or [`DeskError::Damaged`].
    pub fn verdicts(&self) -> Result<Vec<RuleVerdict>, DeskError> {
        self.store.read(|tables, txn| {
            let rows = tables.verdicts.iter(txn)?;
            rows.map(|row| Ok(from_json(row?.1, WHAT)?)).collect()
        })
    }
}

impl Change<'_, '_> {
    /// Keeps a verdict; the one that there was on this rule and message goes.
    pub fn put_verdict(&mut self, verdict: &RuleVerdict) -> Result<(), Failure> {
        let key = verdict_key(verdict.message, &verdict.rule);
        Ok(self.tables.verdicts.put(self.txn, &key, &to_json(verdict)?)?)
    }

    /// Whether somebody said that a rule fired wrongly on a message.
    pub fn is_wrong(&self, message: MessageId, rule: &str) -> Result<bool, Failure> {
        let found = self.tables.verdicts.get(self.txn, &verdict_key(message, rule))?;
        let verdict = found.map(|bytes| from_json::<RuleVerdict>(bytes, WHAT)).transpose()?;
        Ok(verdict.is_some_and(|verdict| verdict.wrong))
    }
}

/// The message, and the BLAKE3 of the rule's name.
pub(crate) fn verdict_key(message: MessageId, rule: &str) -> [u8; 48] {
    let mut key = [0; 48];
    key[..16].copy_from_slice(message.as_bytes());
    key[16..].copy_from_slice(blake3::hash(rule.as_bytes()).as_bytes());
    key
}
