//! Whether the chat answers by itself, and what it says otherwise.

mod fits;

use aside_contract::{Category, Escalation, Intent, Passage, Sentiment, SuggestionId, Visibility};

use crate::cues::{self, Courtesy, Threat};
use crate::language::ENGLISH;
use crate::message::{MessageContext, Outcome};
use crate::sentences::CustomerLanguage;
use crate::text::{flatten, fold};

/// The confidence from which the best reply may go out without a person.
///
/// A reply that is wrong costs more than a hand-over, so it stands above the even chance at which a
/// reply is still worth showing to an agent: from here on, nine of ten first passages to the sample's
/// questions are right, and five of six to those of support articles (docs/quality.md).
pub const AUTO_ANSWER_CONFIDENCE: f32 = 0.6;

/// How likely the best reply has to be the one that was asked for.
const ASKED_FOR: f32 = 0.7;

/// How sure the intent and the sentiment have to be before feedback is thanked for.
const KIND_WORDS_CONFIDENCE: f32 = 0.7;

/// Why the chat hands over to a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HandOverCause {
    /// Escalation is recommended.
    Escalation,
    /// Something failed, or no model is loaded.
    Failure,
    /// The message is in a language that the classifiers do not read.
    Language,
    /// Nothing relevant was found, or nothing that was not said before.
    NothingFound,
    /// The best reply is below [`AUTO_ANSWER_CONFIDENCE`], or another document contradicts it.
    Unsure,
    /// The message wants no answer from the knowledge base: thanks or an opinion.
    NoQuestion,
}

/// What the chat says to the customer.
#[derive(Clone, Debug, PartialEq)]
pub enum ChatDecision {
    /// The assistant answers with a suggestion, or returns a courtesy.
    Answer {
        /// The suggestion's text, or a kind word back.
        text: String,
        /// The suggestion; none where the message was a courtesy.
        suggestion_id: Option<SuggestionId>,
    },
    /// A person takes over.
    HandOver {
        /// A kind sentence that promises neither a time nor an outcome.
        text: String,
        /// Why.
        cause: HandOverCause,
    },
}

impl ChatDecision {
    /// What the customer reads.
    pub fn text(&self) -> &str {
        match self {
            Self::Answer { text, .. } | Self::HandOver { text, .. } => text,
        }
    }
}

/// Decides whether the assistant may answer in the chat by itself.
///
/// A greeting is returned, and thanks or a farewell need no person. Else it may where the message is not known to be in another language than English, its intent is a
/// question, problem or action, nothing failed, a model is loaded, escalation is not recommended, and the best
/// reply reaches [`AUTO_ANSWER_CONFIDENCE`] with no document against it.
pub fn auto_answer(
    ctx: &MessageContext<'_>,
    outcome: &Outcome<'_>,
    escalation: &Escalation,
) -> ChatDecision {
    let analysis = outcome.analysis;
    let hand_over = |cause| ChatDecision::HandOver { text: hand_over(ctx, outcome, cause), cause };
    if escalation.recommended {
        return hand_over(HandOverCause::Escalation);
    }
    if let Some(text) = courtesy(ctx) {
        return ChatDecision::Answer { text, suggestion_id: None };
    }
    if analysis.language.as_ref().is_some_and(|language| language.code != ENGLISH) {
        return hand_over(HandOverCause::Language);
    }
    if outcome.failure.is_some() || analysis.degraded {
        return hand_over(HandOverCause::Failure);
    }
    if !matches!(analysis.intent.label, Intent::Question | Intent::Problem | Intent::Action) {
        return hand_over(HandOverCause::NoQuestion);
    }
    // Only the documents' own words go out by themselves.
    let mut exact = outcome.suggestions.iter().filter(|suggestion| suggestion.is_exact());
    match exact.next() {
        None => hand_over(HandOverCause::NothingFound),
        // Of two documents with two numbers a person has to say which holds.
        Some(best) if !best.contradictions.is_empty() => hand_over(HandOverCause::Unsure),
        Some(best) if best.confidence < AUTO_ANSWER_CONFIDENCE => hand_over(HandOverCause::Unsure),
        Some(best) if fits::likelihood(ctx, outcome.passages, best) < ASKED_FOR => {
            hand_over(HandOverCause::Unsure)
        }
        Some(best) => {
            ChatDecision::Answer { text: best.text.clone(), suggestion_id: Some(best.id) }
        }
    }
}

/// The kind word back to a message that is nothing but a courtesy.
fn courtesy(ctx: &MessageContext<'_>) -> Option<String> {
    // Files beside it are its matter.
    if ctx.with_files {
        return None;
    }
    let (courtesy, own) = cues::courtesy(ctx.text)?;
    // So few words tell the language only where the page does not.
    let language = ctx.page_language.map_or(own, CustomerLanguage::of_tag);
    let sentences = language.sentences();
    Some(match courtesy {
        Courtesy::Greeting => sentences.greeting.to_owned(),
        Courtesy::Farewell => sentences.farewell.to_owned(),
    })
}

/// The sentence that hands over, in the customer's language; once said in the conversation, another one.
fn hand_over(ctx: &MessageContext<'_>, outcome: &Outcome<'_>, cause: HandOverCause) -> String {
    let analysis = outcome.analysis;
    let language = CustomerLanguage::of(analysis.language.as_ref(), ctx.page_language);
    let (sentences, said) = (language.sentences(), &language.sentences().hand_over);
    let asked = cues::asks_for_person(ctx.text).is_some();
    // Praise is ironic where something is broken, and no model hears it.
    let troubled =
        analysis.category.label == Category::Technical || cues::tells_of_trouble(ctx.text);
    let sure = analysis.intent.confidence >= KIND_WORDS_CONFIDENCE
        && analysis.sentiment.confidence >= KIND_WORDS_CONFIDENCE;
    let first = match (cause, analysis.sentiment.label) {
        _ if cues::threat(ctx.text).is_some_and(|(who, _)| who == Threat::Self_) => said.self_harm,
        _ if cues::threat(ctx.text).is_some() => said.threat,
        _ if cues::danger(ctx.text).is_some() => said.danger,
        // Thanks for kind words must not meet a message that was misread.
        (HandOverCause::NoQuestion, Sentiment::Positive) if sure && !troubled => said.kind_words,
        (HandOverCause::NoQuestion, Sentiment::Neutral) if sure => said.opinion,
        (_, Sentiment::Angry) => said.angry,
        (_, Sentiment::Negative) => said.unhappy,
        _ if asked => sentences.person_comes,
        _ => said.plain,
    };
    let first = match cues::danger(ctx.text).and_then(|_| safety(outcome.passages)) {
        Some(instruction) => format!("{first}\n\n{instruction}"),
        None => first.to_owned(),
    };
    let same = fold(&first);
    if !ctx.answered().any(|answer| fold(answer) == same) {
        return first;
    }
    match analysis.sentiment.label {
        Sentiment::Angry | Sentiment::Negative => said.again_unhappy.to_owned(),
        _ => said.again.to_owned(),
    }
}

/// What the documents say to do in danger, word by word, from the best passage that says it.
fn safety(passages: &[Passage]) -> Option<String> {
    let public = passages.iter().filter(|passage| passage.visibility == Visibility::Public);
    public.into_iter().find_map(|passage| {
        let range = cues::safety_instruction(&passage.text)?;
        Some(flatten(&passage.text[range]))
    })
}
