//! Tickets: handing a conversation to a supervisor, and what becomes of it.

use aside_assist::HandOverContext;
use aside_contract::{
    ConversationId, Event, Ticket, TicketEdit, TicketFilter, TicketId, TicketSummary,
};
use aside_desk::HandedOver;

use crate::{Engine, EngineError};

impl Engine {
    /// Hands a conversation to a supervisor with all that is known. Says whether there was no ticket
    /// before; one that is open or assigned already stays as it is.
    ///
    /// Without an owner the one that the team's file names for the category is suggested.
    ///
    /// # Errors
    /// Where the conversation does not exist, the owner or the note is too long, or the store fails.
    pub fn hand_to_supervisor(
        &self,
        id: ConversationId,
        owner: Option<&str>,
        note: Option<&str>,
    ) -> Result<(Ticket, bool), EngineError> {
        let conversation = self.conversation(id)?;
        let voice = self.voice();
        let packet = aside_assist::hand_over(&HandOverContext {
            messages: &conversation.messages,
            slots: &conversation.slots,
            moods: &conversation.mood.points,
            advice: conversation.advice.as_ref(),
            priority: conversation.summary.priority,
            voice: &voice,
            page_language: conversation.page_language.as_deref(),
        });
        let suggested = self.owners.of(&packet.reasons, conversation.summary.category);
        let owner = owner.filter(|name| !name.trim().is_empty()).or(suggested.as_deref());
        let handed = self.desk.hand_to_supervisor(id, &packet, owner, note)?;
        let HandedOver { ticket, conversation, is_new, receipt } = handed;
        if receipt.is_some() {
            self.publish(Event::TicketChanged { ticket: ticket.summarised() });
            self.publish(Event::ConversationChanged { conversation });
        }
        Ok((self.ticket_as_of_now(ticket)?, is_new))
    }

    /// The tickets that the filter lets through: what is not resolved first, the most urgent and then the
    /// newest before the others.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn tickets(&self, filter: &TicketFilter) -> Result<Vec<TicketSummary>, EngineError> {
        Ok(self.desk.tickets(filter)?)
    }

    /// One ticket. What was tried and what is open is as of now; the rest as it was handed over.
    ///
    /// # Errors
    /// Where there is none with this name, or the store fails.
    pub fn ticket(&self, id: &TicketId) -> Result<Ticket, EngineError> {
        self.ticket_as_of_now(self.desk.ticket(id)?)
    }

    /// Approves, assigns, returns, resolves or opens a ticket again, or adds a note. Its conversation follows.
    ///
    /// # Errors
    /// Where there is none with this name, it cannot go there from where it stands, a text is too long, or
    /// the store fails.
    pub fn change_ticket(&self, id: &TicketId, edit: &TicketEdit) -> Result<Ticket, EngineError> {
        let (ticket, conversation, _receipt) = self.desk.change_ticket(id, edit)?;
        self.publish(Event::TicketChanged { ticket: ticket.summarised() });
        self.publish(Event::ConversationChanged { conversation });
        self.ticket_as_of_now(ticket)
    }

    /// People go on writing after a conversation was handed over: what was tried and what nobody answered
    /// is gathered anew. The ledger keeps what was known then.
    fn ticket_as_of_now(&self, ticket: Ticket) -> Result<Ticket, EngineError> {
        let messages = self.stored(ticket.conversation)?.messages;
        let (tried, open_questions) = aside_assist::tried_and_open(&messages);
        Ok(Ticket { tried, open_questions, ..ticket })
    }

    /// Tells listeners of the ticket of a conversation whose status somebody set, if it has one.
    pub(crate) fn publish_ticket_of(&self, id: ConversationId) -> Result<(), EngineError> {
        if let Some(ticket) = self.desk.ticket_of(id)? {
            self.publish(Event::TicketChanged { ticket: ticket.summarised() });
        }
        Ok(())
    }
}
