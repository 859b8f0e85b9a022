//! The models as the engine holds them: the encoders behind their queues, and the heads.

use std::path::Path;
use std::sync::Arc;
use std::thread;

use aside_contract::{ModelState, MoodPiece, Reading};
use aside_inference::{
    BUILT_IN, Embedder, Encoder, Endpoint, Heads, InferenceError, InferenceQueue, ModelError, Pass,
    Precision, Probabilities,
};
use aside_knowledge::FormerEncoder;

use crate::redaction::OwnRedaction;
use crate::{Places, secrets};

/// The encoders and the heads, as far as they could be loaded.
pub(crate) struct Model {
    /// The encoder that documents are to be found with; none where it cannot be loaded. Whether its
    /// vectors answer already, the knowledge base knows.
    pub(crate) wanted: Option<InferenceQueue>,
    /// The built-in encoder, whose passes the heads and the team's own labels read. The same as
    /// `wanted` unless another encoder was chosen.
    pub(crate) reader: Option<InferenceQueue>,
    heads: Option<Heads>,
    /// What to tell people about it.
    state: ModelState,
}

impl Model {
    /// Loads what is there. A missing or broken file never stops the desk: it shows in `state`.
    pub(crate) fn load(places: &Places, redaction: &Arc<OwnRedaction>) -> Self {
        let mut reasons = Vec::new();
        let mut noted = |reason: String| {
            tracing::warn!(%reason, "going on without the whole model");
            reasons.push(reason);
        };
        let own = places.own_encoder();
        let built_in = Encoder::load(&places.built_in_encoder(), Precision::Auto);
        let reader = built_in.map_err(|error| noted(error.to_string())).ok();
        let reader = reader.map(|encoder| start(Arc::new(encoder)));
        let wanted = match &own {
            Some(folder) => {
                let encoder = open_own(folder, redaction);
                encoder.map_err(|error| noted(error.to_string())).ok().map(start)
            }
            None => reader.clone(),
        };
        let heads = Heads::load(&places.models).map_err(|error| noted(error.to_string())).ok();
        let state = match (reasons.into_iter().next(), &wanted) {
            (None, Some(queue)) => {
                let embedder = queue.embedder();
                ModelState::Ready {
                    name: embedder.name().to_owned(),
                    kernel: embedder.kernel().to_owned(),
                }
            }
            (reason, _) => ModelState::Missing { reason: reason.unwrap_or_default() },
        };
        Self { wanted, reader, heads, state }
    }

    /// Finds the encoder of vectors that were stored before another one was chosen.
    pub(crate) fn former(&self, places: &Places, redaction: &Arc<OwnRedaction>) -> FormerEncoder {
        let (reader, places, redaction) = (self.reader.clone(), places.clone(), redaction.clone());
        Box::new(move |name| {
            if name == BUILT_IN {
                return reader.clone();
            }
            // The name is that of the folder, and the beginning of a hash over what is in it.
            let folder = places.model_folder(name.rsplit_once('-')?.0);
            let encoder = open_own(&folder, &redaction);
            encoder.inspect_err(|error| tracing::info!(%error, "words alone")).ok().map(start)
        })
    }

    /// What to tell people about it, where this encoder embeds the questions now.
    pub(crate) fn state(&self, answering: Option<&InferenceQueue>) -> ModelState {
        let trouble = answering.and_then(|queue| queue.embedder().trouble());
        match (&self.state, trouble) {
            (ModelState::Ready { .. }, Some(reason)) => ModelState::Missing { reason },
            (state, _) => state.clone(),
        }
    }

    /// The vector of a live message for the team's own labels. `None` without weights.
    ///
    /// # Errors
    /// [`InferenceError::Overloaded`] where too many messages are under way.
    pub(crate) fn embed_to_read(&self, text: &str) -> Result<Option<Vec<f32>>, InferenceError> {
        self.reader.as_ref().map(|reader| reader.embed_now(text)).transpose()
    }

    /// The vector of a text that nobody waits for, behind live messages. `None` without weights.
    ///
    /// # Errors
    /// What the model refuses.
    pub(crate) fn embed_behind(&self, text: &str) -> Result<Option<Vec<f32>>, InferenceError> {
        let read = self.reader.as_ref().map(|reader| reader.read_behind(text)).transpose()?;
        Ok(read.map(|pass| pass.embedding))
    }

    /// One pass over a live message: its embedding, and what the heads see. `None` without weights.
    ///
    /// # Errors
    /// As [`Model::embed_to_read`].
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

    /// The name of the encoder that messages are read with.
    pub(crate) fn reader_name(&self) -> Option<String> {
        self.reader.as_ref().map(|reader| reader.embedder().name().to_owned())
    }
}

/// The user's own encoder in this folder: a model, or an endpoint that embeds.
///
/// # Errors
/// [`ModelError`] says what of it does not fit.
pub(crate) fn open_own(
    folder: &Path,
    redaction: &Arc<OwnRedaction>,
) -> Result<Arc<dyn Embedder>, ModelError> {
    Ok(match open_endpoint(folder, redaction)? {
        Some(endpoint) => Arc::new(endpoint),
        None => Arc::new(Encoder::open(folder, Precision::Auto)?),
    })
}

/// The endpoint that this folder describes, if it does. Nothing is asked yet.
///
/// # Errors
/// [`ModelError`] says what in the description does not fit.
pub(crate) fn open_endpoint(
    folder: &Path,
    redaction: &Arc<OwnRedaction>,
) -> Result<Option<Endpoint>, ModelError> {
    if !Endpoint::is_in(folder) {
        return Ok(None);
    }
    let redaction = redaction.clone();
    let masks = Box::new(move || redaction.masks());
    Endpoint::open(folder, secrets::find, masks).map(Some)
}

/// An encoder behind its queue, with as many background threads as leave room for messages.
fn start(encoder: Arc<dyn Embedder>) -> InferenceQueue {
    let workers = thread::available_parallelism().map_or(1, |cores| cores.get().div_ceil(2).max(2));
    InferenceQueue::start(encoder, workers)
}
