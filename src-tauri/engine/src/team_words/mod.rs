//! The team's own words for a message: its macros, and what its agents sent before.
//!
//! Both are compared with the message by the embedding that it was read from, so they cost the message a
//! few dot products; their own embeddings are made behind live messages.

mod macros;
mod sent_before;

use std::cell::LazyCell;

use aside_assist::{MessageContext, TeamReply, filled, team_reply};
use aside_contract::{
    Analysis, ConversationSlot, Macro, Passage, SlotKind, Suggestion, SuggestionKind, TeamWords,
    UNNAMED_CUSTOMER, VISITOR,
};

use crate::pipeline::Subject;
use crate::{Engine, EngineError};

pub(crate) use macros::Macros;
pub(crate) use sent_before::SentBefore;

impl Engine {
    /// The macros as their file has them by now.
    pub fn macros(&self) -> Vec<Macro> {
        self.macros.all()
    }

    /// What the team calls itself; none where its voice does not say.
    pub fn team_name(&self) -> Option<String> {
        self.voice().team
    }

    /// Suggestions of the team's own words that fit a message: at most one macro and one reply that was
    /// sent before. None without an encoder.
    ///
    /// # Errors
    /// Where the store fails.
    pub(crate) fn team_suggestions(
        &self,
        subject: &Subject<'_>,
        context: &MessageContext<'_>,
        analysis: &Analysis,
        passages: &[Passage],
        embedding: &[f32],
    ) -> Result<Vec<Suggestion>, EngineError> {
        let voice = self.voice();
        let mut found = Vec::new();
        // The newest comes first. Most messages fit no macro, and are not looked through for it.
        let slots =
            LazyCell::new(|| self.named(subject.history.iter().chain([subject.message])).current);
        let is_named = |kind: SlotKind| slots.iter().any(|one| one.slot.kind == kind);
        let best = self.macros.best(&self.model, embedding, context.text, analysis, is_named);
        if let Some((own, fit)) = best {
            let known = fillings(subject, &slots, voice.team.as_deref());
            let value = |name: &str| {
                let place = known.iter().find(|(place, _)| *place == name)?;
                Some(place.1.as_deref())
            };
            let text = filled(&own.text, value);
            let key = format!("macro:{}", own.name);
            let used = self.desk.uses(&[&key])?.into_iter().next().unwrap_or_default();
            let team = TeamWords {
                key,
                name: Some(own.name),
                sent: whole(used.sent),
                dismissed: used.dismissed,
            };
            let fit = fit + aside_assist::prior(used);
            let reply = TeamReply { kind: SuggestionKind::Macro, text: &text, fit, team };
            found.extend(team_reply(context, analysis, passages, &voice, reply));
        }
        let here = subject.message.conversation_id;
        if let Some((sent, fit)) = self.sent_before.best(embedding, here)
            && self.still_said(&sent)?
        {
            let used = self.desk.uses(&[&sent.key])?.into_iter().next().unwrap_or_default();
            let times = self.sent_before.times(&sent.key);
            let team = TeamWords {
                key: sent.key.clone(),
                name: None,
                sent: times,
                dismissed: used.dismissed,
            };
            let (kind, fit) = (SuggestionKind::SentBefore, fit + aside_assist::prior(used));
            let reply = TeamReply { kind, text: &sent.text, fit, team };
            // What more agents dismissed than sent is of no use.
            if used.dismissed < times {
                found.extend(team_reply(context, analysis, passages, &voice, reply));
            }
        }
        Ok(found)
    }
}

/// What the places of a macro stand for in a conversation that names these, the newest first; none where it is
/// not known.
fn fillings(
    subject: &Subject<'_>,
    slots: &[ConversationSlot],
    team: Option<&str>,
) -> [(&'static str, Option<String>); 4] {
    let newest = |kind: SlotKind| {
        slots.iter().find(|one| one.slot.kind == kind).map(|one| one.slot.text.clone())
    };
    let is_a_name = |name: &String| {
        name != UNNAMED_CUSTOMER && !name.starts_with(VISITOR) && !name.trim().is_empty()
    };
    let customer = Some(subject.customer.to_owned()).filter(is_a_name);
    [
        ("customer_name", customer),
        ("order_number", newest(SlotKind::Order)),
        ("invoice_number", newest(SlotKind::Invoice)),
        ("team", team.map(str::to_owned)),
    ]
}

/// A weighted count as a whole number.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a count is not negative, and saturates"
)]
fn whole(count: f32) -> u32 {
    count.round() as u32
}
