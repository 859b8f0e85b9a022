//! What no honest text says, and letters that nobody sees.

use std::sync::LazyLock;

use regex::Regex;

/// A finding.
pub(super) struct Found<'a> {
    /// What it is, as the beginning of a sentence.
    pub(super) says: &'static str,
    /// Where it was found.
    pub(super) found: &'a str,
    /// How sure it is an attempt, 0 to 1.
    pub(super) certainty: f32,
}

/// More of these in a text than an emoji or a word break needs.
const MANY_INVISIBLE: usize = 8;

static PATTERNS: LazyLock<Vec<(&'static str, f32, Regex)>> = LazyLock::new(|| {
    [
        (
            "asks to drop the instructions",
            0.95,
            r"(?i)\b(?:ignore|disregard|forget|override|bypass|do not follow)\W+(?:\w+\W+){0,3}?(?:previous|prior|above|earlier|preceding|initial|original|your|its|system)\W+(?:\w+\W+){0,2}?(?:instructions?|prompts?|rules|guidelines|directives?|programming|training)\b",
        ),
        (
            "asks for the instructions of a model",
            0.9,
            r"(?i)\b(?:reveal|show|print|repeat|output|display|leak|tell me|give me|what (?:is|are|was|were))\W+(?:\w+\W+){0,3}?(?:your|the|its)\W+(?:\w+\W+)?(?:system prompt|initial prompt|hidden prompt|initial instructions|hidden instructions|system instructions|system message)\b",
        ),
        (
            "gives a model a role without rules",
            0.9,
            r"(?i)\byou are (?:now |no longer )?(?:\w+\W+){0,6}?(?:dan|unrestricted|unfiltered|uncensored|jailbroken)\b|\b(?:dan|god|jailbreak) mode\b|\bdo anything now\b",
        ),
        (
            "imitates the marks of a model's conversation",
            0.9,
            r"(?im)<\|(?:im_start|im_end|system|user|assistant|endoftext|eot_id|start_header_id)\|>|\[/?INST\]|<</?SYS>>|^\s*#{2,}\s*(?:system|instructions?)\s*:\s*$",
        ),
        (
            "speaks to a model that reads the text",
            0.85,
            r"(?i)\b(?:ai|llm|language model|chatbot|automated)\s?(?:assistants?|agents?|models?|systems?|bots?)?\W+(?:(?:that|who|which|is|are)\W+){0,2}(?:reading|processing|summari[sz]ing|analy[sz]ing)\W+this\b",
        ),
    ]
    .into_iter()
    .filter_map(|(says, certainty, pattern)| Some((says, certainty, Regex::new(pattern).ok()?)))
    .collect()
});

/// Every pattern's first finding.
pub(super) fn find(text: &str) -> Vec<Found<'_>> {
    let mut found: Vec<Found<'_>> = PATTERNS
        .iter()
        .filter_map(|(says, certainty, pattern)| {
            let found = pattern.find(text)?.as_str();
            Some(Found { says, found, certainty: *certainty })
        })
        .collect();
    let tags = text.chars().filter(|c| matches!(c, '\u{e0020}'..='\u{e007e}')).count();
    let invisible = text.chars().filter(|c| invisible(*c)).count();
    // Three flags are spelled with tag characters, of six at most each.
    if tags > 6 || invisible >= MANY_INVISIBLE + text.chars().count() / 20 {
        found.push(Found { says: "holds invisible letters", found: text, certainty: 0.9 });
    }
    found
}

/// Letters without width, and tag characters, with which text is hidden in text.
pub(super) fn invisible(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_compiles() {
        assert_eq!(PATTERNS.len(), 5);
    }
}
