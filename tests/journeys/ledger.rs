//! The ledger: checked, replayed, exported, and checked again by a script of somebody else.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

use crate::aside::{Folders, repository};

fn verified(folders: &Folders) -> Value {
    folders.json(&["ledger", "verify"])
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Runs the checker of the documentation; `None`, said aloud, where there is no Python.
pub(crate) fn checked(file: &Path, head: Option<&str>) -> Option<Output> {
    let mut command = Command::new("python3");
    command.arg(repository().join("docs/check_ledger.py")).arg(file).args(head);
    let output = command.output();
    if output.is_err() {
        eprintln!("SKIPPED: there is no python3 to run docs/check_ledger.py with");
    }
    output.ok()
}

#[test]
fn a_conversation_is_replayed_and_the_export_is_checked_by_a_script() {
    let folders = Folders::with_sample();
    let answer = folders.json(&["ask", "How do I reset my password?", "--customer", "ada"]);
    let id = answer["conversation_id"].as_str().unwrap();
    folders.json(&["ask", "It still does not work!", "--customer", "ada", "--conversation", id]);

    let state = verified(&folders);
    assert_eq!((&state["sound"], &state["fault"]), (&4.into(), &Value::Null), "{state}");
    let output = folders.run(&["ledger", "verify"]);
    assert!(output.status.success() && text(&output).starts_with("4 entries, all sound; head "));

    let told = text(&folders.run(&["ledger", "show", id]));
    let lines = [
        "#1  ada wrote on the cli.",
        "> How do I reset my password?",
        "#2  Aside advised.",
        "A search for “How do I reset my password?” found",
        "account/reset-password.md (passage ",
        "Suggestion 1: ",
        "Escalation is not advised (",
        "#3  ada wrote on the cli.",
    ];
    let mut rest = told.as_str();
    for line in lines {
        let (_, after) = rest.split_once(line).unwrap_or_else(|| panic!("{line} in {told}"));
        rest = after;
    }
    let nobody = folders.run(&["ledger", "show", "00000000-0000-0000-0000-000000000001"]);
    assert_eq!(nobody.status.code(), Some(1));

    let head = state["head"].as_str().unwrap();
    let in_clear = folders.run(&["ledger", "export", "--clear"]);
    assert!(String::from_utf8_lossy(&in_clear.stderr).contains("as confidential as"));
    let in_clear = text(&in_clear);
    assert!(in_clear.contains("How do I reset my password?"), "{in_clear}");
    if !is_checked(&folders, &in_clear, head) {
        return;
    }
    let told = in_clear.replacen("How do I reset", "How do I change", 1);
    assert_eq!(faulty_entry(&folders, &told), Some(1));
}

/// Whether an export of four entries passes the script, and each of them is found where it was altered;
/// false where there is no script to ask.
fn is_checked(folders: &Folders, export: &str, head: &str) -> bool {
    let lines: Vec<&str> = export.lines().collect();
    assert_eq!(lines.len(), 4, "{export}");
    let file = folders.data().join("export.jsonl");
    fs::write(&file, export).unwrap();
    let Some(output) = checked(&file, Some(head)) else { return false };
    let expected = format!("4 entries, all sound; head {head}");
    assert_eq!(text(&output).trim(), expected, "{}", String::from_utf8_lossy(&output.stderr));

    let with = |entry: usize, field: &str, value: Value| {
        let mut row: Value = serde_json::from_str(lines[entry - 1]).unwrap();
        row[field] = value;
        let row = row.to_string();
        let all = lines.iter().enumerate();
        let all = all.map(|(at, line)| if at + 1 == entry { row.as_str() } else { line });
        all.collect::<Vec<_>>().join("\n")
    };
    for (entry, altered) in [
        (2, [lines[0], lines[2], lines[1], lines[3]].join("\n")),
        (2, [lines[0], lines[2], lines[3]].join("\n")),
        (3, [lines[0], lines[1], lines[1], lines[2], lines[3]].join("\n")),
        (3, with(3, "hash", "00".repeat(32).into())),
        (3, with(3, "withheld", "00".repeat(32).into())),
        (2, with(2, "at", 1.into())),
        (4, with(4, "kind", 3.into())),
        (1, with(1, "conversation", Value::Null)),
    ] {
        assert_eq!(faulty_entry(folders, &altered), Some(entry), "{altered}");
    }
    fs::write(&file, lines[..3].join("\n")).unwrap();
    assert!(checked(&file, None).unwrap().status.success(), "an export may end anywhere");
    let output = checked(&file, Some(head)).unwrap();
    assert!(!output.status.success(), "the head that was noted down is missing");
    true
}

/// The entry that the script names of an export.
fn faulty_entry(folders: &Folders, export: &str) -> Option<u32> {
    let file = folders.data().join("altered.jsonl");
    fs::write(&file, export).unwrap();
    let output = checked(&file, None).unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    let (_, entry) = said.split_once("entry ")?;
    assert!(entry.contains("is not as it was written"), "{said}");
    entry.split(' ').next()?.parse().ok()
}

#[test]
fn an_export_is_masked_and_can_be_checked() {
    let folders = Folders::with_sample();
    let said = "I am Zebulon Quix. My order 48213 was paid with 4111 1111 1111 1111, \
        and comes to LS6 2AB. Mail zeb dot quix at example dot com.";
    let answer = folders.json(&["ask", said, "--customer", "Zebulon Quix"]);
    let id = answer["conversation_id"].as_str().unwrap();
    let again = "Zebulon again: where is 48213?";
    folders.json(&["ask", again, "--customer", "Zebulon Quix", "--conversation", id]);
    let export = text(&folders.run(&["ledger", "export"]));
    for planted in ["Zebulon", "Quix", "48213", "4111", "LS6", "zeb dot"] {
        assert!(!export.contains(planted), "{planted}: {export}");
    }
    assert!(export.contains("order [REFERENCE_1] was paid with [CARD_1]"), "{export}");
    assert!(export.contains(": where is [REFERENCE_1]?") && export.contains(id), "{export}");
    let head = verified(&folders)["head"].as_str().unwrap().to_owned();
    is_checked(&folders, &export, &head);
}

#[test]
fn a_running_desk_answers_for_its_ledger() {
    let folders = Folders::new();
    let server = folders.serve();
    let answer = server.post(
        "/chat",
        &serde_json::json!({"customer_id": "ada", "message": "Where is my parcel?"}),
    );
    let state = verified(&folders);
    assert_eq!(state["fault"], Value::Null, "{state}");
    let id = answer["conversation_id"].as_str().unwrap();
    let told = text(&folders.run(&["ledger", "show", id]));
    assert!(told.contains("> Where is my parcel?"), "{told}");
    let export = text(&folders.run(&["ledger", "export"]));
    assert_eq!(export.lines().count() as u64, state["sound"].as_u64().unwrap());
    assert!(export.contains("\"masked\""), "{export}");
    let refused = folders.run(&["ledger", "export", "--clear"]);
    let said = String::from_utf8_lossy(&refused.stderr);
    assert!(!refused.status.success() && said.contains("masked only: close it first"), "{said}");
    assert_eq!(text(&refused), "");
}

#[test]
fn a_ledger_that_was_cut_off_is_found_by_whoever_has_the_key() {
    let folders = Folders::with_sample();
    let run = |args: &[&str]| {
        folders.command(args).env("ASIDE_LEDGER_KEY", "5a".repeat(32)).output().unwrap()
    };
    let verify = || {
        let output = run(&["ledger", "verify"]);
        (output.status.code(), text(&output))
    };
    assert!(run(&["ask", "Where is my parcel?", "--customer", "ada"]).status.success());
    let (code, told) = verify();
    assert_eq!(code, Some(0), "{told}");
    assert!(told.contains("Signed up to entry 3 by the key "), "{told}");
    let store = folders.data().join("desk/data.mdb");
    let before = fs::read(&store).unwrap();
    assert!(run(&["ask", "I want my money back!", "--customer", "ada"]).status.success());
    fs::write(&store, before).unwrap();

    let unsigned = folders.run(&["ledger", "verify"]);
    assert!(unsigned.status.success(), "the chain itself is whole: {}", text(&unsigned));
    let (code, told) = verify();
    assert_eq!(code, Some(3), "{told}");
    assert!(
        told.contains("3 sound entries, then entry 4: it was signed, and is cut off"),
        "{told}"
    );

    assert!(run(&["ledger", "sign"]).status.success());
    assert_eq!(verify().0, Some(0));
}
