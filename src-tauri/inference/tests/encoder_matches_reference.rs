//! The encoder against vectors of the reference implementation.
#![allow(clippy::unwrap_used, reason = "a helper of a test fails as the test does")]

mod common;

use aside_inference::{Embedder, Encoder, ModelError, Precision};
use common::{cosine, model_folder, reference};

/// The smallest cosine over all rows, texts embedded `at_once` at a time.
fn smallest_cosine(encoder: &Encoder, at_once: usize) -> f32 {
    let rows = reference();
    let mut smallest = 1.0_f32;
    for rows in rows.chunks(at_once) {
        let texts: Vec<&str> = rows.iter().map(|row| row.text.as_str()).collect();
        for (row, vector) in rows.iter().zip(encoder.embed(&texts).unwrap()) {
            assert_eq!(vector.len(), 384);
            let length: f32 = vector.iter().map(|number| number * number).sum();
            assert!((length - 1.0).abs() < 1e-4, "length {length} for {:?}", row.text);
            smallest = smallest.min(cosine(&vector, &row.embedding));
        }
    }
    smallest
}

#[test]
fn floating_point_is_the_reference_alone_and_in_batches() {
    let encoder = Encoder::load(&model_folder(), Precision::F32).unwrap();
    for at_once in [1, 7, 24] {
        let smallest = smallest_cosine(&encoder, at_once);
        assert!(smallest >= 0.9999, "cosine {smallest} with {at_once} texts at once");
    }
}

#[test]
fn whole_numbers_stay_close_to_the_reference() {
    let encoder = match Encoder::load(&model_folder(), Precision::Int8) {
        // Not every processor has a kernel for it.
        Err(ModelError::NoInt8Kernel) => return,
        other => other.unwrap(),
    };
    for at_once in [1, 7, 24] {
        let smallest = smallest_cosine(&encoder, at_once);
        assert!(smallest >= 0.99, "cosine {smallest} with {at_once} texts at once");
    }
}

#[test]
fn the_same_text_has_the_same_vector_whatever_it_is_embedded_with() {
    let encoder = Encoder::load(&model_folder(), Precision::Auto).unwrap();
    let alone = encoder.embed(&["Where is my refund?"]).unwrap();
    let long = "a long neighbour ".repeat(100);
    let among = encoder.embed(&["", &long, "Where is my refund?", &long]).unwrap();
    assert!(cosine(&alone[0], &among[2]) > 0.9999);
}

#[test]
fn no_texts_give_no_vectors() {
    let encoder = Encoder::load(&model_folder(), Precision::Auto).unwrap();
    assert!(encoder.embed(&[]).unwrap().is_empty());
}

#[test]
fn tokens_end_at_256_and_the_rest_of_a_text_changes_nothing() {
    let encoder = Encoder::load(&model_folder(), Precision::Auto).unwrap();
    assert_eq!(encoder.count_tokens("").unwrap(), 2);
    assert_eq!(encoder.count_tokens("hello world").unwrap(), 4);
    let long = "refund ".repeat(254);
    let longer = format!("{long} and then something else entirely");
    assert_eq!(encoder.count_tokens(&longer).unwrap(), 256);
    let vectors = encoder.embed(&[&long, &longer]).unwrap();
    assert!(cosine(&vectors[0], &vectors[1]) > 0.9999);
}

#[test]
fn megabytes_of_hostile_text_are_read_no_further_than_needed() {
    let encoder = Encoder::load(&model_folder(), Precision::Auto).unwrap();
    let hostile = [
        "\u{301}".repeat(4_000_000),
        " ".repeat(8_000_000) + "x",
        format!("a{}b", "\u{200b}\n".repeat(2_000_000)),
        "word".repeat(2_000_000),
        "漢".repeat(1_000_000),
        "\u{1F468}\u{200D}\u{1F469}".repeat(500_000),
        "\0\u{FFFD}\u{202E}".repeat(1_000_000),
        "[SEP][CLS][PAD]".repeat(100_000),
    ];
    for text in &hostile {
        let vector = encoder.embed(&[text]).unwrap().remove(0);
        assert!(vector.iter().all(|number| number.is_finite()));
        assert!(encoder.count_tokens(text).unwrap() <= 256);
    }
}

#[test]
fn a_word_beyond_the_first_kilobytes_of_blanks_is_still_read() {
    let encoder = Encoder::load(&model_folder(), Precision::Auto).unwrap();
    let far = format!("refund{}please", " \u{301}".repeat(20_000));
    let vectors = encoder.embed(&[&far, "refund please"]).unwrap();
    assert!(cosine(&vectors[0], &vectors[1]) > 0.9999);
}
