//! How a customer feels over a conversation, and which words say so.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{MessageId, Sentiment, Timestamp};

/// How the customer felt in one message.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct MoodPoint {
    /// The customer's message.
    pub message_id: MessageId,
    /// When it arrived.
    pub at: Timestamp,
    /// What was read in it.
    pub sentiment: Sentiment,
    /// How sure that is, 0 to 1.
    pub confidence: f32,
    /// It says both that something is good and that something is bad.
    #[serde(default)]
    pub mixed: bool,
}

impl MoodPoint {
    /// The mood as a number: pleased 1, neutral 0, unhappy -1, angry -2, each as far as it is sure.
    pub fn value(&self) -> f32 {
        let full = match self.sentiment {
            Sentiment::Positive => 1.0,
            Sentiment::Neutral => 0.0,
            Sentiment::Negative => -1.0,
            Sentiment::Angry => -2.0,
        };
        full * self.confidence
    }
}

/// Where the mood of a conversation goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Trend {
    /// The customer is better pleased than at first.
    Rising,
    /// The customer is worse pleased than at first.
    Falling,
    /// As at first, but it went elsewhere in between.
    Turning,
    /// About as at first, or too few messages to tell.
    #[default]
    Steady,
}

/// The mood of a conversation over the customer's messages.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Mood {
    /// Where it goes.
    pub trend: Trend,
    /// The newest analysed messages of the customer, oldest first.
    pub points: Vec<MoodPoint>,
}

/// A piece of a message and what it adds to the mood.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct MoodPiece {
    /// The piece, blanks included: all pieces one after another are the message.
    pub text: String,
    /// From -1 (it is what makes the message sound unhappy) to 1 (pleased), as a share of the strongest
    /// piece; 0 where it adds nothing worth naming.
    pub pull: f32,
}

/// Which words of a message carry its mood.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct MoodWords {
    /// The message.
    pub message_id: MessageId,
    /// The message, piece by piece.
    pub pieces: Vec<MoodPiece>,
    /// What the rules saw beside the model, such as `capitals` or `!!`.
    pub signs: Vec<String>,
}
