//! Large files of lines, converted slice by slice, so that no converter holds one of them whole.

use super::{Content, ConvertError, Converted, decode};

/// What one slice may hold, and from which size on a file is sliced.
const SLICE_BYTES: usize = 4 << 20;
/// When all slices have as many bytes of Markdown, no more are converted.
const MAX_TEXT_BYTES: usize = 64 << 20;

/// Whether a file of this name is one of lines that stand for themselves, so that a part of it says
/// something.
pub(super) fn is_of_lines(name: &str) -> bool {
    let extension = name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    matches!(extension.as_str(), "csv" | "tsv" | "tab" | "log" | "jsonl" | "ndjson" | "txt")
}

/// Whether a file is converted in slices: its lines stand for themselves, and there are many.
pub(super) fn is_sliced(bytes: &[u8], name: &str) -> bool {
    bytes.len() > SLICE_BYTES && is_of_lines(name) && decode::has_plain_lines(bytes)
}

/// Converts a file's slices with `convert` and numbers their documents. Tables repeat their first
/// line in each slice. What is more than one file may have is left out, and said.
pub(super) fn convert(
    content: &Content,
    name: &str,
    convert: impl Fn(&[u8]) -> Result<Vec<Converted>, ConvertError>,
) -> Result<Vec<Converted>, ConvertError> {
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    let is_table = matches!(extension.to_ascii_lowercase().as_str(), "csv" | "tsv" | "tab");
    let bytes = whole_lines(content);
    let header_end = if is_table { line_end(bytes, 0) } else { 0 };
    let mut documents = Vec::new();
    let (mut text_bytes, mut number, mut at) = (0, 0, header_end);
    while at < bytes.len() && text_bytes < MAX_TEXT_BYTES {
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
        at = end;
    }
    if at < bytes.len() || content.is_cut() {
        let reason = format!(
            "only the first {} of its {} MB were read: split it",
            at >> 20,
            content.size >> 20
        );
        // It says something of the file, not of one of its parts.
        let whole = Converted { left_out: vec![reason], ..Converted::default() };
        documents.push(whole);
    }
    Ok(documents)
}

/// The bytes without the line that was cut.
fn whole_lines(content: &Content) -> &[u8] {
    let bytes = content.bytes.as_slice();
    let last = bytes.iter().rposition(|&byte| byte == b'\n').filter(|_| content.is_cut());
    last.map_or(bytes, |last| &bytes[..=last])
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

    fn parts(content: &Content) -> Vec<Converted> {
        convert(content, "a.csv", |slice| {
            let text = String::from_utf8(slice.to_vec()).unwrap();
            Ok(vec![Converted { markdown: text, ..Converted::default() }])
        })
        .unwrap()
    }

    #[test]
    fn slices_repeat_the_header_and_lose_no_row() {
        let rows: String = (0..400_000).map(|n| format!("{n},\"a value,\nof {n}\"\n")).collect();
        let bytes = format!("id,text\n{rows}").into_bytes();
        assert!(is_sliced(&bytes, "a.CSV") && !is_sliced(b"a,b", "a.csv"));
        let parts = parts(&Content { size: bytes.len() as u64, bytes });
        assert!(parts.len() > 1);
        let bodies: Vec<&str> =
            parts.iter().map(|part| part.markdown.strip_prefix("id,text\n").unwrap()).collect();
        assert_eq!(bodies.concat(), rows);
        assert_eq!(parts[1].article.as_deref(), Some("part 2"));
        assert_eq!(parts[1].meta.title.as_deref(), Some("a, part 2"));
    }

    #[test]
    fn of_a_file_that_is_too_long_the_first_part_is_read_and_the_rest_is_said() {
        let bytes = [b"id,text\n".as_slice(), &b"1,lamp\n".repeat(700_000), b"2,la"].concat();
        let mut parts = parts(&Content { bytes, size: 200 << 20 });
        let said = parts.pop().unwrap();
        assert_eq!(said.left_out, ["only the first 4 of its 200 MB were read: split it"]);
        assert!(parts.last().unwrap().markdown.ends_with("\n1,lamp\n"), "no line is cut");
    }
}
