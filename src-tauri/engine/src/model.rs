//! The embedded model as the engine holds it: the encoder behind its queue, and the heads.

use std::sync::Arc;
use std::thread;

use aside_contract::{ModelState, MoodPiece, Reading};
use aside_inference::{
    Encoder, Heads, InferenceError, InferenceQueue, LiveWork, Pass, Precision, Probabilities,
};

use crate::Places;

/// The encoder and the heads, as far as they could be loaded.
pub(crate) struct Model {
    /// Where texts become embeddings; none without weights.
    pub(crate) queue: Option<InferenceQueue>,
    heads: Option<Heads>,
    /// What to tell people about it.
    pub(crate) state: ModelState,
}

impl Model {
    /// Loads what is there. A missing or broken file never stops the desk: it shows in `state`.
    pub(crate) fn load(places: &Places) -> Self {
        let encoder = Encoder::load(&places.encoder(), Precision::Auto);
        let heads = Heads::load(&places.models);
        let reason = match (&encoder, &heads) {
            (Err(error), _) | (_, Err(error)) => Some(error.to_string()),
            _ => None,
        };
        if let Some(reason) = &reason {
            tracing::warn!(%reason, "going on without the whole model");
        }
        let queue = encoder.ok().map(|encoder| {
            let workers =
                thread::available_parallelism().map_or(1, |cores| cores.get().div_ceil(2).max(2));
            InferenceQueue::start(Arc::new(encoder), workers)
        });
        let state = match (reason, &queue) {
            (None, Some(queue)) => {
                let embedder = queue.embedder();
                ModelState::Ready {
                    name: embedder.name().to_owned(),
                    kernel: embedder.kernel().to_owned(),
                }
            }
            (reason, _) => ModelState::Missing { reason: reason.unwrap_or_default() },
        };
        Self { queue, heads: heads.ok(), state }
    }

    /// Holds indexing back until it is dropped: a person waits.
    pub(crate) fn live_work(&self) -> Option<LiveWork> {
        self.queue.as_ref().map(InferenceQueue::live_work)
    }

    /// The embedding of a live message: 384 numbers of length 1. `None` without weights.
    ///
    /// # Errors
    /// [`InferenceError::Overloaded`] where too many messages are under way.
    pub(crate) fn embed(&self, text: &str) -> Result<Option<Vec<f32>>, InferenceError> {
        self.queue.as_ref().map(|queue| queue.embed_now(text)).transpose()
    }

    /// One pass over a live message: its embedding, and what the heads see. `None` without weights.
    ///
    /// # Errors
    /// As [`Model::embed`].
    pub(crate) fn pass(&self, text: &str) -> Result<Option<Pass>, InferenceError> {
        self.queue.as_ref().map(|queue| queue.read_now(text)).transpose()
    }

    /// The name of the encoder; `None` without weights.
    pub(crate) fn name(&self) -> Option<&str> {
        self.queue.as_ref().map(|queue| queue.embedder().name())
    }

    /// What each word of a message adds to its sentiment, worked out behind live messages. `None` where
    /// there is no model.
    ///
    /// # Errors
    /// What the model refuses.
    pub(crate) fn mood_pieces(&self, text: &str) -> Result<Option<Vec<MoodPiece>>, InferenceError> {
        let (Some(queue), Some(heads)) = (&self.queue, &self.heads) else { return Ok(None) };
        let carriers = heads.carriers(text, |text| queue.read_behind(text))?;
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
}
