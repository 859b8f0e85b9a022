//! What goes with a conversation to a supervisor.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod common;

use aside_assist::{HandOffWords, HandOverContext, Voice, hand_over};
use aside_contract::{
    Advice, Author, ConversationSlot, Escalation, EscalationReason, Intent, Message, MoodPoint,
    Sentiment, Slot, SlotKind, SuggestionId, Timing, Trend,
};
use common::{ctx, message, reading};

fn advice(newest: &Message, sentiment: Sentiment) -> Advice {
    Advice {
        conversation_id: newest.conversation_id,
        message_id: newest.id,
        analysis: aside_assist::analyse(
            &ctx(&newest.text, &[]),
            Some(&reading(Intent::Problem, sentiment)),
        ),
        suggestions: Vec::new(),
        abstentions: Vec::new(),
        escalation: Escalation {
            recommended: true,
            score: 0.85,
            reasons: vec![EscalationReason {
                rule: "explicit_request".to_owned(),
                explanation: "The customer asks for a person.".to_owned(),
                case: None,
                evidence: "your manager".to_owned(),
                parts: Vec::new(),
                weight: 0.85,
                wrong: false,
            }],
        },
        remembered: Vec::new(),
        timing_ms: Timing::default(),
        model: None,
    }
}

fn packet(
    messages: &[Message],
    sentiment: Sentiment,
    moods: &[Sentiment],
    voice: &Voice,
) -> aside_contract::HandOver {
    let newest = messages.iter().rev().find(|one| one.author == Author::Customer).unwrap();
    let points: Vec<MoodPoint> = moods
        .iter()
        .map(|mood| MoodPoint {
            message_id: newest.id,
            at: newest.at,
            sentiment: *mood,
            confidence: 0.9,
            mixed: false,
        })
        .collect();
    let slots =
        [(SlotKind::Date, "2026-11-20"), (SlotKind::Order, "10423")].map(|(kind, value)| {
            let (text, value) = (value.to_owned(), value.to_owned());
            ConversationSlot {
                slot: Slot { kind, text, value, start: 0, end: 5 },
                message_id: newest.id,
            }
        });
    let advice = advice(newest, sentiment);
    hand_over(&HandOverContext {
        messages,
        slots: &slots,
        moods: &points,
        advice: Some(&advice),
        priority: 8,
        voice,
        page_language: None,
    })
}

/// A customer whose second question alone was answered, and who tried something.
fn conversation() -> Vec<Message> {
    let mut sent = message(Author::Agent, "Standard delivery takes three to five working days.");
    sent.suggestion_id = Some(SuggestionId::new());
    vec![
        message(
            Author::Customer,
            "Hello team,\nmy Hub 2 keeps rebooting since Friday, order 10423. Why does the light blink red? How long does standard delivery take?\n\nKind regards,\nAda",
        ),
        sent,
        message(Author::Customer, "I already restarted it twice and nothing changed."),
        message(Author::Assistant, "Thank you for your message. A colleague will answer you here."),
        message(Author::Customer, "This is useless! I want a refund for my order 10423 now!!"),
    ]
}

#[test]
fn the_summary_says_what_is_wanted_what_happened_and_what_is_named() {
    let packet = packet(&conversation(), Sentiment::Angry, &[], &Voice::default());
    assert_eq!(
        packet.summary,
        "Wants: “I want a refund for my order 10423 now!!” What happened: “my Hub 2 keeps rebooting since Friday, order 10423.” Names: order 10423, date 2026-11-20."
    );
    assert_eq!((packet.priority, packet.reasons.len()), (8, 1));
}

#[test]
fn what_is_quoted_holds_no_secrets() {
    let messages = [
        message(Author::Customer, "Why was my card 4111 1111 1111 1111 charged twice?"),
        message(Author::Agent, "We look at 4111 1111 1111 1111."),
        message(Author::Customer, "I already tried my password Hunter2! and nothing changed."),
    ];
    let packet = packet(&messages, Sentiment::Negative, &[], &Voice::default());
    let quoted = serde_json::to_string(&packet).unwrap();
    assert!(quoted.contains("card •••• charged twice"), "{quoted}");
    assert!(!quoted.contains("4111") && !quoted.contains("Hunter2"), "{quoted}");
}

#[test]
fn what_was_tried_tells_the_customer_from_the_team_and_leaves_announcements_out() {
    let tried = packet(&conversation(), Sentiment::Angry, &[], &Voice::default()).tried;
    let found: Vec<_> =
        tried.iter().map(|one| (one.by, one.suggested, one.text.as_str())).collect();
    assert_eq!(
        found,
        [
            (Author::Agent, true, "Standard delivery takes three to five working days."),
            (Author::Customer, false, "I already restarted it twice and nothing changed."),
        ]
    );
}

#[test]
fn what_the_customer_did_is_told_in_many_ways() {
    for (text, did) in [
        ("I did that already", true),
        ("I've done all of that and it still blinks.", true),
        ("We just did it again.", true),
        ("Das habe ich schon gemacht.", true),
        ("Ich habe den Hub neu gestartet.", true),
        ("Did that order ship?", false),
        ("Ich habe eine Frage zur Rechnung.", false),
        ("How do I do that?", false),
        ("How do I reset the router?", false),
        ("I restarted it, what now?", true),
    ] {
        let messages = [message(Author::Customer, text)];
        let tried = packet(&messages, Sentiment::Neutral, &[], &Voice::default()).tried;
        assert_eq!(!tried.is_empty(), did, "{text}");
    }
}

#[test]
fn who_spoke_of_self_harm_is_not_thanked_for_patience_later() {
    let messages = [
        message(Author::Customer, "I don't want to live anymore"),
        message(Author::Agent, "I am here. Are you safe?"),
        message(Author::Customer, "I don't know"),
    ];
    let said = packet(&messages, Sentiment::Neutral, &[], &Voice::default()).hand_off_text;
    assert!(said.contains("crisis line") && !said.contains("patience"), "{said}");
}

#[test]
fn a_question_stays_open_until_an_answer_speaks_of_it() {
    let mut messages = conversation();
    let open = |messages: &[Message]| -> Vec<String> {
        let packet = packet(messages, Sentiment::Neutral, &[], &Voice::default());
        packet.open_questions.into_iter().map(|question| question.text).collect()
    };
    assert_eq!(open(&messages), ["Why does the light blink red?"]);
    messages.push(message(Author::Customer, "So why is the light blinking red?"));
    assert_eq!(open(&messages), ["So why is the light blinking red?"], "asked again stands once");
    messages.push(message(Author::Agent, "A light that blinks red is updating itself."));
    assert!(open(&messages).is_empty());
    assert!(open(&[message(Author::Customer, "Hi! Can you help me?")]).is_empty());
    // Words that could stand anywhere ask as well, until somebody answers.
    let mut short = vec![
        message(Author::Customer, "My parcel is late. Where is it?"),
        message(Author::Customer, "Where is it???"),
    ];
    assert_eq!(open(&short), ["Where is it???"]);
    assert_eq!(open(&[message(Author::Customer, "Why?!")]), ["Why?!"]);
    short.push(message(Author::Agent, "The courier brings the parcel today."));
    assert!(open(&short).is_empty());
}

#[test]
fn the_feeling_is_a_word_with_its_trend_and_evidence() {
    use Sentiment::{Angry, Negative, Neutral};
    let falling =
        packet(&conversation(), Angry, &[Neutral, Negative, Angry], &Voice::default()).feeling;
    assert_eq!((falling.word.as_str(), falling.trend), ("angry", Trend::Falling));
    assert!(falling.evidence.contains("neutral, negative, angry"), "{}", falling.evidence);
    let calm = [message(Author::Customer, "Where is my invoice?")];
    let calm = packet(&calm, Neutral, &[Neutral], &Voice::default()).feeling;
    assert_eq!((calm.word.as_str(), calm.trend), ("calm", Trend::Steady));
    assert!(calm.evidence.ends_with("confidence 0.90"), "{}", calm.evidence);
}

#[test]
fn the_hand_off_follows_the_mood_and_the_team_and_danger_goes_first() {
    let say = |text: &str, sentiment, voice: &Voice| {
        packet(&[message(Author::Customer, text)], sentiment, &[], voice).hand_off_text
    };
    let built_in = Voice::default();
    let angry = say("This is a scandal.", Sentiment::Angry, &built_in);
    let calm = say("Please pass this on.", Sentiment::Neutral, &built_in);
    assert!(angry.contains("upset") && !calm.contains("upset"), "{angry} {calm}");
    assert!(angry.contains("{ticket}") && calm.contains("{ticket}"));
    let own = Voice {
        hand_off: HandOffWords {
            angry: Some("Grace takes over.".to_owned()),
            ..HandOffWords::default()
        },
        ..Voice::default()
    };
    assert_eq!(say("This is a scandal.", Sentiment::Angry, &own), "Grace takes over.");
    assert_eq!(say("Please pass this on.", Sentiment::Neutral, &own), calm);
    let danger = say("The hub is smoking, you idiots!", Sentiment::Angry, &own);
    assert!(danger.contains("safety comes first"), "{danger}");
}

#[test]
fn a_long_message_is_cut_and_an_empty_conversation_says_nothing() {
    let long = format!("I want {} now?", "a very long refund story ".repeat(40));
    let packet_of =
        packet(&[message(Author::Customer, &long)], Sentiment::Neutral, &[], &Voice::default());
    assert!(packet_of.summary.chars().count() < 330, "{}", packet_of.summary);
    assert!(packet_of.summary.contains('…'));
    let nothing = hand_over(&HandOverContext {
        messages: &[],
        slots: &[],
        moods: &[],
        advice: None,
        priority: 3,
        voice: &Voice::default(),
        page_language: None,
    });
    assert_eq!((nothing.summary.as_str(), nothing.feeling.word.as_str()), ("", "unknown"));
}
