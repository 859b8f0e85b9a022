//! Another view: the best passage of another document, or of another section where there is only one.

use aside_contract::{Passage, SuggestionKind};

use super::{Matter, Quote, Strategy, window};

/// A passage up to this length is quoted whole, in bytes; of a longer one the best sentences are.
const WHOLE: usize = 500;

pub(super) const STRATEGY: Strategy = Strategy { kind: SuggestionKind::Alternative, propose };

fn propose<'a>(matter: &Matter<'a>) -> Vec<Quote<'a>> {
    let Some(best) = matter.passages.first() else { return Vec::new() };
    let of_others = |passage: &&Passage| passage.document != best.document;
    let of_sections =
        |passage: &&Passage| passage.document == best.document && passage.section != best.section;
    let quote = |passage: &'a Passage| {
        let (whole, best) = (window::whole(passage)?, window::best(passage, &matter.terms)?);
        // Of a table the row is enough, however short it is.
        let all = whole.len() <= WHOLE && best.head.is_none();
        Some(if all { Quote::new(passage, whole) } else { Quote::best(passage, best) })
    };
    let passages = || matter.passages.iter().copied();
    passages().filter(of_others).chain(passages().filter(of_sections)).filter_map(quote).collect()
}
