//! The rows to train on: public data, and the project's own supplement for what it lacks.

use std::collections::HashSet;
use std::io::Read;
use std::path::Path;

use aside_contract::{Category, Intent, Label, Sentiment};
use flate2::read::GzDecoder;
use serde::{Deserialize, Serialize};

use super::TrainError;
use crate::checksum;

/// One row in this many is held out, chosen by its text, so that the choice survives new rows.
const DEV_SHARE: u64 = 10;
/// How often a row of the supplement counts: it is small, and written for what the rest lacks.
const SUPPLEMENT_WEIGHT: f32 = 6.0;
/// One in this many of the plain questions and requests becomes a neutral row for sentiment, whose
/// own data has none of the language of support.
const NEUTRAL_SHARE: u64 = 4;
const SUPPLEMENT: &str = "supplement.jsonl";

/// A text, the index of its label, and how much it counts.
pub(super) struct Row {
    pub(super) text: String,
    pub(super) label: usize,
    pub(super) weight: f32,
    /// Held out: for calibration and measuring alone.
    pub(super) dev: bool,
}

/// What the manifest says of a data file.
#[derive(Debug, Serialize)]
pub(super) struct DataFile {
    file: String,
    sha256: String,
    rows: usize,
    used_for: &'static str,
}

/// Everything to train on, each text once per head.
pub(super) struct Corpus {
    pub(super) intent: Vec<Row>,
    pub(super) category: Vec<Row>,
    pub(super) sentiment: Vec<Row>,
    pub(super) files: Vec<DataFile>,
}

#[derive(Deserialize)]
struct PublicRow {
    text: String,
    label: String,
    #[serde(default = "yes")]
    strict: bool,
}

fn yes() -> bool {
    true
}

/// A question of a retrieval set; `kind` is `symptom` where it describes a fault.
#[derive(Deserialize)]
struct QuestionRow {
    question: String,
    kind: Option<String>,
}

/// Sets whose symptoms are rows for `technical` and `problem`, of which the public data has few.
const SYMPTOMS: [&str; 2] =
    ["retrieval/support_docs/questions.jsonl", "retrieval/office/questions.jsonl"];

#[derive(Deserialize)]
struct SupplementRow {
    text: String,
    intent: Option<String>,
    category: Option<String>,
    sentiment: Option<String>,
}

impl Corpus {
    /// Reads the public data below `datasets` and the supplement in `models`.
    pub(super) fn read(datasets: &Path, models: &Path) -> Result<Self, TrainError> {
        let mut files = Vec::new();
        let mut public = |name: &str, used_for| -> Result<Vec<PublicRow>, TrainError> {
            let file = datasets.join("classify").join(name);
            read_rows(&file, &format!("classify/{name}"), used_for, &mut files)
        };
        let intent = public(
            "intent.jsonl.gz",
            "intent; plain questions and requests as neutral for sentiment",
        )?;
        let category = public("category.jsonl.gz", "category")?;
        let sentiment = public("sentiment.jsonl.gz", "sentiment")?;
        let mut symptoms: Vec<String> = Vec::new();
        for name in SYMPTOMS {
            let used_for = "symptoms as technical problems";
            let questions: Vec<QuestionRow> =
                read_rows(&datasets.join(name), name, used_for, &mut files)?;
            let described =
                questions.into_iter().filter(|row| row.kind.as_deref() == Some("symptom"));
            symptoms.extend(described.map(|row| row.question));
        }
        let symptoms =
            |label: &'static str| symptoms.iter().map(move |text| (text.as_str(), label));
        let supplement: Vec<SupplementRow> = read_rows(
            &models.join(SUPPLEMENT),
            SUPPLEMENT,
            "all heads, written for this project",
            &mut files,
        )?;

        let neutral: Vec<&str> = intent
            .iter()
            .filter(|row| row.strict && (row.label == "question" || row.label == "action"))
            .filter(|row| (hash(&row.text) / DEV_SHARE).is_multiple_of(NEUTRAL_SHARE))
            .map(|row| row.text.as_str())
            .collect();
        let own = |label: fn(&SupplementRow) -> Option<&String>| {
            supplement.iter().filter_map(move |row| Some((row.text.as_str(), label(row)?.as_str())))
        };
        Ok(Self {
            sentiment: rows::<Sentiment>(
                "sentiment",
                sentiment.iter().map(pair).chain(neutral.iter().map(|text| (*text, "neutral"))),
                own(|row| row.sentiment.as_ref()),
            )?,
            intent: rows::<Intent>(
                "intent",
                intent.iter().map(pair).chain(symptoms("problem")),
                own(|row| row.intent.as_ref()),
            )?,
            category: rows::<Category>(
                "category",
                category.iter().map(pair).chain(symptoms("technical")),
                own(|row| row.category.as_ref()),
            )?,
            files,
        })
    }

    /// The rows of every head.
    pub(super) fn rows(&self) -> impl Iterator<Item = &Row> {
        self.intent.iter().chain(&self.category).chain(&self.sentiment)
    }
}

fn pair(row: &PublicRow) -> (&str, &str) {
    (&row.text, &row.label)
}

/// Rows of one head: supplement first, so that its label wins over the same text in the public data.
fn rows<'a, L: Label>(
    head: &'static str,
    public: impl Iterator<Item = (&'a str, &'a str)>,
    supplement: impl Iterator<Item = (&'a str, &'a str)>,
) -> Result<Vec<Row>, TrainError> {
    let mut seen = HashSet::new();
    let own = supplement.map(|row| (row, SUPPLEMENT_WEIGHT, false));
    let public = public.map(|row| (row, 1.0, hash(row.0).is_multiple_of(DEV_SHARE)));
    let mut rows = Vec::new();
    for ((text, label), weight, dev) in own.chain(public) {
        // The supplement is trained on as a whole: it is too small to measure on.
        let label = L::ALL.iter().position(|known| known.name() == label).ok_or_else(|| {
            TrainError::Row {
                file: head.into(),
                line: rows.len() + 1,
                detail: format!("`{label}` is no label of {head}"),
            }
        })?;
        if seen.insert(text) {
            rows.push(Row { text: text.to_owned(), label, weight, dev });
        }
    }
    Ok(rows)
}

/// Reads JSON Lines, packed or plain, and notes the file for the manifest.
fn read_rows<T: for<'de> Deserialize<'de>>(
    file: &Path,
    name: &str,
    used_for: &'static str,
    files: &mut Vec<DataFile>,
) -> Result<Vec<T>, TrainError> {
    let unreadable = |source| TrainError::Unreadable { file: file.to_owned(), source };
    let bytes = std::fs::read(file).map_err(unreadable)?;
    let mut text = String::new();
    if name.ends_with(".gz") {
        GzDecoder::new(bytes.as_slice()).read_to_string(&mut text).map_err(unreadable)?;
    } else {
        bytes.as_slice().read_to_string(&mut text).map_err(unreadable)?;
    }
    let rows: Vec<T> = text
        .lines()
        .enumerate()
        .map(|(index, line)| {
            serde_json::from_str(line).map_err(|error| TrainError::Row {
                file: file.to_owned(),
                line: index + 1,
                detail: error.to_string(),
            })
        })
        .collect::<Result<_, _>>()?;
    files.push(DataFile {
        file: name.to_owned(),
        sha256: checksum::sha256(&bytes),
        rows: rows.len(),
        used_for,
    });
    Ok(rows)
}

/// A number that depends on the text alone.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    }) >> 20
}
