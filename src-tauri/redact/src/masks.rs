//! Masks such as `[EMAIL_1]` and the map that restores them.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

use regex::Captures;

use crate::recognizers::MASK;
use crate::span::{find_by_pattern, find_with};
use crate::{Kind, OwnPatterns, Redacted, Span, tagger};

/// The shortest value that is looked for again, in bytes: shorter numbers are counts and ages.
const SHORTEST_AGAIN: usize = 4;
/// How sure a value that stands again is: whatever a recogniser says of the place comes first.
const AGAIN: f32 = 0.2;

/// The masks of one conversation: which value stands behind which mask.
///
/// Holds the values in clear, so it stays on the machine; its `Debug` shows only how many there are.
#[derive(Clone, Default)]
pub struct Masks {
    /// From kind and value to the mask.
    masks: BTreeMap<(Kind, String), String>,
    /// From the mask to the value.
    values: BTreeMap<String, String>,
    /// The highest number given out, by kind.
    numbers: BTreeMap<Kind, u32>,
    /// What the team looks for besides.
    own: OwnPatterns,
}

/// A part of a text that was looked through, in clear.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// As it was written.
    pub text: String,
    /// The mask that stands in its place; none where it stays.
    pub mask: Option<String>,
}

impl Masks {
    /// No masks yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// No masks yet, and a team's own patterns to look for besides.
    pub fn with(own: OwnPatterns) -> Self {
        Self { own, ..Self::default() }
    }

    /// Masks this name, and each word of it, wherever a text says it from now on: the customer's, which
    /// is known and need not be recognised.
    pub fn expect_name(&mut self, name: &str) {
        self.own.expect_name(name);
    }

    /// `text` with a mask in place of everything recognised. A value that this conversation has seen
    /// keeps its mask, and a number that was recognised once is known where it stands again without the
    /// words that gave it away; [`Masks::restore`] of the result is `text`.
    pub fn redact(&mut self, text: &str) -> Redacted<String> {
        self.redact_names(text, &tagger::KINDS)
    }

    /// As [`Masks::redact`], for a text that the team gives to its customers: what only the words around
    /// show to be a place or an organisation stays, because there it is mostly a product ("the Hub"), unless
    /// this conversation has masked it elsewhere. Everything that has a pattern and the names of people are
    /// masked.
    pub fn redact_published(&mut self, text: &str) -> Redacted<String> {
        self.redact_names(text, &[Kind::Person, Kind::Address])
    }

    /// `text` masked, of names those of these kinds that the tagger reads. Names of other kinds are masked
    /// where this conversation has a mask for them.
    fn redact_names(&mut self, text: &str, names: &[Kind]) -> Redacted<String> {
        let spans = self.find_names(text, names);
        Redacted::new(self.masked(text, spans))
    }

    /// What [`Masks::redact`] would mask in `text`: in order, without overlaps. Its values are remembered
    /// as there.
    pub fn find(&mut self, text: &str) -> Vec<Span> {
        self.find_names(text, &tagger::KINDS)
    }

    fn find_names(&mut self, text: &str, names: &[Kind]) -> Vec<Span> {
        let mut known = self.own.find(text);
        known.extend(self.again(text, names));
        let spans = find_with(text, &known, names);
        for span in &spans {
            self.mask(span.kind, &text[span.range.clone()]);
        }
        // What was found just now may stand in this text a second time.
        let is_found = |one: &Span| {
            let names_it =
                |span: &&Span| span.kind == one.kind || !tagger::KINDS.contains(&span.kind);
            spans.iter().filter(names_it).any(|span| contains(&span.range, &one.range))
        };
        let again = self.again(text, names);
        if again.iter().all(is_found) {
            return spans;
        }
        known.extend(again);
        find_with(text, &known, names)
    }

    /// As [`Masks::redact`], for a text that is put together of texts that went through it and of a frame
    /// that the program or the team wrote: masks that this conversation gave out stay, and what a pattern
    /// finds between them is masked. Names are not looked for again: the frame's own words are none.
    pub fn redact_composed(&mut self, text: &str) -> Redacted<String> {
        let mut redacted = String::with_capacity(text.len());
        let mut end = 0;
        for mask in MASK.find_iter(text) {
            if self.knows(mask.as_str()) {
                redacted.push_str(&self.masked_by_pattern(&text[end..mask.start()]));
                redacted.push_str(mask.as_str());
                end = mask.end();
            }
        }
        redacted.push_str(&self.masked_by_pattern(&text[end..]));
        Redacted::new(redacted)
    }

    /// Where values that have a mask stand in `text` again: those with a digit, and names that are none of
    /// these kinds.
    fn again(&self, text: &str, names: &[Kind]) -> Vec<Span> {
        let values = self.masks.keys().filter(|(kind, value)| {
            let is_number = value.contains(|c: char| c.is_ascii_digit());
            let is_other_name = tagger::KINDS.contains(kind) && !names.contains(kind);
            // A year of birth is a year in other places.
            value.len() >= SHORTEST_AGAIN
                && *kind != Kind::BirthDate
                && (is_number || is_other_name)
        });
        let found = values.flat_map(|(kind, value)| {
            text.match_indices(value.as_str()).filter_map(|(start, _)| {
                let range = start..start + value.len();
                let touches = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
                let free = !touches(text[..range.start].chars().next_back())
                    && !touches(text[range.end..].chars().next());
                free.then_some(Span { kind: *kind, range, certainty: AGAIN })
            })
        });
        found.collect()
    }

    fn masked_by_pattern(&mut self, text: &str) -> String {
        let spans = find_by_pattern(text, &self.own.find(text));
        self.masked(text, spans)
    }

    fn masked(&mut self, text: &str, spans: Vec<Span>) -> String {
        let mut masked = String::with_capacity(text.len());
        let mut end = 0;
        for span in spans {
            masked.push_str(&text[end..span.range.start]);
            masked.push_str(&self.mask(span.kind, &text[span.range.clone()]));
            end = span.range.end;
        }
        masked.push_str(&text[end..]);
        masked
    }

    /// Masks in `text` that this conversation never gave out.
    pub fn unknown(&self, text: &str) -> Vec<String> {
        let masks = MASK.find_iter(text).map(|mask| mask.as_str().to_owned());
        masks.filter(|mask| !self.knows(mask)).collect()
    }

    /// `text` with every known mask replaced by its value. Masks that this conversation never gave out
    /// stay as they are.
    pub fn restore(&self, text: &str) -> String {
        let value = |found: &Captures<'_>| {
            self.values.get(&found[0]).map_or(&found[0], |value| value).to_owned()
        };
        MASK.replace_all(text, value).into_owned()
    }

    /// A text that these masks redacted, cut at its masks: what stood in each place.
    pub fn pieces(&self, redacted: &Redacted<String>) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let mut end = 0;
        let plain = |text: &str| Piece { text: text.to_owned(), mask: None };
        for mask in MASK.find_iter(redacted) {
            let Some(value) = self.values.get(mask.as_str()) else { continue };
            if end < mask.start() {
                pieces.push(plain(&redacted[end..mask.start()]));
            }
            pieces.push(Piece { text: value.clone(), mask: Some(mask.as_str().to_owned()) });
            end = mask.end();
        }
        if end < redacted.len() {
            pieces.push(plain(&redacted[end..]));
        }
        pieces
    }

    /// Whether this conversation gave out `mask`, such as `[EMAIL_1]`.
    pub fn knows(&self, mask: &str) -> bool {
        self.values.contains_key(mask)
    }

    /// How many masks were given out.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether none was given out.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// The mask of a whole value: the one that it has already, or that of the kind that it is recognised
    /// as, else of this kind.
    pub(crate) fn mask_whole(&mut self, kind: Kind, value: &str) -> String {
        let known = self.masks.iter().find(|((_, known), _)| known == value);
        if let Some((_, mask)) = known {
            return mask.clone();
        }
        let masked = self.redact(value).into_inner();
        let is_one = MASK.find(&masked).is_some_and(|mask| mask.len() == masked.len());
        if is_one { masked } else { self.mask(kind, value) }
    }

    /// The mask of a value, which it keeps.
    pub(crate) fn mask(&mut self, kind: Kind, value: &str) -> String {
        if let Some(mask) = self.masks.get(&(kind, value.to_owned())) {
            return mask.clone();
        }
        let number = self.numbers.entry(kind).or_default();
        *number += 1;
        let mask = format!("[{kind}_{number}]");
        self.masks.insert((kind, value.to_owned()), mask.clone());
        self.values.insert(mask.clone(), value.to_owned());
        mask
    }
}

/// Whether one range lies in another.
fn contains(outer: &Range<usize>, inner: &Range<usize>) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

impl fmt::Debug for Masks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(&self.numbers).finish()
    }
}
