//! Pieces of a page to paragraphs, headings, items of lists, code and tables.

use super::layout::{Piece, is_marker};
use super::words::{Line, is_rtl_text};

/// Larger than the body by this much, a short text is a heading.
const HEADING_SCALE: f64 = 1.12;
/// The most characters and lines of a heading.
const MAX_HEADING_CHARS: usize = 180;
const MAX_HEADING_LINES: usize = 4;
/// Lines further apart than this, as a multiple of the usual step, are of different paragraphs.
const PARAGRAPH_STEP: f64 = 1.3;

/// What a stretch of a page is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Block {
    /// A heading with the size of its font in points, and whether only boldness sets it apart.
    Heading { text: String, size: f64, bold_only: bool },
    /// Running text. `open` tells that its last line ran on to the end without closing a sentence.
    Paragraph { text: String, open: bool },
    /// An item of a list, with how deep it is indented, in points.
    Item { marker: String, text: String, indent: f64 },
    /// Lines of a monospaced font, kept as they are.
    Code(Vec<String>),
    /// Rows of cells.
    Table(Vec<Vec<String>>),
}

/// What the whole document's text is like.
#[derive(Clone, Copy, Debug)]
pub(super) struct Body {
    /// The size that most of its characters have, in points.
    pub size: f64,
    /// Whether it is monospaced throughout, so that monospaced text is no code.
    pub mono: bool,
    /// Whether it is bold throughout.
    pub bold: bool,
}

/// Lines that are read as one.
#[derive(Default)]
struct Open {
    lines: Vec<Line>,
}

/// The blocks of one page.
pub(super) fn blocks(pieces: Vec<Piece>, body: Body) -> Vec<Block> {
    let mut out = Vec::new();
    let mut run: Vec<Line> = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Line(line) => run.push(line),
            Piece::Break => paragraphs(&mut run, body, &mut out),
            Piece::Table(rows) => {
                paragraphs(&mut run, body, &mut out);
                out.push(Block::Table(rows));
            }
        }
    }
    paragraphs(&mut run, body, &mut out);
    join_over_breaks(out)
}

/// Cuts a run of lines of one column into blocks.
fn paragraphs(run: &mut Vec<Line>, body: Body, out: &mut Vec<Block>) {
    let lines = std::mem::take(run);
    let Some(left) = lines.iter().map(Line::x0).reduce(f64::min) else { return };
    let right = lines.iter().map(Line::x1).fold(f64::NEG_INFINITY, f64::max);
    let step = usual_step(&lines);
    let mut open = Open::default();
    for line in lines {
        if open
            .lines
            .last()
            .is_some_and(|last| parted(last, &line, &open, (left, right), step, body))
        {
            close(&mut open, (left, right), body, out);
        }
        open.lines.push(line);
    }
    close(&mut open, (left, right), body, out);
}

/// The usual distance of two baselines, as a multiple of the font's size.
fn usual_step(lines: &[Line]) -> f64 {
    let mut steps: Vec<f64> = lines
        .windows(2)
        .filter(|pair| (pair[0].size() - pair[1].size()).abs() < 0.6)
        .map(|pair| (pair[1].baseline() - pair[0].baseline()) / pair[1].size().max(1.0))
        .filter(|step| (0.7..=2.2).contains(step))
        .collect();
    steps.sort_by(f64::total_cmp);
    // The lower part: paragraphs' gaps are among the steps as well.
    steps.get(steps.len() * 2 / 5).copied().unwrap_or(1.2)
}

/// Whether `line` begins another block than `last`.
fn parted(
    last: &Line,
    line: &Line,
    open: &Open,
    (left, right): (f64, f64),
    step: f64,
    body: Body,
) -> bool {
    let size = last.size().max(line.size()).max(1.0);
    let down = (line.baseline() - last.baseline()) / size;
    if down > PARAGRAPH_STEP * step.max(1.0) || down < 0.0 {
        return true;
    }
    if (last.size() - line.size()).abs() > 0.08 * size || last.mono() != line.mono() {
        return true;
    }
    if last.bold() != line.bold() && (line.bold() || is_headline(&open.lines, body)) {
        return true;
    }
    if line.mono() && !body.mono {
        return false;
    }
    if starts_item(line) {
        return true;
    }
    let rtl = is_rtl_text(&line.text());
    let (room, indent) = if rtl {
        (last.x0() - left, last.x1() - line.x1())
    } else {
        (right - last.x1(), line.x0() - last.x0())
    };
    let ends = last.text().ends_with(['.', '!', '?', ':', '。', '؟']);
    let first = line.words.first().map_or(0.0, |word| word.x1 - word.x0);
    // The next word would have had room: the line was ended on purpose.
    let short = room > first + 1.5 * size && room > 0.15 * (right - left);
    let item = open.lines.first().is_some_and(starts_item);
    if short && (ends || !continues(line)) && !is_headline(&open.lines, body) && !item {
        return true;
    }
    if item {
        // What is no longer indented left the item.
        return indent < -0.5 * size && open.lines.len() > 1
            || short && ends && indent.abs() < 0.2 * size && open.lines.len() > 1
            || open.lines.len() == 1 && line.x0() < last.x0() - 0.5 * size
            || open.lines.len() == 1
                && indent.abs() < 0.2 * size
                && short
                && (ends || !continues(line));
    }
    // The first line of a paragraph that is set in.
    ends && indent > 0.8 * size && indent < 4.0 * size
}

/// Whether a line begins like the middle of a sentence.
fn continues(line: &Line) -> bool {
    line.words
        .first()
        .and_then(|word| word.text.chars().next())
        .is_some_and(|one| one.is_lowercase() || one.is_ascii_digit() || "(,;".contains(one))
}

fn starts_item(line: &Line) -> bool {
    line.words.len() > 1
        && is_marker(&line.words[0].text)
        && (line.words[0].text.chars().count() > 1
            || line.words[1].x0 - line.words[0].x1 > 0.12 * line.size())
}

/// Whether these lines look like a heading.
fn is_headline(lines: &[Line], body: Body) -> bool {
    let characters: usize =
        lines.iter().flat_map(|line| &line.words).map(|word| word.text.chars().count()).sum();
    let lettered = lines
        .iter()
        .flat_map(|line| &line.words)
        .any(|word| word.text.chars().filter(|one| one.is_alphabetic()).count() >= 2);
    if lines.is_empty()
        || lines.len() > MAX_HEADING_LINES
        || characters > MAX_HEADING_CHARS
        || !lettered
    {
        return false;
    }
    let size = lines[0].size();
    if size >= HEADING_SCALE * body.size {
        return true;
    }
    let text = lines[lines.len() - 1].text();
    (!body.bold && lines.iter().all(Line::bold) || is_upper(lines))
        && size >= 0.95 * body.size
        && lines.len() <= 2
        && characters <= 100
        && !text.ends_with(['.', ',', ';', '!'])
}

/// Whether the lines are all in capitals.
fn is_upper(lines: &[Line]) -> bool {
    let letters = || {
        lines
            .iter()
            .flat_map(|line| &line.words)
            .flat_map(|word| word.text.chars())
            .filter(|one| one.is_alphabetic())
    };
    letters().count() >= 8 && letters().all(char::is_uppercase)
}

/// Writes out the lines that are open.
fn close(open: &mut Open, (left, right): (f64, f64), body: Body, out: &mut Vec<Block>) {
    let lines = std::mem::take(&mut open.lines);
    let Some(last) = lines.last() else { return };
    if !body.mono && lines.iter().all(Line::mono) && lines.len() >= 2 {
        out.push(Block::Code(code(&lines)));
        return;
    }
    if is_headline(&lines, body)
        && !(starts_item(&lines[0])
            && lines[0].size() < HEADING_SCALE * body.size
            && !numbered(&lines[0]))
    {
        let size = lines[0].size();
        let bold_only = size < HEADING_SCALE * body.size;
        out.push(Block::Heading { text: joined(&lines), size, bold_only });
        return;
    }
    if starts_item(&lines[0]) {
        let marker = lines[0].words[0].text.clone();
        let indent = lines[0].x0() - left;
        let mut lines = lines;
        lines[0].words.remove(0);
        out.push(Block::Item { marker, text: joined(&lines), indent });
        return;
    }
    let text = joined(&lines);
    let reaches = last.x1() > right - 0.15 * (right - left);
    let open = reaches
        && text.chars().last().is_some_and(|one| one.is_alphanumeric() || one == ',' || one == '-');
    out.push(Block::Paragraph { text, open });
}

fn numbered(line: &Line) -> bool {
    line.words[0].text.starts_with(|one: char| one.is_ascii_digit())
}

/// The lines with the indentation that they show.
fn code(lines: &[Line]) -> Vec<String> {
    let left = lines.iter().map(Line::x0).fold(f64::INFINITY, f64::min);
    let wide: f64 = lines.iter().flat_map(|line| &line.words).map(|word| word.x1 - word.x0).sum();
    let characters: usize =
        lines.iter().flat_map(|line| &line.words).map(|word| word.text.chars().count()).sum();
    let width = (wide / characters.max(1) as f64).max(1.0);
    lines
        .iter()
        .map(|line| {
            let indent = ((line.x0() - left) / width).round().clamp(0.0, 80.0) as usize;
            " ".repeat(indent) + &line.text()
        })
        .collect()
}

/// The lines as one text; a word that was parted at a line's end is mended.
fn joined(lines: &[Line]) -> String {
    let mut out = String::new();
    for line in lines {
        append(&mut out, &line.text());
    }
    out
}

/// Appends the next line of the same text.
pub(super) fn append(text: &mut String, next: &str) {
    if text.is_empty() {
        text.push_str(next);
        return;
    }
    let parted = text.ends_with(['-', '\u{AD}'])
        && text.chars().rev().nth(1).is_some_and(char::is_lowercase)
        && next.starts_with(char::is_lowercase);
    if parted {
        text.pop();
        // Where the hyphen belongs to the word is told later, by the other words of the document.
        text.push(PARTED);
    } else if !(text.ends_with(is_wide) && next.starts_with(is_wide)) {
        text.push(' ');
    }
    text.push_str(next);
}

/// Stands where a word was parted at the end of a line.
pub(super) const PARTED: char = '\u{AD}';

/// Scripts that put no space between words.
fn is_wide(one: char) -> bool {
    matches!(one, '\u{3000}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{FF00}'..='\u{FFEF}')
}

/// Joins a paragraph that runs on at the top of the next column.
fn join_over_breaks(blocks: Vec<Block>) -> Vec<Block> {
    let mut out: Vec<Block> = Vec::new();
    for block in blocks {
        match (out.last_mut(), block) {
            (
                Some(Block::Paragraph { text, open: open @ true }),
                Block::Paragraph { text: next, open: more },
            ) if next.starts_with(char::is_lowercase) => {
                append(text, &next);
                *open = more;
            }
            (_, block) => out.push(block),
        }
    }
    out
}
