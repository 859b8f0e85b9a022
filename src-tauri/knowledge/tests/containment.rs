//! The converting processes: reused, replaced when they end, and never blamed on a neighbour.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]
#![cfg(unix)]

mod support;

use std::time::{Duration, Instant};

use aside_knowledge::{Knowledge, KnowledgeOptions, WorkerCommand, convert_file};
use support::*;

/// Repeated often, it nests too deep for the parser, and hides that from a look before.
const KILLER: &str = "<div title='</div>'>";

/// The converting process of these tests behind a shell that notes each start in `log`, and runs
/// `first` before it.
fn noted(log: &std::path::Path, first: &str) -> WorkerCommand {
    let WorkerCommand { program, args } = worker();
    let script = format!(
        "echo started >> '{}'\n{first}\nexec '{}' {}",
        log.display(),
        program.display(),
        args[0].display()
    );
    WorkerCommand { program: "/bin/sh".into(), args: vec!["-c".into(), script.into()] }
}

fn starts(log: &std::path::Path) -> usize {
    std::fs::read_to_string(log).unwrap_or_default().lines().count()
}

fn indexed_by(desk: &Desk, worker: WorkerCommand) -> Knowledge {
    let knowledge = Knowledge::open(KnowledgeOptions { worker, ..desk.options(None) }).unwrap();
    knowledge.scan().unwrap();
    assert!(knowledge.wait_until_indexed(PATIENCE));
    knowledge
}

#[test]
fn a_few_processes_convert_many_files() {
    let desk = Desk::new();
    for number in 0..60 {
        desk.copy("warranty.docx", &format!("{number}.docx"));
    }
    let log = desk.data.path().join("starts");
    let knowledge = indexed_by(&desk, noted(&log, ""));
    assert_eq!(knowledge.status().documents, 60);
    assert!((1..=2).contains(&starts(&log)), "{} processes", starts(&log));
}

#[test]
fn a_file_that_ends_its_process_is_tried_alone_once_and_the_others_are_read() {
    let desk = Desk::new();
    for number in 0..20 {
        desk.copy("warranty.docx", &format!("{number}.docx"));
    }
    desk.write("5b.html", KILLER.repeat(200_000));
    let log = desk.data.path().join("starts");
    let knowledge = indexed_by(&desk, noted(&log, ""));
    let status = knowledge.status();
    assert_eq!((status.documents, status.failures.len()), (20, 1), "{:?}", status.failures);
    assert!(status.failures[0].reason.contains("nests too deep"), "{:?}", status.failures);
    assert!((2..=4).contains(&starts(&log)), "{} processes", starts(&log));
}

#[test]
fn a_process_that_is_killed_from_outside_is_not_held_against_the_file() {
    let desk = Desk::new();
    desk.copy("warranty.docx", "warranty.docx");
    let log = desk.data.path().join("starts");
    // It says that it is ready and then falls, as if the system had run out of memory.
    let hello = r#"{"version":VERSION,"fence":"none"}"#;
    let version = (1..100).find_map(|version| {
        let hello = hello.replace("VERSION", &version.to_string());
        let length = hello.len();
        let script = format!(
            "printf 'H\\{length:03o}\\0\\0\\0\\0\\0\\0\\0{hello}'; read -r line; kill -9 $$"
        );
        let knowledge = indexed_by(&desk, noted(&log, &script));
        let reason = knowledge.status().failures[0].reason.clone();
        knowledge.close();
        (!reason.contains("another version")).then_some(reason)
    });
    assert!(version.unwrap().contains("ended from outside"));
    let knowledge = indexed_by(&desk, worker());
    assert_eq!(knowledge.status().documents, 1, "it is tried again and is good");
}

#[test]
#[ignore = "a measurement: prints files a second"]
#[allow(clippy::print_stdout, reason = "a measurement is read by a person")]
fn files_a_second_with_and_without_reuse() {
    const FILES: usize = 1_000;
    for fixture in ["shipping.html", "warranty.docx"] {
        let desk = Desk::new();
        let names: Vec<String> = (0..FILES).map(|number| format!("{number}-{fixture}")).collect();
        names.iter().for_each(|name| desk.copy(fixture, name));
        let begun = Instant::now();
        for name in &names {
            convert_file(&desk.place(name), &worker()).unwrap();
        }
        let one_each = begun.elapsed();
        let begun = Instant::now();
        let knowledge = indexed_by(&desk, worker());
        let reused = begun.elapsed();
        assert_eq!(knowledge.status().documents as usize, FILES);
        let rate = |time: Duration| FILES as f64 / time.as_secs_f64();
        println!(
            "{fixture}: a process for each file, one at a time: {:.0} files/s; the pool, with chunks, store and words: {:.0} files/s",
            rate(one_each),
            rate(reused)
        );
    }
}

#[test]
fn a_content_that_ended_its_process_is_not_run_again_until_it_changes() {
    let desk = Desk::new();
    let log = desk.data.path().join("starts");
    let hostile = KILLER.repeat(200_000);
    desk.write("first.html", &hostile);
    indexed_by(&desk, noted(&log, "")).close();
    assert_eq!(starts(&log), 1);
    // Touched, copied, and put back after it was gone; each time over a restart.
    let touched = std::fs::File::open(desk.place("first.html")).unwrap();
    touched.set_modified(std::time::SystemTime::now()).unwrap();
    desk.write("copy.html", &hostile);
    let knowledge = indexed_by(&desk, noted(&log, ""));
    assert_eq!(knowledge.status().failures.len(), 2);
    std::fs::remove_file(desk.place("first.html")).unwrap();
    std::fs::remove_file(desk.place("copy.html")).unwrap();
    knowledge.scan().unwrap();
    assert!(knowledge.wait_until_indexed(PATIENCE));
    knowledge.close();
    drop(knowledge);
    desk.write("back.html", &hostile);
    let knowledge = indexed_by(&desk, noted(&log, ""));
    let reason = &knowledge.status().failures[0].reason;
    assert!(reason.contains("not tried again until it changes"), "{reason}");
    assert_eq!(starts(&log), 1, "no process was started for it");
    desk.write("back.html", "<p>All is well.</p>");
    knowledge.scan().unwrap();
    assert!(knowledge.wait_until_indexed(PATIENCE));
    assert_eq!((documents(&knowledge, "well"), starts(&log)), (vec!["back.html".to_owned()], 2));
}
