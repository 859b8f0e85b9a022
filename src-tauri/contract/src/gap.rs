//! What was asked and the documents do not answer.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{ArticleDraft, ConversationId, Timestamp};

/// One question that nothing answered, with personal data masked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct GapQuestion {
    /// What was asked.
    pub text: String,
    /// When.
    pub at: Timestamp,
    /// The conversation that it was asked in; none for a search at the desk that belongs to no conversation.
    pub conversation: Option<ConversationId>,
    /// An agent searched for it; else a customer asked.
    pub searched: bool,
}

/// What agents sent to a question that nothing answered, with personal data masked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct GapAnswer {
    /// The reply without greeting and signature.
    pub text: String,
    /// When it was sent last.
    pub at: Timestamp,
    /// The conversation in which it was sent last.
    pub conversation: ConversationId,
    /// How often the same words were sent.
    pub times: u32,
}

/// The document that answers a question by now.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct GapCover {
    /// Its path.
    pub document: String,
    /// Its title.
    pub title: String,
    /// How likely it answers, 0 to 1.
    pub score: f32,
}

/// Similar questions that nothing answered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct KnowledgeGap {
    /// Names it while its questions stay: the id of its oldest one.
    pub id: String,
    /// The question that is most like all of them.
    pub question: String,
    /// How often customers asked.
    pub asked: u32,
    /// How often agents searched for it.
    pub searched: u32,
    /// When it was asked last.
    pub newest: Timestamp,
    /// The newest of its questions; ten at most.
    pub questions: Vec<GapQuestion>,
    /// What agents answered, the most sent and then the newest first; five at most.
    pub answers: Vec<GapAnswer>,
    /// An article made of these answers, to be edited and approved. Nothing is written of it.
    pub draft: ArticleDraft,
    /// The document that answers the question now, where one does: it was asked again for this.
    pub covered: Option<GapCover>,
}

/// What was asked in the last days and the documents did not answer.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct GapList {
    /// Those that are open first, the most asked before the others; a hundred at most.
    pub gaps: Vec<KnowledgeGap>,
    /// Days that were looked at.
    pub days: u32,
    /// Questions without an answer that were found in them.
    pub questions: u32,
    /// There was more than is looked at, and the oldest was left out.
    pub is_cut: bool,
}

/// A search at the desk that found nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MissedSearch {
    /// What was searched for.
    pub query: String,
    /// The conversation that was open.
    #[serde(default)]
    pub conversation: Option<ConversationId>,
}

/// What became of a [`MissedSearch`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MissedSearchKept {
    /// It is kept as a gap; not where a document does answer, or there is hardly a word in it.
    pub kept: bool,
}
