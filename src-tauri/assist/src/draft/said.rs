//! What the conversation was already answered.

use super::comparable;
use crate::MessageContext;
use crate::grounding::sentences_of;

/// The part of a text that was said before, by its letters, from which it says nothing new.
const MOSTLY: f32 = 0.8;
/// Shorter sentences ("That is all.") are said in many answers, in letters and digits.
const TELLING: usize = 12;

/// The answers of a conversation.
pub(super) struct Said(Vec<String>);

impl Said {
    pub fn new(ctx: &MessageContext<'_>) -> Self {
        Self(ctx.answered().map(comparable).collect())
    }

    /// Whether the customer was told `text` before: as it is, or nearly all of its sentences.
    pub fn holds(&self, text: &str) -> bool {
        if self.0.is_empty() {
            return false;
        }
        let told = |key: &String| self.0.iter().any(|said| said.contains(key.as_str()));
        let whole = comparable(text);
        if told(&whole) {
            return true;
        }
        let sentences = sentences_of(text).into_iter().map(|range| comparable(&text[range]));
        let before = sentences.filter(|key| key.len() >= TELLING && told(key));
        let before: usize = before.map(|key| key.len()).sum();
        before as f32 >= MOSTLY * whole.len() as f32
    }
}
