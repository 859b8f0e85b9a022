//! Tables: those that ruled lines draw, and the rows of those that only their white columns show.

use super::glyphs::Rule;
use super::words::{Line, Word, lines};

/// Rules that end this near to each other meet, in points.
const MEETS: f64 = 3.0;
/// The most cells of one table, and the most tables of one page.
const MAX_CELLS: usize = 20_000;
const MAX_TABLES: usize = 100;
/// The most lines of a row of cells, on average.
const MAX_CELL_LINES: usize = 5;
/// The most rules that are compared with each other.
const MAX_RULES: usize = 4_000;

/// A table that is drawn with lines.
pub(super) struct Ruled {
    /// Left, top, right and bottom, in points.
    pub area: (f64, f64, f64, f64),
    /// Its cells.
    pub rows: Vec<Vec<String>>,
}

/// Takes out of `words` those that stand in the cells of ruled tables.
pub(super) fn ruled(words: Vec<Word>, rules: &[Rule]) -> (Vec<Word>, Vec<Ruled>) {
    let mut rest = words;
    let mut tables = Vec::new();
    for group in groups(rules) {
        let xs = places(group.iter().filter(|rule| rule.vertical).map(|rule| rule.at));
        let ys = places(group.iter().filter(|rule| !rule.vertical).map(|rule| rule.at));
        // One column or one row is a frame around text.
        if xs.len() < 3
            || ys.len() < 3
            || xs.len() * ys.len() > MAX_CELLS
            || tables.len() >= MAX_TABLES
        {
            continue;
        }
        let (columns, height) = (xs.len() - 1, ys.len() - 1);
        let mut cells: Vec<Vec<Vec<Word>>> = vec![vec![Vec::new(); columns]; height];
        let within = |places: &[f64], at: f64| {
            places.windows(2).position(|pair| at >= pair[0] - 1.0 && at < pair[1])
        };
        let (inside, outside): (Vec<_>, Vec<_>) = rest.into_iter().partition(|word| {
            let (x, y) = word.middle();
            within(&xs, x).is_some() && within(&ys, y).is_some()
        });
        let frame = Frame { xs: &xs, ys: &ys, rules: &group };
        for word in &inside {
            let (x, y) = word.middle();
            if let (Some(column), Some(row)) = (within(&xs, x), within(&ys, y)) {
                let (row, column) = frame.merged(row, column);
                cells[row][column].push(word.clone());
            }
        }
        let texts: Vec<Vec<Vec<Line>>> =
            cells.into_iter().map(|row| row.into_iter().map(lines).collect()).collect();
        let full = |row: &[Vec<Line>]| row.iter().filter(|cell| !cell.is_empty()).count();
        let tall = |row: &[Vec<Line>]| row.iter().map(Vec::len).max().unwrap_or_default();
        let rows_filled = texts.iter().filter(|row| full(row) >= 2).count();
        let line_count: usize = texts.iter().map(|row| tall(row)).sum();
        let rows_used = texts.iter().filter(|row| full(row) > 0).count();
        // Boxes around whole forms are no cells.
        if rows_filled < 2 || line_count > MAX_CELL_LINES * rows_used {
            rest = inside.into_iter().chain(outside).collect();
            continue;
        }
        rest = outside;
        let texts = texts
            .into_iter()
            .flat_map(|row| apart(&row))
            .filter(|row: &Vec<String>| row.iter().any(|cell| !cell.is_empty()))
            .collect();
        let area = (xs[0], ys[0], xs[columns], ys[height]);
        tables.push(Ruled { area, rows: drop_empty_columns(texts) });
    }
    (rest, tables)
}

/// Rules that meet each other, directly or by others.
fn groups(rules: &[Rule]) -> Vec<Vec<Rule>> {
    let rules = &rules[..rules.len().min(MAX_RULES)];
    let mut group: Vec<usize> = (0..rules.len()).collect();
    fn root(group: &mut [usize], mut at: usize) -> usize {
        while group[at] != at {
            group[at] = group[group[at]];
            at = group[at];
        }
        at
    }
    let upright: Vec<usize> = (0..rules.len()).filter(|&at| rules[at].vertical).collect();
    for level in (0..rules.len()).filter(|&at| !rules[at].vertical) {
        for &up in &upright {
            let (a, b) = (rules[level], rules[up]);
            let meets = b.at >= a.from - MEETS
                && b.at <= a.to + MEETS
                && a.at >= b.from - MEETS
                && a.at <= b.to + MEETS;
            if meets {
                let (x, y) = (root(&mut group, level), root(&mut group, up));
                group[x] = y;
            }
        }
    }
    let mut sets = std::collections::BTreeMap::<usize, Vec<Rule>>::new();
    for (at, &rule) in rules.iter().enumerate() {
        let root = root(&mut group, at);
        sets.entry(root).or_default().push(rule);
    }
    sets.into_values().filter(|set| set.len() >= 5).collect()
}

/// Distinct places in order; rules that lie together are one.
fn places(all: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut places: Vec<f64> = all.collect();
    places.sort_by(f64::total_cmp);
    places.dedup_by(|next, last| *next - *last < MEETS);
    places
}

/// The words of a band as rows of cells, one row for each line.
pub(super) fn rows(columns: &[Vec<Word>]) -> Vec<Vec<Vec<Word>>> {
    let all: Vec<Word> = columns.iter().flatten().cloned().collect();
    let bounds: Vec<f64> = columns
        .iter()
        .map(|column| column.iter().map(|word| word.x0).fold(f64::INFINITY, f64::min))
        .collect();
    lines(all)
        .into_iter()
        .map(|line| {
            let mut row = vec![Vec::new(); columns.len()];
            for word in line.words {
                let at = bounds.iter().filter(|&&bound| word.x0 >= bound - 0.01).count();
                row[at.saturating_sub(1)].push(word);
            }
            row
        })
        .collect()
}

/// The cells' texts; a line that fills a single later cell goes on in the row above.
pub(super) fn texts(rows: &[Vec<Vec<Word>>]) -> Vec<Vec<String>> {
    let mut out: Vec<Vec<String>> = Vec::new();
    for row in rows {
        let row: Vec<String> = row.iter().map(|cell| Line { words: cell.clone() }.text()).collect();
        match out.last_mut() {
            Some(above)
                if row[0].is_empty() && row.iter().filter(|cell| !cell.is_empty()).count() < 2 =>
            {
                for (cell, more) in above.iter_mut().zip(row).filter(|(_, more)| !more.is_empty()) {
                    if !cell.is_empty() {
                        cell.push(' ');
                    }
                    cell.push_str(&more);
                }
            }
            _ => out.push(row),
        }
    }
    out
}

/// The rows that stand between two rules: one, unless rules were drawn only every few rows. Then the cells'
/// lines stand on the same baselines, and as many of them as text that was wrapped has only by chance:
/// three or more in most cells, or two where all but the first column are figures.
fn apart(row: &[Vec<Line>]) -> Vec<Vec<String>> {
    let whole = || vec![row.iter().map(|cell| cell_text(cell)).collect()];
    let Some(tallest) = row.iter().max_by_key(|cell| cell.len()).filter(|cell| cell.len() > 1)
    else {
        return whole();
    };
    let on = |line: &Line| tallest.iter().position(|other| line.is_level_with(other));
    let filled: Vec<&Vec<Line>> = row.iter().filter(|cell| !cell.is_empty()).collect();
    let as_tall = filled.iter().filter(|cell| cell.len() == tallest.len()).count();
    let is_level = filled.iter().all(|cell| cell.iter().all(|line| on(line).is_some()));
    let is_figure = |line: &Line| line.text().chars().all(|letter| !letter.is_alphabetic());
    let figures = || filled.iter().skip(1).all(|cell| cell.iter().all(is_figure));
    let many = tallest.len() > 2 && filled.len() > 2;
    if !is_level || as_tall * 2 <= filled.len() || filled.len() < 2 || !(many || figures()) {
        return whole();
    }
    let mut rows = vec![vec![String::new(); row.len()]; tallest.len()];
    for (column, cell) in row.iter().enumerate() {
        for line in cell {
            if let Some(place) = on(line) {
                rows[place][column] = line.text();
            }
        }
    }
    rows
}

fn cell_text(lines: &[Line]) -> String {
    let texts: Vec<String> = lines.iter().map(Line::text).collect();
    texts.join(" ")
}

/// The rules of a table at their distinct places.
struct Frame<'a> {
    xs: &'a [f64],
    ys: &'a [f64],
    rules: &'a [Rule],
}

impl Frame<'_> {
    /// The first row and column of the cell that covers this place of the grid: a cell reaches over
    /// every place up to the next rule that is really drawn.
    fn merged(&self, row: usize, column: usize) -> (usize, usize) {
        let across = f64::midpoint(self.xs[column], self.xs[column + 1]);
        let row = (1..=row).rev().find(|&row| self.drawn(false, self.ys[row], across)).unwrap_or(0);
        let down = f64::midpoint(self.ys[row], self.ys[row + 1]);
        let column =
            (1..=column).rev().find(|&column| self.drawn(true, self.xs[column], down)).unwrap_or(0);
        (row, column)
    }

    fn drawn(&self, vertical: bool, at: f64, along: f64) -> bool {
        self.rules.iter().any(|rule| {
            rule.vertical == vertical
                && (rule.at - at).abs() < MEETS
                && (rule.from..=rule.to).contains(&along)
        })
    }
}

fn drop_empty_columns(rows: Vec<Vec<String>>) -> Vec<Vec<String>> {
    let columns = rows.first().map_or(0, Vec::len);
    let kept: Vec<usize> =
        (0..columns).filter(|&at| rows.iter().any(|row| !row[at].is_empty())).collect();
    rows.into_iter().map(|row| kept.iter().map(|&at| row[at].clone()).collect()).collect()
}
