//! The model's numbers, read from safetensors and brought into the kernel's order once.

use safetensors::{Dtype, SafeTensors};

use super::kernels::{Dense, Kernel, Linear};
use super::tokens::MAX_TOKENS;

/// Numbers per token and per embedding.
pub(super) const HIDDEN: usize = 384;
/// Attention heads of a layer.
pub(super) const HEADS: usize = 12;
/// Numbers per attention head.
pub(super) const HEAD: usize = HIDDEN / HEADS;
/// Numbers per token between the two products of the feed-forward part.
pub(super) const INNER: usize = 1536;
const LAYERS: usize = 6;
const VOCABULARY: usize = 30_522;

/// Gain and bias of a layer norm, [`HIDDEN`] numbers each.
pub(super) struct Norm {
    pub(super) gain: Vec<f32>,
    pub(super) bias: Vec<f32>,
}

/// One of the six layers.
pub(super) struct Layer {
    /// Query, key and value at once: 384 → 3 × 384.
    pub(super) query_key_value: Box<dyn Linear>,
    /// What attention gives back: 384 → 384.
    pub(super) attention_output: Box<dyn Linear>,
    pub(super) attention_norm: Norm,
    /// 384 → 1536, before GELU.
    pub(super) widen: Box<dyn Linear>,
    /// 1536 → 384.
    pub(super) narrow: Box<dyn Linear>,
    pub(super) feed_forward_norm: Norm,
}

/// The whole model.
pub(super) struct Weights {
    words: Vec<f32>,
    positions: Vec<f32>,
    pub(super) embedding_norm: Norm,
    pub(super) layers: Vec<Layer>,
}

impl Weights {
    /// Reads a safetensors file and packs its matrices for `kernel`.
    ///
    /// The error says which tensor is missing or has another shape than the model's.
    pub(super) fn pack(file: &[u8], kernel: &dyn Kernel) -> Result<Self, String> {
        let tensors = Tensors(SafeTensors::deserialize(file).map_err(|error| error.to_string())?);
        let mut positions =
            tensors.floats("embeddings.position_embeddings.weight", &[512, HIDDEN])?;
        positions.truncate(MAX_TOKENS * HIDDEN);
        // Every text is of segment 0, so its row is added to the positions once and for all.
        let segments = tensors.floats("embeddings.token_type_embeddings.weight", &[2, HIDDEN])?;
        for position in positions.chunks_exact_mut(HIDDEN) {
            position.iter_mut().zip(&segments).for_each(|(number, segment)| *number += segment);
        }
        Ok(Self {
            words: tensors.floats("embeddings.word_embeddings.weight", &[VOCABULARY, HIDDEN])?,
            positions,
            embedding_norm: tensors.norm("embeddings.LayerNorm")?,
            layers: (0..LAYERS)
                .map(|index| layer(&tensors, index, kernel))
                .collect::<Result<_, _>>()?,
        })
    }

    /// The vector of the token `id`, and that of its `position` in the text.
    pub(super) fn embedding(&self, id: u32, position: usize) -> (&[f32], &[f32]) {
        let row = |table: &'_ [f32], index: usize| {
            index * HIDDEN..(index * HIDDEN + HIDDEN).min(table.len())
        };
        (
            &self.words[row(&self.words, id as usize)],
            &self.positions[row(&self.positions, position)],
        )
    }
}

fn layer(tensors: &Tensors<'_>, index: usize, kernel: &dyn Kernel) -> Result<Layer, String> {
    let prefix = format!("encoder.layer.{index}");
    let linear = |name: &str, inputs, outputs| {
        let weight = tensors.floats(&format!("{prefix}.{name}.weight"), &[outputs, inputs])?;
        let bias = tensors.floats(&format!("{prefix}.{name}.bias"), &[outputs])?;
        Ok::<_, String>(kernel.pack(Dense { weight, bias, inputs }))
    };
    let mut joined = Dense { weight: Vec::new(), bias: Vec::new(), inputs: HIDDEN };
    for name in ["query", "key", "value"] {
        let name = format!("{prefix}.attention.self.{name}");
        joined.weight.extend(tensors.floats(&format!("{name}.weight"), &[HIDDEN, HIDDEN])?);
        joined.bias.extend(tensors.floats(&format!("{name}.bias"), &[HIDDEN])?);
    }
    Ok(Layer {
        query_key_value: kernel.pack(joined),
        attention_output: linear("attention.output.dense", HIDDEN, HIDDEN)?,
        attention_norm: tensors.norm(&format!("{prefix}.attention.output.LayerNorm"))?,
        widen: linear("intermediate.dense", HIDDEN, INNER)?,
        narrow: linear("output.dense", INNER, HIDDEN)?,
        feed_forward_norm: tensors.norm(&format!("{prefix}.output.LayerNorm"))?,
    })
}

struct Tensors<'a>(SafeTensors<'a>);

impl Tensors<'_> {
    fn floats(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>, String> {
        let tensor = self.0.tensor(name).map_err(|error| error.to_string())?;
        if tensor.dtype() != Dtype::F32 || tensor.shape() != shape {
            return Err(format!(
                "{name} is {:?} {:?}, not F32 {shape:?}",
                tensor.dtype(),
                tensor.shape()
            ));
        }
        let (numbers, _) = tensor.data().as_chunks::<4>();
        Ok(numbers.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect())
    }

    fn norm(&self, name: &str) -> Result<Norm, String> {
        Ok(Norm {
            gain: self.floats(&format!("{name}.weight"), &[HIDDEN])?,
            bias: self.floats(&format!("{name}.bias"), &[HIDDEN])?,
        })
    }
}
