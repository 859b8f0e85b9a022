//! Replies to who is in danger or threatens: nothing that could do harm.

use aside_contract::SuggestionKind;

use super::{Matter, Quote, Reply, score};
use crate::MessageContext;
use crate::cues;

/// What is suggested where somebody is in danger, or speaks of harming themselves or others; `None` for
/// other messages. In danger that is the best passage's instruction for safety, word by word, and nothing
/// else: the steps that help on other days may hurt. To a threat a document has no answer.
pub(super) fn replies<'a>(
    ctx: &MessageContext<'_>,
    matters: &[Matter<'a>],
) -> Option<Vec<Reply<'a>>> {
    if cues::threat(ctx.text).is_some() {
        return Some(Vec::new());
    }
    cues::danger(ctx.text)?;
    let mut passages = matters.iter().flat_map(|matter| matter.passages.iter().copied());
    let instruction = passages.find_map(|passage| {
        let range = cues::safety_instruction(&passage.text)?;
        let (kind, confidence) = (SuggestionKind::Answer, score(passage));
        Some(Reply { kind, asks: None, quotes: vec![Quote::new(passage, range)], confidence })
    });
    Some(instruction.into_iter().collect())
}
