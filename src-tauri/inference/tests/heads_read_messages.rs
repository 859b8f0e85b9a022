//! The committed heads on messages as customers write them, and what happens to damaged files.

mod common;

use aside_contract::{Category, Intent, Sentiment};
use aside_inference::{Embedder, Encoder, Heads, ModelError, Precision};
use common::{model_folder, models};
use serde::Deserialize;

#[derive(Deserialize)]
struct Case {
    text: String,
    intent: Option<Intent>,
    category: Option<Category>,
    sentiment: Option<Sentiment>,
}

/// The share of labels that heads get right on messages which are in no training data. A statistical
/// classifier misses some; fewer right than this means that something is broken.
const RIGHT: f64 = 0.9;

#[test]
fn plain_messages_of_support_are_read_as_a_person_reads_them() {
    let encoder = Encoder::load(&model_folder(), Precision::Auto).unwrap();
    let heads = Heads::load(&models()).unwrap();
    let cases = include_str!("fixtures/support_messages.jsonl");
    let (mut labels, mut wrong) = (0, Vec::new());
    for case in cases.lines().map(|line| serde_json::from_str::<Case>(line).unwrap()) {
        let reading = heads.read(&case.text, &encoder.read(&case.text).unwrap()).unwrap();
        for confidence in
            [reading.intent.confidence, reading.category.confidence, reading.sentiment.confidence]
        {
            assert!((0.0..=1.0).contains(&confidence), "{reading:?}");
        }
        let fits = [
            case.intent.map(|label| label == reading.intent.label),
            case.category.map(|label| label == reading.category.label),
            case.sentiment.map(|label| label == reading.sentiment.label),
        ];
        labels += fits.iter().flatten().count();
        if fits.contains(&Some(false)) {
            wrong.push(format!("{}: {reading:?}", case.text));
        }
    }
    assert!(
        (wrong.len() as f64) <= (1.0 - RIGHT) * labels as f64,
        "of {labels} labels: {wrong:#?}"
    );
}

#[test]
fn open_anger_and_a_request_for_a_person_are_not_missed() {
    let encoder = Encoder::load(&model_folder(), Precision::Auto).unwrap();
    let heads = Heads::load(&models()).unwrap();
    let read = |text: &str| heads.read(text, &encoder.read(text).unwrap()).unwrap();
    let angry = read("this is ridiculous, third time I am asking, worst company ever!!!");
    assert_eq!(angry.sentiment.label, Sentiment::Angry);
    assert_eq!(read("Let me talk to a manager").intent.label, Intent::Escalate);
}

#[test]
fn any_text_has_a_reading() {
    let encoder = Encoder::load(&model_folder(), Precision::Auto).unwrap();
    let heads = Heads::load(&models()).unwrap();
    for text in ["", "?", "漢字", "\u{202E}\0", &"!".repeat(100_000), &"a ".repeat(100_000)] {
        let reading = heads.read(text, &encoder.read(text).unwrap()).unwrap();
        assert!(reading.sentiment.confidence.is_finite());
    }
}

#[test]
fn missing_or_damaged_heads_are_named_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let refusal = || {
        let Err(error) = Heads::load(folder.path()) else { panic!("the heads were accepted") };
        assert!(error.to_string().contains("cargo xtask train"), "{error}");
        error
    };
    assert!(matches!(refusal(), ModelError::Missing { .. }));
    std::fs::copy(models().join("manifest.json"), folder.path().join("manifest.json")).unwrap();
    let error = refusal();
    assert!(
        matches!(&error, ModelError::Missing { file, .. } if file.ends_with("heads.safetensors")),
        "{error}"
    );

    let mut bytes = std::fs::read(models().join("heads.safetensors")).unwrap();
    bytes.pop();
    std::fs::write(folder.path().join("heads.safetensors"), bytes).unwrap();
    assert!(matches!(refusal(), ModelError::Checksum { .. }));

    std::fs::write(folder.path().join("manifest.json"), "{}").unwrap();
    assert!(matches!(refusal(), ModelError::Malformed { .. }));
}
