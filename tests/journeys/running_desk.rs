//! Commands that only read, while a desk has the data folder.

use std::fs::File;
use std::process::Command;

use serde_json::Value;

use crate::aside::Folders;

const SQL: &str = "SELECT id, title, chunks FROM documents ORDER BY id";

fn printed(folders: &Folders, args: &[&str]) -> String {
    let output = folders.run(args);
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{args:?}: {error}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn they_print_the_same_with_a_desk_as_without_one() {
    let folders = Folders::with_sample();
    let commands: &[&[&str]] = &[
        &["search", "how long do I have to send something back?"],
        &["search", "gift & card = 50 %", "--json", "--limit", "3", "--category", "Billing"],
        &[
            "search",
            "hub",
            "--folder",
            "technical",
            "--visibility",
            "public",
            "--since",
            "2020-01-31",
        ],
        &["files", "*.pdf"],
        &["query", SQL, "--csv"],
        &["query", "--tables"],
    ];
    let alone: Vec<String> = commands.iter().map(|args| printed(&folders, args)).collect();
    let server = folders.serve();
    server.until("/api/v1/knowledge", "indexed", |status| status["pending"] == 0);
    for (args, alone) in commands.iter().zip(&alone) {
        assert_eq!(&printed(&folders, args), alone, "{args:?}");
    }

    // What cannot be answered is refused in the same words, with its place.
    let mistaken = ["query", "SELECT titel FROM documents"];
    let with_desk = folders.run(&mistaken);
    server.kill();
    let alone = folders.run(&mistaken);
    assert_eq!((with_desk.status.code(), alone.status.code()), (Some(1), Some(1)));
    assert_eq!(with_desk.stderr, alone.stderr);
    assert!(String::from_utf8_lossy(&alone.stderr).contains("^^^^^"));
}

#[test]
fn they_ask_the_desk_for_its_own_documents_and_for_no_others() {
    let folders = Folders::new();
    folders.write("a.md", "# Parcels\n\nA parcel takes three days.\n");
    let server = folders.serve();
    server.until_indexed(1);
    // Without a folder it is the desk's, wherever the command is started.
    let elsewhere = Folders::with_sample();
    let unnamed = |args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_aside"));
        command.current_dir(elsewhere.data().parent().unwrap()).args(args);
        command.arg("--data").arg(folders.data()).env_remove("ASIDE_KNOWLEDGE");
        // Nothing on this machine is asked through a proxy.
        command.env("http_proxy", "http://127.0.0.1:9").env("ALL_PROXY", "http://127.0.0.1:9");
        command.output().unwrap()
    };
    let found = unnamed(&["search", "parcel", "--json"]);
    let found: Value = serde_json::from_slice(&found.stdout).unwrap();
    assert_eq!(found["results"][0]["document"], "a.md");
    let other = elsewhere.knowledge();
    let refused = unnamed(&["search", "parcel", "--knowledge", other.to_str().unwrap()]);
    let error = String::from_utf8_lossy(&refused.stderr);
    assert_eq!(refused.status.code(), Some(1));
    assert!(
        error.contains(folders.knowledge().canonicalize().unwrap().to_str().unwrap()),
        "{error}"
    );
}

#[test]
fn a_desk_that_was_killed_is_not_asked() {
    let folders = Folders::new();
    folders.write("a.md", "# Parcels\n\nA parcel takes three days.\n");
    folders.serve().kill();
    assert_eq!(folders.json(&["search", "parcel"])["results"][0]["document"], "a.md");

    // Another process that has the folder and answers nowhere is named.
    let held = File::create(folders.data().join("in-use")).unwrap();
    held.lock().unwrap();
    let refused = folders.run(&["search", "parcel"]);
    let error = String::from_utf8_lossy(&refused.stderr);
    assert_eq!(refused.status.code(), Some(1));
    assert!(error.contains("another Aside") && error.contains("close it"), "{error}");
}
