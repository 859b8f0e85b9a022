//! Trains the detector of orders to a model: `cargo xtask train --only injection --datasets DIR`.

#![expect(clippy::print_stdout, reason = "a program for the terminal")]

use std::collections::{BTreeMap, HashSet};
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use aside_inference::injection::train::{Example, Trained, fit};
use clap::Parser;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// Parts of the cross-validation; a row's part follows from its text.
const PARTS: u8 = 5;
/// The threshold is the highest at which this share of the orders is marked.
const RECALL: f32 = 0.92;
const MARKED: &str = "security/injection.jsonl";
/// Messages of customers, which give no orders to a model: the field that holds them, and of how many
/// rows one is taken. The turns of a conversation count one by one, and as one long message.
const PLAIN: [(&str, &str, usize); 4] = [
    ("taxonomy/banking77_train.jsonl", "text", 6),
    ("taxonomy/other_intents.jsonl", "text", 8),
    ("conversations/twitter_support.jsonl", "turns", 1),
    ("retrieval/support_docs/questions.jsonl", "question", 1),
];
/// Honest texts with words that attacks use count more: there are few of them.
const HARD_WEIGHT: f32 = 5.0;
/// Orders are fewer than the other texts.
const ORDER_WEIGHT: f32 = 4.0;

/// Trains the detector and writes its weights and their manifest.
#[derive(Parser)]
struct Arguments {
    /// The folder with `security/`, `taxonomy/`, `conversations/` and `retrieval/`
    #[arg(long, value_name = "DIR")]
    datasets: PathBuf,
    /// Where the weights go
    #[arg(long, value_name = "FILE", default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/src/injection/weights.bin"))]
    weights: PathBuf,
    /// Where the manifest goes
    #[arg(long, value_name = "FILE", default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/../../models/injection.json"))]
    manifest: PathBuf,
    /// The same seed gives the same weights
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

struct Row {
    example: Example,
    source: String,
    part: u8,
}

impl Row {
    fn new(text: &str, injection: bool, weight: f32, source: &str) -> Self {
        Self {
            part: Sha256::digest(text.as_bytes())[0] % PARTS,
            example: Example { text: text.to_owned(), injection, weight },
            source: source.to_owned(),
        }
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    let mut files = Vec::new();
    let mut rows = Vec::new();
    for line in lines(&arguments.datasets, MARKED, &mut files)?.lines() {
        let row: Value = serde_json::from_str(line)?;
        let source = row["source"].as_str().unwrap_or_default();
        let injection = row["label"] == "injection";
        let weight = match source {
            _ if injection => ORDER_WEIGHT,
            "notinject" | "bipia_email" | "injecguard_valid" => HARD_WEIGHT,
            _ => 1.0,
        };
        rows.push(Row::new(row["text"].as_str().unwrap_or_default(), injection, weight, source));
    }
    for (file, field, every) in PLAIN {
        for line in lines(&arguments.datasets, file, &mut files)?.lines().step_by(every) {
            let row: Value = serde_json::from_str(line)?;
            let turns: Vec<&str> = row[field]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(|turn| turn["text"].as_str())
                .collect();
            let joined = turns.join("\n\n");
            for text in turns.into_iter().chain([&*joined]).chain(row[field].as_str()) {
                rows.push(Row::new(text, false, 1.0, file));
            }
        }
    }
    let mut seen = HashSet::new();
    rows.retain(|row| !row.example.text.is_empty() && seen.insert(row.example.text.clone()));
    let held_out = cross_validated(&rows, arguments.seed);
    let threshold = threshold(&rows, &[], arguments.seed);
    let all: Vec<&Example> = rows.iter().map(|row| &row.example).collect();
    let weights = fit(&all, arguments.seed).marking_from(threshold).bytes();
    let manifest = json!({
        "weights": {"file": "src-tauri/inference/src/injection/weights.bin", "bytes": weights.len(), "sha256": sha256(&weights)},
        "recipe": {"command": "cargo xtask train --only injection --datasets DIR", "seed": arguments.seed, "details": "logistic regression over hashed words and pairs of words, one signed byte a weight, with patterns; fitted to messages only; marks from the highest threshold that finds .92 of the orders when cross-validated"},
        "data": files,
        "rows": rows.len(),
        "held_out": {"how": "five parts by a hash of the text; each part's marks come from weights and a threshold that were found without it", "marked": held_out},
    });
    fs::write(&arguments.weights, &weights)?;
    fs::write(&arguments.manifest, format!("{manifest:#}\n"))?;
    println!("{:#}", manifest["held_out"]);
    Ok(())
}

/// By source and label: rows, and the share that is marked by weights and a threshold that were found
/// without the row's part.
fn cross_validated(rows: &[Row], seed: u64) -> Value {
    let mut counts: BTreeMap<String, [usize; 2]> = BTreeMap::new();
    for part in 0..PARTS {
        let trained = without(rows, &[part], seed).marking_from(threshold(rows, &[part], seed));
        for row in rows.iter().filter(|row| row.part == part) {
            let label = if row.example.injection { "injection" } else { "benign" };
            let marked = usize::from(trained.suspicion(&row.example.text).is_some());
            let mut names = vec![format!("{label}: {}", row.source), format!("{label}: all")];
            if row.source.starts_with("support_") {
                names.push(format!("{label}: support messages"));
            }
            for name in names {
                let count = counts.entry(name).or_default();
                count[0] += 1;
                count[1] += marked;
            }
        }
    }
    let lines = counts.into_iter().map(|(name, [rows, marked])| {
        (name, json!({"rows": rows, "marked": marked as f64 / rows as f64}))
    });
    Value::Object(lines.collect())
}

/// The highest score from which [`RECALL`] of the orders are marked, each by weights without its part;
/// the parts in `hidden` are not looked at.
fn threshold(rows: &[Row], hidden: &[u8], seed: u64) -> f32 {
    let mut scores = Vec::new();
    for part in (0..PARTS).filter(|part| !hidden.contains(part)) {
        let trained = without(rows, &[hidden, &[part]].concat(), seed);
        let orders = rows.iter().filter(|row| row.part == part && row.example.injection);
        scores.extend(orders.map(|row| trained.score(&row.example.text)));
    }
    scores.sort_by(f32::total_cmp);
    let missed = (scores.len() as f32 * (1.0 - RECALL)) as usize;
    scores.get(missed).copied().unwrap_or(0.5)
}

/// Weights fitted to all parts but the hidden ones.
fn without(rows: &[Row], hidden: &[u8], seed: u64) -> Trained {
    let seen = rows.iter().filter(|row| !hidden.contains(&row.part));
    fit(&seen.map(|row| &row.example).collect::<Vec<_>>(), seed)
}

/// A data file's lines; notes its checksum for the manifest.
fn lines(datasets: &Path, file: &str, files: &mut Vec<Value>) -> Result<String, Box<dyn Error>> {
    let path = datasets.join(file);
    let bytes = fs::read(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    files.push(json!({"file": file, "sha256": sha256(&bytes)}));
    Ok(String::from_utf8(bytes)?)
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
