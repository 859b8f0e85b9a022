//! Rows for people and for spreadsheets.

use aside_contract::{QueryAnswer, QueryValue};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The widest that a column is drawn where the terminal does not say how much room there is.
const COLUMN_WIDTH: usize = 60;
/// No column is squeezed below this.
const NARROWEST: usize = 8;
const GAP: &str = "  ";

/// A table with aligned columns: numbers to the right, long texts cut with `…` to what fits into
/// `width` columns of the terminal.
pub(crate) fn aligned(answer: &QueryAnswer, width: Option<usize>) -> String {
    let cells: Vec<Vec<String>> = answer
        .rows
        .iter()
        .map(|row| row.iter().map(|value| one_line(&shown(value))).collect())
        .collect();
    let widths = widths(&answer.columns, &cells, width);
    let numeric: Vec<bool> = (0..answer.columns.len())
        .map(|column| {
            answer.rows.iter().all(|row| {
                matches!(
                    row.get(column),
                    Some(QueryValue::Integer(_) | QueryValue::Real(_) | QueryValue::Null)
                )
            })
        })
        .collect();
    let mut out = String::new();
    line(&mut out, &answer.columns, &widths, &numeric);
    let rule: Vec<String> = widths.iter().map(|width| "─".repeat(*width)).collect();
    line(&mut out, &rule, &widths, &numeric);
    for row in &cells {
        line(&mut out, row, &widths, &numeric);
    }
    let rows = match answer.rows.len() {
        0 => "no rows".to_owned(),
        1 => "1 row".to_owned(),
        rows => format!("{rows} rows"),
    };
    out.push_str(&format!("({rows}, {:.0} ms)\n", answer.elapsed_ms));
    out
}

/// As wide as the widest cell; where that is too much, the widest columns give way.
fn widths(names: &[String], cells: &[Vec<String>], room: Option<usize>) -> Vec<usize> {
    let mut widths: Vec<usize> = names
        .iter()
        .enumerate()
        .map(|(column, name)| {
            let widest = cells.iter().filter_map(|row| row.get(column)).map(|cell| cell.width());
            widest.chain([name.width()]).max().unwrap_or_default()
        })
        .collect();
    let Some(room) = room else {
        return widths.into_iter().map(|width| width.min(COLUMN_WIDTH)).collect();
    };
    let room = room.saturating_sub(GAP.len() * widths.len().saturating_sub(1));
    while widths.iter().sum::<usize>() > room {
        match widths.iter_mut().max() {
            Some(widest) if *widest > NARROWEST => *widest -= 1,
            _ => break,
        }
    }
    widths
}

fn line(out: &mut String, cells: &[String], widths: &[usize], numeric: &[bool]) {
    let mut text = String::new();
    for ((cell, width), numeric) in cells.iter().zip(widths).zip(numeric) {
        let cell = cut(cell, *width);
        let pad = " ".repeat(width.saturating_sub(cell.width()));
        if !text.is_empty() {
            text.push_str(GAP);
        }
        if *numeric {
            text.push_str(&pad);
            text.push_str(&cell);
        } else {
            text.push_str(&cell);
            text.push_str(&pad);
        }
    }
    out.push_str(text.trim_end());
    out.push('\n');
}

fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut taken = 0;
    let mut out: String = text
        .chars()
        .take_while(|character| {
            taken += character.width().unwrap_or_default();
            taken < width
        })
        .collect();
    out.push('…');
    out
}

/// A cell on one line, without anything that moves the cursor or colours the terminal.
fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").chars().filter(|character| !character.is_control()).collect()
}

fn shown(value: &QueryValue) -> String {
    match value {
        QueryValue::Null => String::new(),
        QueryValue::Boolean(value) => if *value { "yes" } else { "no" }.to_owned(),
        QueryValue::Integer(value) => value.to_string(),
        QueryValue::Real(value) => value.to_string(),
        QueryValue::Text(text) => text.clone(),
    }
}

/// Comma-separated values after RFC 4180. A text that a spreadsheet would take for a formula gets a
/// quotation mark before it, as customers' words are not to be run.
pub(crate) fn csv(answer: &QueryAnswer) -> String {
    let mut out = record(answer.columns.iter().map(|name| text_field(name)));
    for row in &answer.rows {
        out.push_str(&record(row.iter().map(|value| match value {
            QueryValue::Text(text) => text_field(text),
            QueryValue::Boolean(value) => value.to_string(),
            other => shown(other),
        })));
    }
    out
}

fn record(fields: impl Iterator<Item = String>) -> String {
    format!("{}\r\n", fields.collect::<Vec<_>>().join(","))
}

fn text_field(text: &str) -> String {
    let guard = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    if guard.is_empty() && !text.contains([',', '"', '\n', '\r']) {
        return text.to_owned();
    }
    format!("\"{guard}{}\"", text.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer() -> QueryAnswer {
        QueryAnswer {
            columns: vec!["title".into(), "n".into(), "vip".into()],
            rows: vec![
                vec!["日本語 and a\nlong line".into(), 12_i64.into(), true.into()],
                vec!["=cmd|' /C calc'!A0, \"x\"".into(), QueryValue::Null, false.into()],
            ],
            cut: false,
            shortened: 0,
            elapsed_ms: 1.2,
        }
    }

    #[test]
    fn columns_are_aligned_and_cut_to_the_room() {
        let text = aligned(&answer(), Some(24));
        let expected = "title             n  vip\n──────────────  ──  ───\n";
        assert_eq!(text.lines().count(), 5, "{text}");
        assert!(text.lines().all(|line| line.width() <= 24), "{text}");
        assert!(text.starts_with(&expected[..5]) && text.contains('…'), "{text}");
        assert!(text.ends_with("(2 rows, 1 ms)\n"), "{text}");
        assert!(aligned(&answer(), None).contains("日本語 and a long line"));
    }

    #[test]
    fn csv_quotes_what_needs_it_and_disarms_formulas() {
        assert_eq!(
            csv(&answer()),
            "title,n,vip\r\n\"日本語 and a\nlong line\",12,true\r\n\"'=cmd|' /C calc'!A0, \"\"x\"\"\",,false\r\n"
        );
    }
}
