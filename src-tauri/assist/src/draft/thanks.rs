//! Messages that want no answer from the documents.

use aside_contract::{Analysis, Intent, Sentiment};

use crate::MessageContext;
use crate::cues::tells_of_trouble;
use crate::text::{content_set, own_words};

/// How sure the intent and the sentiment have to be.
const SURE: f32 = 0.7;
/// Thanks name what worked and who helped; more words of content may hold a matter of their own.
const MOST_WORDS: usize = 6;

/// Whether the message only thanks or praises: it asks nothing, tells of no trouble, and is short.
pub(super) fn only_thanks(ctx: &MessageContext<'_>, analysis: &Analysis) -> bool {
    let own = own_words(ctx.text);
    analysis.intent.label == Intent::Feedback
        && analysis.sentiment.label == Sentiment::Positive
        && analysis.intent.confidence.min(analysis.sentiment.confidence) >= SURE
        && !own.contains('?')
        && !tells_of_trouble(&own)
        && content_set(&own).len() <= MOST_WORDS
}
