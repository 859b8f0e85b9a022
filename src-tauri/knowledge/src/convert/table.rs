//! Rows to Markdown tables.

/// A Markdown table whose first row is its header. Short rows are filled up; columns and rows with
/// nothing in them are left out. Nothing for no rows.
pub(super) fn table(rows: &[Vec<String>]) -> String {
    let width = rows.iter().map(Vec::len).max().unwrap_or_default();
    let used: Vec<usize> = (0..width)
        .filter(|&column| {
            rows.iter().any(|row| row.get(column).is_some_and(|cell| !cell.trim().is_empty()))
        })
        .collect();
    let mut out = String::new();
    for row in rows.iter().filter(|row| row.iter().any(|cell| !cell.trim().is_empty())) {
        let first = out.is_empty();
        out.push('|');
        for &column in &used {
            out.push(' ');
            push_cell(&mut out, row.get(column).map_or("", String::as_str));
            out.push_str(" |");
        }
        out.push('\n');
        if first {
            out.push('|');
            out.push_str(&" --- |".repeat(used.len()));
            out.push('\n');
        }
    }
    out
}

/// A cell is one line, and a bar in it is escaped.
fn push_cell(out: &mut String, cell: &str) {
    for (index, word) in cell.split_whitespace().enumerate() {
        if index > 0 {
            out.push(' ');
        }
        for character in word.chars() {
            if character == '|' {
                out.push('\\');
            }
            out.push(character);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_has_a_header_and_no_empty_rows_or_columns() {
        let row = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
        let rows = [
            row(&["Plan", "", "Price"]),
            row(&["", "", ""]),
            row(&["a|b", "", "1\n2"]),
            row(&["c"]),
        ];
        assert_eq!(table(&rows), "| Plan | Price |\n| --- | --- |\n| a\\|b | 1 2 |\n| c |  |\n");
        assert_eq!(table(&[]), "");
    }
}
