//! What a document says of itself beside its text: its age, who may see it, where it comes from.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

mod support;

use std::time::{Duration, UNIX_EPOCH};

use aside_contract::{Timestamp, Visibility};
use support::*;

const JANUARY: u64 = 1_735_689_600;

fn touch(desk: &Desk, name: &str, seconds: u64) {
    let file = std::fs::File::options().write(true).open(desk.place(name)).unwrap();
    file.set_modified(UNIX_EPOCH + Duration::from_secs(seconds)).unwrap();
}

#[test]
fn passages_and_documents_carry_age_visibility_tags_file_and_format() {
    let desk = Desk::new();
    desk.write(
        "said.md",
        "---\nupdated: 2025-03-01\naudience: staff\ntags: [fees]\n---\n\nheron\n",
    );
    desk.write("team/Private/plain.TXT", "pelican\n");
    desk.write("faq.jsonl", "{\"id\": \"x\", \"content\": \"cormorant\"}\n");
    for name in ["said.md", "team/Private/plain.TXT", "faq.jsonl"] {
        touch(&desk, name, JANUARY);
    }
    let knowledge = desk.indexed();
    let first = |word| by_words(&knowledge, word).remove(0);
    let january = Timestamp(JANUARY as i64 * 1000);

    let said = first("heron");
    assert_eq!(
        (said.updated, said.visibility),
        (Timestamp(1_740_787_200_000), Visibility::Internal)
    );
    assert_eq!(said.tags, ["fees"]);
    let plain = first("pelican");
    assert_eq!((plain.updated, plain.visibility), (january, Visibility::Internal));
    let article = first("cormorant");
    assert_eq!((article.updated, article.visibility), (january, Visibility::Public));
    let view = knowledge.document("faq.jsonl#x").unwrap().unwrap();
    assert_eq!((view.file.as_str(), view.format.as_str()), ("faq.jsonl", "jsonl"));
    let view = knowledge.document("team/Private/plain.TXT").unwrap().unwrap();
    assert_eq!((view.format.as_str(), view.updated, view.hidden), ("txt", january, 0));
}

#[test]
fn a_file_whose_time_alone_changes_is_as_old_as_it_says_now() {
    let desk = Desk::new();
    desk.write("plain.md", "heron\n");
    desk.write("said.md", "---\ndate: 2025-03-01\n---\npelican\n");
    let age = |word: &str| {
        touch(&desk, "plain.md", JANUARY + word.len() as u64);
        touch(&desk, "said.md", JANUARY + word.len() as u64);
        let knowledge = desk.indexed();
        let updated = by_words(&knowledge, word)[0].updated;
        knowledge.close();
        updated
    };
    assert_eq!(age("heron"), Timestamp((JANUARY as i64 + 5) * 1000));
    assert_eq!(age("the heron"), Timestamp((JANUARY as i64 + 9) * 1000));
    assert_eq!(age("pelican"), Timestamp(1_740_787_200_000));
}
