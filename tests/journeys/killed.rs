//! Killed in the middle of indexing, of deleting, and of answering customers.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use crate::aside::Folders;
use crate::doctor::part;

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

/// Kills the desk while it reads, embeds and forgets documents, and asks the doctor each time.
fn killed_again_and_again(rounds: u64) {
    const ALIVE: usize = 120;
    let folders = Folders::new();
    let article = |n: u64, version: u64| {
        format!(
            "# Article {n}\n\nVersion {version} of marker{n}x.\n\n## Terms\n\nIt costs {} coins.\n",
            n * version
        )
    };
    let name = |n: u64| format!("part{}/article{n}.md", n % 7);
    let (mut written, mut deleted, mut behind) = (0, 0, 0);
    let start = Instant::now();
    for round in 1..=rounds {
        // New files, changed files, and deleted ones, before and while the desk runs.
        let alive = |from: u64| from..from + ALIVE as u64;
        let mut change = |n: u64| {
            folders.write(&name(n), &article(n, round));
            written += 1;
        };
        alive(round * 10).for_each(&mut change);
        let server = folders.serve();
        for n in (round * 10 - 10)..(round * 10) {
            // Those of the first rounds never were.
            if std::fs::remove_file(folders.knowledge().join(name(n))).is_ok() {
                deleted += 1;
            }
        }
        // From at once to well into the work, without a pattern that the work could follow.
        std::thread::sleep(Duration::from_millis(round * 389 % 1500));
        server.kill();
        let (report, code) = folders.doctor(&[]);
        assert_eq!(code, Some(0), "round {round}: {report:#}");
        behind += u32::from(part(&report, "index").1.contains("wait"));
    }
    let output = folders.run(&["index"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let (report, code) = folders.doctor(&[]);
    assert_eq!(code, Some(0), "{report:#}");
    let (_, text) = part(&report, "index");
    assert_eq!(text, format!("{ALIVE} files, {ALIVE} documents, {} chunks", 2 * ALIVE));
    assert_eq!(part(&report, "words").1, "every chunk is found");
    eprintln!(
        "{rounds} kills in {:.0} s, {written} files written, {deleted} deleted; {behind} times work was left over",
        start.elapsed().as_secs_f64()
    );
}

#[test]
fn index_and_truth_agree_after_every_kill() {
    killed_again_and_again(6);
}

#[test]
#[ignore = "takes minutes: cargo test -p aside-cli --test journeys -- --ignored a_hundred_kills"]
fn a_hundred_kills() {
    killed_again_and_again(100);
}

/// Kills the desk while four customers write and an agent replies; nothing that was acknowledged may be
/// lost, and the ledger has to be whole each time.
fn killed_while_customers_write(rounds: u64) {
    let folders = Folders::new();
    folders.write("parcel.md", "# Parcels\n\nA parcel takes three days.\n");
    let mut acknowledged: Vec<String> = Vec::new();
    let start = Instant::now();
    for round in 1..=rounds {
        let server = folders.serve();
        let address = server.address();
        let callers: Vec<_> = (0..4)
            .map(|caller| {
                let address = address.clone();
                std::thread::spawn(move || talk(&address, round, caller))
            })
            .collect();
        // From before the first answer to well among many, without a pattern.
        std::thread::sleep(Duration::from_millis(50 + round * 389 % 2_000));
        server.kill();
        for caller in callers {
            acknowledged.extend(caller.join().unwrap());
        }
        let state = folders.json(&["ledger", "verify"]);
        assert_eq!(state["fault"], serde_json::Value::Null, "round {round}: {state}");
        let output = folders.run(&["ledger", "export", "--clear"]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let stored: BTreeSet<String> = String::from_utf8(output.stdout)
            .unwrap()
            .lines()
            .filter_map(|line| {
                let line: serde_json::Value = serde_json::from_str(line).unwrap();
                let fact: serde_json::Value =
                    serde_json::from_str(line["fact"].as_str().unwrap()).unwrap();
                let stored = match fact["kind"].as_str().unwrap() {
                    "advice_given" => {
                        format!("advice on {}", fact["advice"]["message_id"].as_str()?)
                    }
                    _ => fact["message"]["text"].as_str()?.to_owned(),
                };
                Some(stored)
            })
            .collect();
        for text in &acknowledged {
            assert!(stored.contains(text), "round {round}: {text} was acknowledged and is lost");
        }
    }
    eprintln!(
        "{rounds} kills in {:.0} s, {} acknowledged messages, advices and replies, none lost",
        start.elapsed().as_secs_f64(),
        acknowledged.len()
    );
    assert!(!acknowledged.is_empty());
}

/// Writes and replies until the desk is gone; what was acknowledged.
fn talk(address: &str, round: u64, caller: u64) -> Vec<String> {
    let mut acknowledged = Vec::new();
    let post = |path: &str, body: serde_json::Value| -> Option<serde_json::Value> {
        let answer = ureq::post(format!("{address}{path}")).send_json(body).ok()?;
        answer.into_body().read_json().ok()
    };
    for n in 0.. {
        let text = format!("Where is parcel {round}-{caller}-{n}?");
        let body = serde_json::json!({"customer": format!("caller {caller}"), "text": text});
        let Some(answer) = post("/api/v1/conversations", body) else { break };
        acknowledged.push(text);
        let id = answer["summary"]["id"].as_str().unwrap();
        let advised_on = answer["advice"]["message_id"].as_str().unwrap();
        acknowledged.push(format!("advice on {advised_on}"));
        let text = format!("Reply {round}-{caller}-{n}");
        let body = serde_json::json!({"text": text});
        if post(&format!("/api/v1/conversations/{id}/replies"), body).is_none() {
            break;
        }
        acknowledged.push(text);
    }
    acknowledged
}

#[test]
fn nothing_acknowledged_is_lost_and_the_ledger_is_whole_after_every_kill() {
    killed_while_customers_write(10);
}

#[test]
#[ignore = "takes minutes: cargo test -p aside-cli --test journeys -- --ignored two_hundred_kills"]
fn two_hundred_kills() {
    killed_while_customers_write(200);
}
