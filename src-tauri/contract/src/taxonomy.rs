//! The team's own labels, as the desk shows and edits them.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{TextPlace, Timestamp};

/// The team's own labels, as their file has them and as far as they are learnt.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct TaxonomyView {
    /// The file's path; it need not exist yet.
    pub file: String,
    /// Names the file's content, for saving; empty without a file.
    pub version: String,
    /// Why the file cannot be learnt; the labels of before go on. None where it can.
    pub problem: Option<TaxonomyProblem>,
    /// The labels are being learnt.
    pub learning: bool,
    /// When they were learnt last; none where they are not.
    pub learnt_at: Option<Timestamp>,
    /// The own intents, in the order of the file.
    pub intent: Vec<TaxonomyLabel>,
    /// The own categories, likewise.
    pub category: Vec<TaxonomyLabel>,
    /// Messages that have none of the labels.
    pub out_of_scope: Vec<String>,
}

/// Why the file of the team's own labels cannot be learnt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TaxonomyProblem {
    /// What is wrong.
    pub detail: String,
    /// Where in the file, if it is no TOML.
    pub place: Option<TextPlace>,
}

/// One of the team's own labels.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct TaxonomyLabel {
    /// Its name.
    pub name: String,
    /// What it means, in a sentence; may be empty.
    pub description: String,
    /// Messages that have it.
    pub examples: Vec<String>,
    /// Messages that agents gave it; they are learnt from like the examples.
    pub corrected: usize,
    /// How well it is told from the others; none until it is learnt.
    pub state: Option<LabelState>,
}

/// How well a label is told from the others: each example is read by what is learnt without it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct LabelState {
    /// How many examples were read so; none tell nothing.
    pub measured: usize,
    /// The share of them that was given the label.
    pub accuracy: f32,
    /// The mean probability of the label for them.
    pub confidence: f32,
    /// The labels that they were given instead, the most frequent first.
    pub confused: Vec<ConfusedLabel>,
}

/// A label that examples of another were given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ConfusedLabel {
    /// Its name.
    pub name: String,
    /// How many examples.
    pub times: usize,
}

/// The labels as they should be.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TaxonomyDraft {
    /// The `version` of the file that was edited.
    pub version: String,
    /// The own intents.
    pub intent: Vec<LabelDraft>,
    /// The own categories.
    pub category: Vec<LabelDraft>,
    /// Messages that have none of the labels.
    pub out_of_scope: Vec<String>,
}

/// One label as it should be.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LabelDraft {
    /// Its name in the file, for one that is there already.
    #[serde(default)]
    pub was: Option<String>,
    /// Its name.
    pub name: String,
    /// What it means, in a sentence; may be empty.
    pub description: String,
    /// Messages that have it.
    pub examples: Vec<String>,
}

/// What became of saving the labels.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct TaxonomySaved {
    /// What stands in the way; nothing was written where there is anything.
    pub problems: Vec<FieldProblem>,
    /// The labels as they are now.
    pub taxonomy: TaxonomyView,
}

/// What is wrong with one field of what was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FieldProblem {
    /// The field: `intent/0/name`, `category` for its labels together, `file` for the file.
    pub field: String,
    /// What is wrong, and what to do.
    pub detail: String,
}
