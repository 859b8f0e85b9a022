//! The full answer: the whole best passage, its steps and lists kept whole, without its heading.

use aside_contract::SuggestionKind;

use super::{Matter, Quote, Strategy, window};

pub(super) const STRATEGY: Strategy = Strategy { kind: SuggestionKind::Steps, propose };

/// The best passage, then what its document says elsewhere.
fn propose<'a>(matter: &Matter<'a>) -> Vec<Quote<'a>> {
    let Some(best) = matter.passages.first() else { return Vec::new() };
    let same_document =
        matter.passages.iter().copied().filter(|passage| passage.document == best.document);
    same_document
        .filter_map(|passage| Some(Quote { passage, range: window::whole(passage)? }))
        .collect()
}
