//! What other assistants are told: what customers wrote with personal data masked, and nothing of a document
//! that seems to give orders to a language model.

use aside_contract::{
    Advice, Category, ConversationId, ConversationStatus, Escalation, IncomingMessage, Intent,
    Passage, SearchFilter, Sentiment, SuggestionKind, Ticket, TicketId, TicketStatus, Timestamp,
    Visibility,
};
use serde::Serialize;

use crate::{Engine, EngineError};

/// How many conversations of a customer are told, the newest first.
const CONVERSATIONS: usize = 10;
/// The most passages of a search.
const PASSAGES: usize = 20;

/// Passages that answer a question.
#[derive(Debug, Serialize)]
pub struct Found {
    /// Best first.
    pub passages: Vec<FoundPassage>,
    /// Documents that are held back: they seem to give orders to a language model, and nobody allowed them.
    pub held_back: Vec<String>,
}

/// A passage of a document.
#[derive(Debug, Serialize)]
pub struct FoundPassage {
    /// The document, relative to the knowledge folder.
    pub document: String,
    /// Its title.
    pub title: String,
    /// The headings above the passage.
    pub section: String,
    /// Its page, from 1, where the format has pages.
    pub page: Option<u32>,
    /// Its words.
    pub text: String,
    /// How likely it answers, 0 to 1.
    pub score: f32,
}

/// What Aside makes of a customer's message.
#[derive(Debug, Serialize)]
pub struct DraftedReply {
    /// The conversation, for the next message and for a ticket.
    pub conversation: ConversationId,
    /// What the customer wants.
    pub intent: Intent,
    /// What it is about.
    pub category: Category,
    /// How it sounds.
    pub sentiment: Sentiment,
    /// 1 to 10.
    pub priority: u8,
    /// Best first; none where the documents do not answer.
    pub replies: Vec<Reply>,
    /// What the documents do not answer, and why.
    pub not_answered: Vec<String>,
    /// Whether a supervisor should have it, and why.
    pub escalation: Escalation,
}

/// A reply with where it stands.
#[derive(Debug, Serialize)]
pub struct Reply {
    /// In which way it answers.
    pub kind: SuggestionKind,
    /// Its words.
    pub text: String,
    /// How likely it answers, 0 to 1.
    pub confidence: f32,
    /// The quotes that it consists of.
    pub citations: Vec<Quote>,
}

/// Words of a document.
#[derive(Debug, Serialize)]
pub struct Quote {
    /// The document, relative to the knowledge folder.
    pub document: String,
    /// Its title.
    pub title: String,
    /// The headings above the words.
    pub section: String,
    /// The words.
    pub quote: String,
}

/// What is known of a customer.
#[derive(Debug, Serialize)]
pub struct CustomerContext {
    /// Has priority by contract.
    pub vip: bool,
    /// The tier of service, where one is set.
    pub tier: Option<String>,
    /// Their conversations, the newest first.
    pub conversations: Vec<PastConversation>,
}

/// A conversation of a customer.
#[derive(Debug, Serialize)]
pub struct PastConversation {
    /// Names it.
    pub conversation: ConversationId,
    /// Where it stands.
    pub status: ConversationStatus,
    /// What its newest message is about.
    pub category: Option<Category>,
    /// How its newest message sounds.
    pub sentiment: Option<Sentiment>,
    /// 1 to 10.
    pub priority: u8,
    /// Messages in it.
    pub messages: u32,
    /// The newest message, with personal data masked.
    pub newest_message: String,
    /// When it changed last.
    pub updated: Timestamp,
}

/// A ticket that was made, or the one that there was.
#[derive(Debug, Serialize)]
pub struct MadeTicket {
    /// What people call it.
    pub ticket: TicketId,
    /// There was none before.
    pub is_new: bool,
    /// Where it stands.
    pub status: TicketStatus,
    /// 1 to 10.
    pub priority: u8,
    /// Who has it or should have it.
    pub owner: Option<String>,
    /// What it is about, with personal data masked.
    pub summary: String,
    /// What to say to the customer.
    pub hand_off_text: String,
}

impl Engine {
    /// Passages for another assistant. Only those that customers may read, unless `internal` ones are wanted, too.
    ///
    /// # Errors
    /// Where the query is empty or a store fails.
    pub fn search_for_assistant(
        &self,
        query: &str,
        internal: bool,
        limit: usize,
    ) -> Result<Found, EngineError> {
        let visibility = (!internal).then_some(Visibility::Public);
        let filter = SearchFilter { visibility, ..SearchFilter::default() };
        let results = self.search(query, filter, limit.clamp(1, PASSAGES))?.results;
        let parted = self.for_model(&results)?;
        let passage = |passage: &&Passage| FoundPassage {
            document: passage.document.clone(),
            title: passage.title.clone(),
            section: passage.section.clone(),
            page: passage.page,
            text: passage.text.clone(),
            score: passage.score,
        };
        Ok(Found {
            passages: parted.passages().iter().map(passage).collect(),
            held_back: parted.held_back().iter().map(|&document| document.to_owned()).collect(),
        })
    }

    /// Takes a customer's message in, as the desk does, and gives the replies that Aside would suggest.
    ///
    /// # Errors
    /// Where the conversation is not this customer's or a store fails.
    pub fn draft_for_assistant(
        &self,
        incoming: &IncomingMessage,
    ) -> Result<DraftedReply, EngineError> {
        let Advice { conversation_id, analysis, suggestions, abstentions, escalation, .. } =
            self.receive(incoming)?;
        let mut replies = Vec::new();
        for suggestion in suggestions {
            let mut held_back = false;
            for citation in &suggestion.citations {
                held_back |= self.is_held_back(&citation.document)?;
            }
            if held_back {
                continue;
            }
            let quotes = suggestion.citations.into_iter().map(|citation| Quote {
                document: citation.document,
                title: citation.title,
                section: citation.section,
                quote: citation.quote,
            });
            replies.push(Reply {
                kind: suggestion.kind,
                text: suggestion.text,
                confidence: suggestion.confidence,
                citations: quotes.collect(),
            });
        }
        Ok(DraftedReply {
            conversation: conversation_id,
            intent: analysis.intent.label,
            category: analysis.category.label,
            sentiment: analysis.sentiment.label,
            priority: analysis.priority,
            replies,
            not_answered: abstentions.into_iter().map(|abstention| abstention.reason).collect(),
            escalation,
        })
    }

    /// What another assistant may know of a customer.
    ///
    /// # Errors
    /// Where a store fails.
    pub fn customer_for_assistant(&self, customer: &str) -> Result<CustomerContext, EngineError> {
        let standing = self.customer(customer)?.standing;
        let named = customer.trim();
        let mut own = self.list_as_of_now(self.conversations_of(named)?);
        own.sort_by_key(|one| std::cmp::Reverse(one.updated_at));
        own.truncate(CONVERSATIONS);
        let mut masks = self.redaction.masks();
        masks.expect_name(named);
        let conversations = own.into_iter().map(|one| PastConversation {
            conversation: one.id,
            status: one.status,
            category: one.category,
            sentiment: one.sentiment,
            priority: one.priority,
            messages: one.messages,
            newest_message: masks.redact(&one.preview).into_inner(),
            updated: one.updated_at,
        });
        let conversations = conversations.collect();
        Ok(CustomerContext { vip: standing.vip, tier: standing.tier, conversations })
    }

    /// Hands a conversation to a supervisor, for another assistant.
    ///
    /// # Errors
    /// Where there is no such conversation, the note or owner is too long, or a store fails.
    pub fn ticket_for_assistant(
        &self,
        conversation: ConversationId,
        owner: Option<&str>,
        note: Option<&str>,
    ) -> Result<MadeTicket, EngineError> {
        let (ticket, is_new) = self.hand_to_supervisor(conversation, owner, note)?;
        let mut masks = self.redaction.masks();
        masks.expect_name(&ticket.customer);
        let Ticket { id, status, priority, owner, summary, hand_off_text, .. } = ticket;
        let summary = masks.redact(&summary).into_inner();
        Ok(MadeTicket { ticket: id, is_new, status, priority, owner, summary, hand_off_text })
    }
}
