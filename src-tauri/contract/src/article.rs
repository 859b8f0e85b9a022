//! Articles: documents that are written over the API.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{ConversationId, FileStage, Visibility};

/// The most bytes of an article's content.
pub const MAX_ARTICLE_BYTES: usize = 200_000;
/// The most characters of an article's title.
pub const MAX_ARTICLE_TITLE: usize = 200;

/// An article as somebody writes it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ArticleDraft {
    /// Its title, on one line.
    pub title: String,
    /// What it says, as Markdown.
    pub content: String,
    /// What it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// Its tags.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Who may be shown it; everybody where absent.
    #[serde(default)]
    pub visibility: Visibility,
    /// The conversations whose answers it was made of.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<ConversationId>,
}

/// A new wording of an article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ArticleEdit {
    /// All of it from now on.
    pub article: ArticleDraft,
    /// The version that was changed.
    pub version: String,
}

/// An article as it stands in its file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Article {
    /// Its name, which stays.
    pub id: String,
    /// The document that it is found as: its path relative to the knowledge folder.
    pub document: String,
    /// Tells this wording from every other one.
    pub version: String,
    /// What it says.
    pub article: ArticleDraft,
    /// Where its file stands: `words` and `indexed` are found.
    pub state: FileStage,
    /// Why it cannot be found, where it cannot.
    pub reason: Option<String>,
}
