//! Passages of two documents that say the same with two numbers.
//!
//! Strict, because a false alarm costs more trust than it saves: both sentences have to say the same in
//! nearly every other word, name the same things, and count the same kind of thing with numbers that
//! have none in common. A range that holds the other's number is no contradiction.
//!
//! On the way of every message, so only sentences with digits are prepared.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use aside_contract::{Citation, Contradiction, Passage, Statement};

use super::citation;
use super::claims::of_line;
use super::names::names;
use super::polarity::denials;
use super::terms::{same, terms};
use super::values::{Value, values};
use crate::text::{flatten, pieces};

/// The share of each sentence's words that the other one has to hold.
const SAME_MATTER: f32 = 0.7;
/// How many words both have to share: of fewer, too many sentences are made.
const SHARED: usize = 3;
/// Sentences with the same rare word that one is compared with, the last ones: of more, it is a template.
const MOST_HOLDERS: usize = 64;
/// How many are pointed out at most.
const MOST: usize = 2;

/// A sentence with a number.
struct Count {
    range: Range<usize>,
    plain: String,
    words: Vec<String>,
    values: Vec<Value>,
}

/// What other passages say against the `quotes` of a reply: sentences of other documents that count the
/// same thing differently. At most two, each pair of documents once.
pub fn contradictions(quotes: &[Citation], passages: &[&Passage]) -> Vec<Contradiction> {
    let documents: BTreeSet<&str> = passages.iter().map(|passage| &*passage.document).collect();
    if documents.len() < 2 {
        return Vec::new();
    }
    let mut known: Vec<Option<Vec<Count>>> = passages.iter().map(|_| None).collect();
    let mut found: Vec<Contradiction> = Vec::new();
    for passage in passages {
        let places = quotes.iter().filter(|quote| quote.chunk == passage.chunk);
        let places: Vec<Range<usize>> = places
            .filter_map(|quote| {
                let start = passage.text.find(&quote.quote)?;
                Some(start..start + quote.quote.len())
            })
            .collect();
        let quoted = |range: &Range<usize>| {
            places.iter().any(|place| range.start < place.end && place.start < range.end)
        };
        for own in counts(&passage.text, quoted) {
            for (other, known) in passages.iter().zip(&mut known) {
                if other.document == passage.document || named(&found, passage, other) {
                    continue;
                }
                let theirs = known.get_or_insert_with(|| counts(&other.text, |_| true));
                let against = theirs.iter().find_map(|one| Some((one, differ(&own, one)?)));
                let Some((one, (value, instead))) = against else { continue };
                if found.len() < MOST && same_subject(passage, other) {
                    found.push(Contradiction {
                        one: statement(passage, &own, value),
                        other: statement(other, one, instead),
                    });
                }
            }
        }
    }
    found
}

/// What passages of different documents say against each other, without a question: as [`contradictions`], but
/// of sentences that share words in the same form only. At most `most`, in the order of the passages.
///
/// Two sentences that share [`SAME_MATTER`] of the longer one share one of the rarest words of each, so only
/// these are looked up (prefix filtering; Chaudhuri, Ganti, Kaushik 2006).
pub fn disagreements(passages: &[Passage], most: usize) -> Vec<Contradiction> {
    let all: Vec<(&Passage, Count)> = passages
        .iter()
        .flat_map(|passage| {
            counts(&passage.text, |_| true).into_iter().map(move |count| (passage, count))
        })
        .filter(|(_, count)| count.words.len() >= SHARED)
        .collect();
    let mut often: HashMap<&str, usize> = HashMap::new();
    for word in all.iter().flat_map(|(_, count)| &count.words) {
        *often.entry(word).or_default() += 1;
    }
    let mut holding: HashMap<&str, Vec<usize>> = HashMap::new();
    let mut found: Vec<Contradiction> = Vec::new();
    for (place, (passage, own)) in all.iter().enumerate() {
        let mut rarest: Vec<&str> = own.words.iter().map(String::as_str).collect();
        rarest.sort_by_key(|word| (often.get(word).copied().unwrap_or_default(), *word));
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few words")]
        let needed = (SAME_MATTER * rarest.len() as f32).ceil() as usize;
        rarest.truncate(rarest.len() - needed.min(rarest.len()) + 1);
        let mut others: BTreeSet<usize> = BTreeSet::new();
        for word in rarest {
            let holders = holding.entry(word).or_default();
            others.extend(holders.iter().rev().take(MOST_HOLDERS));
            holders.push(place);
        }
        for (other, one) in others.into_iter().map(|other| &all[other]) {
            if other.document == passage.document || !same_subject(other, passage) {
                continue;
            }
            if let Some((value, instead)) = differ(one, own) {
                found.push(Contradiction {
                    one: statement(other, one, value),
                    other: statement(passage, own, instead),
                });
                if found.len() == most {
                    return found;
                }
            }
        }
    }
    found
}

/// Whether the two documents are already known to disagree.
fn named(found: &[Contradiction], one: &Passage, other: &Passage) -> bool {
    found.iter().any(|known| {
        let documents = [&known.one.citation.document, &known.other.citation.document];
        documents.contains(&&one.document) && documents.contains(&&other.document)
    })
}

fn statement(passage: &Passage, count: &Count, value: &Value) -> Statement {
    Statement {
        citation: citation(passage, count.range.clone()),
        says: count.plain.clone(),
        value: value.said.clone(),
    }
}

/// The sentences of a passage that hold a number, of the wanted places.
fn counts(text: &str, wanted: impl Fn(&Range<usize>) -> bool) -> Vec<Count> {
    let digits = |text: &str| text.bytes().any(|byte| byte.is_ascii_digit());
    let mut found = Vec::new();
    if !digits(text) {
        return found;
    }
    for piece in pieces(text).1 {
        if !wanted(&piece.range) || !digits(&text[piece.range.clone()]) {
            continue;
        }
        for line in flatten(&text[piece.range.clone()]).lines() {
            for range in of_line(line) {
                let plain = line[range].trim();
                let values = if digits(plain) { values(plain) } else { Vec::new() };
                if !values.is_empty() {
                    found.push(Count {
                        range: piece.range.clone(),
                        plain: plain.to_owned(),
                        words: terms(plain),
                        values,
                    });
                }
            }
        }
    }
    found
}

/// Whether the titles and headings of two passages speak of the same: they share half of the words of
/// the shorter one.
fn same_subject(one: &Passage, other: &Passage) -> bool {
    let words = |passage: &Passage| terms(&format!("{}. {}", passage.title, passage.section));
    let (one, other) = (words(one), words(other));
    let shared = one.iter().filter(|word| other.iter().any(|own| same(own, word))).count();
    shared > 0 && shared * 2 >= one.len().min(other.len())
}

/// The two values in which two sentences differ that otherwise say the same.
fn differ<'c>(one: &'c Count, other: &'c Count) -> Option<(&'c Value, &'c Value)> {
    if one.values.len() != other.values.len() {
        return None;
    }
    let held = |word: &&String| other.words.iter().any(|own| same(own, word));
    let shared = one.words.iter().filter(held).count();
    let longer = one.words.len().max(other.words.len());
    if shared < SHARED || (shared as f32) < SAME_MATTER * longer as f32 {
        return None;
    }
    let mut pairs = one.values.iter().zip(&other.values).filter(|(a, b)| a.number != b.number);
    let (value, instead) = pairs.next()?;
    // One difference is a contradiction; several are two different things.
    let disjoint = !one.values.iter().any(|known| known.agrees(instead))
        && !other.values.iter().any(|known| known.agrees(value));
    let counts = value.same_kind(instead) && value.unit.is_some() && value.bound == instead.bound;
    let whole = value.ranged == instead.ranged;
    let others_agree = pairs.all(|(a, b)| value.ranged && a.same_kind(value) && b.same_kind(value));
    (counts
        && disjoint
        && whole
        && others_agree
        && !value.agrees(instead)
        && names(&one.plain) == names(&other.plain)
        && denials(&one.plain) == denials(&other.plain))
    .then_some((value, instead))
}
