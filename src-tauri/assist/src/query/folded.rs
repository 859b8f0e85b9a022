//! What a message asks, as one text.

use std::sync::LazyLock;

use aside_contract::{Analysis, Intent};
use regex::Regex;

use super::{cleaned, corrects, shortened};
use crate::MessageContext;
use crate::text::{content_set, fold, pattern, words};

/// How many earlier messages of the customer are folded in at most.
const MAX_FOLDED: usize = 2;

/// Begins, or begins its question, as the continuation of something.
static CONTINUES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\W*(?:and|or|but|so|also|then|what about|how about|what if|same|yes|yeah|yep|no|nope|ok|okay)\b|[.!?\n]\s*(?:what about|how about|and (?:for|what|how|when|where|if|the|with|is|can|do|does|which|then)) ",
    )
});
/// Points at something that was said before.
static POINTS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:it|its|that|this|these|those|them|they|their|there|he|she|him|her|one|ones|other|others|another|same|instead|above|both|first|second|latter|former)\b",
    )
});

/// What such a word may stand before without pointing at anything: "this morning".
static TIMES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^ (?:morning|afternoon|evening|time|day|week|weekend|month|year)\b")
});

/// What the message asks: the customer's own lines without greeting, thanks and signature;
/// where it cannot stand alone ("and for the other one?"), after the customer's earlier messages.
///
/// Never empty for a message that is not empty. At most about 1,200 characters: of a longer message
/// its questions and its first sentences are kept.
pub fn folded_query(ctx: &MessageContext<'_>, analysis: &Analysis) -> String {
    let own = cleaned(ctx.text);
    if stands_alone(&own, analysis) {
        return own;
    }
    let mut parts = vec![own];
    let mut seen = content_set(&parts[0]);
    for earlier in ctx.earlier().take(MAX_FOLDED) {
        let earlier = cleaned(earlier);
        let matter = content_set(&earlier);
        // Thanks and bare answers add nothing to search for.
        if !matter.is_subset(&seen) {
            let alone = stands_alone(&earlier, analysis);
            parts.push(earlier);
            seen.extend(matter);
            if alone {
                break;
            }
        }
    }
    parts.reverse();
    shortened(&parts.join("\n"))
}

/// Whether `text` names its own matter: enough words of content, or a few and nothing that points back.
fn stands_alone(text: &str, analysis: &Analysis) -> bool {
    if corrects(text) {
        return false;
    }
    let matter = content_set(text).len();
    let points = points_back(text);
    // A bare request for a person carries the matter of what was said before.
    let enough = if analysis.intent.label == Intent::Escalate { 6 } else { 5 };
    matter >= enough
        || (!points && matter >= 2)
        || (!points && matter == 1 && words(text).len() >= 4)
}

/// Whether a text goes on from something said before, or points at it.
pub(super) fn points_back(text: &str) -> bool {
    let folded = fold(text);
    CONTINUES.is_match(&folded)
        || POINTS.find_iter(&folded).any(|word| !TIMES.is_match(&folded[word.end()..]))
}
