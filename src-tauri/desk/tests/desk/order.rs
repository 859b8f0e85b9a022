//! The order of the list.

use aside_contract::{Author, ConversationStatus};

use crate::support::{
    advice_on, continuing, conversation, empty_desk, later, listed, opened, own_words,
};

#[test]
fn who_waits_comes_first_by_priority_then_by_waiting() {
    let (desk, _dir) = empty_desk();
    opened(&desk, "calm, first", 3);
    later();
    opened(&desk, "urgent, second", 9);
    later();
    opened(&desk, "calm, third", 3);
    later();
    let escalated = opened(&desk, "escalated, fourth", 6);
    desk.set_status(escalated, ConversationStatus::Escalated).unwrap();
    assert_eq!(
        listed(&desk),
        ["urgent, second", "escalated, fourth", "calm, first", "calm, third"]
    );
}

#[test]
fn writing_again_does_not_lose_the_place_in_the_queue() {
    let (desk, _dir) = empty_desk();
    let patient = opened(&desk, "patient", 3);
    later();
    opened(&desk, "newcomer", 3);
    later();
    desk.receive(&continuing("patient", "Anybody there?", patient)).unwrap();
    assert_eq!(listed(&desk), ["patient", "newcomer"]);
}

#[test]
fn answered_ones_follow_newest_first_and_resolved_ones_are_last() {
    let (desk, _dir) = empty_desk();
    let ids = ["a", "b", "c", "d", "e"].map(|customer| {
        later();
        opened(&desk, customer, if customer == "e" { 1 } else { 9 })
    });
    for id in &ids[..4] {
        later();
        desk.send_reply(*id, Author::Agent, &own_words("Done.")).unwrap();
    }
    desk.set_status(ids[0], ConversationStatus::Resolved).unwrap();
    desk.set_status(ids[1], ConversationStatus::Resolved).unwrap();
    desk.set_status(ids[2], ConversationStatus::Escalated).unwrap();
    assert_eq!(listed(&desk), ["e", "d", "c", "b", "a"]);

    // Resolved while the customer still waited: nobody has to answer any more.
    desk.set_status(ids[4], ConversationStatus::Resolved).unwrap();
    assert_eq!(listed(&desk), ["d", "c", "b", "a", "e"]);
}

#[test]
fn the_labels_are_those_of_the_newest_customer_message() {
    let (desk, _dir) = empty_desk();
    let id = opened(&desk, "ada", 9);
    let first = conversation(&desk, id);
    assert_eq!((first.summary.priority, first.summary.escalation_recommended), (9, true));

    let (second, summary, _) = desk.receive(&continuing("ada", "And another thing", id)).unwrap();
    assert_eq!(
        (summary.priority, summary.sentiment, summary.escalation_recommended),
        (3, None, false)
    );
    assert_eq!(conversation(&desk, id).advice, None);

    // Advice on the first message that comes late is kept and changes nothing that is shown.
    let (summary, _) = desk.record_advice(&advice_on(&first.messages[0], 10, &[]), &[]).unwrap();
    assert_eq!((summary.priority, summary.sentiment), (3, None));
    assert_eq!(conversation(&desk, id).advice, None);

    let advice = advice_on(&second, 5, &[]);
    let (summary, _) = desk.record_advice(&advice, &[]).unwrap();
    assert_eq!(summary.priority, 5);
    assert_eq!(conversation(&desk, id).advice, Some(advice));
}
