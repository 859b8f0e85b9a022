//! The examples of the documents, run as they stand there.

use std::process::{Command, Output};

use crate::aside::{Folders, repository};

/// A program with what is to be run, or none where it is not installed.
fn run(program: &str, script: &str, address: &str) -> Option<Output> {
    let script = repository().join("docs/examples").join(script);
    Command::new(program).arg(script).env("ASIDE_URL", address).output().ok()
}

fn has(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok()
}

#[test]
fn the_examples_of_the_chat_work_as_they_are_written() {
    let folders = Folders::with_sample();
    folders.json(&["index"]);
    let server = folders.serve();
    if let Some(output) = run("python3", "chat.py", &server.address()) {
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let wrong = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{said}\n{wrong}");
        assert!(said.starts_with("Hello!") && said.contains("password"), "{said}");
        assert!(said.contains("from ") && said.ends_with("2 messages\n"), "{said}");
    }
    if has("curl") && has("python3") {
        let output = run("sh", "chat.sh", &server.address()).unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let wrong = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{said}\n{wrong}");
        for part in [
            "\"answered_by\"",
            "\"kb_results\"",
            "\"sources\"",
            "\"attachments\"",
            "\"uptime_seconds\"",
        ] {
            assert!(said.contains(part), "{part}: {said}");
        }
    }
}
