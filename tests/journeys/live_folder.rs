//! The folder changes while Aside runs.

use serde_json::{Value, json};

use crate::aside::{Folders, Server, repository};

/// The documents that the suggestions on a message cite.
fn cited(server: &Server, text: &str) -> Vec<String> {
    let conversation = server.post("/api/v1/conversations", &json!({"text": text}));
    let suggestions = conversation["advice"]["suggestions"].as_array().unwrap().clone();
    suggestions
        .iter()
        .flat_map(|suggestion| suggestion["citations"].as_array().unwrap())
        .map(|citation| citation["document"].as_str().unwrap().to_owned())
        .collect()
}

fn finds(answer: &Value, document: &str) -> bool {
    answer["results"].as_array().unwrap().iter().any(|passage| passage["document"] == document)
}

#[test]
fn a_dropped_file_of_every_format_is_cited_and_a_deleted_one_is_not() {
    let folders = Folders::with_sample();
    let server = folders.serve();
    server.until("/api/v1/knowledge", "indexed", |status| {
        status["files"].as_u64() >= Some(30)
            && status["pending"] == 0
            && status["embedded"] == status["chunks"]
    });
    // Each tells of an accessory that the sample knowledge does not know.
    let drops = [
        (
            "zeppelin-mount.md",
            "How much weight does the zeppelin mount carry?",
            "zeppelin mount weight",
        ),
        (
            "kayak-adapter.html",
            "Which voltage does the kayak adapter need?",
            "kayak adapter voltage",
        ),
        ("umbrella-sensor.docx", "How do I pair the umbrella sensor?", "umbrella sensor pair"),
        (
            "lantern-kit.pdf",
            "How long does the battery of the lantern kit last?",
            "lantern kit battery",
        ),
    ];
    for (name, question, words) in drops {
        let path = format!("/api/v1/search?q={}", words.replace(' ', "+"));
        std::fs::copy(
            repository().join("tests/fixtures/journeys").join(name),
            folders.knowledge().join(name),
        )
        .unwrap();
        let took = server.until(&path, "found", |answer| finds(answer, name));
        eprintln!("{name}: found {} ms after the copy", took.as_millis());
        let documents = cited(&server, question);
        assert_eq!(
            documents.first().map(String::as_str),
            Some(name),
            "{question} cites {documents:?}"
        );
        std::fs::remove_file(folders.knowledge().join(name)).unwrap();
        server.until(&path, "gone", |answer| !finds(answer, name));
        assert!(!cited(&server, question).contains(&name.to_owned()));
    }
}

#[test]
fn the_old_text_of_an_edited_file_is_gone_and_a_moved_file_keeps_its_text() {
    let folders = Folders::new();
    folders.write("limits.md", "# Limits\n\nThe largest upload is 250 megabytes.\n");
    let server = folders.serve();
    let path = "/api/v1/search?q=largest+upload";
    let text =
        |answer: &Value| answer["results"][0]["text"].as_str().unwrap_or_default().to_owned();
    server.until(path, "found", |answer| text(answer).contains("250 megabytes"));
    folders.write("limits.md", "# Limits\n\nThe largest upload is 400 megabytes.\n");
    server.until(path, "edited", |answer| text(answer).contains("400 megabytes"));
    assert!(!server.get(path).to_string().contains("250 megabytes"));

    std::fs::create_dir(folders.knowledge().join("uploads")).unwrap();
    std::fs::rename(
        folders.knowledge().join("limits.md"),
        folders.knowledge().join("uploads/limits.md"),
    )
    .unwrap();
    server.until(path, "moved", |answer| {
        finds(answer, "uploads/limits.md") && !finds(answer, "limits.md")
    });
}

#[test]
fn changes_made_while_aside_is_off_are_seen_at_the_next_start() {
    let folders = Folders::new();
    folders.write("kept.md", "# Kept\n\nThe kept file tells of apples.\n");
    folders.write("gone.md", "# Gone\n\nThe gone file tells of pears.\n");
    folders.json(&["index"]);
    std::fs::remove_file(folders.knowledge().join("gone.md")).unwrap();
    folders.write("new.md", "# New\n\nThe new file tells of plums.\n");
    let server = folders.serve();
    server.until("/api/v1/search?q=plums", "found", |answer| finds(answer, "new.md"));
    server.until("/api/v1/search?q=pears", "gone", |answer| !finds(answer, "gone.md"));
    assert!(finds(&server.get("/api/v1/search?q=apples"), "kept.md"));
}
