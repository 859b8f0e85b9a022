//! A text as the detector sees it: its words and pairs of words, hashed.

/// Weights: features are hashed into so many.
pub(super) const BUCKETS: usize = 1 << 15;
/// The most words and marks of a piece; of a longer sentence, the next begins half of them later.
const PIECE: usize = 30;

/// A word or mark in small letters, and its bytes in the text.
pub(super) struct Word {
    lower: String,
    pub(super) start: usize,
    pub(super) end: usize,
    /// A sentence, line or cell of a table begins with it.
    begins: bool,
}

/// The words of `text`, and every other sign by itself.
pub(super) fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let (mut grows, mut begins, mut ended) = (false, true, false);
    for (start, c) in text.char_indices() {
        let end = start + c.len_utf8();
        if c.is_whitespace() || super::patterns::invisible(c) {
            grows = false;
            begins |= c == '\n' || (ended && c.is_whitespace());
            continue;
        }
        let letter = c.is_alphanumeric() || matches!(c, '\'' | '_');
        match words.last_mut() {
            Some(last) if letter && grows => {
                last.lower.extend(c.to_lowercase());
                last.end = end;
            }
            _ => {
                words.push(Word { lower: c.to_lowercase().collect(), start, end, begins });
                begins = c == '|';
            }
        }
        grows = letter;
        ended = matches!(c, '.' | '!' | '?' | '\u{3002}');
    }
    words
}

/// The sentences of a text, lines and cells of tables too.
pub(super) fn sentences(words: &[Word]) -> impl Iterator<Item = &[Word]> {
    words.chunk_by(|_, next| !next.begins)
}

/// What is scored of a text one by one: its sentences, long ones in overlapping pieces. An order to a
/// model is most often one sentence, whatever stands around it.
pub(super) fn pieces(words: &[Word]) -> impl Iterator<Item = &[Word]> {
    sentences(words).flat_map(|sentence| {
        let last = sentence.len().saturating_sub(PIECE).div_ceil(PIECE / 2);
        (0..=last).map(move |step| {
            let start = step * PIECE / 2;
            &sentence[start..(start + PIECE).min(sentence.len())]
        })
    })
}

/// The features of a text or window, each once, as buckets.
pub(super) fn of(words: &[Word]) -> Vec<u32> {
    let single = words.iter().map(|word| hash(&[&word.lower]));
    let pairs = words.windows(2).map(|pair| hash(&[&pair[0].lower, &pair[1].lower]));
    // What a text or piece begins with tells orders apart.
    let first = words.first().map(|word| hash(&["^", &word.lower]));
    let mut features: Vec<u32> = single.chain(pairs).chain(first).collect();
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

    fn said<'a>(text: &'a str, words: &[Word]) -> &'a str {
        &text[words[0].start..words[words.len() - 1].end]
    }

    #[test]
    fn pieces_overlap_and_cover_every_word() {
        for length in [1, 29, 30, 31, 45, 46, 1_000] {
            let text = "word ".repeat(length);
            let words = words(&text);
            assert_eq!(words.len(), length);
            let ends: Vec<usize> = pieces(&words).map(|piece| piece.last().unwrap().end).collect();
            assert_eq!(*ends.last().unwrap(), text.len() - 1, "{length}");
            assert!(pieces(&words).all(|piece| piece.len() <= PIECE));
        }
        assert_eq!(pieces(&words("")).count(), 0);
    }

    #[test]
    fn sentences_lines_and_cells_are_pieces() {
        let text = "Version 2.0 is out. Try it!\n- One line | a cell";
        let words = words(text);
        let found: Vec<&str> = pieces(&words).map(|piece| said(text, piece)).collect();
        assert_eq!(found, ["Version 2.0 is out.", "Try it!", "- One line |", "a cell"]);
    }
}
