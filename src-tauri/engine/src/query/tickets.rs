//! The table `tickets`: conversations that were handed to a supervisor.

use aside_contract::QueryKind::{Integer, Text, Time};
use aside_contract::{Ticket, TicketStatus};
use aside_desk::Desk;
use aside_query::{Column, LoadedTable, Row, SourceError, Stop, Table, iso};

use super::name;

static TICKETS: Table = Table {
    name: "tickets",
    about: "Conversations that were handed to a supervisor: escalations of agents and of the chat.",
    matchable: false,
    columns: &[
        Column::key("id", Text, "Its id, as T-4K7Q."),
        Column::key("conversation", Text, "The id of its conversation."),
        Column::key("customer", Text, "The customer's name or id."),
        Column::key("status", Text, "open, assigned, returned or resolved."),
        Column::new("priority", Integer, "1 to 10, when it was handed over."),
        Column::new("owner", Text, "Who has it; while it is open, who is suggested."),
        Column::new("feeling", Text, "How the customer felt: angry, unhappy, calm or pleased."),
        Column::new("summary", Text, "What the customer wants, what happened, what is named."),
        Column::new("reasons", Text, "The rules that said so, separated by commas."),
        Column::new("attempts", Integer, "What was tried before."),
        Column::new("open_questions", Integer, "What nobody had answered."),
        Column::new("note", Text, "The note with which it was returned last."),
        Column::new("opened", Time, "When it was handed over first."),
        Column::new("updated", Time, "When it changed last."),
        Column::new("closed", Time, "When it was resolved; none while it is not."),
    ],
};

/// The table, for one question.
pub(super) fn table(desk: &Desk) -> LoadedTable {
    let desk = desk.clone();
    LoadedTable::new(&TICKETS, move |_: Stop| rows(&desk))
}

fn rows(desk: &Desk) -> Result<Vec<Row>, SourceError> {
    let mut rows = Vec::new();
    desk.each_ticket(|ticket| rows.push(row(ticket)))?;
    Ok(rows)
}

fn row(ticket: Ticket) -> Row {
    let rules: Vec<&str> = ticket.reasons.iter().map(|reason| reason.rule.as_str()).collect();
    let rules = rules.join(", ");
    let closed = (ticket.status == TicketStatus::Resolved).then(|| iso(ticket.updated));
    vec![
        ticket.id.as_str().into(),
        ticket.conversation.to_string().into(),
        ticket.customer.into(),
        name(&ticket.status).into(),
        u32::from(ticket.priority).into(),
        ticket.owner.into(),
        ticket.feeling.word.into(),
        ticket.summary.into(),
        rules.into(),
        count(ticket.tried.len()).into(),
        count(ticket.open_questions.len()).into(),
        ticket.coaching_note.into(),
        iso(ticket.created).into(),
        iso(ticket.updated).into(),
        closed.into(),
    ]
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
