//! Blocks of all pages to one Markdown text, with the place where each page begins.

use std::collections::HashSet;

use super::blocks::{Block, PARTED};

/// The deepest heading that is written.
const MAX_LEVEL: usize = 6;
/// More of a document than this set as headings means that size says nothing in it.
const MAX_HEADING_SHARE: f64 = 0.4;

/// The Markdown of `pages`, and where each begins in it, in bytes.
pub(super) fn markdown(mut pages: Vec<Vec<Block>>) -> (String, Vec<usize>) {
    if heading_share(&pages) > MAX_HEADING_SHARE {
        for block in pages.iter_mut().flatten() {
            if let Block::Heading { text, .. } = block {
                *block = Block::Paragraph { text: std::mem::take(text), open: false };
            }
        }
    }
    let sizes = heading_sizes(&pages);
    let known = vocabulary(&pages);
    let mut out = String::new();
    let mut starts = Vec::with_capacity(pages.len());
    let mut running = false;
    for page in pages {
        let mut start = None;
        let mut list = false;
        for block in page {
            let block = mended(block, &known);
            if let (None, true, Block::Paragraph { text, open }) = (start, running, &block)
                && text.starts_with(char::is_lowercase)
            {
                // A paragraph that began on the page before.
                if out.ends_with('-') {
                    out.pop();
                } else {
                    out.push(' ');
                }
                start = Some(out.len());
                out.push_str(text);
                running = *open;
                continue;
            }
            running = matches!(&block, Block::Paragraph { open: true, .. });
            let item = matches!(block, Block::Item { .. });
            if !out.is_empty() {
                out.push_str(if item && list { "\n" } else { "\n\n" });
            }
            list = item;
            start.get_or_insert(out.len());
            write(&mut out, block, &sizes);
        }
        starts.push(start.unwrap_or(out.len()));
    }
    (out, starts)
}

fn heading_share(pages: &[Vec<Block>]) -> f64 {
    let (mut headings, mut all) = (0, 0);
    for block in pages.iter().flatten() {
        match block {
            Block::Heading { text, .. } => {
                headings += text.len();
                all += text.len();
            }
            Block::Paragraph { text, .. } | Block::Item { text, .. } => all += text.len(),
            Block::Code(lines) => all += lines.iter().map(String::len).sum::<usize>(),
            Block::Table(rows) => all += rows.iter().flatten().map(String::len).sum::<usize>(),
        }
    }
    if all < 400 { 0.0 } else { f64::from(headings as u32) / f64::from(all as u32) }
}

/// The sizes of the headings, largest first; those that differ little are one.
fn heading_sizes(pages: &[Vec<Block>]) -> Vec<f64> {
    let mut sizes: Vec<f64> = pages
        .iter()
        .flatten()
        .filter_map(|block| match block {
            Block::Heading { size, bold_only: false, .. } => Some(*size),
            _ => None,
        })
        .collect();
    sizes.sort_by(|a, b| b.total_cmp(a));
    sizes.dedup_by(|next, last| *last - *next < 0.06 * *last);
    sizes.truncate(MAX_LEVEL - 1);
    sizes
}

/// All words of the document, in small letters.
fn vocabulary(pages: &[Vec<Block>]) -> HashSet<String> {
    let mut known = HashSet::new();
    for block in pages.iter().flatten() {
        if let Block::Paragraph { text, .. }
        | Block::Item { text, .. }
        | Block::Heading { text, .. } = block
        {
            let words =
                text.split(|one: char| !(one.is_alphanumeric() || one == '-' || one == PARTED));
            known.extend(words.filter(|word| !word.contains(PARTED)).map(str::to_lowercase));
        }
    }
    known
}

/// Puts the words together that were parted at the ends of lines; with their hyphen where the
/// document writes them with one elsewhere.
fn mended(mut block: Block, known: &HashSet<String>) -> Block {
    if let Block::Paragraph { text, .. } | Block::Item { text, .. } | Block::Heading { text, .. } =
        &mut block
    {
        while let Some(at) = text.find(PARTED) {
            let letter = |one: &char| one.is_alphanumeric() || *one == '-';
            let left: String = text[..at].chars().rev().take_while(letter).collect();
            let left: String = left.chars().rev().collect();
            let right: String = text[at + PARTED.len_utf8()..].chars().take_while(letter).collect();
            let whole = format!("{left}{right}").to_lowercase();
            let hyphenated = format!("{left}-{right}").to_lowercase();
            let keep = known.contains(&hyphenated) && !known.contains(&whole);
            text.replace_range(at..at + PARTED.len_utf8(), if keep { "-" } else { "" });
        }
    }
    block
}

fn write(out: &mut String, block: Block, sizes: &[f64]) {
    match block {
        Block::Heading { text, size, bold_only } => {
            let level = if bold_only {
                sizes.len() + 1
            } else {
                sizes.iter().position(|known| size > 0.94 * known).unwrap_or(sizes.len()) + 1
            };
            out.push_str(&"#".repeat(level.min(MAX_LEVEL)));
            out.push(' ');
            out.push_str(&text);
        }
        Block::Paragraph { text, .. } => out.push_str(&plain(&text)),
        Block::Item { marker, text, indent } => {
            out.push_str(if indent > 14.0 { "  " } else { "" });
            if marker.len() > 1 && marker.is_ascii() {
                out.push_str(&marker);
            } else {
                out.push('-');
            }
            out.push(' ');
            out.push_str(&text);
        }
        Block::Code(lines) => {
            out.push_str("```\n");
            for line in lines {
                out.push_str(&line);
                out.push('\n');
            }
            out.push_str("```");
        }
        Block::Table(rows) => table(out, &rows),
    }
}

/// Running text that Markdown would take for a heading, a quote or a rule is kept as text.
fn plain(text: &str) -> String {
    if text.starts_with(['#', '>', '|']) || text.starts_with("---") || text.starts_with("```") {
        format!("\\{text}")
    } else {
        text.to_owned()
    }
}

fn table(out: &mut String, rows: &[Vec<String>]) {
    for (at, row) in rows.iter().enumerate() {
        if at > 0 {
            out.push('\n');
        }
        out.push('|');
        for cell in row {
            out.push(' ');
            out.push_str(&cell.replace('|', "\\|").replace(PARTED, ""));
            out.push_str(" |");
        }
        if at == 0 {
            out.push_str("\n|");
            out.push_str(&" --- |".repeat(row.len()));
        }
    }
}
