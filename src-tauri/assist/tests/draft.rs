//! Replies and their citations.

mod common;

use aside_assist::{MAX_SUGGESTIONS, analyse, draft, fitting_first, flatten, opening};
use aside_contract::{Author, Intent, Message, Passage, Sentiment, Suggestion, SuggestionKind};
use common::{ctx, message, passage, reading};

const RETURNS: &str = "## Returns\n\nYou can return most items within 30 days of delivery. Sale items are excluded. \
Refunds go back to your card within 5 working days of the parcel reaching us. We send an e-mail when it is done.\n";
const STEPS: &str = "### Reset the hub\n\nTo reset the hub:\n\n1. Unplug **the hub**.\n2. Hold the button for 10 seconds.\n   \
The light turns red.\n3. Plug it in again.\n\nYour scenes stay. See [pairing](pairing.md).\n";
const OTHER: &str = "Money for a returned item is paid to the account that paid for it.";

fn drafted(
    text: &str,
    history: &[Message],
    sentiment: Sentiment,
    passages: &[Passage],
) -> Vec<Suggestion> {
    let context = ctx(text, history);
    let analysis = analyse(&context, Some(&reading(Intent::Question, sentiment)));
    draft(&context, &analysis, passages)
}

fn kind(suggestions: &[Suggestion], kind: SuggestionKind) -> Option<&Suggestion> {
    suggestions.iter().find(|suggestion| suggestion.kind == kind)
}

/// The words after the opening are the flattened quote, and the quote stands in its passage.
fn holds_the_promise(suggestions: &[Suggestion], passages: &[Passage]) {
    assert!(suggestions.len() <= MAX_SUGGESTIONS);
    for (index, suggestion) in suggestions.iter().enumerate() {
        assert_eq!(suggestion.citations.len(), 1);
        let citation = &suggestion.citations[0];
        let source = passages
            .iter()
            .find(|passage| passage.chunk == citation.chunk)
            .expect("a passage at hand");
        assert!(source.text.contains(&citation.quote), "{citation:?}");
        let openings = [Sentiment::Negative, Sentiment::Angry].into_iter().flat_map(|sentiment| {
            [true, false].map(|repeated| opening(sentiment, repeated).expect("an opening"))
        });
        let body = openings
            .filter_map(|opening| suggestion.text.strip_prefix(opening))
            .map(str::trim_start)
            .next()
            .unwrap_or(&suggestion.text);
        assert_eq!(body, plain(&citation.quote, &source.text));
        assert!((0.0..=1.0).contains(&suggestion.confidence));
        assert!(suggestions[..index].iter().all(|other| other.text != suggestion.text));
    }
}

/// What a reply says with a quote: flattened, and a row of the table of plans by its name.
fn plain(quote: &str, text: &str) -> String {
    let table = text.find("| Plan |").map(|start| &text[start..]);
    if table.is_none_or(|table| !quote.starts_with('|') || table.starts_with(quote)) {
        return flatten(quote);
    }
    let cells: Vec<&str> = quote.trim_matches(['|', ' ']).split(" | ").collect();
    format!("{} \u{2013} Price: {}", cells[0], cells[1])
}

#[test]
fn the_answer_is_the_sentences_that_answer() {
    let passages = [passage("returns.md", "Returns", 0.8, RETURNS)];
    for (question, answer) in [
        (
            "How long does the refund take?",
            "Refunds go back to your card within 5 working days of the parcel reaching us.",
        ),
        ("Can I return sale items?", "Sale items are excluded."),
        (
            "Within how many days can I return an item?",
            "You can return most items within 30 days of delivery.",
        ),
    ] {
        let suggestions = drafted(question, &[], Sentiment::Neutral, &passages);
        let text = &kind(&suggestions, SuggestionKind::Answer).expect("an answer").text;
        assert!(text.contains(answer), "{question}: {text}");
        holds_the_promise(&suggestions, &passages);
    }
}

#[test]
fn a_sentence_that_limits_the_answer_comes_along() {
    let text = "You can change your address in your profile. This does not change orders that are already placed. \
Names are changed by our team. Please write to us for that, with a copy of a document that shows the new name.";
    let passages = [passage("address.md", "", 0.8, text)];
    let suggestions = drafted("Can I change my address?", &[], Sentiment::Neutral, &passages);
    assert_eq!(
        kind(&suggestions, SuggestionKind::Answer).expect("an answer").text,
        "You can change your address in your profile. This does not change orders that are already placed."
    );
}

#[test]
fn a_single_bullet_is_a_sentence_and_an_introduced_list_stays_whole() {
    let bullets = "- The mail comes within 2 minutes.\n- Only the newest link works.\n- Some companies block our mails.";
    let suggestions = drafted(
        "Which link works?",
        &[],
        Sentiment::Neutral,
        &[passage("mail.md", "", 0.8, bullets)],
    );
    assert_eq!(
        kind(&suggestions, SuggestionKind::Answer).expect("an answer").text,
        "Only the newest link works."
    );
    let introduced = format!(
        "Good to know about mails. Please note:\n\n{bullets}\n\nYou can ask for another mail at any time, as often as you like, until one arrives."
    );
    let passages = [passage("mail.md", "", 0.8, &introduced)];
    for suggestion in drafted("Which link works?", &[], Sentiment::Neutral, &passages) {
        assert_eq!(suggestion.text.matches("- ").count(), 3, "{}", suggestion.text);
    }
}

#[test]
fn steps_come_whole_without_their_heading_and_first_where_the_customer_asks_how() {
    let passages = [passage("hub.md", "Reset the hub", 0.8, STEPS)];
    let suggestions =
        drafted("How do I reset my hub? Do I lose my scenes?", &[], Sentiment::Neutral, &passages);
    let steps = kind(&suggestions, SuggestionKind::Steps).expect("steps");
    assert_eq!(
        steps.text,
        "To reset the hub:\n\n1. Unplug the hub.\n2. Hold the button for 10 seconds. The light turns red.\n3. Plug it in again.\n\nYour scenes stay. See pairing."
    );
    assert_eq!(suggestions[0].kind, SuggestionKind::Steps);
    holds_the_promise(&suggestions, &passages);
}

#[test]
fn a_numbered_list_is_never_cut() {
    let passages = [passage("hub.md", "Reset the hub", 0.8, STEPS)];
    for question in
        ["hold the button for 10 seconds", "unplug", "plug it in again", "the light turns red"]
    {
        for suggestion in drafted(question, &[], Sentiment::Neutral, &passages) {
            let quote = &suggestion.citations[0].quote;
            assert_eq!(quote.contains("1. "), quote.contains("3. "), "{quote}");
        }
    }
}

#[test]
fn the_alternative_comes_from_another_document_or_else_another_section() {
    let other_document = [
        passage("returns.md", "Returns", 0.8, RETURNS),
        passage("returns.md", "Costs", 0.7, "Returning a parcel costs nothing."),
        passage("payments.md", "", 0.6, OTHER),
    ];
    let suggestions =
        drafted("How long does a refund take?", &[], Sentiment::Neutral, &other_document);
    let alternative = kind(&suggestions, SuggestionKind::Alternative).expect("an alternative");
    assert_eq!(alternative.citations[0].document, "payments.md");
    assert!((alternative.confidence - 0.6).abs() < 1e-6);
    let suggestions =
        drafted("How long does a refund take?", &[], Sentiment::Neutral, &other_document[..2]);
    assert_eq!(
        kind(&suggestions, SuggestionKind::Alternative).expect("an alternative").citations[0]
            .section,
        "Costs"
    );
}

#[test]
fn nothing_that_was_already_answered_is_suggested_again() {
    let passages =
        [passage("returns.md", "Returns", 0.8, RETURNS), passage("payments.md", "", 0.7, OTHER)];
    let first = drafted("How long does a refund take?", &[], Sentiment::Neutral, &passages);
    for sent in &first {
        for author in [Author::Agent, Author::Assistant] {
            let history = [message(author, &format!("Hi!\n\n{}\n\nBest, Kim", sent.text))];
            let next =
                drafted("How long does a refund take?", &history, Sentiment::Neutral, &passages);
            assert!(next.iter().all(|suggestion| suggestion.text != sent.text));
        }
        // What the customer wrote is no answer.
        let history = [message(Author::Customer, &sent.text)];
        let next = drafted(
            "And how long does a refund of a lamp take?",
            &history,
            Sentiment::Neutral,
            &passages,
        );
        assert!(!next.is_empty());
    }
}

#[test]
fn an_unhappy_customer_is_met_with_an_apology_and_others_are_not() {
    let passages = [passage("returns.md", "Returns", 0.8, RETURNS)];
    for (sentiment, apologises) in [
        (Sentiment::Positive, false),
        (Sentiment::Neutral, false),
        (Sentiment::Negative, true),
        (Sentiment::Angry, true),
    ] {
        let suggestions = drafted("How long does a refund take", &[], sentiment, &passages);
        assert!(
            suggestions.iter().all(|s| s.text.starts_with("I'm sorry") == apologises),
            "{sentiment}"
        );
        holds_the_promise(&suggestions, &passages);
    }
}

#[test]
fn no_passage_gives_no_reply() {
    assert!(drafted("How long does a refund take?", &[], Sentiment::Neutral, &[]).is_empty());
    let empty = [passage("a.md", "", 0.9, "# Only a heading\n"), passage("b.md", "", 0.9, "  \n")];
    assert!(drafted("How long does a refund take?", &[], Sentiment::Neutral, &empty).is_empty());
}

#[test]
fn every_reply_is_its_quote_for_any_markdown() {
    let odd = [
        "Plain text without a full stop",
        "| Plan | Price |\n|------|-------|\n| Free | 0 |\n| Pro | 9 EUR |\n\nPrices are without VAT.",
        "- **Free**: one hub.\n- **Pro**: five hubs. And support.\n\n  Continued.\n\n* other list",
        "> Note: it is hot.\n> Wait.\n\n```\ncurl -X POST https://x.example/?a=b\n```\nDone. See https://x.example/faq?x=Y. Then e.g. stop.",
        "1) one\r\n2) two\r\n\r\nText after. More text!",
        "Überprüfen Sie das Gerät. Ja? Nein! \u{1f600} Gut.",
        "Use the following:\n\n- a cable\n- a hub\n\nThen wait.",
        "***\n\n---\n\n**Bold. Across.** _Sentences._\n\n![](x.png)\n\n<!-- hidden -->",
        "Step one\n===\n\nText *with* stars * and 2 * 3 = 6.",
    ];
    let passages: Vec<Passage> = odd
        .iter()
        .enumerate()
        .map(|(index, text)| passage(&format!("{index}.md"), "", 0.9 - 0.05 * index as f32, text))
        .collect();
    for question in [
        "price of the pro plan",
        "how many hubs",
        "wait",
        "",
        "\u{1f600}",
        "which cable do I need?",
    ] {
        for start in 0..passages.len() {
            let suggestions = drafted(question, &[], Sentiment::Negative, &passages[start..]);
            assert!(!suggestions.is_empty());
            holds_the_promise(&suggestions, &passages);
        }
    }
}

#[test]
fn a_sentence_with_the_value_that_was_asked_for_goes_ahead_of_steps_that_hold_numbers() {
    let steps = "1. Open My orders and choose Return items.\n2. Print the label.\n3. Hand in the parcel within 14 days.\n";
    let told = "You have 30 days to change your mind. You do not have to give a reason.";
    let passages = [
        passage("returns.md", "How to return something", 0.80, steps),
        passage("returns.md", "Returns policy", 0.79, told),
    ];
    let first = |question: &str, passages: &[Passage]| {
        drafted(question, &[], Sentiment::Neutral, passages).remove(0)
    };
    let days = first("How many days do I have to return an item?", &passages);
    assert!(days.text.starts_with("You have 30 days"), "{}", days.text);
    assert_eq!(days.confidence, 0.79);
    // Who asks for the way gets the steps, and so does everybody where no other passage comes near.
    let way = first("How do I return an item within 14 days?", &passages);
    assert!(way.text.starts_with("1. Open My orders"), "{}", way.text);
    let far = [passages[0].clone(), Passage { score: 0.5, ..passages[1].clone() }];
    let days = first("How many days do I have to return an item?", &far);
    assert!(days.text.starts_with("1. Open My orders"), "{}", days.text);
}

#[test]
fn a_row_without_a_price_is_no_answer_to_a_price() {
    let plans = "| | Basic | Plus |\n|---|---|---|\n| Price per year | Free | €39 |\n| Costs view | – | Yes |\n| Alerts | – | Yes |\n";
    let passages = [passage("plans.md", "Plans", 0.8, plans)];
    let replies =
        drafted("How much does the yearly plan cost?", &[], Sentiment::Neutral, &passages);
    assert!(replies.iter().all(|reply| reply.text.contains("€39")), "{replies:?}");
}

#[test]
fn of_several_rows_that_name_a_code_the_one_that_begins_with_it_explains_it() {
    let codes = "| Code | Meaning |\n|---|---|\n| E02 | No network, see E11 too |\n| E04 | No time |\n| E11 | The clamp is loose |\n| E12 | After E11: the clamp is broken |\n";
    let passages = [passage("codes.md", "Error codes", 0.8, codes)];
    let replies = drafted("What does error E11 mean?", &[], Sentiment::Neutral, &passages);
    assert_eq!(replies[0].text, "E11 \u{2013} Meaning: The clamp is loose", "{replies:?}");
}

#[test]
fn who_is_in_danger_is_told_what_is_safe_and_nothing_else() {
    let steps = "1. Keep the Hub plugged in.\n2. Hold the button for 15 seconds.\n";
    let safety = "We answer within a day. If a device is hot, smells or sparks, unplug it at once and keep away from it.";
    let passages = [
        passage("reset.md", "Reset the Hub", 0.9, steps),
        passage("complaints.md", "Safety", 0.5, safety),
    ];
    let told = |text: &str| -> Vec<String> {
        let replies = drafted(text, &[], Sentiment::Negative, &passages);
        replies.into_iter().map(|reply| reply.text).collect()
    };
    let unplug = "If a device is hot, smells or sparks, unplug it at once and keep away from it.";
    assert_eq!(told("My Hub is sparking, how do I reset it?"), [unplug]);
    assert_eq!(told("I want to kill myself, the Hub is all I had"), [""; 0]);
    assert!(told("How do I reset the Hub?")[0].contains("Keep the Hub plugged in."));
}

#[test]
fn thanks_get_no_passage() {
    let passages = [passage("returns.md", "Returns", 0.8, RETURNS)];
    let replies = |text: &str| {
        let context = ctx(text, &[]);
        let analysis = analyse(&context, Some(&reading(Intent::Feedback, Sentiment::Positive)));
        draft(&context, &analysis, &passages).len()
    };
    assert_eq!(replies("Thank you, that works now!"), 0);
    assert_eq!(replies("Great, Maria sorted it within five minutes."), 0);
    assert!(replies("Thank you! How long does the refund take?") > 0);
    assert!(replies("Thanks, that worked, but now the lamp does not work.") > 0);
}

#[test]
fn of_passages_that_are_as_likely_the_one_that_fits_goes_first() {
    let first = |question: &str, passages: &[Passage]| {
        let mut passages = passages.to_vec();
        fitting_first(question, &mut passages);
        assert!(passages.is_sorted_by(|a, b| a.score >= b.score));
        passages[0].section.clone()
    };
    let password = [
        passage(
            "p.md",
            "Change a password that you know",
            0.89,
            "Enter the old and the new password.",
        ),
        passage(
            "p.md",
            "You have forgotten your password",
            0.88,
            "1. Choose Forgot password?\n2. Open our mail.",
        ),
    ];
    assert_eq!(first("How do I reset my password?", &password), "You have forgotten your password");
    assert_eq!(first("How do I change my password?", &password), "Change a password that you know");
    let passwort = [
        passage(
            "p.md",
            "Passwort \u{e4}ndern",
            0.89,
            "Geben Sie das alte und das neue Passwort ein.",
        ),
        passage(
            "p.md",
            "Passwort vergessen",
            0.88,
            "1. W\u{e4}hlen Sie Passwort vergessen.\n2. \u{d6}ffnen Sie die Mail.",
        ),
    ];
    assert_eq!(first("Wie setze ich mein Passwort zur\u{fc}ck?", &passwort), "Passwort vergessen");
    let plug = [
        passage("p.md", "About", 0.8, "The plug measures a single appliance."),
        passage("p.md", "List", 0.78, "The plug is \u{20ac}24."),
        passage("far.md", "Far", 0.3, "The plug costs \u{20ac}99."),
    ];
    assert_eq!(first("What does the plug cost?", &plug), "List");
    assert_eq!(first("Was kostet der Plug?", &plug), "List");
}
