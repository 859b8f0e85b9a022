//! Whether a sentence speaks of what was or of what will be.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::slots::pattern;

static FUTURE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:will|won't|'ll|going to|gonna|need|needs|due|leave|leaving|leaves|arriving|arrives|expected|scheduled|supposed to|can|could|would like|want|coming|flying|travelling|traveling|my flight is|our flight is|should)\b",
    )
});
static PAST: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:was|were|had|did|didn't|wasn't|has been|have been|bought|sent|came|went|got|told|said|made|paid|took|gave|broke|called|ordered|received|returned|placed|delivered|shipped|cancelled|canceled|arrived|happened|started|stopped|since|spoke|booked|purchased|flew|tried|worked|emailed|contacted|charged|reported|ago)\b",
    )
});

/// What should have been: "was supposed to arrive on Monday".
static OVERDUE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:(?:was|were|wasn't|weren't) (?:\w+ )?(?:supposed|meant|due|expected|promised|going) (?:to|for|on|by)|(?:should|could|would|ought to)(?: not|n't)? have)\b",
    )
});

/// Where a sentence lies, seen from the message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tense {
    Past,
    Future,
}

/// What the words around `range` in its sentence tell; `None` where they say nothing or both.
pub(super) fn tense(text: &str, range: &Range<usize>) -> Option<Tense> {
    let marks = ['.', '!', '?', '\n', ';'];
    let from = text[..range.start].rfind(marks).map_or(0, |place| place + 1);
    let to = text[range.end..].find(marks).map_or(text.len(), |place| range.end + place);
    let sentence = &text[from..to];
    if OVERDUE.is_match(sentence) {
        return Some(Tense::Past);
    }
    match (PAST.is_match(sentence), FUTURE.is_match(sentence)) {
        (true, false) => Some(Tense::Past),
        (false, true) => Some(Tense::Future),
        _ => None,
    }
}
