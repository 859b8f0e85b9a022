//! Advice with the reasoning behind it, and the assistant's own answer, which is stored with it.

use aside_contract::{
    Advice, Author, ConversationId, ConversationSummary, Message, MessageId, SuggestionId,
    Timestamp, message_text,
};

use crate::change::Change;
use crate::conversation::ConversationRecord;
use crate::desk::{Desk, Sent};
use crate::error::{DeskError, Failure};
use crate::ledger::{self, Kind, LedgerFact, LedgerStep, Receipt};
use crate::meaning::Meaning;
use crate::queries::trail;
use crate::tables::{from_json, to_json};

/// What the assistant says to a customer by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssistantReply {
    /// The text.
    pub text: String,
    /// The suggestion of the advice that it is; none for its own words.
    pub suggestion_id: Option<SuggestionId>,
    /// It says that a person will answer: the conversation goes on waiting for one.
    pub hand_over: bool,
}

/// What a customer's message led to.
#[derive(Clone, Debug, PartialEq)]
pub struct GivenAnswer {
    /// The first advice on it.
    pub advice: Advice,
    /// The answer.
    pub message: Message,
    /// It says that a person will answer.
    pub hand_over: bool,
}

/// Advice as it is about to be stored.
struct Advised {
    at: Timestamp,
    fact: LedgerFact,
    conversation: ConversationId,
    message: MessageId,
    suggestions: Vec<SuggestionId>,
    meaning: Option<Meaning>,
}

impl Advised {
    fn new(
        advice: &Advice,
        steps: &[LedgerStep],
        meaning: Option<&Meaning>,
    ) -> Result<Self, DeskError> {
        let mut kept = advice.clone();
        // A fact stands in one place, so that it can be corrected and deleted.
        kept.remembered.iter_mut().for_each(|known| known.text.clear());
        let fact = LedgerFact::AdviceGiven { advice: Box::new(kept), steps: steps.to_vec() };
        // JSON has no NaN: what could not be read back is refused before it is written.
        from_json::<LedgerFact>(&to_json(&fact)?, "the advice").map_err(|fault| match fault {
            DeskError::Damaged(reason) => DeskError::NotStorable(reason),
            other => other,
        })?;
        Ok(Self {
            at: Timestamp::now(),
            fact,
            conversation: advice.conversation_id,
            message: advice.message_id,
            suggestions: advice.suggestions.iter().map(|suggestion| suggestion.id).collect(),
            meaning: meaning.cloned(),
        })
    }

    /// Stores all of it but the conversation, which it gives back with its new labels.
    fn keep(&self, change: &mut Change<'_, '_>) -> Result<(ConversationRecord, Receipt), Failure> {
        let (conversation, message) = (self.conversation, self.message);
        let mut record = change.conversation(conversation)?;
        match change.message(conversation, message)? {
            Some(LedgerFact::MessageReceived { .. }) => {}
            _ => return Err(DeskError::UnknownMessage { conversation, message }.into()),
        }
        let receipt = change.append(self.at, Some(conversation), &self.fact)?;
        change.put_advice(message, &self.suggestions, receipt)?;
        if let Some(meaning) = &self.meaning {
            change.put_meaning(&record.customer, message, meaning)?;
        }
        if let LedgerFact::AdviceGiven { advice, .. } = &self.fact {
            record.advised(advice);
        }
        Ok((record, receipt))
    }
}

impl Desk {
    /// Keeps an advice with the reasoning behind it.
    ///
    /// The conversation takes its labels only if the customer has not written again since.
    ///
    /// # Errors
    /// [`DeskError::UnknownConversation`] and [`DeskError::UnknownMessage`] about what it advises
    /// on, [`DeskError::NotStorable`] where a score is not a number, or [`DeskError::Storage`].
    pub fn record_advice(
        &self,
        advice: &Advice,
        steps: &[LedgerStep],
    ) -> Result<(ConversationSummary, Receipt), DeskError> {
        self.record_advice_and_meaning(advice, steps, None)
    }

    /// As [`Desk::record_advice`], with what the message means, so that the customer's later messages
    /// can be compared.
    ///
    /// # Errors
    /// As [`Desk::record_advice`].
    pub fn record_advice_and_meaning(
        &self,
        advice: &Advice,
        steps: &[LedgerStep],
        meaning: Option<&Meaning>,
    ) -> Result<(ConversationSummary, Receipt), DeskError> {
        let advised = Advised::new(advice, steps, meaning)?;
        self.change(move |change| {
            let (record, receipt) = advised.keep(change)?;
            change.put_conversation(&record)?;
            Ok((change.summary(&record)?, receipt))
        })
    }

    /// As [`Desk::record_advice_and_meaning`], with what the assistant says to the customer, in one
    /// transaction: a message of the chat that has advice has its answer, too. Where a person leads by
    /// now, the advice is kept and the assistant says nothing.
    ///
    /// # Errors
    /// As [`Desk::record_advice`], and [`DeskError::Invalid`] about the text or
    /// [`DeskError::UnknownSuggestion`] where the advice has no such suggestion.
    pub fn record_answer(
        &self,
        advice: &Advice,
        steps: &[LedgerStep],
        meaning: Option<&Meaning>,
        answer: &AssistantReply,
    ) -> Result<(ConversationSummary, Option<Message>), DeskError> {
        let conversation = advice.conversation_id;
        let advised = Advised::new(advice, steps, meaning)?;
        let text = message_text(&answer.text, &[])?.to_owned();
        let suggestion = |wanted: SuggestionId| {
            let found = advice.suggestions.iter().find(|suggestion| suggestion.id == wanted);
            found.ok_or(DeskError::UnknownSuggestion { conversation, suggestion: wanted })
        };
        let suggestion = answer.suggestion_id.map(suggestion).transpose()?;
        let sent = Sent::new(conversation, Author::Assistant, text, suggestion, answer.hand_over);
        self.change(move |change| {
            let (mut record, _receipt) = advised.keep(change)?;
            let message = match record.person_leads {
                true => None,
                false => Some(sent.keep(change, &mut record)?.0),
            };
            change.put_conversation(&record)?;
            Ok((change.summary(&record)?, message))
        })
    }

    /// What the assistant, or a person, said to a customer's message as soon as there was advice on it; none
    /// where nobody has answered it so.
    ///
    /// # Errors
    /// [`DeskError::Storage`] or [`DeskError::Damaged`].
    pub fn given_answer(
        &self,
        conversation: ConversationId,
        asked: MessageId,
    ) -> Result<Option<GivenAnswer>, DeskError> {
        self.store.read(|tables, txn| {
            if tables.advice.get(txn, asked.as_bytes())?.is_none() {
                return Ok(None);
            }
            let mut first = None;
            for (sequence, kind) in trail(tables, txn, conversation)? {
                let wanted = if first.is_none() { Kind::AdviceGiven } else { Kind::ReplySent };
                if kind != wanted {
                    continue;
                }
                match (ledger::body(tables, txn, sequence)?, first.take()) {
                    (LedgerFact::AdviceGiven { advice, .. }, None) => {
                        first = (advice.message_id == asked).then_some(*advice);
                    }
                    (LedgerFact::ReplySent { message, hand_over, .. }, Some(advice)) => {
                        return Ok(Some(GivenAnswer { advice, message, hand_over }));
                    }
                    // Erased.
                    _ => return Ok(None),
                }
            }
            Ok(None)
        })
    }
}
