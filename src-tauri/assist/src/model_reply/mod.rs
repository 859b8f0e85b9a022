//! A reply that a language model wrote, checked before an agent is offered it.
//!
//! Nothing of it is believed, its citations neither: each sentence is tied to the passage that carries it
//! as any other reply's, and most of its statements must be carried. A number has to stand in a passage
//! or in what was said, an address in a passage. What repeats its own instructions, or asks for a
//! secret, is no reply.

mod labels;
mod links;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use aside_contract::{Citation, Passage, SuggestionSentence, Support};
use regex::Regex;

use crate::grounding;
use crate::text::{fold, pattern, words};

pub use labels::{ReadLabels, read_labels};

/// The least share of a reply's statements that a passage carries.
pub const LEAST_GROUNDED: f32 = 0.6;
/// A text that was rewritten has at most so many times the letters of the original, and so many more.
const REWRITE_FACTOR: usize = 3;
const REWRITE_MORE: usize = 200;
/// So many words in the order of the instructions are no chance.
const ECHO_WORDS: usize = 9;

/// What a model was given, to judge its answer by.
#[derive(Clone, Copy, Debug)]
pub struct ReplyTask<'a> {
    /// The passages in the order of their numbers, from 1.
    pub passages: &'a [&'a Passage],
    /// What customer and agent said: numbers may come from there.
    pub said: &'a [&'a str],
    /// Phrases of the team that state no fact.
    pub phrases: &'a [String],
    /// Its role and rules.
    pub instructions: &'a str,
    /// A mark of its prompt that stands nowhere else.
    pub fence: &'a str,
}

/// A reply that passed.
#[derive(Clone, Debug, PartialEq)]
pub struct CheckedReply {
    /// Without the numbers of its citations.
    pub text: String,
    /// What carries each sentence.
    pub sentences: Vec<SuggestionSentence>,
    /// The passages that carry them, each once.
    pub citations: Vec<Citation>,
    /// The share of its statements that a passage carries, 0 to 1; `None` where it states nothing.
    pub groundedness: Option<f32>,
}

/// Why a reply is none. Each text is a sentence without its full stop.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RejectedReply {
    /// It has no words.
    #[error("its draft was empty")]
    Empty,
    /// It repeats what it was told.
    #[error("its draft repeats its instructions")]
    Echo,
    /// It leads somewhere that no passage names.
    #[error("its draft leads to {0}, which stands in no document")]
    Link(String),
    /// It asks for a password or a card.
    #[error("its draft asks the customer for a secret")]
    Secret,
    /// It names a number that nobody gave it.
    #[error("its draft names {0}, which stands in no document")]
    Number(String),
    /// It is several times as long as the text that it should rewrite.
    #[error("its text is far longer than yours")]
    Long,
    /// Hardly anything of it stands in a passage.
    #[error("too little of its draft stands in the documents")]
    Ungrounded,
}

static MARKER: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"[ \t]*\[[0-9]{1,3}(?:[ \t]*[,;][ \t]*[0-9]{1,3})*\]"));

static SECRET: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:send|give|tell|share|provide|confirm|reply with|what is|write|e-?mail)\b[^.?!]{0,60}\b(?:passwords?|passcode|pin|security code|cvv|cvc|(?:full|whole|complete|credit|debit)? ?card numbers?)\b",
    )
});
static NEVER: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\b(?:never|not|don't|do not|without|no one|nobody)\b"));
static NUMBER: LazyLock<Regex> = LazyLock::new(|| pattern(r"[0-9][0-9.,:]*[0-9]|[0-9]"));

/// Checks what a model wrote, with its masks restored.
///
/// # Errors
/// Why no agent is offered it.
pub fn check_model_reply(raw: &str, task: &ReplyTask<'_>) -> Result<CheckedReply, RejectedReply> {
    if raw.contains(task.fence) || raw.contains("<<") || echoes(raw, task) {
        return Err(RejectedReply::Echo);
    }
    if let Some(link) = links::foreign(raw, task.passages, task.said) {
        return Err(RejectedReply::Link(link));
    }
    let text = without_markers(raw);
    if !text.chars().any(char::is_alphanumeric) {
        return Err(RejectedReply::Empty);
    }
    if let Some(number) = unknown_number(&text, task) {
        return Err(RejectedReply::Number(number));
    }

    let (sentences, citations, groundedness) = grounding::cited(&text, task.passages, task.phrases);
    if asks_for_a_secret(&text, &sentences) {
        return Err(RejectedReply::Secret);
    }
    let cites_nothing = sentences.iter().any(|sentence| sentence.support == Support::Unsupported);
    if groundedness.is_some_and(|share| share < LEAST_GROUNDED)
        || citations.is_empty() && cites_nothing
    {
        return Err(RejectedReply::Ungrounded);
    }
    Ok(CheckedReply { text, sentences, citations, groundedness })
}

/// Checks how a model rewrote `original`, with its masks restored: it may bring no number and no address
/// that the original does not have. Gives the text, trimmed.
///
/// # Errors
/// Why no agent is offered it.
pub fn check_rewrite(
    raw: &str,
    original: &str,
    fence: &str,
    instructions: &str,
) -> Result<String, RejectedReply> {
    let task = ReplyTask { passages: &[], said: &[original], phrases: &[], instructions, fence };
    if raw.contains(fence) || raw.contains("<<") || echoes(raw, &task) {
        return Err(RejectedReply::Echo);
    }
    if let Some(link) = links::added(raw, original) {
        return Err(RejectedReply::Link(link));
    }
    let text = raw.trim();
    if !text.chars().any(char::is_alphanumeric) {
        return Err(RejectedReply::Empty);
    }
    // Another language writes a thousand otherwise, and needs more letters.
    let digits = |number: &str| number.chars().filter(char::is_ascii_digit).collect::<String>();
    let known: BTreeSet<String> = numbers(original).map(|number| digits(&number)).collect();
    if let Some(number) = numbers(text).find(|number| !known.contains(&digits(number))) {
        return Err(RejectedReply::Number(number));
    }
    if text.chars().count() > REWRITE_FACTOR * original.chars().count() + REWRITE_MORE {
        return Err(RejectedReply::Long);
    }
    Ok(text.to_owned())
}

/// Whether a run of the instructions' words stands in the text, other than the team's own phrases.
fn echoes(text: &str, task: &ReplyTask<'_>) -> bool {
    let own: Vec<Vec<String>> = task.phrases.iter().map(|phrase| words(phrase)).collect();
    let own: BTreeSet<&[String]> = own.iter().flat_map(|own| own.windows(ECHO_WORDS)).collect();
    let told = words(task.instructions);
    let told: BTreeSet<&[String]> =
        told.windows(ECHO_WORDS).filter(|run| !own.contains(run)).collect();
    words(text).windows(ECHO_WORDS).any(|run| told.contains(run))
}

fn without_markers(text: &str) -> String {
    let lines = text.trim().lines().map(|line| MARKER.replace_all(line, "").trim_end().to_owned());
    lines.collect::<Vec<_>>().join("\n")
}

/// Whether a sentence that no passage carries asks for one.
fn asks_for_a_secret(text: &str, sentences: &[SuggestionSentence]) -> bool {
    let letters: Vec<char> = text.chars().collect();
    sentences.iter().filter(|sentence| sentence.support != Support::Carried).any(|sentence| {
        let range = sentence.start as usize..sentence.end as usize;
        let folded = fold(&letters[range].iter().collect::<String>());
        SECRET.is_match(&folded) && !NEVER.is_match(&folded)
    })
}

/// A number of the reply that stands neither in a passage nor in the conversation nor in the team's phrases. The numbers of steps
/// count nothing.
fn unknown_number(text: &str, task: &ReplyTask<'_>) -> Option<String> {
    let known: BTreeSet<String> = task
        .passages
        .iter()
        .flat_map(|passage| [passage.text.as_str(), &passage.title, &passage.section])
        .chain(task.said.iter().copied())
        .chain(task.phrases.iter().map(String::as_str))
        .flat_map(numbers)
        .collect();
    let bare = text.lines().map(|line| {
        let rest = line.trim_start().trim_start_matches(|c: char| c.is_ascii_digit());
        let is_step = rest.len() < line.trim_start().len() && rest.starts_with(['.', ')']);
        if is_step { rest } else { line }
    });
    bare.flat_map(|line| numbers(line).collect::<Vec<_>>()).find(|number| !known.contains(number))
}

fn numbers(text: &str) -> impl Iterator<Item = String> + '_ {
    NUMBER.find_iter(text).map(|number| number.as_str().to_owned())
}
