//! The customer-facing chat: an answer where the rules allow one, else a person takes over.

use std::time::Instant;

use aside_assist::{A_PERSON_ANSWERS, ChatDecision, HandOverCause};
use aside_contract::{
    Advice, Author, Category, Channel, ConversationId, ConversationSummary, IncomingMessage,
    Message, MessageId, Passage, SentReply, Sentiment, Timestamp,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

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

/// A message of the chat that was answered, or that a person will answer.
pub(crate) struct Answered {
    pub(crate) advice: Advice,
    pub(crate) by: AnsweredBy,
    pub(crate) response: String,
    /// The answer as it is stored; none where a person leads.
    pub(crate) message: Option<MessageId>,
    /// What was found, best first.
    pub(crate) passages: Vec<Passage>,
}

impl Engine {
    /// Takes a customer's message in the chat and answers it, or hands over.
    ///
    /// # Errors
    /// [`EngineError::Message`] where it is refused, or where a store fails.
    pub fn chat(&self, customer: &str, text: &str) -> Result<ChatReply, EngineError> {
        let Answered { mut advice, by, response, .. } = self.take_in_chat(customer, text)?;
        // Whoever says to be a customer is not told what is remembered of that one.
        advice.remembered.clear();
        let conversation_id = advice.conversation_id;
        Ok(ChatReply { response, conversation_id, answered_by: by, advice })
    }

    /// As [`Engine::chat`], for integrations that want to know how the answer came about.
    ///
    /// # Errors
    /// As [`Engine::chat`].
    pub fn answer(&self, customer: &str, text: &str) -> Result<QueryReply, EngineError> {
        let start = Instant::now();
        let Answered { advice, by, response, passages, .. } = self.take_in_chat(customer, text)?;
        let Advice { analysis, escalation, conversation_id, .. } = advice;
        let reason = escalation.recommended.then(|| {
            let reasons = escalation.reasons.iter().map(|reason| reason.explanation.as_str());
            reasons.collect::<Vec<_>>().join(" ")
        });
        let kb_results =
            passages.into_iter().map(|Passage { title, text, category, score, .. }| {
                KnowledgeResult { title, content: text, category, score }
            });
        Ok(QueryReply {
            conversation_id,
            response,
            category: analysis.category.label,
            sentiment: analysis.sentiment.label,
            priority: analysis.priority,
            timestamp: Timestamp::now(),
            metadata: QueryMetadata {
                processing_time: start.elapsed().as_secs_f64(),
                answered_by: by,
                escalated: escalation.recommended,
                escalation_reason: reason,
                kb_results: kb_results.collect(),
            },
        })
    }

    /// The conversation of a customer's chat without a session; none before the first message.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn chat_thread(&self, customer: &str) -> Result<Option<ConversationId>, EngineError> {
        Ok(self.desk.chat(customer)?)
    }

    fn take_in_chat(&self, customer: &str, text: &str) -> Result<Answered, EngineError> {
        let start = Instant::now();
        let _live = self.live_work();
        let incoming = IncomingMessage::new(customer, Channel::Chat, text, None)?;
        let (message, conversation, _receipt) = self.desk.receive(&incoming)?;
        self.answer_in_chat(message, conversation, start)
    }

    /// Answers a message of the chat that was just stored, or hands over. Where a person leads, the desk
    /// gets its advice and the customer no answer.
    pub(crate) fn answer_in_chat(
        &self,
        message: Message,
        conversation: ConversationSummary,
        start: Instant,
    ) -> Result<Answered, EngineError> {
        let person_leads = conversation.person_leads;
        let taken = self.advise_on_new(message, conversation, start)?;
        let (advice, passages) = (taken.advice, taken.passages);
        if person_leads {
            let response = A_PERSON_ANSWERS.to_owned();
            return Ok(Answered {
                advice,
                by: AnsweredBy::Person,
                response,
                message: None,
                passages,
            });
        }
        let id = advice.conversation_id;
        let escalated =
            matches!(taken.chat, ChatDecision::HandOver { cause: HandOverCause::Escalation, .. });
        let (by, stored) = match taken.chat {
            ChatDecision::Answer { text, suggestion_id } => {
                let reply = SentReply { text, suggestion_id: Some(suggestion_id) };
                (AnsweredBy::Assistant, self.desk.send_reply(id, Author::Assistant, &reply)?)
            }
            ChatDecision::HandOver { text, .. } => {
                (AnsweredBy::Handover, self.desk.hand_over(id, &text)?)
            }
        };
        let (message, conversation, _receipt) = stored;
        let (response, stored) = (message.text.clone(), Some(message.id));
        self.publish_message(&message, conversation);
        if escalated {
            self.hand_to_supervisor(id, None, None)?;
        }
        Ok(Answered { advice, by, response, message: stored, passages })
    }
}
