//! Questions as vectors, made by the encoder whose vectors of the documents answer now.

use aside_inference::{Embedding, InferenceError, InferenceQueue, LiveWork};

use crate::Engine;

impl Engine {
    /// The vector of a question, to search with. `None` without an encoder, or where the endpoint that
    /// embeds does not answer in time: then words alone are searched, and the state of the model tells.
    ///
    /// # Errors
    /// [`InferenceError::Overloaded`] where too many messages are under way.
    pub(crate) fn embed_question(&self, text: &str) -> Result<Option<Embedding>, InferenceError> {
        self.knowledge.encoder().map_or(Ok(None), |encoder| question(&encoder, text))
    }

    /// The vector of a message that was embedded to be read, if documents are searched with the same
    /// encoder.
    pub(crate) fn to_search_with(&self, vector: Vec<f32>) -> Option<Embedding> {
        let reader = self.model.reader_name()?;
        let encoder = self.knowledge.encoder()?;
        (encoder.embedder().name() == reader).then(|| Embedding::new(reader, vector))
    }

    /// Whether the encoder that documents are searched with reads a language.
    pub(crate) fn understands(&self, language: &str) -> bool {
        self.knowledge.encoder().is_some_and(|encoder| encoder.embedder().understands(language))
    }

    /// Holds indexing back until it is dropped: a person waits.
    pub(crate) fn live_work(&self) -> [Option<LiveWork>; 2] {
        let answering = self.knowledge.encoder();
        [&self.model.wanted, &answering].map(|queue| queue.as_ref().map(InferenceQueue::live_work))
    }
}

/// The vector of a question; `None` where the endpoint that embeds does not answer in time.
///
/// # Errors
/// [`InferenceError::Overloaded`] where too many messages are under way.
pub(crate) fn question(
    encoder: &InferenceQueue,
    text: &str,
) -> Result<Option<Embedding>, InferenceError> {
    match encoder.question(text) {
        Ok(embedding) => Ok(Some(embedding)),
        Err(InferenceError::Unreachable { reason, .. }) => {
            tracing::warn!(%reason, "a question is searched by words alone");
            Ok(None)
        }
        Err(error) => Err(error),
    }
}
