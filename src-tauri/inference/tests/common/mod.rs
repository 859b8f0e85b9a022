//! What the tests of this crate share.
#![allow(
    dead_code,
    clippy::unwrap_used,
    reason = "helpers of tests: every test binary uses its part"
)]

use std::path::PathBuf;

use serde::Deserialize;

/// The folder of trained heads and downloaded weights.
pub fn models() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../models")
}

/// The downloaded model, which these tests cannot do without.
pub fn model_folder() -> PathBuf {
    let folder = models().join("all-MiniLM-L6-v2");
    assert!(
        folder.join("model.safetensors").is_file() && folder.join("tokenizer.json").is_file(),
        "the embedding model is not in {}: run `cargo xtask setup` first",
        folder.display()
    );
    folder
}

/// A text and the vector that the reference implementation gives it.
#[derive(Deserialize)]
pub struct Reference {
    pub text: String,
    pub embedding: Vec<f32>,
}

/// The rows of `fixtures/embedding_reference.jsonl`, or of the file that the environment variable
/// `ASIDE_EMBEDDING_REFERENCE` names.
pub fn reference() -> Vec<Reference> {
    let committed =
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/embedding_reference.jsonl");
    let file = std::env::var_os("ASIDE_EMBEDDING_REFERENCE").map_or(committed, PathBuf::from);
    let rows = std::fs::read_to_string(file).unwrap();
    rows.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The cosine of two vectors.
pub fn cosine(left: &[f32], right: &[f32]) -> f32 {
    let dot = |a: &[f32], b: &[f32]| {
        a.iter().zip(b).map(|(a, b)| f64::from(*a) * f64::from(*b)).sum::<f64>()
    };
    (dot(left, right) / (dot(left, left) * dot(right, right)).sqrt()) as f32
}
