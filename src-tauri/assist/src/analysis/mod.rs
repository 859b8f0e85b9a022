//! What a message says: the heads' reading, corrected and completed by rules.

mod guess;
mod priority;
mod waiting;

use aside_contract::{
    Analysis, CorrectedBy, CorrectedLabel, Intent, Label, LabelKind, Labelled, Language, Reading,
    Sentiment,
};

use crate::MessageContext;
use crate::cues::{self, Mixed, Threat, Tone};
use crate::language::{self, ENGLISH};
use priority::Grounds;
pub(crate) use priority::priority_of;
pub use waiting::Waiting;

/// The confidence of a label that an explicit phrase decides against the heads.
///
/// Chosen, not calibrated: "I want to speak to a manager" leaves little doubt.
pub const RULE_CONFIDENCE: f32 = 0.9;
/// The confidence of a label that follows the correction of a message that says nearly the same: how
/// often it was right on Banking77 (docs/quality.md).
pub const NEIGHBOUR_CONFIDENCE: f32 = 0.95;
/// The confidence of a label that a language model gave where the classifiers were unsure. Set by judgement:
/// models differ, and none is measured here.
pub const MODEL_CONFIDENCE: f32 = 0.75;

/// Analyses a message: labels, priority with its addends, and whether it repeats a question.
///
/// With a `reading`, its labels stand, except where the words leave no doubt: an explicit request for
/// a person makes the intent `escalate`, and what the encoder cannot see or takes for its opposite
/// (capitals, faces, stretched words, denied displeasure, praise beside a complaint) corrects the
/// sentiment. Without one, keywords guess every label at confidence 0 and the analysis is marked as
/// degraded. So it is where the message is in another language than English, which the heads were
/// trained on: what they read then is no more than a guess.
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
        // Nothing says that it is English.
        Some(reading) if language.is_none() && language::looks_foreign(ctx.text) => {
            guess::unsure(reading)
        }
        Some(reading) => *reading,
        None => guess::reading(ctx.text),
    };
    let certain = if degraded { 0.0 } else { RULE_CONFIDENCE };
    let intent = match cues::asks_for_person(ctx.text) {
        Some(_) => decided(reading.intent, Intent::Escalate, certain),
        None => reading.intent,
    };
    let mixed = cues::mixed(ctx.text);
    // A laugh or a courtesy over a problem is no praise.
    let unpraised = intent.label == Intent::Problem
        && !cues::praises(ctx.text)
        && (cues::laughs(ctx.text) || cues::tells_of_trouble(ctx.text));
    let sentiment = felt(reading.sentiment, unpraised, &cues::tone(ctx.text), mixed, certain);
    let threat = cues::threat(ctx.text).map(|(who, _)| who);
    let damages = cues::damage_claim(ctx.text).is_some();
    let sentiment = grave(sentiment, threat, damages, certain);
    let intent = followed(intent, LabelKind::Intent, corrections);
    let category = followed(reading.category, LabelKind::Category, corrections);
    let sentiment = followed(sentiment, LabelKind::Sentiment, corrections);
    let corrected = corrections.iter().filter(|one| match one.kind {
        LabelKind::Intent => one.label == intent.label.name(),
        LabelKind::Category => one.label == category.label.name(),
        LabelKind::Sentiment => one.label == sentiment.label.name(),
        LabelKind::OwnIntent | LabelKind::OwnCategory => false,
    });
    let attempts = cues::attempts(ctx).count;
    let (priority, priority_points) = priority::priority(&Grounds {
        sentiment: sentiment.label,
        attempts,
        vip: ctx.vip,
        danger: cues::danger(ctx.text).is_some(),
        threat,
        damages,
        deadline: cues::deadline(ctx.text).as_ref(),
        // Who is pleased presses for nothing.
        urgency: (!degraded && sentiment.label != Sentiment::Positive).then_some(reading.urgency),
    });
    Analysis {
        intent,
        category,
        sentiment,
        mixed: mixed != Mixed::No,
        urgency: Some(reading.urgency),
        own: Vec::new(),
        suspicious: None,
        language: language.map(|code| Language { code: code.to_owned(), understood: !foreign }),
        corrected: corrected.cloned().collect(),
        slots: Vec::new(),
        priority,
        priority_points,
        repeated_question: attempts > 1,
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
        CorrectedBy::Model => Some(MODEL_CONFIDENCE),
        CorrectedBy::Learnt => None,
    };
    corrections
        .iter()
        .filter(|one| one.kind == kind)
        .find_map(|one| Some((L::from_name(&one.label)?, confidence(one.by)?)))
        .map_or(read, |(label, confidence)| Labelled { label, confidence, unsure: false })
}

/// Who threatens people is angry, however calm the words; who speaks of self-harm, or claims damages, is
/// neither pleased nor indifferent.
fn grave(
    read: Labelled<Sentiment>,
    threat: Option<Threat>,
    damages: bool,
    certain: f32,
) -> Labelled<Sentiment> {
    let calm = matches!(read.label, Sentiment::Positive | Sentiment::Neutral);
    match threat {
        Some(Threat::Others) => decided(read, Sentiment::Angry, certain),
        Some(Threat::Self_) if calm => decided(read, Sentiment::Negative, certain),
        None if damages && calm => decided(read, Sentiment::Negative, certain),
        _ => read,
    }
}

/// Above this confidence the heads' displeasure stands although the words deny one.
const SURE_OF_DISPLEASURE: f32 = 0.75;

/// Below this confidence the heads' pleasure gives way to words of displeasure.
const SURE_OF_PLEASURE: f32 = 0.75;

/// The sentiment with what the encoder cannot see, or takes for its opposite.
///
/// Two signs of anger make an unhappy message angry, three a neutral one; anger that is denied is
/// displeasure at most. A message that is neutral but for its stress takes the side of its words, or of
/// its faces where the words have none. Praise that is followed by a complaint leaves the complaint, and
/// what only looks like praise is none: praise that is denied, thanks with a "but", a laugh over a
/// problem. Praise alone stands.
fn felt(
    read: Labelled<Sentiment>,
    unpraised: bool,
    tone: &Tone,
    mixed: Mixed,
    certain: f32,
) -> Labelled<Sentiment> {
    use Sentiment::{Angry, Negative, Neutral, Positive};
    let decide = |label| decided(read, label, certain);
    match (read.label, tone.anger) {
        (Negative | Neutral | Angry, 0) if tone.beyond_praise => decide(Positive),
        (Negative, 2..) | (Neutral, 3..) => decide(Angry),
        (Negative | Angry, 0) if tone.calm && read.confidence < SURE_OF_DISPLEASURE => {
            decide(if tone.happy { Positive } else { Neutral })
        }
        (Angry, 0) if tone.not_angry => decide(Negative),
        (Neutral | Positive, _) if mixed == Mixed::EndsBad => decide(Negative),
        (Positive, _) if mixed == Mixed::No && tone.unpraised && !tone.calm => decide(Negative),
        (Positive, _) if mixed == Mixed::No => {
            let courtesy = tone.thanks_but || unpraised && !tone.happy;
            let doubted = courtesy || read.confidence < SURE_OF_PLEASURE && !tone.happy;
            match (tone.unhappy, courtesy) {
                (true, _) if doubted => decide(Negative),
                (false, true) => decide(Neutral),
                _ => read,
            }
        }
        (Neutral, anger) => {
            let stressed = tone.stressed || anger > 0;
            if stressed && tone.unhappy || tone.sad_face {
                decide(Negative)
            } else if stressed && tone.happy || tone.glad_face {
                decide(Positive)
            } else {
                read
            }
        }
        _ => read,
    }
}
