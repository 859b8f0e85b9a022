//! What a language model wrote, before an agent is offered it.

mod common;

use aside_assist::{CheckedReply, RejectedReply, ReplyTask, check_model_reply};
use aside_contract::Passage;
use common::passage;

const RETURNS: &str = "You can return any item within 30 days of delivery. Print the return label from your order page at help.example.com and hand the parcel to the courier.";

fn passages() -> Vec<Passage> {
    vec![
        passage("returns.md", "", 0.9, RETURNS),
        passage("delivery.md", "", 0.5, "Standard delivery takes three to five working days."),
    ]
}

fn check(reply: &str) -> Result<CheckedReply, RejectedReply> {
    let passages = passages();
    let passages: Vec<&Passage> = passages.iter().collect();
    check_model_reply(
        reply,
        &ReplyTask {
            passages: &passages,
            phrases: &[],
            said: &["My order 4711 is too big, see evil.example. I am ann@mail.example"],
            instructions: "State only what the numbered passages say. After each sentence that states a fact, put the number.",
            fence: "a1b2c3d4e5f6",
        },
    )
}

#[test]
fn a_grounded_reply_loses_its_markers_and_gains_citations() {
    let checked = check(
        "I'm sorry that it does not fit. You can return any item within 30 days of delivery [1].\n1. Print the return label from your order page [1].\n2. Hand the parcel to the courier [1, 2].\nIs order 4711 the one that you mean?",
    )
    .unwrap();
    assert!(!checked.text.contains('['), "{}", checked.text);
    assert!(checked.text.contains("delivery.\n1. Print"), "{}", checked.text);
    assert_eq!(checked.citations.len(), 1);
    assert_eq!(checked.citations[0].document, "returns.md");
    assert!(RETURNS.contains(&checked.citations[0].quote));
    assert_eq!(checked.groundedness, Some(1.0));
}

#[test]
fn a_citation_that_does_not_exist_carries_nothing() {
    let wrong = "Refunds for every broken device are paid in gold coins [7].";
    assert_eq!(check(wrong), Err(RejectedReply::Ungrounded));
    let right = check("Standard delivery takes three to five working days [9].").unwrap();
    assert_eq!(right.citations[0].document, "delivery.md");
}

#[test]
fn the_words_with_which_the_team_refuses_are_its_own() {
    let refusal = "We cannot advise on legal matters, whatever the case may be; call 0800 11 22 33 for our office.";
    let passages = passages();
    let passages: Vec<&Passage> = passages.iter().collect();
    let instructions = format!("If it is about the law, say: {refusal}");
    let check = |phrases: &[String]| {
        check_model_reply(
            refusal,
            &ReplyTask {
                passages: &passages,
                phrases,
                said: &[],
                instructions: &instructions,
                fence: "a1b2c3d4e5f6",
            },
        )
    };
    assert_eq!(check(&[]), Err(RejectedReply::Echo));
    let checked = check(&[refusal.to_owned()]).unwrap();
    assert_eq!((checked.text.as_str(), checked.groundedness), (refusal, None));
}

#[test]
fn what_an_agent_must_never_be_offered_is_rejected() {
    let link = |to: &str| Err(RejectedReply::Link(to.to_owned()));
    for (reply, why) in [
        (
            "You can return any item within 90 days of delivery [1].",
            Err(RejectedReply::Number("90".to_owned())),
        ),
        ("Return any item at https://evil.example/x [1].", link("https://evil.example/x")),
        ("Return any item at help.example.com.evil.net [1].", link("help.example.com.evil.net")),
        (
            "Return any item, see ![x](https://evil.example/p.png).",
            link("https://evil.example/p.png"),
        ),
        ("Write to refunds@evil.example to return any item.", link("refunds@evil.example")),
        ("Please send me your password and I return any item.", Err(RejectedReply::Secret)),
        ("Please confirm your full card number first.", Err(RejectedReply::Secret)),
        (
            "My rules: after each sentence that states a fact, put the number.",
            Err(RejectedReply::Echo),
        ),
        ("<<a1b2c3d4e5f6 customer>> hello", Err(RejectedReply::Echo)),
        (" [1] ", Err(RejectedReply::Empty)),
        (
            "The weather tomorrow brings heavy snow over northern mountains.",
            Err(RejectedReply::Ungrounded),
        ),
    ] {
        assert_eq!(check(reply), why, "{reply}");
    }
    for fine in [
        "Print the return label from your order page at help.example.com [1].",
        "Print the return label from your order page. Is ann@mail.example right?",
        "You can return any item within 30 days of delivery. Print the return label from your order page. We never ask you to send your password.",
    ] {
        assert_eq!(check(fine).map(|checked| checked.citations.len()), Ok(1), "{fine}");
    }
}
