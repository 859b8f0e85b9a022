//! What a search finds, and what it leaves out.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

mod support;

use aside_contract::{SearchFilter, Timestamp, Visibility};
use aside_knowledge::{Knowledge, SearchRequest};
use support::*;

fn documents(knowledge: &Knowledge, query: &str, filter: SearchFilter) -> Vec<String> {
    let request = SearchRequest { query, filter, limit: 10, ..SearchRequest::default() };
    let found = knowledge.search(&request).unwrap();
    let mut documents: Vec<String> = found.into_iter().map(|passage| passage.document).collect();
    documents.sort();
    documents
}

fn open(files: &[(&str, &str)]) -> (Desk, Knowledge) {
    let desk = Desk::new();
    for (name, text) in files {
        desk.write(name, text);
    }
    let knowledge = desk.open();
    knowledge.scan().unwrap();
    assert!(knowledge.wait_until_indexed(PATIENCE));
    (desk, knowledge)
}

#[test]
fn filters_let_through_only_what_fits_each_of_them() {
    let (_desk, knowledge) = open(&[
        (
            "shop/eu/returns.md",
            "---\ntitle: Returns\ntags: [parcel, EU]\nupdated: 2024-03-01\n---\nReturn the parcel.\n",
        ),
        (
            "shop/us/returns.md",
            "---\ntitle: Returns\ntags: [parcel]\nupdated: 2025-03-01\n---\nReturn the parcel there.\n",
        ),
        (
            "internal/returns.md",
            "---\ncategory: Orders\nupdated: 2025-06-01\n---\nReturn fraud: watch the parcel.\n",
        ),
    ]);
    let all = ["internal/returns.md", "shop/eu/returns.md", "shop/us/returns.md"];
    let day = |millis| Some(Timestamp(millis));
    let none = SearchFilter::default;
    for (filter, expected) in [
        (none(), &all[..]),
        (SearchFilter { category: Some("orders".into()), ..none() }, &all[..1]),
        (SearchFilter { folder: Some("shop".into()), ..none() }, &all[1..]),
        (SearchFilter { folder: Some("shop/us/".into()), ..none() }, &all[2..]),
        (SearchFilter { tags: vec!["parcel".into(), "eu".into()], ..none() }, &all[1..2]),
        (SearchFilter { visibility: Some(Visibility::Public), ..none() }, &all[1..]),
        (SearchFilter { visibility: Some(Visibility::Internal), ..none() }, &all[..1]),
        (
            SearchFilter {
                updated_after: day(1_735_689_600_000),
                folder: Some("shop".into()),
                ..none()
            },
            &all[2..],
        ),
        (SearchFilter { folder: Some("sho".into()), ..none() }, &[]),
    ] {
        assert_eq!(
            documents(&knowledge, "return the parcel", filter.clone()),
            expected,
            "{filter:?}"
        );
    }
}

#[test]
fn the_one_document_that_a_filter_lets_through_is_found_among_hundreds_that_fit_better() {
    let mut files: Vec<(String, String)> = (0..300)
        .map(|n| {
            (format!("public/{n}.md"), format!("Reset the router, step {n}: reset the router."))
        })
        .collect();
    files.push(("other/notes.md".into(), "A long note that mentions once how to reset it.".into()));
    let files: Vec<(&str, &str)> = files.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    let (_desk, knowledge) = open(&files);
    let filter = SearchFilter { folder: Some("other".into()), ..SearchFilter::default() };
    assert_eq!(documents(&knowledge, "reset the router", filter), ["other/notes.md"]);
}

#[test]
fn an_identifier_is_found_exactly_and_first() {
    let (_desk, knowledge) = open(&[
        ("e1042.md", "# Pump\n\nError E-1042 says that the pump is blocked.\n"),
        (
            "e1043.md",
            "# Error codes of the pump\n\nError E-1043: the pump shows an error code. What does error mean? It means that the pump has an error.\n",
        ),
        ("flags.md", "# Options\n\nUse --dry-run to try it.\n"),
        ("run.md", "# Running dry\n\nA pump must not run dry. Do not use a dry run.\n"),
    ]);
    for (query, expected) in [
        ("What does error E-1042 mean?", "e1042.md"),
        ("pump error e1042", "e1042.md"),
        ("what is --dry-run for", "flags.md"),
    ] {
        let found = by_words(&knowledge, query);
        assert_eq!(found[0].document, expected, "{query}: {found:#?}");
    }
}

#[test]
fn an_identifier_that_the_caller_names_is_found_though_the_question_does_not_say_it() {
    let (_desk, knowledge) = open(&[
        ("e1042.md", "# Pump\n\nE-1042 says that the pump is blocked. Clean the filter.\n"),
        (
            "e1043.md",
            "# Error codes\n\nWhen the pump shows an error, note its code and restart the pump.\n",
        ),
        ("http.md", "# Service\n\nStatus 503 is sent while we do maintenance.\n"),
    ]);
    for (identifier, expected) in
        [("E1042", "e1042.md"), ("HTTP 503", "http.md"), ("E-9", "e1043.md")]
    {
        let named = [identifier.to_owned()];
        let request = SearchRequest {
            query: "I still get that error",
            identifiers: &named,
            limit: 3,
            ..SearchRequest::default()
        };
        let found = knowledge.search(&request).unwrap();
        assert_eq!(found[0].document, expected, "{identifier}: {found:#?}");
    }
}

#[test]
fn spelling_mistakes_are_forgiven_where_the_word_is_unknown() {
    let (_desk, knowledge) = open(&[
        ("warranty.md", "The warranty covers the thermostat for three years.\n"),
        ("delivery.md", "Delivery takes two days.\n"),
    ]);
    for query in ["waranty", "thremostat", "thermostatt warrenty"] {
        assert_eq!(by_words(&knowledge, query)[0].document, "warranty.md", "{query}");
    }
    assert!(by_words(&knowledge, "zebra").is_empty());
}

#[test]
fn copies_of_a_passage_collapse_and_another_amount_does_not() {
    let text = "Send an item back within 30 days and we refund the card that was charged as soon as \
        the parcel has arrived in our warehouse and was looked at by a colleague.\n";
    let other = text.replace("30", "14");
    let (_desk, knowledge) = open(&[
        ("a/returns.md", &format!("# Returns\n\n{text}")),
        ("b/returns.md", &format!("# Returns\n\n{text}")),
        ("c/returns.md", &format!("# Returns\n\n{other}")),
    ]);
    let found = by_words(&knowledge, "how many days to send an item back");
    assert_eq!(found.len(), 2, "{found:#?}");
    let copies = found.iter().find(|passage| !passage.duplicates.is_empty()).unwrap();
    let mut both = vec![copies.document.clone(), copies.duplicates[0].clone()];
    both.sort();
    assert_eq!(both, ["a/returns.md", "b/returns.md"]);
}
