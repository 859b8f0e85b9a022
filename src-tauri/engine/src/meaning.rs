//! Questions as vectors, made by the encoder whose vectors of the documents answer now.

use aside_assist::MessageContext;
use aside_contract::Passage;
use aside_inference::{Embedding, InferenceError, InferenceQueue, LiveWork};
use aside_knowledge::{Conversation, SearchRequest};

use crate::{Engine, EngineError};

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

    /// The passages that likely answer a question which nobody waits for, best first: searched for as a message
    /// that says nothing else would be, behind live messages.
    ///
    /// # Errors
    /// Where the model refuses it or the store fails.
    pub(crate) fn search_behind(
        &self,
        question: &str,
        limit: usize,
    ) -> Result<Vec<Passage>, EngineError> {
        let context = MessageContext { text: question, ..MessageContext::default() };
        let query = aside_assist::retrieval_query(&context);
        let embed = |text: &str| match self.model.embed_behind(text)? {
            Some(vector) => match self.to_search_with(vector) {
                Some(embedding) => Ok(Some(embedding)),
                // Documents are searched with another encoder.
                None => self.embed_question(text),
            },
            None => self.embed_question(text),
        };
        let embedding = embed(&query.question)?;
        let conversation = match &query.conversation {
            Some(text) => Some((text, embed(text)?)),
            None => None,
        };
        Ok(self.knowledge.search(&SearchRequest {
            query: &query.question,
            embedding: embedding.as_ref(),
            conversation: conversation.as_ref().map(|(text, embedding)| Conversation {
                text,
                embedding: embedding.as_ref(),
                question_alone: query.stands_alone,
            }),
            identifiers: &query.identifiers,
            limit,
            ..SearchRequest::default()
        })?)
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
