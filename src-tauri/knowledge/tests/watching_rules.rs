//! What is left out, and what each file's state says.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

mod support;

use aside_contract::FileStage;
use aside_knowledge::{FilesRequest, KnowledgeOptions};
use support::*;

#[test]
fn rules_leave_files_out_at_any_level_and_say_which_line_does() {
    let desk = Desk::new();
    for name in ["drafts/a.md", "b.md", "old/c.md", "old/keep.md", "old/deep/d.md", "e.txt"] {
        desk.write(name, "apples");
    }
    desk.write(".asideignore", "# not ready\ndrafts/\n/*.txt\n");
    desk.write("old/.asideignore", "*.md\n!keep.md\n");
    let knowledge = desk.watched();
    eventually("the others", || documents(&knowledge, "apples").len() == 2);
    let reason =
        |name: &str| file(&knowledge, name).and_then(|file| file.reason).unwrap_or_default();
    assert!(reason("drafts").contains("`drafts/` in .asideignore"), "{}", reason("drafts"));
    assert!(reason("old/deep/d.md").contains("`*.md` in old/.asideignore"));
    assert_eq!(file(&knowledge, "old/keep.md").unwrap().state, FileStage::Words);
    assert!(file(&knowledge, "drafts/a.md").is_none(), "a folder stands for all that is in it");

    desk.write("drafts/later.md", "apples");
    desk.write(".asideignore", "b.md\n");
    let mut expected = ["drafts/a.md", "drafts/later.md", "e.txt", "old/keep.md"];
    expected.sort_unstable();
    let sorted = || {
        let mut found = documents(&knowledge, "apples");
        found.sort();
        found
    };
    eventually("the new rules", || sorted() == expected);
    std::fs::remove_file(desk.place(".asideignore")).unwrap();
    eventually("no rules", || sorted().contains(&"b.md".to_owned()));
}

#[test]
fn every_file_says_where_it_stands() {
    let desk = Desk::new();
    desk.write("good/a.md", "# A\n\napples\n\n## B\n\npears");
    desk.write("good/.hidden.md", "x");
    desk.write("good/~$b.docx", "x");
    desk.write("good/program.exe", "x");
    desk.write("bad.docx", "no archive");
    // The team's settings are no document.
    desk.write(".aside/taxonomy.toml", "");
    let knowledge = desk.indexed();
    let all = |pattern: &str, state| {
        let request = FilesRequest { pattern, state, limit: 100, ..FilesRequest::default() };
        knowledge.files(&request).unwrap()
    };
    let list = all("", None);
    let states: Vec<_> = list.files.iter().map(|file| (file.path.as_str(), file.state)).collect();
    assert_eq!(
        states,
        [
            ("bad.docx", FileStage::Failed),
            ("good/.hidden.md", FileStage::Skipped),
            ("good/a.md", FileStage::Words),
            ("good/program.exe", FileStage::Skipped),
            ("good/~$b.docx", FileStage::Skipped),
        ]
    );
    assert!(
        list.files.iter().all(|file| (file.state == FileStage::Words) == file.reason.is_none())
    );
    let good = &list.files[2];
    assert_eq!((good.documents, good.chunks, good.format.as_str()), (1, 2, "md"));
    assert!(good.bytes > 0 && good.modified.is_some());
    assert_eq!((list.counts.words, list.counts.failed, list.counts.skipped), (1, 1, 3));
    assert_eq!(knowledge.status().skipped, 3);
    assert_eq!(all("GOOD", Some(FileStage::Skipped)).files.len(), 3);
    assert_eq!(all("*.md", None).files.len(), 2);
    assert_eq!(all("[", None).files.len(), 0);
}

#[test]
fn the_list_of_files_comes_in_pages() {
    let desk = Desk::new();
    for number in 0..25 {
        desk.write(&format!("{number:02}.md"), "apples");
    }
    let knowledge = desk.indexed();
    let mut after: Option<String> = None;
    let mut seen = Vec::new();
    loop {
        let request =
            FilesRequest { after: after.as_deref(), limit: 10, ..FilesRequest::default() };
        let page = knowledge.files(&request).unwrap();
        assert_eq!(page.counts.words, 25);
        seen.extend(page.files.into_iter().map(|file| file.path));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(seen.len(), 25);
    assert!(seen.is_sorted());
}

#[test]
fn a_folder_without_events_is_walked_again_and_again() {
    let desk = Desk::new();
    desk.write("a.md", "apples");
    let poll = Some(std::time::Duration::from_millis(200));
    let options = KnowledgeOptions { poll, ..desk.options(None) };
    let knowledge = aside_knowledge::Knowledge::open(options).unwrap();
    knowledge.watch().unwrap();
    assert_eq!(knowledge.status().folders[0].following, aside_contract::Following::Polling);
    eventually("apples", || documents(&knowledge, "apples") == ["a.md"]);
    desk.write("a.md", "pears");
    desk.write("b/c.md", "plums");
    eventually("pears", || {
        documents(&knowledge, "pears") == ["a.md"] && documents(&knowledge, "plums") == ["b/c.md"]
    });
    std::fs::remove_dir_all(desk.place("b")).unwrap();
    eventually("gone", || documents(&knowledge, "plums").is_empty());
}

/// The rights of a user are needed: to root, every file is readable.
#[cfg(target_os = "linux")]
#[test]
fn unreadable_files_and_folders_say_why_and_are_read_when_they_may_be() {
    use std::os::unix::fs::PermissionsExt;

    as_a_user(|| {
        let desk = Desk::new();
        desk.write("closed.md", "apples");
        desk.write("closed/b.md", "pears");
        desk.write("open.md", "plums");
        let allow = |name: &str, mode| {
            std::fs::set_permissions(desk.place(name), std::fs::Permissions::from_mode(mode))
                .unwrap();
        };
        allow("closed.md", 0);
        allow("closed", 0);
        let knowledge = desk.watched();
        for name in ["closed", "closed.md"] {
            eventually(name, || {
                file(&knowledge, name).is_some_and(|file| {
                    file.state == FileStage::Failed && file.reason.unwrap().contains("permissions")
                })
            });
        }
        eventually("read", || documents(&knowledge, "plums") == ["open.md"]);
        allow("closed.md", 0o600);
        allow("closed", 0o700);
        eventually("opened", || {
            documents(&knowledge, "apples") == ["closed.md"]
                && documents(&knowledge, "pears") == ["closed/b.md"]
                && knowledge.status().failed == 0
        });
        allow("closed", 0);
        knowledge.scan().unwrap();
        assert_eq!(
            documents(&knowledge, "pears"),
            ["closed/b.md"],
            "closing a folder deletes nothing"
        );
        allow("closed", 0o700);
    });
}

/// Runs `body` without root's rights, on a thread of its own: on Linux each thread has its own.
#[cfg(target_os = "linux")]
fn as_a_user(body: impl FnOnce() + Send + 'static) {
    const NOBODY: libc::c_long = 65_534;
    let thread = std::thread::spawn(move || {
        // SAFETY: these calls touch no memory; the raw ones change this thread alone.
        unsafe {
            if libc::geteuid() == 0 {
                libc::syscall(libc::SYS_setresgid, NOBODY, NOBODY, NOBODY);
                assert_eq!(libc::syscall(libc::SYS_setresuid, NOBODY, NOBODY, NOBODY), 0);
            }
        }
        body();
    });
    if let Err(panic) = thread.join() {
        std::panic::resume_unwind(panic);
    }
}
