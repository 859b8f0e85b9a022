//! A message as the cues read it, and the lists of phrases that they look for in it.
//!
//! Each cue has one list of patterns for each language, and all lists are looked for in every message:
//! who writes in two languages, or too little to tell which, is heard as well. Another language is
//! another list in each cue. The patterns are written for the text that [`Heard`] makes: small letters
//! without accents (`ä` is `a`, `ß` is `s`; `ae` for `ä` is written `ae?`), on one line.

use std::ops::Range;

use regex::Regex;

use crate::text::{fold, own_words, pattern, plain_letters};

/// The customer's own lines, in one spelling.
pub(super) struct Heard {
    /// What the patterns look at, one character for each of `shown`.
    plain: String,
    /// What was written, in small letters.
    shown: String,
}

impl Heard {
    pub fn new(text: &str) -> Self {
        let shown = fold(&own_words(text)).replace(['\n', '\r', '\t'], " ");
        let plain = one_sentence_each(&plain_letters(&shown));
        Self { plain, shown }
    }

    /// What the patterns look at.
    pub fn text(&self) -> &str {
        &self.plain
    }

    /// What was written in a range of [`text`](Self::text).
    pub fn shown(&self, range: Range<usize>) -> String {
        let before = self.plain[..range.start].chars().count();
        let length = self.plain[range].chars().count();
        let words: String = self.shown.chars().skip(before).take(length).collect();
        words.trim().to_owned()
    }

    /// The first place with one of the phrases, as it was written.
    pub fn first(&self, phrases: &Regex) -> Option<String> {
        self.first_where(phrases, |_| true)
    }

    /// The first place with one of the phrases for which `holds` is true.
    pub fn first_where(
        &self,
        phrases: &Regex,
        holds: impl Fn(Range<usize>) -> bool,
    ) -> Option<String> {
        let found = phrases.find_iter(&self.plain).find(|found| holds(found.range()))?;
        Some(self.shown(found.range()))
    }

    /// The sentence around a place.
    pub fn sentence(&self, at: &Range<usize>) -> &str {
        const ENDS: [char; 3] = ['.', '?', '!'];
        let start = self.plain[..at.start].rfind(ENDS).map_or(0, |end| end + 1);
        let end = self.plain[at.end..].find(ENDS).map_or(self.plain.len(), |end| at.end + end);
        &self.plain[start..end]
    }
}

/// Compiles the phrases of one cue, one list for each language.
pub(super) fn phrases(languages: &[&[&str]]) -> Regex {
    pattern(&languages.concat().join("|"))
}

/// A stop inside a word or number ends no sentence: "shop.example" and "1.99" become "shop-example" and
/// "1-99".
fn one_sentence_each(text: &str) -> String {
    let mut before = ' ';
    let mut rest = text.chars().peekable();
    let mut out = String::with_capacity(text.len());
    while let Some(letter) = rest.next() {
        let inside = letter == '.'
            && before.is_alphanumeric()
            && rest.peek().is_some_and(|next| next.is_alphanumeric());
        out.push(if inside { '-' } else { letter });
        before = letter;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn evidence_is_shown_as_it_was_written() {
        let heard = Heard::new("Hallo\nIch möchte die RÜCKBUCHUNG von 1.99 – heute.\n> alt");
        assert_eq!(heard.text(), "hallo ich mochte die ruckbuchung von 1-99 - heute.");
        let words = pattern("ruckbuchung.*heute");
        assert_eq!(heard.first(&words).as_deref(), Some("rückbuchung von 1.99 – heute"));
    }

    #[test]
    fn any_letters_are_heard() {
        for text in ["", "İstanbul ẞ ﬁ 😀 ä́", "…", "a.", ".a.b."] {
            let heard = Heard::new(text);
            assert_eq!(heard.text().chars().count(), heard.shown.chars().count(), "{text}");
            assert_eq!(heard.shown(0..heard.text().len()), heard.shown.trim(), "{text}");
        }
    }
}
