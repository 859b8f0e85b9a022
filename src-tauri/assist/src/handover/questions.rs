//! What the customer asked and nobody answered.

use aside_contract::{Message, OpenQuestion};

use super::{answers, customers, said, short};
use crate::text::content_set;

/// The longest question, in characters.
const LONGEST: usize = 240;
/// Questions at most; the oldest give way.
const MOST: usize = 8;
/// A later answer that has this share of a question's words of matter has answered it: half, as for a
/// repeated question.
const ANSWERED: f32 = 0.5;

/// Questions that no later answer speaks of, oldest first. One that was asked again stands once, where it
/// was asked last.
pub(super) fn open_questions(messages: &[Message]) -> Vec<OpenQuestion> {
    let mut found: Vec<OpenQuestion> = Vec::new();
    for message in customers(messages) {
        let place = messages.iter().position(|one| one.id == message.id).unwrap_or_default();
        let later: Vec<_> = messages[place..]
            .iter()
            .filter(|message| answers(message))
            .map(|answer| content_set(&answer.text))
            .collect();
        for question in said(message).into_iter().filter(|said| said.ends_with('?')) {
            let matter = content_set(&question);
            let shares = |other: &std::collections::BTreeSet<String>| {
                share(matter.intersection(other).count(), matter.len())
            };
            // A question without matter of its own ("Can you help?") asks nothing that stays open.
            if matter.is_empty() || later.iter().any(|answer| shares(answer) >= ANSWERED) {
                continue;
            }
            found.retain(|known| shares(&content_set(&known.text)) < ANSWERED);
            let text = short(&question, LONGEST);
            found.push(OpenQuestion { text, message_id: message.id });
        }
    }
    found.split_off(found.len().saturating_sub(MOST))
}

fn share(common: usize, all: usize) -> f32 {
    #[allow(clippy::cast_precision_loss, reason = "a question has few words")]
    let share = common as f32 / all.max(1) as f32;
    share
}
