//! Conversations: receive, read, reply, decide.

use std::time::Instant;

use aside_assist::ChatDecision;
use aside_contract::{
    Advice, Author, Channel, Conversation, ConversationId, ConversationStatus, ConversationSummary,
    CorrectedLabel, DismissReason, Event, IncomingMessage, Message, NewAttachment, Passage,
    SentReply, SuggestionId, Visibility,
};
use aside_desk::AssistantReply;

use crate::language_model::Job;
use crate::pipeline::{Advised, Subject};
use crate::{Engine, EngineError};

/// What came of a customer's message.
pub(crate) struct Taken {
    pub(crate) advice: Advice,
    /// What the chat would say.
    pub(crate) chat: ChatDecision,
    /// What it said.
    pub(crate) answer: Option<Message>,
    /// What was found, best first.
    pub(crate) passages: Vec<Passage>,
}

impl Engine {
    /// Takes a customer's message: stores it, advises on it, stores the advice, tells the listeners.
    ///
    /// # Errors
    /// Where a store fails, or the named conversation does not exist. The message is kept as soon as
    /// the first store has it, whatever happens after.
    pub fn receive(&self, incoming: &IncomingMessage) -> Result<Advice, EngineError> {
        let start = Instant::now();
        let _live = self.live_work();
        let (message, conversation, _receipt) = self.desk.receive(incoming)?;
        self.tell_of(&message, conversation.clone());
        Ok(self.advise_on_new(message, &conversation, start, false)?.advice)
    }

    /// Tells the listeners of a customer's message, which ends the draft on the one before.
    pub(crate) fn tell_of(&self, message: &Message, conversation: ConversationSummary) {
        self.drop_draft(conversation.id);
        self.publish_message(message, conversation);
        self.read_attachments(message);
    }

    /// Advises on a message that was stored, stores the advice and tells the listeners of it; `start` is when
    /// the message came. With `answers` the assistant says to the customer what the rules allow, unless a
    /// person leads.
    pub(crate) fn advise_on_new(
        &self,
        message: Message,
        conversation: &ConversationSummary,
        start: Instant,
        answers: bool,
    ) -> Result<Taken, EngineError> {
        let (id, vip) = (conversation.id, conversation.vip);
        let (customer, channel) = (conversation.customer.clone(), conversation.channel);

        let stored = self.stored(id)?;
        let history: Vec<Message> =
            stored.messages.into_iter().take_while(|earlier| earlier.id != message.id).collect();
        let subject = Subject {
            message: &message,
            history: &history,
            moods: &stored.mood.points,
            customer: &customer,
            vip,
            visibility: visibility(channel),
            labels: &[],
            page_language: stored.page_language.as_deref(),
        };
        let advised = self.advise(&subject);
        let mut advice = advised.advice;
        let Advised { chat, slots, steps, meaning, passages, .. } = advised;
        let (conversation, answer) = match answers {
            true => {
                let reply = said(&chat);
                self.desk.record_answer(&advice, &steps, meaning.as_ref(), &reply)?
            }
            false => {
                let kept =
                    self.desk.record_advice_and_meaning(&advice, &steps, meaning.as_ref())?;
                (kept.0, None)
            }
        };
        advice.timing_ms.total = start.elapsed().as_secs_f64() * 1e3;
        self.publish(Event::AdviceReady {
            advice: Box::new(advice.clone()),
            slots,
            conversation: conversation.clone(),
        });
        if let Some(message) = answer.clone() {
            self.publish_message(&message, conversation);
        }
        // Whoever is answered already needs no draft, and a command does not wait for one.
        let answered = matches!(chat, ChatDecision::Answer { .. });
        let by_itself = channel == Channel::Chat && answered;
        if channel != Channel::Cli && !by_itself {
            self.start_draft(Job {
                message,
                history,
                customer,
                vip,
                advice: advice.clone(),
                passages: passages.clone(),
            });
        }
        Ok(Taken { advice, chat, answer, passages })
    }

    /// Advises anew on a conversation's newest customer message, with what a language model read in it, and
    /// stores nothing of it. Gives the
    /// message, and the conversation before it, too.
    pub(crate) fn advise_newest(
        &self,
        id: ConversationId,
        labels: &[CorrectedLabel],
    ) -> Result<(Advised, Message, Vec<Message>, ConversationSummary), EngineError> {
        let stored = self.stored(id)?;
        let mut history = stored.messages;
        let newest = history.iter().rposition(|message| message.author == Author::Customer);
        let newest = newest.ok_or_else(|| EngineError::NotFound {
            what: "customer message in the conversation",
            name: id.to_string(),
        })?;
        history.truncate(newest + 1);
        let Some(message) = history.pop() else {
            unreachable!("a conversation with a newest message has one")
        };
        let points = &stored.mood.points;
        let earlier = points.iter().take_while(|point| point.message_id != message.id).count();
        let advised = self.advise(&Subject {
            message: &message,
            history: &history,
            moods: &points[..earlier],
            customer: &stored.summary.customer,
            vip: stored.summary.vip,
            visibility: visibility(stored.summary.channel),
            labels,
            page_language: stored.page_language.as_deref(),
        });
        Ok((advised, message, history, stored.summary))
    }

    /// One conversation with its messages, what they name, and the newest advice.
    ///
    /// # Errors
    /// [`EngineError::NotFound`], or where the store fails.
    pub fn conversation(&self, id: ConversationId) -> Result<Conversation, EngineError> {
        let mut conversation = self.stored(id)?;
        conversation.mood.trend = aside_assist::trend(&conversation.mood.points);
        conversation.slots = self.named(&conversation.messages).current;
        conversation.personal =
            self.personal(&conversation.summary.customer, &conversation.messages);
        if let Some(advice) = &mut conversation.advice {
            self.remind(&conversation.summary.customer, advice)?;
            let wrong = self.desk.wrong_rules(advice.message_id)?;
            if !wrong.is_empty() {
                for reason in &mut advice.escalation.reasons {
                    reason.wrong = wrong.contains(&reason.rule);
                }
                let threshold = self.team_rules().threshold();
                aside_assist::reweigh(&mut advice.escalation, &advice.analysis, threshold);
            }
        }
        self.conversation_as_of_now(&mut conversation);
        Ok(conversation)
    }

    /// A conversation as the desk has it: without what is read from it when it is shown.
    ///
    /// # Errors
    /// [`EngineError::NotFound`], or where the store fails.
    pub(crate) fn stored(&self, id: ConversationId) -> Result<Conversation, EngineError> {
        let found = self.desk.conversation(id)?;
        found.ok_or_else(|| EngineError::NotFound { what: "conversation", name: id.to_string() })
    }

    /// Stores what an agent answers, and what became of the suggestion that it began as.
    ///
    /// # Errors
    /// Where the text is empty or too long, the conversation does not exist, or the store fails.
    pub fn reply(&self, id: ConversationId, reply: &SentReply) -> Result<Message, EngineError> {
        self.reply_with(id, reply, Vec::new())
    }

    /// As [`Engine::reply`], with files. A reply that has some needs no words.
    ///
    /// # Errors
    /// As [`Engine::reply`].
    pub fn reply_with(
        &self,
        id: ConversationId,
        reply: &SentReply,
        attachments: Vec<NewAttachment>,
    ) -> Result<Message, EngineError> {
        let (message, conversation, _receipt) =
            self.desk.send_reply_with(id, Author::Agent, reply, attachments)?;
        self.read_attachments_behind(&message);
        self.drop_draft(id);
        self.remember_reply(id);
        self.publish_message(&message, conversation);
        Ok(message)
    }

    /// Stores that an agent found a suggestion of no use, and why: later suggestions from the same
    /// passages rank lower.
    ///
    /// # Errors
    /// Where the conversation has no such suggestion, or the store fails.
    pub fn dismiss(
        &self,
        id: ConversationId,
        suggestion: SuggestionId,
        reason: DismissReason,
    ) -> Result<(), EngineError> {
        self.desk.dismiss(id, suggestion, reason)?;
        Ok(())
    }

    /// Lets a person answer a conversation of the chat from now on, or the assistant again. A person who
    /// replies takes it over without this.
    ///
    /// # Errors
    /// Where the conversation does not exist or the store fails.
    pub fn set_lead(
        &self,
        id: ConversationId,
        person: bool,
    ) -> Result<ConversationSummary, EngineError> {
        let (conversation, _receipt) = self.desk.set_lead(id, person)?;
        self.publish(Event::ConversationChanged { conversation: conversation.clone() });
        Ok(conversation)
    }

    /// Tells the customer that an agent is writing. Nothing is stored.
    pub fn agent_types(&self, id: ConversationId) {
        self.publish(Event::Typing { conversation_id: id, author: Author::Agent });
    }

    /// Escalates, resolves or opens a conversation again. Escalating makes its ticket, which follows what
    /// becomes of the conversation.
    ///
    /// # Errors
    /// Where the conversation does not exist or the store fails.
    pub fn set_status(
        &self,
        id: ConversationId,
        status: ConversationStatus,
    ) -> Result<ConversationSummary, EngineError> {
        if status == ConversationStatus::Escalated {
            self.hand_to_supervisor(id, None, None)?;
            return Ok(self.conversation(id)?.summary);
        }
        let (conversation, _receipt) = self.desk.set_status(id, status)?;
        self.publish(Event::ConversationChanged { conversation: conversation.clone() });
        self.publish_ticket_of(id)?;
        Ok(conversation)
    }
}

/// What the assistant says to the customer.
fn said(decision: &ChatDecision) -> AssistantReply {
    match decision {
        ChatDecision::Answer { text, suggestion_id } => {
            AssistantReply { text: text.clone(), suggestion_id: *suggestion_id, hand_over: false }
        }
        ChatDecision::HandOver { text, .. } => {
            AssistantReply { text: text.clone(), suggestion_id: None, hand_over: true }
        }
    }
}

/// Which documents a message may be answered from: the chat may answer by itself, so it sees only what
/// customers may see.
pub(crate) fn visibility(channel: Channel) -> Option<Visibility> {
    (channel == Channel::Chat).then_some(Visibility::Public)
}
