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

/// The least that the mean may be over formats where the reference is what a reader sees.
const LEAST_RECALL: f64 = 0.95;

/// Where a reference by markitdown 0.1.8 is not what a reader of the file sees, and why.
const NOT_THE_TRUTH: &[(&str, &str)] = &[
    ("pdf/", "codes of glyphs, words run together, right-to-left letters turned round"),
    ("eml/", "the source of the message"),
    ("rtf/", "the source of the document"),
    ("xls/", "NaN for empty cells, Unnamed for columns, whole numbers with .0"),
    (
        "xlsx/",
        "NaN for empty cells, Unnamed for columns, whole numbers with .0, days with 00:00:00",
    ),
    ("zip/", "the three: raw RTF and XML, worksheets with NaN, pages of navigation, garbled names"),
    ("xml/docl_ptag100.xml", "the source, each tag twice"),
    ("xml/tika_testXML.xml", "the source, a third of it a comment with a licence"),
    ("html/mid_test_serp.html", "a page of results, two thirds addresses that count clicks"),
    ("html/readab_heise.html", "nine tenths of it are menus around one article"),
    ("docx/pydocx_having-images.docx", "five pictures as data:image/png;base64, and no word"),
    ("docx/tika_2pic.docx", "a third of it is data:image/jpeg;base64"),
    ("pptx/poi_SmartArt.pptx", "a slide without a word"),
    (
        "msg/poi_HTMLBodyBinary_CP1251.msg",
        "its text is lost, its own four labels are what is missed",
    ),
    ("csv/csvkit_test_latin1.csv", "nine words, of which one is garbled"),
];

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
    let (mut means, mut true_means) = (Vec::new(), Vec::new());
    for format in entries(&documents.join("files")) {
        let (mut recalls, mut true_recalls) = (Vec::new(), Vec::new());
        for name in entries(&documents.join("files").join(&format)) {
            let converted =
                convert_file(&documents.join("files").join(&format).join(&name), &worker())
                    .map(|file| file.markdown);
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
            let place = format!("{format}/{name}");
            let doubt = NOT_THE_TRUTH.iter().find(|(start, _)| place.starts_with(start));
            let doubted = doubt.map(|(_, why)| format!("(reference: {why})")).unwrap_or_default();
            println!("{format:6} {name:55} {shown} {said} {doubted}");
            recalls.extend(recall);
            true_recalls.extend(recall.filter(|_| doubt.is_none()));
        }
        if let Some(mean) = mean(&recalls) {
            println!("{format:6} mean of {:2} {mean:.3}", recalls.len());
            means.push(mean);
        }
        if let Some(mean) = mean(&true_recalls) {
            println!(
                "{format:6} mean of {:2} {mean:.3} by references that are true",
                true_recalls.len()
            );
            true_means.push(mean);
        }
        println!();
    }
    println!("mean over {} formats {:.3}", means.len(), mean(&means).unwrap());
    let true_mean = mean(&true_means).unwrap();
    println!("mean over {} formats {true_mean:.3} by references that are true", true_means.len());
    assert!(true_mean >= LEAST_RECALL, "{true_mean:.3}");
}

fn mean(values: &[f64]) -> Option<f64> {
    #[expect(clippy::cast_precision_loss, reason = "counts of files are small")]
    let count = values.len() as f64;
    (count > 0.0).then(|| values.iter().sum::<f64>() / count)
}
