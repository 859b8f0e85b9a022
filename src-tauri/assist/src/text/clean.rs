//! What the customer wrote now, without quoted mails, signatures and courtesies.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::pattern;

static QUOTED_FROM: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?im)^[ \t]*(?:on .{4,120} wrote:|-{2,}\s*(?:original|forwarded) message\s*-{2,}|_{10,}|from: .{3,120}\r?\n(?:sent|date|to): )",
    )
});
static SIGNATURE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?im)^[ \t]*(?:--[ \t]*$|sent from my \w+|get outlook for \w+|(?:(?:kind|best|warm|many|with best)[ \t]+)?regards[,.!]?[ \t]*$|(?:yours[ \t]+)?(?:sincerely|faithfully|truly)[,.!]?[ \t]*$|cheers[,.!]?[ \t]*$|(?:many )?thanks(?: in advance| a lot| so much)?[,.!]?[ \t]*$|thank you(?: in advance| very much| so much)?[,.!]?[ \t]*$|best(?: wishes)?[,.!]?[ \t]*$)",
    )
});
/// The end of a letter on the line of its last sentence.
static CLOSING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?im)(?:^|[.!?\u{2026}])[ \t]*(?P<closing>(?:(?:with[ \t]+)?(?:kind|kindest|best|warm|warmest|many)[ \t]+(?:regards|wishes)|yours[ \t]+(?:sincerely|faithfully|truly)|(?:mit[ \t]+)?(?:freundliche|herzliche|beste|liebe|sch(?:\u{f6}|oe)ne|viele)[nr]?[ \t]+gr(?:\u{fc}|ue)(?:\u{df}|ss)en?|mfg)[ \t]*[,.!]?(?:[ \t]+(?-i:\p{Lu})[\p{L}'.-]*){0,3}[ \t]*)$",
    )
});
static GREETING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^\s*(?:(?:hi|hello|hey|hiya|dear|greetings|good (?:morning|afternoon|evening|day))\b(?:[ \t]+(?:there|team|all|everyone|support|sir(?: or madam)?|madam|folks|guys|mr\.?|mrs\.?|ms\.?)\b|[ \t]+[\p{Lu}][\p{L}'-]+){0,4}[ \t]*(?:[,.!:;\u{2013}-]+|\r?\n|$))+\s*",
    )
});
static COURTESY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:i hope (?:that )?(?:you are|you're|this (?:e-?mail|message) finds you|all is) (?:doing )?well|(?:many )?thanks(?: (?:in advance|a lot|so much))?|thank you(?: (?:in advance|very much|so much))?(?: for your (?:help|time|support|reply|answer))?)\b[\s,.!]*$|^\s*i hope (?:that )?(?:you are|you're|all is) (?:doing )?well[\s,.!]*",
    )
});

/// The customer's own lines: without a quoted mail below, lines that start with `>`, and a signature.
///
/// If nothing would be left, the whole text counts.
pub(crate) fn own_words(text: &str) -> String {
    let cut = QUOTED_FROM.find(text).map_or(text.len(), |found| found.start());
    let lines: Vec<&str> =
        text[..cut].lines().filter(|line| !line.trim_start().starts_with('>')).collect();
    let mut own = lines.join("\n");
    let closings = CLOSING.captures_iter(&own).filter_map(|found| found.name("closing"));
    let mut ends: Vec<Range<usize>> =
        SIGNATURE.find_iter(&own).chain(closings).map(|found| found.range()).collect();
    ends.sort_by_key(|end| end.start);
    // A signature has few and short lines; a paragraph after "Thanks" is still the message.
    let signature = ends.into_iter().find(|end| {
        let rest: Vec<&str> =
            own[end.end..].lines().filter(|line| !line.trim().is_empty()).collect();
        rest.len() <= 5 && rest.iter().all(|line| line.chars().count() <= 60)
    });
    if let Some(end) = signature
        && !own[..end.start].trim().is_empty()
    {
        own.truncate(end.start);
    }
    if own.trim().is_empty() { text.trim().to_owned() } else { own.trim().to_owned() }
}

/// `text` without greeting, well-wishing and thanks at its ends; the text itself if nothing is left.
pub(crate) fn without_courtesies(text: &str) -> String {
    let greeted = GREETING.find(text).map_or(0, |found| found.end());
    let mut rest = text[greeted..].trim().to_owned();
    while let Some(found) = COURTESY.find(&rest).filter(|found| !found.is_empty()) {
        let kept = format!("{}{}", &rest[..found.start()], &rest[found.end()..]);
        rest = kept.trim().to_owned();
    }
    if rest.is_empty() { text.trim().to_owned() } else { rest }
}

/// What an agent's reply says of the matter: without greeting, thanks, signature and the team's `phrases`.
pub fn reply_core(text: &str, phrases: &[String]) -> String {
    let mut rest = text.trim();
    for phrase in phrases.iter().map(|phrase| phrase.trim()).filter(|phrase| !phrase.is_empty()) {
        rest = rest.strip_prefix(phrase).unwrap_or(rest).trim();
        rest = rest.strip_suffix(phrase).unwrap_or(rest).trim();
    }
    without_courtesies(&own_words(rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_mail_signature_and_courtesies_are_left_out() {
        let cases = [
            (
                "Hi there,\nhow do I reset my password?\n\nKind regards,\nAnna Smith",
                "how do I reset my password?",
            ),
            (
                "Still broken.\n\nOn Mon, 3 Nov 2025 at 10:02, Support <s@x.example> wrote:\n> Try again",
                "Still broken.",
            ),
            ("> Try again\nI did, and it fails.", "I did, and it fails."),
            (
                "Hello Sue! I hope you are well. Where is my parcel? Thanks in advance!",
                "Where is my parcel?",
            ),
            (
                "It closes in a month. Kind regards\nWrite to us again if it does not help.",
                "It closes in a month.",
            ),
            ("Das dauert drei Tage.\n\nMit freundlichen Grüßen\nIda Meer", "Das dauert drei Tage."),
            ("Es geht wieder! Viele Grüße, Ida", "Es geht wieder!"),
            ("Do I send my best wishes by post?", "Do I send my best wishes by post?"),
            ("Hello", "Hello"),
            ("Thanks!", "Thanks!"),
            ("The mixer hums.\nSent from my iPhone", "The mixer hums."),
        ];
        for (text, expected) in cases {
            assert_eq!(without_courtesies(&own_words(text)), expected, "{text}");
        }
    }

    #[test]
    fn a_paragraph_after_thanks_is_still_the_message() {
        let long = "Thanks!\nI have now tried the steps and the second one fails because the menu has no entry of that name at all.";
        assert!(own_words(long).contains("second one fails"));
    }
}
