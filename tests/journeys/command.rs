//! The subcommands as scripts use them.

use std::process::Stdio;

use serde_json::Value;

use crate::aside::{Folders, repository};

#[test]
fn a_folder_is_indexed_searched_and_asked() {
    let folders = Folders::with_sample();
    let index = folders.json(&["index"]);
    assert!(index["files"].as_u64().unwrap() >= 30, "{index}");
    assert_eq!(index["embedded"], index["chunks"]);
    assert_eq!(index["failures"], serde_json::json!([]));

    let found = folders.json(&["search", "how long do I have to send something back"]);
    assert!(found["results"][0]["document"].is_string(), "{found}");
    for key in ["document", "title", "section", "page", "text", "score"] {
        assert!(found["results"][0].get(key).is_some(), "{key} is missing in {found}");
    }

    let advice = folders.json(&["ask", "How many days do I have to send an item back?"]);
    let keys: Vec<&String> = advice.as_object().unwrap().keys().collect();
    for key in
        ["conversation_id", "message_id", "analysis", "suggestions", "escalation", "timing_ms"]
    {
        assert!(keys.iter().any(|known| *known == key), "{key} is missing in {keys:?}");
    }
    assert_eq!(advice["analysis"]["category"]["label"], "orders", "{advice:#}");
    let citation = &advice["suggestions"][0]["citations"][0];
    let document = citation["document"].as_str().unwrap();
    assert!(folders.knowledge().join(document).is_file(), "{document} is cited and does not exist");
}

#[test]
fn a_second_message_goes_on_in_the_same_conversation() {
    let folders = Folders::with_sample();
    let first = folders.json(&["ask", "Where is my parcel? It should have been here on Monday."]);
    let id = first["conversation_id"].as_str().unwrap();
    let second =
        folders.json(&["ask", "I asked already: where is my parcel?", "--conversation", id]);
    assert_eq!(second["conversation_id"], first["conversation_id"]);
    assert_eq!(second["analysis"]["repeated_question"], true, "{second:#}");
    assert!(
        second["analysis"]["priority"].as_u64()
            >= first["analysis"]["priority"].as_u64().map(|p| p + 2)
    );
}

#[test]
fn nothing_is_suggested_where_nothing_fits() {
    let folders = Folders::with_sample();
    let advice =
        folders.json(&["ask", "Who won the football match between the two cities last night?"]);
    assert_eq!(advice["suggestions"], serde_json::json!([]), "{advice:#}");
    let reasons = advice["escalation"]["reasons"].as_array().unwrap();
    assert!(reasons.iter().any(|reason| reason["rule"] == "nothing_relevant"), "{reasons:#?}");
}

#[test]
fn a_category_that_no_document_has_is_named_with_those_that_there_are() {
    let folders = Folders::new();
    folders.write(
        "billing/invoice.md",
        "# Invoices\n\nAn invoice is sent on the first of each month.\n",
    );
    let search = |category| {
        let output = folders.run(&["search", "when is an invoice sent", "--category", category]);
        assert!(output.status.success());
        String::from_utf8(output.stdout).unwrap()
    };
    assert!(search("Billing").contains("first of each month"));
    let nothing = search("biling");
    assert!(nothing.contains("category biling; there are: billing."), "{nothing}");
}

#[test]
fn exit_codes_tell_scripts_what_happened() {
    let folders = Folders::new();
    folders.write("good.md", "# Good\n\nThis file can be read.\n");
    assert_eq!(folders.run(&["index"]).status.code(), Some(0));
    std::fs::write(folders.knowledge().join("broken.docx"), b"PK\x03\x04 this is no archive")
        .unwrap();
    let partly = folders.run(&["index"]);
    assert_eq!(partly.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&partly.stderr).contains("broken.docx"));
    assert_eq!(folders.run(&["ask", "   "]).status.code(), Some(1));
    assert_eq!(folders.run(&["search", "  "]).status.code(), Some(1));
    assert_eq!(folders.run(&["search"]).status.code(), Some(2));

    let missing = Folders::new();
    std::fs::remove_dir(missing.knowledge()).unwrap();
    let output = missing.run(&["index"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("does not exist"));
}

#[test]
fn a_data_folder_in_use_is_refused_by_name() {
    let folders = Folders::new();
    folders.write("a.md", "# A\n\nText.\n");
    let server = folders.serve();
    let output = folders.run(&["ask", "Where is my text?"]);
    assert_eq!(output.status.code(), Some(1));
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(error.contains("another Aside") && error.contains("process"), "{error}");
    server.kill();
    assert!(folders.run(&["ask", "Where is my text?"]).status.success());
}

#[test]
fn quality_is_measured_on_labelled_rows() {
    let folders = Folders::with_sample();
    let sample = repository().join("tests/fixtures/sample");
    let questions = sample.join("questions.jsonl");
    let report = folders.json(&["eval", "retrieval", questions.to_str().unwrap()]);
    let figure = |name: &str| report[name].as_f64().unwrap_or_else(|| panic!("{name} in {report}"));
    assert!(figure("hit@1") >= 0.65, "{report}");
    assert!(figure("hit@5") >= 0.9, "{report}");
    assert!(figure("abstain_auroc") >= 0.75, "{report}");

    let rows = std::fs::read_to_string(sample.join("messages.jsonl")).unwrap();
    for task in ["intent", "category", "sentiment"] {
        let labelled: String = rows
            .lines()
            .map(|line| {
                let row: Value = serde_json::from_str(line).unwrap();
                format!("{}\n", serde_json::json!({"text": row["text"], "label": row[task]}))
            })
            .collect();
        let file = folders.data().join(format!("{task}.jsonl"));
        std::fs::write(&file, labelled).unwrap();
        let report = folders.json(&["eval", task, file.to_str().unwrap()]);
        assert!(report["accuracy"].as_f64().unwrap() >= 0.6, "{report}");
    }
}

#[test]
fn the_chat_sends_alone_what_was_asked_for_and_asks_a_person_for_the_rest() {
    let folders = Folders::with_sample();
    let rows = repository().join("tests/fixtures/sample/answers.jsonl");
    let report = folders.json(&["eval", "chat", rows.to_str().unwrap()]);
    let figure = |name: &str| report[name].as_f64().unwrap_or_else(|| panic!("{name} in {report}"));
    assert!(figure("precision") >= 0.95, "{report}");
    assert!(figure("coverage") >= 0.5, "{report}");
    assert!(figure("first_suggestion") >= 0.7, "{report}");
    assert!(figure("any_suggestion") >= 0.8, "{report}");
}

#[test]
fn angry_answers_count_as_negative_where_the_rows_know_no_anger() {
    let folders = Folders::with_sample();
    let angry = "This is outrageous!! You stole my money, I am furious with you!";
    let measure = |labels: [&str; 2]| {
        let rows = [angry, "This is a disgrace, I hate your stupid app!!!"];
        let rows: String = rows
            .iter()
            .zip(labels)
            .map(|(text, label)| format!("{}\n", serde_json::json!({"text": text, "label": label})))
            .collect();
        std::fs::create_dir_all(folders.data()).unwrap();
        let file = folders.data().join("anger.jsonl");
        std::fs::write(&file, rows).unwrap();
        folders.json(&["eval", "sentiment", file.to_str().unwrap()])
    };
    let three = measure(["negative", "negative"]);
    assert_eq!((&three["anger_is_negative"], &three["accuracy"]), (&true.into(), &1.0.into()));
    let four = measure(["negative", "angry"]);
    assert_eq!((&four["anger_is_negative"], &four["accuracy"]), (&false.into(), &0.5.into()));
}

#[test]
fn a_reader_that_has_seen_enough_ends_the_command_quietly() {
    let folders = Folders::with_sample();
    folders.json(&["index"]);
    let mut search = folders.command(&["search", "password", "--limit", "100"]);
    let mut child = search.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && !error.contains("panicked"), "{error}");
}
