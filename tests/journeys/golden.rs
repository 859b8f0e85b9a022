//! Golden questions by command: what was found before and is not any more is an exit code.

use crate::aside::Folders;

const ASK: &str = "How long do I have to return an item?";
const RETURNS: &str = "# Returns\n\nYou have 30 days from delivery to return an item.\n";

/// Exit code where something was found before and is not any more.
const LOST: i32 = 3;

#[test]
fn a_regression_is_an_exit_code_until_the_document_is_back() {
    let folders = Folders::new();
    folders.write("orders/returns.md", RETURNS);
    folders.write("hub.md", "# Hub\n\nThe Hub measures your consumption.\n");
    let add = ["golden", "add", ASK, "--document", "orders/returns.md", "--within", "1"];
    let report = folders.json(&add);
    assert_eq!(report["results"][0]["state"], "waiting");
    let wrong = folders.run(&["golden", "add", ASK, "--document", "nowhere.md"]);
    assert_eq!(wrong.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&wrong.stderr).contains("nowhere.md"));

    let report = folders.json(&["golden", "run"]);
    assert_eq!(
        (&report["results"][0]["state"], &report["runs"][0]["found"]),
        (&"found".into(), &1.into())
    );
    std::fs::remove_file(folders.knowledge().join("orders/returns.md")).unwrap();
    for _ in 0..2 {
        let lost = folders.run(&["golden", "run"]);
        let said = String::from_utf8_lossy(&lost.stdout).into_owned();
        assert_eq!(lost.status.code(), Some(LOST), "{said}");
        assert!(said.contains("LOST") && said.contains("orders/returns.md is not there"), "{said}");
    }
    folders.write("orders/returns.md", RETURNS);
    folders.json(&["golden", "run"]);

    // The same beside a running desk, which has asked by itself once the index had settled.
    let server = folders.serve();
    std::fs::remove_file(folders.knowledge().join("orders/returns.md")).unwrap();
    server.until("/api/v1/knowledge/golden", "lost", |report| report["runs"][0]["lost"] == 1);
    assert_eq!(folders.run(&["golden", "run"]).status.code(), Some(LOST));
    let listed = folders.json(&["golden", "list"]);
    assert_eq!(listed["results"][0]["state"], "lost");
    assert!(listed["runs"].as_array().unwrap().len() >= 5, "{listed:#}");
}
