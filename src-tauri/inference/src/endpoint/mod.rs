//! An OpenAI-compatible embeddings endpoint as encoder: texts leave this machine, redacted, and only
//! where the user set one up.
//!
//! [`description`] reads the setting, [`wire`] sends one request, [`breaker`] keeps a service that fails
//! from being asked again and again. A question waits a strict time for its vector and is not tried
//! again; passages are, by whoever asks for them.

mod breaker;
mod description;
mod wire;

use std::path::Path;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use aside_redact::{Masks, Redacted};

use crate::{Described, Embedder, InferenceError, Likeness, ModelError, Role, checksum};
use breaker::Breaker;
use description::Description;
use wire::{Refusal, Wire};

/// A text that is refused is cut in half, down to this many characters.
const SHORTEST_CUT: usize = 200;
/// No endpoint has a reason to refuse this text.
const INNOCENT: &str = "How do I reset my password?";

/// Gives new masks, which know the team's own patterns.
pub type NewMasks = Box<dyn Fn() -> Masks + Send + Sync>;

/// An endpoint as encoder.
pub struct Endpoint {
    name: String,
    shown: String,
    description: Description,
    wire: Wire,
    masks: NewMasks,
    breaker: Breaker,
    /// Measured at the first contact.
    likeness: OnceLock<Likeness>,
}

impl Endpoint {
    /// Whether the folder of a model describes an endpoint.
    pub fn is_in(dir: &Path) -> bool {
        Description::is_in(dir)
    }

    /// The endpoint that `aside.json` in `dir` describes. Nothing is asked yet. `key` finds the secret of
    /// the name that stands there; texts go through new `masks` each.
    ///
    /// # Errors
    /// [`ModelError::Malformed`] says what in the file does not fit.
    pub fn open(
        dir: &Path,
        key: impl FnOnce(&str) -> Option<String>,
        masks: NewMasks,
    ) -> Result<Self, ModelError> {
        let description = Description::read(dir)?;
        let folder = dir.file_name().unwrap_or_default().to_string_lossy();
        let setting = checksum::sha256(description.identity().as_bytes());
        let key = description.key.as_deref().and_then(key).filter(|key| !key.is_empty());
        Ok(Self {
            name: format!("{folder}-{}", &setting[..8]),
            shown: format!("{} at {}", description.model, description.base),
            wire: Wire::new(&description, key),
            description,
            masks,
            breaker: Breaker::default(),
            likeness: OnceLock::new(),
        })
    }

    /// What `aside.json` in `dir` says of the endpoint's vectors.
    ///
    /// # Errors
    /// As [`Endpoint::open`].
    pub(crate) fn describe(dir: &Path) -> Result<Described, ModelError> {
        let Description { dimensions, languages, .. } = Description::read(dir)?;
        Ok(Described { dimensions, languages, is_remote: true })
    }

    /// Asks for the vectors of a few texts.
    ///
    /// # Errors
    /// [`InferenceError::Unreachable`] says what is wrong.
    pub fn try_out(&self) -> Result<(), InferenceError> {
        self.measured(self.description.batch_timeout).map_err(|refusal| self.error(refusal))
    }

    /// Sees to it that the scale of its cosines is known.
    fn measured(&self, patience: Duration) -> Result<(), Refusal> {
        if self.likeness.get().is_none() {
            let likeness = Likeness::measure_with(
                |role| self.prefix(role),
                |texts| {
                    let batches = texts.chunks(self.description.batch);
                    let vectors = batches.map(|texts| self.request(texts, patience));
                    Ok(vectors.collect::<Result<Vec<_>, Refusal>>()?.concat())
                },
            )?;
            // Whoever was faster measured the same.
            let _ = self.likeness.set(likeness);
        }
        Ok(())
    }

    /// One request, if the breaker lets it through.
    fn request(&self, texts: &[&str], patience: Duration) -> Result<Vec<Vec<f32>>, Refusal> {
        self.breaker.permit(Instant::now(), patience).map_err(|(wait, reason)| Refusal {
            retry_after: Some(wait),
            ..Refusal::passing(reason)
        })?;
        let most = self.description.max_characters;
        let redacted: Vec<Redacted<String>> =
            texts.iter().map(|text| (self.masks)().redact(cut(text, most))).collect();
        let answer = self.wire.ask(&self.description, &redacted, patience);
        match &answer {
            Ok(_) => self.breaker.succeeded(),
            // It takes others: the texts are cut, and nothing is wrong with the endpoint.
            Err(refusal) if refusal.texts && self.likeness.get().is_some() => {
                self.breaker.succeeded();
            }
            Err(refusal) => self.breaker.failed(Instant::now(), refusal),
        }
        answer
    }

    /// The vectors of passages. Where the endpoint refuses the texts, it is found out which one, and that
    /// one is cut: its beginning says more than nothing. One that it does not take at all keeps nobody
    /// else waiting: its vector is near nothing, so that words alone find it.
    fn passages(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, Refusal> {
        let refusal = match self.request(texts, self.description.batch_timeout) {
            Err(refusal) if refusal.texts => refusal,
            other => return other,
        };
        if texts.len() > 1 {
            let (first, second) = texts.split_at(texts.len() / 2);
            let mut vectors = self.passages(first)?;
            vectors.extend(self.passages(second)?);
            return Ok(vectors);
        }
        let text = texts.first().copied().unwrap_or_default();
        let length = text.chars().count();
        if length > SHORTEST_CUT {
            return self.passages(&[cut(text, length / 2)]);
        }
        // Unless it takes nothing any more.
        self.request(&[INNOCENT], self.description.batch_timeout)
            .inspect_err(|refusal| self.breaker.failed(Instant::now(), refusal))?;
        tracing::warn!(reason = %refusal.reason, "a passage is found by its words alone");
        Ok(vec![vec![0.0; self.description.dimensions]])
    }

    fn error(&self, refusal: Refusal) -> InferenceError {
        let Refusal { reason, retry_after, .. } = refusal;
        let reason = format!("the endpoint {} {reason}", self.description.base);
        InferenceError::Unreachable { reason, retry_after }
    }
}

impl Embedder for Endpoint {
    fn name(&self) -> &str {
        &self.name
    }

    fn prefix(&self, role: Role) -> &str {
        match role {
            Role::Query => &self.description.query_prefix,
            Role::Document => &self.description.document_prefix,
        }
    }

    fn understands(&self, language: &str) -> bool {
        let languages = self.description.languages.as_ref();
        languages.is_none_or(|known| known.iter().any(|code| code == language))
    }

    fn likeness(&self) -> Likeness {
        self.likeness.get().copied().unwrap_or_default()
    }

    fn background_batch(&self) -> usize {
        self.description.batch
    }

    fn is_remote(&self) -> bool {
        true
    }

    fn trouble(&self) -> Option<String> {
        let reason = self.breaker.reason()?;
        Some(format!("the endpoint {} {reason}", self.description.base))
    }

    fn kernel(&self) -> &str {
        &self.shown
    }

    fn dimensions(&self) -> usize {
        self.description.dimensions
    }

    /// For a person who waits: once, within the time that a question has.
    fn embed(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, InferenceError> {
        let patience = self.description.query_timeout;
        let asked = self.measured(patience).and_then(|()| self.request(texts, patience));
        asked.map_err(|refusal| self.error(refusal))
    }

    fn embed_behind(
        &self,
        texts: &[&str],
        make_way: &dyn Fn(),
    ) -> Result<Vec<Vec<f32>>, InferenceError> {
        make_way();
        // What refuses these texts too refuses the setting, not a text.
        let asked = self.measured(self.description.batch_timeout);
        asked.and_then(|()| self.passages(texts)).map_err(|refusal| self.error(refusal))
    }
}

/// The first `most` characters.
fn cut(text: &str, most: usize) -> &str {
    text.char_indices().nth(most).map_or(text, |(end, _)| &text[..end])
}
