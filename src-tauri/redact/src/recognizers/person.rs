//! Names where somebody says theirs, and names below a greeting at the end. The tagger finds others.

use std::sync::LazyLock;

use regex::Regex;

use super::{Recognizer, findings, pattern};
use crate::Kind;

const NAME: &str = r"[\p{L}][\p{L}'\u{2019}.-]*";

static SAID: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)\b(?:my (?:full |first |last |middle |real )?name(?: is|'s|\u{{2019}}s|:)|name ?:|i am called|this is (?:mr|mrs|ms|dr)\.?)[ \t]+(?P<value>{NAME}(?:[ \t]+{NAME}){{0,3}})"
    ))
});
static SIGNED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)\b(?:(?:kind |best |warm )?regards|sincerely|respectfully|cheers|yours truly|best wishes|many thanks|thanks|thank you)[ \t]*[,.!]?[ \t]*\n\s*(?P<value>(?-i:\p{{Lu}}){NAME}(?:[ \t]+(?-i:\p{{Lu}}){NAME}){{0,2}})[ \t]*(?:\n|\z)"
    ))
});
/// With these a sentence goes on.
const NO_NAME: &str = " a about and as at been both but by called can cannot can't could does for from had has have how i i'm i've if in incorrect is it missing misspelled my not of on or please registered shown so spelled spelt still that the there to under was what when where which who why will with would wrong written your ";

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    find: |text| {
        let mut found = findings(Kind::Person, &SAID, text, |_, _| Some(0.55));
        found.retain_mut(|span| {
            let words = &text[span.range.clone()];
            let mut end = 0;
            for word in words.split_inclusive([' ', '\t']) {
                let plain = word.trim().trim_end_matches('.').to_lowercase();
                if NO_NAME.contains(&format!(" {plain} ")) {
                    break;
                }
                end += word.len();
                // A full stop after more than an initial or a title ends the sentence.
                if word.trim().ends_with('.') && plain.chars().count() > 3 {
                    break;
                }
            }
            span.range.end =
                span.range.start + words[..end].trim_end_matches(['.', '-', ' ']).len();
            !span.range.is_empty()
        });
        found.extend(findings(Kind::Person, &SIGNED, text, |_, _| Some(0.55)));
        found
    },
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recognizers::check_table;

    #[test]
    fn names_that_are_said_and_names_below_a_greeting_are_found() {
        check_table(
            &RECOGNIZER,
            &[
                ("hi, my name is rajesh kumar and I wait", &["rajesh kumar"]),
                ("My name is Ann O'Neil. Where is it?", &["Ann O'Neil"]),
                ("my name's J. R. Smith, hello", &["J. R. Smith"]),
                ("Name: Sieda Batukayev\nPhone", &["Sieda Batukayev"]),
                ("It broke.\n\nKind regards,\nJos\u{e9} Silva\n", &["Jos\u{e9} Silva"]),
                ("Thanks\nZo\u{eb} Berg", &["Zo\u{eb} Berg"]),
                ("my name is spelled wrong", &[]),
                ("thanks\nthe app still crashes", &[]),
                ("the name is missing", &[]),
            ],
        );
    }
}
