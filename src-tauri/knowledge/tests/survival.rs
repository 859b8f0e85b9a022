//! What a killed process, a lost index or a second process leaves behind.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

mod support;

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use aside_contract::KnowledgeStatus;
use aside_inference::{Embedder, InferenceError, InferenceQueue};
use aside_knowledge::{Knowledge, KnowledgeError, KnowledgeOptions, WordsState, inspect};
use support::*;

const FILES: usize = 300;
const CHILD_FOLDER: &str = "ASIDE_TEST_CHILD_FOLDER";
const CHILD_DATA: &str = "ASIDE_TEST_CHILD_DATA";

/// The body of the process that is killed below; alone it does nothing.
#[test]
#[ignore = "run by the test that kills it"]
fn child_that_indexes_until_it_is_killed() {
    let (Ok(folder), Ok(data)) = (std::env::var(CHILD_FOLDER), std::env::var(CHILD_DATA)) else {
        return;
    };
    let progress = Path::new(&data).join("progress");
    let on_change = move |status: KnowledgeStatus| {
        std::fs::write(&progress, status.documents.to_string()).unwrap();
    };
    let (folders, data) = (vec![folder.into()], data.into());
    let on_change = Some(Box::new(on_change) as _);
    let options = KnowledgeOptions {
        folders,
        poll: None,
        data,
        queue: Some(model()),
        former: None,
        worker: worker(),
        on_change,
    };
    let knowledge = Knowledge::open(options).unwrap();
    knowledge.scan().unwrap();
    knowledge.wait_until_indexed(PATIENCE);
    std::thread::sleep(PATIENCE);
}

#[test]
fn a_killed_process_loses_no_file_and_reads_none_twice() {
    let desk = Desk::new();
    for number in 0..FILES {
        desk.write(
            &format!("{}/{number}.md", number % 7),
            format!("# Article {number}\n\nThe code is zx{number}q.\n"),
        );
    }
    desk.copy("warranty.docx", "warranty.docx");
    for wait_for in [1, FILES / 3, FILES / 2] {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "child_that_indexes_until_it_is_killed", "--ignored"])
            .env(CHILD_FOLDER, desk.folder.path())
            .env(CHILD_DATA, desk.data.path())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let progress =
            || std::fs::read_to_string(desk.data.path().join("progress")).unwrap_or_default();
        eventually("the child gets on", || {
            progress().parse().is_ok_and(|documents: usize| documents >= wait_for)
        });
        child.kill().unwrap();
        child.wait().unwrap();
    }
    let knowledge = desk.open_with(Some(model()));
    knowledge.scan().unwrap();
    assert!(knowledge.wait_until_indexed(PATIENCE * 3));
    let status = knowledge.status();
    assert_eq!((status.files as usize, status.documents as usize), (FILES + 1, FILES + 1));
    assert_eq!(status.chunks, status.embedded);
    assert_eq!(status.chunks, knowledge.indexed_words(), "words and truth agree");
    for number in (0..FILES).step_by(17) {
        assert_eq!(
            documents(&knowledge, &format!("zx{number}q")),
            [format!("{}/{number}.md", number % 7)]
        );
    }
    assert!(!knowledge.dump().unwrap().contains("MISSING"));
}

#[test]
fn a_lost_word_index_is_built_again_from_the_store() {
    let desk = Desk::new();
    desk.write("a.md", "# Fruit\n\napples\n\n## More\n\npears\n");
    let knowledge = desk.indexed();
    let dump = knowledge.dump().unwrap();
    assert_eq!(
        dump,
        "a.md (32 bytes) indexed\n  a.md \"Fruit\" []\n    - <> apples\n    - <More> pears\n"
    );
    knowledge.close();
    drop(knowledge);
    std::fs::remove_dir_all(desk.data.path().join("words")).unwrap();
    let knowledge = desk.open();
    assert_eq!(documents(&knowledge, "pears"), ["a.md"]);
    knowledge.rebuild().unwrap();
    assert_eq!((knowledge.indexed_words(), knowledge.dump().unwrap()), (2, dump));
}

#[test]
fn a_look_tells_where_words_and_store_differ() {
    let desk = Desk::new();
    desk.write("a.md", "# Fruit\n\napples\n\n## More\n\npears\n");
    assert_eq!(inspect(desk.data.path()).unwrap(), None);
    let knowledge = desk.indexed();
    knowledge.close();
    drop(knowledge);
    let look = || inspect(desk.data.path()).unwrap().unwrap();
    let good = look();
    assert_eq!((good.files, good.documents, good.chunks, good.waiting), (1, 1, 2, 2));
    assert!(good.truth.is_empty() && good.words == WordsState::Good, "{good:#?}");

    // A flipped bit in a file of the index.
    let words = desk.data.path().join("words");
    let postings = std::fs::read_dir(&words)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.extension().is_some_and(|extension| extension == "term"))
        .unwrap();
    let mut bytes = std::fs::read(&postings).unwrap();
    bytes[3] ^= 1;
    std::fs::write(&postings, bytes).unwrap();
    assert!(matches!(look().words, WordsState::Wrong { .. }));

    std::fs::remove_dir_all(&words).unwrap();
    assert_eq!(look().words, WordsState::Behind);
    desk.indexed().close();
    assert_eq!(look().words, WordsState::Good);
}

#[test]
fn the_passages_around_one_can_be_asked_for() {
    let desk = Desk::new();
    desk.write("a.md", "# T\n\n## A\n\none\n\n## B\n\ntwo\n\n## C\n\nthree\n\n## D\n\nfour\n");
    let knowledge = desk.indexed();
    let chunk = by_words(&knowledge, "three").remove(0).chunk;
    let around = |before, after| {
        let sections = knowledge.neighbours("a.md", &chunk, before, after).unwrap();
        sections.into_iter().map(|section| section.section).collect::<Vec<_>>()
    };
    assert_eq!(around(1, 1), ["B", "C", "D"]);
    assert_eq!(around(9, 9), ["A", "B", "C", "D"]);
    assert_eq!(around(0, 0), ["C"]);
    assert!(knowledge.neighbours("a.md", "gone", 1, 1).unwrap().is_empty());
}

#[test]
fn a_data_folder_in_use_is_said() {
    let desk = Desk::new();
    let _first = desk.open();
    assert!(matches!(Knowledge::open(desk.options(None)), Err(KnowledgeError::InUse(_))));
}

#[test]
fn a_converter_that_cannot_start_is_tried_again_at_the_next_scan() {
    let desk = Desk::new();
    desk.copy("warranty.docx", "warranty.docx");
    let nowhere =
        aside_knowledge::WorkerCommand { program: "/no/such/program".into(), args: Vec::new() };
    let knowledge =
        Knowledge::open(KnowledgeOptions { worker: nowhere, ..desk.options(None) }).unwrap();
    knowledge.scan().unwrap();
    assert!(knowledge.wait_until_indexed(PATIENCE));
    assert!(knowledge.status().failures[0].reason.contains("did not start"));
    knowledge.close();
    drop(knowledge);
    let knowledge = desk.indexed();
    assert_eq!(documents(&knowledge, "warranty"), ["warranty.docx"]);
}

/// The real model, counting what it is asked.
struct Counting(InferenceQueue, Arc<AtomicUsize>);

impl Embedder for Counting {
    fn name(&self) -> &str {
        "counting"
    }
    fn kernel(&self) -> &str {
        "counting"
    }
    fn dimensions(&self) -> usize {
        self.0.embedder().dimensions()
    }
    fn embed(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, InferenceError> {
        self.1.fetch_add(texts.len(), Ordering::Relaxed);
        self.0.embedder().embed(texts)
    }
}

#[test]
fn what_has_not_changed_is_never_embedded_again() {
    let desk = Desk::new();
    let asked = Arc::new(AtomicUsize::new(0));
    let queue = InferenceQueue::start(Arc::new(Counting(model(), asked.clone())), 1);
    let index = |expected: usize, why: &str| {
        let knowledge = desk.open_with(Some(queue.clone()));
        knowledge.scan().unwrap();
        assert!(knowledge.wait_until_indexed(PATIENCE));
        let status = knowledge.status();
        assert_eq!(status.chunks, status.embedded, "{why}");
        knowledge.close();
        assert_eq!(asked.load(Ordering::Relaxed), expected, "{why}");
    };
    desk.write("a/one.md", "# One\n\nfirst\n\n## Two\n\nsecond\n");
    desk.write("plain.txt", "third");
    index(3, "all are new");
    index(3, "nothing changed");
    std::fs::File::open(desk.place("plain.txt"))
        .unwrap()
        .set_modified(std::time::SystemTime::now())
        .unwrap();
    index(3, "only the time changed");
    std::fs::rename(desk.place("plain.txt"), desk.place("renamed.txt")).unwrap();
    std::fs::rename(desk.place("a"), desk.place("b")).unwrap();
    index(3, "only names changed");
    desk.write("copy.md", "# One\n\nfirst\n");
    index(3, "the same words stand there already");
    desk.write("b/one.md", "# One\n\nfirst\n\n## Two\n\nnew\n");
    index(4, "one passage changed");
}
