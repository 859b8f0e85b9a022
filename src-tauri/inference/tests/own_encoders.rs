//! Models of the user's own, against what sentence-transformers makes of the same files.
//! `fixtures/encoders/make.py` made them.
#![allow(clippy::unwrap_used, reason = "a helper of a test fails as the test does")]

mod common;

use std::path::{Path, PathBuf};

use aside_inference::{Embedder, Encoder, InferenceQueue, ModelError, Precision, Role};
use common::cosine;
use serde::Deserialize;

#[derive(Deserialize)]
struct Row {
    role: String,
    text: String,
    embedding: Vec<f32>,
}

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/encoders").join(name)
}

/// A copy of a fixture with one of its files changed; without `content`, that file is missing.
fn changed(name: &str, file: &str, content: Option<&str>) -> tempfile::TempDir {
    let copy = tempfile::tempdir().unwrap();
    for place in ["", "1_Pooling", "2_Dense"] {
        let (from, to) = (folder(name).join(place), copy.path().join(place));
        let Ok(entries) = std::fs::read_dir(from) else { continue };
        std::fs::create_dir_all(&to).unwrap();
        for entry in entries.map(Result::unwrap).filter(|entry| entry.path().is_file()) {
            std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
    match content {
        Some(content) => std::fs::write(copy.path().join(file), content).unwrap(),
        None => std::fs::remove_file(copy.path().join(file)).unwrap(),
    }
    copy
}

#[test]
fn own_models_give_the_vectors_of_the_reference_with_their_prefixes() {
    for (name, dimensions) in [("bert-first-dense", 10), ("xlm-roberta-mean", 64)] {
        for (precision, wanted) in [(Precision::F32, 0.99999), (Precision::Auto, 0.99)] {
            let encoder = Encoder::open(&folder(name), precision).unwrap();
            assert_eq!(encoder.dimensions(), dimensions);
            let rows = std::fs::read_to_string(folder(name).join("expected.jsonl")).unwrap();
            for row in rows.lines().map(|line| serde_json::from_str::<Row>(line).unwrap()) {
                let role = if row.role == "query" { Role::Query } else { Role::Document };
                let text = format!("{}{}", encoder.prefix(role), row.text);
                let vectors = encoder.embed(&["a neighbour", &text]).unwrap();
                let cosine = cosine(&vectors[1], &row.embedding);
                assert!(cosine > wanted, "{name} {precision:?} {:?}: {cosine}", row.text);
            }
        }
    }
}

#[test]
fn the_queue_puts_the_prefixes_there() {
    let name = "bert-first-dense";
    let encoder = Encoder::open(&folder(name), Precision::F32).unwrap();
    let queue = InferenceQueue::start(std::sync::Arc::new(encoder), 1);
    let rows = std::fs::read_to_string(folder(name).join("expected.jsonl")).unwrap();
    for row in rows.lines().map(|line| serde_json::from_str::<Row>(line).unwrap()) {
        let texts = [row.text.clone()];
        let vectors = match row.role.as_str() {
            "query" => vec![
                queue.embed_now(&row.text).unwrap(),
                queue.read_now(&row.text).unwrap().embedding,
                queue.embed_queries(&texts).unwrap().remove(0),
            ],
            _ => queue.embed_background(&texts).unwrap(),
        };
        for vector in vectors {
            assert!(cosine(&vector, &row.embedding) > 0.99999, "{} {}", row.role, row.text);
        }
    }
}

#[test]
fn the_name_changes_with_the_weights_and_with_what_is_made_of_them() {
    let name = |dir: &Path| {
        let encoder = Encoder::open(dir, Precision::F32).unwrap();
        encoder.name().rsplit('-').next().unwrap().to_owned()
    };
    let ours = r#"{"query_prefix": "ask: ", "languages": ["de", "en"]}"#;
    let other = changed("bert-first-dense", "aside.json", Some(ours));
    let same = changed("bert-first-dense", "notes.txt", Some("no part of the model"));
    assert_ne!(name(&folder("bert-first-dense")), name(other.path()));
    assert_eq!(name(&folder("bert-first-dense")).len(), 8);
    assert_eq!(name(same.path()), name(same.path()));
    let encoder = Encoder::open(other.path(), Precision::F32).unwrap();
    assert_eq!(encoder.prefix(Role::Query), "ask: ");
    assert_eq!(encoder.prefix(Role::Document), "text: ");
    assert!(encoder.understands("de") && !encoder.understands("fr"));
}

#[test]
fn what_cannot_be_computed_is_named_with_what_can() {
    let config = std::fs::read_to_string(folder("bert-first-dense").join("config.json")).unwrap();
    let with = |from: &str, to: &str| {
        assert!(config.contains(from), "{from}");
        Some(config.replace(from, to))
    };
    let modules = r#"[{"path": "x", "type": "sentence_transformers.models.LSTM"}]"#;
    for (file, content, told) in [
        ("config.json", with("\"bert\"", "\"mpnet\""), "its architecture is mpnet"),
        ("config.json", with("\"gelu\"", "\"relu\""), "its activation is relu"),
        ("config.json", with("heads\": 3", "heads\": 5"), "do not fit"),
        ("1_Pooling/config.json", Some("{\"pooling_mode\": \"max\"}".to_owned()), "its pooling"),
        ("modules.json", Some(modules.to_owned()), "a module LSTM"),
    ] {
        let dir = changed("bert-first-dense", file, content.as_deref());
        let error = Encoder::open(dir.path(), Precision::F32).err().unwrap();
        assert!(matches!(error, ModelError::Unsupported { .. }), "{error}");
        let text = error.to_string();
        assert!(text.contains(told) && text.contains("XLM-RoBERTa"), "{text}");
    }
}

#[test]
fn files_that_do_not_fit_or_are_missing_are_named() {
    let config = std::fs::read_to_string(folder("bert-first-dense").join("config.json")).unwrap();
    let other_size = config.replace("\"hidden_size\": 24", "\"hidden_size\": 48");
    let fewer_words = config.replace("\"vocab_size\": 150", "\"vocab_size\": 20");
    for (file, content, told) in [
        ("model.safetensors", None, "model.safetensors is missing"),
        ("tokenizer.json", None, "tokenizer.json is missing"),
        ("config.json", None, "config.json is missing"),
        ("config.json", Some("{"), "config.json does not fit"),
        ("model.safetensors", Some("cut"), "model.safetensors does not fit"),
        ("config.json", Some(&*other_size), "not F32"),
        ("config.json", Some(&*fewer_words), "and the model 20 tokens"),
        (
            "2_Dense/config.json",
            Some(r#"{"in_features": 9, "out_features": 10, "activation_function": "Tanh"}"#),
            "2_Dense",
        ),
    ] {
        let dir = changed("bert-first-dense", file, content);
        let error = Encoder::open(dir.path(), Precision::F32).err().unwrap().to_string();
        assert!(error.contains(told), "{file}: {error}");
    }
}
