//! What only shapes a document's pages: running titles, page numbers, votes, links to other articles.

use std::sync::LazyLock;

use aside_contract::Passage;
use regex::Regex;

use super::passage::{Kind, blocks};
use super::{fold, pattern, words};

/// A running title has no more words.
const TITLE_WORDS: usize = 12;

/// A line that tells its page: "Page 3 of 12", "Fernwatt \u{2013} Price list Page 1", "- 4 -", "3/12".
static PAGE_NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\W*(?:\d{1,4}|\d{1,4} ?(?:/|of) ?\d{1,4}|(?:page|p\.) ?\d{1,4}(?: ?(?:/|of) ?\d{1,4})?\b.*|.*\b(?:page|p\.) ?\d{1,4}(?: ?(?:/|of) ?\d{1,4})?)\W*$",
    )
});
/// When the document was written, alone on its line.
static STAMP: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\W*(?:last )?(?:updated|modified|reviewed|revised|published)(?: on| at)?:? [\w ,./-]{0,24}\d[\w ,./-]{0,12}\W*$",
    )
});
/// A section that only leads elsewhere.
static ELSEWHERE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\W*(?:(?:related|similar|more|recommended|popular) (?:articles?|topics?|pages?|links?|reading|questions?)|see also|further reading|read (?:more|next)|was this (?:article |page )?helpful)\W*$",
    )
});

/// Asks the reader to rate the page, and the answers to that.
static VOTE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\W*(?:(?:was|is|did) (?:this|the) (?:article|page|section|answer|information)? ?(?:helpful|useful|help(?: you)?)(?: to you)?\W*)?(?:yes\W+no)?\W*$",
    )
});

/// Whether a piece of the passage says nothing of its matter.
pub(crate) fn is_furniture(passage: &Passage, piece: &str) -> bool {
    leads_elsewhere(passage) || is_running(passage, piece)
}

/// `text`, which stands in the passage, without the lines that say nothing of its matter.
pub(crate) fn without_furniture(passage: &Passage, text: &str) -> String {
    let mut kept = text.to_owned();
    for block in blocks(text).into_iter().rev() {
        if block.kind == Kind::Paragraph && is_running(passage, &text[block.range.clone()]) {
            kept.replace_range(block.range, "");
        }
    }
    kept
}

fn leads_elsewhere(passage: &Passage) -> bool {
    let heading = passage.section.rsplit(" > ").next().unwrap_or_default();
    ELSEWHERE.is_match(&fold(heading))
}

/// A line of its own that tells when the document was written; where it has pages, also a page's number
/// or the document's title once more.
fn is_running(passage: &Passage, piece: &str) -> bool {
    let line = piece.trim();
    if line.chars().any(char::is_alphabetic) && VOTE.is_match(&fold(line)) {
        return true;
    }
    if line.contains('\n') || line.ends_with(['.', '!', '?', ':', ';']) {
        return false;
    }
    let said = words(line);
    if said.len() > TITLE_WORDS {
        return false;
    }
    let folded = fold(line);
    if STAMP.is_match(&folded) {
        return true;
    }
    if passage.page.is_none() {
        return false;
    }
    let title = words(&passage.title);
    let repeats = !title.is_empty() && said.iter().all(|word| title.contains(word));
    repeats || PAGE_NUMBER.is_match(&folded)
}

#[cfg(test)]
mod tests {
    use aside_contract::{Timestamp, Visibility};

    use super::*;

    fn passage(section: &str, page: Option<u32>) -> Passage {
        Passage {
            chunk: String::new(),
            document: "prices.pdf".to_owned(),
            title: "Price list 2026".to_owned(),
            category: String::new(),
            tags: Vec::new(),
            updated: Timestamp(0),
            visibility: Visibility::Public,
            section: section.to_owned(),
            page,
            text: String::new(),
            score: 1.0,
            duplicates: Vec::new(),
            suspicious: false,
        }
    }

    #[test]
    fn running_titles_and_page_numbers_are_furniture_where_there_are_pages() {
        let paged = passage("", Some(1));
        for line in [
            "Page 3 of 12",
            "Fernwatt \u{2013} Price list Page 1",
            "- 4 -",
            "3/12",
            "Page 2 | Confidential",
            "Price list 2026",
        ] {
            assert!(is_furniture(&paged, line), "{line}");
            assert!(!is_furniture(&passage("", None), line), "{line}");
        }
        assert!(is_furniture(&passage("", None), "Updated on 3 September 2026"));
        for line in [
            "Updated prices",
            "Yes",
            "Was the hub helpful?",
            "See page 3.",
            "Plugs cost \u{20ac}24",
            "The Hub measures up to 100 amperes on each phase, as page 4 tells in its table",
        ] {
            assert!(!is_furniture(&paged, line), "{line}");
        }
        for line in ["Was this article helpful?", "Yes No", "Was this page useful? Yes / No"] {
            assert!(is_furniture(&passage("", None), line), "{line}");
        }
        let text = "We deliver.\n\nFernwatt \u{2013} Price list Page 1\n\nIt is free.";
        assert_eq!(without_furniture(&paged, text), "We deliver.\n\n\n\nIt is free.");
    }

    #[test]
    fn a_section_of_links_says_nothing() {
        assert!(is_furniture(&passage("Lights > Related articles", None), "- Error codes"));
        assert!(!is_furniture(&passage("Related charges", None), "- Error codes"));
    }
}
