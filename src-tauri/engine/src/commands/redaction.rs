//! Trying out what is masked, before a rule is saved.

use aside_redact::{Masks, OwnPatterns};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{Engine, EngineError};

/// The longest text that is tried, in characters: that of the longest message.
const LONGEST: usize = aside_contract::MAX_MESSAGE_CHARS;

/// A text to be looked through.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RedactionRequest {
    /// What a customer might write.
    pub text: String,
    /// What the file of the team's patterns would say; as it stands where absent.
    #[serde(default)]
    pub patterns: Option<String>,
}

/// What was found in a text. Nothing of it is kept.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
pub struct RedactionTrial {
    /// What would leave the program: a language model, a webhook or a log gets this.
    pub masked: String,
    /// The whole text in its order, cut where something was found.
    pub pieces: Vec<RedactedPiece>,
}

/// A part of a text.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
pub struct RedactedPiece {
    /// As it was written.
    pub text: String,
    /// The mask in its place, such as `[EMAIL_1]`; none where it stays.
    pub mask: Option<String>,
    /// What it is, such as `email`; none where it stays.
    pub kind: Option<String>,
}

impl Engine {
    /// Looks through a text as through a message, and stores nothing.
    ///
    /// # Errors
    /// [`EngineError::Refused`] where the text is too long or the patterns cannot be used.
    pub fn try_redaction(&self, request: &RedactionRequest) -> Result<RedactionTrial, EngineError> {
        if request.text.chars().count() > LONGEST {
            return Err(EngineError::Refused(format!(
                "the text has more than {LONGEST} characters: try a part of it"
            )));
        }
        let mut masks = match &request.patterns {
            None => self.redaction.masks(),
            Some(content) => {
                let own = OwnPatterns::read(content);
                Masks::with(own.map_err(|error| EngineError::Refused(error.to_string()))?)
            }
        };
        let redacted = masks.redact(&request.text);
        let pieces = masks.pieces(&redacted).into_iter().map(|piece| RedactedPiece {
            kind: piece.mask.as_deref().map(kind_of),
            text: piece.text,
            mask: piece.mask,
        });
        Ok(RedactionTrial { pieces: pieces.collect(), masked: redacted.into_inner() })
    }
}

/// The kind that a mask such as `[EMAIL_1]` names.
fn kind_of(mask: &str) -> String {
    let name = mask.trim_start_matches('[').rsplit_once('_').map_or(mask, |(name, _)| name);
    name.to_lowercase()
}
