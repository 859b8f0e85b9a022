//! Passages that say the same in the same words.
//!
//! Two passages are near-duplicates where nine of ten of their three-word sequences (title and
//! section included) are the same, and every number: `30 days` and `14 days` are two answers, however
//! alike the words around them.

use std::collections::HashSet;

use super::{SEQUENCE, hash};

/// Jaccard similarity of the sequences from which two passages say the same.
const SIMILAR: f64 = 0.9;

/// The words of a passage, for comparing it with others.
#[derive(Debug, PartialEq)]
pub(crate) struct Fingerprint {
    sequences: HashSet<u64>,
    numbers: Vec<String>,
}

impl Fingerprint {
    /// Of everything that a passage says.
    pub(crate) fn of(parts: [&str; 3]) -> Self {
        let words: Vec<String> = parts
            .iter()
            .flat_map(|part| part.split(|character: char| !character.is_alphanumeric()))
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect();
        let width = SEQUENCE.min(words.len().max(1));
        let sequences = words.windows(width).map(|sequence| hash(&sequence)).collect();
        let mut numbers: Vec<String> =
            words.into_iter().filter(|word| word.contains(|c: char| c.is_ascii_digit())).collect();
        numbers.sort_unstable();
        Self { sequences, numbers }
    }

    /// Whether both say the same.
    pub(crate) fn says_the_same(&self, other: &Self) -> bool {
        if self.numbers != other.numbers {
            return false;
        }
        let both = self.sequences.intersection(&other.sequences).count();
        let either = self.sequences.len() + other.sequences.len() - both;
        either > 0 && both as f64 >= SIMILAR * either as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_are_the_same_and_another_amount_is_another_answer() {
        let text = "You can return an item within 30 days. We refund the card that was charged as \
            soon as the parcel has reached our warehouse, and write to you when that is done.";
        let of = |title: &str, text: &str| Fingerprint::of([title, "", text]);
        let original = of("Returns", text);
        assert!(original.says_the_same(&of("Returns", &text.replace(". We", "! – We"))));
        assert!(!original.says_the_same(&of("Returns", &text.replace("30", "14"))));
        assert!(!original.says_the_same(&of("Returns", "We refund the card.")));
        assert!(!of("Hotel A", "Yes.").says_the_same(&of("Hotel B", "Yes.")));
    }
}
