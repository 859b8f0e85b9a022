//! Recognition of text in pictures, by the `tesseract` program where it is installed.
//!
//! It is started by the engine, not by the converting process, whose fence allows no program to be
//! started. A picture goes in by a pipe and text comes out by a pipe; no file is written.

use std::path::PathBuf;
use std::sync::OnceLock;
use std::time::Duration;

use super::{ConvertError, Converted};
use crate::contained::{Contained, ContainedError, ContainedLimits};

/// Names the program, where it is not on `PATH`.
const PROGRAM_SETTING: &str = "ASIDE_TESSERACT";
/// The languages of the text, as `tesseract` calls them, like `eng+deu`.
const LANGUAGES_SETTING: &str = "ASIDE_OCR_LANGUAGES";
/// How it is installed, for people.
pub(super) const INSTALL: &str = if cfg!(windows) {
    "winget install UB-Mannheim.TesseractOCR"
} else if cfg!(target_os = "macos") {
    "brew install tesseract"
} else {
    "apt install tesseract-ocr, or your system's package of it"
};
/// What one picture may take. A dense page has some 10 kB of text, its boxes ten times as much.
const LIMITS: ContainedLimits = ContainedLimits {
    deadline: Duration::from_secs(90),
    processor_seconds: 60,
    memory_bytes: 2 << 30,
    output_bytes: 8 << 20,
};
/// Words that it is less sure of than this, in percent, are noise of the picture.
const MIN_CONFIDENCE: f32 = 30.0;

/// Whether pictures of text can be read here.
pub(super) fn is_installed() -> bool {
    program().is_some()
}

/// Reads the pictures of `documents` into their Markdown. A document whose pictures cannot be read
/// says so. Ends at once when `cancelled`; what it did is to be thrown away then.
pub(super) fn read(documents: &mut [Converted], cancelled: &dyn Fn() -> bool) {
    for document in documents.iter_mut() {
        for picture in std::mem::take(&mut document.pictures) {
            if cancelled() {
                return;
            }
            let error = match recognise(&picture.bytes, cancelled) {
                Ok(text) => {
                    insert(document, picture.page, &text);
                    continue;
                }
                Err(error) => error,
            };
            // The next ones would fare no better, or take as long.
            if document.markdown.trim().is_empty() {
                document.problem = Some(error);
            } else {
                let page = picture.page + 1;
                document
                    .left_out
                    .push(format!("the pictures of text from page {page} on: {error}"));
            }
            break;
        }
    }
}

/// Adds `text` at the end of a page.
fn insert(document: &mut Converted, page: usize, text: &str) {
    let text = text.trim();
    if text.is_empty() {
        return;
    }
    let at = document.pages.get(page + 1).copied().unwrap_or(document.markdown.len());
    let (before, after) = document.markdown.split_at(at);
    let (kept, rest) = (before.trim_end(), after.trim_start());
    let mut whole = kept.to_owned();
    if !whole.is_empty() {
        whole.push_str("\n\n");
    }
    // A page that was empty begins where its text does now.
    if let Some(start) = document.pages.get_mut(page).filter(|start| **start >= kept.len()) {
        *start = whole.len();
    }
    whole.push_str(text);
    let next = if rest.is_empty() { whole.len() } else { whole.len() + 2 };
    let skipped = at + (after.len() - rest.len());
    for start in document.pages.iter_mut().skip(page + 1) {
        *start = next + start.saturating_sub(skipped);
    }
    if !rest.is_empty() {
        whole.push_str("\n\n");
        whole.push_str(rest);
    }
    document.markdown = whole;
}

/// How the program that recognises text in pictures is installed, for people.
pub fn installation() -> &'static str {
    INSTALL
}

/// Where the program is that recognises text in pictures; `None` where it is not installed. Looked for
/// once.
pub fn program() -> Option<&'static PathBuf> {
    static PROGRAM: OnceLock<Option<PathBuf>> = OnceLock::new();
    PROGRAM.get_or_init(find).as_ref()
}

fn find() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os(PROGRAM_SETTING) {
        return Some(PathBuf::from(named)).filter(|program| program.is_file());
    }
    let name = if cfg!(windows) { "tesseract.exe" } else { "tesseract" };
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|program| program.is_file())
}

/// The text in a picture, as Markdown paragraphs.
fn recognise(picture: &[u8], cancelled: &dyn Fn() -> bool) -> Result<String, ConvertError> {
    let program = program().ok_or(ConvertError::NeedsOcr)?;
    let languages = std::env::var(LANGUAGES_SETTING).unwrap_or_else(|_| "eng".to_owned());
    let mut asked =
        Contained::new(program, LIMITS).args(["stdin", "stdout", "-l", &languages, "tsv"]);
    asked.environment.extend(std::env::vars_os().filter(|(name, _)| name == "TESSDATA_PREFIX"));
    // One thread is fastest for one page, and leaves the other cores to the desk.
    asked.environment.push(("OMP_THREAD_LIMIT".into(), "1".into()));
    match asked.run(picture, cancelled) {
        Ok(output) => Ok(paragraphs(&String::from_utf8_lossy(&output))),
        Err(ContainedError::NotStarted(reason)) => Err(ConvertError::NotStarted(reason)),
        Err(ContainedError::TooSlow(seconds)) => Err(ConvertError::TooSlow(seconds)),
        Err(error) => {
            Err(ConvertError::Malformed(format!("tesseract could not read the picture: {error}")))
        }
    }
}

/// The words of `tesseract`'s table, one paragraph for each of its paragraphs.
///
/// Columns: level, page, block, paragraph, line, word, left, top, width, height, confidence, text.
fn paragraphs(table: &str) -> String {
    let mut out = String::new();
    let mut last: Option<(&str, &str)> = None;
    for row in table.lines().skip(1) {
        let columns: Vec<&str> = row.split('\t').collect();
        let [level, _, block, paragraph, .., confidence, word] = columns[..] else { continue };
        let word = word.trim();
        let sure = confidence.parse::<f32>().is_ok_and(|sure| sure >= MIN_CONFIDENCE);
        if level != "5" || word.is_empty() || !sure {
            continue;
        }
        match last {
            None => {}
            Some(before) if before == (block, paragraph) => out.push(' '),
            Some(_) => out.push_str("\n\n"),
        }
        out.push_str(word);
        last = Some((block, paragraph));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_joined_to_paragraphs_and_noise_is_left_out() {
        let table = "level\t..\n5\t1\t1\t1\t1\t1\t0\t0\t9\t9\t96.1\tReturn\n5\t1\t1\t1\t2\t1\t0\t0\t9\t9\t91\tlabel\n5\t1\t1\t2\t1\t1\t0\t0\t9\t9\t12\t~|\n5\t1\t2\t1\t1\t1\t0\t0\t9\t9\t88\tFive\n";
        assert_eq!(paragraphs(table), "Return label\n\nFive");
    }

    #[test]
    fn text_of_a_page_stands_on_its_page() {
        let mut document = Converted {
            markdown: "One\n\nThree".to_owned(),
            pages: vec![0, 3, 5],
            ..Converted::default()
        };
        insert(&mut document, 1, "Two");
        assert_eq!(document.markdown, "One\n\nTwo\n\nThree");
        assert_eq!(document.pages, [0, 5, 10]);
    }
}
