//! Names of people, places and organisations: a sequence tagger, because no pattern tells them.
//!
//! A text is cut into [`tokens`], each token is described by its [`features`] (its letters and shape,
//! its neighbours, whether a list of names has it), and a linear model with one weight per feature and
//! label, and one per pair of neighbouring labels, finds the best sequence of labels (Viterbi). The
//! weights come from an averaged perceptron (Collins 2002), see [`train`], and are part of the program.

mod features;
mod gazetteer;
mod model;
mod tokens;
pub mod train;

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::{Kind, Span};
use model::Model;
use tokens::Token;

/// What the tagger tells apart, each at the beginning of a finding or inside it; label 0 is none.
pub(crate) const KINDS: [Kind; 4] =
    [Kind::Person, Kind::Address, Kind::Location, Kind::Organization];
/// Labels: none, and two for each kind.
const LABELS: usize = 1 + 2 * KINDS.len();
/// How sure a finding is: below everything that has a pattern.
const CERTAINTY: f32 = 0.3;
/// Tokens that are read at once, so that a long text needs no more memory than a page.
const WINDOW: usize = 2_000;

static MODEL: LazyLock<Model> = LazyLock::new(|| Model::load(include_bytes!("weights.bin")));

/// Whether a word is one of the names of towns, regions and countries in the lists, in any case.
pub(crate) fn is_place(word: &str) -> bool {
    gazetteer::lists(&word.to_lowercase()).has_place()
}

/// The names that the shipped weights find.
pub(crate) fn find(text: &str) -> Vec<Span> {
    tagged(&MODEL, text)
}

fn tagged(model: &Model, text: &str) -> Vec<Span> {
    let tokens = tokens::of(text);
    let closings: Vec<Range<usize>> = CLOSING.find_iter(text).map(|found| found.range()).collect();
    tokens
        .chunks(WINDOW)
        .flat_map(|tokens| spans(tokens, &model.labels(&features::of(tokens))))
        .filter_map(|span| beside(text, span, &closings))
        .filter(|span| text[span.range.clone()].contains(char::is_alphanumeric))
        .collect()
}

/// How people end a letter, which is written like a name and is none.
static CLOSING: LazyLock<Regex> = LazyLock::new(|| {
    crate::recognizers::pattern(
        r"(?i)\b(?:(?:with )?(?:kind|kindest|best|warm|warmest|many)[ \t]+(?:regards|wishes)|yours[ \t]+(?:sincerely|faithfully|truly)|(?:mit[ \t]+)?(?:freundliche|herzliche|beste|liebe|sch(?:\u{f6}|oe)ne|viele)[nr]?[ \t]+gr(?:\u{fc}|ue)(?:\u{df}|ss)en?)\b",
    )
});

/// The finding without the closing that it holds a part of; none where nothing else is left.
fn beside(text: &str, span: Span, closings: &[Range<usize>]) -> Option<Span> {
    let Range { mut start, mut end } = span.range;
    for closing in closings {
        if closing.start < end && start < closing.end {
            if closing.start <= start {
                start = closing.end.min(end);
            } else {
                end = closing.start;
            }
        }
    }
    if (start, end) == (span.range.start, span.range.end) {
        return Some(span);
    }
    let kept = text[start..end].trim_matches(|c: char| !c.is_alphanumeric());
    let start = start + text[start..end].find(kept).unwrap_or_default();
    (!kept.is_empty()).then(|| Span { range: start..start + kept.len(), ..span })
}

/// The findings that a sequence of labels says.
fn spans(tokens: &[Token<'_>], labels: &[u8]) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    let mut before = 0;
    for (token, label) in tokens.iter().zip(labels.iter().copied()) {
        let range = token.start..token.start + token.text.len();
        match (kind(label), spans.last_mut()) {
            (Some(found), Some(last)) if !begins(label) && kind(before) == Some(found) => {
                last.range.end = range.end;
            }
            (Some(kind), _) => spans.push(Span { kind, range, certainty: CERTAINTY }),
            (None, _) => {}
        }
        before = label;
    }
    spans
}

/// The kind that a label says.
fn kind(label: u8) -> Option<Kind> {
    label.checked_sub(1).and_then(|label| KINDS.get(usize::from(label / 2)).copied())
}

/// Whether a label says that a finding begins.
fn begins(label: u8) -> bool {
    label % 2 == 1
}

/// The label of a kind's first or further token.
fn label(kind: Kind, begins: bool) -> Option<u8> {
    let place = KINDS.iter().position(|other| *other == kind)?;
    u8::try_from(1 + 2 * place + usize::from(!begins)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(Kind, &str)> {
        find(text).into_iter().map(|span| (span.kind, &text[span.range])).collect()
    }

    #[test]
    fn names_places_and_addresses_are_found() {
        for (text, kind, value) in [
            ("My name is Katharina Blume and I need help", Kind::Person, "Katharina Blume"),
            ("Can I order from Lisbon?", Kind::Location, "Lisbon"),
            ("Please deliver to 12 Elm Street, Springfield", Kind::Address, "12 Elm Street"),
        ] {
            assert!(
                found(text).iter().any(|(found, words)| *found == kind && words.contains(value)),
                "{text}: {:?}",
                found(text)
            );
        }
    }

    #[test]
    fn the_end_of_a_letter_is_no_name_and_hides_none() {
        for text in [
            "It closes in a month. Kind regards\nWrite to us again if it does not help.",
            "Das dauert drei Tage. Mit freundlichen Grüßen\nSchreiben Sie uns gern wieder.",
        ] {
            let names = found(text);
            assert!(
                !names.iter().any(|(_, words)| words.to_lowercase().contains("gr")),
                "{names:?}"
            );
        }
        let kept = |text: &str| {
            let all = Span { kind: Kind::Person, range: 0..text.len(), certainty: CERTAINTY };
            let closings: Vec<_> = CLOSING.find_iter(text).map(|found| found.range()).collect();
            beside(text, all, &closings).map(|span| span.range)
        };
        assert_eq!(kept("Kind regards"), None);
        assert_eq!(kept("Kind Regards Anna").map(|range| range.start), Some(13));
        assert_eq!(kept("Anna Kind Regards"), Some(0..4));
        assert_eq!(kept("Anna Blume"), Some(0..10));
    }

    #[test]
    fn ordinary_messages_hold_no_names() {
        for text in [
            "",
            "   \n ",
            "How do I reset my password?",
            "My parcel has not arrived yet, where is it?",
            "The app crashes when I open the settings on Windows.",
            "Thanks for your help, that worked!",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
