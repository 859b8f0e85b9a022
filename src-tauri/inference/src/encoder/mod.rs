//! The encoder: all-MiniLM-L6-v2 on the processor, without a runtime of others.
//!
//! It is on the path of every message and is nearly all of the indexing time, so it is written for
//! one kind of model, BERT and its relatives, and tuned for the built-in one: a batch is packed without padding, the weights are brought into the order of
//! the kernel once, and the kernel is chosen when the program starts.
//!
//! Text → [`tokens`] → packed batch → [`forward`] (over [`kernels`] and [`elementwise`]) → mean over
//! the tokens → vector of length 1.

mod described;
pub(crate) mod dot_products;
mod elementwise;
mod folder;
mod forward;
mod kernels;
mod tokens;
mod weights;

use std::path::{Path, PathBuf};

use parking_lot::Mutex;

use crate::{Embedder, FETCH, InferenceError, Likeness, ModelError, Pass, Role, checksum};
pub use described::Described;
pub(crate) use elementwise::{exp, gelu};
use folder::{Description, MEND, Pooling};
use forward::{Scratch, of_length_one};
use kernels::Kernel;
use tokens::Tokens;
use weights::{Projection, Weights};

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
/// Layers of the built-in model, and its numbers per token.
const LAYERS: usize = 6;
const HIDDEN: usize = 384;
/// Numbers of [`Pass::views`]: what the heads see of one pass of the encoder.
pub(crate) const VIEWS: usize = (LAYERS - FIRST_MEAN + 1 + LARGEST.len()) * HIDDEN;

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

/// The name of the built-in model.
pub const BUILT_IN: &str = "all-MiniLM-L6-v2";

/// A sentence model: all-MiniLM-L6-v2 (at most 256 tokens, mean over them, 384 numbers), or one of the
/// user's own.
///
/// One call runs on the calling thread alone; many threads may call at once and share the weights.
pub struct Encoder {
    name: String,
    description: Description,
    tokens: Tokens,
    weights: Weights,
    projections: Vec<Projection>,
    /// Whether it is the model that the heads were trained on.
    built_in: bool,
    likeness: Likeness,
    kernel: Box<dyn Kernel>,
    scratch: Mutex<Vec<Scratch>>,
}

/// The content of a model's files.
struct Files {
    weights_file: PathBuf,
    weights: Vec<u8>,
    tokenizer_file: PathBuf,
    tokenizer: Vec<u8>,
}

impl Files {
    fn read(dir: &Path, mend: &'static str) -> Result<Self, ModelError> {
        let (weights_file, tokenizer_file) =
            (dir.join("model.safetensors"), dir.join("tokenizer.json"));
        let tokenizer = checksum::read(&tokenizer_file, mend)?;
        let weights = checksum::read(&weights_file, mend)?;
        Ok(Self { weights_file, weights, tokenizer_file, tokenizer })
    }
}

impl Encoder {
    /// Loads all-MiniLM-L6-v2 from `model.safetensors` and `tokenizer.json` in `dir` and proves their
    /// checksums.
    ///
    /// # Errors
    /// [`ModelError`] names the file that is missing, cut or wrong, and the command that mends it;
    /// [`ModelError::NoInt8Kernel`] where [`Precision::Int8`] was asked of a processor without one.
    pub fn load(dir: &Path, precision: Precision) -> Result<Self, ModelError> {
        let files = Files::read(dir, FETCH)?;
        checksum::verify(&files.tokenizer_file, &files.tokenizer, TOKENIZER_SHA256, FETCH)?;
        let verify =
            || checksum::verify(&files.weights_file, &files.weights, WEIGHTS_SHA256, FETCH);
        let (encoder, verified) =
            Self::assemble(&files, Description::built_in(), precision, FETCH, verify)?;
        verified?;
        let mut encoder = encoder?;
        encoder.name = BUILT_IN.to_owned();
        encoder.built_in = true;
        Ok(encoder)
    }

    /// Loads a model of the user's own: `config.json`, `model.safetensors` and `tokenizer.json` in
    /// `dir`, with what sentence-transformers writes beside them. Its name is that of the folder and
    /// the beginning of a hash of the files, so that no other weights pass for it.
    ///
    /// # Errors
    /// [`ModelError`] names the file that is missing or does not fit; [`ModelError::Unsupported`] what
    /// of the model cannot be computed, and what can.
    pub fn open(dir: &Path, precision: Precision) -> Result<Self, ModelError> {
        let description = Description::read(dir)?;
        let files = Files::read(dir, MEND)?;
        let rest = format!("{description:?} {}", checksum::sha256(&files.tokenizer));
        let hash = || checksum::sha256(&files.weights);
        let (encoder, hash) = Self::assemble(&files, description, precision, MEND, hash)?;
        let mut encoder = encoder?;
        let hash = checksum::sha256(format!("{hash} {rest}").as_bytes());
        let folder = dir.file_name().unwrap_or_default().to_string_lossy();
        encoder.name = format!("{folder}-{}", &hash[..8]);
        encoder.likeness = Likeness::measure(&encoder).map_err(|error| {
            ModelError::malformed(&files.tokenizer_file, error.to_string(), MEND)
        })?;
        Ok(encoder)
    }

    /// Brings the files' content into the kernel's order, and does `beside` meanwhile: hashing the
    /// weights takes as long as packing them.
    fn assemble<T: Send>(
        files: &Files,
        description: Description,
        precision: Precision,
        mend: &'static str,
        beside: impl FnOnce() -> T + Send,
    ) -> Result<(Result<Self, ModelError>, T), ModelError> {
        let kernel = kernels::choose(precision).ok_or(ModelError::NoInt8Kernel)?;
        let shape = description.shape;
        let (beside, tokens, weights) = std::thread::scope(|scope| {
            let beside = scope.spawn(beside);
            let tokens = Tokens::new(&files.tokenizer, shape.vocabulary, shape.tokens)
                .map_err(|detail| ModelError::malformed(&files.tokenizer_file, detail, mend));
            let weights = Weights::pack(&files.weights, shape, kernel.as_ref())
                .map_err(|detail| ModelError::malformed(&files.weights_file, detail, mend));
            (beside.join(), tokens, weights)
        });
        let beside = beside.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        let whole = tokens.and_then(|tokens| Ok((tokens, weights?, projections(&description)?)));
        let encoder = whole.map(|(tokens, weights, projections)| Self {
            name: String::new(),
            description,
            tokens,
            weights,
            projections,
            built_in: false,
            likeness: Likeness::default(),
            kernel,
            scratch: Mutex::default(),
        });
        Ok((encoder, beside))
    }

    /// The vectors of one packed batch, of length 1.
    fn run(
        &self,
        pass: &[Vec<u32>],
        scratch: &mut Scratch,
        make_way: &dyn Fn(),
        layer_done: impl FnMut(usize, &[f32]),
    ) -> Vec<Vec<f32>> {
        let (kernel, pooling) = (self.kernel.as_ref(), self.description.pooling);
        let pooled =
            forward::run(&self.weights, kernel, pass, pooling, scratch, make_way, layer_done);
        let texts = pooled.into_iter().zip(pass);
        let vectors = texts.map(|(mut vector, ids)| {
            if !self.projections.is_empty() && pooling == Pooling::Mean {
                // The sum of the rows has the direction of their mean, which is not enough here.
                vector.iter_mut().for_each(|number| *number /= ids.len() as f32);
            }
            let projected =
                self.projections.iter().fold(vector, |vector, dense| dense.apply(&vector));
            of_length_one(projected)
        });
        vectors.collect()
    }

    /// The token ids of each text.
    fn ids(&self, texts: &[&str]) -> Result<Vec<Vec<u32>>, InferenceError> {
        texts.iter().map(|text| self.tokens.ids(text)).collect()
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
        &self.name
    }

    fn prefix(&self, role: Role) -> &str {
        match role {
            Role::Query => &self.description.query_prefix,
            Role::Document => &self.description.document_prefix,
        }
    }

    fn likeness(&self) -> Likeness {
        self.likeness
    }

    fn understands(&self, language: &str) -> bool {
        let languages = self.description.languages.as_ref();
        languages.is_none_or(|known| known.iter().any(|code| code == language))
    }

    fn kernel(&self) -> &str {
        self.kernel.name()
    }

    fn dimensions(&self) -> usize {
        self.projections.last().map_or(self.weights.shape.hidden, |dense| dense.sizes().1)
    }

    fn embed(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, InferenceError> {
        self.embed_behind(texts, &|| {})
    }

    fn embed_behind(
        &self,
        texts: &[&str],
        make_way: &dyn Fn(),
    ) -> Result<Vec<Vec<f32>>, InferenceError> {
        let texts = self.ids(texts)?;
        let mut scratch = self.scratch.lock().pop().unwrap_or_default();
        let mut vectors = Vec::with_capacity(texts.len());
        for pass in passes(&texts) {
            vectors.extend(self.run(pass, &mut scratch, make_way, |_, _| {}));
        }
        self.scratch.lock().push(scratch);
        Ok(vectors)
    }

    fn read_all(&self, texts: &[&str]) -> Result<Vec<Pass>, InferenceError> {
        let texts = self.ids(texts)?;
        let mut scratch = self.scratch.lock().pop().unwrap_or_default();
        let mut read = Vec::with_capacity(texts.len());
        for pass in passes(&texts) {
            let mut views = vec![Vec::new(); pass.len()];
            let keep = |layer: usize, mut rows: &[f32]| {
                if !self.built_in {
                    return;
                }
                for (ids, views) in pass.iter().zip(&mut views) {
                    let (text, rest) = rows.split_at(ids.len() * HIDDEN);
                    rows = rest;
                    if layer >= FIRST_MEAN {
                        views.extend(forward::mean_of_length_one(text, HIDDEN));
                    }
                    if LARGEST.contains(&layer) {
                        views.extend(forward::most_of_length_one(text, HIDDEN));
                    }
                }
            };
            let vectors = self.run(pass, &mut scratch, &|| {}, keep);
            let passes = vectors.into_iter().zip(views);
            read.extend(passes.map(|(embedding, views)| Pass { embedding, views }));
        }
        self.scratch.lock().push(scratch);
        Ok(read)
    }
}

/// Texts, as token ids, that are worked on together: each time as many as fit, at least one.
fn passes(texts: &[Vec<u32>]) -> impl Iterator<Item = &[Vec<u32>]> {
    let mut rest = texts;
    std::iter::from_fn(move || {
        let mut tokens = 0;
        let mut fits = |ids: &Vec<u32>| {
            tokens += ids.len();
            tokens <= TOKENS_PER_PASS
        };
        let fitting = rest.iter().take_while(|ids| fits(ids)).count();
        let (pass, left) = rest.split_at(fitting.max(1).min(rest.len()));
        rest = left;
        (!pass.is_empty()).then_some(pass)
    })
}

/// The layers behind the pooling, each of which takes what the one before gives.
fn projections(description: &Description) -> Result<Vec<Projection>, ModelError> {
    let mut width = description.shape.hidden;
    let mut projections = Vec::with_capacity(description.dense.len());
    for files in &description.dense {
        let malformed = |detail| ModelError::malformed(&files.weights, detail, MEND);
        let content = checksum::read(&files.weights, MEND)?;
        let projection = Projection::read(&content, files).map_err(malformed)?;
        let (inputs, outputs) = projection.sizes();
        if inputs != width || outputs == 0 {
            return Err(malformed(format!("it takes {inputs} numbers, not {width}")));
        }
        width = outputs;
        projections.push(projection);
    }
    Ok(projections)
}
