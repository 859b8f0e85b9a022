//! PDF: the visible text in reading order, as Markdown.
//!
//! `hayro` reads the file and says where each glyph stands; the rest is ours: [`glyphs`] collects
//! what is visible, [`words`] and [`layout`] put it into reading order, [`blocks`] tells headings,
//! paragraphs, lists and tables apart, [`furniture`] takes out what repeats on every page.

mod blocks;
mod furniture;
mod glyphs;
mod grid;
mod layout;
mod markdown;
mod scan;
mod words;

use hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf as File};
use hayro_interpret::{InterpreterCache, InterpreterSettings};

use super::picture::{MAX_PICTURE_BYTES, Picture};
use super::{ConvertError, Converted, Converter, Hidden, Kind, Source, worker};
use blocks::{Block, Body};
use glyphs::{Direction, PageMarks};
use words::Word;

/// `.pdf`.
pub(super) struct Pdf;

/// The most pages that are read; the longest manuals have some thousands.
const MAX_PAGES: usize = 10_000;
/// The largest share of glyphs without a known character with which the text is trusted.
const MAX_UNKNOWN: f64 = 0.1;
/// A page with fewer letters, and pictures on this share of it, is a scanned one.
const MIN_LETTERS: usize = 20;
const PICTURE_SHARE: f64 = 0.3;
/// The most glyphs of all pages, some 20 MB of text.
const MAX_GLYPHS: usize = 20_000_000;

impl Converter for Pdf {
    fn extensions(&self) -> &'static [&'static str] {
        &["pdf"]
    }

    fn takes(&self) -> &'static [Kind] {
        &[Kind::Pdf]
    }

    fn contained(&self) -> bool {
        true
    }

    fn convert(&self, source: &Source<'_>) -> Result<Vec<Converted>, ConvertError> {
        let bytes = source.bytes;
        let read = match read(bytes) {
            Err(ConvertError::Malformed(reason)) => {
                plain(bytes).ok_or(ConvertError::Malformed(reason))?
            }
            Ok(read) if read.unknown > MAX_UNKNOWN => better(read, plain(bytes)),
            read => read?,
        };
        let Read { markdown, pages, hidden, pictures, left_out, .. } = read;
        if markdown.trim().is_empty() && pictures.is_empty() {
            return Err(ConvertError::NoText("it is empty".to_owned()));
        }
        Ok(vec![Converted { markdown, pages, hidden, pictures, left_out, ..Converted::default() }])
    }
}

/// What a file says.
struct Read {
    markdown: String,
    pages: Vec<usize>,
    hidden: Hidden,
    /// The pages that are pictures of text.
    pictures: Vec<Picture>,
    /// Pages that are not in it, as sentences.
    left_out: Vec<String>,
    /// The share of its glyphs whose character is not known.
    unknown: f64,
}

/// The text that `markitdown-core` finds: it knows some encodings of fonts that hayro does not tell
/// the characters of, and reads some damaged files.
fn plain(bytes: &[u8]) -> Option<Read> {
    let text = worker::markitdown(bytes, ".pdf").ok()?;
    let text = without_codes(&text.replace('\x0c', "\n\n"));
    (!text.trim().is_empty()).then(|| Read {
        markdown: text,
        pages: Vec::new(),
        hidden: Hidden::default(),
        pictures: Vec::new(),
        left_out: Vec::new(),
        unknown: 0.0,
    })
}

/// The one of both that says more.
fn better(read: Read, other: Option<Read>) -> Read {
    let letters = |text: &str| text.chars().filter(|one| one.is_alphanumeric()).count();
    match other {
        Some(other) if letters(&other.markdown) * 4 > letters(&read.markdown) * 5 => other,
        _ => read,
    }
}

/// Without the numbers of glyphs, `(cid:12)`, that stand for characters that are not known.
fn without_codes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("(cid:") {
        out.push_str(&rest[..at]);
        let code = &rest[at + 5..];
        rest = match code.find(')') {
            Some(end) if code[..end].bytes().all(|byte| byte.is_ascii_digit()) => &code[end + 1..],
            _ => {
                out.push_str("(cid:");
                code
            }
        };
    }
    out.push_str(rest);
    out
}

fn read(bytes: &[u8]) -> Result<Read, ConvertError> {
    let file = File::new(bytes.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => ConvertError::Protected,
        LoadPdfError::Decryption(_) => {
            ConvertError::Malformed("its encryption is not known".to_owned())
        }
        LoadPdfError::Invalid => {
            ConvertError::Malformed("it is no PDF, or a damaged one".to_owned())
        }
    })?;
    let cache = InterpreterCache::new();
    let settings = InterpreterSettings::default();
    let mut pages = Vec::new();
    let (mut glyphs, mut pictured, mut pictures, mut unread) = (0, 0, Vec::new(), Vec::new());
    for page in file.pages().iter().take(MAX_PAGES) {
        let marks = glyphs::read(page, &cache, &settings);
        glyphs += marks.marks.len();
        if glyphs > MAX_GLYPHS {
            return Err(ConvertError::OverLimit(format!("more than {MAX_GLYPHS} characters")));
        }
        if is_picture(&marks) {
            match scan::paint(page, &cache, &settings) {
                Some(bytes) if pictured + bytes.len() <= MAX_PICTURE_BYTES => {
                    pictured += bytes.len();
                    pictures.push(Picture { page: pages.len(), bytes });
                }
                Some(_) => unread.push(pages.len() + 1),
                None => {}
            }
        }
        pages.push(marks);
    }
    let mut hidden = Hidden::default();
    pages.iter().for_each(|page| hidden.join(&page.hidden));
    let unknown: usize = pages.iter().map(|page| page.unknown).sum();
    let unknown = unknown as f64 / (unknown + glyphs).max(1) as f64;
    let (markdown, pages) = arrange(&pages);
    let left_out = left_out(&unread, file.pages().len());
    Ok(Read { markdown, pages, hidden, pictures, left_out, unknown })
}

/// What is said of pages beyond the limits: the numbers of the `unread` pictures, and of all pages.
fn left_out(unread: &[usize], pages: usize) -> Vec<String> {
    let mut said = Vec::new();
    if let (Some(first), Some(last)) = (unread.first(), unread.last()) {
        said.push(format!(
            "{} of the pages {first} to {last} are pictures of text beyond the {} MB that one file may have: split it",
            unread.len(),
            MAX_PICTURE_BYTES >> 20
        ));
    }
    if pages > MAX_PAGES {
        said.push(format!("the pages after {MAX_PAGES} were left out: split it"));
    }
    said
}

/// Whether a page shows its text as a picture only: hardly a letter, and much of it covered.
fn is_picture(page: &PageMarks) -> bool {
    let letters = page.marks.iter().filter(|mark| mark.text.chars().any(char::is_alphanumeric));
    page.pictured >= PICTURE_SHARE && letters.count() < MIN_LETTERS
}

/// The text of the pages and where each begins.
fn arrange(pages: &[PageMarks]) -> (String, Vec<usize>) {
    let mut upright: Vec<(Vec<Word>, f64)> = Vec::with_capacity(pages.len());
    let mut turned: Vec<Vec<Vec<Word>>> = Vec::with_capacity(pages.len());
    for page in pages {
        let mut directions = [Direction::Right, Direction::Down, Direction::Up, Direction::Left]
            .map(|direction| {
                let marks: Vec<_> =
                    page.marks.iter().filter(|mark| mark.direction == direction).cloned().collect();
                words::words(&marks)
            });
        upright.push((std::mem::take(&mut directions[0]), page.size.1));
        turned.push(directions.into_iter().filter(|words| !words.is_empty()).collect());
    }
    furniture::remove(&mut upright);
    let body =
        body(upright.iter().flat_map(|(words, _)| words).chain(turned.iter().flatten().flatten()));
    let blocks: Vec<Vec<Block>> = pages
        .iter()
        .zip(upright)
        .zip(turned)
        .map(|((page, (words, _)), turned)| {
            let mut found = blocks::blocks(layout::pieces(words, &page.rules), body);
            for words in turned {
                found.extend(blocks::blocks(layout::pieces(words, &[]), body));
            }
            found
        })
        .collect();
    markdown::markdown(blocks)
}

/// What most of the text is set in.
fn body<'a>(words: impl Iterator<Item = &'a Word>) -> Body {
    let words: Vec<Word> = words.cloned().collect();
    let count = |kept: fn(&Word) -> bool| -> usize {
        words.iter().filter(|word| kept(word)).map(|word| word.text.len()).sum()
    };
    let all = count(|_| true).max(1);
    Body {
        size: words::typical_size(&words),
        mono: count(|word| word.mono) * 2 > all,
        bold: count(|word| word.bold) * 2 > all,
    }
}
