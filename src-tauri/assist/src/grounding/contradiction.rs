//! Passages of two documents that say the same with two numbers.
//!
//! Strict, because a false alarm costs more trust than it saves: both sentences have to say the same in
//! nearly every other word, name the same things, and count the same kind of thing with numbers that
//! have none in common. A range that holds the other's number is no contradiction.

use std::collections::BTreeSet;

use aside_contract::{Citation, Contradiction, Passage, Statement};

use super::citation;
use super::evidence::{Evidence, Unit};
use super::names::names;
use super::terms::same;
use super::values::Value;

/// The share of the weight of each sentence's words that the other one has to hold.
const SAME_MATTER: f32 = 0.7;
/// How many words both have to share: of fewer, too many sentences are made.
const SHARED: usize = 3;
/// How many are pointed out at most.
const MOST: usize = 2;

/// What other passages say against the `quotes` of a reply: sentences of other documents that count the
/// same thing differently. At most two, each pair of documents once.
pub fn contradictions(quotes: &[Citation], passages: &[&Passage]) -> Vec<Contradiction> {
    let documents: BTreeSet<&str> = passages.iter().map(|passage| &*passage.document).collect();
    if documents.len() < 2 {
        return Vec::new();
    }
    let evidence = Evidence::new(passages);
    let mut found: Vec<Contradiction> = Vec::new();
    for (mine, passage) in passages.iter().enumerate() {
        let Some(quote) = quotes.iter().find(|quote| quote.chunk == passage.chunk) else {
            continue;
        };
        let Some(start) = passage.text.find(&quote.quote) else { continue };
        let quoted = start..start + quote.quote.len();
        let units = evidence.units(mine).iter().filter(|unit| {
            unit.range.start < quoted.end
                && quoted.start < unit.range.end
                && !unit.values.is_empty()
        });
        for unit in units {
            for (theirs, other_passage) in passages.iter().enumerate() {
                if other_passage.document == passage.document {
                    continue;
                }
                for other in evidence.units(theirs) {
                    let Some((value, instead)) = differ(&evidence, (mine, unit), (theirs, other))
                    else {
                        continue;
                    };
                    let known = found.iter().any(|known| {
                        known.other.citation.document == other_passage.document
                            && known.one.citation.document == passage.document
                    });
                    if !known && found.len() < MOST {
                        let statement = |passage: &Passage, unit: &Unit, value: &Value| Statement {
                            citation: citation(passage, unit.range.clone()),
                            says: unit.plain.clone(),
                            value: value.text.clone(),
                        };
                        found.push(Contradiction {
                            one: statement(passage, unit, value),
                            other: statement(other_passage, other, instead),
                        });
                    }
                }
            }
        }
    }
    found
}

/// The two values in which two sentences differ that otherwise say the same.
fn differ<'u>(
    evidence: &Evidence<'_>,
    (mine, one): (usize, &'u Unit),
    (theirs, other): (usize, &'u Unit),
) -> Option<(&'u Value, &'u Value)> {
    if other.values.is_empty() || one.words.is_empty() || one.values.len() != other.values.len() {
        return None;
    }
    let held = |word: &str, by: &Unit| by.words.iter().any(|own| same(own, word));
    let shared = one.words.iter().filter(|word| held(word, other)).count();
    if shared < SHARED
        || evidence.share(&one.words, &other.words) < SAME_MATTER
        || evidence.share(&other.words, &one.words) < SAME_MATTER
    {
        return None;
    }
    let (here, there) = (names(&one.plain), names(&other.plain));
    if here != there || one.denials() != other.denials() || !evidence.same_subject(mine, theirs) {
        return None;
    }
    let mut pairs = one.values.iter().zip(&other.values).filter(|(a, b)| a.number != b.number);
    let (value, instead) = pairs.next()?;
    // One difference is a contradiction; several are two different things.
    let disjoint = !one.values.iter().any(|known| known.agrees(instead))
        && !other.values.iter().any(|known| known.agrees(value));
    let counts = value.same_kind(instead) && value.unit.is_some() && value.bound == instead.bound;
    let whole = !value.ranged && !instead.ranged || value.ranged && instead.ranged;
    let others_agree = pairs.all(|(a, b)| value.ranged && a.same_kind(value) && b.same_kind(value));
    (counts && disjoint && whole && others_agree && !value.agrees(instead))
        .then_some((value, instead))
}
