//! Replies composed of exact passages.
//!
//! Every strategy proposes quotes, best first; the first that says something new becomes a
//! suggestion. A reply is an opening by sentiment, which states no fact, and the flattened quote:
//! nothing else. So every factual sentence stands in the citation.

mod alternative;
mod answer;
mod steps;
mod window;

use std::ops::Range;
use std::sync::LazyLock;

use aside_contract::{
    Analysis, Passage, Sentiment, Suggestion, SuggestionId, SuggestionKind, SuggestionSentence,
    Support,
};
use regex::Regex;

use crate::MessageContext;
use crate::grounding::{Characters, citation, sentences_of};
use crate::query::folded_query;
use crate::text::{flatten, fold, pattern};
use window::Terms;

/// How many replies are suggested at most.
pub const MAX_SUGGESTIONS: usize = 3;

/// A way to answer.
struct Strategy {
    kind: SuggestionKind,
    /// The quotes that it proposes, best first.
    propose: for<'a> fn(&Matter<'a>) -> Vec<Quote<'a>>,
}

/// Every strategy, in the order in which equally good replies are shown.
const STRATEGIES: [Strategy; MAX_SUGGESTIONS] =
    [answer::STRATEGY, steps::STRATEGY, alternative::STRATEGY];

/// What the strategies compose from.
struct Matter<'a> {
    /// Best first, without passages of headings alone.
    passages: Vec<&'a Passage>,
    terms: Terms,
}

/// A part of a passage.
#[derive(Clone, Debug)]
struct Quote<'a> {
    passage: &'a Passage,
    range: Range<usize>,
}

impl<'a> Quote<'a> {
    fn text(&self) -> &'a str {
        &self.passage.text[self.range.clone()]
    }
}

static HOW_TO: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:how (?:do|can|to|should|would|could|may|must)|steps?|instructions?|guide|walk me|set ?up|configure|install|enable|disable|reset|fix|troubleshoot)\b",
    )
});

/// The words that open a reply to a customer who feels so; `None` where a reply starts with the
/// matter. An opening states no fact and needs no citation.
pub fn opening(sentiment: Sentiment, repeated_question: bool) -> Option<&'static str> {
    match (sentiment, repeated_question) {
        (Sentiment::Angry, true) => {
            Some("I'm sorry that you had to ask again, and I understand that you are upset.")
        }
        (Sentiment::Angry, false) => {
            Some("I'm sorry about this, and I understand that you are upset.")
        }
        (Sentiment::Negative, true) => Some("I'm sorry that you had to ask again."),
        (Sentiment::Negative, false) => Some("I'm sorry about the trouble."),
        (Sentiment::Positive | Sentiment::Neutral, _) => None,
    }
}

/// Up to three replies to the message, best first, from `passages` (best first, all relevant).
///
/// Each reply is an [`opening`] and one exact quote, flattened; its confidence is the passage's score.
/// No two say the same, and none repeats what this conversation was already answered. Empty without
/// passages.
pub fn draft(
    ctx: &MessageContext<'_>,
    analysis: &Analysis,
    passages: &[Passage],
) -> Vec<Suggestion> {
    let query = folded_query(ctx, analysis);
    let speaking = passages.iter().filter(|passage| window::whole(passage).is_some()).collect();
    let matter = Matter { passages: speaking, terms: Terms::new(&query, passages) };
    let opening = opening(analysis.sentiment.label, analysis.repeated_question);
    let said: Vec<String> = ctx.answered().map(comparable).collect();
    let mut taken: Vec<String> = Vec::new();
    let mut suggestions: Vec<Suggestion> = Vec::new();
    for strategy in &STRATEGIES {
        let fresh = (strategy.propose)(&matter).into_iter().find_map(|quote| {
            let body = flatten(quote.text());
            let key = comparable(&body);
            let repeats = said.iter().any(|said| said.contains(&key)) || taken.contains(&key);
            (!key.is_empty() && !repeats).then_some((quote, body, key))
        });
        if let Some((quote, body, key)) = fresh {
            taken.push(key);
            suggestions.push(suggestion(strategy.kind, &quote, &body, opening));
        }
    }
    let steps_first = HOW_TO.is_match(&fold(&query));
    suggestions.sort_by(|a, b| {
        let ahead = |s: &Suggestion| {
            steps_first && s.kind == SuggestionKind::Steps && lists(&s.citations[0].quote)
        };
        b.confidence.total_cmp(&a.confidence).then(ahead(b).cmp(&ahead(a)))
    });
    suggestions
}

fn suggestion(
    kind: SuggestionKind,
    quote: &Quote<'_>,
    body: &str,
    opening: Option<&str>,
) -> Suggestion {
    let citation = citation(quote.passage, quote.range.clone());
    let text = opening.map_or_else(|| body.to_owned(), |opening| format!("{opening}\n\n{body}"));
    let sentences = sentences(&text, text.len() - body.len());
    Suggestion {
        id: SuggestionId::new(),
        text,
        kind,
        confidence: citation.score,
        citations: vec![citation],
        sentences,
        groundedness: Some(1.0),
        contradictions: Vec::new(),
    }
}

/// The sentences of a reply whose quote begins at the byte `quoted`: what stands before it opens.
fn sentences(text: &str, quoted: usize) -> Vec<SuggestionSentence> {
    let mut characters = Characters::new(text);
    let sentence = |range: Range<usize>| {
        let carried = range.start >= quoted;
        let (start, end) = characters.of(&range);
        SuggestionSentence {
            start,
            end,
            support: if carried { Support::Carried } else { Support::NoFact },
            citation: carried.then_some(0),
            problem: None,
        }
    };
    sentences_of(text).into_iter().map(sentence).collect()
}

/// Whether the quote holds a numbered list: steps that are to be followed.
fn lists(quote: &str) -> bool {
    quote.lines().any(|line| {
        let line = line.trim_start();
        let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        digits > 0 && line[digits..].starts_with(['.', ')'])
    })
}

/// Letters and digits alone, lower case: what "the same words" compares.
fn comparable(text: &str) -> String {
    fold(text).chars().filter(|c| c.is_alphanumeric()).collect()
}
