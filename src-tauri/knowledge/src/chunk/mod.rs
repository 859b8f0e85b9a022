//! Documents to chunks: passages small enough to answer with and to embed whole.

mod blocks;
mod split;

use std::ops::Range;

use blocks::{Block, Kind, blocks, heading_text};

/// What a chunk of prose should not exceed, in estimated tokens. The encoder reads 256, headings
/// included.
const BUDGET_TOKENS: usize = 200;
/// What a table or a list of steps may have and still stays whole: torn steps help nobody, and the
/// word index reads beyond what the encoder does.
const WHOLE_TOKENS: usize = 320;

/// A longer line is no heading, whatever its marks say.
const MAX_HEADING_BYTES: usize = 1_000;

/// A passage of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Chunk {
    /// Headings above it, outermost first, joined by ` > `.
    pub(crate) section: String,
    /// Its page, from 1, where there are pages.
    pub(crate) page: Option<u32>,
    /// Its place in the Markdown.
    pub(crate) span: Range<usize>,
}

/// The first heading's words, if any.
pub(crate) fn first_heading(markdown: &str) -> Option<String> {
    blocks(markdown)
        .into_iter()
        .find(|block| {
            matches!(block.kind, Kind::Heading(_)) && block.span.len() <= MAX_HEADING_BYTES
        })
        .map(|block| heading_text(&markdown[block.span]))
        .filter(|heading| !heading.is_empty())
}

/// Cuts `markdown` where its headings, pages and blocks end, at about [`BUDGET_TOKENS`].
///
/// A heading that only repeats `title` is left out of the sections. `pages` holds the byte where each
/// page begins. Every word of the text stands in a chunk or in the section of one.
pub(crate) fn chunks(markdown: &str, title: &str, pages: &[usize]) -> Vec<Chunk> {
    let mut cutter = Cutter {
        markdown,
        title,
        pages,
        path: Vec::new(),
        bare: None,
        open: None,
        done: Vec::new(),
    };
    for block in blocks(markdown) {
        match block.kind {
            Kind::Heading(level) => cutter.heading(level, block.span),
            _ => cutter.body(&block),
        }
    }
    cutter.close();
    cutter.close_bare_heading(0);
    cutter.done
}

/// Tokens of `text` by estimate: a word piece for each begun six letters of a word and for each
/// mark. Within a tenth of the tokenizer's count on support articles.
pub(crate) fn estimate_tokens(text: &str) -> usize {
    let mut tokens = 0;
    let mut word = 0_usize;
    for character in text.chars() {
        if character.is_alphanumeric() {
            word += 1;
        } else {
            tokens += word.div_ceil(6) + usize::from(!character.is_whitespace());
            word = 0;
        }
    }
    tokens + word.div_ceil(6)
}

struct Cutter<'a> {
    markdown: &'a str,
    title: &'a str,
    pages: &'a [usize],
    /// Levels and words of the headings above.
    path: Vec<(usize, String)>,
    /// The last heading, as long as nothing stands below it.
    bare: Option<(usize, Range<usize>)>,
    /// The chunk that is being filled, and its tokens.
    open: Option<(Range<usize>, usize)>,
    done: Vec<Chunk>,
}

impl Cutter<'_> {
    fn heading(&mut self, level: usize, span: Range<usize>) {
        // A heading stands in the section of every passage below it, so only a line that a person
        // would read as one is taken for one.
        if span.len() > MAX_HEADING_BYTES {
            return self.body(&Block { kind: Kind::Paragraph, span });
        }
        self.close();
        self.close_bare_heading(level);
        self.path.retain(|&(above, _)| above < level);
        self.path.push((level, heading_text(&self.markdown[span.clone()])));
        self.bare = Some((level, span));
    }

    fn body(&mut self, block: &Block) {
        self.bare = None;
        let text = &self.markdown[block.span.clone()];
        let tokens = estimate_tokens(text);
        let whole = matches!(block.kind, Kind::List | Kind::Table);
        if let Some((open, held)) = &mut self.open {
            // A sentence that announces the steps stays with them.
            let announced = whole && self.markdown[open.clone()].trim_end().ends_with(':');
            let limit = if announced { WHOLE_TOKENS } else { BUDGET_TOKENS };
            if *held + tokens <= limit
                && page_at(self.pages, open.start) == page_at(self.pages, block.span.start)
            {
                open.end = block.span.end;
                *held += tokens;
                return;
            }
        }
        self.close();
        if tokens <= if whole { WHOLE_TOKENS } else { BUDGET_TOKENS } {
            self.open = Some((block.span.clone(), tokens));
        } else {
            for span in split::split(self.markdown, block, BUDGET_TOKENS) {
                self.push(span);
            }
        }
    }

    fn close(&mut self) {
        if let Some((span, _)) = self.open.take() {
            self.push(span);
        }
    }

    /// A heading with nothing below it, not even a smaller heading, is a passage itself; the
    /// document's title is one only if there is nothing else.
    fn close_bare_heading(&mut self, next_level: usize) {
        if let Some((level, span)) = self.bare.take() {
            let is_title = self.path.last().is_some_and(|(_, words)| words == self.title);
            if next_level <= level && (!is_title || (next_level == 0 && self.done.is_empty())) {
                self.path.pop();
                self.push(span);
            }
        }
    }

    fn push(&mut self, span: Range<usize>) {
        let text = &self.markdown[span.clone()];
        let start = span.start + (text.len() - text.trim_start().len());
        let span = start..start + text.trim().len();
        if !span.is_empty() {
            let above = self
                .path
                .iter()
                .enumerate()
                .filter(|&(index, (_, words))| index > 0 || words != self.title);
            let section =
                above.map(|(_, (_, words))| words.as_str()).filter(|words| !words.is_empty());
            let section = section.collect::<Vec<_>>().join(" > ");
            self.done.push(Chunk { section, page: page_at(self.pages, span.start), span });
        }
    }
}

/// The page that the byte `at` stands on, from 1.
fn page_at(pages: &[usize], at: usize) -> Option<u32> {
    u32::try_from(pages.partition_point(|&begin| begin <= at)).ok().filter(|&page| page > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(markdown: &str, title: &str) -> Vec<(String, String)> {
        let chunks = chunks(markdown, title, &[]);
        chunks.into_iter().map(|chunk| (chunk.section, markdown[chunk.span].to_owned())).collect()
    }

    fn pair(section: &str, text: &str) -> (String, String) {
        (section.to_owned(), text.to_owned())
    }

    #[test]
    fn chunks_follow_headings_and_carry_their_path() {
        let markdown =
            "# Refunds\nIntro.\n\n## Cards\n### Gift\nNo refund.\n\n## Empty\n## Cash\nAt once.\n";
        let expected = [
            pair("", "Intro."),
            pair("Cards > Gift", "No refund."),
            pair("", "## Empty"),
            pair("Cash", "At once."),
        ];
        assert_eq!(cut(markdown, "Refunds"), expected);
    }

    #[test]
    fn a_document_of_one_heading_is_found_by_it() {
        assert_eq!(cut("# Contact\n", "Contact"), [pair("", "# Contact")]);
    }

    #[test]
    fn steps_stay_whole_with_the_sentence_that_announces_them() {
        let steps: String = (1..=12)
            .map(|n| format!("{n}. Open the settings and choose entry number {n} there\n"))
            .collect();
        let before = "Some words of introduction stand here. ".repeat(15);
        let markdown = format!("{before}\n\nDo this:\n\n{steps}");
        let chunks = cut(&markdown, "");
        let last = &chunks.last().unwrap().1;
        assert!(last.contains("1. Open") && last.contains("12. Open"), "{chunks:#?}");
    }

    #[test]
    fn every_word_stands_in_a_chunk_and_no_chunk_is_far_too_long() {
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let prose = "A sentence about billing that is not short. And an Ünicode one – with marks! "
            .repeat(60);
        let rows: String =
            (0..90).map(|n| format!("| row {n} | some cell | another cell |\n")).collect();
        let long_word = "x".repeat(20_000);
        for markdown in [
            prose.clone(),
            rows.clone(),
            long_word.clone(),
            format!("{prose}\n\n{rows}\n{long_word}\n- a\n- b"),
        ] {
            let chunks = chunks(&markdown, "", &[]);
            let mut end = 0;
            for chunk in &chunks {
                assert!(chunk.span.start >= end, "chunks overlap");
                end = chunk.span.end;
                assert!(
                    estimate_tokens(&markdown[chunk.span.clone()]) <= WHOLE_TOKENS,
                    "a chunk is too long"
                );
            }
            let joined: Vec<String> =
                chunks.iter().flat_map(|chunk| words(&markdown[chunk.span.clone()])).collect();
            assert_eq!(joined.concat(), words(&markdown).concat());
        }
    }

    #[test]
    fn a_chunk_stands_on_one_page() {
        let markdown = "First page.\n\nSecond page.\n\nStill second.";
        let chunks = chunks(markdown, "", &[0, 13]);
        let pages: Vec<_> =
            chunks.iter().map(|chunk| (chunk.page, &markdown[chunk.span.clone()])).collect();
        assert_eq!(pages, [(Some(1), "First page."), (Some(2), "Second page.\n\nStill second.")]);
    }
}
