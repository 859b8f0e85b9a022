//! A team's own labels: learnt from one file of rows `{text, label, split?}`, measured on another.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use aside_inference::corrections::{LIKE, NEAR, nearest};
use aside_inference::taxonomy::{LabelSpec, TaxonomyHead, TaxonomySpec};
use serde::{Deserialize, Serialize};

use super::corrections::{CorrectionsReport, Twice};
use super::dataset;
use super::metrics::Latency;
use super::report::{Classification, Outcome};
use crate::taxonomy::add_example;
use crate::{Engine, EngineError};

/// The label of rows that have none of the others.
const OUT_OF_SCOPE: &str = "oos";
/// The split that is learnt from, where the rows name one.
const TRAIN: &str = "train";
/// One row in this many is measured on where one file is for both and names no splits.
const HELD_OUT: u64 = 5;

#[derive(Clone, Deserialize)]
struct Row {
    text: String,
    label: String,
    split: Option<String>,
}

/// How a taxonomy fares that was learnt in the app.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TaxonomyReport {
    /// `taxonomy`.
    pub task: String,
    /// Rows measured.
    pub rows: usize,
    /// Labels that were learnt.
    pub labels: usize,
    /// Messages that they were learnt from.
    pub examples: usize,
    /// Of the rows in scope, the share given their label, refused or not.
    pub in_scope_accuracy: f64,
    /// Of the rows in scope, the share given their label and not refused.
    pub in_scope_accuracy_with_refusal: f64,
    /// Of the rows out of scope, the share refused; null without such rows.
    pub out_of_scope_recall: Option<f64>,
    /// Of the rows refused, the share out of scope; null where none is refused.
    pub out_of_scope_precision: Option<f64>,
    /// Over the rows in scope, refused or not.
    #[serde(flatten)]
    pub figures: Classification,
    /// Embedding the examples, in seconds.
    pub embedding_seconds: f64,
    /// Learning from them, in seconds.
    pub learning_seconds: f64,
    /// One message: encoder pass and head.
    pub latency_ms: Latency,
    /// The encoder pass alone, on the same rows.
    pub encoder_ms: Latency,
    /// What corrections change in the rows in scope, where some were given. The figures above are without
    /// them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub corrections: Option<CorrectionsReport>,
}

impl Engine {
    /// Learns a taxonomy from `train` as the app does and measures it on `test`. Rows with the label
    /// `oos` are out of scope. Where the rows of a file name a split, `train` is learnt from and the
    /// others are measured on; where one file is for both and names none, one row in five is measured
    /// on. With `corrections`, rows `{text, label}`, it also says what changes once agents have corrected
    /// these messages. With `per_class`, only so many examples of each label are learnt from, chosen by `seed`.
    ///
    /// # Errors
    /// [`EngineError::Dataset`] for a file that cannot be read or has nothing to measure on,
    /// [`EngineError::Taxonomy`] for labels that cannot be learnt.
    pub fn eval_taxonomy(
        &self,
        train: &Path,
        test: &Path,
        per_class: Option<usize>,
        seed: u64,
        corrections: Option<&Path>,
        mut progress: impl FnMut(usize, usize),
    ) -> Result<TaxonomyReport, EngineError> {
        let (train_rows, test_rows) = split(train, test)?;
        let spec = spec(&train_rows, per_class, seed);
        let examples = spec.labels.iter().map(|label| label.examples.len()).sum::<usize>()
            + spec.out_of_scope.len();
        let (mut embedding_seconds, start) = (0.0, Instant::now());
        let embed = |text: &String| Ok(self.model.embed_to_read(text)?.unwrap_or_default());
        let head = TaxonomyHead::train(&spec, |texts| {
            let embedded = texts.iter().map(embed).collect();
            embedding_seconds = start.elapsed().as_secs_f64();
            embedded
        })?;
        let learning_seconds = start.elapsed().as_secs_f64() - embedding_seconds;

        let corrected = corrections.map(|path| self.corrected_taxonomy(spec, path)).transpose()?;
        let mut twice = Vec::new();
        let mut readings = Vec::with_capacity(test_rows.len());
        let (mut times, mut encoder_times) = (Vec::new(), Vec::new());
        for (index, row) in test_rows.iter().enumerate() {
            let start = Instant::now();
            let embedding = self.model.embed_to_read(&row.text)?.unwrap_or_default();
            encoder_times.push(start.elapsed().as_secs_f64() * 1e3);
            let reading = head.read(&embedding);
            times.push(start.elapsed().as_secs_f64() * 1e3);
            if let Some(corrected) = &corrected
                && row.label != OUT_OF_SCOPE
                && !corrected.rows.iter().any(|(one, _)| one.text == row.text)
            {
                let (after, similarity) = corrected.read(&embedding);
                twice.push(Twice {
                    similarity,
                    before: head.labels()[reading.label] == row.label,
                    after: after == row.label,
                });
            }
            readings.push(reading);
            progress(index + 1, test_rows.len());
        }
        let names = head.labels();
        let share = |part: usize, whole: usize| (whole > 0).then(|| part as f64 / whole as f64);
        let (mut kept, mut outside, mut refused, mut refused_outside) = (0, 0, 0, 0);
        let mut outcomes = Vec::new();
        for (row, reading) in test_rows.iter().zip(&readings) {
            refused += usize::from(!reading.in_scope);
            if row.label == OUT_OF_SCOPE {
                outside += 1;
                refused_outside += usize::from(!reading.in_scope);
                continue;
            }
            let given = names[reading.label].as_str();
            kept += usize::from(reading.in_scope && given == row.label);
            outcomes.push(Outcome { gold: &row.label, given, confidence: reading.confidence });
        }
        let figures = Classification::of(&outcomes);
        Ok(TaxonomyReport {
            task: "taxonomy".to_owned(),
            rows: test_rows.len(),
            labels: names.len(),
            examples,
            in_scope_accuracy: figures.accuracy,
            in_scope_accuracy_with_refusal: share(kept, outcomes.len()).unwrap_or_default(),
            out_of_scope_recall: share(refused_outside, outside),
            out_of_scope_precision: share(refused_outside, refused),
            figures,
            embedding_seconds,
            learning_seconds,
            latency_ms: Latency::of(times),
            encoder_ms: Latency::of(encoder_times),
            corrections: corrected
                .map(|known| CorrectionsReport::of(known.rows.len(), &twice, NEAR, LIKE)),
        })
    }

    /// The taxonomy with the rows of a file as corrections.
    fn corrected_taxonomy(
        &self,
        mut spec: TaxonomySpec,
        path: &Path,
    ) -> Result<CorrectedTaxonomy, EngineError> {
        let mut rows = Vec::new();
        for row in dataset::rows::<Row>(path)? {
            add_example(&mut spec, &row.label, &row.text);
            let embedding = self.model.embed_to_read(&row.text)?.unwrap_or_default();
            rows.push((row, embedding));
        }
        let head = TaxonomyHead::train(&spec, |texts| {
            texts
                .iter()
                .map(|text| Ok(self.model.embed_to_read(text)?.unwrap_or_default()))
                .collect()
        })?;
        Ok(CorrectedTaxonomy { head, rows })
    }
}

/// A taxonomy that learnt from corrections, and the corrected messages with their embeddings.
struct CorrectedTaxonomy {
    head: TaxonomyHead,
    rows: Vec<(Row, Vec<f32>)>,
}

impl CorrectedTaxonomy {
    /// The label of a message, and how near the nearest corrected message is.
    fn read(&self, embedding: &[f32]) -> (&str, f32) {
        let vectors = self.rows.iter().map(|(_, embedding)| embedding.as_slice());
        let read = &self.head.labels()[self.head.read(embedding).label];
        match nearest(embedding, vectors) {
            Some((index, similarity)) if similarity >= NEAR => {
                (&self.rows[index].0.label, similarity)
            }
            Some((_, similarity)) => (read, similarity),
            None => (read, 0.0),
        }
    }
}

/// The rows to learn from and those to measure on.
fn split(train: &Path, test: &Path) -> Result<(Vec<Row>, Vec<Row>), EngineError> {
    let rows: Vec<Row> = dataset::rows(train)?;
    let is_train = |row: &Row| row.split.as_deref().is_none_or(|split| split == TRAIN);
    let (mut learn, mut measure): (Vec<Row>, Vec<Row>) = rows.into_iter().partition(is_train);
    if train != test {
        let rows: Vec<Row> = dataset::rows(test)?;
        let splits = rows.iter().any(|row| !is_train(row));
        measure = rows.into_iter().filter(|row| !splits || !is_train(row)).collect();
    } else if measure.is_empty() {
        (measure, learn) =
            learn.into_iter().partition(|row| number(&row.text, 0).is_multiple_of(HELD_OUT));
    }
    if measure.is_empty() {
        let (path, reason) = (test.to_path_buf(), "has no rows to measure on".to_owned());
        return Err(EngineError::Dataset { path, line: 0, reason });
    }
    Ok((learn, measure))
}

/// The rows as a taxonomy, whose labels have no descriptions.
fn spec(rows: &[Row], per_class: Option<usize>, seed: u64) -> TaxonomySpec {
    let mut by_label: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for row in rows {
        by_label.entry(&row.label).or_default().push(&row.text);
    }
    let mut spec = TaxonomySpec::default();
    for (label, mut texts) in by_label {
        if let Some(most) = per_class {
            texts.sort_by_key(|text| number(text, seed));
            texts.truncate(most);
        }
        let examples = texts.into_iter().map(str::to_owned).collect();
        if label == OUT_OF_SCOPE {
            spec.out_of_scope = examples;
        } else {
            let (name, description) = (label.to_owned(), String::new());
            spec.labels.push(LabelSpec { name, description, examples });
        }
    }
    spec
}

/// A number that depends on the text and the seed alone.
fn number(text: &str, seed: u64) -> u64 {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&seed.to_le_bytes()).update(text.as_bytes());
    let hash = hasher.finalize();
    hash.as_bytes()[..8].iter().fold(0, |number, byte| number << 8 | u64::from(*byte))
}
