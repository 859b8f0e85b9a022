//! A question that goes on with the one before it: "How do I reset my password, and how long is the link
//! valid?"
//!
//! Searched alone, it finds whatever is valid for some time. Searched with the question before it, it
//! finds that one's answer also where it asks for something else. So what was found for the one before
//! answers only where a sentence of it says all that is asked, and the best that was found alone does not.

use std::collections::BTreeSet;

use aside_contract::Passage;

use super::window::{Terms, pieces};
use crate::text::{content_set, fold};

/// A question that names less than this could be answered by anything.
const NAMED: usize = 2;
/// How many passages are looked at.
const LOOKED_AT: usize = 5;
/// Words that ask how much there is of something.
const MEASURES: [&str; 7] = ["fast", "long", "many", "much", "often", "quickly", "soon"];

/// The passages of `before`, which were found for the question before, that answer this one, best first;
/// empty where the first of `own` answers it, or none of them.
pub fn told_before(question: &str, own: &[Passage], before: &[Passage]) -> Vec<Passage> {
    let mut named = content_set(question);
    named.retain(|word| !MEASURES.contains(&word.as_str()));
    if named.len() < NAMED {
        return Vec::new();
    }
    let terms = Terms::new(question, before);
    let tells = |passage: &&Passage| tells(passage, &named, &terms);
    if own.first().is_some_and(|passage| tells(&passage)) {
        return Vec::new();
    }
    before.iter().take(LOOKED_AT).filter(tells).cloned().collect()
}

/// Whether one sentence of the passage names all of it, with such a value as is asked for.
fn tells(passage: &Passage, named: &BTreeSet<String>, terms: &Terms) -> bool {
    pieces(passage).1.iter().any(|piece| {
        let sentence = &passage.text[piece.range.clone()];
        named.is_subset(&content_set(sentence))
            && (!terms.asks_value() || terms.value(&fold(sentence)))
    })
}
