//! A text as the detector sees it: its words and pairs of words, hashed.

/// Weights: features are hashed into so many.
pub(super) const BUCKETS: usize = 1 << 15;
/// Words and marks of a window; the next begins half of them later.
const WINDOW: usize = 40;

/// A word or mark in small letters, and its bytes in the text.
pub(super) struct Word {
    lower: String,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// The words of `text`, and every other sign by itself.
pub(super) fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut grows = false;
    for (start, c) in text.char_indices() {
        let end = start + c.len_utf8();
        if c.is_whitespace() || super::patterns::invisible(c) {
            grows = false;
            continue;
        }
        let letter = c.is_alphanumeric() || matches!(c, '\'' | '_');
        match words.last_mut() {
            Some(last) if letter && grows => {
                last.lower.extend(c.to_lowercase());
                last.end = end;
            }
            _ => words.push(Word { lower: c.to_lowercase().collect(), start, end }),
        }
        grows = letter;
    }
    words
}

/// The windows of a text; one where it is short, none where it is empty.
pub(super) fn windows(words: &[Word]) -> impl Iterator<Item = &[Word]> {
    let last = words.len().saturating_sub(WINDOW).div_ceil(WINDOW / 2);
    let starts = (0..=last).map(|step| step * WINDOW / 2);
    starts
        .map(|start| &words[start..(start + WINDOW).min(words.len())])
        .filter(|words| !words.is_empty())
}

/// The features of a text or window, each once, as buckets.
pub(super) fn of(words: &[Word]) -> Vec<u32> {
    let single = words.iter().map(|word| hash(&[&word.lower]));
    let pairs = words.windows(2).map(|pair| hash(&[&pair[0].lower, &pair[1].lower]));
    let mut features: Vec<u32> = single.chain(pairs).collect();
    features.sort_unstable();
    features.dedup();
    features
}

/// FNV-1a, folded to the number of buckets.
fn hash(parts: &[&str]) -> u32 {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    let mut step = |byte: u8| hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    for part in parts {
        part.bytes().for_each(&mut step);
        step(0xff);
    }
    u32::try_from((hash ^ (hash >> 32)) & (BUCKETS as u64 - 1)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_overlap_and_cover_every_word() {
        for length in [1, 39, 40, 41, 60, 61, 1_000] {
            let text = "word ".repeat(length);
            let words = words(&text);
            assert_eq!(words.len(), length);
            let ends: Vec<usize> =
                windows(&words).map(|window| window.last().unwrap().end).collect();
            assert_eq!(*ends.last().unwrap(), text.len() - 1, "{length}");
            assert!(windows(&words).all(|window| window.len() <= WINDOW));
        }
        assert_eq!(windows(&words("")).count(), 0);
    }
}
