//! `aside doctor`: what is whole, what it mends, what it leaves alone.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::aside::Folders;

impl Folders {
    /// What the doctor finds, with its exit code.
    pub(crate) fn doctor(&self, args: &[&str]) -> (Value, Option<i32>) {
        let output = self.command(&["doctor"]).args(args).arg("--json").output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        let report = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{told}"));
        (report, output.status.code())
    }

    /// The folder with the index.
    fn index(&self) -> PathBuf {
        let mut folders = std::fs::read_dir(self.data().join("knowledge")).unwrap();
        folders.next().unwrap().unwrap().path()
    }
}

/// The verdict and the text on one part.
pub(crate) fn part<'a>(report: &'a Value, part: &str) -> (&'a str, &'a str) {
    let findings = report["findings"].as_array().unwrap();
    let found = findings.iter().find(|finding| finding["part"] == part);
    let found = found.unwrap_or_else(|| panic!("nothing on {part}: {report:#}"));
    (found["verdict"].as_str().unwrap(), found["text"].as_str().unwrap())
}

/// Changes every byte behind the two head pages, as a disk that fails does.
fn flip(file: &Path) {
    let mut bytes = std::fs::read(file).unwrap();
    bytes[2 * 4096..].iter_mut().for_each(|byte| *byte ^= 0x5a);
    std::fs::write(file, bytes).unwrap();
}

#[test]
fn a_damaged_index_is_told_set_aside_and_read_anew() {
    let folders = Folders::with_sample();
    assert!(folders.run(&["index"]).status.success());
    let (report, code) = folders.doctor(&[]);
    assert_eq!(code, Some(0), "{report:#}");
    let (_, whole) = part(&report, "index");
    let whole = whole.to_owned();

    flip(&folders.index().join("store/data.mdb"));
    let (report, code) = folders.doctor(&[]);
    assert_eq!((code, part(&report, "index").0), (Some(3), "problem"), "{report:#}");
    assert!(part(&report, "index").1.contains("damaged"));

    let (report, code) = folders.doctor(&["--repair"]);
    assert_eq!((code, part(&report, "index").0), (Some(0), "mended"), "{report:#}");
    let kept = std::fs::read_dir(folders.index())
        .unwrap()
        .any(|entry| entry.unwrap().file_name().to_string_lossy().starts_with("store.damaged-"));
    assert!(kept, "what is damaged is kept");
    let (report, _) = folders.doctor(&[]);
    assert_eq!(part(&report, "index"), ("fine", whole.as_str()));
    let found = folders.json(&["search", "How long does a refund take?"]);
    assert!(!found["results"].as_array().unwrap().is_empty());
}

#[test]
fn a_word_index_that_lies_is_built_anew() {
    let folders = Folders::with_sample();
    assert!(folders.run(&["index"]).status.success());
    let words = std::fs::read_dir(folders.index().join("words")).unwrap();
    let mut files = words.map(|entry| entry.unwrap().path());
    flip_one(&files.find(|file| file.extension().is_some_and(|kind| kind == "idx")).unwrap());
    let (report, code) = folders.doctor(&[]);
    assert_eq!((code, part(&report, "words").0), (Some(3), "problem"), "{report:#}");
    let (report, code) = folders.doctor(&["--repair"]);
    assert_eq!((code, part(&report, "words").0), (Some(0), "mended"), "{report:#}");
    assert!(folders.run(&["index", "--rebuild"]).status.success());
    assert_eq!(folders.doctor(&[]).1, Some(0));
}

fn flip_one(file: &Path) {
    let mut bytes = std::fs::read(file).unwrap();
    bytes[1] ^= 1;
    std::fs::write(file, bytes).unwrap();
}

#[test]
fn damaged_conversations_are_told_and_left_alone() {
    let folders = Folders::with_sample();
    folders.json(&["ask", "Where is my refund?"]);
    assert_eq!(folders.doctor(&[]).1, Some(0));
    let store = folders.data().join("desk/data.mdb");
    flip(&store);
    let before = std::fs::read(&store).unwrap();
    let (report, code) = folders.doctor(&["--repair"]);
    assert_eq!((code, part(&report, "conversations").0), (Some(3), "problem"), "{report:#}");
    assert!(std::fs::read(&store).unwrap() == before, "nothing is written to it");
}

#[test]
fn a_folder_in_use_is_said_and_left_alone() {
    let folders = Folders::with_sample();
    let server = folders.serve();
    let (report, code) = folders.doctor(&["--repair"]);
    assert_eq!(code, Some(3));
    let (verdict, text) = part(&report, "data folder");
    assert!(verdict == "problem" && text.contains("another Aside"), "{text}");
    server.kill();
    assert_eq!(part(&folders.doctor(&[]).0, "data folder").0, "fine");
}
