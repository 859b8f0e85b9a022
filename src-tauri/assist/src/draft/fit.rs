//! Of passages that answer nearly as well by what is known of the whole passage, the one goes first whose
//! sentences and heading say what was asked for.

use aside_contract::Passage;

use super::window::{self, Terms, pieces};
use super::{answer, lists};
use crate::asked::{Actions, plain};
use crate::text::content_set;

/// What fitting wholly is worth beside a passage's likelihood, which is 0 to 1.
const WEIGHT: f32 = 0.2;
/// What numbered steps are worth where a way to do something is asked for.
const STEPS: f32 = 0.15;
/// What a heading costs that is about doing something else.
const OTHER_ACTION: f32 = 0.3;

/// Puts those of `passages` (best first) that fit the question best before others that are nearly as
/// likely. The likelihoods stay in their order: what goes first is at least as likely as what it passes.
pub fn fitting_first(question: &str, passages: &mut [Passage]) {
    let Some(best) = passages.first().map(|passage| passage.score) else { return };
    let near = passages.partition_point(|passage| passage.score >= best * answer::NEAR);
    let near = &mut passages[..near];
    if near.len() < 2 {
        return;
    }
    let texts = near.iter().flat_map(|passage| {
        let sentences = pieces(passage).1.into_iter();
        let sentences = sentences.map(|piece| content_set(&passage.text[piece.range]));
        sentences.chain([content_set(heading(passage))])
    });
    let terms = Terms::over(question, texts);
    let mut ranked: Vec<(f32, Passage)> = near
        .iter()
        .map(|passage| (passage.score + WEIGHT * fit(passage, &terms), passage.clone()))
        .collect();
    ranked.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    let scores: Vec<f32> = near.iter().map(|passage| passage.score).collect();
    for ((place, (_, passage)), score) in near.iter_mut().zip(ranked).zip(scores) {
        *place = Passage { score, ..passage };
    }
}

fn fit(passage: &Passage, terms: &Terms) -> f32 {
    let asked = terms.asked();
    let mut fit = window::fit(passage, &content_set(heading(passage)), terms);
    if asked.way && lists(&passage.text) {
        fit += STEPS;
    }
    if asked.actions.differ_from(Actions::named_in(&plain(heading(passage)))) {
        fit -= OTHER_ACTION;
    }
    fit
}

/// The heading that a passage stands under.
fn heading(passage: &Passage) -> &str {
    match passage.section.rsplit(" > ").next() {
        Some(section) if !section.is_empty() => section,
        _ => &passage.title,
    }
}
