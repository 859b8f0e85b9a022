//! The list in memory: it follows every change, and is what the store would be read as.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use aside_contract::{Author, ConversationStatus, Standing, TicketEdit, TicketStatus};
use aside_desk::{Desk, DeskError};

use crate::support::{
    advice_on, chatted, continuing, conversation, empty_desk, opened, own_words, pasted, vip,
};
use crate::tickets::packet;

/// Opens the desk again and compares the list with the one that followed the changes.
#[track_caller]
fn assert_read_anew_is_the_same(desk: Desk, dir: &tempfile::TempDir) -> Desk {
    let followed = desk.conversations().unwrap();
    drop(desk);
    let desk = Desk::open(dir.path()).unwrap();
    assert_eq!(desk.conversations().unwrap(), followed);
    desk
}

#[test]
fn the_list_that_followed_every_change_is_the_one_that_the_store_has() {
    let (desk, dir) = empty_desk();
    assert_eq!(desk.conversations(), Ok(Vec::new()));
    let ada = opened(&desk, "ada", 3);
    let bo = opened(&desk, "bo", 9);
    let cy = opened(&desk, "cy", 5);
    let desk = assert_read_anew_is_the_same(desk, &dir);
    assert_eq!(desk.conversations().unwrap().len(), 3);

    let (message, ..) = desk.receive(&continuing("ada", "Hello again", ada)).unwrap();
    desk.record_advice(&advice_on(&message, 10, &["Restart it."]), &[]).unwrap();
    desk.send_reply(bo, Author::Agent, &own_words("Done.")).unwrap();
    desk.set_status(bo, ConversationStatus::Resolved).unwrap();
    desk.receive(&chatted("dee", "Hi")).unwrap();
    desk.receive(&chatted("dee", "Hi again")).unwrap();
    desk.set_standing("cy", &vip(true)).unwrap();
    let gold = Standing { vip: false, tier: Some("gold".to_owned()) };
    desk.set_standing("nobody yet", &gold).unwrap();
    desk.receive(&pasted("nobody yet", "Hi")).unwrap();
    let ticket = desk.hand_to_supervisor(cy, &packet(8), Some("Grace"), None).unwrap().ticket;
    let desk = assert_read_anew_is_the_same(desk, &dir);

    let owner = |desk: &Desk| conversation(desk, cy).summary.owner;
    assert_eq!(owner(&desk).as_deref(), Some("Grace"));
    let passed_on = TicketEdit { owner: Some("Ivy".to_owned()), ..TicketEdit::default() };
    let (_, summary, _) = desk.change_ticket(&ticket.id, &passed_on).unwrap();
    assert_eq!(summary.owner.as_deref(), Some("Ivy"));
    assert_eq!(desk.conversations_of("cy").unwrap(), [summary]);
    let resolved = TicketEdit { status: Some(TicketStatus::Resolved), ..TicketEdit::default() };
    desk.change_ticket(&ticket.id, &resolved).unwrap();
    assert_eq!(owner(&desk), None, "nobody has what is resolved");
    desk.set_standing("cy", &gold).unwrap();
    assert_eq!(desk.conversations_of(" cy ").unwrap()[0].tier.as_deref(), Some("gold"));
    let desk = assert_read_anew_is_the_same(desk, &dir);

    // A refused change changes nothing in the list, either.
    let before = desk.conversations().unwrap();
    let refused = desk.receive(&continuing("bo", "Mine?", ada)).unwrap_err();
    assert_eq!(refused, DeskError::OtherCustomer(ada));
    assert_eq!(desk.conversations().unwrap(), before);

    desk.forget("ada").unwrap();
    assert!(desk.conversations_of("ada").unwrap().is_empty());
    assert_eq!(desk.conversations().unwrap().len(), before.len() - 1);
    desk.receive(&pasted("ada", "A new life")).unwrap();
    let desk = assert_read_anew_is_the_same(desk, &dir);
    assert_eq!(desk.conversations_of("ada").unwrap().len(), 1);
}

#[test]
fn whoever_was_told_of_a_change_finds_it_in_the_list() {
    let (desk, dir) = empty_desk();
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            while !done.load(Ordering::Relaxed) {
                desk.look_at_list(|list| list.all().len()).unwrap();
            }
        });
        let writers: Vec<_> = (0..4)
            .map(|writer| {
                let desk = &desk;
                scope.spawn(move || {
                    let customer = format!("customer {writer}");
                    for n in 1..=25 {
                        let (message, summary, _) = desk.receive(&pasted(&customer, "Hi")).unwrap();
                        let listed = desk.look_at_list(|list| {
                            list.get(message.conversation_id).map(|one| one.summary.clone())
                        });
                        assert_eq!(listed, Ok(Some(summary)));
                        assert_eq!(desk.conversations_of(&customer).unwrap().len(), n);
                    }
                })
            })
            .collect();
        for writer in writers {
            writer.join().unwrap();
        }
        done.store(true, Ordering::Relaxed);
    });
    let desk = assert_read_anew_is_the_same(desk, &dir);
    assert_eq!(desk.conversations().unwrap().len(), 100);
}
