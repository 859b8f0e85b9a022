//! The one way by which passages of documents reach a language model.

use aside_contract::Passage;

use crate::{Engine, EngineError};

/// Passages that a language model may be handed. Only [`Engine::for_model`] makes it, so that what has a
/// model write asks for this type and gets no passage of a document that is held back.
#[derive(Clone, Debug, PartialEq)]
pub struct ForModel<'a> {
    passages: Vec<&'a Passage>,
    held_back: Vec<&'a str>,
}

impl<'a> ForModel<'a> {
    /// No passage at all.
    pub(crate) fn none() -> Self {
        Self { passages: Vec::new(), held_back: Vec::new() }
    }

    /// The passages, in the order in which they were given.
    pub fn passages(&self) -> &[&'a Passage] {
        &self.passages
    }

    /// The documents of the others, each once: they seem to give orders to a language model, and nobody
    /// has allowed them as they read now.
    pub fn held_back(&self) -> &[&'a str] {
        &self.held_back
    }
}

impl Engine {
    /// Parts the passages that a language model may be handed from those that are held back.
    ///
    /// # Errors
    /// Where a store cannot be read: then no model is handed anything.
    pub fn for_model<'a>(&self, passages: &'a [Passage]) -> Result<ForModel<'a>, EngineError> {
        let mut parted = ForModel { passages: Vec::new(), held_back: Vec::new() };
        for passage in passages {
            if !passage.suspicious || self.is_allowed(&passage.document)? {
                parted.passages.push(passage);
            } else if !parted.held_back.contains(&passage.document.as_str()) {
                parted.held_back.push(&passage.document);
            }
        }
        Ok(parted)
    }

    /// Whether a document is marked and nobody has allowed it as it reads now.
    pub(crate) fn is_held_back(&self, document: &str) -> Result<bool, EngineError> {
        match self.knowledge.mark(document)? {
            Some(mark) => Ok(!self.desk.is_allowed(document, &mark.content)?),
            None => Ok(false),
        }
    }

    /// Whether somebody has allowed a marked document as it reads now. One that went is not allowed.
    pub(crate) fn is_allowed(&self, document: &str) -> Result<bool, EngineError> {
        match self.knowledge.mark(document)? {
            Some(mark) => Ok(self.desk.is_allowed(document, &mark.content)?),
            None => Ok(false),
        }
    }
}
