//! A team's own labels, learnt by the real encoder.
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

mod common;

use aside_inference::taxonomy::{LabelSpec, TaxonomyError, TaxonomyHead, TaxonomySpec};
use aside_inference::{Embedder, Encoder, ModelError, Precision};
use common::model_folder;

fn encoder() -> Encoder {
    Encoder::load(&model_folder(), Precision::Auto).unwrap()
}

fn label(name: &str, description: &str, examples: &[&str]) -> LabelSpec {
    LabelSpec {
        name: name.to_owned(),
        description: description.to_owned(),
        examples: examples.iter().map(|text| (*text).to_owned()).collect(),
    }
}

fn spec() -> TaxonomySpec {
    TaxonomySpec {
        labels: vec![
            label(
                "card_lost",
                "",
                &["I lost my card", "my card was stolen", "I cannot find my bank card anywhere"],
            ),
            label(
                "exchange_rate",
                "",
                &[
                    "what is the exchange rate",
                    "how many euros for 100 dollars",
                    "is your rate good",
                ],
            ),
            label(
                "warranty",
                "Questions about the guarantee of a device and repairs under it",
                &[],
            ),
        ],
        out_of_scope: vec!["what is the weather like".to_owned(), "tell me a joke".to_owned()],
    }
}

fn train(encoder: &Encoder, spec: &TaxonomySpec) -> Result<TaxonomyHead, TaxonomyError> {
    TaxonomyHead::train(spec, |texts| {
        encoder.embed(&texts.iter().map(String::as_str).collect::<Vec<_>>())
    })
}

#[test]
fn labels_are_learnt_from_examples_or_from_their_description_alone() {
    let encoder = encoder();
    let head = train(&encoder, &spec()).unwrap();
    for (text, wanted) in [
        ("somebody took my card yesterday", "card_lost"),
        ("what do I get for 50 pounds in dollars?", "exchange_rate"),
        ("is the repair of my laptop still under guarantee?", "warranty"),
    ] {
        let reading = head.read(&encoder.embed(&[text]).unwrap()[0]);
        assert_eq!(head.labels()[reading.label], wanted, "{text}: {reading:?}");
        assert!((0.0..=1.0).contains(&reading.confidence));
    }
    let scope = |text: &str| head.read(&encoder.embed(&[text]).unwrap()[0]).scope;
    assert!(scope("my card is gone") > scope("how tall is the Eiffel tower?") + 0.2);
}

#[test]
fn without_examples_what_is_like_no_description_is_out_of_scope() {
    let encoder = encoder();
    let described = TaxonomySpec {
        labels: vec![
            label("exchange", "Wants another size or colour of what was bought", &[]),
            label("return", "Wants to send something back and get the money", &[]),
        ],
        out_of_scope: Vec::new(),
    };
    let head = train(&encoder, &described).unwrap();
    for (text, in_scope) in [
        ("Can I swap the jacket for a larger size?", true),
        ("I want to send the shoes back", true),
        ("I like cheese", false),
        ("How tall is the Eiffel tower?", false),
        ("what is the weather in Rome", false),
    ] {
        let reading = head.read(&encoder.embed(&[text]).unwrap()[0]);
        assert_eq!(reading.in_scope, in_scope, "{text}: {reading:?}");
    }
}

#[test]
fn the_same_examples_give_the_same_head_and_the_file_gives_it_back() {
    let encoder = encoder();
    let head = train(&encoder, &spec()).unwrap();
    assert_eq!(head, train(&encoder, &spec()).unwrap());
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("intent.safetensors");
    head.save(&file, "version 1").unwrap();
    assert_eq!(TaxonomyHead::load(&file, "version 1").unwrap(), Some(head));
    assert_eq!(TaxonomyHead::load(&file, "version 2").unwrap(), None);

    let mut bytes = std::fs::read(&file).unwrap();
    bytes.truncate(bytes.len() / 2);
    std::fs::write(&file, bytes).unwrap();
    assert!(matches!(TaxonomyHead::load(&file, "version 1"), Err(ModelError::Malformed { .. })));
}

#[test]
fn what_cannot_be_learnt_is_refused() {
    let encoder = encoder();
    let mut one = spec();
    one.labels.truncate(1);
    assert!(matches!(train(&encoder, &one), Err(TaxonomyError::TooFewLabels)));
    let mut twice = spec();
    twice.labels[1].name = "card_lost".to_owned();
    assert!(
        matches!(train(&encoder, &twice), Err(TaxonomyError::Twice(name)) if name == "card_lost")
    );
    let broken = TaxonomyHead::train(&spec(), |texts| Ok(vec![vec![f32::NAN; 384]; texts.len()]));
    assert!(matches!(broken, Err(TaxonomyError::Unsolvable(_))));
}
