//! What the customer asked and nobody answered.

use std::sync::LazyLock;

use aside_contract::{Message, OpenQuestion};
use regex::Regex;

use super::{answers, customers, said, short};
use crate::text::{content_set, fold, pattern, plain_letters, words};

/// The longest question, in characters.
const LONGEST: usize = 240;
/// Questions at most; the oldest give way.
const MOST: usize = 8;
/// A later answer that has this share of a question's words of matter has answered it: half, as for a
/// repeated question.
const ANSWERED: f32 = 0.5;

/// Asks for something although every word could stand anywhere: "Where is it?" Not a plea such as "Can
/// you help?"
static ASKS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\W*(?:(?:so|and|but|well|und|also|aber) )*(?:where|when|why|how|what|which|who|whose|wo|wann|warum|wieso|wie|was|wer|welche\w*)\b",
    )
});

/// Questions that no later answer speaks of, oldest first. One that was asked again stands once, where it
/// was asked last. A question without matter of its own ("Where is it?") is about what was said before,
/// so that any later answer may have answered it.
pub(super) fn open_questions(messages: &[Message]) -> Vec<OpenQuestion> {
    let mut found: Vec<OpenQuestion> = Vec::new();
    for message in customers(messages) {
        let place = messages.iter().position(|one| one.id == message.id).unwrap_or_default();
        let later: Vec<_> = messages[place..]
            .iter()
            .filter(|message| answers(message))
            .map(|answer| content_set(&answer.text))
            .collect();
        for question in said(message).into_iter().filter(|said| asked(said)) {
            let matter = content_set(&question);
            if matter.is_empty() {
                let asks = ASKS.is_match(&plain_letters(&fold(&question)));
                if asks && later.is_empty() {
                    found.retain(|known| words(&known.text) != words(&question));
                    let text = short(&question, LONGEST);
                    found.push(OpenQuestion { text, message_id: message.id });
                }
                continue;
            }
            let shares = |other: &std::collections::BTreeSet<String>| {
                share(matter.intersection(other).count(), matter.len())
            };
            if later.iter().any(|answer| shares(answer) >= ANSWERED) {
                continue;
            }
            found.retain(|known| shares(&content_set(&known.text)) < ANSWERED);
            let text = short(&question, LONGEST);
            found.push(OpenQuestion { text, message_id: message.id });
        }
    }
    found.split_off(found.len().saturating_sub(MOST))
}

/// Whether a sentence ends as a question: "?", "???", "?!".
fn asked(sentence: &str) -> bool {
    sentence.trim_end_matches('!').ends_with('?')
}

fn share(common: usize, all: usize) -> f32 {
    #[allow(clippy::cast_precision_loss, reason = "a question has few words")]
    let share = common as f32 / all.max(1) as f32;
    share
}
