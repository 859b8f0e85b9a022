//! Sentences as ranges of bytes.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

/// Shortened words after which a full stop does not end a sentence.
const ABBREVIATIONS: &[&str] = &[
    "approx.", "art.", "co.", "corp.", "dept.", "dr.", "e.g.", "etc.", "ex.", "fig.", "i.e.",
    "inc.", "incl.", "ltd.", "max.", "min.", "mr.", "mrs.", "ms.", "no.", "nr.", "p.", "pp.",
    "prof.", "resp.", "sec.", "st.", "vol.", "vs.",
];

/// The sentences of one paragraph, as trimmed ranges of its bytes in order.
///
/// Follows UAX #29, with three repairs: a line break inside a paragraph is a space; a mark inside a
/// word (the `?` of an address) ends nothing; nor does the stop of an abbreviation, an initial or a
/// numbered item.
pub(crate) fn sentences(paragraph: &str) -> Vec<Range<usize>> {
    // One byte for one byte, so that the ranges hold for the paragraph itself.
    let flat = paragraph.replace(['\n', '\r', '\t'], " ");
    let mut found: Vec<Range<usize>> = Vec::new();
    for (start, part) in flat.split_sentence_bound_indices() {
        let end = start + part.len();
        match found.last_mut() {
            Some(last) if !ends_sentence(&flat[last.clone()]) => last.end = end,
            _ => found.push(start..end),
        }
    }
    found.into_iter().map(|range| trimmed(&flat, range)).filter(|range| !range.is_empty()).collect()
}

/// Whether `part`, with the spaces that follow it, is a whole sentence.
fn ends_sentence(part: &str) -> bool {
    if !part.ends_with(char::is_whitespace) {
        return false;
    }
    let part = part.trim_end();
    let Some(last) = part.split_whitespace().next_back() else { return true };
    let word = last.trim_start_matches(['(', '[', '"', '*', '_']).to_lowercase();
    if !word.ends_with('.') {
        return true;
    }
    let stem = word.trim_end_matches('.');
    let initial = stem.chars().count() == 1 && stem.chars().all(char::is_alphabetic) && stem != "i";
    let numbered =
        part.len() == last.len() && !stem.is_empty() && stem.chars().all(|c| c.is_ascii_digit());
    !(ABBREVIATIONS.contains(&&*word) && word != "etc." || initial || numbered)
}

/// `range` without the white space at its ends.
pub(crate) fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let part = &text[range.clone()];
    let start = range.start + part.len() - part.trim_start().len();
    start..(start + part.trim().len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        sentences(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn sentences_end_where_a_reader_ends_them() {
        let cases: &[(&str, &[&str])] = &[
            (
                "Refunds take 3.5 days. They go to your card.",
                &["Refunds take 3.5 days.", "They go to your card."],
            ),
            (
                "Use a browser, e.g. Firefox. Then sign in.",
                &["Use a browser, e.g. Firefox.", "Then sign in."],
            ),
            ("Call Dr. Smith at No. 5. Thanks!", &["Call Dr. Smith at No. 5.", "Thanks!"]),
            ("Open https://a.example/x?y=Z. Done.", &["Open https://a.example/x?y=Z.", "Done."]),
            (
                "A line\nthat is wrapped. Another\none.",
                &["A line\nthat is wrapped.", "Another\none."],
            ),
            ("1. Open the menu. Choose Export.", &["1. Open the menu.", "Choose Export."]),
            ("Really? Yes! Version 2.0 is out.", &["Really?", "Yes!", "Version 2.0 is out."]),
            ("", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(split(text), *expected, "{text}");
        }
    }
}
