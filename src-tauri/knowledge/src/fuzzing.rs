//! Doors for the fuzz targets in `fuzz/`, which reach what is private otherwise.

use crate::{chunk, convert, front_matter};

/// Converts `bytes` in this process, as a file with this ending.
pub fn convert(ending: &str, bytes: &[u8]) {
    let name = format!("file.{ending}");
    if let Ok(documents) = convert::Source::new(bytes, &name).convert() {
        for document in documents {
            assert!(document.pages.is_sorted(), "pages are in order");
            cut(&document.markdown, &document.pages);
        }
    }
}

/// Splits the head of a document from its body.
pub fn front_matter(text: &str) {
    let (_, body) = front_matter::split(text);
    assert!(text.ends_with(body), "the body is the end of the text");
}

/// Cuts Markdown into chunks, of which none overlaps another.
pub fn chunks(markdown: &str) {
    cut(markdown, &[]);
}

fn cut(markdown: &str, pages: &[usize]) {
    let mut end = 0;
    for chunk in chunk::chunks(markdown, "Title", pages) {
        assert!(chunk.span.start >= end, "chunks overlap");
        end = chunk.span.end;
        assert!(!markdown[chunk.span].trim().is_empty(), "a chunk is empty");
    }
}
