//! `aside backup` beside a desk at work, and `aside restore`.

use std::process::{Command, Output};

use serde_json::{Value, json};

use crate::aside::Folders;

/// These commands need no knowledge folder.
fn run(folders: &Folders, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_aside"));
    command.args(args).arg("--data").arg(folders.data()).output().unwrap()
}

#[test]
fn a_backup_of_a_running_desk_is_whole_and_comes_back() {
    let folders = Folders::new();
    folders.write("a.md", "# Parcels\n\nA parcel takes three days.\n");
    let backup = folders.data().with_file_name("backup");
    let folder = backup.to_str().unwrap();
    let server = folders.serve();
    let say = |text: &str| {
        server.post("/api/v1/conversations", &json!({ "text": text }));
    };
    say("How long does a parcel take?");
    let output = run(&folders, &["backup", folder, "--json"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let made: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&made["conversations"], &made["messages"]), (&json!(1), &json!(1)), "{made}");
    say("And to Norway?");

    // It is never written over, and never put under a desk at work.
    for refused in [["backup", folder], ["restore", folder]] {
        let output = run(&folders, &refused);
        assert!(!output.status.success(), "{refused:?}");
    }
    server.kill();
    let output = run(&folders, &["restore", folder]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let server = folders.serve();
    let list = server.get("/api/v1/conversations");
    assert_eq!(list["conversations"].as_array().unwrap().len(), 1, "{list}");
    server.kill();
    let kept = std::fs::read_dir(folders.data()).unwrap();
    let kept = kept.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
    assert_eq!(kept.filter(|name| name.starts_with("desk.before-restore-")).count(), 1);

    // A damaged one replaces nothing.
    let store = backup.join("desk/data.mdb");
    let mut bytes = std::fs::read(&store).unwrap();
    let place = bytes.len() / 2;
    bytes.truncate(place);
    std::fs::write(&store, bytes).unwrap();
    let output = run(&folders, &["restore", folder]);
    assert!(!output.status.success());
    let server = folders.serve();
    assert_eq!(server.get("/api/v1/conversations")["conversations"].as_array().unwrap().len(), 1);
}
