//! Reviews of conversations by a supervisor: one of each, the newest; the ledger has the earlier ones.

use aside_contract::{ConversationId, Review};

use crate::desk::Desk;
use crate::error::DeskError;
use crate::ledger::{LedgerFact, Receipt};
use crate::tables::{from_json, to_json};

impl Desk {
    /// Keeps a review in the place of an earlier one of the same conversation.
    ///
    /// # Errors
    /// [`DeskError::UnknownConversation`] or [`DeskError::Storage`].
    pub fn keep_review(&self, review: &Review) -> Result<Receipt, DeskError> {
        let review = review.clone();
        self.change(move |change| {
            let id = review.conversation;
            change.conversation(id)?;
            change.tables.reviews.put(change.txn, id.as_bytes(), &to_json(&review)?)?;
            let reviewed = LedgerFact::ConversationReviewed { review: Box::new(review.clone()) };
            change.append(review.at, Some(id), &reviewed)
        })
    }

    /// Every review, the newest first.
    ///
    /// # Errors
    /// [`DeskError::Storage`] or [`DeskError::Damaged`].
    pub fn reviews(&self) -> Result<Vec<Review>, DeskError> {
        let mut found: Vec<Review> = self.store.read(|tables, txn| {
            let rows = tables.reviews.iter(txn)?;
            rows.map(|row| Ok(from_json(row?.1, "a review")?)).collect()
        })?;
        found.sort_by_key(|review| std::cmp::Reverse(review.at));
        Ok(found)
    }

    /// The review of a conversation, if it has one.
    ///
    /// # Errors
    /// [`DeskError::Storage`] or [`DeskError::Damaged`].
    pub fn review(&self, id: ConversationId) -> Result<Option<Review>, DeskError> {
        self.store.read(|tables, txn| {
            let found = tables.reviews.get(txn, id.as_bytes())?;
            Ok(found.map(|bytes| from_json(bytes, "a review")).transpose()?)
        })
    }
}
