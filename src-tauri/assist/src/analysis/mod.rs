//! What a message says: the heads' reading, corrected and completed by rules.

mod guess;
mod priority;

use aside_contract::{
    Analysis, CorrectedBy, CorrectedLabel, Intent, Label, LabelKind, Labelled, Language, Reading,
    Sentiment,
};

use crate::MessageContext;
use crate::cues::{self, Tone};
use crate::language::{self, ENGLISH};

/// The confidence of a label that an explicit phrase decides against the heads.
///
/// Chosen, not calibrated: "I want to speak to a manager" leaves little doubt.
pub const RULE_CONFIDENCE: f32 = 0.9;
/// The confidence of a label that follows the correction of a message that says nearly the same: how
/// often it was right on Banking77 (docs/quality.md).
pub const NEIGHBOUR_CONFIDENCE: f32 = 0.95;

/// Analyses a message: labels, priority with its addends, and whether it repeats a question.
///
/// With a `reading`, its labels stand, except where the words leave no doubt: an explicit request for
/// a person makes the intent `escalate`, and signs of anger (fury, insults, profanity, capitals, `!!`)
/// lift the sentiment. Without one, keywords guess every label at confidence 0 and the analysis is
/// marked as degraded. So it is where the message is in another language than English, which the heads
/// were trained on: what they read then is no more than a guess.
pub fn analyse(ctx: &MessageContext<'_>, reading: Option<&Reading>) -> Analysis {
    analyse_corrected(ctx, reading, &[])
}

/// As [`analyse`], where agents corrected labels of this message or of one that says nearly the same:
/// these labels stand against heads and rules alike, and the priority follows them. What was learnt from
/// corrections is in the `reading` already; it is only named where the rules let it stand.
pub fn analyse_corrected(
    ctx: &MessageContext<'_>,
    reading: Option<&Reading>,
    corrections: &[CorrectedLabel],
) -> Analysis {
    let language = language::of(ctx);
    let foreign = language.is_some_and(|code| code != ENGLISH);
    let degraded = foreign || reading.is_none();
    let reading = match reading {
        Some(reading) if foreign => guess::doubted(reading),
        Some(reading) => *reading,
        None => guess::reading(ctx.text),
    };
    let certain = if degraded { 0.0 } else { RULE_CONFIDENCE };
    let intent = match cues::asks_for_person(ctx.text) {
        Some(_) => decided(reading.intent, Intent::Escalate, certain),
        None => reading.intent,
    };
    let sentiment = lifted(reading.sentiment, &cues::tone(ctx.text), certain);
    let intent = followed(intent, LabelKind::Intent, corrections);
    let category = followed(reading.category, LabelKind::Category, corrections);
    let sentiment = followed(sentiment, LabelKind::Sentiment, corrections);
    let corrected = corrections.iter().filter(|one| match one.kind {
        LabelKind::Intent => one.label == intent.label.name(),
        LabelKind::Category => one.label == category.label.name(),
        LabelKind::Sentiment => one.label == sentiment.label.name(),
        LabelKind::OwnIntent | LabelKind::OwnCategory => false,
    });
    let repeated_question = cues::attempts(ctx).count > 1;
    let danger = cues::danger(ctx.text).is_some();
    let (priority, priority_points) =
        priority::priority(sentiment.label, repeated_question, ctx.vip, danger);
    Analysis {
        intent,
        category,
        sentiment,
        urgency: Some(reading.urgency),
        own: Vec::new(),
        language: language.map(|code| Language { code: code.to_owned(), understood: !foreign }),
        corrected: corrected.cloned().collect(),
        priority,
        priority_points,
        repeated_question,
        degraded,
    }
}

/// `label` instead of what was read, at least as sure as `certain`.
fn decided<L: Copy + PartialEq>(read: Labelled<L>, label: L, certain: f32) -> Labelled<L> {
    let confidence = if read.label == label { read.confidence.max(certain) } else { certain };
    Labelled { label, confidence, unsure: false }
}

/// The label that the corrections give, if they give one.
fn followed<L: Label>(
    read: Labelled<L>,
    kind: LabelKind,
    corrections: &[CorrectedLabel],
) -> Labelled<L> {
    let confidence = |by| match by {
        CorrectedBy::Agent => Some(1.0),
        CorrectedBy::Neighbour => Some(NEIGHBOUR_CONFIDENCE),
        CorrectedBy::Learnt => None,
    };
    corrections
        .iter()
        .filter(|one| one.kind == kind)
        .find_map(|one| Some((L::from_name(&one.label)?, confidence(one.by)?)))
        .map_or(read, |(label, confidence)| Labelled { label, confidence, unsure: false })
}

/// The sentiment with what loudness and rudeness add: two signs make an unhappy message angry, three
/// a neutral one, and a single sign makes a neutral one that also complains negative. Praise stands.
fn lifted(read: Labelled<Sentiment>, tone: &Tone, certain: f32) -> Labelled<Sentiment> {
    match (read.label, tone.anger) {
        (Sentiment::Negative, 2..) | (Sentiment::Neutral, 3..) => {
            decided(read, Sentiment::Angry, certain)
        }
        (Sentiment::Neutral, 1..) if tone.unhappy => decided(read, Sentiment::Negative, certain),
        _ => read,
    }
}
