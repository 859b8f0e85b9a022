//! What the customer feels, in a word, and why one may say so.

use aside_contract::{Evidence, LabelKind, Sentiment, TicketFeeling, Trend};

use super::{HandOverContext, customers};
use crate::cues;
use crate::mood::trend;

pub(super) fn feeling(ctx: &HandOverContext<'_>) -> TicketFeeling {
    let newest = customers(ctx.messages).next_back();
    let sentiment = ctx
        .advice
        .map(|advice| advice.analysis.sentiment.label)
        .or_else(|| ctx.moods.last().map(|point| point.sentiment));
    let word = match sentiment {
        Some(Sentiment::Angry) => "angry",
        Some(Sentiment::Negative) => "unhappy",
        Some(Sentiment::Neutral) => "calm",
        Some(Sentiment::Positive) => "pleased",
        None => "unknown",
    };
    let trend = trend(ctx.moods);
    let signs = newest.map(|message| cues::feeling_signs(&message.text)).unwrap_or_default();
    let mut parts: Vec<Evidence> = signs.into_iter().map(Evidence::words).collect();
    if trend != Trend::Steady {
        let moods = ctx.moods.iter().map(|point| point.sentiment).collect();
        parts.push(Evidence::Moods { moods });
    }
    if parts.is_empty()
        && let Some(advice) = ctx.advice
    {
        let read = advice.analysis.sentiment;
        parts.push(Evidence::Label {
            what: LabelKind::Sentiment,
            label: read.label.to_string(),
            confidence: Some(read.confidence),
        });
    }
    let evidence = parts.iter().map(Evidence::to_string).collect::<Vec<_>>().join("; ");
    TicketFeeling { word: word.to_owned(), trend, evidence, parts }
}
