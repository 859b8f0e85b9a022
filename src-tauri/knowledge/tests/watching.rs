//! What happens in the folder while it is watched, and while it is not.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

mod support;

use aside_knowledge::{Knowledge, KnowledgeError};
use support::*;

fn found(knowledge: &Knowledge, query: &str, document: &str) -> bool {
    documents(knowledge, query).iter().any(|found| found == document)
}

#[test]
fn files_of_every_format_are_found_edited_moved_and_forgotten() {
    let desk = Desk::new();
    let knowledge = desk.watched();
    desk.write("notes.md", "# Notes\n\nThe kettle whistles at ninety degrees.\n");
    desk.copy("shipping.html", "shipping.html");
    desk.copy("warranty.docx", "warranty.docx");
    desk.copy("handbook.pdf", "handbook.pdf");
    let queries = [
        ("kettle whistles", "notes.md"),
        ("parcels islands", "shipping.html"),
        ("warranty thirty months", "warranty.docx"),
        ("customs Norway", "handbook.pdf"),
    ];
    for (query, document) in queries {
        eventually(document, || found(&knowledge, query, document));
    }

    desk.write("notes.md", "# Notes\n\nThe toaster pops.\n");
    eventually("the new text", || found(&knowledge, "toaster pops", "notes.md"));
    assert!(!found(&knowledge, "whistles", "notes.md"), "the old text is gone");

    std::fs::rename(desk.place("warranty.docx"), desk.place("guarantee.docx")).unwrap();
    eventually("the new name", || {
        documents(&knowledge, "warranty thirty months") == ["guarantee.docx"]
    });

    for (name, query) in [
        ("shipping.html", "islands"),
        ("guarantee.docx", "warranty"),
        ("handbook.pdf", "Norway"),
        ("notes.md", "toaster"),
    ] {
        std::fs::remove_file(desk.place(name)).unwrap();
        eventually(name, || documents(&knowledge, query).is_empty());
    }
    eventually("nothing left", || {
        knowledge.dump().unwrap().is_empty() && knowledge.indexed_words() == 0
    });
}

#[test]
fn a_new_file_is_soon_found_by_its_meaning() {
    let desk = Desk::new();
    let knowledge = desk.open_with(Some(model()));
    knowledge.watch().unwrap();
    desk.copy("handbook.pdf", "handbook.pdf");
    desk.write("tea.md", "Boil water, add the leaves, and wait four minutes.\n");
    let query = "papers for exporting goods to Scandinavia";
    let embedding = model().question(query).unwrap();
    let request = aside_knowledge::SearchRequest {
        query,
        embedding: Some(&embedding),
        limit: 1,
        ..Default::default()
    };
    eventually("found by meaning", || {
        let found = knowledge.search(&request).unwrap();
        found
            .first()
            .is_some_and(|passage| passage.document == "handbook.pdf" && passage.page == Some(2))
    });
}

#[test]
fn an_editor_that_replaces_the_file_by_renaming_is_an_edit() {
    let desk = Desk::new();
    desk.write("a.md", "apples\n");
    let knowledge = desk.watched();
    eventually("apples", || found(&knowledge, "apples", "a.md"));
    desk.write(".a.md.swp", "pears\n");
    std::fs::rename(desk.place(".a.md.swp"), desk.place("a.md")).unwrap();
    eventually("pears", || found(&knowledge, "pears", "a.md"));
    assert_eq!(documents(&knowledge, "apples"), [] as [&str; 0]);
    eventually("it is one file", || knowledge.status().files == 1);
}

#[test]
fn folders_that_come_and_go_bring_and_take_their_files() {
    let desk = Desk::new();
    let outside = Desk::new();
    outside.write("guides/deep/er/a.md", "bananas\n");
    outside.write("guides/b.md", "cherries\n");
    let knowledge = desk.watched();
    std::fs::rename(outside.place("guides"), desk.place("guides")).unwrap();
    eventually("moved in", || found(&knowledge, "bananas", "guides/deep/er/a.md"));
    desk.write("guides/deep/er/c.md", "dates\n");
    eventually("new below a moved folder", || found(&knowledge, "dates", "guides/deep/er/c.md"));
    std::fs::rename(desk.place("guides"), desk.place("manuals")).unwrap();
    eventually("renamed", || documents(&knowledge, "bananas") == ["manuals/deep/er/a.md"]);
    std::fs::rename(desk.place("manuals"), outside.place("manuals")).unwrap();
    eventually("moved out", || {
        knowledge.status().files == 0 && documents(&knowledge, "cherries").is_empty()
    });
}

#[test]
fn a_broken_file_shows_why_and_recovers_when_it_changes() {
    let desk = Desk::new();
    desk.copy("warranty.docx", "warranty.docx");
    let knowledge = desk.watched();
    eventually("indexed", || found(&knowledge, "warranty", "warranty.docx"));
    desk.write("warranty.docx", "no archive at all");
    eventually("failed", || knowledge.status().failures.len() == 1);
    let failure = &knowledge.status().failures[0];
    assert_eq!(failure.path, "warranty.docx");
    assert!(failure.reason.contains("plain text"), "{}", failure.reason);
    assert!(
        documents(&knowledge, "warranty").is_empty(),
        "the text that is no longer there is not cited"
    );
    desk.copy("warranty.docx", "warranty.docx");
    eventually("recovered", || {
        found(&knowledge, "warranty", "warranty.docx") && knowledge.status().failures.is_empty()
    });
}

#[test]
fn what_changed_while_it_was_closed_is_noticed() {
    let desk = Desk::new();
    for (name, text) in [
        ("stays.md", "apples"),
        ("edited.md", "pears"),
        ("gone.md", "plums"),
        ("old/moved.md", "figs"),
    ] {
        desk.write(name, text);
    }
    desk.indexed().close();
    desk.write("edited.md", "quinces instead");
    std::fs::remove_file(desk.place("gone.md")).unwrap();
    std::fs::create_dir(desk.place("new")).unwrap();
    std::fs::rename(desk.place("old/moved.md"), desk.place("new/moved.md")).unwrap();
    desk.write("added.md", "grapes");
    let knowledge = desk.open();
    let summary = knowledge.scan().unwrap();
    assert_eq!((summary.seen, summary.queued, summary.removed), (4, 3, 2));
    assert!(knowledge.wait_until_indexed(PATIENCE));
    let answers = [
        ("apples", "stays.md"),
        ("quinces", "edited.md"),
        ("figs", "new/moved.md"),
        ("grapes", "added.md"),
    ];
    for (query, document) in answers {
        assert_eq!(documents(&knowledge, query), [document]);
    }
    assert!(documents(&knowledge, "plums pears").is_empty());
}

#[test]
fn a_folder_that_goes_away_is_said_and_its_return_is_noticed() {
    let parent = tempfile::tempdir().unwrap();
    let desk = Desk::new();
    let folder = parent.path().join("kb");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("a.md"), "apples").unwrap();
    let options = || aside_knowledge::KnowledgeOptions {
        folders: vec![folder.clone()],
        ..desk.options(None)
    };
    let knowledge = Knowledge::open(options()).unwrap();
    knowledge.watch().unwrap();
    knowledge.scan().unwrap();
    assert!(knowledge.wait_until_indexed(PATIENCE));
    std::fs::rename(&folder, parent.path().join("away")).unwrap();
    eventually("the trouble", || {
        knowledge.status().failures.iter().any(|failure| failure.reason.contains("not there"))
    });
    assert!(matches!(knowledge.scan(), Err(KnowledgeError::FolderMissing(_))));
    assert_eq!(knowledge.status().files, 1, "a drive that is unplugged takes no knowledge with it");
    std::fs::write(parent.path().join("away/b.md"), "pears").unwrap();
    std::fs::rename(parent.path().join("away"), &folder).unwrap();
    eventually("the return", || {
        found(&knowledge, "pears", "b.md") && knowledge.status().failures.is_empty()
    });
    knowledge.close();
    std::fs::remove_dir_all(&folder).unwrap();
    assert!(matches!(Knowledge::open(options()), Err(KnowledgeError::FolderMissing(_))));
}
