//! Text that a document holds and does not show.

use serde::{Deserialize, Serialize};

/// The most bytes of hidden text that are kept: enough to see what it is there for.
const MAX_BYTES: usize = 8 << 10;

/// What a converter dropped because nobody would see it: it is neither indexed nor shown, but looked
/// through for orders to a language model.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hidden {
    /// How many pieces.
    pub pieces: u32,
    /// What they say, as far as the format gives it, cut to 8 KiB.
    pub text: String,
}

impl Hidden {
    /// One more piece.
    pub(super) fn add(&mut self, text: &str) {
        self.pieces += 1;
        self.push(text);
    }

    /// More text of the piece at hand, on a line of its own.
    pub(super) fn push(&mut self, text: &str) {
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.extend("\n");
        }
        self.extend(text.trim());
    }

    /// More text of the line at hand.
    pub(super) fn extend(&mut self, text: &str) {
        let room = MAX_BYTES.saturating_sub(self.text.len()).min(text.len());
        self.text.push_str(&text[..text.floor_char_boundary(room)]);
    }

    /// All of another's.
    pub(super) fn join(&mut self, other: &Self) {
        self.pieces += other.pieces;
        if !other.text.is_empty() {
            self.push(&other.text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_counted_and_their_text_is_bounded() {
        let mut hidden = Hidden::default();
        hidden.add(" one ");
        hidden.add("two");
        assert_eq!((hidden.pieces, hidden.text.as_str()), (2, "one\ntwo"));
        let mut both = hidden.clone();
        both.join(&hidden);
        assert_eq!((both.pieces, both.text.as_str()), (4, "one\ntwo\none\ntwo"));
        hidden.add(&"日".repeat(MAX_BYTES));
        hidden.add("more");
        assert_eq!(hidden.pieces, 4);
        assert!(hidden.text.len() <= MAX_BYTES);
    }
}
