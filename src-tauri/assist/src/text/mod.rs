//! Text as the decisions see it: words, sentences, the customer's own lines, Markdown made plain.

mod clean;
mod flatten;
mod furniture;
mod passage;
mod sentences;
mod words;

use regex::Regex;

pub use clean::reply_core;
pub(crate) use clean::{own_words, without_courtesies};
pub(crate) use flatten::cells;
pub use flatten::{flatten, spoken};
pub(crate) use furniture::{is_furniture, without_furniture};
pub(crate) use passage::{Block, Kind, Piece, blocks, pieces};
pub(crate) use sentences::{sentences, trimmed};
pub use words::names_all;
pub(crate) use words::{codes, content_set, fold, is_stop, plain_letters, words};

/// Compiles a pattern that stands in this crate's own source; patterns never come from outside.
///
/// The phrases are English, or written without accents ([`plain_letters`]), so word boundaries, `\w` and
/// the gap `[^.?!]` are taken as ASCII: tables of Unicode classes, repeated by every counted gap, would
/// make the first message wait for them.
pub(crate) fn pattern(source: &str) -> Regex {
    let ascii = source
        .replace(r"\b", r"(?-u:\b)")
        .replace(r"\w", "[0-9A-Za-z_]")
        .replace("[^.?!]", "[ -~&&[^.?!]]");
    Regex::new(&ascii)
        .unwrap_or_else(|error| unreachable!("a pattern of this crate does not compile: {error}"))
}
