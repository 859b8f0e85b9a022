//! Conversations that are handed to a supervisor.

use std::collections::{BTreeSet, HashSet};

use aside_contract::{
    Actor, Author, ConversationId, ConversationStatus, EscalationReason, HandOver, MessageId,
    TicketEdit, TicketFeeling, TicketFilter, TicketId, TicketStatus, Timestamp, Trend, UserId,
};
use aside_desk::{AssistantReply, Desk, DeskError, LedgerFact, RuleVerdict};

use crate::support::{
    advice_on, chatted, continuing, conversation, empty_desk, later, opened, own_words, pasted,
};

pub fn packet(priority: u8) -> HandOver {
    HandOver {
        message_id: None,
        priority,
        summary: "Wants: a refund".to_owned(),
        tried: Vec::new(),
        feeling: TicketFeeling {
            word: "angry".to_owned(),
            trend: Trend::Falling,
            evidence: "!!".to_owned(),
            parts: Vec::new(),
        },
        open_questions: Vec::new(),
        reasons: Vec::new(),
        hand_off_text: "Your reference is {ticket}.".to_owned(),
    }
}

fn handed(desk: &Desk, id: ConversationId) -> TicketId {
    desk.hand_to_supervisor(id, &packet(8), None, None).unwrap().ticket.id
}

fn to(status: TicketStatus) -> TicketEdit {
    TicketEdit { status: Some(status), ..TicketEdit::default() }
}

fn status(desk: &Desk, id: ConversationId) -> ConversationStatus {
    conversation(desk, id).summary.status
}

#[test]
fn a_conversation_has_one_ticket_however_often_it_is_handed_over() {
    let (desk, dir) = empty_desk();
    let id = opened(&desk, "ada", 8);
    let first = desk.hand_to_supervisor(id, &packet(8), Some(" Grace "), Some("VIP")).unwrap();
    assert!(first.is_new && first.receipt.is_some());
    assert_eq!(first.conversation.status, ConversationStatus::Escalated);
    let ticket = &first.ticket;
    assert_eq!((ticket.owner.as_deref(), ticket.status), (Some("Grace"), TicketStatus::Open));
    assert_eq!(ticket.hand_off_text, format!("Your reference is {}.", ticket.id));
    let before = desk.verify_ledger().unwrap().sound;
    let again = desk.hand_to_supervisor(id, &packet(3), None, None).unwrap();
    assert_eq!((again.is_new, again.receipt, &again.ticket), (false, None, ticket));
    assert_eq!(desk.verify_ledger().unwrap().sound, before, "nothing happened");

    drop(desk);
    let desk = Desk::open(dir.path()).unwrap();
    assert_eq!(desk.ticket(&ticket.id).unwrap(), *ticket);
    assert_eq!(desk.ticket_of(id).unwrap().as_ref(), Some(ticket));
}

#[test]
fn every_step_is_kept_and_the_conversation_follows() {
    let (desk, _dir) = empty_desk();
    let id = opened(&desk, "ada", 8);
    let ticket = handed(&desk, id);
    let assigned = TicketEdit { owner: Some("Grace".to_owned()), ..TicketEdit::default() };
    let (taken, ..) = desk.change_ticket(&ticket, &assigned).unwrap();
    assert_eq!((taken.status, taken.owner.as_deref()), (TicketStatus::Assigned, Some("Grace")));
    assert_eq!(status(&desk, id), ConversationStatus::Escalated);

    let coached =
        TicketEdit { note: Some("Offer a replacement".to_owned()), ..to(TicketStatus::Returned) };
    let (returned, conversation, _) = desk.change_ticket(&ticket, &coached).unwrap();
    assert_eq!(returned.coaching_note.as_deref(), Some("Offer a replacement"));
    assert_eq!(conversation.status, ConversationStatus::Open);

    // Handed over once more, it is the same ticket with what is known now.
    let again = desk.hand_to_supervisor(id, &packet(9), None, None).unwrap();
    assert_eq!((again.is_new, again.ticket.priority, &again.ticket.id), (false, 9, &ticket));
    assert_eq!(again.ticket.status, TicketStatus::Open);
    let (resolved, conversation, receipt) =
        desk.change_ticket(&ticket, &to(TicketStatus::Resolved)).unwrap();
    assert_eq!(conversation.status, ConversationStatus::Resolved);

    let course: Vec<_> = resolved.history.iter().map(|step| (step.from, step.to)).collect();
    use TicketStatus::{Assigned, Open, Resolved, Returned};
    assert_eq!(
        course,
        [
            (None, Open),
            (Some(Open), Assigned),
            (Some(Assigned), Returned),
            (Some(Returned), Open),
            (Some(Open), Resolved)
        ]
    );
    let ledger = desk.ledger(id).unwrap();
    let about = |entry: &&aside_desk::LedgerEntry| {
        matches!(entry.fact, LedgerFact::TicketOpened { .. } | LedgerFact::TicketChanged { .. })
    };
    assert_eq!(ledger.iter().filter(about).count(), 5);
    assert!(ledger.iter().any(|entry| entry.hash == receipt.hash()));
    assert!(desk.verify_ledger().unwrap().is_sound());
}

/// A conversation whose newest message two rules fired on, handed over for that.
fn handed_over_by_rules(desk: &Desk) -> (ConversationId, MessageId, TicketId) {
    let (message, ..) = desk.receive(&pasted("ada", "Get me your manager!!")).unwrap();
    let reason = |rule: &str| EscalationReason {
        rule: rule.to_owned(),
        explanation: String::new(),
        case: None,
        evidence: String::new(),
        parts: Vec::new(),
        weight: 0.6,
        wrong: false,
    };
    let reasons = vec![reason("explicit_request"), reason("angry")];
    let packet = HandOver { message_id: Some(message.id), reasons, ..packet(8) };
    let id = message.conversation_id;
    let ticket = desk.hand_to_supervisor(id, &packet, Some("Grace"), None).unwrap().ticket.id;
    (id, message.id, ticket)
}

/// The rules that somebody judged, and whether they fired wrongly.
fn verdicts(desk: &Desk) -> BTreeSet<(String, bool)> {
    let all = desk.verdicts().unwrap().into_iter();
    all.map(|verdict| (verdict.rule, verdict.wrong)).collect()
}

#[test]
fn who_approves_a_ticket_has_it_and_its_rules_count_as_right() {
    let (desk, dir) = empty_desk();
    let (id, message, ticket) = handed_over_by_rules(&desk);
    let wrong = RuleVerdict {
        rule: "angry".to_owned(),
        wrong: true,
        conversation: id,
        message,
        note: None,
        at: Timestamp::now(),
    };
    desk.judge_rule(&wrong, true).unwrap();
    let ida = Actor::User { id: UserId::new(), name: "Ida".to_owned() };
    let approved = TicketEdit { approved: Some(true), ..TicketEdit::default() };
    let (taken, conversation, receipt) =
        desk.acting_as(ida.clone()).change_ticket(&ticket, &approved).unwrap();
    assert_eq!((taken.status, taken.owner.as_deref()), (TicketStatus::Assigned, Some("Ida")));
    assert_eq!(conversation.status, ConversationStatus::Escalated);
    let step = taken.history.last().unwrap();
    assert_eq!((step.approved, step.by.as_ref()), (Some(true), Some(&ida)));
    // What an agent marked as wrong stays so; the other one was right.
    let judged =
        BTreeSet::from([("angry".to_owned(), true), ("explicit_request".to_owned(), false)]);
    assert_eq!(verdicts(&desk), judged);
    assert_eq!(desk.wrong_rules(message).unwrap(), BTreeSet::from(["angry".to_owned()]));
    let entry = desk.ledger(id).unwrap().into_iter().find(|one| one.hash == receipt.hash());
    assert!(matches!(entry.unwrap().fact, LedgerFact::TicketChanged { approved: Some(true), .. }));

    drop(desk);
    let desk = Desk::open(dir.path()).unwrap();
    assert_eq!((desk.ticket(&ticket).unwrap(), verdicts(&desk)), (taken, judged));
}

#[test]
fn a_ticket_that_needed_no_supervisor_is_returned_and_its_rules_count_as_wrong() {
    let (desk, _dir) = empty_desk();
    let (_, message, ticket) = handed_over_by_rules(&desk);
    let needless = TicketEdit { approved: Some(false), ..TicketEdit::default() };
    let (returned, conversation, _) = desk.change_ticket(&ticket, &needless).unwrap();
    assert_eq!(
        (returned.status, conversation.status),
        (TicketStatus::Returned, ConversationStatus::Open)
    );
    assert_eq!(desk.wrong_rules(message).unwrap().len(), 2);
    assert!(!conversation.escalation_recommended);
}

#[test]
fn the_machine_s_owner_approves_for_who_is_suggested_and_nothing_that_is_done() {
    let (desk, _dir) = empty_desk();
    let (.., ticket) = handed_over_by_rules(&desk);
    let approved = TicketEdit { approved: Some(true), ..TicketEdit::default() };
    let desk = desk.acting_as(Actor::Owner);
    let (taken, ..) = desk.change_ticket(&ticket, &approved).unwrap();
    assert_eq!(taken.owner.as_deref(), Some("Grace"));
    desk.change_ticket(&ticket, &to(TicketStatus::Resolved)).unwrap();
    let refusal = desk.change_ticket(&ticket, &approved).unwrap_err();
    assert_eq!(refusal.code(), aside_contract::ErrorCode::Conflict);
}

#[test]
fn what_cannot_be_is_refused_and_nothing_is_kept_of_it() {
    let (desk, _dir) = empty_desk();
    let id = opened(&desk, "ada", 8);
    let ticket = handed(&desk, id);
    assert!(matches!(
        desk.change_ticket(&ticket, &to(TicketStatus::Assigned)),
        Err(DeskError::TicketText(_))
    ));
    desk.change_ticket(&ticket, &to(TicketStatus::Resolved)).unwrap();
    let before = desk.verify_ledger().unwrap().sound;
    for wrong in [TicketStatus::Assigned, TicketStatus::Returned] {
        let refusal = desk.change_ticket(&ticket, &to(wrong)).unwrap_err();
        assert!(refusal.to_string().contains("open it again first"), "{refusal}");
        assert_eq!(refusal.code(), aside_contract::ErrorCode::Conflict);
    }
    for text in ["", &"x".repeat(101)] {
        let edit = TicketEdit { owner: Some(text.to_owned()), ..TicketEdit::default() };
        assert!(matches!(desk.change_ticket(&ticket, &edit), Err(DeskError::TicketText(_))));
    }
    let unknown: TicketId = "T-0000".parse().unwrap();
    assert!(matches!(
        desk.change_ticket(&unknown, &to(TicketStatus::Open)),
        Err(DeskError::UnknownTicket(_))
    ));
    assert_eq!(desk.verify_ledger().unwrap().sound, before);
}

#[test]
fn a_ticket_follows_what_agents_do_with_its_conversation() {
    let (desk, _dir) = empty_desk();
    let id = opened(&desk, "ada", 8);
    let ticket = handed(&desk, id);
    desk.set_status(id, ConversationStatus::Open).unwrap();
    assert_eq!(desk.ticket(&ticket).unwrap().status, TicketStatus::Returned);
    desk.set_status(id, ConversationStatus::Resolved).unwrap();
    assert_eq!(desk.ticket(&ticket).unwrap().status, TicketStatus::Resolved);
    // The customer writes again: the conversation is open, and the ticket stays done.
    desk.receive(&continuing("ada", "One more thing", id)).unwrap();
    assert_eq!(status(&desk, id), ConversationStatus::Open);
    assert_eq!(desk.ticket(&ticket).unwrap().status, TicketStatus::Resolved);
    desk.send_reply(id, Author::Agent, &own_words("Yes?")).unwrap();
    desk.change_ticket(&ticket, &to(TicketStatus::Open)).unwrap();
    assert_eq!(status(&desk, id), ConversationStatus::Escalated);
}

#[test]
fn the_list_is_by_urgency_then_newest_and_is_narrowed_down() {
    let (desk, _dir) = empty_desk();
    let mut ids = Vec::new();
    for (customer, priority) in [("low", 3), ("old", 8), ("new", 8), ("done", 10)] {
        let id = opened(&desk, customer, priority);
        ids.push(desk.hand_to_supervisor(id, &packet(priority), None, None).unwrap().ticket.id);
        later();
    }
    desk.change_ticket(&ids[3], &to(TicketStatus::Resolved)).unwrap();
    let assigned = TicketEdit { owner: Some("Grace".to_owned()), ..TicketEdit::default() };
    desk.change_ticket(&ids[0], &assigned).unwrap();
    let named = |filter: &TicketFilter| -> Vec<String> {
        desk.tickets(filter).unwrap().into_iter().map(|ticket| ticket.customer).collect()
    };
    assert_eq!(named(&TicketFilter::default()), ["new", "old", "low", "done"]);
    let open = TicketFilter { status: Some(TicketStatus::Open), ..TicketFilter::default() };
    assert_eq!(named(&open), ["new", "old"]);
    let grace = TicketFilter { owner: Some("grace".to_owned()), ..TicketFilter::default() };
    assert_eq!(named(&grace), ["low"]);
}

#[test]
fn no_two_tickets_share_a_name() {
    let (desk, _dir) = empty_desk();
    let ids: HashSet<TicketId> =
        (0..200).map(|n| handed(&desk, opened(&desk, &format!("c{n}"), 3))).collect();
    assert_eq!(ids.len(), 200);
}

#[test]
fn what_the_chat_announced_and_has_no_ticket_is_found_until_it_has_one() {
    let (desk, _dir) = empty_desk();
    let ask = |text: &str, priority: u8, hand_over: bool| {
        let (message, ..) = desk.receive(&chatted("ada", text)).unwrap();
        let text = "One moment.".to_owned();
        let said = AssistantReply { text, suggestion_id: None, hand_over };
        desk.record_answer(&advice_on(&message, priority, &[]), &[], None, &said).unwrap();
        message.conversation_id
    };
    let left = || desk.left_undone().unwrap().without_ticket;
    // Recommended is what has priority 8 or more, in these tests.
    let id = ask("Nothing is found for this.", 3, true);
    assert_eq!(left(), []);
    ask("I will sue you!", 9, true);
    assert_eq!(left(), [id]);
    let ticket = handed(&desk, id);
    assert_eq!(left(), []);
    desk.change_ticket(&ticket, &to(TicketStatus::Returned)).unwrap();
    assert_eq!(left(), [], "it was looked at");
    ask("Nobody answers. I will sue you!", 9, true);
    assert_eq!(left(), [id], "the ticket is an earlier one");
    desk.set_lead(id, true).unwrap();
    assert_eq!(left(), [], "a person answers");
}
