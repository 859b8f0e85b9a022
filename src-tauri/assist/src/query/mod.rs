//! What to search for.

mod folded;
mod questions;

pub use folded::folded_query;
pub use questions::{MOST_QUESTIONS, questions};

use std::sync::LazyLock;

use aside_contract::{Author, Message};
use regex::Regex;

use crate::MessageContext;
use crate::cues::{courtesy, danger};
use crate::slots::error_codes;
use crate::text::{content_set, fold, own_words, pattern, sentences, without_courtesies};

/// The longest query, in characters: the encoder reads 256 tokens, about this much.
const MAX_QUERY_CHARS: usize = 1_200;
/// The longest conversation, in characters: what was said before gives way to the message. Follow-up
/// questions on public services were answered better with every step from 300 to 1,000; the encoder
/// reads no more.
const MAX_CONVERSATION_CHARS: usize = 1_000;
/// How many earlier messages are taken along at most.
const MAX_EARLIER_MESSAGES: usize = 8;

/// Goes on about a failure.
static GOES_ON: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:still|again|same|keeps?|error|code|fault|fails?|failed|failing|failure|not work(?:ing)?|(?:doesn't|didn't|does not|did not|won't) (?:work|help|fix)|message|this problem|that problem|the problem|this issue|that issue|the issue|fix (?:it|this|that)|what does (?:it|this|that) mean)\b",
    )
});

/// Says that something said before was wrong, and what is right.
static CORRECTS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:(?:i|we) me(?:ant|an)|meant to (?:say|write|type)|correction|typo|mistyped|misspoke|(?:wrong|other) (?:number|order|code|date|invoice|address|model)|(?:it )?should (?:be|read|say|have (?:been|said))|not [\w-]*\d[\w-]*,? (?:but|it's|its|it is)|sorry,? (?:it's|its|it is|the (?:order|invoice|code|number|error|model|date)))\b",
    )
});
/// A correction says nothing else: it has at most so many words of content beside names and numbers.
const CORRECTION_WORDS: usize = 4;

/// The fewest words of content of a question that stands alone.
const LEAST_CONTENT: usize = 2;

/// What documents say to people in danger, whatever the danger is.
const SAFETY: &str = "Safety: what to do at once if a device smokes, sparks, smells burnt, is hot or leaks, or gives a shock; unplug it, emergency";

/// What to search for besides, where the message speaks of danger.
pub fn safety_query(ctx: &MessageContext<'_>) -> Option<&'static str> {
    danger(ctx.text).map(|_| SAFETY)
}

/// What to search for, in one narrow and one wide text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RetrievalQuery {
    /// What is asked: the message from its last question on, or the whole message.
    pub question: String,
    /// The message with what was said before it, where that is more than the question: it names what
    /// the question only points at.
    pub conversation: Option<String>,
    /// The question names all that it asks about, so that what was said before may be another matter.
    pub stands_alone: bool,
    /// Error codes that a passage should name exactly: those of the message; where it names none and
    /// goes on about something, those of the last message that did.
    pub identifiers: Vec<String>,
}

/// The message as a search query: the customer's own lines without greeting, thanks and signature.
///
/// The question is never empty for a message that is not empty. Each text has at most about 1,200
/// characters: of a longer message its questions and its first sentences are kept.
pub fn retrieval_query(ctx: &MessageContext<'_>) -> RetrievalQuery {
    let own = cleaned(ctx.text);
    let asked = if corrects(&own) { ctx.earlier().next().map(cleaned) } else { None };
    let asked = asked.unwrap_or_else(|| own.clone());
    let question = last_question(&asked).unwrap_or(&asked).to_owned();
    let mut parts = vec![own];
    let mut left = MAX_CONVERSATION_CHARS.saturating_sub(parts[0].chars().count());
    for message in ctx.history.iter().rev().filter(is_about_something).take(MAX_EARLIER_MESSAGES) {
        let text = cleaned(&message.text);
        let chars = text.chars().count();
        if chars > left {
            if left == 0 {
                break;
            }
            // Of a long message its end stands nearest to what is asked now.
            parts.push(text.chars().skip(chars - left).collect());
            break;
        }
        left -= chars;
        parts.push(text);
    }
    parts.reverse();
    let conversation = parts.join("\n");
    let conversation = (conversation != question).then_some(conversation);
    let stands_alone = stands_alone(&question);
    RetrievalQuery { question, conversation, stands_alone, identifiers: identifiers(ctx) }
}

/// Whether a text is more than a greeting or thanks: it has a word of content.
pub fn names_something(text: &str) -> bool {
    courtesy(text).is_none() && !content_set(&cleaned(text)).is_empty()
}

/// Whether a message says what the conversation is about. A greeting does not, nor what the assistant says in
/// its own words, which announces a person.
fn is_about_something(message: &&Message) -> bool {
    match message.author {
        Author::Assistant => message.suggestion_id.is_some(),
        Author::Customer | Author::Agent => names_something(&message.text),
    }
}

/// Whether a question points at nothing that was said before, as far as its words tell.
fn stands_alone(question: &str) -> bool {
    content_set(question).len() >= LEAST_CONTENT && !folded::points_back(question)
}

/// The error codes that the message is about.
fn identifiers(ctx: &MessageContext<'_>) -> Vec<String> {
    let own = error_codes(ctx.text);
    if !own.is_empty() || !(goes_on(ctx.text) || corrects(ctx.text)) {
        return own;
    }
    let earlier = ctx.earlier().take(MAX_EARLIER_MESSAGES).map(error_codes);
    earlier.into_iter().find(|codes| !codes.is_empty()).unwrap_or_default()
}

/// Whether a message is about a failure that was named before: "I still get that error".
fn goes_on(text: &str) -> bool {
    GOES_ON.is_match(&fold(text))
}

/// Whether a message only corrects a name or a number of the one before, whose matter goes on: "Sorry, I
/// meant order WM-88124".
fn corrects(text: &str) -> bool {
    let said = content_set(text);
    let words = said.iter().filter(|word| !word.contains(|c: char| c.is_ascii_digit())).count();
    !text.contains('?')
        && words <= CORRECTION_WORDS
        && words < said.len()
        && CORRECTS.is_match(&fold(text))
}

/// The last sentence that asks something and names what, with all that follows it.
fn last_question(text: &str) -> Option<&str> {
    let last = sentences(text).into_iter().rev().find(|span| {
        let sentence = text[span.clone()].trim();
        sentence.ends_with('?') && !content_set(sentence).is_empty()
    })?;
    Some(text[last.start..].trim())
}

fn cleaned(text: &str) -> String {
    shortened(&without_courtesies(&own_words(text)))
}

/// Keeps questions, then the first sentences, in their order, up to the limit.
fn shortened(text: &str) -> String {
    if text.chars().count() <= MAX_QUERY_CHARS {
        return text.to_owned();
    }
    let ranges = sentences(text);
    let mut order: Vec<usize> = (0..ranges.len()).collect();
    order.sort_by_key(|&index| !text[ranges[index].clone()].ends_with('?'));
    let mut kept: Vec<usize> = Vec::new();
    let mut left = MAX_QUERY_CHARS;
    for index in order {
        let chars = text[ranges[index].clone()].chars().count() + 1;
        if chars <= left {
            left -= chars;
            kept.push(index);
        }
    }
    kept.sort_unstable();
    if kept.is_empty() {
        return text.chars().take(MAX_QUERY_CHARS).collect();
    }
    kept.iter().map(|&index| &text[ranges[index].clone()]).collect::<Vec<_>>().join(" ")
}
