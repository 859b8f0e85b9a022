//! `aside ticket`.

use std::fmt::Write;
use std::process::ExitCode;

use anyhow::Result;
use aside_contract::{Ticket, TicketEdit, TicketFilter, TicketStatus, TicketSummary};
use serde_json::json;

use crate::args::{self, Note, OneTicket, TicketCommand};
use crate::print;
use crate::reader::Reader;

pub(crate) fn run(args: &args::Ticket) -> Result<ExitCode> {
    match &args.command {
        TicketCommand::List { folders, status, owner, json } => {
            let filter = TicketFilter { status: status.map(Into::into), owner: owner.clone() };
            let tickets = Reader::open(folders)?.tickets(&filter)?;
            if *json {
                print::json(&json!({ "tickets": tickets }))?;
            } else {
                print::text(&listed(&tickets))?;
            }
        }
        TicketCommand::Show(OneTicket { id, folders, json }) => {
            show(&Reader::open(folders)?.ticket(id)?, *json)?;
        }
        TicketCommand::Approve { ticket, owner, note } => {
            let approved = TicketEdit { approved: Some(true), ..TicketEdit::default() };
            change(ticket, TicketEdit { owner: owner.clone(), ..approved }, note)?;
        }
        TicketCommand::Assign { ticket, owner, note } => {
            let assigned = to(TicketStatus::Assigned);
            change(ticket, TicketEdit { owner: Some(owner.clone()), ..assigned }, note)?;
        }
        TicketCommand::Return { ticket, note } => change(ticket, to(TicketStatus::Returned), note)?,
        TicketCommand::Resolve { ticket, note } => {
            change(ticket, to(TicketStatus::Resolved), note)?;
        }
        TicketCommand::Reopen { ticket, note } => change(ticket, to(TicketStatus::Open), note)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn to(status: TicketStatus) -> TicketEdit {
    TicketEdit { status: Some(status), ..TicketEdit::default() }
}

fn change(
    OneTicket { id, folders, json }: &OneTicket,
    edit: TicketEdit,
    Note { note }: &Note,
) -> Result<()> {
    let edit = TicketEdit { note: note.clone(), ..edit };
    show(&Reader::open(folders)?.change_ticket(id, &edit)?, *json)
}

fn show(ticket: &Ticket, json: bool) -> Result<()> {
    if json { print::json(ticket) } else { print::text(&told(ticket)) }
}

/// A line for each.
fn listed(tickets: &[TicketSummary]) -> String {
    if tickets.is_empty() {
        return "No tickets.\n".to_owned();
    }
    let mut out = String::new();
    for ticket in tickets {
        let owner = ticket.owner.as_deref().unwrap_or("-");
        // Writing to a string cannot fail.
        let _ = writeln!(
            out,
            "{}  {:<8}  priority {:>2}  {}  {}  {}",
            ticket.id,
            ticket.status,
            ticket.priority,
            print::tame(owner),
            print::tame(&ticket.customer),
            print::tame(&ticket.summary),
        );
    }
    out
}

/// All that is known.
fn told(ticket: &Ticket) -> String {
    let mut out = String::new();
    let mut line = |what: &str, text: &str| {
        // Writing to a string cannot fail.
        let _ = writeln!(out, "{what:<16}{}", print::tame(text));
    };
    line("Ticket", &format!("{}, {}, priority {}", ticket.id, ticket.status, ticket.priority));
    line("Customer", &ticket.customer);
    line("Conversation", &ticket.conversation.to_string());
    line("Owner", ticket.owner.as_deref().unwrap_or("-"));
    line("Summary", &ticket.summary);
    line("Feels", &format!("{} ({})", ticket.feeling.word, ticket.feeling.evidence));
    for attempt in &ticket.tried {
        let by = format!("{:?}", attempt.by).to_lowercase();
        line("Tried", &format!("{by}: {}", attempt.text));
    }
    for question in &ticket.open_questions {
        line("Open question", &question.text);
    }
    for reason in &ticket.reasons {
        line("Reason", &format!("{} ({})", reason.explanation, reason.evidence));
    }
    line("Say", &ticket.hand_off_text);
    if let Some(note) = &ticket.coaching_note {
        line("Note", note);
    }
    for change in &ticket.history {
        let to = match change.approved {
            Some(true) => "approved".to_owned(),
            Some(false) => format!("{}, needed no supervisor", change.to),
            None => change.to.to_string(),
        };
        let note = change.note.as_deref().map(|note| format!(": {note}")).unwrap_or_default();
        let owner = change.owner.as_deref().map(|name| format!(", {name}")).unwrap_or_default();
        line("", &format!("{}  {to}{owner}{note}", print::time(change.at)));
    }
    out
}
