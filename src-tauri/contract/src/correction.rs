//! Labels that agents corrected, and labels that follow from that.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{ConversationId, MessageId, OwnKind, Timestamp};

/// Which label of a message.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum LabelKind {
    /// What the customer wants.
    Intent,
    /// What it is about.
    Category,
    /// How the customer feels.
    Sentiment,
    /// What the customer wants, in the team's own labels.
    OwnIntent,
    /// What it is about, in the team's own labels.
    OwnCategory,
}

impl LabelKind {
    /// Which of the team's own labels it is; none of the built-in ones.
    pub fn own(self) -> Option<OwnKind> {
        match self {
            Self::OwnIntent => Some(OwnKind::Intent),
            Self::OwnCategory => Some(OwnKind::Category),
            Self::Intent | Self::Category | Self::Sentiment => None,
        }
    }

    /// Its name in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Intent => "intent",
            Self::Category => "category",
            Self::Sentiment => "sentiment",
            Self::OwnIntent => "own intent",
            Self::OwnCategory => "own category",
        }
    }
}

/// Why a label follows corrections.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum CorrectedBy {
    /// An agent corrected this very message.
    Agent,
    /// An agent corrected a message that says nearly the same.
    Neighbour,
    /// What was learnt from corrections of messages like it outweighed the classifier.
    Learnt,
    /// A language model read it so, since the classifiers were unsure.
    Model,
}

/// A label of a message that is not left to the classifiers: agents corrected some, or a language model was
/// asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CorrectedLabel {
    /// Which label.
    pub kind: LabelKind,
    /// The label now.
    pub label: String,
    /// What the classifiers read.
    pub read: String,
    /// Why it follows corrections.
    pub by: CorrectedBy,
    /// The message that was corrected, for [`CorrectedBy::Neighbour`] and [`CorrectedBy::Learnt`] the
    /// nearest one.
    pub message_id: MessageId,
    /// The conversation of that message.
    pub conversation_id: ConversationId,
    /// How alike the two messages are: the cosine of their embeddings, 1 for the message itself.
    pub similarity: f32,
}

/// A label that an agent corrected.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Correction {
    /// The customer's message.
    pub message_id: MessageId,
    /// Its conversation.
    pub conversation_id: ConversationId,
    /// What the message says.
    pub text: String,
    /// Which label.
    pub kind: LabelKind,
    /// What the label was before.
    pub from: String,
    /// What it should be.
    pub to: String,
    /// When it was corrected.
    pub at: Timestamp,
}

/// The labels that a message can have, of every kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LabelNames {
    /// The built-in intents.
    pub intent: Vec<String>,
    /// The built-in categories.
    pub category: Vec<String>,
    /// The built-in sentiments.
    pub sentiment: Vec<String>,
    /// The team's own intents, as far as they are learnt; empty where it has none.
    pub own_intent: Vec<String>,
    /// The team's own categories, likewise.
    pub own_category: Vec<String>,
}

impl LabelNames {
    /// Those of one kind.
    pub fn of(&self, kind: LabelKind) -> &[String] {
        match kind {
            LabelKind::Intent => &self.intent,
            LabelKind::Category => &self.category,
            LabelKind::Sentiment => &self.sentiment,
            LabelKind::OwnIntent => &self.own_intent,
            LabelKind::OwnCategory => &self.own_category,
        }
    }
}
