//! The customer-facing chat: an answer where the rules allow one, else a person takes over.

use std::time::{Duration, Instant};

use aside_assist::{ChatDecision, CustomerLanguage, HandOverCause};
use aside_contract::{
    Advice, Author, Category, Channel, ConversationId, ConversationStatus, ConversationSummary,
    Event, IncomingMessage, Message, MessageId, NewAttachment, Passage, Sentiment, Timestamp,
};
use aside_desk::{GivenAnswer, Listed, SessionKey};
use aside_inference::{InferenceQueue, LiveWork};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::conversations::Taken;
use super::sessions::{SessionReply, expect_name, sources};
use crate::answers::Answering;
use crate::{Engine, EngineError};

/// Who answers a customer in the chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum AnsweredBy {
    /// Aside answered from the knowledge base.
    Assistant,
    /// A person will; the response says so.
    Handover,
    /// A person leads the conversation, and the assistant keeps silent; the response says so and is no
    /// message of the conversation.
    Person,
}

/// What a customer gets back in the chat.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ChatReply {
    /// What the customer reads. Plain text.
    pub response: String,
    /// The conversation, which goes on with the customer's next message.
    pub conversation_id: ConversationId,
    /// Who answers.
    pub answered_by: AnsweredBy,
    /// What the desk sees about the message, without what is remembered of the customer.
    pub advice: Advice,
}

/// What an integration gets back for a customer's question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct QueryReply {
    /// The conversation, which goes on with the customer's next message.
    pub conversation_id: ConversationId,
    /// What the customer reads. Plain text.
    pub response: String,
    /// What the message is about.
    pub category: Category,
    /// How the customer feels.
    pub sentiment: Sentiment,
    /// How urgent it is.
    #[schema(minimum = 1, maximum = 10)]
    pub priority: u8,
    /// When the answer was there.
    pub timestamp: Timestamp,
    /// How it came about.
    pub metadata: QueryMetadata,
}

/// How an answer came about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct QueryMetadata {
    /// Seconds from the message to the answer.
    pub processing_time: f64,
    /// Who answers.
    pub answered_by: AnsweredBy,
    /// Escalation to a supervisor is recommended.
    pub escalated: bool,
    /// Why, in a sentence; none where it is not.
    pub escalation_reason: Option<String>,
    /// The passages that were found, best first.
    pub kb_results: Vec<KnowledgeResult>,
}

/// A passage that was found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct KnowledgeResult {
    /// The document's title.
    pub title: String,
    /// The passage as Markdown.
    pub content: String,
    /// The document's category.
    pub category: String,
    /// How likely it answers, 0 to 1.
    pub score: f32,
}

/// A customer's message in the chat that is stored and not answered yet. Background work rests for as long as
/// there is one.
pub struct TakenIn {
    message: Message,
    conversation: ConversationSummary,
    /// It was told of before: it came once more, or was left from before the start.
    told: bool,
    /// It opened a closed conversation again.
    reopened: bool,
    /// When it came.
    start: Instant,
    _live: [Option<LiveWork>; 2],
}

impl TakenIn {
    /// Its conversation.
    pub fn conversation_id(&self) -> ConversationId {
        self.conversation.id
    }
}

/// A message of the chat that was answered, or that a person will answer.
pub struct Answered {
    advice: Advice,
    by: AnsweredBy,
    response: String,
    /// The answer as it is stored; none where a person leads.
    message: Option<MessageId>,
    /// What was found, best first; nothing where the answer was given before.
    passages: Vec<Passage>,
    /// From the message to the answer.
    took: Duration,
}

impl Answered {
    /// Who answers.
    pub fn by(&self) -> AnsweredBy {
        self.by
    }
}

impl From<Answered> for ChatReply {
    fn from(answered: Answered) -> Self {
        let Answered { mut advice, by, response, .. } = answered;
        // Whoever says to be a customer is not told what is remembered of that one.
        advice.remembered.clear();
        let conversation_id = advice.conversation_id;
        Self { response, conversation_id, answered_by: by, advice }
    }
}

impl From<Answered> for QueryReply {
    fn from(answered: Answered) -> Self {
        let Answered { advice, by, response, passages, took, .. } = answered;
        let Advice { analysis, escalation, conversation_id, .. } = advice;
        let reason = escalation.recommended.then(|| {
            let reasons = escalation.reasons.iter().map(|reason| reason.explanation.as_str());
            reasons.collect::<Vec<_>>().join(" ")
        });
        let kb_results =
            passages.into_iter().map(|Passage { title, text, category, score, .. }| {
                KnowledgeResult { title, content: text, category, score }
            });
        Self {
            conversation_id,
            response,
            category: analysis.category.label,
            sentiment: analysis.sentiment.label,
            priority: analysis.priority,
            timestamp: Timestamp::now(),
            metadata: QueryMetadata {
                processing_time: took.as_secs_f64(),
                answered_by: by,
                escalated: escalation.recommended,
                escalation_reason: reason,
                kb_results: kb_results.collect(),
            },
        }
    }
}

impl From<Answered> for SessionReply {
    fn from(answered: Answered) -> Self {
        let Answered { advice, by, response, message, passages, .. } = answered;
        let sources = match by {
            AnsweredBy::Assistant => sources(&response, &advice, &passages),
            AnsweredBy::Handover | AnsweredBy::Person => Vec::new(),
        };
        Self {
            face: advice.analysis.sentiment.label.into(),
            message: response,
            message_id: message,
            customer_message_id: advice.message_id,
            thread_id: advice.conversation_id,
            answered_by: by,
            requires_escalation: by != AnsweredBy::Assistant,
            sources,
        }
    }
}

impl Engine {
    /// Stores a customer's message of the chat without a session. [`Engine::answer`] goes on with it.
    ///
    /// # Errors
    /// [`EngineError::Message`] where it is refused, [`EngineError::Busy`], or where the store fails.
    pub fn take_in_chat(&self, customer: &str, text: &str) -> Result<TakenIn, EngineError> {
        self.answers.expect_room()?;
        let (start, live) = (Instant::now(), self.live_work());
        let incoming = IncomingMessage::new(customer, Channel::Chat, text, None)?;
        let closed = self.closed_of(customer)?;
        let (message, conversation, _receipt) = self.desk.receive(&incoming)?;
        let reopened = closed.contains(&conversation.id);
        Ok(TakenIn { message, conversation, told: false, reopened, start, _live: live })
    }

    /// Stores a message of a session, as [`Engine::take_in_chat`]. One that comes again under the same `name`,
    /// because the connection broke, is stored and answered once.
    ///
    /// # Errors
    /// Where there is no such session or the name is refused, and as [`Engine::take_in_chat`].
    pub fn take_in_session(
        &self,
        token: &str,
        text: &str,
        attachments: Vec<NewAttachment>,
        name: Option<&str>,
    ) -> Result<TakenIn, EngineError> {
        expect_name(name)?;
        self.answers.expect_room()?;
        let (start, live) = (Instant::now(), self.live_work());
        let closed = self.is_closed(self.session_thread(token)?)?;
        let received =
            self.desk.receive_in_session(SessionKey::of(token), text, attachments, name)?;
        let (message, conversation, told) = match received {
            Some((message, conversation, _receipt)) => (message, conversation, false),
            None => {
                let (message, conversation) = self.named_before(token, name.unwrap_or_default())?;
                (message, conversation, true)
            }
        };
        let reopened = closed && !told;
        Ok(TakenIn { message, conversation, told, reopened, start, _live: live })
    }

    /// Tells the listeners of a stored message, and has it answered in its turn, or handed over. Where a person
    /// leads, the desk gets its advice and the customer no answer.
    pub fn answer(&self, taken: TakenIn) -> Answering {
        if !taken.told {
            self.tell_of(&taken.message, taken.conversation.clone());
        }
        if taken.reopened {
            self.publish(Event::ConversationChanged { conversation: taken.conversation.clone() });
        }
        self.answers.put(taken)
    }

    /// Whether a conversation is closed.
    fn is_closed(&self, id: ConversationId) -> Result<bool, EngineError> {
        let closed = |listed: &Listed| listed.summary.status == ConversationStatus::Resolved;
        Ok(self.desk.look_at_list(|list| list.get(id).is_some_and(closed))?)
    }

    /// A customer's closed conversations.
    fn closed_of(&self, customer: &str) -> Result<Vec<ConversationId>, EngineError> {
        Ok(self.desk.look_at_list(|list| {
            let own = list.of(customer).map(|listed| &listed.summary);
            let closed = own.filter(|own| own.status == ConversationStatus::Resolved);
            closed.map(|own| own.id).collect()
        })?)
    }

    /// How many messages of customers wait for their answers.
    pub fn answers_waiting(&self) -> usize {
        self.answers.waiting()
    }

    /// How many texts wait for the embedding model to read them.
    pub fn texts_waiting(&self) -> usize {
        self.model.reader.as_ref().map_or(0, InferenceQueue::waiting)
    }

    /// Has answered what was stored and not answered when Aside ended, and hands over what was announced to
    /// a customer and has no ticket. The answers are made behind.
    pub(crate) fn answer_what_was_left(&self) {
        let left = match self.desk.left_undone() {
            Ok(left) => left,
            Err(error) => return tracing::error!(%error, "what was left undone stays so"),
        };
        for id in left.without_ticket {
            if let Err(error) = self.hand_to_supervisor(id, None, None) {
                tracing::error!(%error, "what was announced to a customer has no ticket");
            }
        }
        for (message, conversation) in left.unread {
            let start = Instant::now();
            let _live = [None, None];
            let taken =
                TakenIn { message, conversation, told: true, reopened: false, start, _live };
            // Whoever wrote it reads the answer in the conversation.
            drop(self.answers.put(taken));
        }
    }

    /// The answer to a stored message: the one that was given already, or a new one.
    pub(crate) fn answer_taken(&self, taken: TakenIn) -> Result<Answered, EngineError> {
        let TakenIn { message, conversation, start, told: _, reopened: _, _live } = taken;
        let id = conversation.id;
        if let Some(given) = self.desk.given_answer(id, message.id)? {
            let GivenAnswer { advice, message, hand_over } = given;
            let by = match message.author {
                Author::Agent => AnsweredBy::Person,
                _ if hand_over => AnsweredBy::Handover,
                _ => AnsweredBy::Assistant,
            };
            let (response, message, took) = (message.text, Some(message.id), start.elapsed());
            return Ok(Answered { advice, by, response, message, passages: Vec::new(), took });
        }
        let advised = self.advise_on_new(message, &conversation, start, true)?;
        let Taken { advice, chat, answer, passages } = advised;
        let Some(answer) = answer else {
            let page = self.stored(id)?.page_language;
            let read = advice.analysis.language.as_ref();
            let spoken = CustomerLanguage::of(read, page.as_deref()).sentences();
            let (by, response) = (AnsweredBy::Person, spoken.a_person_answers.to_owned());
            let took = start.elapsed();
            return Ok(Answered { advice, by, response, message: None, passages, took });
        };
        let by = match chat {
            ChatDecision::Answer { .. } => AnsweredBy::Assistant,
            ChatDecision::HandOver { .. } => AnsweredBy::Handover,
        };
        if matches!(chat, ChatDecision::HandOver { cause: HandOverCause::Escalation, .. }) {
            self.hand_to_supervisor(id, None, None)?;
        }
        let (response, message, took) = (answer.text, Some(answer.id), start.elapsed());
        Ok(Answered { advice, by, response, message, passages, took })
    }

    /// The conversation of a customer's chat without a session; none before the first message.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn chat_thread(&self, customer: &str) -> Result<Option<ConversationId>, EngineError> {
        Ok(self.desk.chat(customer)?)
    }
}
