//! Tickets: conversations handed to a supervisor, one for each conversation at most.
//!
//! A ticket stands whole in the table `tickets`; the ledger has every step of it, so the table could be
//! worked out again. The status of the conversation follows its ticket in the same transaction, and the
//! other way round.

use std::cmp::Reverse;

use aside_contract::{
    Actor, ConversationId, ConversationStatus, ConversationSummary, HandOver, MAX_NOTE_CHARS,
    MAX_OWNER_CHARS, Ticket, TicketChange, TicketEdit, TicketFilter, TicketId, TicketStatus,
    TicketSummary, Timestamp,
};
use heed::RoTxn;

use crate::change::Change;
use crate::conversation::ConversationRecord;
use crate::desk::Desk;
use crate::error::{DeskError, Failure};
use crate::ledger::{LedgerFact, Receipt, StatusCause};
use crate::tables::{Tables, exact, from_json, to_json};
use crate::verdicts::RuleVerdict;

/// How often a name is drawn before a longer one is.
const DRAWS: usize = 16;
/// The fewest and the most letters of a name: a million tickets before the fifth is needed.
const LETTERS: std::ops::RangeInclusive<usize> = 4..=8;

/// A conversation that was handed over.
#[derive(Clone, Debug, PartialEq)]
pub struct HandedOver {
    /// Its ticket.
    pub ticket: Ticket,
    /// The conversation as it is now.
    pub conversation: ConversationSummary,
    /// Whether there was no ticket of it before.
    pub is_new: bool,
    /// The last entry about it; none where the ticket stood open already and nothing changed.
    pub receipt: Option<Receipt>,
}

impl Desk {
    /// Hands a conversation to a supervisor. Where its ticket is open or assigned already, nothing changes;
    /// one that was returned or resolved is open again with what is known now.
    ///
    /// # Errors
    /// [`DeskError::UnknownConversation`], [`DeskError::TicketText`] about the owner or the note, or
    /// [`DeskError::Storage`].
    pub fn hand_to_supervisor(
        &self,
        conversation: ConversationId,
        hand_over: &HandOver,
        owner: Option<&str>,
        note: Option<&str>,
    ) -> Result<HandedOver, DeskError> {
        let at = Timestamp::now();
        let (owner, note) = (checked_owner(owner)?, checked_note(note)?);
        let hand_over = hand_over.clone();
        self.change(move |change| {
            let mut record = change.conversation(conversation)?;
            let known = change.ticket_of(conversation)?;
            if let Some(ticket) = &known
                && matches!(ticket.status, TicketStatus::Open | TicketStatus::Assigned)
            {
                return Ok(HandedOver {
                    ticket: ticket.clone(),
                    conversation: change.summary(&record)?,
                    is_new: false,
                    receipt: None,
                });
            }
            let is_new = known.is_none();
            let id = match &known {
                Some(ticket) => ticket.id.clone(),
                None => change.free_ticket_id()?,
            };
            let mut history = known.as_ref().map(|known| known.history.clone()).unwrap_or_default();
            history.push(TicketChange {
                at,
                from: known.as_ref().map(|known| known.status),
                to: TicketStatus::Open,
                owner: owner.clone(),
                note: note.clone(),
                approved: None,
                by: Some(change.actor().clone()),
            });
            let hand_over = hand_over.clone();
            let ticket = Ticket {
                hand_off_text: hand_over.hand_off_text.replace("{ticket}", id.as_str()),
                id,
                conversation,
                customer: record.customer.clone(),
                status: TicketStatus::Open,
                priority: hand_over.priority,
                owner: owner.clone(),
                summary: hand_over.summary,
                tried: hand_over.tried,
                feeling: hand_over.feeling,
                open_questions: hand_over.open_questions,
                reasons: hand_over.reasons,
                message_id: hand_over.message_id,
                coaching_note: known.as_ref().and_then(|known| known.coaching_note.clone()),
                history,
                created: known.as_ref().map_or(at, |known| known.created),
                updated: at,
            };
            let opened = LedgerFact::TicketOpened { ticket: Box::new(ticket.clone()) };
            let receipt = change.append(at, Some(conversation), &opened)?;
            change.put_ticket(&ticket)?;
            follow(change, &mut record, ConversationStatus::Escalated, at)?;
            Ok(HandedOver {
                ticket,
                conversation: change.summary(&record)?,
                is_new,
                receipt: Some(receipt),
            })
        })
    }

    /// Changes a ticket, and with it the status of its conversation: returned, it is the agent's again;
    /// resolved, it is resolved too; open again, it is escalated again. Whoever approves it takes it, where
    /// no other owner is named.
    ///
    /// # Errors
    /// [`DeskError::UnknownTicket`], [`DeskError::TicketConflict`] where it cannot go there from where it
    /// stands, [`DeskError::TicketText`], or [`DeskError::Storage`].
    pub fn change_ticket(
        &self,
        id: &TicketId,
        edit: &TicketEdit,
    ) -> Result<(Ticket, ConversationSummary, Receipt), DeskError> {
        let at = Timestamp::now();
        let (owner, note) =
            (checked_owner(edit.owner.as_deref())?, checked_note(edit.note.as_deref())?);
        let (id, to, approved) = (id.clone(), edit.status, edit.approved);
        self.change(move |change| {
            let mut ticket = change.ticket(&id)?;
            let from = ticket.status;
            let to = to.unwrap_or(match (approved, from, &owner) {
                (Some(true), ..) => TicketStatus::Assigned,
                (Some(false), ..) => TicketStatus::Returned,
                // Who names an owner for a ticket that nobody has taken assigns it.
                (None, TicketStatus::Open, Some(_)) => TicketStatus::Assigned,
                (None, ..) => from,
            });
            if !from.may_become(to) {
                return Err(DeskError::TicketConflict { id: id.clone(), from, to }.into());
            }
            ticket.owner = owner.clone().or(match (approved, to) {
                (Some(true), TicketStatus::Assigned) => taker(change.actor(), ticket.owner),
                _ => ticket.owner,
            });
            if to == TicketStatus::Assigned && ticket.owner.is_none() {
                return Err(DeskError::TicketText("name who should have it").into());
            }
            let mut record = change.conversation(ticket.conversation)?;
            if let Some(right) = approved {
                judge_reasons(change, &ticket, &mut record, right, at)?;
            }
            let receipt = step(change, &mut ticket, to, note.clone(), approved, at)?;
            let status = match to {
                TicketStatus::Open | TicketStatus::Assigned => ConversationStatus::Escalated,
                TicketStatus::Returned => ConversationStatus::Open,
                TicketStatus::Resolved => ConversationStatus::Resolved,
            };
            // A customer who wrote after the end has a conversation that is open again, and keeps it.
            if from != to {
                follow(change, &mut record, status, at)?;
            }
            Ok((ticket, change.summary(&record)?, receipt))
        })
    }

    /// One ticket.
    ///
    /// # Errors
    /// [`DeskError::UnknownTicket`], [`DeskError::Storage`] or [`DeskError::Damaged`].
    pub fn ticket(&self, id: &TicketId) -> Result<Ticket, DeskError> {
        self.store.read(|tables, txn| ticket(tables, txn, id))
    }

    /// The ticket of a conversation, if it was ever handed over.
    ///
    /// # Errors
    /// [`DeskError::Storage`] or [`DeskError::Damaged`].
    pub fn ticket_of(&self, conversation: ConversationId) -> Result<Option<Ticket>, DeskError> {
        self.store.read(|tables, txn| ticket_of(tables, txn, conversation))
    }

    /// The tickets that the filter lets through: what is not resolved first, by priority from high to low,
    /// then the newest.
    ///
    /// # Errors
    /// [`DeskError::Storage`] or [`DeskError::Damaged`].
    pub fn tickets(&self, filter: &TicketFilter) -> Result<Vec<TicketSummary>, DeskError> {
        let mut found = Vec::new();
        self.each_ticket(|ticket| {
            let stands = filter.status.is_none_or(|status| status == ticket.status);
            let owned = filter.owner.as_deref().is_none_or(|wanted| {
                let owner = ticket.owner.as_deref().unwrap_or_default();
                owner.to_lowercase() == wanted.trim().to_lowercase()
            });
            if stands && owned {
                found.push(ticket.summarised());
            }
        })?;
        found.sort_by_key(|ticket| {
            let done = ticket.status == TicketStatus::Resolved;
            let urgency = if done { 0 } else { ticket.priority };
            (done, Reverse(urgency), Reverse(ticket.updated), ticket.id.clone())
        });
        Ok(found)
    }

    /// Looks at every ticket, in the order of their conversations.
    ///
    /// # Errors
    /// [`DeskError::Storage`] or [`DeskError::Damaged`].
    pub fn each_ticket(&self, mut look: impl FnMut(Ticket)) -> Result<(), DeskError> {
        let tickets = self.store.read(|tables, txn| {
            let rows = tables.tickets.iter(txn)?;
            rows.map(|row| Ok(from_json::<Ticket>(row?.1, "a ticket")?))
                .collect::<Result<Vec<_>, Failure>>()
        })?;
        tickets.into_iter().for_each(&mut look);
        Ok(())
    }
}

impl Change<'_, '_> {
    /// The ticket with this name, or the refusal that there is none.
    fn ticket(&self, id: &TicketId) -> Result<Ticket, Failure> {
        ticket(self.tables, self.txn, id)
    }

    fn ticket_of(&self, conversation: ConversationId) -> Result<Option<Ticket>, Failure> {
        ticket_of(self.tables, self.txn, conversation)
    }

    fn put_ticket(&mut self, ticket: &Ticket) -> Result<(), Failure> {
        let key = ticket.conversation.as_bytes();
        self.tables.ticket_ids.put(self.txn, ticket.id.as_str().as_bytes(), key)?;
        self.touched.conversation(ticket.conversation);
        Ok(self.tables.tickets.put(self.txn, key, &to_json(ticket)?)?)
    }

    /// A name that no ticket has, as short as there is one.
    fn free_ticket_id(&self) -> Result<TicketId, Failure> {
        for letters in LETTERS {
            for _ in 0..DRAWS {
                let mut bytes = [0; 8];
                getrandom::fill(&mut bytes).map_err(|fault| {
                    DeskError::NotStorable(format!("the system gives no random bytes: {fault}"))
                })?;
                let id = TicketId::from_random(&bytes[..letters]);
                if self.tables.ticket_ids.get(self.txn, id.as_str().as_bytes())?.is_none() {
                    return Ok(id);
                }
            }
        }
        Err(DeskError::NotStorable("no name for a ticket is left".to_owned()).into())
    }

    /// Lets the ticket of a conversation follow a status that somebody set there: resolved with it, or back
    /// with the agent.
    pub fn ticket_follows(
        &mut self,
        conversation: ConversationId,
        status: ConversationStatus,
        at: Timestamp,
    ) -> Result<(), Failure> {
        let Some(mut ticket) = self.ticket_of(conversation)? else { return Ok(()) };
        let to = match (status, ticket.status) {
            (ConversationStatus::Resolved, _) => TicketStatus::Resolved,
            (ConversationStatus::Open, TicketStatus::Open | TicketStatus::Assigned) => {
                TicketStatus::Returned
            }
            _ => return Ok(()),
        };
        if to != ticket.status {
            step(self, &mut ticket, to, None, None, at)?;
        }
        Ok(())
    }
}

/// Moves a ticket on, and keeps that.
fn step(
    change: &mut Change<'_, '_>,
    ticket: &mut Ticket,
    to: TicketStatus,
    note: Option<String>,
    approved: Option<bool>,
    at: Timestamp,
) -> Result<Receipt, Failure> {
    let from = std::mem::replace(&mut ticket.status, to);
    if to == TicketStatus::Returned && note.is_some() {
        ticket.coaching_note.clone_from(&note);
    }
    ticket.updated = at;
    let owner = ticket.owner.clone();
    ticket.history.push(TicketChange {
        at,
        from: Some(from),
        to,
        owner: owner.clone(),
        note: note.clone(),
        approved,
        by: Some(change.actor().clone()),
    });
    let id = ticket.id.clone();
    let changed = LedgerFact::TicketChanged { ticket: id, from, to, owner, note, approved };
    let receipt = change.append(at, Some(ticket.conversation), &changed)?;
    change.put_ticket(ticket)?;
    Ok(receipt)
}

/// Who has a ticket that this actor approves. The machine's owner has no name of their own: where somebody is
/// suggested, it is them.
fn taker(actor: &Actor, suggested: Option<String>) -> Option<String> {
    let named = actor.agent().map(str::to_owned);
    if *actor == Actor::Owner { suggested.or(named) } else { named.or(suggested) }
}

/// Counts the rules that asked for a supervisor as right, or as wrong. One that somebody marked as wrong
/// stays so: a conversation may belong to a supervisor although that rule misread it.
fn judge_reasons(
    change: &mut Change<'_, '_>,
    ticket: &Ticket,
    record: &mut ConversationRecord,
    right: bool,
    at: Timestamp,
) -> Result<(), Failure> {
    let Some(message) = ticket.message_id else { return Ok(()) };
    for rule in ticket.reasons.iter().map(|reason| reason.rule.clone()) {
        if change.is_wrong(message, &rule)? {
            continue;
        }
        let conversation = ticket.conversation;
        let verdict = RuleVerdict { rule, wrong: !right, conversation, message, note: None, at };
        change.put_verdict(&verdict)?;
    }
    if !right {
        record.recommended_anew(message, false);
        change.put_conversation(record)?;
    }
    Ok(())
}

/// Gives the conversation the status that its ticket asks for.
fn follow(
    change: &mut Change<'_, '_>,
    record: &mut ConversationRecord,
    status: ConversationStatus,
    at: Timestamp,
) -> Result<(), Failure> {
    let from = std::mem::replace(&mut record.status, status);
    if from == status {
        return Ok(());
    }
    let set = LedgerFact::StatusChanged { from, to: status, cause: StatusCause::Ticket };
    change.append(at, Some(record.id), &set)?;
    change.put_conversation(record)
}

fn ticket(tables: &Tables, txn: &RoTxn<'_>, id: &TicketId) -> Result<Ticket, Failure> {
    let unknown = || DeskError::UnknownTicket(id.clone());
    let place = tables.ticket_ids.get(txn, id.as_str().as_bytes())?.ok_or_else(unknown)?;
    let conversation = ConversationId::from_bytes(exact(place, "a conversation's id")?);
    Ok(ticket_of(tables, txn, conversation)?.ok_or_else(unknown)?)
}

fn ticket_of(
    tables: &Tables,
    txn: &RoTxn<'_>,
    conversation: ConversationId,
) -> Result<Option<Ticket>, Failure> {
    let found = tables.tickets.get(txn, conversation.as_bytes())?;
    Ok(found.map(|bytes| from_json(bytes, "a ticket")).transpose()?)
}

fn checked_owner(owner: Option<&str>) -> Result<Option<String>, DeskError> {
    match owner.map(str::trim) {
        None => Ok(None),
        Some("") => Err(DeskError::TicketText("the owner's name is empty")),
        Some(name) if name.chars().count() > MAX_OWNER_CHARS => {
            Err(DeskError::TicketText("the owner's name has more than 100 characters"))
        }
        Some(name) => Ok(Some(name.to_owned())),
    }
}

fn checked_note(note: Option<&str>) -> Result<Option<String>, DeskError> {
    match note.map(str::trim) {
        None | Some("") => Ok(None),
        Some(note) if note.chars().count() > MAX_NOTE_CHARS => {
            Err(DeskError::TicketText("the note has more than 2,000 characters: shorten it"))
        }
        Some(note) => Ok(Some(note.to_owned())),
    }
}
