//! Quality review: conversations scored by a supervisor against the team's checklist.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{Category, ConversationId, ConversationSummary, Timestamp};

/// The most characters of a comment.
pub const MAX_REVIEW_COMMENT: usize = 2_000;

/// Something that a good conversation has.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Criterion {
    /// Names it in stored reviews.
    pub name: String,
    /// What it is called.
    pub title: String,
    /// What to look for.
    #[serde(default)]
    pub about: String,
    /// How much it counts beside the others; 1 where the file names nothing.
    pub weight: f32,
}

/// What conversations are reviewed by.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Checklist {
    /// In their order.
    pub criteria: Vec<Criterion>,
    /// The file in which a team writes its own.
    pub file: String,
    /// Why the file as it stands cannot be used.
    pub problem: Option<String>,
}

/// How a conversation does by one criterion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReviewMark {
    /// As it should be.
    Met,
    /// Half of it.
    Partly,
    /// Not as it should be.
    Missed,
    /// There was no occasion for it; it does not count.
    NotApplicable,
}

/// A criterion with its mark.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewedCriterion {
    /// The criterion's name.
    pub criterion: String,
    /// How the conversation does by it.
    pub mark: ReviewMark,
}

/// A review as a supervisor writes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewReview {
    /// Each criterion of the checklist, once.
    pub marks: Vec<ReviewedCriterion>,
    /// Who answered the customer, as far as the reviewer knows; who replied last where none is named.
    #[serde(default)]
    pub agent: Option<String>,
    /// What to tell that person; at most 2,000 characters.
    #[serde(default)]
    pub comment: Option<String>,
}

/// A review.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Review {
    /// The conversation; it has one review, which a later one replaces.
    pub conversation: ConversationId,
    /// When it was written.
    pub at: Timestamp,
    /// Who reviewed; none for the machine's owner.
    pub reviewer: Option<String>,
    /// Who answered the customer, as far as the reviewer knew.
    pub agent: Option<String>,
    /// What the conversation was about.
    pub category: Option<Category>,
    /// Each criterion with its mark.
    pub marks: Vec<ReviewedCriterion>,
    /// What to tell the agent.
    pub comment: Option<String>,
    /// The weighted share of what was met, 0 to 100; none where nothing was applicable.
    pub score: Option<u8>,
}

/// A conversation of a sample.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SampledConversation {
    /// The conversation.
    pub summary: ConversationSummary,
    /// Who has its ticket, if it has one.
    pub owner: Option<String>,
    /// Its review, if it has one.
    pub review: Option<Review>,
}

/// Conversations drawn at random.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ReviewSample {
    /// In the order in which they were drawn.
    pub conversations: Vec<SampledConversation>,
    /// How many there were to draw from.
    pub from: u32,
    /// What they were drawn with: the same number draws the same again.
    pub seed: u32,
}

/// The mean score of several reviews.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ReviewAverage {
    /// The agent or the criterion; none for reviews that name no agent.
    pub name: Option<String>,
    /// How many reviews.
    pub reviews: u32,
    /// Their mean score, 0 to 100; none where nothing was applicable.
    pub score: Option<f32>,
}

/// Reviews, and what they come to.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ReviewList {
    /// The newest first.
    pub reviews: Vec<Review>,
    /// By agent, the lowest score first.
    pub agents: Vec<ReviewAverage>,
    /// By criterion, in the order of the checklist.
    pub criteria: Vec<ReviewAverage>,
    /// The mean of all scores, 0 to 100.
    pub score: Option<f32>,
}
