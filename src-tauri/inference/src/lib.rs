//! The models: text in, numbers out.
//!
//! Owns the [`Embedder`] trait and its backends: [`Encoder`] (all-MiniLM-L6-v2, or a sentence model of the
//! user's own, in kernels of our own) and [`Endpoint`] (OpenAI-compatible, on a machine that the user named);
//! the classifier [`Heads`], their training, a team's own labels ([`taxonomy`]), the one [`InferenceQueue`]
//! in front with its back-pressure, and language models ([`llm`]). Knows no documents, conversations or rules.
//!
//! Refuses model files whose checksum is wrong, more live requests than can be served, embeddings that
//! hold anything but finite numbers, and to send a text anywhere that is not redacted.
//!
//! A text goes through [`InferenceQueue`] (at once for a live message, in small low-priority batches
//! for documents) to an [`Embedder`]; its vector goes to the index or, with the text, to [`Heads`],
//! which read intent, category and sentiment with calibrated confidences. [`injection`] looks in the text
//! itself for orders to a language model.

mod checksum;
pub mod corrections;
mod embedder;
mod embedding;
mod encoder;
mod endpoint;
mod error;
mod heads;
pub mod injection;
mod likeness;
pub mod llm;
mod matrix;
mod queue;
pub mod taxonomy;
pub mod train;

pub use embedder::{Embedder, Pass, Role};
pub use embedding::Embedding;
pub use encoder::{BUILT_IN, Described, Encoder, Precision, TOKENIZER_SHA256, WEIGHTS_SHA256};
pub use endpoint::{Endpoint, NewMasks};
pub(crate) use error::FETCH;
pub use error::{InferenceError, ModelError};
pub use heads::{Carrier, Heads, Probabilities};
pub use likeness::Likeness;
pub use queue::{InferenceQueue, LiveWork, lower_priority, stay_in_front};
