//! Documents and chunks as rows, with their scores.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

mod support;

use aside_knowledge::SearchRequest;
use support::*;

#[test]
fn every_chunk_is_a_row_and_scored_as_search_scores_it() {
    let desk = Desk::new();
    desk.write(
        "billing/invoice.md",
        "---\ntags: [fees]\n---\n# Invoices\n\nFind a missing invoice.\n",
    );
    desk.write("orders/parcel.md", "# Parcels\n\nA missing parcel is traced.\n");
    desk.write("orders/return.md", "# Returns\n\nSend it back.\n");
    let knowledge = desk.open_with(Some(model()));
    knowledge.scan().unwrap();
    assert!(knowledge.wait_until_indexed(PATIENCE));

    let documents = knowledge.document_rows().unwrap();
    let ids: Vec<_> = documents.iter().map(|row| row.document.as_str()).collect();
    assert_eq!(ids, ["billing/invoice.md", "orders/parcel.md", "orders/return.md"]);
    assert_eq!((documents[0].category.as_str(), documents[0].tags.len()), ("billing", 1));
    let mut numbers: Vec<u32> = documents.iter().flat_map(|row| row.chunks.clone()).collect();
    numbers.push(9_999);
    let rows = knowledge.chunk_rows(&numbers).unwrap();
    assert_eq!(rows.len(), numbers.len() - 1, "a number without a chunk is left out");
    assert_eq!(rows[0].document.title, "Invoices");

    let query = "missing invoice";
    let embedding = model().question(query).unwrap();
    let scores = knowledge.chunk_scores(query, Some(&embedding)).unwrap();
    assert_eq!(scores.len(), rows.len());
    let request = SearchRequest {
        query,
        embedding: Some(&embedding),
        limit: rows.len(),
        ..SearchRequest::default()
    };
    for (passage, (number, score)) in knowledge.search(&request).unwrap().iter().zip(&scores) {
        let row = rows.iter().find(|row| row.number == *number).unwrap();
        assert_eq!((&passage.chunk, passage.score), (&row.chunk, *score));
    }
}
