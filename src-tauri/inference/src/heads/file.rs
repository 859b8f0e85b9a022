//! The heads on disk: `heads.safetensors` with the numbers, `manifest.json` with their origin.

use std::collections::HashMap;
use std::path::Path;

use aside_contract::{Category, Intent, Label, Sentiment, Urgency};
use safetensors::tensor::TensorView;
use safetensors::{Dtype, SafeTensors};
use serde_json::Value;

use super::network::{INPUTS, UNITS};
use super::{Head, Heads};
use crate::{ModelError, WEIGHTS_SHA256, checksum};

pub(crate) const MANIFEST: &str = "manifest.json";
pub(crate) const WEIGHTS: &str = "heads.safetensors";

/// What mends the heads' files.
const MEND: &str =
    "restore it from the project's source, or rebuild it with `cargo xtask train --datasets DIR`";

/// See [`Heads::load`].
pub(super) fn load(models: &Path) -> Result<Heads, ModelError> {
    let (manifest_file, weights_file) = (models.join(MANIFEST), models.join(WEIGHTS));
    let unfit = |file: &Path, detail: String| ModelError::malformed(file, detail, MEND);
    let manifest: Value = serde_json::from_slice(&checksum::read(&manifest_file, MEND)?)
        .map_err(|error| unfit(&manifest_file, error.to_string()))?;
    if manifest["encoder"]["weights_sha256"] != WEIGHTS_SHA256 {
        return Err(unfit(&manifest_file, "the heads were trained on another encoder".to_owned()));
    }
    let weights = checksum::read(&weights_file, MEND)?;
    let wanted = manifest["weights"]["sha256"].as_str().unwrap_or_default();
    checksum::verify(&weights_file, &weights, wanted, MEND)?;
    let tensors = SafeTensors::deserialize(&weights)
        .map_err(|error| unfit(&weights_file, error.to_string()))?;
    Ok(Heads {
        intent: read::<Intent>(&tensors, &manifest, "intent")
            .map_err(|detail| unfit(&weights_file, detail))?,
        category: read::<Category>(&tensors, &manifest, "category")
            .map_err(|detail| unfit(&weights_file, detail))?,
        sentiment: read::<Sentiment>(&tensors, &manifest, "sentiment")
            .map_err(|detail| unfit(&weights_file, detail))?,
        urgency: read::<Urgency>(&tensors, &manifest, "urgency")
            .map_err(|detail| unfit(&weights_file, detail))?,
    })
}

/// Reads one head and checks that it speaks of the labels of today, in their order.
fn read<L: Label>(tensors: &SafeTensors<'_>, manifest: &Value, name: &str) -> Result<Head, String> {
    let labels: Vec<&str> = L::ALL.iter().map(|label| label.name()).collect();
    if manifest["heads"][name]["labels"] != serde_json::json!(labels) {
        return Err(format!("the labels of {name} are not {}", labels.join(", ")));
    }
    let floor = manifest["heads"][name]["floor"]["confidence"]
        .as_f64()
        .ok_or_else(|| format!("{name} has no floor of confidence"))?;
    let count = labels.len();
    let bytes = |part: &str, dtype: Dtype, shape: &[usize]| {
        let tensor =
            tensors.tensor(&format!("{name}.{part}")).map_err(|error| error.to_string())?;
        if tensor.dtype() != dtype || tensor.shape() != shape {
            return Err(format!(
                "{name}.{part} is {:?} {:?}, not {dtype:?} {shape:?}",
                tensor.dtype(),
                tensor.shape()
            ));
        }
        Ok(tensor.data().to_vec())
    };
    let floats = |part: &str, shape: &[usize]| {
        let bytes = bytes(part, Dtype::F32, shape)?;
        Ok::<Vec<f32>, String>(
            bytes.as_chunks().0.iter().map(|number| f32::from_le_bytes(*number)).collect(),
        )
    };
    Ok(Head {
        hidden: bytes("hidden", Dtype::I8, &[UNITS, INPUTS])?
            .into_iter()
            .map(u8::cast_signed)
            .collect(),
        steps: floats("steps", &[UNITS])?,
        hidden_bias: floats("hidden_bias", &[UNITS])?,
        output: floats("output", &[count, UNITS])?,
        bias: floats("bias", &[count])?,
        temperature: floats("temperature", &[1])?[0],
        floor: floor as f32,
    })
}

/// The heads as the content of `heads.safetensors`.
pub(crate) fn write(heads: &Heads) -> Result<Vec<u8>, String> {
    let mut parts: Vec<(String, Dtype, Vec<usize>, Vec<u8>)> = Vec::new();
    let floats = |numbers: &[f32]| {
        numbers.iter().flat_map(|number| number.to_le_bytes()).collect::<Vec<u8>>()
    };
    for (name, head) in [
        ("intent", &heads.intent),
        ("category", &heads.category),
        ("sentiment", &heads.sentiment),
        ("urgency", &heads.urgency),
    ] {
        let count = head.bias.len();
        let hidden = head.hidden.iter().map(|weight| weight.cast_unsigned()).collect();
        parts.push((format!("{name}.hidden"), Dtype::I8, vec![UNITS, INPUTS], hidden));
        for (part, shape, numbers) in [
            ("steps", vec![UNITS], &head.steps),
            ("hidden_bias", vec![UNITS], &head.hidden_bias),
            ("output", vec![count, UNITS], &head.output),
            ("bias", vec![count], &head.bias),
            ("temperature", vec![1], &vec![head.temperature]),
        ] {
            parts.push((format!("{name}.{part}"), Dtype::F32, shape, floats(numbers)));
        }
    }
    let views: Vec<(&str, TensorView<'_>)> = parts
        .iter()
        .map(|(name, dtype, shape, data)| {
            Ok((name.as_str(), TensorView::new(*dtype, shape.clone(), data)?))
        })
        .collect::<Result<_, safetensors::SafeTensorError>>()
        .map_err(|error| error.to_string())?;
    safetensors::serialize(views, None::<HashMap<String, String>>)
        .map_err(|error| error.to_string())
}
