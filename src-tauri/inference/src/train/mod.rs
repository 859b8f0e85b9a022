//! Training of the heads, by `cargo xtask train`.
//!
//! [`data`] reads the rows, [`fit`] finds the weights, and [`train`] embeds the texts in between,
//! measures on the rows that were held out, and writes `heads.safetensors` and `manifest.json`.
//! The same data and seed give the same weights on the same kind of processor.

mod data;
mod fit;
mod measure;

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use aside_contract::{Category, Intent, Label, Sentiment, Urgency};
use serde::Serialize;
use serde_json::{Value, json};

use crate::heads::{self, Heads, MANIFEST, WEIGHTS, network};
use crate::{Embedder, Encoder, InferenceError, ModelError, Precision, WEIGHTS_SHA256, checksum};
use data::{Corpus, FOLDS, Row, Set};
use fit::Example;
pub use measure::{Figures, Floor};

/// What to train on, and where to.
#[derive(Clone, Debug)]
pub struct TrainOptions {
    /// The folder that holds `classify/{intent,category,sentiment}.jsonl.gz`.
    pub datasets: PathBuf,
    /// The folder `models`: holds the encoder and `supplement.jsonl`, receives the heads.
    pub models: PathBuf,
    /// Orders the examples.
    pub seed: u64,
    /// The day, as 2026-03-31, for the manifest; the weights do not depend on it.
    pub date: String,
}

/// What came of a training.
#[derive(Clone, Debug, Serialize)]
pub struct TrainReport {
    /// The weights that were written.
    pub weights: PathBuf,
    /// How many bytes they have.
    pub bytes: usize,
    /// Each head's figures.
    pub heads: Vec<HeadReport>,
}

/// One head and its figures on rows that it was not trained on.
#[derive(Clone, Debug, Serialize)]
pub struct HeadReport {
    /// `intent`, `category`, `sentiment` or `urgency`.
    pub name: &'static str,
    /// The labels in the order of the outputs.
    pub labels: Vec<&'static str>,
    /// Rows that the weights were fitted to.
    pub train_rows: usize,
    /// On the public data that was held out.
    pub dev: Option<Figures>,
    /// On the messages labelled by reading that were held out.
    pub support: Figures,
    /// What the scores are divided by; fitted to both sets of held-out rows.
    pub temperature: f32,
    /// Below which confidence a label is unsure; chosen on the labelled messages held out.
    pub floor: Floor,
}

/// What mends the manifest.
const MEND: &str = "rebuild it with `cargo xtask train --datasets DIR`";

/// A training that did not come to an end.
#[derive(Debug, thiserror::Error)]
pub enum TrainError {
    /// A data file cannot be read.
    #[error("the data file {} cannot be read ({source}): `--datasets` must name the folder that holds `classify/`", file.display())]
    Unreadable {
        /// The file.
        file: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A row is not what it should be.
    #[error("line {line} of {} is unusable ({detail}): mend or remove it", file.display())]
    Row {
        /// The file.
        file: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        detail: String,
    },
    /// A label has no row to learn from.
    #[error(
        "the label {label} of {head} has no rows: add some to the data or to `supplement.jsonl`"
    )]
    NoRows {
        /// The head.
        head: &'static str,
        /// The label.
        label: &'static str,
    },
    /// The result cannot be written.
    #[error("{} cannot be written ({source}): check the disk and its permissions", file.display())]
    Unwritable {
        /// The file.
        file: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The weights cannot be put into a file.
    #[error("the weights cannot be written as safetensors ({0}): report this as a fault of Aside")]
    Serialise(String),
    /// The encoder cannot be loaded.
    #[error(transparent)]
    Model(#[from] ModelError),
    /// The encoder refused a text.
    #[error(transparent)]
    Inference(#[from] InferenceError),
}

/// Trains the heads and writes them with their manifest.
///
/// # Errors
/// [`TrainError`] names the file and line, or the label, that stands in the way. Nothing is written
/// then.
pub fn train(options: &TrainOptions) -> Result<TrainReport, TrainError> {
    let corpus = Corpus::read(&options.datasets, &options.models)?;
    let encoder = Encoder::load(&options.models.join("all-MiniLM-L6-v2"), Precision::Auto)?;
    let embeddings = embed(&encoder, corpus.rows())?;
    let (intent, intent_report) =
        head::<Intent>("intent", &corpus.intent, &embeddings, options.seed)?;
    let (category, category_report) =
        head::<Category>("category", &corpus.category, &embeddings, options.seed)?;
    let (sentiment, sentiment_report) =
        head::<Sentiment>("sentiment", &corpus.sentiment, &embeddings, options.seed)?;
    let (urgency, urgency_report) =
        head::<Urgency>("urgency", &corpus.urgency, &embeddings, options.seed)?;

    let weights = heads::write(&Heads { intent, category, sentiment, urgency })
        .map_err(TrainError::Serialise)?;
    let reports = vec![intent_report, category_report, sentiment_report, urgency_report];
    let manifest = json!({
        "weights": {"file": WEIGHTS, "sha256": checksum::sha256(&weights)},
        "encoder": {"name": encoder.name(), "kernel": encoder.kernel(), "weights_sha256": WEIGHTS_SHA256},
        "recipe": {"command": "cargo xtask train --datasets DIR", "seed": options.seed, "details": fit::recipe()},
        "date": options.date,
        "data": corpus.files,
        "heads": reports.iter().map(|report| (report.name.to_owned(), json!(report))).collect::<serde_json::Map<_, _>>(),
    });
    let file = options.models.join(WEIGHTS);
    save(&file, &weights)?;
    save(&options.models.join(MANIFEST), format!("{manifest:#}\n").as_bytes())?;
    Ok(TrainReport { weights: file, bytes: weights.len(), heads: reports })
}

/// Measures intent and category on all of the public data: each fifth of it, chosen by the texts, is read by a
/// head that learnt from the others and from the project's own rows. The confidences are not calibrated.
/// The figures are written into the manifest, beside those of the heads.
///
/// # Errors
/// As [`train`].
pub fn cross_validate(options: &TrainOptions) -> Result<Vec<(&'static str, Figures)>, TrainError> {
    let corpus = Corpus::read(&options.datasets, &options.models)?;
    let encoder = Encoder::load(&options.models.join("all-MiniLM-L6-v2"), Precision::Auto)?;
    let heads = [
        ("intent", &corpus.intent, Intent::ALL.len()),
        ("category", &corpus.category, Category::ALL.len()),
    ];
    let embeddings = embed(&encoder, heads.iter().flat_map(|(_, rows, _)| rows.iter()))?;
    let measured = heads.map(|(name, rows, labels)| {
        let mut read = Vec::new();
        for fold in 0..FOLDS {
            let (out, learn): (Vec<&Row>, Vec<&Row>) = rows
                .iter()
                .filter(|row| row.set != Set::Support)
                .partition(|row| row.fold == Some(fold));
            let examples = |rows: Vec<&'_ Row>| -> Vec<Example<'_>> {
                rows.iter().map(|row| Example::of(row, &embeddings[row.text.as_str()])).collect()
            };
            let head = fit::fit(&examples(learn), labels, options.seed);
            read.extend(measure::read(&head, &examples(out)));
            tracing::info!(name, fold, "part read");
        }
        (name, measure::measure(&read, labels))
    });
    let file = options.models.join(MANIFEST);
    let content = checksum::read(&file, MEND)?;
    let mut manifest: Value = serde_json::from_slice(&content)
        .map_err(|error| ModelError::malformed(&file, error.to_string(), MEND))?;
    let figures: serde_json::Map<_, _> =
        measured.iter().map(|(name, figures)| ((*name).to_owned(), json!(figures))).collect();
    manifest["cross_validation"] =
        json!({"parts": FOLDS, "seed": options.seed, "date": options.date, "heads": figures});
    save(&file, format!("{manifest:#}\n").as_bytes())?;
    Ok(measured.into())
}

fn save(file: &Path, bytes: &[u8]) -> Result<(), TrainError> {
    std::fs::write(file, bytes)
        .map_err(|source| TrainError::Unwritable { file: file.to_owned(), source })
}

/// What the heads see of the text of every row.
fn embed<'a>(
    encoder: &Encoder,
    rows: impl Iterator<Item = &'a Row>,
) -> Result<HashMap<&'a str, Vec<f32>>, TrainError> {
    let mut texts: Vec<&str> = rows.map(|row| row.text.as_str()).collect();
    texts.sort_unstable();
    texts.dedup();
    tracing::info!(texts = texts.len(), "embedding the training data");
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    let share = texts.len().div_ceil(workers).max(1);
    std::thread::scope(|scope| {
        let threads: Vec<_> = texts
            .chunks(share)
            .map(|texts| {
                scope.spawn(move || {
                    let mut vectors = Vec::with_capacity(texts.len());
                    for text in texts {
                        let pass = encoder.read(text)?;
                        vectors
                            .push((*text, network::inputs(text, &pass.views).unwrap_or_default()));
                    }
                    Ok::<_, InferenceError>(vectors)
                })
            })
            .collect();
        let mut embeddings = HashMap::new();
        for thread in threads {
            embeddings
                .extend(thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?);
        }
        Ok(embeddings)
    })
}

/// Fits, calibrates and measures one head.
fn head<L: Label>(
    name: &'static str,
    rows: &[Row],
    embeddings: &HashMap<&str, Vec<f32>>,
    seed: u64,
) -> Result<(heads::Head, HeadReport), TrainError> {
    let labels: Vec<&'static str> = L::ALL.iter().map(|label| label.name()).collect();
    let examples = |set: Set| -> Vec<Example<'_>> {
        rows.iter()
            .filter(|row| row.set == set)
            .map(|row| Example::of(row, &embeddings[row.text.as_str()]))
            .collect()
    };
    let (train, dev, support) = (examples(Set::Train), examples(Set::Dev), examples(Set::Support));
    for (index, label) in labels.iter().enumerate() {
        if train.iter().all(|row| row.label != index) {
            return Err(TrainError::NoRows { head: name, label });
        }
    }
    let mut head = fit::fit(&train, labels.len(), seed);
    head.temperature = fit::temperature(&head, &[&dev, &support]);
    let floor = measure::floor(&head, &support);
    head.floor = floor.confidence as f32;
    let measured =
        |rows: &[Example<'_>]| measure::measure(&measure::read(&head, rows), labels.len());
    let report = HeadReport {
        name,
        train_rows: train.len(),
        dev: (!dev.is_empty()).then(|| measured(&dev)),
        support: measured(&support),
        temperature: head.temperature,
        floor,
        labels,
    };
    tracing::info!(name, ?report.dev, ?report.support, "head trained");
    Ok((head, report))
}
