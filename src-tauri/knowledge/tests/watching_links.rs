//! Links, names and several folders.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]
#![allow(clippy::print_stderr, reason = "a test that is skipped says so")]

mod support;

use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;

use aside_contract::{FileStage, Following};
use aside_knowledge::{Knowledge, KnowledgeOptions};
use support::*;

#[test]
fn a_link_to_the_outside_is_never_read_and_says_why() {
    let (desk, outside) = (Desk::new(), Desk::new());
    outside.write("secret.md", "the vault code is kumquat");
    outside.write("deep/secret.md", "the vault code is kumquat");
    symlink(outside.place("secret.md"), desk.place("before.md")).unwrap();
    let knowledge = desk.watched();
    symlink(outside.place("secret.md"), desk.place("after.md")).unwrap();
    symlink(outside.place("deep"), desk.place("folder")).unwrap();
    for name in ["before.md", "after.md", "folder"] {
        eventually(name, || {
            file(&knowledge, name).is_some_and(|file| {
                file.state == FileStage::Skipped
                    && file.reason.unwrap().contains("outside of the watched folders")
            })
        });
    }
    // A file that was indexed and is turned into a link is forgotten.
    desk.write("plain.md", "the vault code is lychee");
    eventually("plain", || documents(&knowledge, "lychee") == ["plain.md"]);
    std::fs::remove_file(desk.place("plain.md")).unwrap();
    symlink(outside.place("secret.md"), desk.place("plain.md")).unwrap();
    eventually("forgotten", || documents(&knowledge, "lychee").is_empty());
    assert!(documents(&knowledge, "kumquat").is_empty());
    assert_eq!(knowledge.status().failed, 0, "leaving a link out is no failure");
}

#[test]
fn a_file_that_is_reached_in_two_ways_is_indexed_once() {
    let desk = Desk::new();
    desk.write("guides/a.md", "apples");
    symlink("guides/a.md", desk.place("a-link.md")).unwrap();
    symlink("guides", desk.place("guides-link")).unwrap();
    symlink("..", desk.place("guides/loop")).unwrap();
    let knowledge = desk.indexed();
    assert_eq!(documents(&knowledge, "apples"), ["guides/a.md"]);
    assert_eq!(knowledge.status().files, 1);
    for name in ["a-link.md", "guides-link", "guides/loop"] {
        assert_eq!(file(&knowledge, name).unwrap().state, FileStage::Skipped, "{name}");
    }
}

/// The way in which containers and deployment tools put files in place: all at once, by one link.
#[test]
fn a_link_into_a_hidden_place_is_followed_and_its_switch_is_noticed() {
    let desk = Desk::new();
    desk.write("..v1/a.md", "apples");
    desk.write("..v2/a.md", "pears");
    desk.write("..v1/loop/x.md", "plums");
    symlink(".", desk.place("..v1/loop/up")).unwrap();
    symlink("..v1", desk.place("..data")).unwrap();
    symlink("..data/a.md", desk.place("a.md")).unwrap();
    symlink("..v1/loop", desk.place("more")).unwrap();
    let knowledge = desk.watched();
    eventually("by links", || {
        documents(&knowledge, "apples") == ["a.md"]
            && documents(&knowledge, "plums") == ["more/x.md"]
    });
    desk.write("..v1/loop/x.md", "quinces");
    eventually("an edit behind the link", || documents(&knowledge, "quinces") == ["more/x.md"]);
    symlink("..v2", desk.place("..data_tmp")).unwrap();
    std::fs::rename(desk.place("..data_tmp"), desk.place("..data")).unwrap();
    eventually("the switch", || {
        documents(&knowledge, "pears") == ["a.md"] && documents(&knowledge, "apples").is_empty()
    });
}

#[test]
fn names_in_any_encoding_are_indexed_edited_and_forgotten() {
    let desk = Desk::new();
    let latin = desk.folder.path().join(std::ffi::OsStr::from_bytes(b"caf\xe9"));
    if std::fs::create_dir(&latin).is_err() {
        eprintln!("SKIPPED: this file system takes Unicode names only");
        return;
    }
    let name = latin.join(std::ffi::OsStr::from_bytes(b"men\xfc.md"));
    std::fs::write(&name, "apples").unwrap();
    desk.write("日本語/ごみ.md", "pears");
    desk.write("a b\nc'\"%20.md", "plums");
    let knowledge = desk.watched();
    eventually("all", || {
        documents(&knowledge, "apples") == ["caf\\xe9/men\\xfc.md"]
            && documents(&knowledge, "pears") == ["日本語/ごみ.md"]
            && documents(&knowledge, "plums") == ["a b\nc'\"%20.md"]
    });
    std::fs::write(&name, "quinces").unwrap();
    eventually("the edit", || documents(&knowledge, "quinces") == ["caf\\xe9/men\\xfc.md"]);
    std::fs::remove_dir_all(&latin).unwrap();
    eventually("gone", || documents(&knowledge, "quinces").is_empty());
}

#[test]
fn several_folders_are_one_knowledge_and_each_may_come_and_go() {
    let (desk, top) = (Desk::new(), Desk::new());
    desk.write("a.md", "apples");
    top.write("guides/a.md", "pears");
    top.write("other/guides/a.md", "plums");
    let folders = vec![desk.folder.path().into(), top.place("guides"), top.place("other/guides")];
    let open = |folders: &Vec<std::path::PathBuf>| {
        let options = KnowledgeOptions { folders: folders.clone(), ..desk.options(None) };
        let knowledge = Knowledge::open(options).unwrap();
        knowledge.watch().unwrap();
        knowledge.scan().unwrap();
        knowledge
    };
    let knowledge = open(&folders);
    let holds = |query: &str, names: &[&str]| {
        eventually(query, || documents(&knowledge, query) == names);
    };
    holds("apples", &["a.md"]);
    holds("pears", &["guides/a.md"]);
    holds("plums", &["guides-2/a.md"]);
    top.write("guides/new/b.md", "figs");
    holds("figs", &["guides/new/b.md"]);
    desk.write("guides/clash.md", "dates");
    let clash = std::fs::canonicalize(desk.place("guides")).unwrap().display().to_string();
    eventually("the clash is said", || {
        file(&knowledge, &clash).is_some_and(|file| file.reason.unwrap().contains("taken"))
    });

    // A drive that is unplugged takes no knowledge with it.
    std::fs::rename(top.place("guides"), top.place("away")).unwrap();
    eventually("missing", || {
        knowledge.status().folders[1].following == Following::Missing
            && knowledge
                .status()
                .failures
                .iter()
                .any(|failure| failure.reason.contains("not there"))
    });
    knowledge.scan().unwrap();
    holds("pears", &["guides/a.md"]);
    std::fs::remove_file(top.place("away/a.md")).unwrap();
    std::fs::rename(top.place("away"), top.place("guides")).unwrap();
    eventually("back", || documents(&knowledge, "pears").is_empty());
    holds("figs", &["guides/new/b.md"]);
    assert_eq!(knowledge.status().failed, 0);
    knowledge.close();
    drop(knowledge);

    std::fs::remove_dir_all(desk.place("guides")).unwrap();
    let knowledge = open(&folders[..1].to_vec());
    assert!(knowledge.wait_until_indexed(PATIENCE));
    assert!(documents(&knowledge, "figs plums").is_empty(), "what is not named is forgotten");
    assert_eq!(documents(&knowledge, "apples"), ["a.md"]);
}
