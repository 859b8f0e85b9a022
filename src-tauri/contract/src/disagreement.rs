//! What the documents say against each other.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::Contradiction;

/// Sentences of different documents that say the same with two numbers.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DisagreementList {
    /// By document; two hundred at most.
    pub disagreements: Vec<Contradiction>,
    /// Passages that were compared.
    pub passages: u32,
    /// There was more than is looked at.
    pub is_cut: bool,
    /// The generation of the index that was compared.
    pub generation: u64,
}
