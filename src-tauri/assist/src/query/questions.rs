//! A message that holds several questions, taken apart.

use std::sync::LazyLock;

use regex::Regex;

use super::cleaned;
use crate::MessageContext;
use crate::text::{content_set, fold, pattern, sentences};

/// How many questions of a message are answered by themselves.
pub const MOST_QUESTIONS: usize = 3;
/// A question with fewer words of matter than this is searched for with what the message tells before it.
const MATTER: usize = 2;
/// The same for one that points at something ("it", "that").
const MATTER_POINTING: usize = 3;

/// Where the next question begins inside a sentence.
static NEXT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:, ?(?:and |or )?(?:also )?|;\s*|\s+and (?:also )?)((?:how|what|where|when|which|who|why)\b|(?:can|could|do|does|is|are|will) (?:i|you|we|it|there|the|my|your|this|that|they)\b)",
    )
});
/// Points at something that another part of the message names.
static POINTS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"\b(?:it|its|that|this|these|those|them|they|one|ones|there|the same)\b")
});
static ASKS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\W*(?:(?:and|also|or|but|plus|then|second(?:ly)?|first(?:ly)?|two things)\b[,: ]*)*(?:how|what|where|when|which|who|why|can|could|do|does|did|is|are|will|would|should|may)\b",
    )
});

/// The two or three questions of a message, each as a text to search for; empty where it holds one or
/// none, or where they cannot be told apart for certain.
pub fn questions(ctx: &MessageContext<'_>) -> Vec<String> {
    let own = cleaned(ctx.text);
    let ranges = sentences(&own);
    let mut told: Vec<&str> = Vec::new();
    let mut found: Vec<String> = Vec::new();
    for range in ranges {
        let sentence = own[range].trim();
        if !sentence.ends_with('?') {
            told.push(sentence);
            continue;
        }
        for part in parts(sentence) {
            let names = content_set(part).len();
            let folded = fold(part);
            let least = if POINTS.is_match(&folded) { MATTER_POINTING } else { MATTER };
            match found.last_mut() {
                // A question that names nothing goes on with the one before.
                Some(last) if names == 0 => {
                    last.push(' ');
                    last.push_str(part);
                }
                previous if names < least => {
                    let before = previous.filter(|_| told.is_empty());
                    let about = before.map_or_else(|| told.join(" "), |question| question.clone());
                    found.push(format!("{about} {part}").trim().to_owned());
                }
                _ => found.push(part.to_owned()),
            }
        }
    }
    match found.len() {
        2..=MOST_QUESTIONS => found,
        _ => Vec::new(),
    }
}

/// The questions that one sentence holds.
fn parts(sentence: &str) -> Vec<&str> {
    let mut starts = vec![0];
    for hit in NEXT.captures_iter(sentence) {
        let (Some(whole), Some(word)) = (hit.get(0), hit.get(1)) else { continue };
        let last = starts.last().copied().unwrap_or(0);
        let before = &sentence[last..whole.start()];
        // "…, can you?" asks for nothing of its own, and "I wonder, when …" is one question.
        if ASKS.is_match(&fold(before)) && !content_set(&sentence[word.start()..]).is_empty() {
            starts.push(word.start());
        }
    }
    let ends = starts.iter().skip(1).copied().chain([sentence.len()]);
    starts
        .iter()
        .zip(ends)
        .map(|(start, end)| {
            let part = sentence[*start..end].trim().trim_end_matches([',', ';', ' ']);
            part.strip_suffix(" and").unwrap_or(part).trim_end_matches([',', ' '])
        })
        .collect()
}
