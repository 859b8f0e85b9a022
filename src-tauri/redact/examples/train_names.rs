//! Trains the tagger of names: `cargo xtask train --only names --datasets DIR`.

#![expect(clippy::print_stdout, reason = "a program for the terminal")]

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use aside_redact::Kind;
use aside_redact::tagger::train::{Example, Trained, fit};
use clap::Parser;
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// One row in this many is held out, chosen by its text.
const HELD_OUT: u64 = 5;
/// Messages of customers. Those of common words alone hold no names, and are learnt from as such.
const PLAIN: [(&str, &str); 6] = [
    ("taxonomy/banking77_train.jsonl", "text"),
    ("taxonomy/clinc150_train.jsonl.gz", "text"),
    ("taxonomy/other_intents.jsonl", "text"),
    ("conversations/twitter_support.jsonl", "turns"),
    ("retrieval/support_docs/questions.jsonl", "question"),
    ("retrieval/office/questions.jsonl", "question"),
];
/// So many of them, by chance.
const PLAIN_ROWS: usize = 6_000;
/// A word is common that is written in small letters so often in them.
const COMMON: usize = 8;
/// These are written with a capital and name nobody.
const CALENDAR: &str = "i i'm i've i'll i'd monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec english";
const MARKED: &str = "security/pii.jsonl";
/// German messages, most without a name, and the mark of a name in them: written for this tagger.
const GERMAN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/german.txt");

/// Trains the tagger of names and writes its weights and their manifest.
#[derive(Parser)]
struct Arguments {
    /// The folder with `security/`, `taxonomy/` and `retrieval/`, as models/README.md describes it
    #[arg(long, value_name = "DIR")]
    datasets: PathBuf,
    /// Where the weights go
    #[arg(long, value_name = "FILE", default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/src/tagger/weights.bin"))]
    weights: PathBuf,
    /// Where the manifest goes
    #[arg(long, value_name = "FILE", default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/../../models/tagger.json"))]
    manifest: PathBuf,
    /// Also write the rows that were held out, for `aside eval redaction`
    #[arg(long, value_name = "FILE")]
    held_out: Option<PathBuf>,
    /// The same seed gives the same weights
    #[arg(long, default_value_t = 2)]
    seed: u64,
}

#[derive(Deserialize)]
struct Row {
    text: String,
    spans: Vec<RowSpan>,
}

#[derive(Deserialize)]
struct RowSpan {
    start: usize,
    end: usize,
    #[serde(rename = "type")]
    kind: String,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    let mut files = Vec::new();
    let (mut train, mut held_out, mut held_out_lines) = (Vec::new(), Vec::new(), String::new());
    for line in lines(&arguments.datasets, MARKED, &mut files)?.lines() {
        let row: Row = serde_json::from_str(line)?;
        if is_held_out(&row.text) {
            held_out.push(example(row));
            held_out_lines.push_str(line);
            held_out_lines.push('\n');
        } else {
            train.push(example(row));
        }
    }
    let mut messages = Vec::new();
    for (file, field) in PLAIN {
        for line in lines(&arguments.datasets, file, &mut files)?.lines() {
            let row: Value = serde_json::from_str(line)?;
            let turns = row[field].as_array().into_iter().flatten().map(|turn| &turn["text"]);
            let texts = turns.chain([&row[field]]).filter_map(Value::as_str);
            messages.extend(texts.map(str::to_owned));
        }
    }
    train.extend(written(GERMAN, &mut files)?);
    train.extend(plain(messages).into_iter().map(|text| Example { text, spans: Vec::new() }));
    if let Some(file) = &arguments.held_out {
        fs::write(file, held_out_lines)?;
    }
    let trained = fit(&train, arguments.seed);
    let weights = trained.bytes();
    let manifest = json!({
        "weights": {"file": "src-tauri/redact/src/tagger/weights.bin", "bytes": weights.len(), "sha256": sha256(&weights)},
        "recipe": {"command": "cargo xtask train --only names --datasets DIR", "seed": arguments.seed, "details": "averaged perceptron over sequences, hashed features, one signed byte a weight"},
        "data": files,
        "rows": {"train": train.len(), "held_out": held_out.len()},
        "held_out": figures(&trained, &held_out),
    });
    fs::write(&arguments.weights, &weights)?;
    fs::write(&arguments.manifest, format!("{manifest:#}\n"))?;
    println!("{:#}", manifest["held_out"]);
    Ok(())
}

/// A data file's lines; notes its checksum for the manifest.
fn lines(datasets: &Path, file: &str, files: &mut Vec<Value>) -> Result<String, Box<dyn Error>> {
    let path = datasets.join(file);
    let bytes = fs::read(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    files.push(json!({"file": file, "sha256": sha256(&bytes)}));
    if !file.ends_with(".gz") {
        return Ok(String::from_utf8(bytes)?);
    }
    let mut text = String::new();
    std::io::Read::read_to_string(&mut flate2::read::GzDecoder::new(bytes.as_slice()), &mut text)?;
    Ok(text)
}

/// The messages of common words alone, in the order of their checksums.
fn plain(mut messages: Vec<String>) -> Vec<String> {
    let words = |text: &str| -> Vec<String> {
        let cut = text.split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '\u{2019}'));
        cut.filter(|word| !word.is_empty()).map(str::to_owned).collect()
    };
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for word in messages.iter().flat_map(|text| words(text)) {
        *counts.entry(word).or_default() += 1;
    }
    let calendar: Vec<&str> = CALENDAR.split(' ').collect();
    let common = |word: &String| {
        let lower = word.to_lowercase();
        !word.starts_with(char::is_alphabetic)
            || calendar.contains(&lower.as_str())
            || counts.get(&lower).is_some_and(|count| *count >= COMMON)
    };
    messages.retain(|text| words(text).iter().all(common));
    messages.sort_by_cached_key(|text| sha256(text.as_bytes()));
    messages.dedup();
    messages.truncate(PLAIN_ROWS);
    messages
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn is_held_out(text: &str) -> bool {
    let digest = Sha256::digest(text.as_bytes());
    u64::from(digest[0]) % HELD_OUT == 0
}

/// A row with its offsets in bytes and its types as kinds. A postal code belongs to an address.
fn example(row: Row) -> Example {
    let places: Vec<usize> =
        row.text.char_indices().map(|(place, _)| place).chain([row.text.len()]).collect();
    let mut spans: Vec<(Kind, Range<usize>)> = row
        .spans
        .iter()
        .filter_map(|span| {
            let kind = match span.kind.as_str() {
                "PERSON" => Kind::Person,
                "GPE" => Kind::Location,
                "STREET_ADDRESS" | "ZIP_CODE" => Kind::Address,
                "ORGANIZATION" => Kind::Organization,
                _ => return None,
            };
            Some((kind, *places.get(span.start)?..*places.get(span.end)?))
        })
        .collect();
    spans.sort_by_key(|span| span.1.start);
    Example { text: row.text, spans }
}

/// The messages of a file with a message a line, `\n` for a new line in it, and names in braces with their kind.
fn written(file: &str, files: &mut Vec<Value>) -> Result<Vec<Example>, Box<dyn Error>> {
    let all = fs::read_to_string(file).map_err(|error| format!("{file}: {error}"))?;
    files.push(
        json!({"file": "src-tauri/redact/examples/german.txt", "sha256": sha256(all.as_bytes())}),
    );
    let lines = all.lines().filter(|line| !line.starts_with('#'));
    lines.map(|line| Example::marked(&line.replace("\\n", "\n")).map_err(Into::into)).collect()
}

/// Recall and precision by kind, by overlap and exactly.
fn figures(trained: &Trained, rows: &[Example]) -> Value {
    let mut counts: BTreeMap<&str, [usize; 5]> = BTreeMap::new();
    for row in rows {
        let found: Vec<(Kind, Range<usize>)> =
            trained.find(&row.text).into_iter().map(|span| (span.kind, span.range)).collect();
        let overlap = |a: &(Kind, Range<usize>), b: &(Kind, Range<usize>)| {
            a.0 == b.0 && a.1.start < b.1.end && b.1.start < a.1.end
        };
        for gold in &row.spans {
            let count = counts.entry(gold.0.name()).or_default();
            count[0] += 1;
            count[1] += usize::from(found.iter().any(|found| overlap(found, gold)));
            count[2] += usize::from(found.contains(gold));
        }
        for span in &found {
            let count = counts.entry(span.0.name()).or_default();
            count[3] += 1;
            count[4] += usize::from(row.spans.iter().any(|gold| overlap(span, gold)));
        }
    }
    let share = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
    let kinds = counts.into_iter().map(|(kind, [gold, hit, exact, found, right])| {
        let report = json!({
            "gold": gold, "found": found, "recall": share(hit, gold),
            "recall_exact": share(exact, gold), "precision": share(right, found),
        });
        (kind.to_owned(), report)
    });
    Value::Object(kinds.collect())
}
