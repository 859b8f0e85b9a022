//! Cells of a table that span several rows.

use super::{Tag, tags};

/// The most rows that a cell is repeated in, and columns that are counted.
const MOST_ROWS: usize = 1_000;
const MOST_COLUMNS: usize = 1_000;
/// The most that repeated cells may add to a page, in bytes.
const MOST_REPEATED: usize = 4 << 20;

/// The page with each cell that spans several rows (`rowspan`) repeated in each of them, as Markdown has no
/// such cells: else the cells beside it would slip into its column. Tables inside cells stay as they are.
pub(super) fn spread_down(html: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(html.len());
    let (mut copied, mut repeated) = (0, 0);
    let mut tables: usize = 0;
    let mut column = 0;
    // By column: the cell and the rows that are left of it.
    let mut open: Vec<Option<(&[u8], usize)>> = Vec::new();
    let mut fill = |out: &mut Vec<u8>, open: &mut [Option<(&[u8], usize)>], column: &mut usize| {
        while let Some(Some((cell, left))) = open.get_mut(*column).filter(|cell| cell.is_some()) {
            if repeated < MOST_REPEATED {
                out.extend_from_slice(b"<td>");
                out.extend_from_slice(cell);
                out.extend_from_slice(b"</td>");
                repeated += cell.len();
            }
            *left -= 1;
            if *left == 0 {
                open[*column] = None;
            }
            *column += 1;
        }
    };
    let all: Vec<Tag<'_>> = tags(html).collect();
    for (place, tag) in all.iter().enumerate() {
        if tag.named(b"table") {
            tables = if tag.closes { tables.saturating_sub(1) } else { tables + 1 };
            if tables <= 1 {
                open.clear();
            }
        }
        if tables != 1 || tag.comment {
            continue;
        }
        let is_cell = tag.named(b"td") || tag.named(b"th");
        if tag.named(b"tr") && !tag.closes {
            column = 0;
        } else if tag.named(b"tr") && column > 0 {
            out.extend_from_slice(&html[copied..tag.start]);
            copied = tag.start;
            // What is left of a row may have gaps that no cell fills.
            while column < open.len() {
                fill(&mut out, &mut open, &mut column);
                column += 1;
            }
            column = 0;
        } else if is_cell && !tag.closes {
            out.extend_from_slice(&html[copied..tag.start]);
            copied = tag.start;
            fill(&mut out, &mut open, &mut column);
            let columns = span(tag, "colspan").min(MOST_COLUMNS);
            let rows = span(tag, "rowspan").min(MOST_ROWS);
            let end = (columns + column).min(MOST_COLUMNS);
            if rows > 1 {
                let cell = &html[tag.end..end_of_cell(&all[place + 1..], html.len())];
                open.resize(open.len().max(end), None);
                for (offset, place) in open[column.min(end)..end].iter_mut().enumerate() {
                    // Its text stands once in a row.
                    *place = Some((if offset == 0 { cell } else { b"" }, rows - 1));
                }
            }
            column = end;
        }
    }
    out.extend_from_slice(&html[copied..]);
    out
}

/// Where a cell ends whose later tags these are; an end tag may be missing.
fn end_of_cell(later: &[Tag<'_>], end: usize) -> usize {
    let mut tables: usize = 0;
    for tag in later {
        if tag.named(b"table") && !tag.closes {
            tables += 1;
        } else if tag.named(b"table") && tables > 0 {
            tables -= 1;
        } else if tables == 0
            && [&b"td"[..], b"th", b"tr", b"table"].iter().any(|name| tag.named(name))
        {
            return tag.start;
        }
    }
    end
}

/// The number of rows or columns that a cell spans; 1 where none is said.
fn span(tag: &Tag<'_>, name: &str) -> usize {
    let attributes = String::from_utf8_lossy(tag.attributes).to_ascii_lowercase();
    let value = attributes.split_once(name).map_or("", |(_, value)| value.trim_start());
    let value =
        value.strip_prefix('=').unwrap_or_default().trim_start().trim_start_matches(['"', '\'']);
    let end = value.find(|digit: char| !digit.is_ascii_digit()).unwrap_or(value.len());
    value[..end].parse().ok().filter(|&span| span > 0).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_over_several_rows_keep_their_columns() {
        let spread = |table: &str| String::from_utf8(spread_down(table.as_bytes())).unwrap();
        let prices = "<table><tr><th rowspan=2>Plan</th><th colspan=2>Price</th></tr><tr><th>month</th><th>year</th></tr>\
            <tr><td rowspan='2'>Plus</td><td>6</td><td>60</td></tr><tr><td>7</td><td>70</td></tr><tr><td>Max<td>9<td>90</table>";
        assert!(spread(prices).contains("<tr><td>Plan</td><th>month</th>"), "{}", spread(prices));
        assert!(spread(prices).contains("<tr><td>Plus</td><td>7</td>"), "{}", spread(prices));
        assert!(spread(prices).contains("</tr><tr><td>Max<td>9<td>90"), "{}", spread(prices));
        let last = "<table><tr><td>1</td><td rowspan=2>b</td></tr><tr><td>2</td></tr></table>";
        assert!(spread(last).contains("<tr><td>2</td><td>b</td></tr>"), "{}", spread(last));
        for same in [
            "<td rowspan=2>x",
            "<table><tr><td rowspan=9999999999999>a",
            "<table><tr><td rowspan=0>a</td></tr><tr><td>b",
        ] {
            assert_eq!(spread(same), same);
        }
    }
}
