//! What the customer feels, in a word, and why one may say so.

use aside_contract::{Sentiment, TicketFeeling, Trend};

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
    let mut evidence = newest.map(|message| cues::feeling_signs(&message.text)).unwrap_or_default();
    if trend != Trend::Steady {
        let moods: Vec<String> =
            ctx.moods.iter().map(|point| point.sentiment.to_string()).collect();
        evidence.push(format!("from message to message: {}", moods.join(", ")));
    }
    if evidence.is_empty()
        && let Some(advice) = ctx.advice
    {
        let read = advice.analysis.sentiment;
        evidence.push(format!("read as {}, {:.0} % sure", read.label, read.confidence * 100.0));
    }
    TicketFeeling { word: word.to_owned(), trend, evidence: evidence.join("; ") }
}
