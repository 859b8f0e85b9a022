//! Advice, and what became of it.

use aside_contract::{Author, ConversationId, DismissReason, PassageUse, SentReply, SuggestionId};
use aside_desk::{AssistantReply, DeskError, LedgerFact, LedgerStep, SuggestionOutcome};

use crate::support::{
    advice_on, chatted, conversation, empty_desk, no_message, opened, own_words, pasted, said,
    steps,
};

#[test]
fn advice_is_kept_with_the_reasoning_behind_it() {
    let (desk, _dir) = empty_desk();
    let (message, ..) = desk.receive(&pasted("ada", "My router blinks red.")).unwrap();
    let advice = advice_on(&message, 8, &["Restart the router."]);
    let (_, receipt) = desk.record_advice(&advice, &steps()).unwrap();

    let entries = desk.ledger(message.conversation_id).unwrap();
    let entry = entries.iter().find(|entry| entry.sequence == receipt.sequence()).unwrap();
    assert_eq!(entry.hash, receipt.hash());
    assert_eq!(entry.fact, LedgerFact::AdviceGiven { advice: Box::new(advice), steps: steps() });
}

#[test]
fn what_became_of_a_suggestion_is_recorded() {
    let (desk, _dir) = empty_desk();
    let (message, ..) = desk.receive(&pasted("ada", "My router blinks red.")).unwrap();
    let id = message.conversation_id;
    let advice = advice_on(&message, 8, &["Restart the router now.", "Call us."]);
    desk.record_advice(&advice, &[]).unwrap();
    // A later advice does not make an agent's reply to the earlier one fail.
    desk.record_advice(&advice_on(&message, 8, &["Something else."]), &[]).unwrap();

    let [restart, call] = [advice.suggestions[0].id, advice.suggestions[1].id];
    for (suggestion_id, text, edited, edit_ratio) in
        [(restart, "Restart the modem now.", true, 0.25), (call, " Call us. ", false, 0.0)]
    {
        let reply = SentReply { text: text.to_owned(), suggestion_id: Some(suggestion_id) };
        let (sent, ..) = desk.send_reply(id, Author::Agent, &reply).unwrap();
        assert_eq!(sent.suggestion_id, Some(suggestion_id));
        let expected = SuggestionOutcome { suggestion_id, edited, edit_ratio };
        match desk.ledger(id).unwrap().pop().unwrap().fact {
            LedgerFact::ReplySent { message, outcome, hand_over } => {
                assert_eq!((message, outcome, hand_over), (sent, Some(expected), false));
            }
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn what_became_of_a_passages_suggestions_is_counted() {
    let (desk, _dir) = empty_desk();
    let (message, ..) = desk.receive(&pasted("ada", "My router blinks red.")).unwrap();
    let id = message.conversation_id;
    let advice = advice_on(&message, 8, &["Restart the router now."]);
    desk.record_advice(&advice, &[]).unwrap();
    let suggestion = advice.suggestions[0].id;
    let chunk = advice.suggestions[0].citations[0].chunk.as_str();
    assert_eq!(desk.uses(&[chunk]).unwrap(), [PassageUse::default()]);

    let reply =
        SentReply { text: "Restart the modem now.".to_owned(), suggestion_id: Some(suggestion) };
    desk.send_reply(id, Author::Agent, &reply).unwrap();
    let receipt = desk.dismiss(id, suggestion, DismissReason::Wrong).unwrap();
    // How it was said is not the passage's fault.
    desk.dismiss(id, suggestion, DismissReason::Tone).unwrap();
    assert_eq!(
        desk.uses(&[chunk, "another"]).unwrap(),
        [PassageUse { sent: 0.75, dismissed: 1, replies: 1 }, PassageUse::default()]
    );
    let document = advice.suggestions[0].citations[0].document.as_str();
    assert_eq!(desk.replies_citing(&[document, "another.md"]).unwrap(), [1, 0]);
    let entries = desk.ledger(id).unwrap();
    let entry = entries.iter().find(|entry| entry.sequence == receipt.sequence()).unwrap();
    let dismissed =
        LedgerFact::SuggestionDismissed { suggestion_id: suggestion, reason: DismissReason::Wrong };
    assert_eq!(entry.fact, dismissed);
    assert_eq!(desk.verify_ledger().unwrap().fault, None);
}

#[test]
fn a_suggestion_of_another_conversation_is_refused() {
    let (desk, _dir) = empty_desk();
    let (message, ..) = desk.receive(&pasted("ada", "Hello")).unwrap();
    let advice = advice_on(&message, 3, &["Hi."]);
    desk.record_advice(&advice, &[]).unwrap();
    let conversation = opened(&desk, "bob", 3);

    for suggestion in [advice.suggestions[0].id, SuggestionId::new()] {
        let reply = SentReply { text: "Hi.".to_owned(), suggestion_id: Some(suggestion) };
        assert_eq!(
            desk.send_reply(conversation, Author::Agent, &reply),
            Err(DeskError::UnknownSuggestion { conversation, suggestion })
        );
        assert_eq!(
            desk.dismiss(conversation, suggestion, DismissReason::Other),
            Err(DeskError::UnknownSuggestion { conversation, suggestion })
        );
    }
}

#[test]
fn advice_on_what_the_customer_did_not_write_is_refused() {
    let (desk, _dir) = empty_desk();
    let (message, ..) = desk.receive(&pasted("ada", "Hello")).unwrap();
    let conversation = message.conversation_id;
    let (reply, ..) = desk.send_reply(conversation, Author::Agent, &own_words("Hi.")).unwrap();
    let elsewhere = opened(&desk, "bob", 3);

    for (conversation, message) in
        [(conversation, no_message()), (conversation, reply.id), (elsewhere, message.id)]
    {
        let mut advice = advice_on(&reply, 3, &[]);
        (advice.conversation_id, advice.message_id) = (conversation, message);
        assert_eq!(
            desk.record_advice(&advice, &[]),
            Err(DeskError::UnknownMessage { conversation, message })
        );
    }
    let nowhere = ConversationId::new();
    let mut advice = advice_on(&message, 3, &[]);
    advice.conversation_id = nowhere;
    assert_eq!(desk.record_advice(&advice, &[]), Err(DeskError::UnknownConversation(nowhere)));
}

#[test]
fn a_score_that_is_not_a_number_is_refused_before_it_is_stored() {
    let (desk, _dir) = empty_desk();
    let (message, ..) = desk.receive(&pasted("ada", "Hello")).unwrap();
    let mut advice = advice_on(&message, 3, &["Hi."]);
    advice.suggestions[0].confidence = f32::NAN;
    assert!(matches!(desk.record_advice(&advice, &[]), Err(DeskError::NotStorable(_))));
    let advice = advice_on(&message, 3, &["Hi."]);
    let step = LedgerStep::Draft { milliseconds: f64::INFINITY };
    assert!(matches!(desk.record_advice(&advice, &[step]), Err(DeskError::NotStorable(_))));
    assert_eq!(conversation(&desk, message.conversation_id).advice, None);
}

/// The suggestion of an advice as the assistant's own answer.
fn own_answer(suggestion: &aside_contract::Suggestion) -> AssistantReply {
    let (text, suggestion_id) = (suggestion.text.clone(), Some(suggestion.id));
    AssistantReply { text, suggestion_id, hand_over: false }
}

#[test]
fn an_answer_of_the_assistant_is_stored_with_its_advice_and_found_by_what_it_answers() {
    let (desk, _dir) = empty_desk();
    let (first, ..) = desk.receive(&chatted("ada", "My router blinks red.")).unwrap();
    let (second, ..) = desk.receive(&chatted("ada", "And green?")).unwrap();
    let id = first.conversation_id;
    let unread = |desk: &aside_desk::Desk| -> Vec<String> {
        desk.left_undone().unwrap().unread.into_iter().map(|(message, _)| message.text).collect()
    };
    assert_eq!(unread(&desk), ["My router blinks red.", "And green?"]);
    assert_eq!(desk.given_answer(id, first.id).unwrap(), None);

    let advice = advice_on(&first, 5, &["Restart the router."]);
    let answer = own_answer(&advice.suggestions[0]);
    let (_, sent) = desk.record_answer(&advice, &steps(), None, &answer).unwrap();
    assert_eq!(unread(&desk), ["And green?"]);
    // Later advice on the first message, as of a language model, changes nothing about what was said.
    desk.record_advice(&advice_on(&first, 5, &["Something else."]), &[]).unwrap();
    let later = advice_on(&second, 5, &[]);
    let handed =
        AssistantReply { text: "A person comes.".into(), suggestion_id: None, hand_over: true };
    desk.record_answer(&later, &[], None, &handed).unwrap();

    let given = desk.given_answer(id, first.id).unwrap().unwrap();
    assert_eq!((given.advice, Some(given.message), given.hand_over), (advice, sent, false));
    let given = desk.given_answer(id, second.id).unwrap().unwrap();
    assert_eq!((given.message.text.as_str(), given.hand_over), ("A person comes.", true));
    assert_eq!(unread(&desk), Vec::<String>::new());
    assert!(conversation(&desk, id).summary.awaiting_reply);
    assert_eq!(desk.verify_ledger().unwrap().fault, None);
}

#[test]
fn the_assistant_says_nothing_where_a_person_leads_by_now() {
    let (desk, _dir) = empty_desk();
    let (message, ..) = desk.receive(&chatted("ada", "My router blinks red.")).unwrap();
    let id = message.conversation_id;
    desk.set_lead(id, true).unwrap();
    assert_eq!(desk.left_undone().unwrap().unread, []);
    let advice = advice_on(&message, 5, &["Restart the router."]);
    let answer = own_answer(&advice.suggestions[0]);
    let (summary, sent) = desk.record_answer(&advice, &steps(), None, &answer).unwrap();
    assert_eq!((sent, summary.awaiting_reply), (None, true));
    assert_eq!(said(&desk, id), [(Author::Customer, "My router blinks red.".to_owned())]);
    assert_eq!(conversation(&desk, id).advice, Some(advice.clone()));

    let elsewhere = AssistantReply { suggestion_id: Some(SuggestionId::new()), ..answer };
    assert!(matches!(
        desk.record_answer(&advice, &[], None, &elsewhere),
        Err(DeskError::UnknownSuggestion { .. })
    ));
}

#[test]
fn a_promised_person_is_waited_for_whatever_the_assistant_answers_meanwhile() {
    let (desk, _dir) = empty_desk();
    let say = |text: &str, hand_over: bool| {
        let (message, ..) = desk.receive(&chatted("ada", text)).unwrap();
        let text = "Some words.".to_owned();
        let said = AssistantReply { text, suggestion_id: None, hand_over };
        desk.record_answer(&advice_on(&message, 3, &[]), &[], None, &said).unwrap();
        message.conversation_id
    };
    let id = say("How do I change my router's password?", false);
    let waits = || conversation(&desk, id).summary.awaiting_reply;
    assert!(!waits());
    say("And where is the secret door?", true);
    assert!(waits());
    say("Where is my invoice?", false);
    assert!(waits(), "a person was announced, and nobody came");
    desk.send_reply(id, Author::Agent, &own_words("I am here.")).unwrap();
    assert!(!waits());
    desk.set_lead(id, false).unwrap();
    say("Where is my invoice?", false);
    assert!(!waits(), "a person came");
}
