//! The short answer: the one to three sentences of the best passage that answer best.

use aside_contract::SuggestionKind;

use super::{Matter, Quote, Strategy, window};

/// How far below the best passage another may stand to answer in its place.
const NEAR: f32 = 0.8;

pub(super) const STRATEGY: Strategy = Strategy { kind: SuggestionKind::Answer, propose };

fn propose<'a>(matter: &Matter<'a>) -> Vec<Quote<'a>> {
    let best = matter.passages.first().map_or(0.0, |passage| passage.score);
    let near = matter.passages.iter().take_while(|passage| passage.score >= best * NEAR);
    near.filter_map(|passage| Some(Quote { passage, range: window::best(passage, &matter.terms)? }))
        .collect()
}
