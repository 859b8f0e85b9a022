//! What no honest text says, and letters that nobody sees.

use std::borrow::Cow;
use std::sync::LazyLock;

use aside_contract::OrderKind;
use regex::Regex;

/// A finding.
pub(super) struct Found<'a> {
    /// What it does.
    pub(super) kind: OrderKind,
    /// What was found.
    pub(super) found: Cow<'a, str>,
    /// How sure it is an attempt, 0 to 1.
    pub(super) certainty: f32,
}

/// More of these in a row than an emoji, a word break or a script with joiners needs.
const LONG_RUN: usize = 8;
/// More tag characters than the three flags that are spelled with them need: six each.
const MANY_TAGS: usize = 18;

static PATTERNS: LazyLock<Vec<(OrderKind, f32, Regex)>> = LazyLock::new(|| {
    [
        (
            OrderKind::DropsInstructions,
            0.95,
            r"(?i)\b(?:ignore|disregard|forget|override|bypass|do not follow)\W+(?:\w+\W+){0,3}?(?:previous|prior|above|earlier|preceding|initial|original|your|its|system)\W+(?:\w+\W+){0,2}?(?:instructions?|prompts?|rules|guidelines|directives?|programming|training)\b",
        ),
        (
            OrderKind::AsksForInstructions,
            0.9,
            r"(?i)\b(?:reveal|show|print|repeat|output|display|leak|tell me|give me|what (?:is|are|was|were))\W+(?:\w+\W+){0,3}?(?:your|the|its)\W+(?:\w+\W+)?(?:system prompt|initial prompt|hidden prompt|initial instructions|hidden instructions|system instructions|system message)\b",
        ),
        (
            OrderKind::RoleWithoutRules,
            0.9,
            r"(?i)\byou are (?:now |no longer )?(?:\w+\W+){0,6}?(?:dan|unrestricted|unfiltered|uncensored|jailbroken)\b|\b(?:dan|god|jailbreak) mode\b|\bdo anything now\b",
        ),
        (
            OrderKind::ImitatesMarks,
            0.9,
            r"(?im)<\|(?:im_start|im_end|system|user|assistant|endoftext|eot_id|start_header_id)\|>|\[/?INST\]|<</?SYS>>|^\s*#{2,}\s*(?:system|instructions?)\s*:\s*$",
        ),
        (
            OrderKind::SpeaksToModel,
            0.85,
            r"(?i)\b(?:ai|llm|language model|chatbot|automated)\s?(?:assistants?|agents?|models?|systems?|bots?)?\W+(?:(?:that|who|which|is|are)\W+){0,2}(?:reading|processing|summari[sz]ing|analy[sz]ing)\W+this\b",
        ),
    ]
    .into_iter()
    .filter_map(|(kind, certainty, pattern)| Some((kind, certainty, Regex::new(pattern).ok()?)))
    .collect()
});

/// Every pattern's first finding.
pub(super) fn find(text: &str) -> Vec<Found<'_>> {
    let mut found: Vec<Found<'_>> = PATTERNS
        .iter()
        .filter_map(|(kind, certainty, pattern)| {
            let found = pattern.find(text)?.as_str().into();
            Some(Found { kind: *kind, found, certainty: *certainty })
        })
        .collect();
    found.extend(unseen(text).map(|said| Found {
        kind: OrderKind::InvisibleLetters,
        found: said.into(),
        certainty: 0.9,
    }));
    found
}

/// What is written in letters that nobody sees, as far as it can be read; `None` without any.
fn unseen(text: &str) -> Option<String> {
    let mut said = String::new();
    let (mut tags, mut run, mut longest) = (0, 0, 0);
    for c in text.chars() {
        run = if invisible(c) || joins(c) { run + 1 } else { 0 };
        longest = longest.max(run);
        if matches!(c, '\u{e0020}'..='\u{e007e}') {
            tags += 1;
            // Tag characters stand for the ASCII characters of the same place.
            said.extend(char::from_u32(u32::from(c) - 0xe0000));
        }
    }
    if tags > MANY_TAGS || (tags > 0 && !text.contains('\u{1f3f4}')) {
        return Some(said);
    }
    (longest >= LONG_RUN).then(|| format!("{longest} characters without width in a row"))
}

/// Letters without width, and tag characters, with which text is hidden in text.
pub(super) fn invisible(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

/// Joiners, which some scripts and emojis need one by one.
fn joins(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_compiles() {
        assert_eq!(PATTERNS.len(), 5);
    }

    #[test]
    fn flags_and_joined_emojis_hide_nothing() {
        let scotland = "\u{1f3f4}\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}";
        assert_eq!(unseen(&format!("From {scotland} and {scotland}")), None);
        assert_eq!(unseen("\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}"), None);
        assert_eq!(unseen(&"soft\u{200b}break ".repeat(500)), None);
    }

    #[test]
    fn bits_in_characters_without_width_are_seen() {
        let bits = "\u{200b}\u{200c}\u{200b}\u{200b}\u{200c}".repeat(4);
        assert!(unseen(&format!("Hello{bits} there")).unwrap().starts_with("20 characters"));
    }
}
