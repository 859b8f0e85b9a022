//! The short answer: the one to three sentences of the best passage that answer best.

use aside_contract::SuggestionKind;

use super::{Matter, Quote, Strategy, window};

/// How far below the best passage another may stand to answer in its place.
pub(super) const NEAR: f32 = 0.8;

pub(super) const STRATEGY: Strategy = Strategy { kind: SuggestionKind::Answer, propose };

/// Passages up to this many bytes are quoted whole where no sentence clearly answers: their writer
/// put together what belongs together.
const SHORT_PASSAGE: usize = 420;

/// An answer that is nearly the whole passage, as a part of its length, leaves it to the full answer.
const NEARLY_WHOLE: f32 = 0.75;

fn propose<'a>(matter: &Matter<'a>) -> Vec<Quote<'a>> {
    let best = matter.passages.first().map_or(0.0, |passage| passage.score);
    let near = matter.passages.iter().copied().take_while(|passage| passage.score >= best * NEAR);
    let quotes = near.filter_map(|passage| {
        let best = window::best(passage, &matter.terms)?;
        let whole = window::whole(passage)?;
        if !best.sure && whole.len() <= SHORT_PASSAGE {
            return Some(Quote::new(passage, whole));
        }
        let nearly_whole = best.range.len() as f32 >= NEARLY_WHOLE * whole.len() as f32;
        match (nearly_whole && best.head.is_none(), window::is_short(passage)) {
            (true, true) => Some(Quote::new(passage, whole)),
            (true, false) => None,
            (false, _) => Some(Quote::best(passage, best)),
        }
    });
    quotes.collect()
}
