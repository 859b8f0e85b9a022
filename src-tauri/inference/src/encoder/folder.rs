//! A folder with a sentence model, as sentence-transformers writes it: what its files say of it.
//!
//! `config.json` has the architecture. `modules.json`, `1_Pooling/config.json`,
//! `sentence_bert_config.json`, `tokenizer_config.json` and `config_sentence_transformers.json` are read
//! where they are there.
//! `aside.json` is ours, for what none of them says: prefixes and languages.

use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::{ModelError, checksum};

/// What mends a model folder of the user's own.
pub(super) const MEND: &str = "copy the model's files into its folder again (docs/encoders.md)";

/// At most this many tokens are read of a text, whatever a model can take: passages are shorter.
const MOST_TOKENS: usize = 512;
/// Vocabularies above this size are made for many languages.
const MANY_LANGUAGES: usize = 100_000;

/// Sizes of a model.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Shape {
    /// Numbers per token.
    pub(super) hidden: usize,
    /// Attention heads of a layer.
    pub(super) heads: usize,
    /// Numbers per token between the two products of the feed-forward part.
    pub(super) inner: usize,
    pub(super) layers: usize,
    pub(super) vocabulary: usize,
    /// Rows of the table of positions, and the row of a text's first token.
    pub(super) positions: usize,
    pub(super) first_position: usize,
    /// Added to the variance in a layer norm.
    pub(super) epsilon: f32,
    /// At most this many tokens of a text are read, the special ones included.
    pub(super) tokens: usize,
}

/// How the rows of a text's tokens become one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pooling {
    /// Their mean.
    Mean,
    /// The row of the first, special token.
    First,
}

/// A layer behind the pooling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct DenseFiles {
    /// Its weights.
    pub(super) weights: PathBuf,
    pub(super) inputs: usize,
    pub(super) outputs: usize,
    pub(super) bias: bool,
    /// tanh, or nothing.
    pub(super) tanh: bool,
}

/// All that the files of a folder say of the model.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Description {
    pub(super) shape: Shape,
    pub(super) pooling: Pooling,
    pub(super) dense: Vec<DenseFiles>,
    /// What stands before a question, and before a passage.
    pub(super) query_prefix: String,
    pub(super) document_prefix: String,
    /// The codes of the languages that it reads; all where there is none.
    pub(super) languages: Option<Vec<String>>,
}

#[derive(Deserialize)]
struct Config {
    model_type: String,
    hidden_size: usize,
    num_attention_heads: usize,
    intermediate_size: usize,
    num_hidden_layers: usize,
    vocab_size: usize,
    max_position_embeddings: usize,
    #[serde(default = "gelu")]
    hidden_act: String,
    #[serde(default = "absolute")]
    position_embedding_type: String,
    #[serde(default)]
    layer_norm_eps: Option<f32>,
    #[serde(default)]
    pad_token_id: Option<usize>,
}

fn gelu() -> String {
    "gelu".to_owned()
}

fn absolute() -> String {
    "absolute".to_owned()
}

#[derive(Deserialize)]
struct Module {
    path: String,
    #[serde(rename = "type")]
    kind: String,
}

#[derive(Default, Deserialize)]
struct PoolingConfig {
    /// How newer releases say it.
    pooling_mode: Option<serde_json::Value>,
    #[serde(default)]
    pooling_mode_cls_token: bool,
    #[serde(default)]
    pooling_mode_mean_tokens: bool,
    #[serde(default)]
    pooling_mode_max_tokens: bool,
    #[serde(default)]
    pooling_mode_mean_sqrt_len_tokens: bool,
    #[serde(default)]
    pooling_mode_weightedmean_tokens: bool,
    #[serde(default)]
    pooling_mode_lasttoken: bool,
}

#[derive(Deserialize)]
struct DenseConfig {
    in_features: usize,
    out_features: usize,
    #[serde(default)]
    bias: bool,
    activation_function: String,
}

#[derive(Default, Deserialize)]
struct Lengths {
    max_seq_length: Option<usize>,
}

#[derive(Default, Deserialize)]
struct TokenizerConfig {
    /// Far more than any model reads where nobody said.
    model_max_length: Option<f64>,
}

#[derive(Default, Deserialize)]
struct Prompts {
    #[serde(default)]
    prompts: std::collections::HashMap<String, String>,
}

#[derive(Default, Deserialize)]
struct Ours {
    query_prefix: Option<String>,
    document_prefix: Option<String>,
    languages: Option<Vec<String>>,
}

impl Description {
    /// all-MiniLM-L6-v2.
    pub(super) fn built_in() -> Self {
        Self {
            shape: Shape {
                hidden: 384,
                heads: 12,
                inner: 1536,
                layers: 6,
                vocabulary: 30_522,
                positions: 512,
                first_position: 0,
                epsilon: 1e-12,
                tokens: 256,
            },
            pooling: Pooling::Mean,
            dense: Vec::new(),
            query_prefix: String::new(),
            document_prefix: String::new(),
            languages: Some(vec!["en".to_owned()]),
        }
    }

    /// Reads what the files in `dir` say.
    ///
    /// # Errors
    /// A file is missing or no JSON, or [`ModelError::Unsupported`] names what cannot be computed.
    pub(super) fn read(dir: &Path) -> Result<Self, ModelError> {
        let unsupported =
            |detail: String| ModelError::Unsupported { folder: dir.to_owned(), detail };
        let config: Config = wanted(&dir.join("config.json"))?;
        let lengths: Lengths = optional(&dir.join("sentence_bert_config.json"))?;
        let tokenizer: TokenizerConfig = optional(&dir.join("tokenizer_config.json"))?;
        let most = lengths.max_seq_length.or(tokenizer.model_max_length.map(|most| most as usize));
        let shape = shape(&config, most).map_err(unsupported)?;
        let modules: Vec<Module> = optional(&dir.join("modules.json"))?;
        let (mut pooling, mut dense) = (None, Vec::new());
        for module in &modules {
            let place = dir.join(&module.path);
            match module.kind.rsplit('.').next().unwrap_or_default() {
                "Transformer" | "Normalize" => {}
                "Pooling" => pooling = Some(place.join("config.json")),
                "Dense" => dense.push(dense_files(&place).map_err(|error| match error {
                    Failure::Model(error) => error,
                    Failure::Unsupported(detail) => unsupported(detail),
                })?),
                other => return Err(unsupported(format!("it has a module {other}"))),
            }
        }
        let pooling = pooling.unwrap_or_else(|| dir.join("1_Pooling/config.json"));
        let pooling = pooling_of(&optional(&pooling)?).map_err(unsupported)?;
        let Prompts { prompts } = optional(&dir.join("config_sentence_transformers.json"))?;
        let prompt = |names: &[&str]| names.iter().find_map(|name| prompts.get(*name)).cloned();
        let ours: Ours = optional(&dir.join("aside.json"))?;
        let languages = ours
            .languages
            .or_else(|| (config.vocab_size < MANY_LANGUAGES).then(|| vec!["en".to_owned()]));
        Ok(Self {
            shape,
            pooling,
            dense,
            query_prefix: ours.query_prefix.or_else(|| prompt(&["query"])).unwrap_or_default(),
            document_prefix: ours
                .document_prefix
                .or_else(|| prompt(&["document", "passage"]))
                .unwrap_or_default(),
            languages,
        })
    }
}

fn shape(config: &Config, most: Option<usize>) -> Result<Shape, String> {
    let first_position = match config.model_type.as_str() {
        "bert" => 0,
        // Their positions are counted on from that of the padding.
        "roberta" | "xlm-roberta" | "camembert" => config.pad_token_id.unwrap_or(1) + 1,
        other => return Err(format!("its architecture is {other}")),
    };
    if config.hidden_act != "gelu" {
        return Err(format!("its activation is {}", config.hidden_act));
    }
    if config.position_embedding_type != "absolute" {
        return Err(format!("its positions are {}", config.position_embedding_type));
    }
    let (hidden, heads) = (config.hidden_size, config.num_attention_heads);
    let sizes = [hidden, heads, config.intermediate_size, config.num_hidden_layers];
    if sizes.contains(&0) || !hidden.is_multiple_of(heads) {
        return Err(format!("its sizes {sizes:?} do not fit"));
    }
    let room = config.max_position_embeddings.saturating_sub(first_position);
    let tokens = most.unwrap_or(room).min(room).min(MOST_TOKENS);
    if tokens < 3 {
        return Err(format!("it reads {tokens} tokens of a text"));
    }
    Ok(Shape {
        hidden,
        heads,
        inner: config.intermediate_size,
        layers: config.num_hidden_layers,
        vocabulary: config.vocab_size,
        positions: config.max_position_embeddings,
        first_position,
        epsilon: config.layer_norm_eps.unwrap_or(1e-12),
        tokens,
    })
}

fn pooling_of(config: &PoolingConfig) -> Result<Pooling, String> {
    let refused = || "its pooling is neither the mean nor the first token".to_owned();
    match &config.pooling_mode {
        Some(mode) if mode == "mean" => return Ok(Pooling::Mean),
        Some(mode) if mode == "cls" => return Ok(Pooling::First),
        Some(_) => return Err(refused()),
        None => {}
    }
    let PoolingConfig {
        pooling_mode: _,
        pooling_mode_cls_token: first,
        pooling_mode_mean_tokens: mean,
        pooling_mode_max_tokens,
        pooling_mode_mean_sqrt_len_tokens,
        pooling_mode_weightedmean_tokens,
        pooling_mode_lasttoken,
    } = config;
    let other = *pooling_mode_max_tokens
        || *pooling_mode_mean_sqrt_len_tokens
        || *pooling_mode_weightedmean_tokens
        || *pooling_mode_lasttoken;
    match (first, mean, other) {
        (true, false, false) => Ok(Pooling::First),
        // Where nothing is said, the mean is what sentence-transformers takes.
        (false, _, false) => Ok(Pooling::Mean),
        _ => Err(refused()),
    }
}

enum Failure {
    Model(ModelError),
    Unsupported(String),
}

fn dense_files(place: &Path) -> Result<DenseFiles, Failure> {
    let config: DenseConfig = wanted(&place.join("config.json")).map_err(Failure::Model)?;
    let tanh = match config.activation_function.rsplit('.').next().unwrap_or_default() {
        "Tanh" => true,
        "Identity" => false,
        other => {
            return Err(Failure::Unsupported(format!("its last layer's activation is {other}")));
        }
    };
    Ok(DenseFiles {
        weights: place.join("model.safetensors"),
        inputs: config.in_features,
        outputs: config.out_features,
        bias: config.bias,
        tanh,
    })
}

fn wanted<T: DeserializeOwned>(file: &Path) -> Result<T, ModelError> {
    let content = checksum::read(file, MEND)?;
    serde_json::from_slice(&content)
        .map_err(|error| ModelError::malformed(file, error.to_string(), MEND))
}

fn optional<T: DeserializeOwned + Default>(file: &Path) -> Result<T, ModelError> {
    if file.is_file() { wanted(file) } else { Ok(T::default()) }
}
