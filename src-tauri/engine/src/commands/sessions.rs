//! Sessions of the customer chat, as a page or an app holds them: opened with a token that cannot be
//! guessed, resumed after a break, and never another customer's.

use aside_assist::CustomerLanguage;
use aside_contract::{
    Advice, Attachment, Author, ConversationId, ConversationStatus, ConversationSummary, Event,
    Message, MessageId, Passage, SearchFilter, Sentiment, Timestamp, Visibility,
};
use aside_desk::{ChatSession, SessionKey};
use aside_knowledge::{RankBy, SearchRequest};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::chat::AnsweredBy;
use crate::access::random;
use crate::{Engine, EngineError, secrets};

/// The longest tag of a language, in bytes.
const MAX_LANGUAGE: usize = 35;
/// The longest name of a message, in bytes.
const MAX_NAME: usize = 100;
/// The longest comment on a rating, in characters.
const MAX_COMMENT: usize = 2_000;
/// Of what a customer is writing, so many characters are looked at ahead.
const MAX_PREVIEW: usize = 1_000;
/// So many passages of it.
const PREVIEW_PASSAGES: usize = 5;

/// A session that was opened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct OpenedSession {
    /// Its token: whoever has it writes in the session and reads it. Keep it like a password.
    pub session_id: String,
    /// Its conversation, which begins with the first message.
    pub thread_id: ConversationId,
    /// The greeting.
    pub message: String,
    /// Whether to send what the customer is writing before it is sent: then the page has to say so.
    pub typing_previews: bool,
    /// Whether Aside reads its messages aloud where a browser cannot.
    #[serde(default)]
    pub speech: bool,
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
    /// The face that suits how the customer feels.
    pub face: Face,
}

/// The expression of a face that answers a customer: kind, and never a mirror of anger.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Face {
    /// Nothing speaks for another one.
    #[default]
    Calm,
    /// The customer is content.
    Glad,
    /// The customer is not.
    Sorry,
}

impl From<Sentiment> for Face {
    fn from(sentiment: Sentiment) -> Self {
        match sentiment {
            Sentiment::Positive => Self::Glad,
            Sentiment::Neutral => Self::Calm,
            Sentiment::Negative | Sentiment::Angry => Self::Sorry,
        }
    }
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
    /// The face that suits how the customer felt last.
    pub face: Face,
    /// Whether to send what the customer is writing before it is sent: then the page has to say so.
    pub typing_previews: bool,
    /// Whether Aside reads its messages aloud where a browser cannot.
    #[serde(default)]
    pub speech: bool,
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
    /// What the customer of a conversation may know of an event; none for anything else.
    pub(crate) fn of(event: &Event) -> Option<(ConversationId, Self)> {
        match event {
            Event::MessageAdded { message, .. } => {
                Some((message.conversation_id, Self::Message { message: ChatMessage::of(message) }))
            }
            Event::Typing { conversation_id, author: Author::Agent } => {
                Some((*conversation_id, Self::Typing))
            }
            Event::ConversationChanged { conversation } => {
                let (status, person_leads) = (conversation.status, conversation.person_leads);
                Some((conversation.id, Self::Status { status, person_leads }))
            }
            _ => None,
        }
    }
}

impl Engine {
    /// Opens a session for a customer, whose name the site has signed with `hash` where the settings ask
    /// for that. `language` is that of the customer's page, as its tag such as `de-AT`: it counts until the
    /// customer's own words tell theirs.
    ///
    /// # Errors
    /// Where the customer's name is empty or too long or not signed, or the store fails.
    pub fn open_session(
        &self,
        customer: &str,
        hash: Option<&str>,
        language: Option<&str>,
    ) -> Result<OpenedSession, EngineError> {
        let language = language.map(str::trim).filter(|tag| !tag.is_empty());
        if language.is_some_and(|tag| !is_tag(tag)) {
            return Err(EngineError::Refused(
                "`language` is a tag such as de or de-AT; leave it out where it is not known"
                    .to_owned(),
            ));
        }
        self.expect_signed(customer, hash)?;
        let session_id = secrets::hex(&random::<32>()?);
        let session = self.desk.open_session(SessionKey::of(&session_id), customer, language)?;
        let spoken = CustomerLanguage::of(None, language).sentences();
        let (thread_id, message) = (session.conversation, spoken.greeting.to_owned());
        let typing_previews = self.chat_settings().typing_previews;
        let speech = self.reads_aloud();
        Ok(OpenedSession { session_id, thread_id, message, typing_previews, speech })
    }

    /// The conversation of a session.
    ///
    /// # Errors
    /// Where there is no such session, or the store fails.
    pub fn session_thread(&self, token: &str) -> Result<ConversationId, EngineError> {
        Ok(self.session(token)?.conversation)
    }

    /// The message of a session that came before under this name, with its conversation.
    pub(super) fn named_before(
        &self,
        token: &str,
        name: &str,
    ) -> Result<(Message, ConversationSummary), EngineError> {
        let session = self.session(token)?;
        let stored = self.stored(session.conversation)?;
        let known = session.message_named(name);
        let message = stored.messages.into_iter().find(|message| Some(message.id) == known);
        let message = message.ok_or_else(|| EngineError::NotFound {
            what: "message of the session",
            name: name.to_owned(),
        })?;
        Ok((message, stored.summary))
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
        let typing_previews = self.chat_settings().typing_previews;
        let speech = self.reads_aloud();
        let Some(stored) = self.desk.conversation(thread_id)? else {
            return Ok(SessionHistory {
                thread_id,
                status: ConversationStatus::Open,
                person_leads: false,
                rating,
                face: Face::default(),
                typing_previews,
                speech,
                messages: Vec::new(),
            });
        };
        // One that is not known is from another life of the data: everything is news then.
        let known = after.and_then(|id| stored.messages.iter().position(|one| one.id == id));
        let news = &stored.messages[known.map_or(0, |place| place + 1)..];
        Ok(SessionHistory {
            thread_id,
            status: stored.summary.status,
            person_leads: stored.summary.person_leads,
            rating,
            face: stored.advice.as_ref().map_or_else(Face::default, face),
            typing_previews,
            speech,
            messages: news.iter().map(ChatMessage::of).collect(),
        })
    }

    /// Hands a session over to a person, because the customer wishes it.
    ///
    /// # Errors
    /// Where there is no such session, nothing was written in it yet, or the store fails.
    pub fn ask_for_person(&self, token: &str) -> Result<ChatMessage, EngineError> {
        let session = self.session(token)?;
        let stored = self.desk.conversation(session.conversation)?;
        let advice = stored.as_ref().and_then(|stored| stored.advice.as_ref());
        let read = advice.and_then(|advice| advice.analysis.language.as_ref());
        let spoken = CustomerLanguage::of(read, session.language.as_deref()).sentences();
        let (message, conversation, _receipt) =
            self.desk.hand_over(session.conversation, spoken.person_comes)?;
        let told = ChatMessage::of(&message);
        self.publish_message(&message, conversation);
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

    /// Tells the desk that the customer is writing. What is written so far, `preview`, is searched for where
    /// the settings allow it, so that what answers is in memory when the message comes; gives back whether it
    /// was. Nothing is stored.
    ///
    /// # Errors
    /// Where there is no such session, or a store fails.
    pub fn customer_types(&self, token: &str, preview: Option<&str>) -> Result<bool, EngineError> {
        let conversation_id = self.session_thread(token)?;
        self.publish(Event::Typing { conversation_id, author: Author::Customer });
        let preview = preview.map(str::trim).filter(|preview| !preview.is_empty());
        match preview.filter(|_| self.chat_settings().typing_previews) {
            Some(preview) => self.look_ahead(preview),
            None => Ok(false),
        }
    }

    /// Searches for what may be asked soon, and forgets what was found. Who comes while another is looked up
    /// is left out: it is help, and no promise. An endpoint that embeds is not told of what was not sent.
    fn look_ahead(&self, preview: &str) -> Result<bool, EngineError> {
        let Some(_one) = self.previewing.try_lock() else { return Ok(false) };
        let start: String = preview.chars().take(MAX_PREVIEW).collect();
        let vector = self.model.embed_behind(&start)?;
        let embedding = vector.and_then(|vector| self.to_search_with(vector));
        self.knowledge.search(&SearchRequest {
            query: &start,
            embedding: embedding.as_ref(),
            conversation: None,
            identifiers: &[],
            category: None,
            filter: SearchFilter {
                visibility: Some(Visibility::Public),
                ..SearchFilter::default()
            },
            by: RankBy::default(),
            limit: PREVIEW_PASSAGES,
        })?;
        Ok(true)
    }

    fn session(&self, token: &str) -> Result<ChatSession, EngineError> {
        let found = self.desk.session(SessionKey::of(token))?;
        found.ok_or_else(|| EngineError::NotFound {
            what: "session of the chat",
            name: "with this token".to_owned(),
        })
    }
}

/// Whether a text may be the tag of a language (BCP 47).
fn is_tag(text: &str) -> bool {
    text.len() <= MAX_LANGUAGE
        && text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

fn face(advice: &Advice) -> Face {
    advice.analysis.sentiment.label.into()
}

/// Refuses what cannot name a message.
pub(super) fn expect_name(name: Option<&str>) -> Result<(), EngineError> {
    match name {
        Some(name) if name.is_empty() || name.len() > MAX_NAME => Err(EngineError::Refused(
            format!("a message's name has 1 to {MAX_NAME} characters: use a UUID"),
        )),
        _ => Ok(()),
    }
}

/// The passages that the suggestion with this text cites; of one that is not among `passages`, what is quoted.
pub(super) fn sources(
    text: &str,
    advice: &aside_contract::Advice,
    passages: &[Passage],
) -> Vec<Source> {
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
