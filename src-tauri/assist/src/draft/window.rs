//! The one to three consecutive pieces of a passage that answer best.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::LazyLock;

use aside_contract::Passage;
use regex::Regex;

use super::rows::{self, Rows};
use crate::asked::Asked;
use crate::text::{Block, Kind, Piece, codes, content_set, fold, is_furniture, pattern};

/// How many sentences an answer has at most.
const MAX_PIECES: usize = 3;
/// What every further sentence costs, as a part of the query's weight: it has to bring that much.
const COST: f32 = 0.08;
/// What standing further down costs, per piece: of equals the earlier one is the general one.
const DEPTH_COST: f32 = 0.01;
/// What the kind of value that the question asks for (a time, a sum) is worth.
const VALUE_GAIN: f32 = 0.25;
/// Answers shorter than this take the next sentence along, in bytes.
const SHORT: usize = 45;
/// The same for answers that cover less than [`SURE`] of the query: the words that answer may be
/// other ones than those of the question.
const SHORT_UNSURE: usize = 160;
/// From this part of the query's weight on, the sentences found speak of what was asked.
const SURE: f32 = 0.6;

/// Begins as the continuation of the sentence before.
static LEANS_BACK: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\W*(?:this|that|these|those|it|they|he|she|such|otherwise|however|but|then|also|instead|both|in (?:this|that) case|after (?:this|that)|if (?:so|not|it does))\b|^[^.?!]*\b(?:by|until) then\b",
    )
});

static BULLET: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*[-*+]\s+(?:\[[ xX]\]\s+)?"));

/// The part of a window's weight that rows of its table hold which need nothing else of it.
const ROWS_SUFFICE: f32 = 0.9;

/// The query's words, weighted by how rare they are among the pieces at hand.
pub(super) struct Terms {
    weights: BTreeMap<String, f32>,
    /// Words of the query with letters and digits: codes, article numbers.
    codes: BTreeSet<String>,
    total: f32,
    /// The part of the query's words that any piece holds.
    known: f32,
    asked: Asked,
}

impl Terms {
    /// Weighs the words of `query`: ln(1 + N / df) over the N pieces of all `passages`.
    pub fn new(query: &str, passages: &[Passage]) -> Self {
        let pieces = passages.iter().flat_map(|passage| {
            let pieces = pieces(passage).1.into_iter();
            pieces.map(|piece| content_set(&passage.text[piece.range]))
        });
        Self::over(query, pieces)
    }

    /// The same over other texts, each as its words.
    pub fn over(query: &str, texts: impl Iterator<Item = BTreeSet<String>>) -> Self {
        let mut frequency: BTreeMap<String, usize> = BTreeMap::new();
        let mut count = 0;
        for words in texts {
            count += 1;
            for word in words {
                *frequency.entry(word).or_default() += 1;
            }
        }
        let weigh = |word: String| {
            let found = frequency.get(&word).copied()?;
            Some((word, (1.0 + count as f32 / found as f32).ln()))
        };
        let asked = content_set(query);
        let words = asked.len().max(1) as f32;
        let weights: BTreeMap<String, f32> = asked.into_iter().filter_map(weigh).collect();
        Self {
            total: weights.values().sum::<f32>().max(f32::EPSILON),
            known: weights.len() as f32 / words,
            codes: codes(query),
            weights,
            asked: Asked::of(query),
        }
    }

    /// What the query asks for.
    pub fn asked(&self) -> &Asked {
        &self.asked
    }

    /// The part of the query's weight that `words` cover, 0 to 1.
    fn coverage(&self, words: &BTreeSet<String>) -> f32 {
        words.iter().filter_map(|word| self.weights.get(word)).sum::<f32>() / self.total
    }

    /// Whether the query names `word`, a stem.
    pub fn names(&self, word: &str) -> bool {
        self.weights.contains_key(word)
    }

    /// The codes that the query names, lower case.
    pub fn codes(&self) -> &BTreeSet<String> {
        &self.codes
    }

    /// Whether the query asks for a time, a price or a number.
    pub fn asks_value(&self) -> bool {
        self.asked.value.is_some()
    }

    /// Whether `text` names anything that the query names.
    pub fn meets(&self, text: &str) -> bool {
        content_set(text).iter().any(|word| self.weights.contains_key(word))
    }

    /// Whether `text` holds the kind of value that the query asks for.
    pub fn value(&self, text: &str) -> bool {
        self.asked.is_valued_in(text)
    }
}

/// What a passage answers best with.
pub(super) struct Best {
    /// Bytes of the passage.
    pub range: Range<usize>,
    /// The head of the table that the range is rows of.
    pub head: Option<Range<usize>>,
    /// It clearly speaks of what was asked.
    pub sure: bool,
}

/// The blocks of a passage and the pieces that a reply may quote: none of what only shapes its pages.
pub(super) fn pieces(passage: &Passage) -> (Vec<Block>, Vec<Piece>) {
    let (blocks, mut pieces) = crate::text::pieces(&passage.text);
    pieces.retain(|piece| !is_furniture(passage, &passage.text[piece.range.clone()]));
    (blocks, pieces)
}

/// The whole of a passage that a reply may quote: from its first piece to its last.
pub(super) fn whole(passage: &Passage) -> Option<Range<usize>> {
    let (_, pieces) = pieces(passage);
    Some(pieces.first()?.range.start..pieces.last()?.range.end)
}

/// Whether the passage has no more pieces than an answer may have.
pub(super) fn is_short(passage: &Passage) -> bool {
    pieces(passage).1.len() <= MAX_PIECES
}

/// What of `passage` answers best: one to three consecutive sentences, by the weight of the query's
/// words that they cover, or the rows of a table that are called what was asked for. Numbered lists,
/// lists with their introduction, other tables and code stay whole. `None` for a passage of headings
/// alone.
pub(super) fn best(passage: &Passage, terms: &Terms) -> Option<Best> {
    let text = &passage.text;
    let (blocks, pieces) = pieces(passage);
    let (score, window) = likeliest(text, &pieces, &BTreeSet::new(), terms)?;
    // A single word, or a part of the question, is in many sentences of which few answer; where a
    // time or a sum is wanted, its value tells them apart.
    let telling = terms.asks_value() || (terms.weights.len() > 1 && terms.known >= SURE);
    let sure = score >= SURE && telling;
    if let Some(Rows { head, range }) =
        rows_that_suffice(text, &blocks, &pieces[window.clone()], terms)
    {
        return Some(Best { range, head: Some(head), sure: true });
    }
    let short = if sure { SHORT } else { SHORT_UNSURE };
    let chosen = complete(text, &blocks, &pieces, window, short);
    let range = pieces[chosen.start].range.start..pieces[chosen.end - 1].range.end;
    // A single bullet is a sentence: its mark would point at a list that is not there.
    let bullet = chosen.len() == 1
        && blocks[pieces[chosen.start].block].kind == Kind::List { ordered: false };
    let mark =
        if bullet { BULLET.find(&text[range.clone()]).map_or(0, |found| found.end()) } else { 0 };
    Some(Best { range: range.start + mark..range.end, head: None, sure })
}

/// How well a passage fits the query, about 0 to 1.25: what its likeliest sentences and its `heading`
/// cover together.
pub(super) fn fit(passage: &Passage, heading: &BTreeSet<String>, terms: &Terms) -> f32 {
    let pieces = pieces(passage).1;
    likeliest(&passage.text, &pieces, heading, terms).map_or(0.0, |(score, _)| score)
}

/// The one to three consecutive pieces that most likely answer, with their score: the part of the query's
/// weight that they cover, and more where they hold such a value as is asked for. What `heading` names
/// counts as covered.
fn likeliest(
    text: &str,
    pieces: &[Piece],
    heading: &BTreeSet<String>,
    terms: &Terms,
) -> Option<(f32, Range<usize>)> {
    let words: Vec<BTreeSet<String>> =
        pieces.iter().map(|piece| content_set(&text[piece.range.clone()])).collect();
    let values: Vec<bool> =
        pieces.iter().map(|piece| terms.value(&text[piece.range.clone()])).collect();
    let mut best: Option<(f32, Range<usize>)> = None;
    for first in 0..pieces.len() {
        let mut covered = heading.clone();
        let mut value = false;
        for last in first..pieces.len().min(first + MAX_PIECES) {
            covered.extend(words[last].iter().cloned());
            value |= values[last];
            let gain = if value { VALUE_GAIN } else { 0.0 };
            let score = terms.coverage(&covered) + gain
                - COST * (last - first) as f32
                - DEPTH_COST * first as f32;
            if best.as_ref().is_none_or(|(highest, _)| score > *highest) {
                best = Some((score, first..last + 1));
            }
        }
    }
    best
}

/// The rows of the one table in `window` that say what it says about the query.
fn rows_that_suffice(
    text: &str,
    blocks: &[Block],
    window: &[Piece],
    terms: &Terms,
) -> Option<Rows> {
    let mut tables = window.iter().filter(|piece| blocks[piece.block].kind == Kind::Table);
    let (table, None) = (tables.next()?, tables.next()) else { return None };
    let found = rows::named(text, table.range.clone(), terms)?;
    let all: BTreeSet<String> =
        window.iter().flat_map(|piece| content_set(&text[piece.range.clone()])).collect();
    let mut own = content_set(&text[found.range.clone()]);
    own.extend(content_set(&text[found.head.clone()]));
    if terms.asks_value() && !terms.value(&text[found.range.clone()]) {
        return None;
    }
    (terms.coverage(&own) >= ROWS_SUFFICE * terms.coverage(&all)).then_some(found)
}

/// Widens a window of pieces until it can be understood alone and has `short` bytes.
fn complete(
    text: &str,
    blocks: &[Block],
    pieces: &[Piece],
    mut window: Range<usize>,
    short: usize,
) -> Range<usize> {
    let said = |piece: &Piece| fold(&text[piece.range.clone()]);
    if window.start > 0
        && window.len() < MAX_PIECES
        && LEANS_BACK.is_match(&said(&pieces[window.start]))
    {
        window.start -= 1;
    }
    let goes_on = |window: &Range<usize>| {
        window.end < pieces.len()
            && window.len() < MAX_PIECES
            && pieces[window.end].block == pieces[window.end - 1].block
            && blocks[pieces[window.end].block].kind == Kind::Paragraph
    };
    // What follows may limit what was said: "This does not change orders that are already placed."
    while goes_on(&window) && LEANS_BACK.is_match(&said(&pieces[window.end])) {
        window.end += 1;
    }
    let length = pieces[window.end - 1].range.end - pieces[window.start].range.start;
    if length < short && goes_on(&window) {
        window.end += 1;
    }
    while window.end < pieces.len() && introduces(text, &pieces[window.end - 1]) {
        window.end += 1;
    }
    let whole_list = |index: usize| {
        let block = pieces[index].block;
        let first = pieces.iter().position(|piece| piece.block == block).unwrap_or(index);
        let last = pieces.iter().rposition(|piece| piece.block == block).unwrap_or(index);
        let introduced = first > 0 && introduces(text, &pieces[first - 1]);
        match blocks[block].kind {
            Kind::List { ordered: true } => Some((first, last, introduced)),
            Kind::List { ordered: false } if introduced => Some((first, last, introduced)),
            _ => None,
        }
    };
    for index in window.clone() {
        if let Some((first, last, introduced)) = whole_list(index) {
            window.start = window.start.min(if introduced { first - 1 } else { first });
            window.end = window.end.max(last + 1);
        }
    }
    window
}

/// Whether a piece only announces what follows.
fn introduces(text: &str, piece: &Piece) -> bool {
    text[piece.range.clone()].trim_end_matches(['*', '_', ' ']).ends_with(':')
}
