//! Replies to several questions, questions back, the team's voice, and what documents say against each
//! other.

mod common;

use aside_assist::{
    MessageContext, Part, Voice, analyse, compose, definitions_first, questions, rank, told_before,
};
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
fn a_question_comes_back_in_the_language_of_the_conversation() {
    let passages = [
        passage("app.md", "App auf Android installieren", 0.8, "Öffnen Sie den Play Store."),
        passage("app.md", "App auf iPhone installieren", 0.78, "Öffnen Sie den App Store."),
    ];
    let text = "Wie kann ich denn die App auf meinem neuen Gerät installieren?";
    let found = written(text, Sentiment::Neutral, &one(&passages), &Voice::default());
    let back = found.iter().find(|one| one.kind == SuggestionKind::Clarify).expect("a question");
    assert_eq!(
        back.text,
        "Damit ich Ihnen richtig antworten kann: Geht es um Android oder iPhone?"
    );
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
    assert_eq!(
        (found[0].one.value.as_str(), found[0].other.value.as_str()),
        ("30 days", "14 days")
    );
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
    let dismissed = PassageUse { sent: 0.0, dismissed: 40, replies: 0 };
    rank(&mut found, |chunk| if chunk == before { dismissed } else { PassageUse::default() });
    assert_eq!(found.last().map(|one| one.kind), Some(SuggestionKind::Clarify));
    let confidences: Vec<f32> = found.iter().map(|one| one.confidence).collect();
    assert!(confidences.iter().all(|confidence| *confidence >= 0.7), "{confidences:?}");
}

const CODES: &str = "| Code | Cause | What you can do |\n|---|---|---|\n| E07 | A clamp is open. | Close the clamp. |\n| E08 | Too much current. | Use a larger clamp. |\n| E09 | A clamp is turned. | Turn it. |";
const LIGHTS: &str = "| Light | Meaning | What you can do |\n|---|---|---|\n| Green | All is well | Nothing. |\n| Amber, blinking | No internet | Check it. |\n| Amber, steady | No clamp | See error E07. |\n| Purple | Firmware | Wait. |";

#[test]
fn the_row_that_explains_a_code_goes_before_a_table_that_mentions_it() {
    let question = "What does E07 mean?";
    let mut passages =
        vec![passage("lights.html", "Hub", 0.9, LIGHTS), passage("codes.html", "", 0.7, CODES)];
    definitions_first(question, &mut passages);
    let found = written(question, Sentiment::Neutral, &one(&passages), &Voice::default());
    assert_eq!(
        found[0].text,
        "E07:\n- Cause: A clamp is open.\n- What you can do: Close the clamp."
    );
    assert_eq!(found[0].citations[0].quote, "| E07 | A clamp is open. | Close the clamp. |");
    assert!((found[0].confidence - 0.9).abs() < 1e-6, "{}", found[0].confidence);
    let other = found.iter().find(|one| one.kind == SuggestionKind::Alternative).expect("lights");
    assert_eq!(
        other.text,
        "Amber, steady:\n- Meaning: No clamp\n- What you can do: See error E07."
    );
    // A code that nothing explains leaves the order as it is.
    let before = passages.clone();
    definitions_first("What does E99 mean?", &mut passages);
    assert_eq!(passages, before);
}

#[test]
fn of_a_table_the_rows_that_are_named_are_quoted_and_the_table_where_none_is() {
    let passages = [passage("lights.html", "Lights", 0.9, LIGHTS)];
    let answer = |text: &str| {
        let found = written(text, Sentiment::Neutral, &one(&passages), &Voice::default());
        found.into_iter().next().expect("a reply").text
    };
    let all = ["Green", "Amber, blinking", "Amber, steady", "Purple"];
    for (text, rows) in [
        ("What does a purple light mean?", &all[3..]),
        ("The light is amber and steady.", &all[2..3]),
        ("My light is amber, what does it mean?", &all[1..3]),
        ("What do the lights mean?", &all[..]),
    ] {
        let answer = answer(text);
        let quoted: Vec<&str> = all.into_iter().filter(|row| answer.contains(row)).collect();
        assert_eq!(quoted, rows, "{text}: {answer}");
    }
}

#[test]
fn a_question_goes_on_with_the_one_before_only_where_a_sentence_says_all_that_it_asks() {
    let reset =
        [passage("reset.md", "", 0.6, "Follow the link. The link is valid for 60 minutes.")];
    let warranty = [passage("warranty.md", "", 0.4, "The warranty is valid for 3 years.")];
    assert_eq!(told_before("how long is the link valid?", &warranty, &reset), reset);
    assert_eq!(told_before("how long is the warranty valid?", &warranty, &reset), []);
    assert_eq!(told_before("can I pay by transfer?", &warranty, &reset), []);
    assert_eq!(told_before("how long is the link valid?", &reset, &reset), []);
}

#[test]
fn running_lines_of_pages_are_not_quoted() {
    let text = "Parcels take 3 days.\n\nFernwatt \u{2013} Delivery Page 1\n\nExpress takes 1 day.";
    let paged = Passage { page: Some(1), ..passage("delivery.pdf", "", 0.9, text) };
    let found = written("How long?", Sentiment::Neutral, &one(&[paged]), &Voice::default());
    assert!(!found.is_empty());
    assert!(found.iter().all(|one| !one.text.contains("Page 1")), "{found:#?}");
}

#[test]
fn a_part_that_was_answered_before_is_neither_repeated_nor_answered_by_something_worse() {
    let invoices = [
        passage("invoices.md", "", 0.8, "Invoices stand under Settings in the app."),
        passage("paper.md", "", 0.5, "Paper invoices are sent by mail."),
    ];
    let plans = [passage("plans.md", "", 0.7, "Choose Cancel plan under Settings.")];
    let parts = [
        Part { question: Some("Where do I find my invoices?"), passages: &invoices },
        Part { question: Some("How do I cancel my plan?"), passages: &plans },
    ];
    let before = [
        common::message(aside_contract::Author::Customer, "Where are my invoices?"),
        common::message(
            aside_contract::Author::Agent,
            "Hello! Invoices stand under Settings in the app. Have a nice day.",
        ),
    ];
    let context = common::ctx("Where are my invoices, and how do I cancel?", &before);
    let analysis = analyse(&context, Some(&reading(Intent::Question, Sentiment::Neutral)));
    let found = compose(&context, &analysis, &parts, &Voice::default());
    assert_eq!(found[0].text, "Choose Cancel plan under Settings.");
    assert!((found[0].confidence - 0.7).abs() < 1e-6, "{}", found[0].confidence);
}
