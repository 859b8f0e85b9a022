//! A block that is too long for one chunk, cut where it hurts least.

use std::ops::Range;

use super::blocks::{Block, Kind, is_list_item};
use super::estimate_tokens;

/// Spans of at most about `budget` tokens that together are the block: rows of a table, items of a
/// list, lines of code, sentences of prose; pieces that are still too long by words, then anywhere.
pub(super) fn split(markdown: &str, block: &Block, budget: usize) -> Vec<Range<usize>> {
    let text = &markdown[block.span.clone()];
    let cuts = match block.kind {
        Kind::List => after_lines(text, is_list_item),
        Kind::Table | Kind::Code => after_lines(text, |_| true),
        Kind::Paragraph | Kind::Heading(_) => after_sentences(text),
    };
    let mut spans = Vec::new();
    for span in gather(text, &cuts, budget) {
        if estimate_tokens(&text[span.clone()]) <= budget {
            spans.push(span);
            continue;
        }
        let piece = &text[span.clone()];
        for part in gather(piece, &after_words(piece), budget) {
            spans.push(span.start + part.start..span.start + part.end);
        }
    }
    spans
        .into_iter()
        .map(|span| block.span.start + span.start..block.span.start + span.end)
        .collect()
}

/// Joins neighbouring pieces while they fit the budget.
fn gather(text: &str, cuts: &[usize], budget: usize) -> Vec<Range<usize>> {
    let mut spans: Vec<Range<usize>> = Vec::new();
    let (mut start, mut held) = (0, 0);
    let mut from = 0;
    for &cut in cuts.iter().chain([&text.len()]) {
        let tokens = estimate_tokens(&text[from..cut]);
        if held > 0 && held + tokens > budget {
            spans.push(start..from);
            (start, held) = (from, 0);
        }
        held += tokens;
        from = cut;
    }
    spans.push(start..text.len());
    spans
}

/// After each line whose next line satisfies `begins`.
fn after_lines(text: &str, begins: impl Fn(&str) -> bool) -> Vec<usize> {
    text.match_indices('\n')
        .map(|(at, _)| at + 1)
        .filter(|&at| begins(text[at..].lines().next().unwrap_or_default()))
        .collect()
}

/// After each mark that ends a sentence and is followed by space, and after each line.
fn after_sentences(text: &str) -> Vec<usize> {
    let mut cuts = Vec::new();
    let mut ended = false;
    for (at, character) in text.char_indices() {
        if ended && character.is_whitespace() || character == '\n' {
            cuts.push(at + character.len_utf8());
        }
        ended = matches!(character, '.' | '!' | '?' | '。' | '！' | '？')
            || (ended && matches!(character, '"' | ')' | '”'));
    }
    cuts
}

/// After each word, and inside words that no budget holds.
fn after_words(text: &str) -> Vec<usize> {
    const LONGEST_WORD_CHARS: usize = 300;
    let mut cuts = Vec::new();
    let mut length = 0;
    for (at, character) in text.char_indices() {
        length += 1;
        if character.is_whitespace() || length >= LONGEST_WORD_CHARS {
            cuts.push(at + character.len_utf8());
            length = 0;
        }
    }
    cuts
}
