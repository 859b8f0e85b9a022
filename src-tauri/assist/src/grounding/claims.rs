//! The sentences of a reply, and which of them state no fact.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::names::{self, names};
use super::polarity::{Clause, clauses};
use super::terms::terms;
use super::values::{Value, values};
use crate::text::{fold, pattern, sentences, trimmed};

/// The mark of a list item, or of a citation, at the beginning of a line.
static MARK: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^[ \t]*(?:[-*+\u{2022}]|\d{1,3}[.)])[ \t]+"));
/// Marks of citations: `[1]`, `[1, 2]`.
static CITED: LazyLock<Regex> = LazyLock::new(|| pattern(r"[ \t]*\[\d{1,2}(?:, ?\d{1,2})*\]"));

/// Sentences of courtesy, whole: what a reply says to the person and not about the matter.
static COURTESY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:(?:hi|hello|hey|dear|good (?:morning|afternoon|evening|day))\b(?: [\w'.-]+){0,4}[,.!]*|(?:many thanks|thanks|thank you)\b[^.?!;:]*[.!,]*|(?:(?:i'm|i am|we're|we are)(?: very| so| truly| really)? sorry|sorry|(?:my|our) apologies|(?:i|we)(?: sincerely)? apologi[sz]e)\b[^.?!;:]*[.!,]*|(?:i|we) (?:completely |fully )?understand(?: how [^.?!;:]*| that you (?:are|feel|have been) [^.?!;:]*| your (?:frustration|concern|disappointment|situation)[^.?!;:]*| this [^.?!;:]*)?[.!]*|(?:i|we) hope (?:this|that|it)(?: information| answer)? (?:helps|answers|clears)\b[^.?!;:]*[.!]*|(?:i'm|i am|we're|we are) (?:happy|glad|here|pleased) to help\b[^.?!;:]*[.!]*|(?:please )?(?:let (?:me|us) know|feel free to (?:ask|write|reply|contact)|do not hesitate|don't hesitate|reply here|just reply|write to us again)\b[^.?!;:]*[.!]*|if (?:you have|there (?:is|are)) (?:any|more|further|other|something|anything)\b[^.?!;:]*[.!]*|(?:(?:kind|best|warm)(?: regards| wishes)|regards|sincerely|yours sincerely|cheers|best)\b[^.?!;:]*[.!,]*|(?:we|i) look forward to [^.?!;:]*[.!]*|have a (?:nice|good|great|lovely)\b[^.?!;:]*[.!]*|(?:of course|certainly|sure|gladly|great question|good question|you're welcome|you are welcome)[.!,]*|(?:here (?:is|are)|this is) (?:what|how)\b[^.?!;]*:?|(?:please )?(?:follow|try|do) (?:these|the following)(?: \w+)?(?: steps?| points?)?[:.]?|(?:here are )?(?:the |these )?(?:next )?steps?:?)$",
    )
});
/// Repeats what the customer told.
static PITY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:(?:i'm|i am|we're|we are)(?: very| so| truly| really)? sorry|sorry)(?: to hear)? that (?:you|it|this|something) [^.?!;:,]*[.!]*$",
    )
});
/// Tells that something was done in this very case.
static DEED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:i|we)(?:'ve| have)(?: (?:now|just|already|also|gladly))* (?:added|applied|approved|arranged|blocked|booked|cancelled|canceled|changed|charged|checked|closed|confirmed|corrected|created|credited|deleted|escalated|extended|fixed|forwarded|issued|locked|looked|made|opened|ordered|passed|processed|reactivated|received|refunded|removed|reported|reset|restored|scheduled|sent|set|started|stopped|unblocked|unlocked|updated|upgraded|verified)\b|\b(?:your|the) [^.?!,;:]{2,40} (?:was|were|has been|have been|is being) \w+ (?:today|yesterday|this (?:morning|afternoon|evening|week)|just now|a moment ago|for you)\b",
    )
});
/// In a sentence of courtesy: a fact hangs on it.
static GOES_ON: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:but|because|as|since|was|were|will|has been|have been|is now|takes?|costs?|must|cannot|can't)\b",
    )
});

/// A sentence of a reply, prepared for every comparison.
pub(super) struct Claim {
    /// Its words that carry matter.
    pub words: Vec<String>,
    pub values: Vec<Value>,
    pub names: BTreeSet<String>,
    pub clauses: Vec<Clause>,
}

impl Claim {
    pub fn new(sentence: &str) -> Self {
        let plain = CITED.replace_all(sentence, "");
        Self {
            words: terms(&plain),
            values: values(&plain),
            names: names(&plain),
            clauses: clauses(&plain),
        }
    }
}

/// The sentences of a reply: of each line, without the mark of a list item.
pub(super) fn ranges(reply: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for line in reply.split_inclusive('\n') {
        let range = trimmed(reply, start..start + line.len());
        start += line.len();
        let mark = MARK.find(&reply[range.clone()]).map_or(0, |mark| mark.end());
        let from = range.start + mark;
        for part in of_line(&reply[from..range.end]) {
            let part = trimmed(reply, from + part.start..from + part.end);
            // A mark of a citation after the full stop belongs to the sentence before it.
            let only_mark = CITED.find(&reply[part.clone()]).is_some_and(|m| m.len() == part.len());
            match found.last_mut() {
                Some(Range { end, .. }) if only_mark => *end = part.end,
                _ if part.is_empty() || only_mark => {}
                _ => found.push(part),
            }
        }
    }
    found
}

/// The sentences of one line; a row of a table is one, whatever stops stand in it. A name that ends with a mark, such as the button "Forgot password?", ends
/// none where the line goes on in small letters.
pub(super) fn of_line(line: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    if is_row(line) {
        found.push(0..line.len());
        return found;
    }
    for range in sentences(line) {
        let goes_on = line[range.clone()].starts_with(char::is_lowercase);
        match found.last_mut() {
            Some(last) if goes_on && line[last.clone()].ends_with(['?', '!']) => {
                last.end = range.end;
            }
            _ => found.push(range),
        }
    }
    found
}

/// Whether a line is a row of a table as [`flatten`](crate::flatten) writes it: `Head: cell; Head: cell`.
fn is_row(line: &str) -> bool {
    let mut cells = line.split("; ");
    line.contains("; ")
        && cells.all(|cell| {
            cell.split_once(": ").is_some_and(|(head, _)| {
                head.split_whitespace().count() <= 9 && !head.contains(['.', '!', '?'])
            })
        })
}

/// Whether a sentence states nothing that could be false.
pub(super) fn states_no_fact(sentence: &str, phrases: &[String]) -> bool {
    let plain = CITED.replace_all(sentence, "");
    let plain = plain.trim();
    if plain.ends_with('?') || !plain.chars().any(char::is_alphanumeric) {
        return true;
    }
    let bare = |text: &str| {
        fold(text)
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .trim_matches([',', '.', '!'])
            .to_owned()
    };
    let said = bare(plain);
    if phrases.iter().any(|phrase| bare(phrase) == said || phrase.lines().any(|l| bare(l) == said))
    {
        return true;
    }
    let folded = fold(plain);
    let courteous = COURTESY.is_match(&folded);
    let from = folded.find(' ').unwrap_or(0);
    let hangs_on_it = GOES_ON.is_match(&folded[from..]) && !PITY.is_match(&folded);
    courteous && !hangs_on_it && values(plain).is_empty() && !names::has_code(plain)
}

/// Whether a sentence tells that something was done in this very case, which no document can say.
pub(super) fn tells_of_a_deed(sentence: &str) -> bool {
    DEED.is_match(&fold(sentence))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reply_falls_into_sentences_without_marks() {
        let reply = "Hello Tom,\n\n1. Open the menu. Wait.\n2. Press it [1].\n- Plan: Pro; Price: 9.99 a month. Ok\nIt takes 3 days. [2]\n";
        let found: Vec<&str> = ranges(reply).into_iter().map(|range| &reply[range]).collect();
        assert_eq!(
            found,
            [
                "Hello Tom,",
                "Open the menu.",
                "Wait.",
                "Press it [1].",
                "Plan: Pro; Price: 9.99 a month. Ok",
                "It takes 3 days. [2]",
            ]
        );
    }

    #[test]
    fn courtesy_states_no_fact_unless_one_hangs_on_it() {
        let phrases = ["Your Fernwatt team".to_owned()];
        for (sentence, none) in [
            ("Hello Tom,", true),
            ("I'm sorry about the trouble.", true),
            ("Sorry, but refunds take 30 days.", false),
            ("I'm sorry that you cannot get into your account.", true),
            ("I'm sorry that the refund was refused.", false),
            ("Thank you for the 20 euros.", false),
            ("Which country is it?", true),
            ("Your Fernwatt team", true),
            ("Refunds are free.", false),
            ("Open the menu.", false),
            ("Here is what you can do:", true),
            ("We look forward to seeing you.", true),
            ("Kind regards, Ada", true),
        ] {
            assert_eq!(states_no_fact(sentence, &phrases), none, "{sentence}");
        }
    }
}
