//! A disk that is really full: the data folder lies on a file system of 48 MB of its own.
#![cfg(target_os = "linux")]

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use crate::aside::{Folders, Server};

/// A small file system in memory, unmounted when dropped.
pub(crate) struct SmallDisk(PathBuf);

impl SmallDisk {
    /// `None` where this user may not mount, which is said.
    pub(crate) fn mount(at: &Path) -> Option<Self> {
        std::fs::create_dir_all(at).unwrap();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=48m", "tmpfs"])
            .arg(at)
            .status()
            .is_ok_and(|status| status.success());
        if !mounted {
            eprintln!("SKIPPED: a small disk cannot be mounted here, which needs root");
        }
        mounted.then(|| Self(at.to_owned()))
    }

    /// Takes all the room that is left.
    pub(crate) fn fill(&self) -> PathBuf {
        let ballast = self.0.join("ballast");
        let mut file = std::fs::File::create(&ballast).unwrap();
        let block = [0_u8; 4096];
        while std::io::Write::write_all(&mut file, &block).is_ok() {}
        ballast
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // Lazily, for a process that is about to end may still have it open.
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

fn chat(server: &Server, text: &str) -> Option<Value> {
    server.try_post("/chat", &json!({"customer_id": "ada", "message": text}))
}

#[test]
fn a_full_disk_is_told_loses_nothing_and_work_goes_on_when_there_is_room() {
    let folders = Folders::with_sample();
    let Some(disk) = SmallDisk::mount(&folders.data()) else { return };
    let files = u64::try_from(count(&folders.knowledge())).unwrap();
    let server = folders.serve();
    server.until_indexed(files);
    let first = chat(&server, "Where is my refund?").unwrap();
    let conversation = first["conversation_id"].as_str().unwrap().to_owned();

    let ballast = disk.fill();
    // What fits into pages that are free already is still taken; what is not is refused.
    let mut stored = 1;
    while chat(&server, &"word ".repeat(300)).is_some() {
        stored += 1;
        assert!(stored < 1000, "a full disk takes everything");
    }
    for n in 0..50 {
        let text = format!("# Full {n}\n\nmarker{n}x {}\n", "word ".repeat(900));
        folders.write(&format!("full/{n}.md"), &text);
    }
    server.until("/api/v1/knowledge", "told that the disk is full", |status| {
        status["failures"].to_string().contains("full")
    });
    let path = format!("/api/v1/conversations/{conversation}");
    let said = |server: &Server| {
        let messages = server.get(&path)["messages"].clone();
        let customer = |message: &&Value| message["author"] == "customer";
        messages.as_array().unwrap().iter().filter(customer).count()
    };
    assert!(said(&server) >= stored, "what was acknowledged is there");
    assert!(!server.get("/api/v1/search?q=refund")["results"].as_array().unwrap().is_empty());

    std::fs::remove_file(ballast).unwrap();
    let status = server.until_indexed(files + 50);
    assert_eq!(status["failures"], json!([]), "it went on by itself");
    for n in [0, 17, 49] {
        let found = server.get(&format!("/api/v1/search?q=marker{n}x"));
        assert_eq!(found["results"][0]["document"], format!("full/{n}.md"));
    }
    let before = said(&server);
    chat(&server, "And now?").unwrap();
    assert_eq!(said(&server), before + 1);
    server.kill();
    let (report, code) = folders.doctor(&[]);
    let ill: Vec<&Value> = report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|finding| finding["verdict"] != "fine" && finding["part"] != "disk")
        .collect();
    assert!(ill.is_empty(), "{ill:#?}");
    assert_eq!(code, Some(3), "so small a disk is told");
}

/// The documents in a folder: what is hidden holds the team's words and settings.
fn count(folder: &Path) -> usize {
    std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| !entry.file_name().to_string_lossy().starts_with('.'))
        .map(|entry| entry.path())
        .map(|path| if path.is_dir() { count(&path) } else { 1 })
        .sum()
}
