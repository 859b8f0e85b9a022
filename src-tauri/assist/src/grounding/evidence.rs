//! The passages, prepared: every place that a sentence may stand on.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::LazyLock;

use aside_contract::Passage;
use regex::Regex;

use super::claims::{Claim, of_line};
use super::names::names;
use super::polarity::{Clause, clauses};
use super::terms::{same, terms};
use super::values::{Value, values};
use crate::text::{Kind, flatten, fold, pattern, pieces, trimmed};

/// How many neighbouring sentences a place has at most.
const MOST: usize = 3;
/// How much more a word weighs that no passage holds: it is what an invention is made of.
const UNKNOWN: f32 = 1.3;

/// Parts of a sentence that each say something of their own.
static PART: LazyLock<Regex> = LazyLock::new(|| pattern(r"[,;]\s|\b(?:and|but|while|whereas)\b"));

/// A sentence, list item or table row of a passage.
pub(super) struct Unit {
    /// Where it stands: bytes of the passage, with what it cannot be quoted without.
    range: Range<usize>,
    /// A row of a table stands for itself alone.
    alone: bool,
    /// Letters and digits alone, of the plain text.
    bare: String,
    pub words: Vec<String>,
    pub values: Vec<Value>,
    pub names: BTreeSet<String>,
    pub clauses: Vec<Clause>,
    /// Its parts with their own numbers and names: "£500 with the Classic card and £1,000 with …".
    pub parts: Vec<(Vec<Value>, BTreeSet<String>)>,
}

/// One passage.
struct Source {
    units: Vec<Unit>,
    /// Words and names of its title and its headings: they hold for every sentence below.
    words: Vec<String>,
    names: BTreeSet<String>,
}

/// Neighbouring sentences of a passage.
#[derive(Clone, Copy)]
pub(super) struct Window<'a> {
    pub passage: usize,
    pub units: &'a [Unit],
    words: &'a [String],
    names: &'a BTreeSet<String>,
}

impl Window<'_> {
    /// Where it stands: bytes of the passage.
    pub fn range(&self) -> Range<usize> {
        let first = self.units.first().map_or(0, |unit| unit.range.start);
        first..self.units.last().map_or(first, |unit| unit.range.end)
    }

    pub fn holds(&self, word: &str) -> bool {
        let mut own = self.units.iter().flat_map(|unit| &unit.words);
        own.any(|own| same(own, word)) || self.words.iter().any(|own| same(own, word))
    }

    pub fn names(&self, name: &str) -> bool {
        self.names.contains(name) || self.units.iter().any(|unit| unit.names.contains(name))
    }

    pub fn values(&self) -> impl Iterator<Item = &Value> {
        self.units.iter().flat_map(|unit| &unit.values)
    }
}

/// Every passage, prepared, with the weights of the words.
pub(super) struct Evidence<'p> {
    sources: Vec<Source>,
    weights: BTreeMap<String, f32>,
    unknown: f32,
    rare: f32,
    /// Names that most passages hold, such as the company's: no passage has to repeat them.
    common: BTreeSet<String>,
    passages: &'p [&'p Passage],
}

impl<'p> Evidence<'p> {
    /// Weighs the words by ln(1 + N / df) over the N sentences of all passages.
    pub fn new(passages: &'p [&'p Passage]) -> Self {
        let sources: Vec<Source> = passages.iter().map(|passage| Source::new(passage)).collect();
        let mut frequency: BTreeMap<String, usize> = BTreeMap::new();
        let mut count = 0_usize;
        let mut named: BTreeMap<&String, usize> = BTreeMap::new();
        for source in &sources {
            for unit in &source.units {
                count += 1;
                for word in &unit.words {
                    *frequency.entry(word.clone()).or_default() += 1;
                }
            }
            let names: BTreeSet<&String> =
                source.units.iter().flat_map(|unit| &unit.names).chain(&source.names).collect();
            for name in names {
                *named.entry(name).or_default() += 1;
            }
        }
        let weigh = |found: usize| (1.0 + count as f32 / found as f32).ln();
        let most = |(_, times): &(&String, usize)| *times > 1 && times * 2 > sources.len();
        let common = named.into_iter().filter(most).map(|(name, _)| name.clone()).collect();
        let rare = weigh(1);
        let unknown = rare * UNKNOWN;
        let weights = frequency.into_iter().map(|(word, found)| (word, weigh(found))).collect();
        Self { sources, weights, unknown, rare, common, passages }
    }

    /// Every place of every passage: each sentence alone, and with the one or two after it.
    pub fn windows(&self) -> impl Iterator<Item = Window<'_>> {
        self.sources.iter().enumerate().flat_map(|(passage, source)| {
            let units = &source.units;
            (0..units.len()).flat_map(move |first| {
                let end = units.len().min(first + MOST);
                let together = move |last: &usize| {
                    *last == first || !units[first..=*last].iter().any(|unit| unit.alone)
                };
                (first..end).take_while(together).map(move |last| Window {
                    passage,
                    units: &units[first..=last],
                    words: &source.words,
                    names: &source.names,
                })
            })
        })
    }

    /// The share of the weight of a sentence's words and numbers that stands in the window or the
    /// headings above it; 0 without any. A number weighs as much as the rarest word.
    pub fn coverage(&self, claim: &Claim, window: &Window<'_>) -> f32 {
        let (mut all, mut found) = (0.0, 0.0);
        for value in &claim.values {
            all += self.rare;
            if window.values().any(|known| value.agrees(known)) {
                found += self.rare;
            }
        }
        for word in &claim.words {
            let weight = self.weight(word);
            all += weight;
            if window.holds(word) {
                found += weight;
            }
        }
        if all > 0.0 { found / all } else { 0.0 }
    }

    /// Whether a name is one that needs no passage.
    pub fn is_common(&self, name: &str) -> bool {
        self.common.contains(name)
    }

    /// Where a sentence stands word by word.
    pub fn word_by_word(&self, sentence: &str) -> Option<(usize, Range<usize>)> {
        let wanted = bare(&flatten(sentence));
        if wanted.is_empty() {
            return None;
        }
        self.sources.iter().enumerate().find_map(|(passage, source)| {
            let unit = source.units.iter().find(|unit| unit.bare == wanted)?;
            Some((passage, unit.range.clone()))
        })
    }

    /// The text of a passage.
    pub fn passage(&self, index: usize) -> &Passage {
        self.passages[index]
    }

    fn weight(&self, word: &str) -> f32 {
        if let Some(weight) = self.weights.get(word) {
            return *weight;
        }
        let form = self.weights.iter().find(|(known, _)| same(known, word));
        form.map_or(self.unknown, |(_, weight)| *weight)
    }
}

impl Source {
    fn new(passage: &Passage) -> Self {
        let text = &passage.text;
        let (blocks, pieces) = pieces(text);
        let headings = blocks.iter().filter(|block| block.kind == Kind::Heading);
        let above: Vec<&str> = headings
            .map(|heading| text[heading.range.clone()].trim_start_matches('#').trim())
            .chain([passage.title.as_str(), passage.section.as_str()])
            .collect();
        let above = above.join(". ");
        let mut units = Vec::new();
        for piece in &pieces {
            let plain = flatten(&text[piece.range.clone()]);
            let table = blocks[piece.block].kind == Kind::Table;
            for line in plain.lines() {
                let line = line.trim_start_matches(['-', ' ']);
                for range in of_line(line) {
                    units.push(Unit::new(&line[trimmed(line, range)], piece.range.clone(), table));
                }
            }
        }
        // Every word of a heading may be a name: "Forgot password?" is one where it is a button.
        Self {
            units,
            words: terms(&above),
            names: crate::text::words(&above).into_iter().collect(),
        }
    }
}

impl Unit {
    fn new(plain: &str, range: Range<usize>, alone: bool) -> Self {
        Self {
            range,
            alone,
            bare: bare(plain),
            words: terms(plain),
            values: values(plain),
            // In a passage every word may be what a reply names.
            names: names(plain).into_iter().chain(crate::text::words(plain)).collect(),
            clauses: clauses(plain),
            parts: PART.split(plain).map(|part| (values(part), names(part))).collect(),
        }
    }
}

/// Letters and digits alone, lower case, without the number of a list item.
fn bare(text: &str) -> String {
    let text = text.trim_start();
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let numbered = digits > 0 && digits < 4 && text[digits..].starts_with([')', '.']) && {
        text[digits + 1..].starts_with(' ')
    };
    let text = if numbered { &text[digits + 1..] } else { text };
    fold(text).chars().filter(|c| c.is_alphanumeric()).collect()
}
