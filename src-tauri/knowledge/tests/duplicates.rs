//! Documents that say the same as others, or nearly, as the list of files tells them.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

mod support;

use aside_contract::NearDocument;
use aside_knowledge::{FilesRequest, Knowledge};
use support::*;

const POLICY: &str = "# Returns\n\nYou can send an item back within 30 days of the day on which it reached you. \
    We refund the card that was charged as soon as the parcel is in our warehouse.\n\n## Costs\n\n\
    Sending it back costs nothing where the item was damaged, and 4.90 euros otherwise.\n";

fn near(knowledge: &Knowledge, path: &str) -> Vec<(String, u8, bool)> {
    assert!(knowledge.wait_until_compared(PATIENCE));
    let of = |near: NearDocument| (near.other, near.percent, near.same);
    file(knowledge, path).unwrap().duplicates.into_iter().map(of).collect()
}

#[test]
fn copies_and_near_copies_are_listed_with_the_numbers_that_differ() {
    let desk = Desk::new();
    desk.write("returns.md", POLICY);
    desk.write("copy/returns.txt", POLICY);
    desk.write(
        "old/returns.html",
        format!("<h1>Returns</h1><p>{}</p>", POLICY.replace("30", "14")),
    );
    desk.write(
        "hub.md",
        "# Hub\n\nThe hub has three lights, and each of them tells of one thing.\n",
    );
    let knowledge = desk.indexed();
    assert_eq!(near(&knowledge, "returns.md")[0], ("copy/returns.txt".into(), 100, true));
    assert_eq!(near(&knowledge, "hub.md"), []);

    let request = FilesRequest { duplicated: true, limit: 10, ..FilesRequest::default() };
    let list = knowledge.files(&request).unwrap();
    let paths: Vec<&str> = list.files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(paths, ["copy/returns.txt", "old/returns.html", "returns.md"]);
    assert_eq!((list.counts.duplicated, list.counts.words, list.comparing), (3, 4, false));
    let old = list.files[1].duplicates.iter().find(|near| near.other == "returns.md").unwrap();
    assert!(!old.same && old.percent >= 90, "{old:?}");
    assert_eq!(old.numbers[0].here, "within 14 days of");
    assert_eq!(old.numbers[0].there, "within 30 days of");
}

#[test]
fn the_list_follows_changes_and_is_there_again_after_a_restart() {
    let desk = Desk::new();
    desk.write("a.md", POLICY);
    desk.write("b.md", POLICY);
    let articles = serde_json::json!([{"id": "1", "title": "Returns", "content": POLICY},
        {"id": "2", "title": "Lights", "content": "The hub has three lights."}]);
    desk.write("articles.json", articles.to_string());
    let knowledge = desk.indexed();
    assert!(near(&knowledge, "a.md").iter().any(|(other, ..)| other == "b.md"));
    let article = file(&knowledge, "articles.json").unwrap().duplicates;
    assert!(article.iter().all(|near| near.document == "articles.json#1"), "{article:?}");
    assert_eq!(article.len(), 2);
    drop(knowledge);

    std::fs::remove_file(desk.place("articles.json")).unwrap();
    let knowledge = desk.indexed();
    assert_eq!(near(&knowledge, "a.md"), [("b.md".to_owned(), 100, true)]);
    std::fs::rename(desk.place("b.md"), desk.place("c.md")).unwrap();
    knowledge.scan().unwrap();
    assert!(knowledge.wait_until_indexed(PATIENCE));
    assert_eq!(near(&knowledge, "a.md"), [("c.md".to_owned(), 100, true)]);
    desk.write(
        "c.md",
        "# Lights\n\nThe hub has three lights, and each of them tells of one thing.\n",
    );
    knowledge.scan().unwrap();
    assert!(knowledge.wait_until_indexed(PATIENCE));
    assert_eq!(near(&knowledge, "a.md"), []);
}
