//! What to say to the customer who is handed over. It promises neither a time nor an outcome.

use aside_contract::Sentiment;

use super::{HandOverContext, customers};
use crate::chat::self_harm;
use crate::cues::{self, Threat};

/// The team's words for this sentiment, else the built-in ones; `{ticket}` stands for the ticket's id.
pub(super) fn hand_off(ctx: &HandOverContext<'_>) -> String {
    let sentiment = ctx.advice.map_or(Sentiment::Neutral, |advice| advice.analysis.sentiment.label);
    let newest = customers(ctx.messages).next_back().map_or("", |message| &*message.text);
    // Who spoke of self-harm, or threatened people, is not thanked for patience two messages later.
    let threat = customers(ctx.messages).rev().find_map(|message| cues::threat(&message.text));
    if let Some((who, _)) = threat {
        let own = &ctx.voice.hand_off;
        let (own, built_in) = match who {
            Threat::Self_ => (&own.self_harm, self_harm(ctx.advice.map(|advice| &advice.analysis))),
            Threat::Others => {
                (&own.threat, "I'm passing this on to a colleague. Your reference is {ticket}.")
            }
        };
        return own.as_deref().unwrap_or(built_in).to_owned();
    }
    // Danger has its own words, whatever the team says to the unhappy.
    if cues::danger(newest).is_some() {
        return "Your safety comes first: please keep away from it, and call the emergency services if anybody is hurt or in danger. I'm passing this on to a colleague at once. Your reference is {ticket}.".to_owned();
    }
    let own = match sentiment {
        Sentiment::Angry => &ctx.voice.hand_off.angry,
        Sentiment::Negative => &ctx.voice.hand_off.negative,
        Sentiment::Neutral => &ctx.voice.hand_off.neutral,
        Sentiment::Positive => &ctx.voice.hand_off.positive,
    };
    if let Some(own) = own {
        return own.clone();
    }
    let text = match sentiment {
        Sentiment::Angry => {
            "I'm sorry that it has come to this, and I understand that you are upset. I'm passing it on to a colleague who can decide more than I can. They have everything that you wrote, so you need not tell it again. Your reference is {ticket}."
        }
        Sentiment::Negative => {
            "I'm sorry about the trouble. I'm passing this on to a colleague who knows more about it. They have everything that you wrote, so you need not tell it again. Your reference is {ticket}."
        }
        Sentiment::Neutral | Sentiment::Positive => {
            "Thank you for your patience. I'm passing this on to a colleague who can help you further. They have everything that you wrote. Your reference is {ticket}."
        }
    };
    text.to_owned()
}
