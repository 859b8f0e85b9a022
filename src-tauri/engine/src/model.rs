//! The models as the engine holds them: the encoders behind their queues, and the heads.

use std::sync::Arc;
use std::thread;

use aside_contract::{ModelState, MoodPiece, Reading};
use aside_inference::{
    Encoder, Heads, InferenceError, InferenceQueue, LiveWork, Pass, Precision, Probabilities,
};

use crate::Places;

/// The encoders and the heads, as far as they could be loaded.
pub(crate) struct Model {
    /// Where questions and passages become the vectors that are searched; none without weights.
    pub(crate) queue: Option<InferenceQueue>,
    /// The built-in encoder, whose passes the heads and the team's own labels read. The same as
    /// `queue` unless another encoder was chosen.
    pub(crate) reader: Option<InferenceQueue>,
    /// Whether they are the same.
    one_for_all: bool,
    heads: Option<Heads>,
    /// What to tell people about it.
    pub(crate) state: ModelState,
}

impl Model {
    /// Loads what is there. A missing or broken file never stops the desk: it shows in `state`.
    pub(crate) fn load(places: &Places) -> Self {
        let mut reasons = Vec::new();
        let mut noted = |reason: String| {
            tracing::warn!(%reason, "going on without the whole model");
            reasons.push(reason);
        };
        let workers =
            thread::available_parallelism().map_or(1, |cores| cores.get().div_ceil(2).max(2));
        let start = |encoder| InferenceQueue::start(Arc::new(encoder), workers);
        let own = places.own_encoder();
        let built_in = Encoder::load(&places.built_in_encoder(), Precision::Auto);
        let reader = built_in.map_err(|error| noted(error.to_string())).ok().map(start);
        let queue = match &own {
            Some(folder) => {
                let encoder = Encoder::open(folder, Precision::Auto);
                encoder.map_err(|error| noted(error.to_string())).ok().map(start)
            }
            None => reader.clone(),
        };
        let heads = Heads::load(&places.models).map_err(|error| noted(error.to_string())).ok();
        let state = match (reasons.into_iter().next(), &queue) {
            (None, Some(queue)) => {
                let embedder = queue.embedder();
                ModelState::Ready {
                    name: embedder.name().to_owned(),
                    kernel: embedder.kernel().to_owned(),
                }
            }
            (reason, _) => ModelState::Missing { reason: reason.unwrap_or_default() },
        };
        Self { queue, reader, one_for_all: own.is_none(), heads, state }
    }

    /// Holds indexing back until it is dropped: a person waits.
    pub(crate) fn live_work(&self) -> Option<LiveWork> {
        self.queue.as_ref().map(InferenceQueue::live_work)
    }

    /// The vector of a question, of length 1, to search with. `None` without weights.
    ///
    /// # Errors
    /// [`InferenceError::Overloaded`] where too many messages are under way.
    pub(crate) fn embed(&self, text: &str) -> Result<Option<Vec<f32>>, InferenceError> {
        self.queue.as_ref().map(|queue| queue.embed_now(text)).transpose()
    }

    /// The vector of a live message for the team's own labels. `None` without weights.
    ///
    /// # Errors
    /// As [`Model::embed`].
    pub(crate) fn embed_to_read(&self, text: &str) -> Result<Option<Vec<f32>>, InferenceError> {
        self.reader.as_ref().map(|reader| reader.embed_now(text)).transpose()
    }

    /// One pass over a live message: its embedding, and what the heads see. `None` without weights.
    ///
    /// # Errors
    /// As [`Model::embed`].
    pub(crate) fn pass(&self, text: &str) -> Result<Option<Pass>, InferenceError> {
        self.reader.as_ref().map(|reader| reader.read_now(text)).transpose()
    }

    /// What each word of a message adds to its sentiment, worked out behind live messages. `None` where
    /// there is no model.
    ///
    /// # Errors
    /// What the model refuses.
    pub(crate) fn mood_pieces(&self, text: &str) -> Result<Option<Vec<MoodPiece>>, InferenceError> {
        let (Some(reader), Some(heads)) = (&self.reader, &self.heads) else { return Ok(None) };
        let carriers = heads.carriers(text, |text| reader.read_behind(text))?;
        let piece = |(text, pull)| MoodPiece { text, pull };
        Ok(carriers.map(|carriers| carriers.into_iter().map(piece).collect()))
    }

    /// What the heads make of a message. `None` where they could not be loaded.
    pub(crate) fn probabilities(&self, text: &str, pass: &Pass) -> Option<Probabilities> {
        self.heads.as_ref()?.probabilities(text, pass)
    }

    /// The labels that come of it.
    pub(crate) fn reading(&self, probabilities: &Probabilities) -> Option<Reading> {
        Some(self.heads.as_ref()?.reading(probabilities))
    }

    /// The embedding of a [`pass`](Self::pass), if documents are searched with the same encoder.
    pub(crate) fn to_search_with(&self, embedding: Vec<f32>) -> Option<Vec<f32>> {
        self.one_for_all.then_some(embedding)
    }

    /// The name of the encoder that messages are read with.
    pub(crate) fn reader_name(&self) -> Option<String> {
        self.reader.as_ref().map(|reader| reader.embedder().name().to_owned())
    }

    /// Whether the encoder that documents are searched with reads a language.
    pub(crate) fn understands(&self, language: &str) -> bool {
        self.queue.as_ref().is_some_and(|queue| queue.embedder().understands(language))
    }
}
