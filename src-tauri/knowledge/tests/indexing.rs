//! Files in, passages out, without watching.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

mod support;

use aside_knowledge::{RELEVANCE_FLOOR, SearchRequest};
use support::*;

#[test]
fn a_document_is_found_by_its_words_and_by_its_meaning() {
    let desk = Desk::new();
    desk.write(
        "billing/refunds.md",
        "# Refunds\n\nMoney goes back to the card that was charged within five days.\n",
    );
    desk.write(
        "account/password.md",
        "# Password\n\nChoose a new password from the sign-in page.\n",
    );
    let model = model();
    let knowledge = desk.open_with(Some(model.clone()));
    knowledge.scan().unwrap();
    assert!(knowledge.wait_until_indexed(PATIENCE));

    let found = by_words(&knowledge, "which card is charged?");
    assert_eq!(found[0].document, "billing/refunds.md");
    assert_eq!((found[0].title.as_str(), found[0].category.as_str()), ("Refunds", "billing"));

    let query = "I forgot my login secret";
    let embedding = model.question(query).unwrap();
    let request =
        SearchRequest { query, embedding: Some(&embedding), limit: 5, ..SearchRequest::default() };
    let found = knowledge.search(&request).unwrap();
    assert_eq!(found[0].document, "account/password.md");

    let query = "How tall is the Eiffel tower?";
    let embedding = model.question(query).unwrap();
    let found = knowledge
        .search(&SearchRequest {
            query,
            embedding: Some(&embedding),
            limit: 5,
            ..SearchRequest::default()
        })
        .unwrap();
    assert!(found.iter().all(|passage| passage.score < RELEVANCE_FLOOR), "{found:#?}");
    let status = knowledge.status();
    assert_eq!((status.files, status.chunks, status.embedded, status.pending), (2, 2, 2, 0));
}
