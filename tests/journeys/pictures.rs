//! Pictures of text beside text, with a program in the place of `tesseract` that is as slow as it is told.
#![cfg(target_os = "linux")]

use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::Command;

use serde_json::{Value, json};

use crate::aside::{Folders, Server};

/// Enough of a picture: only the recogniser looks into it.
const PICTURE: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR of a scan";

/// A recogniser that reads "lantern warranty" in every picture, once it may; while it is broken, it fails.
struct Recogniser {
    program: PathBuf,
    allowed: PathBuf,
    broken: PathBuf,
}

impl Recogniser {
    fn beside(folders: &Folders) -> Self {
        let place = folders.data().parent().unwrap().to_owned();
        let [program, allowed, broken] =
            ["recogniser", "allowed", "broken"].map(|name| place.join(name));
        let row = |word: u8, text: &str| {
            format!("5\\t1\\t1\\t1\\t1\\t{word}\\t0\\t0\\t9\\t9\\t95\\t{text}\\n")
        };
        let script = format!(
            "#!/bin/sh\n/bin/cat > /dev/null\n[ -e '{}' ] && exit 1\nwhile ! [ -e '{}' ]; do /bin/sleep 0.05; done\n\
             printf 'level\\n{}{}'\n",
            broken.display(),
            allowed.display(),
            row(1, "lantern"),
            row(2, "warranty")
        );
        std::fs::write(&program, script).unwrap();
        std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
        Self { program, allowed, broken }
    }

    fn allow(&self) {
        std::fs::write(&self.allowed, "").unwrap();
    }

    fn command(&self, folders: &Folders, args: &[&str]) -> Command {
        let mut command = folders.command(args);
        command.env("ASIDE_TESSERACT", &self.program);
        command
    }

    fn serve(&self, folders: &Folders) -> Server {
        Server::start(self.command(folders, &["serve", "--port", "0"]))
    }
}

fn waiting(server: &Server) -> u64 {
    server.get("/api/v1/knowledge/files")["counts"]["ocr"].as_u64().unwrap()
}

fn first(server: &Server, words: &str) -> Value {
    server.get(&format!("/api/v1/search?q={words}"))["results"][0]["document"].clone()
}

#[test]
fn text_never_waits_behind_pictures_and_they_are_read_in_the_end() {
    let folders = Folders::new();
    let recogniser = Recogniser::beside(&folders);
    for name in ["a.png", "b.png", "c.png"] {
        std::fs::write(folders.knowledge().join(name), PICTURE).unwrap();
    }
    folders.write("kettle.md", "# Kettle\n\nThe kettle has a green light.\n");
    let server = recogniser.serve(&folders);
    server.until("/api/v1/search?q=kettle", "found", |found| found["results"][0].is_object());
    server.until("/api/v1/knowledge/files", "waiting", |list| list["counts"]["ocr"] == 3);
    // What comes later is read at once, too.
    folders.write("hub.md", "# Hub\n\nThe hub has a red light.\n");
    server.until("/api/v1/search?q=hub", "found", |found| found["results"][0].is_object());
    assert_eq!(waiting(&server), 3);
    let list = server.get("/api/v1/knowledge/files?state=ocr");
    assert!(list["files"][0]["reason"].as_str().unwrap().contains("OCR"), "{list:#}");
    let status = server.get("/api/v1/knowledge");
    assert_eq!((&status["recognising"], &status["pending"]), (&json!(3), &json!(3)));

    // One that goes is given up, and a killed desk goes on where it was.
    std::fs::remove_file(folders.knowledge().join("a.png")).unwrap();
    server.until("/api/v1/knowledge/files", "given up", |list| list["counts"]["ocr"] == 2);
    server.kill();
    let server = recogniser.serve(&folders);
    assert_eq!(waiting(&server), 2);
    recogniser.allow();
    server.until_indexed(4);
    let found = server.get("/api/v1/search?q=lantern");
    let mut read: Vec<&Value> = (0..2).map(|place| &found["results"][place]["document"]).collect();
    read.sort_by_key(|document| document.to_string());
    assert_eq!(read, ["b.png", "c.png"]);
}

#[test]
fn recognising_is_held_back_with_finding_by_meaning_and_ends_with_the_desk() {
    let folders = Folders::new();
    let recogniser = Recogniser::beside(&folders);
    std::fs::write(folders.knowledge().join("a.png"), PICTURE).unwrap();
    let server = recogniser.serve(&folders);
    server.until("/api/v1/knowledge/files", "waiting", |list| list["counts"]["ocr"] == 1);
    server.post("/api/v1/knowledge/pause", &json!({}));
    recogniser.allow();
    // It would be read by now.
    std::thread::sleep(std::time::Duration::from_millis(300));
    assert_eq!(waiting(&server), 1);
    server.post("/api/v1/knowledge/resume", &json!({}));
    server.until_indexed(1);
    assert_eq!(first(&server, "lantern"), "a.png");
}

#[test]
fn what_could_not_be_read_is_read_again_when_somebody_asks() {
    let folders = Folders::new();
    std::fs::write(folders.knowledge().join("a.png"), PICTURE).unwrap();
    let recogniser = Recogniser::beside(&folders);
    std::fs::write(&recogniser.broken, "").unwrap();
    let files = |args: &[&str]| {
        let output = recogniser.command(&folders, &[&["files"], args].concat()).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let failed = files(&["--state", "failed"]);
    assert!(failed.contains("failed   a.png  (") && failed.contains("could not read"), "{failed}");
    std::fs::remove_file(&recogniser.broken).unwrap();
    recogniser.allow();
    // Its content is the same, so nothing is tried unasked.
    assert!(files(&[]).contains("failed   a.png"));
    let again = files(&["--retry"]);
    assert!(again.contains("indexed  a.png"), "{again}");

    let server = recogniser.serve(&folders);
    server.until_indexed(1);
    let generation = server.get("/api/v1/knowledge")["generation"].as_u64().unwrap();
    server.post("/api/v1/knowledge/retry", &json!({"path": "a.png"}));
    server.until("/api/v1/knowledge", "read again", |status| {
        status["generation"].as_u64().unwrap() > generation && status["pending"] == 0
    });
    assert!(server.try_post("/api/v1/knowledge/retry", &json!({"path": "b.png"})).is_none());
}

#[test]
fn a_missing_recogniser_is_named_with_how_to_install_it() {
    let folders = Folders::new();
    std::fs::write(folders.knowledge().join("a.png"), PICTURE).unwrap();
    let without = |args: &[&str]| {
        let mut command = folders.command(args);
        let output = command.env("ASIDE_TESSERACT", "/nowhere/tesseract").output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let failed = without(&["files", "--state", "failed"]);
    assert!(failed.contains("failed   a.png") && failed.contains("install tesseract"), "{failed}");
    let doctor = without(&["doctor"]);
    assert!(doctor.contains("tesseract is not installed"), "{doctor}");
}
