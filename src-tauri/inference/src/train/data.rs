//! The rows to train on: public data, the labels that readers gave to messages of support, and the
//! project's own supplement for what both lack.

use std::collections::{HashMap, HashSet};
use std::io::Read;
use std::path::Path;

use aside_contract::{Category, Intent, Label, Sentiment, Urgency};
use flate2::read::GzDecoder;
use serde::{Deserialize, Serialize};

use super::TrainError;
use crate::checksum;

/// One row in this many is held out, chosen by its text, so that the choice survives new rows.
const DEV_SHARE: u64 = 10;
/// Parts of the public data in a cross-validation, by the text too.
pub(super) const FOLDS: u64 = 5;
/// How often a row of the supplement counts: it is small, and written for what the rest lacks.
const SUPPLEMENT_WEIGHT: f32 = 6.0;
/// One in this many of the plain questions and requests becomes a neutral row for sentiment, whose
/// own data has none of the language of support.
const NEUTRAL_SHARE: u64 = 4;
const SUPPLEMENT: &str = "supplement.jsonl";
/// The labels that readers gave, without the messages.
const LABELS: &str = "labels.jsonl";
/// How often a message labelled by reading counts for sentiment, whose public data is no support
/// language, and for the other heads.
const LABELLED_WEIGHT: [f32; 2] = [10.0, 2.0];

/// What a row is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Set {
    /// To learn from.
    Train,
    /// Public data held out, for calibration and measuring alone.
    Dev,
    /// Messages labelled by reading held out, by whole conversations, for measuring alone.
    Support,
}

/// A text, the index of its label, and how much it counts.
pub(super) struct Row {
    pub(super) text: String,
    pub(super) label: usize,
    pub(super) weight: f32,
    pub(super) set: Set,
    /// Of public data, which of the [`FOLDS`] parts it is in.
    pub(super) fold: Option<u64>,
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
    pub(super) urgency: Vec<Row>,
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

/// What two readers, and a third where they differed, said of a message.
#[derive(Deserialize)]
struct LabelRow {
    /// The beginning of the sha256 of the message with single blanks, in hexadecimal.
    text_sha256: String,
    held_out: bool,
    intent: String,
    category: String,
    sentiment: String,
    urgency: String,
}

#[derive(Deserialize)]
struct ConversationRow {
    turns: Vec<Turn>,
}

#[derive(Deserialize)]
struct Turn {
    speaker: String,
    text: String,
}

/// Where messages stand that were labelled, beside the sets that are read anyway.
const CONVERSATIONS: [&str; 2] =
    ["conversations/twitter_support.jsonl", "conversations/tau_fewshot.jsonl"];

/// A message that was labelled, found again.
struct Labelled {
    text: String,
    row: LabelRow,
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
        let mut messages: Vec<String> = intent
            .iter()
            .chain(&category)
            .map(|row| &row.text)
            .chain(&symptoms)
            .map(|text| single_blanks(text))
            .collect();
        for name in CONVERSATIONS {
            let conversations: Vec<ConversationRow> =
                read_rows(&datasets.join(name), name, "messages labelled by reading", &mut files)?;
            let turns = conversations.into_iter().flat_map(|conversation| conversation.turns);
            messages.extend(
                turns
                    .filter(|turn| turn.speaker == "customer")
                    .map(|turn| single_blanks(&turn.text)),
            );
        }
        let labelled = find_labelled(
            read_rows(&models.join(LABELS), LABELS, "all heads, labelled by reading", &mut files)?,
            &messages,
            &models.join(LABELS),
        )?;
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
        let [strong, weak] = LABELLED_WEIGHT;
        Ok(Self {
            urgency: rows::<Urgency>(
                "urgency",
                std::iter::empty(),
                std::iter::empty(),
                said(&labelled, 1.0, |row| &row.urgency),
            )?,
            sentiment: rows::<Sentiment>(
                "sentiment",
                sentiment.iter().map(pair).chain(neutral.iter().map(|text| (*text, "neutral"))),
                own(|row| row.sentiment.as_ref()),
                said(&labelled, strong, |row| &row.sentiment),
            )?,
            intent: rows::<Intent>(
                "intent",
                intent.iter().map(pair).chain(symptoms("problem")),
                own(|row| row.intent.as_ref()),
                said(&labelled, weak, |row| &row.intent),
            )?,
            category: rows::<Category>(
                "category",
                category.iter().map(pair).chain(symptoms("technical")),
                own(|row| row.category.as_ref()),
                said(&labelled, weak, |row| &row.category),
            )?,
            files,
        })
    }

    /// The rows of every head.
    pub(super) fn rows(&self) -> impl Iterator<Item = &Row> {
        let heads = [&self.intent, &self.category, &self.sentiment, &self.urgency];
        heads.into_iter().flatten()
    }
}

fn pair(row: &PublicRow) -> (&str, &str) {
    (&row.text, &row.label)
}

/// A text in which every run of blanks is one.
fn single_blanks(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The messages that `rows` speak of.
fn find_labelled(
    rows: Vec<LabelRow>,
    messages: &[String],
    file: &Path,
) -> Result<Vec<Labelled>, TrainError> {
    let known: HashMap<String, &String> =
        messages.iter().map(|text| (checksum::sha256(text.as_bytes()), text)).collect();
    let known: HashMap<&str, &String> =
        known.iter().map(|(sha256, text)| (&sha256[..LABELLED_DIGITS], *text)).collect();
    rows.into_iter()
        .enumerate()
        .map(|(index, row)| {
            let text = known.get(row.text_sha256.as_str()).ok_or_else(|| TrainError::Row {
                file: file.to_owned(),
                line: index + 1,
                detail: "no message of the data has this sha256".to_owned(),
            })?;
            Ok(Labelled { text: (*text).clone(), row })
        })
        .collect()
}

/// Digits of a message's sha256 that stand in the file of labels.
const LABELLED_DIGITS: usize = 32;

/// What readers said of one thing, as rows.
fn said(
    labelled: &[Labelled],
    weight: f32,
    label: fn(&LabelRow) -> &String,
) -> impl Iterator<Item = ((&str, &str), f32, Set)> {
    labelled.iter().map(move |one| {
        let set = if one.row.held_out { Set::Support } else { Set::Train };
        ((one.text.as_str(), label(&one.row).as_str()), weight, set)
    })
}

/// Rows of one head: what readers said first, so that it wins over the same text in the public data.
fn rows<'a, L: Label>(
    head: &'static str,
    public: impl Iterator<Item = (&'a str, &'a str)>,
    supplement: impl Iterator<Item = (&'a str, &'a str)>,
    labelled: impl Iterator<Item = ((&'a str, &'a str), f32, Set)>,
) -> Result<Vec<Row>, TrainError> {
    let mut seen = HashSet::new();
    // The supplement is trained on as a whole: it is too small to measure on.
    let own = supplement.map(|row| (row, SUPPLEMENT_WEIGHT, Set::Train, None));
    let labelled = labelled.map(|(row, weight, set)| (row, weight, set, None));
    let public = public.map(|row| {
        let hash = hash(row.0);
        let set = if hash.is_multiple_of(DEV_SHARE) { Set::Dev } else { Set::Train };
        (row, 1.0, set, Some(hash / DEV_SHARE % FOLDS))
    });
    let mut rows = Vec::new();
    for ((text, label), weight, set, fold) in labelled.chain(own).chain(public) {
        let label = L::ALL.iter().position(|known| known.name() == label).ok_or_else(|| {
            TrainError::Row {
                file: head.into(),
                line: rows.len() + 1,
                detail: format!("`{label}` is no label of {head}"),
            }
        })?;
        if seen.insert(single_blanks(text)) {
            rows.push(Row { text: text.to_owned(), label, weight, set, fold });
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
