//! What a document says, in a form that is compared with another's: its sequences of words with the
//! numbers masked, and the numbers with the words around them.

use std::collections::{BTreeMap, HashSet};

use aside_contract::NumberDifference;

use super::{SEQUENCE, hash};

/// Shorter texts say too little to be called nearly the same, such as two that differ in one name.
const MIN_SEQUENCES: usize = 8;
/// What stands for every number.
const NUMBER: &str = "#";
/// The most differing numbers that are told of two documents.
const MAX_TOLD: usize = 5;

/// See the module.
#[derive(Debug)]
pub(super) struct Outline {
    /// Hashes of the sequences of [`SEQUENCE`] words, numbers masked; each once.
    pub(super) sequences: HashSet<u64>,
    /// Hash of every word and number in its order.
    pub(super) content: u64,
    /// The numbers of each place, in their order; a place is what the words around it are.
    numbers: BTreeMap<u64, Vec<Number>>,
}

#[derive(Debug, PartialEq)]
struct Number {
    value: String,
    /// With the words beside it, as they are written.
    shown: String,
}

impl Outline {
    /// Of a document's passages in their order; `None` if there is not one word in them.
    pub(super) fn of<'a>(texts: impl Iterator<Item = &'a str>) -> Option<Self> {
        let words: Vec<Word<'_>> = texts.flat_map(words).collect();
        if words.is_empty() {
            return None;
        }
        let lower: Vec<String> = words.iter().map(|word| word.text.to_lowercase()).collect();
        let masked: Vec<&str> =
            lower.iter().map(|word| if is_number(word) { NUMBER } else { word }).collect();
        let mut numbers: BTreeMap<u64, Vec<Number>> = BTreeMap::new();
        for place in (0..words.len()).filter(|&place| masked[place] == NUMBER) {
            let from = place.saturating_sub(2);
            let around = (&masked[from..place], masked.get(place + 1));
            let number = Number { value: lower[place].clone(), shown: shown(&words, place) };
            numbers.entry(hash(&around)).or_default().push(number);
        }
        let width = SEQUENCE.min(masked.len());
        let sequences = masked.windows(width).map(|sequence| hash(&sequence)).collect();
        Some(Self { sequences, content: hash(&lower), numbers })
    }

    /// The share of the sequences of both that both have (Jaccard), 0 to 1; 0 where one of them is too
    /// short to tell.
    pub(super) fn similarity(&self, other: &Self) -> f32 {
        if self.sequences.len().min(other.sequences.len()) < MIN_SEQUENCES {
            return 0.0;
        }
        let both = self.sequences.intersection(&other.sequences).count();
        both as f32 / (self.sequences.len() + other.sequences.len() - both) as f32
    }

    /// The numbers that differ where the words around them are the same. Places that one document has
    /// more often than the other, such as rows of a table, are no contradiction.
    pub(super) fn differences(&self, other: &Self) -> Vec<NumberDifference> {
        let places = self.numbers.iter().filter_map(|(place, here)| {
            other
                .numbers
                .get(place)
                .filter(|there| there.len() == here.len())
                .map(|there| (here, there))
        });
        let pairs = places.flat_map(|(here, there)| here.iter().zip(there));
        let apart = pairs.filter(|(here, there)| here.value != there.value);
        let told = apart.map(|(here, there)| NumberDifference {
            here: here.shown.clone(),
            there: there.shown.clone(),
        });
        told.take(MAX_TOLD).collect()
    }
}

/// A number with the word before it and up to two after it, as far as nothing parts them.
fn shown(words: &[Word<'_>], place: usize) -> String {
    let from = if place > 0 && !words[place - 1].parted { place - 1 } else { place };
    let after = words[place..].iter().take(2).take_while(|word| !word.parted).count();
    let shown = words[from..].iter().take(place - from + 1 + after);
    shown.map(|word| word.text).collect::<Vec<_>>().join(" ")
}

fn is_number(word: &str) -> bool {
    word.contains(|character: char| character.is_ascii_digit())
}

struct Word<'a> {
    text: &'a str,
    /// More than a space comes before the next word.
    parted: bool,
}

/// The words of a text. A number keeps the point, comma or colon inside it.
fn words(text: &str) -> impl Iterator<Item = Word<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let start = rest.find(char::is_alphanumeric)?;
        rest = &rest[start..];
        let mut before = ' ';
        let mut characters = rest.char_indices().peekable();
        let mut end = rest.len();
        while let Some((at, character)) = characters.next() {
            let inside = matches!(character, '.' | ',' | ':')
                && before.is_ascii_digit()
                && characters.peek().is_some_and(|(_, next)| next.is_ascii_digit());
            if !character.is_alphanumeric() && !inside {
                end = at;
                break;
            }
            before = character;
        }
        let (word, after) = rest.split_at(end);
        rest = after;
        let parted = !after
            .strip_prefix(char::is_whitespace)
            .is_some_and(|next| next.starts_with(char::is_alphanumeric));
        Some(Word { text: word, parted })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const POLICY: &str = "You can return an item within 30 days. We refund the card that was charged as \
        soon as the parcel has reached us. Sending it back costs 4.90 euros, from 2 items on nothing.";

    fn of(text: &str) -> Outline {
        Outline::of(std::iter::once(text)).unwrap()
    }

    #[test]
    fn the_same_words_with_other_numbers_are_the_same_and_the_numbers_are_told() {
        let (here, there) = (of(POLICY), of(&POLICY.replace("30", "14").replace("4.90", "5,50")));
        assert_eq!(here.similarity(&there), 1.0);
        assert_ne!(here.content, there.content);
        let mut told = here.differences(&there);
        told.sort_by(|a, b| a.here.cmp(&b.here));
        let told: Vec<_> = told.iter().map(|one| (one.here.as_str(), one.there.as_str())).collect();
        assert_eq!(
            told,
            [("costs 4.90 euros", "costs 5,50 euros"), ("within 30 days", "within 14 days")]
        );
        assert_eq!(here.differences(&of(POLICY)), []);
    }

    #[test]
    fn layout_and_case_make_no_difference_and_other_words_do() {
        let here = of(POLICY);
        let there = of(&format!("# {}", POLICY.to_uppercase().replace(". ", ".\n\n* ")));
        assert_eq!((here.similarity(&there), here.content), (1.0, there.content));
        let similarity = here.similarity(&of(&POLICY.replace("the card that was charged", "you")));
        assert!((0.6..0.9).contains(&similarity), "{similarity}");
        assert!(here.similarity(&of("Our hub has three lights and a button below.")) < 0.01);
        assert_eq!(of("Hotel A: yes.").similarity(&of("Hotel B: yes.")), 0.0);
        assert!(Outline::of(["– – –", "\n"].into_iter()).is_none());
    }

    #[test]
    fn rows_that_one_document_has_more_of_are_no_contradiction() {
        let row = |number| format!("| Model {number} | has a price of {number} euros |\n");
        let here = of(&(1..9).map(row).collect::<String>());
        let there = of(&(1..10).map(row).collect::<String>());
        assert_eq!(here.differences(&there), []);
    }
}
