//! Many files at once, slow writers, systems without watches, and holding meaning back.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]
#![allow(clippy::print_stderr, reason = "a test that is skipped says so")]

mod support;

use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use aside_contract::FileStage;
use aside_inference::{Embedder, InferenceError, InferenceQueue};
use support::*;

#[test]
fn thousands_of_files_that_come_and_go_at_once_are_all_noticed() {
    const FILES: usize = 3_000;
    let desk = Desk::new();
    desk.write("stays.md", "apples");
    let knowledge = desk.watched();
    let name = |number: usize| format!("checkout/{}/{}/{number}.md", number % 13, number % 7);
    for number in 0..FILES {
        desk.write(&name(number), format!("article zx{number}q"));
    }
    eventually("all came", || knowledge.status().files as usize == FILES + 1);
    assert_eq!(documents(&knowledge, "zx2999q"), [name(2_999)]);
    // Another branch is checked out: some go, some change, some stay.
    for number in 0..FILES {
        match number % 3 {
            0 => std::fs::remove_file(desk.place(&name(number))).unwrap(),
            1 => desk.write(&name(number), format!("article ab{number}c")),
            _ => {}
        }
    }
    eventually("all are as they should be", || {
        let status = knowledge.status();
        status.pending == 0
            && status.files as usize == FILES * 2 / 3 + 1
            && documents(&knowledge, "ab2998c") == [name(2_998)]
            && documents(&knowledge, "zx2998q").is_empty()
    });
    assert_eq!(knowledge.status().chunks, knowledge.indexed_words());
}

#[test]
fn a_file_that_is_copied_slowly_is_read_when_it_is_whole() {
    let desk = Desk::new();
    let knowledge = desk.watched();
    let whole = std::fs::read(fixtures().join("warranty.docx")).unwrap();
    let mut file = std::fs::File::create(desk.place("warranty.docx")).unwrap();
    let mut failed = false;
    for piece in whole.chunks(whole.len() / 6) {
        file.write_all(piece).unwrap();
        file.sync_all().unwrap();
        // Longer than what counts as quiet.
        std::thread::sleep(Duration::from_millis(400));
        failed |= knowledge.status().failed > 0;
    }
    drop(file);
    eventually("whole", || documents(&knowledge, "warranty") == ["warranty.docx"]);
    if cfg!(target_os = "linux") {
        assert!(!failed, "half of the file was read");
    }
}

#[test]
fn a_change_that_neither_size_nor_time_shows_is_found_at_the_next_start() {
    let desk = Desk::new();
    desk.write("a.md", "apples");
    let time = std::fs::metadata(desk.place("a.md")).unwrap().modified().unwrap();
    desk.indexed().close();
    desk.write("a.md", "cherry");
    let file = std::fs::File::options().write(true).open(desk.place("a.md")).unwrap();
    file.set_modified(time).unwrap();
    drop(file);
    let knowledge = desk.indexed();
    if cfg!(unix) {
        assert_eq!(documents(&knowledge, "cherry"), ["a.md"]);
    }
}

/// The real model, counting what it is asked.
struct Counting(Arc<AtomicUsize>);

impl Embedder for Counting {
    fn name(&self) -> &str {
        "counting"
    }
    fn kernel(&self) -> &str {
        "counting"
    }
    fn dimensions(&self) -> usize {
        model().embedder().dimensions()
    }
    fn embed(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, InferenceError> {
        self.0.fetch_add(texts.len(), Ordering::Relaxed);
        model().embedder().embed(texts)
    }
}

#[test]
fn files_that_move_between_folders_keep_their_vectors() {
    let desk = Desk::new();
    for number in 0..20 {
        desk.write(
            &format!("old/{number}.md"),
            format!("# Article {number}\n\nIt says {number}.\n"),
        );
    }
    let asked = Arc::new(AtomicUsize::new(0));
    let queue = InferenceQueue::start(Arc::new(Counting(asked.clone())), 1);
    let knowledge = desk.open_with(Some(queue));
    knowledge.watch().unwrap();
    knowledge.scan().unwrap();
    assert!(knowledge.wait_until_indexed(PATIENCE));
    assert_eq!(asked.load(Ordering::Relaxed), 20);
    std::fs::create_dir(desk.place("new")).unwrap();
    for number in 0..10 {
        let name = format!("{number}.md");
        std::fs::rename(desk.place(&format!("old/{name}")), desk.place(&format!("new/{name}")))
            .unwrap();
    }
    std::fs::rename(desk.place("old"), desk.place("archive")).unwrap();
    eventually("moved", || {
        let status = knowledge.status();
        status.pending == 0
            && status.embedded == 20
            && documents(&knowledge, "article 3").contains(&"new/3.md".to_owned())
            && documents(&knowledge, "article 15").contains(&"archive/15.md".to_owned())
            && !knowledge.dump().unwrap().contains("old/")
    });
    assert_eq!(asked.load(Ordering::Relaxed), 20, "no text was embedded again");
}

#[test]
fn meaning_is_held_back_over_a_restart_while_words_find_everything() {
    let desk = Desk::new();
    let knowledge = desk.open_with(Some(model()));
    knowledge.pause(true).unwrap();
    desk.write("a.md", "apples");
    knowledge.scan().unwrap();
    assert!(knowledge.wait_until_indexed(PATIENCE), "what is held back is not waited for");
    assert_eq!(documents(&knowledge, "apples"), ["a.md"]);
    assert_eq!(file(&knowledge, "a.md").unwrap().state, FileStage::Words);
    knowledge.close();
    drop(knowledge);
    let knowledge = desk.open_with(Some(model()));
    desk.write("b.md", "pears");
    knowledge.scan().unwrap();
    assert!(knowledge.wait_until_indexed(PATIENCE));
    let status = knowledge.status();
    assert!(status.paused && status.embedding.is_none());
    assert_eq!((status.chunks, status.embedded), (2, 0));
    knowledge.pause(false).unwrap();
    assert!(knowledge.wait_until_indexed(PATIENCE));
    let status = knowledge.status();
    assert_eq!((status.paused, status.embedded), (false, 2));
    assert_eq!(file(&knowledge, "a.md").unwrap().state, FileStage::Indexed);
}

/// A model that takes its time.
struct Slow;

impl Embedder for Slow {
    fn name(&self) -> &str {
        "slow"
    }
    fn kernel(&self) -> &str {
        "slow"
    }
    fn dimensions(&self) -> usize {
        2
    }
    fn embed(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, InferenceError> {
        std::thread::sleep(Duration::from_millis(10) * texts.len() as u32);
        Ok(texts.iter().map(|_| vec![0.6, 0.8]).collect())
    }
}

#[test]
fn words_find_a_new_file_while_thousands_of_passages_wait_for_their_meaning() {
    let desk = Desk::new();
    for number in 0..500 {
        desk.write(&format!("{number}.md"), format!("article number {number}"));
    }
    let queue = InferenceQueue::start(Arc::new(Slow), 1);
    let knowledge = desk.open_with(Some(queue));
    knowledge.watch().unwrap();
    knowledge.scan().unwrap();
    eventually("the pace is known", || {
        knowledge
            .status()
            .embedding
            .is_some_and(|pace| pace.per_second > 0.0 && pace.seconds_left > 0)
    });
    desk.write("new.md", "kumquats");
    eventually("by words", || documents(&knowledge, "kumquats") == ["new.md"]);
    let status = knowledge.status();
    assert!(status.embedded < status.chunks, "meaning is still behind");
}

/// The limit of watches can be set for a user namespace of its own.
#[cfg(target_os = "linux")]
#[test]
fn without_watches_the_folder_is_polled_and_the_state_says_how_to_get_more() {
    const CHILD: &str = "ASIDE_TEST_FEW_WATCHES";
    if std::env::var_os(CHILD).is_none() {
        let test = "without_watches_the_folder_is_polled_and_the_state_says_how_to_get_more";
        let child = std::process::Command::new("unshare")
            .args(["--user", "--map-root-user", "sh", "-c"])
            .arg("echo 3 > /proc/sys/user/max_inotify_watches || exit 77; exec \"$0\" --exact \"$1\" --nocapture")
            .arg(std::env::current_exe().unwrap())
            .arg(test)
            .env(CHILD, "1")
            .status();
        match child.map(|status| status.code()) {
            Ok(Some(0)) => {}
            Ok(Some(77 | 1)) | Err(_) => {
                eprintln!("SKIPPED: no user namespace with a limit of its own");
            }
            other => panic!("{other:?}"),
        }
        return;
    }
    let desk = Desk::new();
    for number in 0..9 {
        desk.write(&format!("{number}/a.md"), "apples");
    }
    let knowledge = desk.watched();
    let followed = knowledge.status().folders.remove(0);
    assert_eq!(followed.following, aside_contract::Following::Polling);
    assert!(followed.reason.unwrap().contains("sudo sysctl fs.inotify.max_user_watches="));
    desk.write("8/b.md", "kumquats");
    eventually("polled", || documents(&knowledge, "kumquats") == ["8/b.md"]);
}
