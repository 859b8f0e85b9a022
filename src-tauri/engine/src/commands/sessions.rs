//! Sessions of the customer chat, as a page or an app holds them: opened with a token that cannot be
//! guessed, resumed after a break, and never another customer's.

use std::hash::{BuildHasher, RandomState};
use std::time::Instant;

use aside_contract::{
    Attachment, Author, ConversationId, ConversationStatus, Event, Message, MessageId,
    NewAttachment, Passage, Timestamp,
};
use aside_desk::{ChatSession, SessionKey};
use parking_lot::{Mutex, MutexGuard};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::chat::{Answered, AnsweredBy};
use crate::access::random;
use crate::{Engine, EngineError, secrets};

/// What a customer reads first.
const GREETING: &str = "Hello! How can we help you?";
/// What a customer reads who asks for a person.
const PERSON_COMES: &str =
    "Of course. I'm handing you over to a colleague who has everything that you wrote.";
/// The longest name of a message, in bytes.
const MAX_NAME: usize = 100;
/// The longest comment on a rating, in characters.
const MAX_COMMENT: usize = 2_000;
/// Messages of so many sessions are answered at the same time at most, of one session one by one.
const TURNS: usize = 64;

/// A session that was opened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct OpenedSession {
    /// Its token: whoever has it writes in the session and reads it. Keep it like a password.
    pub session_id: String,
    /// Its conversation, which begins with the first message.
    pub thread_id: ConversationId,
    /// The greeting.
    pub message: String,
}

/// What a customer gets back for a message of a session.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SessionReply {
    /// What the customer reads. Plain text.
    pub message: String,
    /// The answer among the messages of the session; none where a person leads and will answer.
    pub message_id: Option<MessageId>,
    /// What the customer wrote, among the messages of the session.
    pub customer_message_id: MessageId,
    /// The conversation.
    pub thread_id: ConversationId,
    /// Who answers.
    pub answered_by: AnsweredBy,
    /// A person has to answer.
    pub requires_escalation: bool,
    /// What the answer rests on.
    pub sources: Vec<Source>,
}

/// A passage that an answer rests on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Source {
    /// The passage's id.
    pub id: String,
    /// Its words.
    pub content: String,
    /// Where it stands.
    pub metadata: SourceMetadata,
    /// How far it is from the question, 0 to 1: what is missing to certainty that it answers.
    pub distance: f32,
}

/// Where a passage stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SourceMetadata {
    /// The document's title.
    pub title: String,
    /// Headings above the passage.
    pub section: String,
    /// Page, from 1, where the format has pages.
    pub page: Option<u32>,
}

/// A message as the customer sees it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ChatMessage {
    /// Its id, by which one that came twice is known.
    pub id: MessageId,
    /// Who wrote it.
    pub author: Author,
    /// Plain text. Empty only where files came with it.
    pub text: String,
    /// When.
    pub at: Timestamp,
    /// The files that came with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
}

impl ChatMessage {
    fn of(message: &Message) -> Self {
        let Message { id, author, text, at, attachments, .. } = message.clone();
        Self { id, author, text, at, attachments }
    }
}

/// A session with its messages.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SessionHistory {
    /// The conversation.
    pub thread_id: ConversationId,
    /// Where it stands.
    pub status: ConversationStatus,
    /// A person leads: the assistant keeps silent.
    pub person_leads: bool,
    /// How content the customer was, 1 to 5; none before it was said.
    pub rating: Option<u8>,
    /// Oldest first.
    pub messages: Vec<ChatMessage>,
}

/// What happened in a session, as the customer may know it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ChatEvent {
    /// A message was stored; the customer's own ones come back, too.
    Message {
        /// The message.
        message: ChatMessage,
    },
    /// An agent is writing.
    Typing,
    /// Where the conversation stands changed.
    Status {
        /// Where it stands.
        status: ConversationStatus,
        /// A person leads: the assistant keeps silent.
        person_leads: bool,
    },
    /// Events were lost: read the history.
    Resync,
}

impl ChatEvent {
    /// What the customer of this conversation may know of an event; none for anything else.
    pub fn of(event: &Event, conversation: ConversationId) -> Option<Self> {
        match event {
            Event::MessageAdded { message, .. } if message.conversation_id == conversation => {
                Some(Self::Message { message: ChatMessage::of(message) })
            }
            Event::Typing { conversation_id, author: Author::Agent }
                if *conversation_id == conversation =>
            {
                Some(Self::Typing)
            }
            Event::ConversationChanged { conversation: changed } if changed.id == conversation => {
                let (status, person_leads) = (changed.status, changed.person_leads);
                Some(Self::Status { status, person_leads })
            }
            Event::Resync => Some(Self::Resync),
            _ => None,
        }
    }
}

/// Answers the messages of one session one by one, so that one which was sent again waits for the
/// answer to the first and is not answered twice.
pub(crate) struct SessionTurns {
    turns: Vec<Mutex<()>>,
    spread: RandomState,
}

impl Default for SessionTurns {
    fn default() -> Self {
        Self { turns: (0..TURNS).map(|_| Mutex::default()).collect(), spread: RandomState::new() }
    }
}

impl SessionTurns {
    fn wait(&self, session: SessionKey) -> MutexGuard<'_, ()> {
        let place = self.spread.hash_one(session) as usize % self.turns.len();
        self.turns[place].lock()
    }
}

impl Engine {
    /// Opens a session for a customer, whose name the site has signed with `hash` where the settings ask
    /// for that.
    ///
    /// # Errors
    /// Where the customer's name is empty or too long or not signed, or the store fails.
    pub fn open_session(
        &self,
        customer: &str,
        hash: Option<&str>,
    ) -> Result<OpenedSession, EngineError> {
        self.expect_signed(customer, hash)?;
        let session_id = secrets::hex(&random::<32>()?);
        let session = self.desk.open_session(SessionKey::of(&session_id), customer)?;
        let (thread_id, message) = (session.conversation, GREETING.to_owned());
        Ok(OpenedSession { session_id, thread_id, message })
    }

    /// The conversation of a session.
    ///
    /// # Errors
    /// Where there is no such session, or the store fails.
    pub fn session_thread(&self, token: &str) -> Result<ConversationId, EngineError> {
        Ok(self.session(token)?.conversation)
    }

    /// Takes a message of a session in, with its files, and answers it. One that comes again under the same `name`, because the
    /// connection broke, is stored and answered once.
    ///
    /// # Errors
    /// Where there is no such session, the text or the name is refused, or a store fails.
    pub fn session_message(
        &self,
        token: &str,
        text: &str,
        attachments: Vec<NewAttachment>,
        name: Option<&str>,
    ) -> Result<SessionReply, EngineError> {
        if name.is_some_and(|name| name.is_empty() || name.len() > MAX_NAME) {
            return Err(EngineError::Refused(format!(
                "a message's name has 1 to {MAX_NAME} characters: use a UUID"
            )));
        }
        let start = Instant::now();
        let _live = self.live_work();
        let key = SessionKey::of(token);
        let _turn = self.sessions.wait(key);
        let received = self.desk.receive_in_session(key, text, attachments, name)?;
        let Some((message, conversation, _receipt)) = received else {
            return self.answered_before(&self.session(token)?, name.unwrap_or_default());
        };
        let id = message.id;
        Ok(reply(id, self.answer_in_chat(message, conversation, start)?))
    }

    /// The answer to a message that came before; the answer is made now if Aside ended before it had one.
    fn answered_before(
        &self,
        session: &ChatSession,
        name: &str,
    ) -> Result<SessionReply, EngineError> {
        let stored = self.stored(session.conversation)?;
        let known = session.message_named(name);
        let place = stored.messages.iter().position(|message| Some(message.id) == known);
        let Some(place) = place else {
            return Err(EngineError::NotFound {
                what: "message of the session",
                name: name.to_owned(),
            });
        };
        let asked = &stored.messages[place];
        let after = &stored.messages[place + 1..];
        match after.iter().find(|message| message.author != Author::Customer) {
            Some(answer) => {
                let advice = stored.advice.as_ref().filter(|advice| advice.message_id == asked.id);
                let handed = answer.author == Author::Assistant && answer.suggestion_id.is_none();
                let answered_by = match (answer.author, handed) {
                    (Author::Agent, _) => AnsweredBy::Person,
                    (_, true) => AnsweredBy::Handover,
                    _ => AnsweredBy::Assistant,
                };
                Ok(SessionReply {
                    message: answer.text.clone(),
                    message_id: Some(answer.id),
                    customer_message_id: asked.id,
                    thread_id: session.conversation,
                    answered_by,
                    requires_escalation: handed,
                    sources: advice
                        .map_or_else(Vec::new, |advice| sources(&answer.text, advice, &[])),
                })
            }
            None => {
                let answered =
                    self.answer_in_chat(asked.clone(), stored.summary, Instant::now())?;
                Ok(reply(asked.id, answered))
            }
        }
    }

    /// The messages of a session, or those after the one named.
    ///
    /// # Errors
    /// Where there is no such session, or the store fails.
    pub fn session_history(
        &self,
        token: &str,
        after: Option<MessageId>,
    ) -> Result<SessionHistory, EngineError> {
        let session = self.session(token)?;
        let (thread_id, rating) = (session.conversation, session.rating);
        let Some(stored) = self.desk.conversation(thread_id)? else {
            let (status, messages) = (ConversationStatus::Open, Vec::new());
            return Ok(SessionHistory { thread_id, status, person_leads: false, rating, messages });
        };
        // One that is not known is from another life of the data: everything is news then.
        let known = after.and_then(|id| stored.messages.iter().position(|one| one.id == id));
        let news = &stored.messages[known.map_or(0, |place| place + 1)..];
        Ok(SessionHistory {
            thread_id,
            status: stored.summary.status,
            person_leads: stored.summary.person_leads,
            rating,
            messages: news.iter().map(ChatMessage::of).collect(),
        })
    }

    /// Hands a session over to a person, because the customer wishes it.
    ///
    /// # Errors
    /// Where there is no such session, nothing was written in it yet, or the store fails.
    pub fn ask_for_person(&self, token: &str) -> Result<ChatMessage, EngineError> {
        let session = self.session(token)?;
        let (message, conversation, _receipt) =
            self.desk.hand_over(session.conversation, PERSON_COMES)?;
        let told = ChatMessage::of(&message);
        self.publish(Event::MessageAdded { message, conversation });
        self.set_status(session.conversation, ConversationStatus::Escalated)?;
        Ok(told)
    }

    /// Keeps how content the customer of a session was, 1 to 5, and what they said about it.
    ///
    /// # Errors
    /// Where there is no such session, the rating or comment is refused, or the store fails.
    pub fn rate_session(
        &self,
        token: &str,
        rating: u8,
        comment: Option<&str>,
    ) -> Result<(), EngineError> {
        if !(1..=5).contains(&rating) {
            return Err(EngineError::Refused("a rating is 1 (worst) to 5 (best)".to_owned()));
        }
        let comment = comment.map(str::trim).filter(|comment| !comment.is_empty());
        if comment.is_some_and(|comment| comment.chars().count() > MAX_COMMENT) {
            return Err(EngineError::Refused(format!(
                "a comment has at most {MAX_COMMENT} characters"
            )));
        }
        self.desk.rate_session(SessionKey::of(token), rating, comment)?;
        Ok(())
    }

    /// Tells the desk that the customer is writing. Nothing is stored.
    ///
    /// # Errors
    /// Where there is no such session, or the store fails.
    pub fn customer_types(&self, token: &str) -> Result<(), EngineError> {
        let conversation_id = self.session_thread(token)?;
        self.publish(Event::Typing { conversation_id, author: Author::Customer });
        Ok(())
    }

    fn session(&self, token: &str) -> Result<ChatSession, EngineError> {
        let found = self.desk.session(SessionKey::of(token))?;
        found.ok_or_else(|| EngineError::NotFound {
            what: "session of the chat",
            name: "with this token".to_owned(),
        })
    }
}

fn reply(customer_message_id: MessageId, answered: Answered) -> SessionReply {
    let Answered { advice, by, response, message, passages } = answered;
    let sources = match by {
        AnsweredBy::Assistant => sources(&response, &advice, &passages),
        AnsweredBy::Handover | AnsweredBy::Person => Vec::new(),
    };
    SessionReply {
        message: response,
        message_id: message,
        customer_message_id,
        thread_id: advice.conversation_id,
        answered_by: by,
        requires_escalation: by != AnsweredBy::Assistant,
        sources,
    }
}

/// The passages that the suggestion with this text cites; of one that is not among `passages`, what is quoted.
fn sources(text: &str, advice: &aside_contract::Advice, passages: &[Passage]) -> Vec<Source> {
    let sent = advice.suggestions.iter().find(|suggestion| suggestion.text == text);
    let cited = sent.into_iter().flat_map(|suggestion| &suggestion.citations);
    let mut sources: Vec<Source> = Vec::new();
    for citation in cited {
        if sources.iter().any(|source| source.id == citation.chunk) {
            continue;
        }
        let passage = passages.iter().find(|passage| passage.chunk == citation.chunk);
        let content = passage.map_or(&citation.quote, |passage| &passage.text).clone();
        sources.push(Source {
            id: citation.chunk.clone(),
            content,
            metadata: SourceMetadata {
                title: citation.title.clone(),
                section: citation.section.clone(),
                page: citation.page,
            },
            distance: (1.0 - citation.score).clamp(0.0, 1.0),
        });
    }
    sources
}
