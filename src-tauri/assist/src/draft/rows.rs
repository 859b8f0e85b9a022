//! The rows of a table that are called what was asked for.

use std::collections::BTreeSet;
use std::ops::Range;

use super::window::Terms;
use crate::text::{cells, codes, content_set};

/// Rows that are named at least so well as the best one, as a part of its weight, are quoted with it.
const AS_WELL: f32 = 0.6;

/// Some rows of a table.
pub(super) struct Rows {
    /// Its first line, which names the columns.
    pub head: Range<usize>,
    /// From the first of the rows to the last.
    pub range: Range<usize>,
}

/// The rows of `table`, which stands there in `text`, that the query names: by a code in the first cell,
/// else anywhere in the row, else by words of its first cell that not every row has there. `None` where that is none of
/// them or all.
pub(super) fn named(text: &str, table: Range<usize>, terms: &Terms) -> Option<Rows> {
    let (head, rows) = lines(text, table)?;
    let first = |row: &Range<usize>| cells(&text[row.clone()]).into_iter().next();
    let named = |words: fn(&str) -> BTreeSet<String>| -> Vec<BTreeSet<String>> {
        rows.iter().map(|row| first(row).map(|cell| words(&cell)).unwrap_or_default()).collect()
    };
    let anywhere = || rows.iter().map(|row| codes(&text[row.clone()])).collect::<Vec<_>>();
    let coded = |word: &str| terms.codes().contains(word);
    // The row that begins with a code explains it; others may mention it.
    let weights = weights(&named(codes), coded)
        .or_else(|| weights(&anywhere(), coded))
        .or_else(|| weights(&named(content_set), |word| terms.names(word)))?;
    let best = weights.iter().copied().fold(0.0, f32::max);
    let mut chosen = (0..rows.len()).filter(|&row| weights[row] >= AS_WELL * best);
    let from = chosen.next()?;
    let to = chosen.next_back().unwrap_or(from);
    if to + 1 - from == rows.len() {
        return None;
    }
    Some(Rows { head, range: rows[from].start..rows[to].end })
}

/// One row as a person would tell it: what its first cell names, then each other cell after the name of its
/// column, of several one a line. `None` where the first cell is empty, or nothing follows it.
pub(super) fn told(head: &str, row: &str) -> Option<String> {
    let mut row = cells(row).into_iter();
    let subject = row.next().filter(|cell| !cell.is_empty())?;
    let named = cells(head).into_iter().skip(1).chain(std::iter::repeat(String::new())).zip(row);
    let told = named.filter(|(_, cell)| !cell.is_empty()).map(|(name, cell)| match &*name {
        "" => cell,
        name => format!("{name}: {cell}"),
    });
    let told: Vec<String> = told.collect();
    match &told[..] {
        [] => None,
        [one] => Some(format!("{subject} \u{2013} {one}")),
        several => Some(format!("{subject}:\n- {}", several.join("\n- "))),
    }
}

/// The line that names the columns, and the rows; `None` for a table without such a line.
fn lines(text: &str, table: Range<usize>) -> Option<(Range<usize>, Vec<Range<usize>>)> {
    let mut start = table.start;
    let mut lines = text[table].split_inclusive('\n').map(|line| {
        let from = start;
        start += line.len();
        from..from + line.trim_end().len()
    });
    let (head, rule) = (lines.next()?, lines.next()?);
    let is_rule = |line: &str| line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '));
    is_rule(&text[rule]).then(|| (head, lines.collect()))
}

/// What the wanted words of each row weigh that not every row has: ln(1 + N / df). `None` where no row has one.
fn weights(rows: &[BTreeSet<String>], wanted: impl Fn(&str) -> bool) -> Option<Vec<f32>> {
    let weigh = |word: &String| {
        let having = rows.iter().filter(|row| row.contains(word)).count();
        let telling = having < rows.len() && wanted(word);
        if telling { (1.0 + rows.len() as f32 / having as f32).ln() } else { 0.0 }
    };
    let weights: Vec<f32> = rows.iter().map(|row| row.iter().map(weigh).sum()).collect();
    weights.iter().any(|weight| *weight > 0.0).then_some(weights)
}
