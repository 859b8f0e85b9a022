//! The one trait that every source of embeddings has.

use crate::{InferenceError, Likeness};

/// What a text is to an embedder: some put other words in front of questions than of passages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// It asks.
    Query,
    /// It may answer.
    Document,
}

/// Turns texts into vectors whose dot product is how alike they are in meaning.
///
/// The encoder of this crate is one; a native runtime or a remote service may be another.
pub trait Embedder: Send + Sync {
    /// The model's name, such as `all-MiniLM-L6-v2`. Vectors of different models do not compare.
    fn name(&self) -> &str;

    /// What belongs in front of a text, such as `query: `. [`InferenceQueue`](crate::InferenceQueue)
    /// puts it there.
    fn prefix(&self, _role: Role) -> &str {
        ""
    }

    /// Whether it was made for the language with this code (ISO 639-1).
    fn understands(&self, language: &str) -> bool {
        language == "en"
    }

    /// How its cosines become those of the built-in encoder's scale, which the ranking is made for.
    fn likeness(&self) -> Likeness {
        Likeness::default()
    }

    /// How many texts a background batch has. Small where it computes here, so that a live message
    /// never waits long for a processor.
    fn background_batch(&self) -> usize {
        8
    }

    /// Whether it sends texts to another machine or program, whose answer may not come.
    fn is_remote(&self) -> bool {
        false
    }

    /// Why it does not answer at present; `None` where it does.
    fn trouble(&self) -> Option<String> {
        None
    }

    /// The arithmetic it runs on, such as `int8 avx512-vnni`.
    fn kernel(&self) -> &str;

    /// How many numbers each vector has.
    fn dimensions(&self) -> usize;

    /// One vector per text, in order, each with [`dimensions`](Self::dimensions) numbers and length 1.
    /// An empty text is valid and has a vector too.
    ///
    /// # Errors
    /// [`InferenceError`] if a text cannot be tokenised or the model cannot answer.
    fn embed(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, InferenceError>;

    /// The same for work that nobody waits for: calls `make_way` every millisecond or two, which
    /// returns when nobody else needs the processor. By default, only before it starts.
    ///
    /// # Errors
    /// See [`embed`](Self::embed).
    fn embed_behind(
        &self,
        texts: &[&str],
        make_way: &dyn Fn(),
    ) -> Result<Vec<Vec<f32>>, InferenceError> {
        make_way();
        self.embed(texts)
    }

    /// One text's vector, with what the heads see of the same pass. An embedder that shows nothing
    /// but its vectors leaves the views empty, and the heads cannot read its passes.
    ///
    /// # Errors
    /// As [`embed`](Self::embed).
    fn read(&self, text: &str) -> Result<Pass, InferenceError> {
        let pass = self.read_all(&[text])?.pop();
        pass.ok_or_else(|| InferenceError::Unusable("no vector".into()))
    }

    /// The same for each of several texts, in order.
    ///
    /// # Errors
    /// As [`embed`](Self::embed).
    fn read_all(&self, texts: &[&str]) -> Result<Vec<Pass>, InferenceError> {
        let embeddings = self.embed(texts)?.into_iter();
        Ok(embeddings.map(|embedding| Pass { embedding, views: Vec::new() }).collect())
    }
}

/// What one pass of a model gives for a text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pass {
    /// The text's vector, of length 1.
    pub embedding: Vec<f32>,
    /// What the layers hold of the text, for [`Heads`](crate::Heads): vectors of length 1, one after
    /// another; or nothing.
    pub views: Vec<f32>,
}
