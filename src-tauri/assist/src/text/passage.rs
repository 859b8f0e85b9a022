//! A passage taken apart: blocks of Markdown, and the smallest pieces that a reply may quote.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::pattern;
use super::sentences::{sentences, trimmed};

static LIST_ITEM: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^([ \t]*)(?:([-*+])|(\d{1,4})[.)])[ \t]+\S"));
static HEADING: LazyLock<Regex> = LazyLock::new(|| pattern(r"^ {0,3}#{1,6}(?:[ \t]|$)"));
static RULE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^ {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|=+)$"));

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Running text; block quotes count as such.
    Paragraph,
    /// A heading line.
    Heading,
    /// A list, whole.
    List {
        /// Its items are numbered.
        ordered: bool,
    },
    /// A table, whole.
    Table,
    /// A fenced block of code, whole.
    Code,
}

/// A block of a passage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Block {
    /// What it is.
    pub kind: Kind,
    /// Where it stands: bytes of the passage.
    pub range: Range<usize>,
    /// The outermost items of a list, each with what is nested in it; empty for other kinds.
    pub items: Vec<Range<usize>>,
}

/// The smallest part that a reply may quote: a sentence, a list item, a table or a block of code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    /// Where it stands: bytes of the passage.
    pub range: Range<usize>,
    /// The block that it is part of, counted from 0.
    pub block: usize,
}

/// The blocks of `markdown` in order, without rules and white space between them.
pub(crate) fn blocks(markdown: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut fence: Option<&str> = None;
    let mut after_blank = true;
    let mut start = 0;
    for line in markdown.split_inclusive('\n') {
        let range = start..start + line.len();
        start = range.end;
        let words = line.trim();
        if let Some(mark) = fence {
            extend(&mut blocks, range);
            if words.starts_with(mark) {
                fence = None;
                after_blank = true;
            }
            continue;
        }
        if words.is_empty() {
            after_blank = true;
            continue;
        }
        let open = if after_blank { None } else { blocks.last().map(|block| block.kind) };
        let in_list = matches!(blocks.last().map(|block| block.kind), Some(Kind::List { .. }));
        let indented = line.starts_with("  ") || line.starts_with('\t');
        if words.starts_with("```") || words.starts_with("~~~") {
            fence = Some(&words[..3]);
            if in_list && indented {
                extend(&mut blocks, range);
            } else {
                blocks.push(Block { kind: Kind::Code, range, items: Vec::new() });
            }
        } else if HEADING.is_match(line) {
            blocks.push(Block { kind: Kind::Heading, range, items: Vec::new() });
        } else if RULE.is_match(line.trim_end()) {
            after_blank = true;
            continue;
        } else if let Some(found) = LIST_ITEM.captures(line) {
            add_item(
                &mut blocks,
                range,
                found[1].replace('\t', "    ").len(),
                found.get(3).is_some(),
            );
        } else if in_list && (indented || !after_blank) {
            extend(&mut blocks, range);
        } else if words.starts_with('|') {
            continue_or_open(&mut blocks, range, Kind::Table, open);
        } else {
            continue_or_open(&mut blocks, range, Kind::Paragraph, open);
        }
        after_blank = HEADING.is_match(line);
    }
    for block in &mut blocks {
        block.range = trimmed(markdown, block.range.clone());
        for item in &mut block.items {
            // A nested list needs its indentation, so only the end is trimmed.
            *item = item.start..item.start + markdown[item.clone()].trim_end().len();
        }
        if let Some(first) = block.items.first() {
            block.range.start = first.start;
        }
    }
    blocks
}

fn extend(blocks: &mut [Block], range: Range<usize>) {
    if let Some(block) = blocks.last_mut() {
        block.range.end = range.end;
        if let Some(item) = block.items.last_mut() {
            item.end = range.end;
        }
    }
}

fn continue_or_open(blocks: &mut Vec<Block>, range: Range<usize>, kind: Kind, open: Option<Kind>) {
    if open == Some(kind) {
        extend(blocks, range);
    } else {
        blocks.push(Block { kind, range, items: Vec::new() });
    }
}

fn add_item(blocks: &mut Vec<Block>, range: Range<usize>, indent: usize, ordered: bool) {
    match blocks.last_mut() {
        Some(list) if matches!(list.kind, Kind::List { .. }) && indent >= 2 => {
            list.range.end = range.end;
            if let Some(item) = list.items.last_mut() {
                item.end = range.end;
            }
        }
        Some(list) if list.kind == (Kind::List { ordered }) => {
            list.range.end = range.end;
            list.items.push(range);
        }
        _ => blocks.push(Block {
            kind: Kind::List { ordered },
            range: range.clone(),
            items: vec![range],
        }),
    }
}

/// The blocks of `markdown` and the pieces that a reply may quote, in order. Headings give no piece.
pub(crate) fn pieces(markdown: &str) -> (Vec<Block>, Vec<Piece>) {
    let blocks = blocks(markdown);
    let mut pieces = Vec::new();
    for (index, block) in blocks.iter().enumerate() {
        match block.kind {
            Kind::Heading => {}
            Kind::Paragraph => {
                let offset = block.range.start;
                let found = sentences(&markdown[block.range.clone()]);
                pieces.extend(found.into_iter().map(|range| Piece {
                    range: offset + range.start..offset + range.end,
                    block: index,
                }));
            }
            Kind::List { .. } => {
                pieces.extend(
                    block.items.iter().map(|item| Piece { range: item.clone(), block: index }),
                );
            }
            Kind::Table | Kind::Code => {
                pieces.push(Piece { range: block.range.clone(), block: index });
            }
        }
    }
    (blocks, pieces)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passage_falls_into_sentences_items_tables_and_code() {
        let text = "# Refunds\n\nThey take days. They are free.\n\nTo ask:\n\n1. Open it.\n   Then wait.\n2. Send.\n   - soon\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\ncode. more.\n```\n";
        let (blocks, pieces) = pieces(text);
        let kinds: Vec<Kind> = blocks.iter().map(|block| block.kind).collect();
        assert_eq!(
            kinds,
            [
                Kind::Heading,
                Kind::Paragraph,
                Kind::Paragraph,
                Kind::List { ordered: true },
                Kind::Table,
                Kind::Code
            ]
        );
        let quotes: Vec<&str> = pieces.iter().map(|piece| &text[piece.range.clone()]).collect();
        assert_eq!(
            quotes,
            [
                "They take days.",
                "They are free.",
                "To ask:",
                "1. Open it.\n   Then wait.",
                "2. Send.\n   - soon",
                "| a | b |\n|---|---|\n| 1 | 2 |",
                "```\ncode. more.\n```",
            ]
        );
    }

    #[test]
    fn every_piece_is_a_part_of_its_passage_in_order() {
        for text in [
            "",
            "   \n",
            "plain",
            "- a\n\n- b\n\ntext",
            "a\r\nb.\r\n\r\n* c\r\n",
            "```\nunclosed",
            "ä. Ö. ü",
        ] {
            let (_, pieces) = pieces(text);
            let mut end = 0;
            for piece in pieces {
                assert!(
                    piece.range.start >= end
                        && piece.range.end <= text.len()
                        && !piece.range.is_empty()
                );
                end = piece.range.end;
                assert!(!text[piece.range].trim().is_empty());
            }
        }
    }
}
