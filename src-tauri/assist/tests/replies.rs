//! Replies to several questions, questions back, the team's voice, and what documents say against each
//! other.

mod common;

use aside_assist::{MessageContext, Part, Voice, analyse, compose, questions, rank};
use aside_contract::{Intent, Passage, PassageUse, Sentiment, Suggestion, SuggestionKind, Support};
use common::{passage, reading};

const PLANS: &str = "| You paid by | The refund takes |\n|---|---|\n| Credit card | 3 to 5 days |\n| Bank transfer | 2 days |\n| Gift card | 1 day |";

fn asked(text: &str) -> MessageContext<'_> {
    MessageContext { text, ..MessageContext::default() }
}

fn written(text: &str, sentiment: Sentiment, parts: &[Part<'_>], voice: &Voice) -> Vec<Suggestion> {
    let context = asked(text);
    let analysis = analyse(&context, Some(&reading(Intent::Question, sentiment)));
    compose(&context, &analysis, parts, voice)
}

fn one(passages: &[Passage]) -> [Part<'_>; 1] {
    [Part { question: None, passages }]
}

#[test]
fn a_message_falls_into_its_questions_only_where_it_holds_two_or_three() {
    for (text, expected) in [
        ("How do I reset my password?", &[][..]),
        ("Refund my order now.", &[]),
        (
            "Where do I find my invoices? Also, how do I cancel my plan?",
            &["Where do I find my invoices?", "Also, how do I cancel my plan?"],
        ),
        (
            "How do I change my Wi-Fi password, and how long are readings kept?",
            &["How do I change my Wi-Fi password", "how long are readings kept?"],
        ),
        (
            "I want to return the kit. How long do I have, who pays for sending it back and when do I get the refund?",
            &[
                "I want to return the kit. How long do I have",
                "who pays for sending it back",
                "I want to return the kit. when do I get the refund?",
            ],
        ),
        (
            "How long does delivery take and what does it cost?",
            &["How long does delivery take", "How long does delivery take what does it cost?"],
        ),
        ("It is broken, can you help me? Can you?", &[]),
        ("a? b? c? d? e? f?", &[]),
    ] {
        assert_eq!(questions(&asked(text)), expected, "{text}");
    }
}

#[test]
fn each_question_is_answered_from_its_own_passage_and_cited_there() {
    let invoices = [passage(
        "invoices.md",
        "",
        0.8,
        "Invoices stand under Settings. They are kept for 10 years.",
    )];
    let plans = [passage("plans.md", "", 0.7, "1. Open Settings.\n2. Choose Cancel plan.")];
    let parts = [
        Part { question: Some("Where do I find my invoices?"), passages: &invoices },
        Part { question: Some("How do I cancel my plan?"), passages: &plans },
    ];
    let found = written(
        "Where are my invoices? How do I cancel?",
        Sentiment::Neutral,
        &parts,
        &Voice::default(),
    );
    let best = &found[0];
    assert_eq!(best.citations.len(), 2);
    assert!(
        best.text.contains("Invoices stand under Settings.")
            && best.text.contains("2. Choose Cancel plan.")
    );
    let cited: Vec<Option<u32>> = best.sentences.iter().map(|sentence| sentence.citation).collect();
    assert!(cited.contains(&Some(0)) && cited.contains(&Some(1)), "{cited:?}");
    assert!(best.confidence <= 0.7);
    // A question that is left open makes the reply less sure.
    let parts = [parts[0].clone(), Part { question: Some("And bikes?"), passages: &[] }];
    let partly =
        written("Where are my invoices? And bikes?", Sentiment::Neutral, &parts, &Voice::default());
    assert!((partly[0].confidence - 0.4).abs() < 1e-6, "{}", partly[0].confidence);
}

#[test]
fn a_question_comes_back_where_the_rows_differ_and_the_customer_said_nothing_of_them() {
    let passages = [passage("refunds.md", "Refunds", 0.8, PLANS)];
    let back = |text: &str| {
        let found = written(text, Sentiment::Neutral, &one(&passages), &Voice::default());
        assert!(found[0].kind != SuggestionKind::Clarify, "the answer stands first");
        found.into_iter().find(|one| one.kind == SuggestionKind::Clarify)
    };
    let question = back("How long does my refund take?").expect("a question");
    assert!(
        question.text.ends_with("You paid by: Credit card, Bank transfer or Gift card?"),
        "{}",
        question.text
    );
    assert!(question.sentences.iter().all(|sentence| sentence.support == Support::NoFact));
    assert_eq!(question.groundedness, None);
    for said in ["How long does a refund to my credit card take?", "Tell me about refunds."] {
        assert_eq!(back(said), None, "{said}");
    }
}

#[test]
fn sections_that_differ_in_one_word_are_asked_for() {
    let passages = [
        passage(
            "app.md",
            "Install the app on Android",
            0.8,
            "Open the Play Store and search for the app.",
        ),
        passage(
            "app.md",
            "Install the app on iPhone",
            0.78,
            "Open the App Store and search for the app.",
        ),
    ];
    let found = written(
        "How do I install the app?",
        Sentiment::Neutral,
        &one(&passages),
        &Voice::default(),
    );
    let back = found.iter().find(|one| one.kind == SuggestionKind::Clarify).expect("a question");
    assert!(back.text.contains("Android or iPhone"), "{}", back.text);
    let found = written(
        "How do I install the app on my iPhone?",
        Sentiment::Neutral,
        &one(&passages),
        &Voice::default(),
    );
    assert!(found.iter().all(|one| one.kind != SuggestionKind::Clarify));
}

#[test]
fn the_voice_opens_and_closes_and_states_no_fact() {
    let passages = [passage("returns.md", "", 0.8, "Returns are free.")];
    let voice = Voice {
        angry: Some("We let you down.".to_owned()),
        closing: Some("Just reply if it does not work.".to_owned()),
        signature: Some("Your Fernwatt team".to_owned()),
        ..Voice::default()
    };
    let found = written("What do returns cost?", Sentiment::Angry, &one(&passages), &voice);
    assert_eq!(
        found[0].text,
        "We let you down.\n\nReturns are free.\n\nJust reply if it does not work.\n\nYour Fernwatt team"
    );
    let support: Vec<Support> = found[0].sentences.iter().map(|one| one.support).collect();
    assert_eq!(support, [Support::NoFact, Support::Carried, Support::NoFact, Support::NoFact]);
    assert_eq!(found[0].groundedness, Some(1.0));
}

#[test]
fn two_documents_with_two_numbers_are_pointed_out_and_others_are_not() {
    let contradicted = |other: &str| {
        let passages = [
            passage(
                "returns.md",
                "Returns",
                0.8,
                "You can return an item within 30 days of delivery.",
            ),
            passage("faq.md", "Returns", 0.7, other),
        ];
        let found = written(
            "How long can I return an item?",
            Sentiment::Neutral,
            &one(&passages),
            &Voice::default(),
        );
        found[0].contradictions.clone()
    };
    let found = contradicted("You can return an item within 14 days of delivery.");
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].one.value.as_str(), found[0].other.value.as_str()), ("30", "14"));
    assert_eq!(found[0].other.citation.document, "faq.md");
    for other in [
        "You can return an item within 30 days of delivery.",
        "You can return a lamp bought in Norway within 14 days of delivery.",
        "A refund takes 14 days.",
        "You cannot return an item within 14 days of delivery.",
    ] {
        assert_eq!(contradicted(other), [], "{other}");
    }
}

#[test]
fn what_agents_sent_goes_first_among_equals_and_a_question_back_stays_last() {
    let passages = [
        passage("refunds.md", "Refunds", 0.8, PLANS),
        passage("refunds.md", "More", 0.78, "A refund takes 3 days. We write to you."),
    ];
    let mut found = written(
        "How long does my refund take?",
        Sentiment::Neutral,
        &one(&passages),
        &Voice::default(),
    );
    let before = found[0].citations[0].chunk.clone();
    let dismissed = PassageUse { sent: 0.0, dismissed: 40 };
    rank(&mut found, |chunk| if chunk == before { dismissed } else { PassageUse::default() });
    assert_eq!(found.last().map(|one| one.kind), Some(SuggestionKind::Clarify));
    let confidences: Vec<f32> = found.iter().map(|one| one.confidence).collect();
    assert!(confidences.iter().all(|confidence| *confidence >= 0.7), "{confidences:?}");
}
