//! The one trait that every source of embeddings has.

use crate::InferenceError;

/// Turns texts into vectors whose dot product is how alike they are in meaning.
///
/// The encoder of this crate is one; a native runtime or a remote service may be another.
pub trait Embedder: Send + Sync {
    /// The model's name, such as `all-MiniLM-L6-v2`. Vectors of different models do not compare.
    fn name(&self) -> &str;

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
}
