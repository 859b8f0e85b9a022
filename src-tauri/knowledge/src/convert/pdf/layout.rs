//! Words of a page to pieces in reading order: lines, columns one after the other, tables.
//!
//! The page is cut into slices by the white between lines; neighbouring slices that leave the same
//! white gutters free form a band; a band is a table where its rows agree, else columns.

use super::glyphs::Rule;
use super::grid;
use super::words::{Line, Word, lines, typical_size};

/// The least width of the white between two columns, as a share of the font's size.
const GUTTER: f64 = 0.9;
/// Columns of columns of columns are no longer a page.
const MAX_DEPTH: usize = 6;
/// The most lines of a heading below columns.
const MAX_HEADING_SLICES: usize = 3;

/// A piece of a page, in reading order.
#[derive(Clone, Debug)]
pub(super) enum Piece {
    /// One line of running text.
    Line(Line),
    /// Rows of cells.
    Table(Vec<Vec<String>>),
    /// Here a column or an area of the page ends.
    Break,
}

/// The pieces of a page.
pub(super) fn pieces(words: Vec<Word>, rules: &[Rule]) -> Vec<Piece> {
    let (mut words, tables) = grid::ruled(words, rules);
    let rows = tables.iter().map(|table| table.rows.clone()).collect::<Vec<_>>();
    for (index, table) in tables.iter().enumerate() {
        words.push(Word::of_table(index, table.area));
    }
    let mut out = Vec::new();
    flow(words, &rows, 0, &mut out);
    out
}

/// An interval of x.
type Span = (f64, f64);

/// A stretch of the page that no line crosses upwards or downwards.
struct Slice {
    words: Vec<Word>,
    /// The white between its words, and its margins.
    gaps: Vec<Span>,
    /// What its words cover.
    covered: Vec<Span>,
    top: f64,
    bottom: f64,
}

/// Slices that share their gutters.
struct Band {
    slices: Vec<Slice>,
    gutters: Vec<Span>,
}

impl Band {
    /// Takes off what stands below its columns, in the first one only and set apart: the heading of
    /// what comes next.
    fn heading_below(&mut self, least: f64) -> Vec<Slice> {
        let Some(gutter) = self.gutters.iter().find(|gutter| gutter.0.is_finite()) else {
            return Vec::new();
        };
        let first_only =
            |slice: &&Slice| slice.covered.last().is_some_and(|span| span.1 <= gutter.1);
        let below = self.slices.iter().rev().take_while(first_only).count();
        let at = self.slices.len() - below;
        let apart = at > 0
            && self
                .slices
                .get(at)
                .is_some_and(|slice| slice.top - self.slices[at - 1].bottom > least);
        if (1..=MAX_HEADING_SLICES).contains(&below) && apart {
            self.slices.split_off(at)
        } else {
            Vec::new()
        }
    }
}

fn flow(words: Vec<Word>, tables: &[Vec<Vec<String>>], depth: usize, out: &mut Vec<Piece>) {
    let size = typical_size(&words);
    let mut plain: Vec<Word> = Vec::new();
    for band in bands(slices(words, GUTTER * size), GUTTER * size) {
        match arrange(band, depth) {
            Arranged::Lines(words) => plain.extend(words),
            Arranged::Table { before, rows, after } => {
                plain.extend(before);
                flush(&mut plain, tables, out);
                out.push(Piece::Table(rows));
                plain.extend(after);
            }
            Arranged::Columns(columns) => {
                flush(&mut plain, tables, out);
                for column in columns {
                    out.push(Piece::Break);
                    flow(column, tables, depth + 1, out);
                }
                out.push(Piece::Break);
            }
        }
    }
    flush(&mut plain, tables, out);
}

/// Writes out the lines collected so far.
fn flush(words: &mut Vec<Word>, tables: &[Vec<Vec<String>>], out: &mut Vec<Piece>) {
    for line in lines(std::mem::take(words)) {
        match line.words.iter().find_map(|word| word.table) {
            Some(index) => {
                let beside: Vec<Word> =
                    line.words.into_iter().filter(|word| word.table.is_none()).collect();
                if !beside.is_empty() {
                    out.push(Piece::Line(Line { words: beside }));
                }
                out.extend(tables.get(index).cloned().map(Piece::Table));
            }
            None => out.push(Piece::Line(line)),
        }
    }
}

/// Cuts at every white stripe across the whole width.
fn slices(mut words: Vec<Word>, least: f64) -> Vec<Slice> {
    words.sort_by(|a, b| a.top().total_cmp(&b.top()));
    let mut slices: Vec<Vec<Word>> = Vec::new();
    let mut bottom = f64::NEG_INFINITY;
    for word in words {
        let (top, foot) = (word.top(), word.bottom());
        match slices.last_mut() {
            Some(slice) if top < bottom => slice.push(word),
            _ => slices.push(vec![word]),
        }
        bottom = bottom.max(foot);
    }
    slices.into_iter().map(|words| slice(words, least)).collect()
}

fn slice(words: Vec<Word>, least: f64) -> Slice {
    let mut spans: Vec<Span> = words.iter().map(|word| (word.x0, reach(word, &words))).collect();
    spans.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut covered: Vec<Span> = Vec::new();
    for (from, to) in spans {
        match covered.last_mut() {
            Some(last) if from - last.1 < least => last.1 = last.1.max(to),
            _ => covered.push((from, to)),
        }
    }
    // The margins are white as well: a later row may begin further out.
    let first = covered.first().map_or(0.0, |span| span.0);
    let last = covered.last().map_or(0.0, |span| span.1);
    let inner = covered.windows(2).map(|pair| (pair[0].1, pair[1].0));
    let gaps = [(f64::NEG_INFINITY, first)].into_iter().chain(inner).chain([(last, f64::INFINITY)]);
    let gaps = gaps.collect();
    let top = words.iter().map(Word::top).fold(f64::INFINITY, f64::min);
    let bottom = words.iter().map(Word::bottom).fold(f64::NEG_INFINITY, f64::max);
    Slice { words, gaps, covered, top, bottom }
}

/// Where a word ends; a list's marker reaches to the text behind it.
fn reach(word: &Word, words: &[Word]) -> f64 {
    if !is_marker(&word.text) {
        return word.x1;
    }
    words
        .iter()
        .filter(|next| {
            next.x0 >= word.x1
                && next.x0 - word.x1 < 4.0 * word.size
                && (next.baseline - word.baseline).abs() < 0.3 * word.size
        })
        .map(|next| next.x0)
        .fold(None, |least: Option<f64>, x| Some(least.map_or(x, |least| least.min(x))))
        .unwrap_or(word.x1)
}

/// Whether `text` marks an item of a list: a bullet, `3.`, `b)`, `(iv)`.
pub(super) fn is_marker(text: &str) -> bool {
    let mut characters = text.chars();
    match (characters.next(), characters.next()) {
        (Some(one), None) => "•◦▪‣●○■□–—-*·➢✓✔".contains(one),
        (Some(_), Some(_)) => {
            let inner = text.strip_prefix('(').unwrap_or(text);
            let Some(inner) = inner.strip_suffix(['.', ')']) else { return false };
            let number = inner.len() <= 3 && inner.bytes().all(|byte| byte.is_ascii_digit());
            let letter = inner.len() == 1 && inner.bytes().all(|byte| byte.is_ascii_alphabetic());
            let roman = inner.len() <= 4 && inner.bytes().all(|byte| b"ivx".contains(&byte));
            !inner.is_empty() && (number || letter || roman)
        }
        _ => false,
    }
}

/// Joins neighbouring slices as long as all of them leave the same gutters free.
fn bands(slices: Vec<Slice>, least: f64) -> Vec<Band> {
    let mut bands: Vec<Band> = Vec::new();
    for slice in slices {
        if let Some(band) = bands.last_mut() {
            let shared = shared(&band.gutters, &slice.covered, least);
            let (own, of_both) = (inner(&slice.gaps), inner(&shared));
            let joins = if inner(&band.gutters) == 0 {
                own == 0
            } else {
                // A row with more columns below a single one begins a table of its own.
                of_both >= inner(&band.gutters) && !(band.slices.len() == 1 && own > of_both)
            };
            if joins {
                band.slices.push(slice);
                band.gutters = shared;
                continue;
            }
            if own == 0 {
                let heading = band.heading_below(least);
                if !heading.is_empty() {
                    let gutters = margins(&slice);
                    bands.push(Band { slices: heading, gutters });
                    if let Some(band) = bands.last_mut() {
                        band.slices.push(slice);
                    }
                    continue;
                }
            }
        }
        let gutters = slice.gaps.clone();
        bands.push(Band { slices: vec![slice], gutters });
    }
    bands
}

/// The white beside a slice of one column.
fn margins(slice: &Slice) -> Vec<Span> {
    slice.gaps.iter().copied().filter(|gap| !gap.0.is_finite() || !gap.1.is_finite()).collect()
}

/// How many gutters have text on both sides.
fn inner(gutters: &[Span]) -> usize {
    gutters.iter().filter(|(from, to)| from.is_finite() && to.is_finite()).count()
}

/// What of the gutters stays free where `covered` is not.
fn shared(gutters: &[Span], covered: &[Span], least: f64) -> Vec<Span> {
    let mut free = Vec::new();
    for &(from, to) in gutters {
        let mut start = from;
        for &(left, right) in covered {
            if right <= start || left >= to {
                continue;
            }
            if left - start >= least {
                free.push((start, left));
            }
            start = start.max(right);
        }
        if to - start >= least {
            free.push((start, to));
        }
    }
    free
}

/// What a band turned out to be.
enum Arranged {
    Lines(Vec<Word>),
    Columns(Vec<Vec<Word>>),
    Table { before: Vec<Word>, rows: Vec<Vec<String>>, after: Vec<Word> },
}

fn arrange(band: Band, depth: usize) -> Arranged {
    let words: Vec<Word> = band.slices.into_iter().flat_map(|slice| slice.words).collect();
    if inner(&band.gutters) == 0 || depth >= MAX_DEPTH {
        return Arranged::Lines(words);
    }
    let mut columns: Vec<Vec<Word>> = vec![Vec::new(); band.gutters.len() + 1];
    for word in &words {
        let middle = word.middle().0;
        let at = band.gutters.iter().take_while(|gutter| middle > gutter.1).count();
        columns[at].push(word.clone());
    }
    columns.retain(|column| !column.is_empty());
    if columns.len() < 2 {
        return Arranged::Lines(words);
    }
    let rows = grid::rows(&columns);
    let filled = |row: &[Vec<Word>]| row.iter().filter(|cell| !cell.is_empty()).count();
    let agreeing = rows.iter().filter(|row| filled(row) >= 2).count();
    let mut heights: Vec<usize> = (0..columns.len())
        .map(|column| rows.iter().filter(|row| !row[column].is_empty()).count())
        .collect();
    heights.sort_unstable();
    let (shortest, second) = (heights[0], heights[heights.len() - 2]);
    let leaders = words.iter().any(|word| word.text.contains("....") || word.text.contains("….."));
    let holds_table = words.iter().any(|word| word.table.is_some());
    if leaders {
        return Arranged::Lines(words);
    }
    let agree = agreeing as f64 >= 0.6 * second as f64;
    if holds_table || prose(&rows, columns.len()) || !agree {
        return if shortest >= 3 || holds_table || agreeing < 2 && second >= 2 {
            Arranged::Columns(columns)
        } else {
            Arranged::Lines(words)
        };
    }
    if agreeing < 2 || (agreeing < 3 && columns.len() < 3) {
        return Arranged::Lines(words);
    }
    let first = rows.iter().position(|row| filled(row) >= 2).unwrap_or_default();
    let last = rows.iter().rposition(|row| filled(row) >= 2).unwrap_or_default();
    let flat = |rows: &[Vec<Vec<Word>>]| rows.iter().flatten().flatten().cloned().collect();
    // Lines below the last full row that fill only later columns belong to its cells.
    let last =
        (last + 1..rows.len()).take_while(|&row| rows[row][0].is_empty()).last().unwrap_or(last);
    Arranged::Table {
        before: flat(&rows[..first]),
        rows: grid::texts(&rows[first..=last]),
        after: flat(&rows[last + 1..]),
    }
}

/// Whether every column reads like running text: several words in most of its lines.
fn prose(rows: &[Vec<Vec<Word>>], columns: usize) -> bool {
    (0..columns).all(|column| {
        let mut counts: Vec<usize> =
            rows.iter().map(|row| row[column].len()).filter(|&count| count > 0).collect();
        counts.sort_unstable();
        counts.get(counts.len() / 2).is_some_and(|&median| median >= 4)
    })
}
