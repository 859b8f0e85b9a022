//! What the heads see of a text beside its embedding: which words, pairs of words and pieces of
//! words it holds, and how it is written.

/// Places that features are hashed to. Two features that share one are told apart by the others.
pub(crate) const BUCKETS: usize = 1 << 15;

/// Characters of a text that are looked at. A message says what it wants within them.
const MAX_CHARS: usize = 4_000;
/// Lengths of the pieces that words are cut into, so that a misspelt word is still known by parts.
const PIECES: [usize; 2] = [3, 4];

/// The hashed features of `text`, each once, in ascending order, all below [`BUCKETS`].
pub(crate) fn of(text: &str) -> Vec<u32> {
    let words = words(text);
    let mut features = Vec::with_capacity(words.len() * 8);
    let mut before = "^".to_owned();
    for word in &words {
        features.push(hash(&["word", word]));
        features.push(hash(&["pair", &before, word]));
        before.clone_from(word);
        let bounded: Vec<char> = format!("<{word}>").chars().collect();
        for piece in PIECES.iter().flat_map(|length| bounded.windows(*length)) {
            features.push(hash(&["piece", &piece.iter().collect::<String>()]));
        }
    }
    features.push(hash(&["pair", &before, "$"]));
    features.extend(style(text).map(|style| hash(&["style", style])));
    features.sort_unstable();
    features.dedup();
    features
}

/// What one feature counts, so that long and short texts weigh alike: the features of a text make
/// a vector of length 1, as the embedding does.
pub(crate) fn weight(features: &[u32]) -> f32 {
    1.0 / (features.len().max(1) as f32).sqrt()
}

/// Lower-case words, runs of `!` and `?`, and every other sign that is no blank and no letter.
fn words(text: &str) -> Vec<String> {
    #[derive(PartialEq, Clone, Copy)]
    enum Kind {
        Word,
        Shout,
        Blank,
        Sign,
    }
    let mut words: Vec<String> = Vec::new();
    let mut before = Kind::Blank;
    for char in text.chars().take(MAX_CHARS) {
        let kind = match char {
            '!' | '?' => Kind::Shout,
            '\'' | '’' if before == Kind::Word => Kind::Word,
            char if char.is_alphanumeric() => Kind::Word,
            char if char.is_whitespace() => Kind::Blank,
            _ => Kind::Sign,
        };
        let char = match char {
            '’' => '\'',
            // One digit for all: a number's length says something, its value does not.
            char if char.is_ascii_digit() => '0',
            char => char,
        };
        match words.last_mut() {
            _ if kind == Kind::Blank => {}
            // More than three marks say no more than three.
            Some(word) if kind == before && kind == Kind::Shout && word.len() >= 3 => {}
            Some(word) if kind == before && kind != Kind::Sign => word.extend(char.to_lowercase()),
            _ => words.push(char.to_lowercase().collect()),
        }
        before = kind;
    }
    words
}

/// How a text is written: shouted, with marks, short or long.
fn style(text: &str) -> impl Iterator<Item = &'static str> {
    let (mut upper, mut lower, mut exclamations, mut questions, mut shouted, mut run) =
        (0, 0, 0, 0, 0, 0);
    for char in text.chars().take(MAX_CHARS) {
        upper += u32::from(char.is_uppercase());
        lower += u32::from(char.is_lowercase());
        exclamations += u32::from(char == '!');
        questions += u32::from(char == '?');
        run = if char.is_uppercase() { run + 1 } else { 0 };
        shouted += u32::from(run == 4);
    }
    [
        (upper + lower > 8 && upper > lower, "mostly capitals"),
        (shouted > 0, "a word in capitals"),
        (exclamations == 1, "one exclamation"),
        (exclamations > 1, "exclamations"),
        (questions == 0, "no question mark"),
        (questions == 1, "one question mark"),
        (questions > 1, "question marks"),
        (exclamations > 0 && questions > 0, "both marks"),
    ]
    .into_iter()
    .filter_map(|(holds, name)| holds.then_some(name))
}

/// FNV-1a over the parts, folded into the buckets. Written out because it must never change: the
/// trained weights depend on it.
fn hash(parts: &[&str]) -> u32 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for part in parts {
        for byte in part.bytes().chain([0]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
    ((hash ^ (hash >> 32)) % BUCKETS as u64) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_keep_apostrophes_and_runs_of_marks() {
        assert_eq!(
            words("I can’t log in!!!!! Why?? (order 4821)"),
            ["i", "can't", "log", "in", "!!!", "why", "??", "(", "order", "0000", ")"]
        );
    }

    #[test]
    fn features_are_few_bounded_and_in_order_for_any_text() {
        for text in [
            "",
            "   ",
            "ok",
            "漢字 \u{301}\u{301}",
            &"x".repeat(1_000_000),
            &"a b ".repeat(100_000),
        ] {
            let features = of(text);
            assert!(features.windows(2).all(|pair| pair[0] < pair[1]));
            assert!(features.iter().all(|feature| (*feature as usize) < BUCKETS));
            assert!(features.len() < 40_000);
        }
    }

    #[test]
    fn the_hash_is_the_one_that_the_weights_were_trained_with() {
        assert_eq!(hash(&["word", "refund"]), 12_838);
    }
}
