//! Large files of lines, converted slice by slice, so that no converter holds one of them whole.

use super::{ConvertError, Converted, decode};

/// What one slice may hold, and from which size on a file is sliced.
const SLICE_BYTES: usize = 4 << 20;
/// The most bytes of Markdown of all slices.
const MAX_TEXT_BYTES: usize = 64 << 20;

/// Whether a file is converted in slices: its lines stand for themselves, and there are many.
pub(super) fn is_sliced(bytes: &[u8], name: &str) -> bool {
    let extension = name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    bytes.len() > SLICE_BYTES
        && matches!(extension.as_str(), "csv" | "tsv" | "tab" | "log" | "jsonl" | "ndjson" | "txt")
        && decode::has_plain_lines(bytes)
}

/// Converts a file's slices with `convert` and numbers their documents. Tables repeat their first
/// line in each slice.
pub(super) fn convert(
    bytes: &[u8],
    name: &str,
    convert: impl Fn(&[u8]) -> Result<Vec<Converted>, ConvertError>,
) -> Result<Vec<Converted>, ConvertError> {
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    let is_table = matches!(extension.to_ascii_lowercase().as_str(), "csv" | "tsv" | "tab");
    let header_end = if is_table { line_end(bytes, 0) } else { 0 };
    let mut documents = Vec::new();
    let (mut text_bytes, mut number, mut at) = (0, 0, header_end);
    while at < bytes.len() {
        let end = slice_end(bytes, at, is_table);
        number += 1;
        let slice;
        let part = if is_table {
            slice = [&bytes[..header_end], &bytes[at..end]].concat();
            &slice
        } else {
            &bytes[at..end]
        };
        for mut document in convert(part)? {
            text_bytes += document.markdown.len();
            if document.article.is_none() {
                document.article = Some(format!("part {number}"));
                document.meta.title.get_or_insert_with(|| format!("{stem}, part {number}"));
            }
            documents.push(document);
        }
        if text_bytes > MAX_TEXT_BYTES {
            return Err(ConvertError::OverLimit(format!(
                "more than {} MB of text: split it",
                MAX_TEXT_BYTES >> 20
            )));
        }
        at = end;
    }
    Ok(documents)
}

/// Where the slice from `at` ends: after a line, and in a table not inside of quotes.
fn slice_end(bytes: &[u8], at: usize, is_table: bool) -> usize {
    let limit = bytes.len().min(at + SLICE_BYTES);
    if limit == bytes.len() {
        return limit;
    }
    let (mut end, mut quoted) = (None, false);
    for (index, byte) in bytes[at..limit].iter().enumerate() {
        match byte {
            b'"' => quoted = !quoted && is_table,
            b'\n' if !quoted => end = Some(at + index + 1),
            _ => {}
        }
    }
    // A line, or a quote, that goes on for a whole slice is cut where the slice is full.
    end.unwrap_or(limit)
}

fn line_end(bytes: &[u8], at: usize) -> usize {
    bytes[at..]
        .iter()
        .take(SLICE_BYTES)
        .position(|&byte| byte == b'\n')
        .map_or(at, |end| at + end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slices_repeat_the_header_and_lose_no_row() {
        let rows: String = (0..400_000).map(|n| format!("{n},\"a value,\nof {n}\"\n")).collect();
        let table = format!("id,text\n{rows}");
        assert!(is_sliced(table.as_bytes(), "a.CSV") && !is_sliced(b"a,b", "a.csv"));
        let parts = convert(table.as_bytes(), "a.csv", |slice| {
            let text = String::from_utf8(slice.to_vec()).unwrap();
            Ok(vec![Converted { markdown: text, ..Converted::default() }])
        })
        .unwrap();
        assert!(parts.len() > 1);
        let bodies: Vec<&str> =
            parts.iter().map(|part| part.markdown.strip_prefix("id,text\n").unwrap()).collect();
        assert_eq!(bodies.concat(), rows);
        assert_eq!(parts[1].article.as_deref(), Some("part 2"));
        assert_eq!(parts[1].meta.title.as_deref(), Some("a, part 2"));
    }
}
