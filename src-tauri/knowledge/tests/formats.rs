//! What each format's text becomes, through the contained process.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

mod support;

use std::io::Write;
use std::path::Path;

use aside_knowledge::convert_file;
use support::*;

fn markdown(name: &str) -> String {
    convert_file(&fixtures().join(name), &worker()).unwrap().markdown
}

fn refusal(name: &str, bytes: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join(name);
    std::fs::write(&place, bytes).unwrap();
    convert_file(&place, &worker()).unwrap_err().to_string()
}

#[test]
fn word_documents_keep_headings_steps_and_tables() {
    let text = markdown("warranty.docx");
    for expected in
        ["# Warranty", "## How to claim", "1. Find the serial number", "| Heating element | yes |"]
    {
        assert!(text.contains(expected), "{expected} is missing in:\n{text}");
    }
}

#[test]
fn web_pages_lose_navigation_scripts_and_hidden_text() {
    let text = markdown("shipping.html");
    assert!(text.contains("# Shipping times") && text.contains("nine working days"), "{text}");
    for unwanted in ["basket", "beacon", "bait", "cookies", "color"] {
        assert!(!text.contains(unwanted), "{unwanted} is in:\n{text}");
    }
}

#[test]
fn pages_of_a_pdf_are_told_apart_in_prose_and_in_tables() {
    let desk = Desk::new();
    desk.copy("handbook.pdf", "handbook.pdf");
    desk.copy("prices.pdf", "prices.pdf");
    let knowledge = desk.indexed();
    let page = |document: &str, query: &str| {
        let found = by_words(&knowledge, query);
        found.into_iter().find(|passage| passage.document == document).map(|passage| passage.page)
    };
    assert_eq!(page("handbook.pdf", "depot weekday"), Some(Some(1)));
    assert_eq!(page("handbook.pdf", "customs Norway"), Some(Some(2)));
    assert_eq!(page("handbook.pdf", "return label locker"), Some(Some(3)));
    assert_eq!(page("prices.pdf", "Team plan"), Some(Some(1)));
    assert_eq!(page("prices.pdf", "express surcharge"), Some(Some(2)));
}

#[test]
fn each_article_of_a_collection_is_a_document() {
    let desk = Desk::new();
    desk.write("faq/articles.jsonl", "{\"id\": \"r1\", \"title\": \"Refunds\", \"content\": \"Five days.\"}\n{\"id\": \"g1\", \"question\": \"Gift wrap?\", \"answer\": \"For two euros.\", \"category\": \"orders\"}\n");
    let knowledge = desk.indexed();
    let found = by_words(&knowledge, "gift wrap");
    assert_eq!(
        (found[0].document.as_str(), found[0].category.as_str()),
        ("faq/articles.jsonl#g1", "orders")
    );
    let view = knowledge.document("faq/articles.jsonl#r1").unwrap().unwrap();
    assert_eq!((view.title.as_str(), view.sections[0].text.as_str()), ("Refunds", "Five days."));
    assert_eq!(knowledge.status().documents, 2);
}

#[test]
fn articles_that_share_an_id_are_told_apart_by_their_place() {
    let desk = Desk::new();
    let row =
        |id: &str, word: &str| format!("{{\"id\": \"{id}\", \"content\": \"About {word}.\"}}\n");
    let rows =
        [("guide", "larches"), ("other", "birches"), ("guide", "willows"), ("guide-p01", "oaks")];
    desk.write("a.jsonl", rows.map(|(id, word)| row(id, word)).concat());
    let knowledge = desk.indexed();
    let found = rows.map(|(_, word)| by_words(&knowledge, word)[0].document.clone());
    assert_eq!(
        found,
        ["a.jsonl#guide-p00", "a.jsonl#other", "a.jsonl#guide-p01", "a.jsonl#guide-p01+"]
    );
}

#[test]
fn a_document_is_found_by_its_category_and_tags() {
    let desk = Desk::new();
    desk.write(
        "a.md",
        "---\ncategory: warranty\ntags: [broken on arrival]\n---\nWe send a new one.",
    );
    let knowledge = desk.indexed();
    for query in ["warranty", "arrival"] {
        assert_eq!(by_words(&knowledge, query)[0].document, "a.md", "{query}");
    }
}

#[test]
fn front_matter_names_title_category_and_tags() {
    let desk = Desk::new();
    desk.write("misc/a.md", "---\ntitle: Gift cards\ncategory: Orders\ntags:\n  - gifts\n---\n# Other\n\nNever expire.\n");
    let knowledge = desk.indexed();
    let view = knowledge.document("misc/a.md").unwrap().unwrap();
    assert_eq!(
        (view.title.as_str(), view.category.as_str(), view.tags),
        ("Gift cards", "orders", vec!["gifts".to_owned()])
    );
}

#[test]
fn an_archive_that_claims_too_much_is_refused_before_it_is_unpacked() {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Deflated);
    zip.start_file("[Content_Types].xml", options).unwrap();
    zip.start_file("word/document.xml", options).unwrap();
    let zeros = vec![b' '; 1 << 20];
    for _ in 0..40 {
        zip.write_all(&zeros).unwrap();
    }
    let reason = refusal("bomb.docx", &zip.finish().unwrap().into_inner());
    assert!(reason.contains("times its size"), "{reason}");
}

#[test]
fn content_decides_and_the_name_only_where_it_does_not() {
    let read = |name: &str, bytes: &[u8]| {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(name), bytes).unwrap();
        convert_file(&folder.path().join(name), &worker()).map(|file| file.markdown)
    };
    let word = std::fs::read(fixtures().join("warranty.docx")).unwrap();
    for name in ["warranty.pdf", "warranty", "warranty.zip", "warranty.backup"] {
        assert!(read(name, &word).unwrap().contains("## How to claim"), "{name}");
    }
    assert_eq!(read("notes.xyz", b"Plain words.").unwrap(), "Plain words.");
    let page = b"<!doctype html><title>T</title><p>Words<script>x()</script>";
    assert_eq!(read("page.txt", page).unwrap().trim_end(), "# T\n\nWords");
    for (name, bytes, said) in [
        ("report.pdf", &b"bad"[..], "called .pdf, but its content is plain text"),
        ("nothing.pdf", b"", "it is empty"),
        ("old.doc", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "not supported"),
        ("image.raw", b"\0\x01\x02\0\x03\x04\0\x05", "not supported"),
        ("cut.docx", b"PK\x03\x04broken", "damaged"),
    ] {
        let error = read(name, bytes).unwrap_err().to_string();
        assert!(error.contains(said), "{name}: {error}");
    }
}

#[test]
fn an_archive_is_a_folder_whose_members_are_documents() {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    let mut add = |name: &str, bytes: &[u8]| {
        zip.start_file(name, options).unwrap();
        zip.write_all(bytes).unwrap();
    };
    add("faq/returns.md", b"# Returns\n\nThirty days.");
    add("../../outside.txt", b"Harmless.");
    add("faq/all.jsonl", br#"{"id": "g1", "question": "Gift wrap?", "answer": "Two euros."}"#);
    add("setup.exe", b"MZ");
    add("broken.pdf", b"bad");
    let desk = Desk::new();
    desk.write("export.zip", zip.finish().unwrap().into_inner());
    let knowledge = desk.indexed();
    assert_eq!(documents(&knowledge, "thirty days"), ["export.zip#faq/returns.md"]);
    assert_eq!(documents(&knowledge, "harmless"), ["export.zip#outside.txt"]);
    assert_eq!(documents(&knowledge, "gift wrap"), ["export.zip#faq/all.jsonl#g1"]);
    assert_eq!(knowledge.status().documents, 3);
    let broken = file(&knowledge, "export.zip#broken.pdf").unwrap();
    assert_eq!(broken.state, aside_contract::FileStage::Failed);
    assert!(broken.reason.unwrap().contains("its content is plain text"));
    let shown = convert_file(&desk.place("export.zip"), &worker()).unwrap();
    assert!(shown.markdown.contains("<!-- File: faq/returns.md -->\n# Returns"), "{shown:?}");
    assert_eq!(shown.left_out[0].member, "broken.pdf");
    drop(knowledge);
    let again = desk.open();
    assert!(file(&again, "export.zip#broken.pdf").is_some(), "it is known after a restart");
}

#[test]
fn of_a_table_that_is_too_long_the_first_part_is_found_and_the_rest_is_said() {
    // Rows of blanks, so that only the first and the last have words.
    let row = format!("{},\n", " ".repeat(1_000));
    let mut table = format!("what,price\nthe zeppelin in the first row,9\n{}", row.repeat(110_000));
    table.push_str("the gondola in the last row,9\n");
    assert!(table.len() as u64 > aside_knowledge::MAX_FILE_BYTES);
    let desk = Desk::new();
    desk.write("orders.csv", &table);
    let knowledge = desk.indexed();
    assert_eq!(documents(&knowledge, "zeppelin")[0], "orders.csv#part 1");
    assert!(documents(&knowledge, "gondola").is_empty());
    let reason = file(&knowledge, "orders.csv").unwrap().reason.unwrap();
    assert!(reason.starts_with("read in part: ") && reason.contains("split it"), "{reason}");
    desk.write("orders.html", &table);
    assert!(matches!(
        convert_file(&desk.place("orders.html"), &worker()),
        Err(aside_knowledge::ConvertError::TooLarge)
    ));
}

#[test]
fn deep_nesting_and_endless_references_stay_in_their_process() {
    let nested = "<div>".repeat(400_000);
    let reason = refusal("nested.html", nested.as_bytes());
    assert!(reason.contains("stopped") || reason.contains("no text"), "{reason}");
    let pdf = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[2 0 R]/Count 1/Parent 2 0 R>>endobj\ntrailer<</Root 1 0 R/Prev 0>>\nstartxref\n9\n%%EOF";
    refusal("loop.pdf", pdf);
    for (name, bytes) in
        [("cut.docx", &b"PK\x03\x04broken"[..]), ("noise.pdf", &[0xFF; 999]), ("empty.html", b"")]
    {
        refusal(name, bytes);
    }
}

#[test]
fn a_worker_that_is_not_there_or_says_nothing_is_a_failure_of_the_file() {
    for program in ["/no/such/program", "/bin/true", "/bin/false"] {
        let worker = aside_knowledge::WorkerCommand { program: program.into(), args: Vec::new() };
        assert!(convert_file(&fixtures().join("warranty.docx"), &worker).is_err(), "{program}");
    }
    assert!(convert_file(Path::new("/no/such/file.md"), &worker()).is_err());
}
