//! The model's numbers, read from safetensors and brought into the kernel's order once.

use safetensors::{Dtype, SafeTensors};

use super::folder::{DenseFiles, Shape};
use super::kernels::{Dense, Kernel, Linear};

/// Gain and bias of a layer norm, one of each for every number of a row.
pub(super) struct Norm {
    pub(super) gain: Vec<f32>,
    pub(super) bias: Vec<f32>,
    /// Added to the variance.
    pub(super) epsilon: f32,
}

/// One of the layers. `hidden` and `inner` are those of the [`Shape`].
pub(super) struct Layer {
    /// Query, key and value at once: hidden → 3 × hidden.
    pub(super) query_key_value: Box<dyn Linear>,
    /// What attention gives back: hidden → hidden.
    pub(super) attention_output: Box<dyn Linear>,
    pub(super) attention_norm: Norm,
    /// hidden → inner, before GELU.
    pub(super) widen: Box<dyn Linear>,
    /// inner → hidden.
    pub(super) narrow: Box<dyn Linear>,
    pub(super) feed_forward_norm: Norm,
}

/// The whole model.
pub(super) struct Weights {
    pub(super) shape: Shape,
    words: Vec<f32>,
    positions: Vec<f32>,
    pub(super) embedding_norm: Norm,
    pub(super) layers: Vec<Layer>,
}

/// A layer behind the pooling.
pub(super) struct Projection {
    weights: Dense,
    tanh: bool,
}

impl Weights {
    /// Reads a safetensors file and packs its matrices for `kernel`.
    ///
    /// The error says which tensor is missing or has another shape than the model's.
    pub(super) fn pack(file: &[u8], shape: Shape, kernel: &dyn Kernel) -> Result<Self, String> {
        let tensors = SafeTensors::deserialize(file).map_err(|error| error.to_string())?;
        let tensors = Tensors::new(tensors, shape.epsilon);
        let Shape { hidden, tokens, first_position, .. } = shape;
        let mut positions = tensors
            .floats("embeddings.position_embeddings.weight", &[shape.positions, hidden])?
            .split_off(first_position * hidden);
        positions.truncate(tokens * hidden);
        // Every text is of segment 0, so its row is added to the positions once and for all.
        let segments = tensors.rows("embeddings.token_type_embeddings.weight", hidden)?;
        for position in positions.chunks_exact_mut(hidden) {
            position.iter_mut().zip(&segments).for_each(|(number, segment)| *number += segment);
        }
        Ok(Self {
            shape,
            words: tensors
                .floats("embeddings.word_embeddings.weight", &[shape.vocabulary, hidden])?,
            positions,
            embedding_norm: tensors.norm("embeddings.LayerNorm", hidden)?,
            layers: (0..shape.layers)
                .map(|index| layer(&tensors, index, &shape, kernel))
                .collect::<Result<_, _>>()?,
        })
    }

    /// The vector of the token `id`, and that of its `position` in the text. Tokens come from a
    /// tokenizer whose vocabulary was held against this one.
    pub(super) fn embedding(&self, id: u32, position: usize) -> (&[f32], &[f32]) {
        let hidden = self.shape.hidden;
        let row = |index: usize| index * hidden..(index + 1) * hidden;
        (&self.words[row(id as usize)], &self.positions[row(position)])
    }
}

impl Projection {
    /// Reads a layer behind the pooling from the content of its safetensors file.
    pub(super) fn read(file: &[u8], files: &DenseFiles) -> Result<Self, String> {
        let DenseFiles { inputs, outputs, bias, tanh, .. } = *files;
        let tensors = SafeTensors::deserialize(file).map_err(|error| error.to_string())?;
        let tensors = Tensors::new(tensors, 0.0);
        let weight = tensors.floats("linear.weight", &[outputs, inputs])?;
        let bias =
            if bias { tensors.floats("linear.bias", &[outputs])? } else { vec![0.0; outputs] };
        Ok(Self { weights: Dense { weight, bias, inputs }, tanh })
    }

    /// How many numbers it takes, and gives.
    pub(super) fn sizes(&self) -> (usize, usize) {
        (self.weights.inputs, self.weights.bias.len())
    }

    /// What it makes of one vector.
    pub(super) fn apply(&self, vector: &[f32]) -> Vec<f32> {
        let Dense { weight, bias, inputs } = &self.weights;
        let rows = weight.chunks_exact(*inputs).zip(bias);
        rows.map(|(row, bias)| {
            let sum = bias + row.iter().zip(vector).map(|(a, b)| a * b).sum::<f32>();
            if self.tanh { sum.tanh() } else { sum }
        })
        .collect()
    }
}

fn layer(
    tensors: &Tensors<'_>,
    index: usize,
    shape: &Shape,
    kernel: &dyn Kernel,
) -> Result<Layer, String> {
    let prefix = format!("encoder.layer.{index}");
    let (hidden, inner) = (shape.hidden, shape.inner);
    let linear = |name: &str, inputs, outputs| {
        let weight = tensors.floats(&format!("{prefix}.{name}.weight"), &[outputs, inputs])?;
        let bias = tensors.floats(&format!("{prefix}.{name}.bias"), &[outputs])?;
        Ok::<_, String>(kernel.pack(Dense { weight, bias, inputs }))
    };
    let mut joined = Dense { weight: Vec::new(), bias: Vec::new(), inputs: hidden };
    for name in ["query", "key", "value"] {
        let name = format!("{prefix}.attention.self.{name}");
        joined.weight.extend(tensors.floats(&format!("{name}.weight"), &[hidden, hidden])?);
        joined.bias.extend(tensors.floats(&format!("{name}.bias"), &[hidden])?);
    }
    Ok(Layer {
        query_key_value: kernel.pack(joined),
        attention_output: linear("attention.output.dense", hidden, hidden)?,
        attention_norm: tensors.norm(&format!("{prefix}.attention.output.LayerNorm"), hidden)?,
        widen: linear("intermediate.dense", hidden, inner)?,
        narrow: linear("output.dense", inner, hidden)?,
        feed_forward_norm: tensors.norm(&format!("{prefix}.output.LayerNorm"), hidden)?,
    })
}

/// The tensors of a file, by their names without the name of the whole that some files put in front.
struct Tensors<'a> {
    file: SafeTensors<'a>,
    prefix: &'static str,
    epsilon: f32,
}

impl<'a> Tensors<'a> {
    fn new(file: SafeTensors<'a>, epsilon: f32) -> Self {
        let is_there =
            |prefix: &&str| file.tensor(&format!("{prefix}embeddings.LayerNorm.weight")).is_ok();
        let prefix = ["", "bert.", "roberta.", "model."].into_iter().find(is_there);
        let prefix = prefix.unwrap_or_default();
        Self { file, prefix, epsilon }
    }

    fn floats(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>, String> {
        let tensor =
            self.file.tensor(&format!("{}{name}", self.prefix)).map_err(|e| e.to_string())?;
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

    /// All rows of `width` numbers, however many there are.
    fn rows(&self, name: &str, width: usize) -> Result<Vec<f32>, String> {
        let tensor =
            self.file.tensor(&format!("{}{name}", self.prefix)).map_err(|e| e.to_string())?;
        let count = tensor.shape().first().copied().unwrap_or_default();
        self.floats(name, &[count, width])
    }

    fn norm(&self, name: &str, width: usize) -> Result<Norm, String> {
        Ok(Norm {
            gain: self.floats(&format!("{name}.weight"), &[width])?,
            bias: self.floats(&format!("{name}.bias"), &[width])?,
            epsilon: self.epsilon,
        })
    }
}
