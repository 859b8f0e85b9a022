//! The encoder: all-MiniLM-L6-v2 on the processor, without a runtime of others.
//!
//! It is on the path of every message and is nearly all of the indexing time, so it is written for
//! this one model: a batch is packed without padding, the weights are brought into the order of
//! the kernel once, and the kernel is chosen when the program starts.
//!
//! Text → [`tokens`] → packed batch → [`forward`] (over [`kernels`] and [`elementwise`]) → mean over
//! the tokens → vector of length 1.

mod elementwise;
mod forward;
mod kernels;
mod tokens;
mod weights;

use std::path::Path;

use parking_lot::Mutex;

use crate::{Embedder, FETCH, InferenceError, ModelError, Pass, checksum};
pub(crate) use elementwise::gelu;
use forward::Scratch;
use kernels::Kernel;
use tokens::Tokens;
use weights::Weights;

/// The sha256 of the only `model.safetensors` that this encoder accepts.
pub const WEIGHTS_SHA256: &str = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db";
/// The sha256 of the only `tokenizer.json` that this encoder accepts.
pub const TOKENIZER_SHA256: &str =
    "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037";

/// Tokens that are worked on in one pass over the weights: enough to make streaming the weights
/// from memory cheap, few enough that the intermediate rows stay in the second-level cache.
const TOKENS_PER_PASS: usize = 512;

/// The first layer whose mean over the tokens the heads see. Tone and wording stand in the middle
/// layers; the last one keeps mostly the topic.
const FIRST_MEAN: usize = 2;
/// The layers whose largest numbers over the tokens the heads see.
const LARGEST: [usize; 2] = [4, 6];
/// Layers of the model.
const LAYERS: usize = 6;
/// Numbers of [`Pass::views`]: what the heads see of one pass of the encoder.
pub(crate) const VIEWS: usize = (LAYERS - FIRST_MEAN + 1 + LARGEST.len()) * weights::HIDDEN;

/// The arithmetic of the matrix products.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Precision {
    /// Whole numbers where the processor has a kernel for them, else floating point.
    #[default]
    Auto,
    /// Floating point: cosine to the reference implementation at least 0.9999.
    F32,
    /// Whole numbers of 8 bits: several times faster, cosine at least 0.99.
    Int8,
}

/// all-MiniLM-L6-v2: at most 256 tokens, mean over them, length 1, 384 numbers.
///
/// One call runs on the calling thread alone; many threads may call at once and share the weights.
pub struct Encoder {
    tokens: Tokens,
    weights: Weights,
    kernel: Box<dyn Kernel>,
    scratch: Mutex<Vec<Scratch>>,
}

impl Encoder {
    /// Loads `model.safetensors` and `tokenizer.json` from `dir` and proves their checksums.
    ///
    /// # Errors
    /// [`ModelError`] names the file that is missing, cut or wrong, and the command that mends it;
    /// [`ModelError::NoInt8Kernel`] where [`Precision::Int8`] was asked of a processor without one.
    pub fn load(dir: &Path, precision: Precision) -> Result<Self, ModelError> {
        let kernel = kernels::choose(precision).ok_or(ModelError::NoInt8Kernel)?;
        let (weights_file, tokenizer_file) =
            (dir.join("model.safetensors"), dir.join("tokenizer.json"));
        let tokenizer_bytes = checksum::read(&tokenizer_file, FETCH)?;
        checksum::verify(&tokenizer_file, &tokenizer_bytes, TOKENIZER_SHA256, FETCH)?;
        let weights_bytes = checksum::read(&weights_file, FETCH)?;
        // Hashing 90 MB takes as long as packing the weights: both at once, and the packed weights
        // are thrown away unless the checksum holds.
        let (verified, tokens, weights) = std::thread::scope(|scope| {
            let hash = scope
                .spawn(|| checksum::verify(&weights_file, &weights_bytes, WEIGHTS_SHA256, FETCH));
            let tokens = Tokens::new(&tokenizer_bytes)
                .map_err(|detail| ModelError::malformed(&tokenizer_file, detail, FETCH));
            let weights = Weights::pack(&weights_bytes, kernel.as_ref())
                .map_err(|detail| ModelError::malformed(&weights_file, detail, FETCH));
            (hash.join(), tokens, weights)
        });
        verified.unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
        let encoder =
            Self { tokens: tokens?, weights: weights?, kernel, scratch: Mutex::default() };
        tracing::debug!(kernel = encoder.kernel(), "embedding model loaded");
        Ok(encoder)
    }

    /// How many tokens of `text` the model reads, special ones included: 2 to 256.
    ///
    /// # Errors
    /// [`InferenceError::Tokenize`] if the tokenizer refuses the text.
    pub fn count_tokens(&self, text: &str) -> Result<usize, InferenceError> {
        Ok(self.tokens.ids(text)?.len())
    }
}

impl Embedder for Encoder {
    fn name(&self) -> &str {
        "all-MiniLM-L6-v2"
    }

    fn kernel(&self) -> &str {
        self.kernel.name()
    }

    fn dimensions(&self) -> usize {
        weights::HIDDEN
    }

    fn embed(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, InferenceError> {
        self.embed_behind(texts, &|| {})
    }

    fn embed_behind(
        &self,
        texts: &[&str],
        make_way: &dyn Fn(),
    ) -> Result<Vec<Vec<f32>>, InferenceError> {
        let run = |pass: &[Vec<u32>], scratch: &mut Scratch| {
            forward::run(&self.weights, self.kernel.as_ref(), pass, scratch, make_way, |_, _| {})
        };
        let mut scratch = self.scratch.lock().pop().unwrap_or_default();
        let mut vectors = Vec::with_capacity(texts.len());
        let mut pass: Vec<Vec<u32>> = Vec::new();
        let mut pass_tokens = 0;
        for text in texts {
            let ids = self.tokens.ids(text)?;
            if pass_tokens + ids.len() > TOKENS_PER_PASS {
                vectors.extend(run(&pass, &mut scratch));
                pass.clear();
                pass_tokens = 0;
            }
            pass_tokens += ids.len();
            pass.push(ids);
        }
        vectors.extend(run(&pass, &mut scratch));
        self.scratch.lock().push(scratch);
        Ok(vectors)
    }

    fn read(&self, text: &str) -> Result<Pass, InferenceError> {
        let mut scratch = self.scratch.lock().pop().unwrap_or_default();
        let ids = [self.tokens.ids(text)?];
        let mut views = Vec::with_capacity(VIEWS);
        let keep = |layer: usize, rows: &[f32]| {
            if layer >= FIRST_MEAN {
                views.extend(forward::mean_of_length_one(rows));
            }
            if LARGEST.contains(&layer) {
                views.extend(forward::most_of_length_one(rows));
            }
        };
        let kernel = self.kernel.as_ref();
        let mut vectors = forward::run(&self.weights, kernel, &ids, &mut scratch, &|| {}, keep);
        self.scratch.lock().push(scratch);
        let embedding = vectors.pop().unwrap_or_default();
        Ok(Pass { embedding, views })
    }
}
