//! Killed in the middle of indexing.

use std::collections::BTreeSet;
use std::time::Duration;

use crate::aside::Folders;

const FILES: usize = 500;

#[test]
fn indexing_goes_on_after_a_kill_with_no_file_twice_and_none_lost() {
    let folders = Folders::new();
    for n in 0..FILES {
        folders.write(
            &format!("part{}/article{n}.md", n % 7),
            &format!("# Article {n}\n\nThe code word of this article is marker{n}x. Use it to ask for discount number {n}.\n"),
        );
    }
    let server = folders.serve();
    // Somewhere in the middle.
    server.until("/api/v1/knowledge", "under way", |status| status["files"].as_u64() > Some(20));
    let before = server.get("/api/v1/knowledge");
    server.kill();
    std::thread::sleep(Duration::from_millis(50));

    let server = folders.serve();
    let after = server.until_indexed(FILES as u64);
    eprintln!("killed with {} of {FILES} files done", before["files"]);
    assert_eq!(after["documents"], FILES, "{after}");
    assert_eq!(after["failures"], serde_json::json!([]));
    let chunks = after["chunks"].as_u64().unwrap();
    assert_eq!(chunks, FILES as u64, "each article is one chunk, and none is there twice");
    let found: BTreeSet<String> = (0..FILES)
        .step_by(9)
        .filter_map(|n| {
            let answer = server.get(&format!("/api/v1/search?q=marker{n}x&limit=3"));
            answer["results"][0]["document"].as_str().map(str::to_owned)
        })
        .collect();
    let expected: BTreeSet<String> =
        (0..FILES).step_by(9).map(|n| format!("part{}/article{n}.md", n % 7)).collect();
    assert_eq!(found, expected);
}
