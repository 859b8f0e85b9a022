//! Webhooks, and the outbox of what they are told.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use aside_contract::{
    Author, ConversationStatus, DeliveryId, DismissReason, HandOver, KnowledgeNumbers, LabelKind,
    MAX_WEBHOOKS, TicketEdit, TicketFeeling, TicketStatus, Timestamp, Trend, WebhookEvent,
    WebhookId,
};
use aside_desk::{
    Attempt, Delivery, Desk, DeskError, LedgerFact, MOST_FAILED, MOST_WAITING, SessionKey, Told,
};

use crate::support::{advice_on, chatted, empty_desk, own_words, pasted, webhook};

const LATER: Timestamp = Timestamp(i64::MAX);

fn waiting(desk: &Desk, webhook: WebhookId) -> Vec<Delivery> {
    desk.due(webhook, LATER, usize::MAX).unwrap().ready
}

fn events(desk: &Desk, webhook: WebhookId) -> Vec<&'static str> {
    waiting(desk, webhook).iter().map(|delivery| delivery.event.name()).collect()
}

fn given_up(reason: &str) -> Attempt {
    Attempt::GivenUp { reason: reason.to_owned() }
}

#[test]
fn every_event_is_queued_once_for_whoever_hears_of_it() {
    let (desk, _dir) = empty_desk();
    let all = webhook(&WebhookEvent::ALL);
    let resolved = webhook(&[WebhookEvent::ConversationResolved]);
    let off = aside_contract::Webhook { enabled: false, ..webhook(&WebhookEvent::ALL) };
    for one in [&all, &resolved, &off] {
        desk.add_webhook(one).unwrap();
    }
    let (message, ..) = desk.receive(&pasted("ada", "My router blinks red.")).unwrap();
    let id = message.conversation_id;
    let advice = advice_on(&message, 8, &["Restart it."]);
    desk.record_advice(&advice, &[]).unwrap();
    // Advice with one more suggestion reads nothing anew.
    desk.record_advice(&advice, &[]).unwrap();
    desk.dismiss(id, advice.suggestions[0].id, DismissReason::Tone).unwrap();
    desk.correct(message.id, LabelKind::Category, "technical", Some("billing")).unwrap();
    desk.send_reply(id, Author::Agent, &own_words("Restart it, please.")).unwrap();
    let feeling = TicketFeeling {
        word: "angry".to_owned(),
        trend: Trend::Falling,
        evidence: "!!".to_owned(),
        parts: Vec::new(),
    };
    let packet = HandOver {
        message_id: None,
        priority: 8,
        summary: "Wants: help".to_owned(),
        tried: Vec::new(),
        feeling,
        open_questions: Vec::new(),
        reasons: Vec::new(),
        hand_off_text: "{ticket}".to_owned(),
    };
    let ticket = desk.hand_to_supervisor(id, &packet, None, None).unwrap().ticket.id;
    let done = TicketEdit { status: Some(TicketStatus::Resolved), ..TicketEdit::default() };
    desk.change_ticket(&ticket, &done).unwrap();
    // It is resolved already.
    desk.set_status(id, ConversationStatus::Resolved).unwrap();
    desk.open_session(SessionKey::of("token"), "ada", None).unwrap();
    desk.rate_session(SessionKey::of("token"), 5, None).unwrap();
    desk.tell_of_knowledge(KnowledgeNumbers::default()).unwrap();

    assert_eq!(
        events(&desk, all.id),
        [
            "message.created",
            "query.created",
            "feedback.created",
            "feedback.created",
            "message.created",
            "escalation.created",
            "ticket.updated",
            "conversation.resolved",
            "feedback.created",
            "knowledge.changed",
        ]
    );
    assert_eq!(events(&desk, resolved.id), ["conversation.resolved"]);
    assert_eq!(events(&desk, off.id), Vec::<&str>::new());
    assert_eq!(desk.webhook(all.id).unwrap().waiting, 10);

    let queried = &waiting(&desk, all.id)[1];
    let Told::Entry { sequence } = queried.told else { panic!("{queried:?}") };
    let told = desk.told_entry(sequence).unwrap().unwrap();
    assert_eq!(told.names, ["ada"]);
    assert_eq!(told.asked.unwrap().text, "My router blinks red.");
    assert!(matches!(told.entry.fact, LedgerFact::AdviceGiven { .. }));
}

#[test]
fn a_delivery_waits_goes_and_is_given_up_across_restarts() {
    let (desk, dir) = empty_desk();
    let hook = webhook(&[WebhookEvent::MessageCreated]);
    desk.add_webhook(&hook).unwrap();
    for text in ["one", "two", "three"] {
        desk.receive(&chatted("ada", text)).unwrap();
    }
    let now = Timestamp::now();
    let first_two = desk.due(hook.id, now, 2).unwrap();
    assert_eq!((first_two.ready.len(), first_two.next.is_some()), (2, true));
    let [taken, put_off] = &first_two.ready[..] else { panic!() };
    desk.attempted(taken, &Attempt::Delivered).unwrap();
    let until = Timestamp(now.0 + 60_000);
    let reason = "it answered 500".to_owned();
    desk.attempted(put_off, &Attempt::PutOff { until, reason: reason.clone() }).unwrap();
    drop(desk);

    let desk = Desk::open(dir.path()).unwrap();
    let due = desk.due(hook.id, now, 9).unwrap();
    assert_eq!((due.ready.len(), due.next), (1, Some(until)));
    let known = desk.webhook(hook.id).unwrap();
    assert_eq!((known.waiting, known.trouble), (2, Some(reason)));
    assert!(known.last_delivered.is_some());
    let again = desk.due(hook.id, until, 9).unwrap().ready.remove(1);
    assert_eq!((again.id, again.tries, again.told), (put_off.id, 1, put_off.told));
    desk.attempted(&again, &given_up("it answered 500 for the last time")).unwrap();
    // What is gone stays gone.
    desk.attempted(&again, &Attempt::PutOff { until, reason: String::new() }).unwrap();
    let failed = desk.failed_deliveries(hook.id).unwrap();
    assert_eq!((failed.len(), failed[0].id, failed[0].tries), (1, put_off.id, 2));

    assert_eq!(desk.replay_deliveries(hook.id, Some(put_off.id)).unwrap(), 1);
    let known = desk.webhook(hook.id).unwrap();
    assert_eq!((known.waiting, known.failed), (2, 0));
    let back = waiting(&desk, hook.id);
    assert!(back.iter().any(|one| one.id == put_off.id && one.tries == 0), "{back:?}");
    let nothing = desk.replay_deliveries(hook.id, Some(DeliveryId::new())).unwrap_err();
    assert!(matches!(nothing, DeskError::UnknownDelivery { .. }), "{nothing}");
    assert_eq!(desk.replay_deliveries(hook.id, None).unwrap(), 0);

    desk.remove_webhook(hook.id).unwrap();
    assert_eq!(waiting(&desk, hook.id), []);
    desk.attempted(&back[0], &Attempt::Delivered).unwrap();
    assert_eq!(desk.webhooks().unwrap(), []);
}

#[test]
fn who_takes_less_than_happens_loses_the_first_to_the_dead_letters_and_they_are_bounded() {
    let (desk, _dir) = empty_desk();
    let hook = webhook(&[WebhookEvent::KnowledgeChanged]);
    desk.add_webhook(&hook).unwrap();
    let over = MOST_FAILED + 7;
    std::thread::scope(|scope| {
        for part in 0..64 {
            let desk = &desk;
            scope.spawn(move || {
                for n in (0..MOST_WAITING + over).filter(|n| n % 64 == part) {
                    let numbers = KnowledgeNumbers { files: n, ..KnowledgeNumbers::default() };
                    desk.tell_of_knowledge(numbers).unwrap();
                }
            });
        }
    });
    let known = desk.webhook(hook.id).unwrap();
    assert_eq!((known.waiting, known.failed), (MOST_WAITING, MOST_FAILED));
    assert_eq!(waiting(&desk, hook.id).len() as u64, MOST_WAITING);
    let failed = desk.failed_deliveries(hook.id).unwrap();
    assert_eq!(failed.len() as u64, MOST_FAILED);
    assert!(failed[0].reason.contains("5000 deliveries waited"), "{}", failed[0].reason);
}

#[test]
fn forgetting_a_customer_leaves_nothing_to_tell_of_them() {
    let (desk, _dir) = empty_desk();
    let hook = webhook(&[WebhookEvent::MessageCreated]);
    desk.add_webhook(&hook).unwrap();
    for text in ["one", "two", "three"] {
        desk.receive(&chatted("goes", text)).unwrap();
    }
    desk.receive(&chatted("stays", "hello")).unwrap();
    let all = waiting(&desk, hook.id);
    desk.attempted(&all[0], &given_up("no")).unwrap();
    let under_way = &all[1];
    desk.forget("goes").unwrap();

    let known = desk.webhook(hook.id).unwrap();
    assert_eq!((known.waiting, known.failed), (1, 0));
    assert_eq!(desk.failed_deliveries(hook.id).unwrap(), []);
    let left = waiting(&desk, hook.id);
    assert_eq!((left.len(), left[0].id), (1, all[3].id));
    let Told::Entry { sequence } = under_way.told else { panic!() };
    assert_eq!(desk.told_entry(sequence).unwrap(), None, "what is under way finds nothing");
    desk.attempted(under_way, &Attempt::Erased).unwrap();
    assert_eq!(desk.webhook(hook.id).unwrap().waiting, 1);
}

#[test]
fn the_bell_rings_where_something_waits_and_only_there() {
    let (desk, _dir) = empty_desk();
    let rung = Arc::new(AtomicUsize::new(0));
    let heard = Arc::clone(&rung);
    desk.when_queued(move || {
        heard.fetch_add(1, Ordering::SeqCst);
    });
    desk.receive(&chatted("ada", "nobody is told")).unwrap();
    desk.add_webhook(&webhook(&[WebhookEvent::MessageCreated])).unwrap();
    assert_eq!(rung.load(Ordering::SeqCst), 0);
    desk.receive(&chatted("ada", "somebody is told")).unwrap();
    // The bell is rung before the caller has its answer.
    assert_eq!(rung.load(Ordering::SeqCst), 1);
}

#[test]
fn there_is_an_end_to_webhooks() {
    let (desk, _dir) = empty_desk();
    for _ in 0..MAX_WEBHOOKS {
        desk.add_webhook(&webhook(&[])).unwrap();
    }
    assert_eq!(desk.add_webhook(&webhook(&[])).unwrap_err(), DeskError::TooManyWebhooks);
    let unknown = desk.webhook(WebhookId::new()).unwrap_err();
    assert!(matches!(unknown, DeskError::UnknownWebhook(_)), "{unknown}");
}
