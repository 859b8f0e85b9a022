//! Replies composed of exact passages.
//!
//! Every strategy proposes quotes, best first; the first that says something new becomes a
//! suggestion. A reply is an opening by sentiment, which states no fact, the flattened quotes, and the
//! closing of the team's voice: nothing else. So every factual sentence stands in a citation. A message
//! of several questions has each answered from its own passages. Where the answer hangs on something
//! that the customer has not said, a question back takes the place of another document's view.

mod alternative;
mod answer;
mod clarify;
mod danger;
mod definition;
mod fit;
mod prior;
mod rows;
mod said;
mod steps;
mod team;
mod thanks;
mod told;
mod voice;
mod window;

use std::ops::Range;

use crate::MessageContext;
use crate::asked::Asked;
use crate::grounding::{Characters, citation, contradictions, sentences_of};
use crate::query::folded_query;
use crate::sentences::CustomerLanguage;
use crate::text::{flatten, fold, without_furniture};
use aside_contract::{
    Analysis, Citation, Passage, Suggestion, SuggestionId, SuggestionKind, SuggestionSentence,
    Support,
};
pub use definition::definitions_first;
pub use fit::fitting_first;
pub use prior::{prior, rank};
use said::Said;
pub use team::{TeamReply, filled, team_reply};
use thanks::only_thanks;
pub use told::told_before;
pub use voice::{HandOffWords, Refusal, Voice, opening};
use window::{Best, Terms};

/// How many replies are suggested at most.
pub const MAX_SUGGESTIONS: usize = 3;

/// How many passages are compared for contradictions: what stands further down hardly answers.
const COMPARED: usize = 5;

/// A way to answer.
struct Strategy {
    kind: SuggestionKind,
    /// The quotes that it proposes, best first.
    propose: for<'a> fn(&Matter<'a>) -> Vec<Quote<'a>>,
}

/// Every strategy, in the order in which equally good replies are shown.
const STRATEGIES: [Strategy; MAX_SUGGESTIONS] =
    [answer::STRATEGY, steps::STRATEGY, alternative::STRATEGY];

/// One question of a message, with what was found for it.
#[derive(Clone, Debug)]
pub struct Part<'a> {
    /// Its words; none where the message is one question, or none.
    pub question: Option<&'a str>,
    /// Best first, all relevant.
    pub passages: &'a [Passage],
}

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
    /// The head of the table that the range is rows of.
    head: Option<Range<usize>>,
}

impl<'a> Quote<'a> {
    fn new(passage: &'a Passage, range: Range<usize>) -> Self {
        Self { passage, range, head: None }
    }

    fn best(passage: &'a Passage, Best { range, head, .. }: Best) -> Self {
        Self { passage, range, head }
    }

    fn text(&self) -> &'a str {
        &self.passage.text[self.range.clone()]
    }

    /// What a reply says with it: flattened, rows with the names of their columns, a single row as a sentence or
    /// a short list, and nothing that only shapes the pages of its document.
    fn plain(&self) -> String {
        match &self.head {
            Some(head) => {
                let (head, rows) = (&self.passage.text[head.clone()], self.text());
                let one = if rows.contains('\n') { None } else { rows::told(head, rows) };
                one.unwrap_or_else(|| flatten(&format!("{head}\n{rows}")))
            }
            None => flatten(&without_furniture(self.passage, self.text())),
        }
    }
}

/// A reply before it is written out.
struct Reply<'a> {
    kind: SuggestionKind,
    /// A question back, which stands in no document.
    asks: Option<String>,
    quotes: Vec<Quote<'a>>,
    confidence: f32,
}

impl Reply<'_> {
    /// Whether it holds steps that are to be followed.
    fn lists(&self) -> bool {
        self.quotes.iter().any(|quote| lists(quote.text()))
    }
}

/// Up to three replies to the message, best first, from `passages` (best first, all relevant), in the
/// built-in voice. See [`compose`].
pub fn draft(
    ctx: &MessageContext<'_>,
    analysis: &Analysis,
    passages: &[Passage],
) -> Vec<Suggestion> {
    compose(ctx, analysis, &[Part { question: None, passages }], &Voice::default())
}

/// Up to three replies to the message, best first.
///
/// Each reply is an [`opening`] and exact quotes, flattened; its confidence is the passage's score, of
/// several questions the lowest one, and less where it leaves one of them open. No two say the same,
/// and none repeats what this conversation was already answered: a question of several that was answered
/// before is left out. Empty without passages, and for a message that only thanks. Who is in danger gets the
/// documents' instruction for safety alone.
pub fn compose(
    ctx: &MessageContext<'_>,
    analysis: &Analysis,
    parts: &[Part<'_>],
    voice: &Voice,
) -> Vec<Suggestion> {
    if only_thanks(ctx, analysis) {
        return Vec::new();
    }
    let whole = folded_query(ctx, analysis);
    let matters: Vec<Matter<'_>> = parts
        .iter()
        .map(|part| {
            let all = part.passages.iter();
            let passages = all.filter(|passage| window::whole(passage).is_some()).collect();
            Matter { passages, terms: Terms::new(part.question.unwrap_or(&whole), part.passages) }
        })
        .collect();
    if let Some(replies) = danger::replies(ctx, &matters) {
        return replies.iter().map(|reply| written(reply, None, None)).collect();
    }
    let said = Said::new(ctx);
    let language = CustomerLanguage::of(analysis.language.as_ref(), ctx.page_language);
    let back = &language.sentences().question_back;
    let asked_back = match &matters[..] {
        [matter] => {
            clarify::question(ctx, matter, back).filter(|question| !said.holds(&question.text))
        }
        _ => None,
    };
    let several = matters.len() > 1;
    let mut taken: Vec<String> = Vec::new();
    let mut replies: Vec<Reply<'_>> = Vec::new();
    for strategy in &STRATEGIES {
        // Another view of several matters at once would be a heap of quotes.
        if strategy.kind == SuggestionKind::Alternative && (several || asked_back.is_some()) {
            continue;
        }
        let mut quotes: Vec<Quote<'_>> = Vec::new();
        let mut keys: Vec<String> = Vec::new();
        let mut answered = 0;
        for matter in &matters {
            let mut proposed = (strategy.propose)(matter).into_iter();
            let mut was_said = false;
            let fresh = proposed.find_map(|quote| {
                let plain = quote.plain();
                let key = comparable(&plain);
                let repeats = said.holds(&plain);
                was_said |= repeats;
                // What was answered to one of several questions is not answered by something worse.
                let rest = was_said && several;
                (!key.is_empty() && !repeats && !rest && !taken.contains(&key))
                    .then_some((quote, key))
            });
            answered += usize::from(fresh.is_some() || (was_said && several));
            // Two questions that one passage answers are answered once.
            if let Some((quote, key)) = fresh.filter(|(_, key)| !keys.contains(key)) {
                quotes.push(quote);
                keys.push(key);
            }
        }
        taken.extend(keys);
        if quotes.is_empty() {
            continue;
        }
        let lowest = quotes.iter().map(|quote| score(quote.passage)).fold(1.0, f32::min);
        let confidence = lowest * answered as f32 / matters.len().max(1) as f32;
        replies.push(Reply { kind: strategy.kind, asks: None, quotes, confidence });
    }
    let steps_first = Asked::of(&whole).way;
    let asks_value = !steps_first && matters.iter().any(|matter| matter.terms.asks_value());
    let told = |reply: &Reply<'_>| asks_value && tells_value(reply, &matters);
    let surest = replies.iter().filter(|reply| told(reply)).map(|reply| reply.confidence);
    if let Some(surest) = surest.max_by(f32::total_cmp) {
        let near = |reply: &&mut Reply<'_>| reply.confidence * answer::NEAR <= surest;
        for reply in replies.iter_mut().filter(|reply| reply.lists()).filter(near) {
            reply.confidence = reply.confidence.min(surest);
        }
    }
    replies.sort_by(|a, b| {
        let ahead = |reply: &Reply<'_>| {
            told(reply) || (steps_first && reply.kind == SuggestionKind::Steps && reply.lists())
        };
        b.confidence.total_cmp(&a.confidence).then(ahead(b).cmp(&ahead(a)))
    });
    if let Some(question) = asked_back {
        // A question is never ahead of the answer, nor does the chat ask it by itself.
        let confidence = replies.iter().map(|reply| reply.confidence).fold(1.0, f32::min);
        let (asks, quotes) = (Some(question.text), question.quotes);
        replies.push(Reply { kind: SuggestionKind::Clarify, asks, quotes, confidence });
    }
    let opening = voice.opening(analysis.sentiment.label, analysis.repeated_question, language);
    let end = voice.end();
    let mut suggestions: Vec<Suggestion> =
        replies.iter().map(|reply| written(reply, opening, end.as_deref())).collect();
    contradict(&mut suggestions, parts);
    suggestions
}

/// Whether a time or a sum is asked for, and the reply names one in a sentence: steps that happen to hold
/// a number are no surer an answer.
fn tells_value(reply: &Reply<'_>, matters: &[Matter<'_>]) -> bool {
    let told = |quote: &Quote<'_>| {
        let plain = quote.plain();
        matters.iter().any(|matter| matter.terms.value(&plain))
    };
    !reply.lists() && reply.quotes.iter().any(told)
}

/// Writes a reply out, with what carries each of its sentences.
fn written(reply: &Reply<'_>, opening: Option<&str>, end: Option<&str>) -> Suggestion {
    let mut text = String::new();
    let mut sentences = Vec::new();
    let mut add = |block: &str, support: Support, citation: Option<u32>| {
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        let start = text.len();
        text.push_str(block);
        for range in sentences_of(block) {
            sentences.push((start + range.start..start + range.end, support, citation));
        }
    };
    if let Some(opening) = opening {
        add(opening, Support::NoFact, None);
    }
    let citations: Vec<Citation> =
        reply.quotes.iter().map(|quote| citation(quote.passage, quote.range.clone())).collect();
    match &reply.asks {
        Some(question) => add(question, Support::NoFact, None),
        None => {
            for (place, quote) in (0..).zip(&reply.quotes) {
                add(&quote.plain(), Support::Carried, Some(place));
            }
        }
    }
    if let Some(end) = end {
        add(end, Support::NoFact, None);
    }
    let mut characters = Characters::new(&text);
    let sentences = sentences.into_iter().map(|(range, support, citation)| {
        let (start, end) = characters.of(&range);
        SuggestionSentence { start, end, support, citation, problem: None }
    });
    let sentences = sentences.collect();
    Suggestion {
        id: SuggestionId::new(),
        text,
        kind: reply.kind,
        confidence: reply.confidence,
        citations,
        sentences,
        groundedness: reply.asks.is_none().then_some(1.0),
        contradictions: Vec::new(),
        model: None,
        team: None,
    }
}

/// Points out what other passages say against the quotes of the suggestions.
fn contradict(suggestions: &mut [Suggestion], parts: &[Part<'_>]) {
    for part in parts {
        let passages: Vec<&Passage> = part.passages.iter().take(COMPARED).collect();
        let quotes: Vec<Citation> = suggestions
            .iter()
            .filter(|suggestion| suggestion.kind != SuggestionKind::Clarify)
            .flat_map(|suggestion| suggestion.citations.clone())
            .collect();
        for found in contradictions(&quotes, &passages) {
            for suggestion in &mut *suggestions {
                let says = |own: &Citation| {
                    own.chunk == found.one.citation.chunk
                        && own.quote.contains(found.one.citation.quote.as_str())
                };
                if suggestion.kind != SuggestionKind::Clarify
                    && suggestion.citations.iter().any(says)
                {
                    suggestion.contradictions.push(found.clone());
                }
            }
        }
    }
}

fn score(passage: &Passage) -> f32 {
    if passage.score.is_finite() { passage.score.clamp(0.0, 1.0) } else { 0.0 }
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
