//! A model file that is missing, cut or changed is refused by name, with the command that mends it.
#![allow(clippy::unwrap_used, reason = "a helper of a test fails as the test does")]

mod common;

use std::path::Path;

use aside_inference::{Encoder, ModelError, Precision};
use common::model_folder;

/// A folder with copies of the real files.
fn copies() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for name in ["model.safetensors", "tokenizer.json"] {
        std::fs::copy(model_folder().join(name), folder.path().join(name)).unwrap();
    }
    folder
}

fn refusal(folder: &Path) -> ModelError {
    let Err(error) = Encoder::load(folder, Precision::Auto) else {
        panic!("the model was accepted")
    };
    error
}

fn names_file_and_command(error: &ModelError, file: &str) {
    let text = error.to_string();
    assert!(text.contains(file) && text.contains("cargo xtask setup"), "{text}");
}

#[test]
fn missing_files_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let error = refusal(folder.path());
    assert!(matches!(error, ModelError::Missing { .. }), "{error}");
    names_file_and_command(&error, "tokenizer.json");

    std::fs::copy(model_folder().join("tokenizer.json"), folder.path().join("tokenizer.json"))
        .unwrap();
    let error = refusal(folder.path());
    assert!(matches!(error, ModelError::Missing { .. }), "{error}");
    names_file_and_command(&error, "model.safetensors");
}

#[test]
fn a_cut_model_is_refused() {
    let folder = copies();
    let file = std::fs::OpenOptions::new()
        .write(true)
        .open(folder.path().join("model.safetensors"))
        .unwrap();
    file.set_len(50_000_000).unwrap();
    let error = refusal(folder.path());
    assert!(matches!(error, ModelError::Checksum { .. }), "{error}");
    names_file_and_command(&error, "model.safetensors");
}

#[test]
fn one_changed_byte_is_noticed() {
    for name in ["model.safetensors", "tokenizer.json"] {
        let folder = copies();
        let path = folder.path().join(name);
        let mut bytes = std::fs::read(&path).unwrap();
        let last = bytes.len() - 1;
        bytes[last] ^= 1;
        std::fs::write(&path, bytes).unwrap();
        let error = refusal(folder.path());
        assert!(matches!(error, ModelError::Checksum { .. }), "{error}");
        names_file_and_command(&error, name);
    }
}

#[test]
fn a_file_that_is_something_else_is_refused() {
    let folder = copies();
    std::fs::write(folder.path().join("model.safetensors"), "<html>404</html>").unwrap();
    names_file_and_command(&refusal(folder.path()), "model.safetensors");
    std::fs::write(folder.path().join("model.safetensors"), "").unwrap();
    names_file_and_command(&refusal(folder.path()), "model.safetensors");
}
