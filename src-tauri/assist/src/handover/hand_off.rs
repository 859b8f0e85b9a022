//! What to say to the customer who is handed over. It promises neither a time nor an outcome.

use aside_contract::Sentiment;

use super::{HandOverContext, customers};
use crate::cues::{self, Threat};

/// The team's words for this sentiment, else the built-in ones in the customer's language; `{ticket}` stands
/// for the ticket's id.
pub(super) fn hand_off(ctx: &HandOverContext<'_>) -> String {
    let sentiment = ctx.advice.map_or(Sentiment::Neutral, |advice| advice.analysis.sentiment.label);
    let newest = customers(ctx.messages).next_back().map_or("", |message| &*message.text);
    let sentences = ctx.language().sentences();
    let said = &sentences.hand_off;
    // Who spoke of self-harm, or threatened people, is not thanked for patience two messages later.
    let threat = customers(ctx.messages).rev().find_map(|message| cues::threat(&message.text));
    if let Some((who, _)) = threat {
        let own = &ctx.voice.hand_off;
        let (own, built_in) = match who {
            Threat::Self_ => (&own.self_harm, sentences.hand_over.self_harm),
            Threat::Others => (&own.threat, said.threat),
        };
        return own.as_deref().unwrap_or(built_in).to_owned();
    }
    // Danger has its own words, whatever the team says to the unhappy.
    if cues::danger(newest).is_some() {
        return said.danger.to_owned();
    }
    let own = match sentiment {
        Sentiment::Angry => &ctx.voice.hand_off.angry,
        Sentiment::Negative => &ctx.voice.hand_off.negative,
        Sentiment::Neutral => &ctx.voice.hand_off.neutral,
        Sentiment::Positive => &ctx.voice.hand_off.positive,
    };
    let built_in = match sentiment {
        Sentiment::Angry => said.angry,
        Sentiment::Negative => said.unhappy,
        Sentiment::Neutral | Sentiment::Positive => said.plain,
    };
    own.as_deref().unwrap_or(built_in).to_owned()
}
