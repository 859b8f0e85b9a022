//! Conversations about much the same, found by what their customers mean.

use aside_contract::{
    Author, ConversationId, ConversationStatus, ConversationSummary, Message, SimilarConversation,
    Timestamp,
};
use aside_desk::{Meaning, Nearest};

use crate::{Engine, EngineError};

/// How near a message has to be to be about the same matter. Of the three nearest that are, 84 % have the same
/// intent among 40 intents of Banking77, where all is about cards and accounts; 88 % of messages find such a one.
const SAME_MATTER: f32 = 0.6;
/// How near to what somebody looks for, which is mostly a few words; and how much farther than the nearest. Of
/// what a name of an intent finds so, 57 % have it, and that is 57 % of those there are (measured likewise).
const LOOKED_FOR: f32 = 0.4;
const BEHIND_NEAREST: f32 = 0.2;
/// How many earlier conversations an agent is shown.
const EARLIER: usize = 3;
/// How many conversations a search gives.
const FOUND: usize = 50;
/// The newest messages of a conversation that say what it is about now.
const NEWEST: usize = 3;

impl Engine {
    /// Resolved conversations, of any customer, about what this one is about now, with what was answered:
    /// the nearest first, three at most. None without a model.
    ///
    /// # Errors
    /// Where there is no such conversation or the store fails.
    pub fn similar_resolved(
        &self,
        id: ConversationId,
    ) -> Result<Vec<SimilarConversation>, EngineError> {
        let said = self.desk.meanings(id)?.into_iter();
        let matters = said.filter(|(message, _)| aside_assist::names_something(&message.text));
        let wanted: Vec<Meaning> = matters.take(NEWEST).map(|(_, meaning)| meaning).collect();
        let fits =
            |one: &ConversationSummary| one.id != id && one.status == ConversationStatus::Resolved;
        let mut found = Vec::new();
        for (near, conversation) in self.near(&wanted, SAME_MATTER, fits)? {
            let similar = self.similar(near, conversation)?;
            // What nobody answered shows nobody how to.
            found.extend(similar.filter(|one| one.answered.is_some()));
            if found.len() == EARLIER {
                break;
            }
        }
        Ok(found)
    }

    /// Conversations in which a customer means what `text` says, the nearest first, fifty at most. None without
    /// a model.
    ///
    /// # Errors
    /// [`EngineError::EmptyQuery`], or where too much is under way or the store fails.
    pub fn conversations_about(&self, text: &str) -> Result<Vec<SimilarConversation>, EngineError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(EngineError::EmptyQuery);
        }
        let Some(embedding) = self.model.embed_to_read(text)? else { return Ok(Vec::new()) };
        let wanted: Vec<Meaning> = self.meaning(&embedding).into_iter().collect();
        let near = self.near(&wanted, LOOKED_FOR, |_| true)?;
        let least = near.first().map_or(1.0, |(nearest, _)| nearest.similarity - BEHIND_NEAREST);
        let mut found = Vec::new();
        for (near, conversation) in
            near.into_iter().take_while(|(near, _)| near.similarity >= least).take(FOUND)
        {
            found.extend(self.similar(near, conversation)?);
        }
        Ok(found)
    }

    /// The conversations with a message so near, the nearest first.
    fn near(
        &self,
        wanted: &[Meaning],
        at_least: f32,
        fits: impl Fn(&ConversationSummary) -> bool,
    ) -> Result<Vec<(Nearest, ConversationSummary)>, EngineError> {
        if wanted.is_empty() {
            return Ok(Vec::new());
        }
        let found = self.desk.nearest(wanted, at_least)?;
        Ok(self.desk.look_at_list(|list| {
            let listed = found.into_iter().filter_map(|near| {
                let summary = &list.get(near.conversation)?.summary;
                fits(summary).then(|| (near, summary.clone()))
            });
            listed.collect()
        })?)
    }

    /// What was asked and answered there; none where it is gone in the meantime.
    fn similar(
        &self,
        near: Nearest,
        mut conversation: ConversationSummary,
    ) -> Result<Option<SimilarConversation>, EngineError> {
        let messages = self.desk.messages(near.conversation)?;
        let mut later = messages.into_iter().skip_while(|message| message.id != near.message);
        let Some(asked) = later.next() else { return Ok(None) };
        let answered = later.find(answers);
        let both = std::iter::once(&asked).chain(&answered);
        let personal = self.personal(&conversation.customer, both);
        self.service.targets().raise(&mut conversation, Timestamp::now());
        Ok(Some(SimilarConversation {
            conversation,
            asked,
            answered,
            similarity: near.similarity,
            personal,
        }))
    }
}

/// Whether a message answers something: a person's, or what the assistant found. Its own words announce a person.
fn answers(message: &Message) -> bool {
    match message.author {
        Author::Customer => false,
        Author::Agent => true,
        Author::Assistant => message.suggestion_id.is_some(),
    }
}
