//! Questions whose documents are known, asked again after each change of the index.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::Timestamp;

/// The most golden questions.
pub const MAX_GOLDEN: usize = 500;
/// The most places that a golden question may leave to its document.
pub const MAX_GOLDEN_WITHIN: u32 = 10;

/// A question with the documents of which one is to be found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GoldenQuestion {
    /// The question.
    #[serde(rename = "ask")]
    pub question: String,
    /// Paths of documents; one of them is enough.
    pub documents: Vec<String>,
    /// Among so many first documents one of them has to be; 1 to 10.
    #[serde(default = "three")]
    #[schema(minimum = 1, maximum = 10)]
    pub within: u32,
}

fn three() -> u32 {
    3
}

/// How a golden question stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum GoldenState {
    /// Its document was found before and is not any more: a regression.
    Lost,
    /// Its document was never found.
    Missed,
    /// Its document is found further down than the last time.
    Lower,
    /// Its document is found.
    Found,
    /// It was not asked yet.
    Waiting,
}

/// A golden question and what came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct GoldenResult {
    /// What is asked.
    pub question: GoldenQuestion,
    /// How it stands.
    pub state: GoldenState,
    /// The place of the first of its documents, from 1; none where none is among the first ten.
    pub place: Option<u32>,
    /// Its place in the run before.
    pub before: Option<u32>,
    /// The document that stood first.
    pub first: Option<String>,
    /// When one of its documents was last found in time.
    pub found_at: Option<Timestamp>,
    /// Documents that it names and that are not there.
    pub missing: Vec<String>,
}

/// One run over all golden questions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct GoldenRun {
    /// When it ended.
    pub at: Timestamp,
    /// The generation of the index that was asked.
    pub generation: u64,
    /// Questions that were asked.
    pub questions: u32,
    /// Those whose document was found in time.
    pub found: u32,
    /// Regressions: found before, not any more.
    pub lost: u32,
    /// How long it took.
    pub milliseconds: u64,
}

/// The golden questions, and how they stand.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct GoldenReport {
    /// Regressions first, then what was missed, then the others in the order of the file.
    pub results: Vec<GoldenResult>,
    /// The newest runs first; fifty at most.
    pub runs: Vec<GoldenRun>,
    /// The file with the questions.
    pub file: String,
    /// Why the file as it stands cannot be used.
    pub problem: Option<String>,
}
