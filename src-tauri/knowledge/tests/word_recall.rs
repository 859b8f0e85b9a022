//! How many words of a reference conversion ours keeps, by format. Real documents are not part of the
//! project: `ASIDE_DOCUMENTS=DIR cargo nextest run -p aside-knowledge --run-ignored only --no-capture
//! word_recall`, where DIR has `files/<format>/<name>` and `reference/<format>/<name>.md`.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]
#![allow(clippy::print_stdout, reason = "the table is what it is run for")]

mod support;

use std::collections::HashMap;
use std::path::Path;

use aside_knowledge::convert_file;
use support::*;

/// The least that the mean over formats may be.
const LEAST_RECALL: f64 = 0.95;

fn words(text: &str) -> HashMap<String, usize> {
    let mut counts = HashMap::new();
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        *counts.entry(word.to_lowercase()).or_default() += 1;
    }
    counts
}

/// The share of the reference's words, each as often as it stands there, that `text` has.
fn recall(reference: &str, text: &str) -> Option<f64> {
    let (wanted, found) = (words(reference), words(text));
    let total: usize = wanted.values().sum();
    let kept: usize =
        wanted.iter().map(|(word, count)| *count.min(found.get(word).unwrap_or(&0))).sum();
    #[expect(clippy::cast_precision_loss, reason = "counts of words are small")]
    (total > 0).then(|| kept as f64 / total as f64)
}

fn entries(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
#[ignore = "needs real documents: set ASIDE_DOCUMENTS"]
fn word_recall_against_a_reference() {
    let documents = std::env::var("ASIDE_DOCUMENTS").expect("ASIDE_DOCUMENTS names a folder");
    let documents = Path::new(&documents);
    let kept = std::env::var("ASIDE_KEEP").ok();
    let mut means = Vec::new();
    for format in entries(&documents.join("files")) {
        let mut recalls = Vec::new();
        for name in entries(&documents.join("files").join(&format)) {
            let converted =
                convert_file(&documents.join("files").join(&format).join(&name), &worker());
            let reference =
                std::fs::read_to_string(documents.join(format!("reference/{format}/{name}.md")));
            let text = converted.as_deref().unwrap_or_default();
            if let Some(kept) = &kept {
                std::fs::create_dir_all(Path::new(kept).join(&format)).unwrap();
                std::fs::write(Path::new(kept).join(format!("{format}/{name}.md")), text).unwrap();
            }
            let recall = reference.ok().and_then(|reference| recall(&reference, text));
            let said = converted.as_ref().err().map(ToString::to_string).unwrap_or_default();
            let shown = recall.map_or("    -".to_owned(), |recall| format!("{recall:.3}"));
            println!("{format:6} {name:55} {shown} {said}");
            recalls.extend(recall);
        }
        if !recalls.is_empty() {
            #[expect(clippy::cast_precision_loss, reason = "counts of files are small")]
            let mean = recalls.iter().sum::<f64>() / recalls.len() as f64;
            println!("{format:6} mean of {:2} {mean:.3}\n", recalls.len());
            means.push(mean);
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "counts of formats are small")]
    let mean = means.iter().sum::<f64>() / means.len() as f64;
    println!("mean over {} formats {mean:.3}", means.len());
    assert!(mean >= LEAST_RECALL, "{mean:.3}");
}
