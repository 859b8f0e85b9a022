//! Whether the chat answers by itself, and what it says otherwise.

use aside_contract::{
    Analysis, Category, Escalation, Intent, Passage, Sentiment, SuggestionId, Visibility,
};

use crate::cues::{self, Threat};
use crate::language::ENGLISH;
use crate::message::{MessageContext, Outcome};
use crate::text::{flatten, fold};

/// The confidence from which the best reply may go out without a person.
///
/// A reply that is wrong costs more than a hand-over, so it stands above the even chance at which a
/// reply is still worth showing to an agent: from here on, nine of ten first passages to the sample's
/// questions are right, and five of six to those of support articles (docs/quality.md).
pub const AUTO_ANSWER_CONFIDENCE: f32 = 0.6;

/// What the chat says while a person leads the conversation: it answers nothing itself.
pub const A_PERSON_ANSWERS: &str = "A colleague is with you in this chat and will answer you here.";

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

/// What is said to who speaks of self-harm, in German to who writes German. The lines are those of the
/// countries where the language is spoken most; a team elsewhere sets its own words.
pub(crate) fn self_harm(analysis: Option<&Analysis>) -> &'static str {
    let language = analysis.and_then(|analysis| analysis.language.as_ref());
    match language.map(|language| language.code.as_str()) {
        Some("de") => SELF_HARM_GERMAN,
        _ => SELF_HARM,
    }
}

const SELF_HARM_GERMAN: &str = "Es tut mir sehr leid, dass es Ihnen so geht, und es ist gut, dass Sie geschrieben haben. Sie müssen da nicht allein durch: Wenn Sie sich etwas antun könnten, rufen Sie bitte jetzt den Notruf 112 (in der Schweiz 144) oder die Telefonseelsorge, in Deutschland 0800 111 0 111, in Österreich 142, in der Schweiz 143. Ich gebe Ihre Nachricht sofort an einen Kollegen weiter.";
const SELF_HARM: &str = "I'm very sorry that you feel this way, and I'm glad that you wrote. You don't have to go through this alone: if you might hurt yourself, please call your local emergency number now, or a crisis line such as 988 in the US and Canada or 116 123 in the UK and Ireland. I'm passing your message on to a colleague at once.";

/// What the chat says to the customer.
#[derive(Clone, Debug, PartialEq)]
pub enum ChatDecision {
    /// The assistant answers with a suggestion.
    Answer {
        /// The suggestion's text.
        text: String,
        /// The suggestion.
        suggestion_id: SuggestionId,
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
/// It may where the message is not known to be in another language than English, its intent is a
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
        Some(best) => ChatDecision::Answer { text: best.text.clone(), suggestion_id: best.id },
    }
}

/// The sentence that hands over; once said in the conversation, another one.
fn hand_over(ctx: &MessageContext<'_>, outcome: &Outcome<'_>, cause: HandOverCause) -> String {
    let analysis = outcome.analysis;
    let asked = cues::asks_for_person(ctx.text).is_some();
    // Praise is ironic where something is broken, and no model hears it.
    let troubled =
        analysis.category.label == Category::Technical || cues::tells_of_trouble(ctx.text);
    let sure = analysis.intent.confidence >= KIND_WORDS_CONFIDENCE
        && analysis.sentiment.confidence >= KIND_WORDS_CONFIDENCE;
    let first = match (cause, analysis.sentiment.label) {
        _ if cues::threat(ctx.text).is_some_and(|(who, _)| who == Threat::Self_) => {
            self_harm(Some(analysis))
        }
        _ if cues::threat(ctx.text).is_some() => "I'm handing this over to a colleague.",
        _ if cues::danger(ctx.text).is_some() => {
            "Your safety comes first: please keep away from it, and call the emergency services if anybody is hurt or in danger. I'm handing you over to a colleague who has everything that you wrote."
        }
        // Thanks for kind words must not meet a message that was misread.
        (HandOverCause::NoQuestion, Sentiment::Positive) if sure && !troubled => {
            "Thank you for your kind words. I'll pass them on to our team."
        }
        (HandOverCause::NoQuestion, Sentiment::Neutral) if sure => {
            "Thank you for telling us. A colleague will read your message."
        }
        (_, Sentiment::Angry) => {
            "I'm sorry about this, and I understand that you are upset. I'm handing you over to a colleague who has everything that you wrote."
        }
        (_, Sentiment::Negative) => {
            "I'm sorry about the trouble. I'm handing you over to a colleague who has everything that you wrote."
        }
        _ if asked => {
            "Of course. I'm handing you over to a colleague who has everything that you wrote."
        }
        _ => {
            "Thank you for your message. I'd like a colleague to look at this, so I'm handing you over; they have everything that you wrote."
        }
    };
    let first = match cues::danger(ctx.text).and_then(|_| safety(outcome.passages)) {
        Some(instruction) => format!("{first}\n\n{instruction}"),
        None => first.to_owned(),
    };
    let said = fold(&first);
    if !ctx.answered().any(|answer| fold(answer) == said) {
        return first;
    }
    match analysis.sentiment.label {
        Sentiment::Angry | Sentiment::Negative => {
            "I'm sorry that this is not solved yet. I've added your message, and a colleague will answer you here.".to_owned()
        }
        _ => "Thank you, I've added this to your conversation. A colleague will answer you here.".to_owned(),
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
