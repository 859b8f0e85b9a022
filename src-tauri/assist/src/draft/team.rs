//! The team's own words as suggestions: macros, and replies that agents sent before.

use std::sync::LazyLock;

use aside_contract::{
    Analysis, Passage, Sentiment, Suggestion, SuggestionId, SuggestionKind, Support, TeamWords,
};
use regex::Regex;

use super::Voice;
use super::said::Said;
use crate::grounding::{cited, tells_of_a_deed};
use crate::sentences::CustomerLanguage;
use crate::text::{fold, pattern};
use crate::{MessageContext, cues};

/// Words of the team's own that fit a message.
#[derive(Clone, Debug)]
pub struct TeamReply<'a> {
    /// [`SuggestionKind::Macro`] or [`SuggestionKind::SentBefore`].
    pub kind: SuggestionKind,
    /// The words: of a macro with its places filled, of a reply without greeting and signature.
    pub text: &'a str,
    /// How well they fit, 0 to 1.
    pub fit: f32,
    /// Where they come from.
    pub team: TeamWords,
}

/// Is glad of something that went well.
static GLAD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:glad|happy|pleased|delighted|great|good|lovely|nice)(?: to hear| that (?:it|this|that|everything|all)\b)",
    )
});

/// The suggestion made of the team's own words. `None` where the conversation was told them before, for a
/// reply sent before that tells what was done in another case, and where they would hurt: to somebody in
/// danger, or words that are glad to somebody who is not.
///
/// Sentences that a passage carries are tied to it; the others are the team's word, so groundedness is
/// not judged.
pub fn team_reply(
    ctx: &MessageContext<'_>,
    analysis: &Analysis,
    passages: &[Passage],
    voice: &Voice,
    reply: TeamReply<'_>,
) -> Option<Suggestion> {
    let sent_before = reply.kind == SuggestionKind::SentBefore;
    if Said::new(ctx).holds(reply.text) || (sent_before && tells_of_a_deed(reply.text)) {
        return None;
    }
    // Nobody in danger wants words that were kept for other days, nobody in trouble good wishes.
    let grave = cues::danger(ctx.text).is_some() || cues::threat(ctx.text).is_some();
    let unhappy = matches!(analysis.sentiment.label, Sentiment::Negative | Sentiment::Angry)
        || cues::tells_of_trouble(ctx.text);
    if grave || (unhappy && GLAD.is_match(&fold(reply.text))) {
        return None;
    }
    // A macro is whole as the team wrote it.
    let language = CustomerLanguage::of(analysis.language.as_ref(), ctx.page_language);
    let opening = voice.opening(analysis.sentiment.label, analysis.repeated_question, language);
    let opening = opening.filter(|_| sent_before).map(str::to_owned);
    let end = voice.end().filter(|_| sent_before);
    let parts: Vec<String> =
        opening.into_iter().chain([reply.text.to_owned()]).chain(end).collect();
    let text = parts.join("\n\n");
    let passages: Vec<&Passage> = passages.iter().collect();
    let (mut sentences, citations, _) = cited(&text, &passages, &voice.phrases());
    for sentence in &mut sentences {
        if sentence.support == Support::Unsupported {
            (sentence.support, sentence.problem) = (Support::Team, None);
        }
    }
    Some(Suggestion {
        id: SuggestionId::new(),
        text,
        kind: reply.kind,
        confidence: reply.fit.clamp(0.0, 1.0),
        citations,
        sentences,
        groundedness: None,
        contradictions: Vec::new(),
        model: None,
        team: Some(reply.team),
    })
}

/// `text` with each `{place}` that `value` knows filled. A known place without a value goes, with the
/// space before it, and the comma where nothing follows it; an unknown one stays for the agent to see.
pub fn filled<'v>(text: &str, value: impl Fn(&str) -> Option<Option<&'v str>>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('{') {
        let Some(end) = rest[start..].find('}').map(|end| start + end) else { break };
        out.push_str(&rest[..start]);
        match value(rest[start + 1..end].trim()) {
            Some(Some(value)) => out.push_str(value),
            Some(None) => {
                out.truncate(out.trim_end_matches(' ').len());
                if out.ends_with(',') && rest[end + 1..].starts_with([',', '.', '!', '?', ';']) {
                    out.pop();
                }
            }
            None => out.push_str(&rest[start..=end]),
        }
        rest = &rest[end + 1..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_good_days_are_not_said_on_bad_ones() {
        let said = |text: &str, reply: &str| {
            let ctx = MessageContext { text, ..MessageContext::default() };
            let team = TeamWords { key: "k".into(), name: None, sent: 0, dismissed: 0 };
            let reply = TeamReply { kind: SuggestionKind::Macro, text: reply, fit: 0.7, team };
            let analysis = crate::analyse(&ctx, None);
            team_reply(&ctx, &analysis, &[], &Voice::default(), reply).is_some()
        };
        let (glad, plain) = ("I am glad that it works again.", "Please send me the serial number.");
        assert!(said("It works again!", glad));
        assert!(!said("Still not working!! This is getting ridiculous.", glad));
        assert!(said("Still not working!! This is getting ridiculous.", plain));
        assert!(!said("The Hub is on fire", plain));
    }

    #[test]
    fn places_are_filled_and_those_without_a_value_leave_no_gap() {
        let value = |name: &str| match name {
            "customer_name" => Some(Some("Ada")),
            "order_number" => Some(None),
            _ => None,
        };
        for (text, expected) in [
            ("Hello {customer_name}, hi.", "Hello Ada, hi."),
            ("Your order {order_number} is on its way.", "Your order is on its way."),
            ("Hello {order_number},\n\nhi.", "Hello,\n\nhi."),
            ("Thank you, {order_number}. Bye.", "Thank you. Bye."),
            ("Call {extension}.", "Call {extension}."),
            ("An open { brace", "An open { brace"),
            ("{ customer_name }!", "Ada!"),
        ] {
            assert_eq!(filled(text, value), expected);
        }
    }
}
