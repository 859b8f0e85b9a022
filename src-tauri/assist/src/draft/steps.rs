//! The full answer: the whole best passage, its steps and lists kept whole, without its heading.

use aside_contract::{Passage, SuggestionKind};

use super::{Matter, Quote, Strategy, window};

/// How far below the best passage another of its document may stand to be worth reading in full.
const NEAR: f32 = 0.5;

pub(super) const STRATEGY: Strategy = Strategy { kind: SuggestionKind::Steps, propose };

/// The best passage, then what its document says elsewhere.
fn propose<'a>(matter: &Matter<'a>) -> Vec<Quote<'a>> {
    let Some(best) = matter.passages.first() else { return Vec::new() };
    let near = |passage: &&Passage| {
        passage.document == best.document && passage.score >= best.score * NEAR
    };
    let same_document = matter.passages.iter().copied().filter(near);
    same_document.filter_map(|passage| Some(Quote::new(passage, window::whole(passage)?))).collect()
}
