//! What is seen of a token: its letters and shape, its neighbours, the lists that have it. A feature
//! is the hash of its text; different features may share a weight.

use super::gazetteer::{self, Lists};
use super::tokens::Token;

/// Weights of one label: features are hashed into so many.
pub(super) const BUCKETS: usize = 1 << 16;

/// What the features of its neighbours need of a token.
struct Word {
    lower: String,
    shape: String,
    lists: Lists,
}

/// The features of every token, as buckets.
pub(super) fn of(tokens: &[Token<'_>]) -> Vec<Vec<u32>> {
    // Where nobody wrote a capital, a small letter says nothing.
    let cased = tokens.iter().any(|token| token.text.chars().any(char::is_uppercase))
        && tokens.iter().any(|token| token.text.chars().any(char::is_lowercase));
    let words: Vec<Word> = tokens.iter().map(|token| Word::of(token.text)).collect();
    (0..words.len()).map(|place| token(&words, place, cased)).collect()
}

impl Word {
    fn of(text: &str) -> Self {
        let lower = text.to_lowercase();
        Self { shape: shape(text), lists: gazetteer::lists(&lower), lower }
    }
}

fn token(words: &[Word], place: usize, cased: bool) -> Vec<u32> {
    let at = |offset: isize| place.checked_add_signed(offset).and_then(|place| words.get(place));
    let lower = |offset: isize| at(offset).map_or("-", |word| word.lower.as_str());
    let shape = |offset: isize| at(offset).map_or("-", |word| word.shape.as_str());
    let lists = |offset: isize| at(offset).map_or("-", |word| word.lists.name());
    let case = if cased { "c" } else { "n" };
    let word = &words[place];
    let line = words[..place].iter().rev().take_while(|word| word.lower != "\n").count();
    let mut hashes = Hashes(Vec::with_capacity(48));
    hashes.add("bias", &[]);
    for offset in -2..=2_isize {
        let name = ["w-2", "w-1", "w", "w+1", "w+2"][(offset + 2) as usize];
        hashes.add(name, &[lower(offset)]);
        hashes.add(name, &["shape", shape(offset), case]);
        hashes.add(name, &["lists", lists(offset), case]);
    }
    hashes.add("w-3", &[lower(-3)]);
    hashes.add("w+3", &[lower(3)]);
    hashes.add("w-2w-1", &[lower(-2), lower(-1)]);
    hashes.add("w-1w", &[lower(-1), lower(0)]);
    hashes.add("ww+1", &[lower(0), lower(1)]);
    hashes.add("w+1w+2", &[lower(1), lower(2)]);
    hashes.add("w-3w-2w-1", &[lower(-3), lower(-2), lower(-1)]);
    hashes.add("w-1w+1", &[lower(-1), lower(1)]);
    hashes.add("w-1s", &[lower(-1), shape(0)]);
    hashes.add("w-2w-1s", &[lower(-2), lower(-1), shape(0)]);
    hashes.add("sw+1", &[shape(0), lower(1)]);
    hashes.add("s-1s", &[shape(-1), shape(0)]);
    hashes.add("ss+1", &[shape(0), shape(1)]);
    hashes.add("s-1ss+1", &[shape(-1), shape(0), shape(1)]);
    hashes.add("s-2s-1s", &[shape(-2), shape(-1), shape(0)]);
    hashes.add("ss+1s+2", &[shape(0), shape(1), shape(2)]);
    hashes.add("l-1l", &[lists(-1), lists(0), case]);
    hashes.add("ll+1", &[lists(0), lists(1), case]);
    hashes.add("ls", &[lists(0), shape(0), case]);
    hashes.add("l-1s", &[lists(-1), shape(0), case]);
    let letters: Vec<char> = word.lower.chars().collect();
    for length in 2..=4.min(letters.len()) {
        let (head, tail): (String, String) = (
            letters[..length].iter().collect(),
            letters[letters.len() - length..].iter().collect(),
        );
        hashes.add("head", &[&head]);
        hashes.add("tail", &[&tail]);
        hashes.add("tail", &[&tail, shape(0)]);
    }
    hashes.add("line", &[["0", "1", "2", "+"][line.min(3)], shape(0)]);
    hashes.add("first", &[if place == 0 { "text" } else { "later" }, shape(0), lists(0)]);
    hashes.0
}

/// The kinds of letters in their order, runs of the same kind as one or two: `Xx` for `Ann`, `dd` for
/// a number of more than one digit.
fn shape(text: &str) -> String {
    let mut shape = String::new();
    let mut run = 0;
    let mut last = ' ';
    for c in text.chars() {
        let kind = match c {
            c if c.is_uppercase() => 'X',
            c if c.is_alphabetic() => 'x',
            c if c.is_numeric() => 'd',
            '\n' => 'n',
            c => c,
        };
        run = if kind == last { run + 1 } else { 1 };
        // Numbers of up to six digits keep their length: house numbers and postal codes differ in it.
        let most = if kind == 'd' { 6 } else { 2 };
        if run <= most && (kind != 'x' || run == 1) {
            shape.push(kind);
        }
        last = kind;
    }
    shape
}

/// Collects hashed features.
struct Hashes(Vec<u32>);

impl Hashes {
    /// FNV-1a over the parts, folded to the number of buckets.
    fn add(&mut self, name: &str, parts: &[&str]) {
        let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
        let mut step = |byte: u8| hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        for part in std::iter::once(&name).chain(parts) {
            part.bytes().for_each(&mut step);
            step(0xff);
        }
        let folded = (hash ^ (hash >> 32)) & (BUCKETS as u64 - 1);
        self.0.push(u32::try_from(folded).unwrap_or_default());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_keep_the_kinds_of_letters() {
        assert_eq!(shape("Ann"), "Xx");
        assert_eq!(shape("O'Neil"), "X'Xx");
        assert_eq!(shape("USA"), "XX");
        assert_eq!(shape("12345678"), "dddddd");
        assert_eq!(shape("4B"), "dX");
    }
}
