//! A disk that is full: indexing stops with a clear state, loses nothing, and goes on by itself.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

mod support;

use std::process::Command;

use aside_knowledge::{Knowledge, KnowledgeOptions, WordsState, inspect};
use support::*;

const CHILD_FOLDER: &str = "ASIDE_TEST_FULL_DISK_FOLDER";
const CHILD_DATA: &str = "ASIDE_TEST_FULL_DISK_DATA";
const FILES: usize = 60;

/// Lets this process write files up to this size only, as a disk that is full.
fn limit_files_to(bytes: libc::rlim_t) {
    let mut limit = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: the calls get a valid structure and known constants; ignoring the signal turns the
    // limit into an error of the write.
    unsafe {
        libc::signal(libc::SIGXFSZ, libc::SIG_IGN);
        libc::getrlimit(libc::RLIMIT_FSIZE, &mut limit);
        limit.rlim_cur = bytes.min(limit.rlim_max);
        libc::setrlimit(libc::RLIMIT_FSIZE, &limit);
    }
}

/// The body of the process with the full disk; alone it does nothing.
#[test]
#[ignore = "run by the test below"]
fn child_that_meets_a_full_disk() {
    let (Ok(folder), Ok(data)) = (std::env::var(CHILD_FOLDER), std::env::var(CHILD_DATA)) else {
        return;
    };
    let options = KnowledgeOptions {
        folders: vec![folder.clone().into()],
        poll: None,
        data: data.into(),
        queue: None,
        former: None,
        worker: worker(),
        on_change: None,
    };
    let knowledge = Knowledge::open(options).unwrap();
    std::fs::write(format!("{folder}/before.md"), "the heron\n").unwrap();
    knowledge.scan().unwrap();
    assert!(knowledge.wait_until_indexed(PATIENCE));

    for number in 0..FILES {
        let text = format!("# Number {number}\n\nmarker{number}x {}\n", "word ".repeat(2000));
        std::fs::write(format!("{folder}/{number}.md"), text).unwrap();
    }
    limit_files_to(160 << 10);
    // The scan itself may be refused, or what it queued cannot be stored.
    let refused = knowledge.scan().err().map(|error| error.to_string());
    let complaint = || {
        let failures = knowledge.status().failures;
        refused.clone().or_else(|| failures.first().map(|failure| failure.reason.clone()))
    };
    eventually("the full disk is told", || complaint().is_some_and(|text| text.contains("full")));
    assert_eq!(documents(&knowledge, "heron"), ["before.md"], "what is stored is found");

    limit_files_to(libc::RLIM_INFINITY);
    if refused.is_some() {
        knowledge.scan().unwrap();
    }
    eventually("it goes on by itself", || {
        let status = knowledge.status();
        status.files == FILES as u64 + 1 && status.failures.is_empty()
    });
    for number in 0..FILES {
        assert_eq!(documents(&knowledge, &format!("marker{number}x")), [format!("{number}.md")]);
    }
    knowledge.close();
}

#[test]
fn a_full_disk_is_told_and_indexing_goes_on_when_there_is_room() {
    let desk = Desk::new();
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "child_that_meets_a_full_disk", "--ignored", "--nocapture"])
        .env(CHILD_FOLDER, desk.folder.path())
        .env(CHILD_DATA, desk.data.path())
        .output()
        .unwrap();
    let said = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(output.status.success() && said.contains("1 passed"), "{said}");
    let inspection = inspect(desk.data.path()).unwrap().unwrap();
    assert!(inspection.truth.is_empty() && inspection.words == WordsState::Good, "{inspection:#?}");
    assert_eq!(inspection.documents, FILES as u64 + 1);
}
