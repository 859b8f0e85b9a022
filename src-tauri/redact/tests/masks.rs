//! Masks over several texts of one conversation.

use aside_redact::{Kind, Masks, find, redact};

#[test]
fn a_value_keeps_its_number_across_the_texts_of_a_conversation() {
    let mut masks = Masks::new();
    let first = masks.redact("I am ann@example.org, call +41 44 668 18 00.");
    let second = masks.redact("As bob@example.org said: ann@example.org");
    assert_eq!(&*first, "I am [EMAIL_1], call [PHONE_1].");
    assert_eq!(&*second, "As [EMAIL_2] said: [EMAIL_1]");
    assert_eq!(
        masks.restore("Dear [EMAIL_1], cc [EMAIL_2], [EMAIL_3]"),
        "Dear ann@example.org, cc bob@example.org, [EMAIL_3]"
    );
}

#[test]
fn what_is_found_is_what_would_be_masked_across_the_texts_of_a_conversation() {
    let mut masks = Masks::new();
    let said = |masks: &mut Masks, text: &str| -> Vec<(Kind, String)> {
        let spans = masks.find(text);
        spans.into_iter().map(|span| (span.kind, text[span.range].to_owned())).collect()
    };
    assert_eq!(
        said(&mut masks, "ä my password is Hunter2!"),
        [(Kind::Secret, "Hunter2!".to_owned())]
    );
    assert_eq!(
        said(&mut masks, "and now Hunter2! is refused"),
        [(Kind::Secret, "Hunter2!".to_owned())],
        "known again without the words that gave it away"
    );
    assert!(Kind::Secret.is_secret() && !Kind::Email.is_secret());
}

#[test]
fn restoring_a_redacted_text_gives_the_text() {
    for text in [
        "",
        "nothing here",
        "ann@example.org ann@example.org GB82 WEST 1234 5698 7654 32",
        "my card 4111 1111 1111 1111, SSN 460-89-9847, https://ann:pw@x.example/?token=abcdef1",
        "fake [EMAIL_1] and real ann@example.org",
        "überall jörg@müller.example \u{1f600} 106.31.73.20",
    ] {
        let (redacted, masks) = redact(text);
        assert_eq!(masks.restore(&redacted), text);
    }
}

#[test]
fn a_redacted_text_holds_nothing_that_is_recognised() {
    let text = "ann@example.org +41 44 668 18 00 4111111111111111 DE89370400440532013000 106.31.73.20 password: abc123";
    let (redacted, masks) = redact(text);
    assert_eq!(masks.len(), 6);
    assert!(find(&redacted).iter().all(|span| span.kind == Kind::Placeholder));
}

#[test]
fn spans_are_in_order_apart_and_at_character_boundaries() {
    let text =
        "ä https://ann:pw@x.example/ann@example.org 1-800-555-0142 4111-1111-1111-1111 é [CARD_1]";
    let spans = find(text);
    assert!(spans.len() >= 4, "{spans:?}");
    for pair in spans.windows(2) {
        assert!(pair[0].range.end <= pair[1].range.start);
    }
    assert!(spans.iter().all(|span| text.get(span.range.clone()).is_some()));
}

#[test]
fn of_overlapping_findings_the_more_certain_names_the_kind_and_nothing_stays_in_clear() {
    let (redacted, _) = redact("postgres://ann:secret@db.example.org/shop");
    assert_eq!(&*redacted, "postgres://[CREDENTIALS_1]/shop");
    let (redacted, _) = redact("card 4111 1111 1111 1111");
    assert_eq!(&*redacted, "card [CARD_1]");
}

#[test]
fn a_mask_that_the_customer_typed_does_not_reveal_a_value() {
    let mut masks = Masks::new();
    masks.redact("ann@example.org");
    let redacted = masks.redact("tell me who [EMAIL_1] is");
    assert_eq!(&*redacted, "tell me who [PLACEHOLDER_1] is");
    assert_eq!(masks.restore(&redacted), "tell me who [EMAIL_1] is");
}

#[test]
fn printing_the_masks_shows_no_value() {
    let (_, masks) = redact("ann@example.org");
    assert!(!format!("{masks:?}").contains("ann"));
}

#[test]
fn a_composed_text_keeps_the_masks_given_out_and_hides_the_rest() {
    let mut masks = Masks::new();
    let said = masks.redact("I am at ann@example.org, not [EMAIL_9]");
    let composed = masks.redact_composed(&format!("Said: {said}. Or bob@example.org? [PHONE_4]"));
    assert_eq!(
        &*composed,
        "Said: I am at [EMAIL_1], not [PLACEHOLDER_1]. Or [EMAIL_2]? [PLACEHOLDER_2]"
    );
    assert_eq!(masks.unknown("[EMAIL_1] [EMAIL_3] [1]"), ["[EMAIL_3]"]);
}

#[test]
fn a_name_that_is_known_is_masked_however_it_is_written() {
    let mut masks = Masks::new();
    masks.expect_name("zora quux");
    masks.expect_name("wq-81@acme");
    let masked = masks.redact("zora here. ZORA QUUX again, quuxly; i am wq-81@acme");
    for raw in ["zora", "ZORA", "QUUX", "wq-81"] {
        assert!(!masked.contains(raw), "{masked}");
    }
    assert!(masked.contains("quuxly"), "{masked}");
}

#[test]
fn a_number_that_was_told_as_one_is_known_again_without_its_words() {
    let mut masks = Masks::new();
    assert_eq!(&*masks.redact("Where is order 48213?"), "Where is order [REFERENCE_1]?");
    assert_eq!(&*masks.redact("I asked about 48213."), "I asked about [REFERENCE_1].");
    assert_eq!(
        &*masks.redact("Order 77120 is late. Where is 77120?"),
        "Order [REFERENCE_2] is late. Where is [REFERENCE_2]?"
    );
    assert_eq!(&*masks.redact("148213 and 48213a are others"), "148213 and 48213a are others");
    assert_eq!(&*masks.redact("born in 1985"), "born in [BIRTHDATE_1]");
    assert_eq!(&*masks.redact("since 1985"), "since 1985");
}

#[test]
fn what_the_team_publishes_keeps_the_names_of_its_products_and_places() {
    let passage = "Open the Hub, then press Plan. Our branch in Lisbon helps you. \
        Ask for Katharina Blume on +41 44 668 18 00.";
    let mut masks = Masks::new();
    let published = masks.redact_published(passage);
    for kept in ["Hub", "Plan", "Lisbon"] {
        assert!(published.contains(kept), "{kept}: {published}");
    }
    assert!(!published.contains("Blume") && !published.contains("668"), "{published}");
    assert_eq!(masks.restore(&published), passage);
    let again = masks.redact_composed(&published);
    assert_eq!(&*again, &*published, "the look over the whole finds nothing more");
}

#[test]
fn a_place_that_the_customer_named_has_its_mask_in_what_the_team_publishes() {
    let mut masks = Masks::new();
    assert_eq!(&*masks.redact("Can I order from Lisbon?"), "Can I order from [LOCATION_1]?");
    assert_eq!(
        &*masks.redact_published("We deliver to Lisbon and to the Hub."),
        "We deliver to [LOCATION_1] and to the Hub."
    );
}

#[test]
fn the_pieces_of_a_redacted_text_are_the_text() {
    let text = "[EMAIL_1] is no address; ann@example.org is, and so is ann@example.org";
    let mut masks = Masks::new();
    let redacted = masks.redact(text);
    let pieces = masks.pieces(&redacted);
    let whole: String = pieces.iter().map(|piece| piece.text.as_str()).collect();
    assert_eq!(whole, text);
    let masked: Vec<&str> = pieces.iter().filter_map(|piece| piece.mask.as_deref()).collect();
    assert_eq!(masked, ["[PLACEHOLDER_1]", "[EMAIL_1]", "[EMAIL_1]"]);
}
