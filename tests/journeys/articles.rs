//! Articles by command: written, found, changed and removed, alone and beside a running desk.

use crate::aside::Folders;

#[test]
fn an_article_is_written_found_changed_and_removed() {
    let folders = Folders::new();
    folders.write("hub.md", "# Hub\n\nThe Hub measures your consumption.\n");
    let text = folders.knowledge().join("../parrots.md");
    std::fs::write(&text, "We teach parrots to speak Latin on Saturdays.").unwrap();
    let file = text.to_str().unwrap();

    let add = ["article", "add", "Lessons for parrots", "--file", file, "--tag", "parrot"];
    let added = folders.json(&add);
    assert_eq!(added["document"], "articles/lessons-for-parrots.md");
    let name = added["id"].as_str().unwrap();
    folders.json(&["index"]);
    let found = folders.json(&["search", "Do you teach parrots Latin?"]);
    assert_eq!(found["results"][0]["document"], "articles/lessons-for-parrots.md");

    // What is not named stays.
    let changed = folders.json(&["article", "change", name, "--title", "Parrots"]);
    assert_eq!(changed["article"]["tags"], serde_json::json!(["parrot"]));
    assert!(changed["article"]["content"].as_str().unwrap().contains("Saturdays"), "{changed}");
    let stale = added["version"].as_str().unwrap();
    let refused = folders.run(&["article", "remove", name, "--version", stale]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("was changed meanwhile"));

    // The same beside a running desk.
    let server = folders.serve();
    let listed = folders.json(&["article", "list"]);
    assert_eq!(listed["articles"][0]["article"]["title"], "Parrots");
    std::fs::write(&text, "We teach parrots to speak Greek on Sundays.").unwrap();
    folders.json(&["article", "change", name, "--file", file, "--visibility", "internal"]);
    let shown = folders.run(&["article", "show", name]);
    let shown = String::from_utf8(shown.stdout).unwrap();
    assert!(shown.contains("Greek on Sundays") && shown.contains("agents only"), "{shown}");
    assert_eq!(folders.json(&["article", "remove", name])["id"], name);
    let gone = folders.run(&["article", "show", name]);
    assert_eq!(gone.status.code(), Some(1));
    drop(server);
    for wrong in ["no-such-article", "../hub", "a/b?c"] {
        assert_eq!(folders.run(&["article", "show", wrong]).status.code(), Some(1), "{wrong}");
    }
}
