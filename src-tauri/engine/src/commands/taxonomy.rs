//! The team's own labels: look, change.

use aside_contract::{TaxonomyDraft, TaxonomySaved, TaxonomyView};

use crate::{Engine, EngineError};

impl Engine {
    /// The team's own labels as their file has them, and how well they are told apart.
    ///
    /// # Errors
    /// Where the file is there and cannot be read.
    pub fn taxonomy(&self) -> Result<TaxonomyView, EngineError> {
        self.taxonomy.view()
    }

    /// Writes the labels into their file and learns them behind the scenes. Nothing is written where
    /// something is wrong with them, or the file was changed since the draft's version.
    ///
    /// # Errors
    /// Where the file cannot be read or written.
    pub fn save_taxonomy(&self, draft: &TaxonomyDraft) -> Result<TaxonomySaved, EngineError> {
        self.taxonomy.save(draft)
    }
}
