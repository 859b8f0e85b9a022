//! Knowledge that gets better: gaps and the articles that close them, golden questions, disagreements; and
//! conversations that are reviewed. On a real folder that is watched.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod support;

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use aside_engine::Engine;
use axum::Router;
use axum::http::StatusCode;
use serde_json::{Value, json};
use tempfile::TempDir;

const PATIENCE: Duration = Duration::from_secs(60);

struct Desk {
    engine: Arc<Engine>,
    router: Router,
    knowledge: PathBuf,
    _dir: TempDir,
}

fn desk(documents: &[(&str, &str)]) -> Desk {
    let dir = tempfile::tempdir().unwrap();
    let knowledge = dir.path().join("knowledge");
    fs::create_dir_all(&knowledge).unwrap();
    for (name, text) in documents {
        fs::write(knowledge.join(name), text).unwrap();
    }
    let engine = support::open(knowledge.clone(), &dir.path().join("data"));
    engine.index(|_| {}).unwrap();
    engine.watch().unwrap();
    let router = aside_endpoint::loopback_router(engine.clone());
    Desk { engine, router, knowledge, _dir: dir }
}

impl Desk {
    async fn ask(&self, method: &str, path: &str, body: Option<&Value>) -> (StatusCode, Value) {
        let request = support::request(method, path, body);
        let (status, _, answer) = support::answer(&self.router, request).await;
        (status, answer)
    }

    async fn get(&self, path: &str) -> Value {
        let (status, answer) = self.ask("GET", path, None).await;
        assert_eq!(status, StatusCode::OK, "{path}: {answer}");
        answer
    }

    /// A conversation of a customer, with what an agent answered, if anything.
    async fn conversation(&self, customer: &str, text: &str, reply: Option<&str>) -> String {
        let said = json!({"customer": customer, "text": text});
        let (_, made) = self.ask("POST", "/api/v1/conversations", Some(&said)).await;
        let id = made["summary"]["id"].as_str().unwrap().to_owned();
        if let Some(reply) = reply {
            let reply = json!({"text": reply});
            let path = format!("/api/v1/conversations/{id}/replies");
            let (status, _) = self.ask("POST", &path, Some(&reply)).await;
            assert_eq!(status, StatusCode::CREATED);
        }
        id
    }

    /// Asks until the answer passes.
    async fn until(&self, path: &str, passes: impl Fn(&Value) -> bool) -> Value {
        let start = Instant::now();
        loop {
            let answer = self.get(path).await;
            if passes(&answer) {
                return answer;
            }
            assert!(start.elapsed() < PATIENCE, "still not: {answer:#}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

const HUB: (&str, &str) = ("hub.md", "# Hub\n\nThe Hub measures the consumption of your house.\n");

#[tokio::test(flavor = "multi_thread")]
async fn a_gap_is_grouped_drafted_masked_and_covered_once_its_article_is_found() {
    let desk = desk(&[HUB]);
    let reply = "Hello Mara Lindqvist,\n\nyou can visit our showroom in Linden Street from Monday to Friday without an appointment.\n\nKind regards";
    let first = desk
        .conversation(
            "Mara Lindqvist",
            "Hello, can I visit your showroom without an appointment? Write to mara@example.org",
            Some(reply),
        )
        .await;
    desk.conversation("Tom", "Do I need an appointment to visit the showroom?", None).await;
    desk.conversation("Ida", "Do you deliver furniture to Norway?", None).await;
    desk.conversation("Ben", "Thank you so much, you are great!", None).await;

    let list = desk.get("/api/v1/knowledge/gaps").await;
    let gaps = list["gaps"].as_array().unwrap();
    assert_eq!(gaps.len(), 2, "{list:#}");
    let gap = &gaps[0];
    assert_eq!((&gap["asked"], &gap["covered"]), (&json!(2), &Value::Null), "{gap:#}");
    assert!(gap["question"].as_str().unwrap().contains("showroom"));
    assert!(!gap.to_string().contains("mara@example.org"), "{gap:#}");
    assert!(!gap.to_string().contains("Lindqvist"), "{gap:#}");
    assert_eq!(gap["answers"][0]["conversation"], json!(first));
    let mut draft = gap["draft"].clone();
    assert_eq!(draft["sources"], json!([first]));
    let content = draft["content"].as_str().unwrap();
    assert!(content.starts_with("you can visit our showroom"), "{content}");

    // Nothing is written before somebody approves it.
    assert!(!desk.knowledge.join("articles").exists());
    draft["title"] = json!("Visiting the showroom without an appointment");
    let (status, made) = desk.ask("POST", "/api/v1/knowledge/articles", Some(&draft)).await;
    assert_eq!(status, StatusCode::ACCEPTED, "{made}");
    let file = fs::read_to_string(desk.knowledge.join(made["document"].as_str().unwrap())).unwrap();
    assert!(file.contains(&format!("sources: [\"{first}\"]")), "{file}");
    let list = desk
        .until("/api/v1/knowledge/gaps", |list| {
            list["gaps"].as_array().unwrap().iter().any(|gap| !gap["covered"].is_null())
        })
        .await;
    let covered = &list["gaps"][1]["covered"];
    assert_eq!(covered["document"], made["document"], "{list:#}");
    assert!(list["gaps"][0]["question"].as_str().unwrap().contains("Norway"));
    desk.engine.close();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_that_found_nothing_is_kept_masked_until_its_customer_is_forgotten() {
    let desk = desk(&[HUB]);
    let id = desk.conversation("Mara Lindqvist", "Thanks!", None).await;
    let missed = "/api/v1/knowledge/searches";
    for (query, kept) in [
        ("what does the Hub measure", false),
        ("?!", false),
        ("leasing contract for Mara Lindqvist", true),
    ] {
        let (_, answer) =
            desk.ask("POST", missed, Some(&json!({"query": query, "conversation": id}))).await;
        assert_eq!(answer, json!({"kept": kept}), "{query}");
    }
    let list = desk.get("/api/v1/knowledge/gaps").await;
    let gap = &list["gaps"][0];
    assert_eq!((&gap["asked"], &gap["searched"]), (&json!(0), &json!(1)), "{list:#}");
    assert!(gap.to_string().contains("leasing") && !gap.to_string().contains("Lindqvist"));
    let (status, _) = desk.ask("DELETE", "/api/v1/customers/Mara%20Lindqvist", None).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(desk.get("/api/v1/knowledge/gaps").await["gaps"], json!([]));
    let unknown = json!({"query": "leasing contract", "conversation": id});
    let (status, _) = desk.ask("POST", missed, Some(&unknown)).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    desk.engine.close();
}

#[tokio::test(flavor = "multi_thread")]
async fn golden_questions_are_asked_after_a_change_and_tell_what_is_lost() {
    let returns = "# Returns\n\nYou can return an item within 30 days of delivery.\n";
    let desk = desk(&[HUB, ("returns.md", returns)]);
    let golden = "/api/v1/knowledge/golden";
    let question = json!({"ask": "How do I return an item?", "documents": ["returns.md"]});
    let nowhere = json!({"ask": "How?", "documents": ["nowhere.md"]});
    assert_eq!(desk.ask("POST", golden, Some(&nowhere)).await.0, StatusCode::NOT_FOUND);
    let (status, report) = desk.ask("POST", golden, Some(&question)).await;
    assert_eq!((status, &report["results"][0]["state"]), (StatusCode::OK, &json!("waiting")));
    let (_, report) = desk.ask("POST", &format!("{golden}/run"), None).await;
    assert_eq!(
        (&report["results"][0]["state"], &report["results"][0]["place"]),
        (&json!("found"), &json!(1))
    );

    fs::remove_file(desk.knowledge.join("returns.md")).unwrap();
    let report = desk.until(golden, |report| report["results"][0]["state"] == "lost").await;
    assert_eq!(report["runs"][0]["lost"], json!(1), "{report:#}");
    assert_eq!(report["results"][0]["missing"], json!(["returns.md"]));
    fs::write(desk.knowledge.join("returns.md"), returns).unwrap();
    desk.until(golden, |report| report["results"][0]["state"] == "found").await;
    let gone = format!("{golden}?ask=How%20do%20I%20return%20an%20item%3F");
    let (_, report) = desk.ask("DELETE", &gone, None).await;
    assert_eq!(report["results"], json!([]));
    desk.engine.close();
}

#[tokio::test(flavor = "multi_thread")]
async fn documents_that_disagree_are_told_with_both_sentences() {
    let desk = desk(&[
        ("returns.md", "# Returns\n\nYou can return an item within 30 days of delivery.\n"),
        ("old-returns.md", "# Returns\n\nYou can return an item within 14 days of delivery.\n"),
        ("hub.md", "# Hub\n\nThe Hub has 4 sockets.\n"),
    ]);
    let list = desk.get("/api/v1/knowledge/disagreements").await;
    let found = list["disagreements"].as_array().unwrap();
    assert_eq!(found.len(), 1, "{list:#}");
    let values = [&found[0]["one"]["value"], &found[0]["other"]["value"]];
    assert!(values.iter().any(|value| value.as_str().unwrap().contains("30")), "{list:#}");
    assert!(values.iter().any(|value| value.as_str().unwrap().contains("14")), "{list:#}");
    desk.engine.close();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sample_is_drawn_scored_averaged_and_forgotten() {
    let desk = desk(&[HUB]);
    for customer in ["Ada", "Bob", "Cyd", "Dan"] {
        desk.conversation(
            customer,
            "What does the Hub measure?",
            Some("The consumption of your house."),
        )
        .await;
    }
    desk.conversation("Eve", "Hello?", None).await;
    let draw = |seed: u32| format!("/api/v1/reviews/sample?count=2&seed={seed}");
    let names = |sample: &Value| -> Vec<String> {
        let drawn = sample["conversations"].as_array().unwrap().iter();
        drawn.map(|one| one["summary"]["customer"].as_str().unwrap().to_owned()).collect()
    };
    let first = desk.get(&draw(1)).await;
    assert_eq!(names(&first).len(), 2);
    assert_eq!(names(&first), names(&desk.get(&draw(1)).await), "the same seed draws the same");
    let mut others = Vec::new();
    for seed in 2..12 {
        others.push(names(&desk.get(&draw(seed)).await));
    }
    assert!(others.iter().any(|other| *other != names(&first)), "{others:?}");
    assert!(!others.concat().contains(&"Eve".to_owned()), "nobody answered Eve");

    let checklist = desk.get("/api/v1/reviews/checklist").await;
    let marks: Vec<Value> = checklist["criteria"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| json!({"criterion": one["name"], "mark": if one["name"] == "tone" { "missed" } else { "met" }}))
        .collect();
    let summary = &first["conversations"][0]["summary"];
    let path = format!("/api/v1/conversations/{}/review", summary["id"].as_str().unwrap());
    let short = json!({"marks": marks[1..]});
    let (status, refusal) = desk.ask("PUT", &path, Some(&short)).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{refusal}");
    let review = json!({"marks": marks, "agent": " Grace ", "comment": "Say hello."});
    let (status, kept) = desk.ask("PUT", &path, Some(&review)).await;
    assert_eq!(
        (status, &kept["score"], &kept["agent"]),
        (StatusCode::OK, &json!(80), &json!("Grace")),
        "{kept}"
    );
    let list = desk.get("/api/v1/reviews").await;
    assert_eq!(list["agents"], json!([{"name": "Grace", "reviews": 1, "score": 80.0}]));
    assert_eq!(list["criteria"][3]["score"], json!(0.0), "{list:#}");
    let sample = desk.get("/api/v1/reviews/sample?count=9&unreviewed=true").await;
    assert_eq!(sample["conversations"].as_array().unwrap().len(), 3);
    let (_, replay) = desk.ask("GET", &path.replace("/review", "/ledger"), None).await;
    assert!(replay.to_string().contains("reviewed the conversation with 80 of 100"), "{replay:#}");

    let customer = summary["customer"].as_str().unwrap();
    desk.ask("DELETE", &format!("/api/v1/customers/{customer}"), None).await;
    assert_eq!(desk.get("/api/v1/reviews").await["reviews"], json!([]));
    desk.engine.close();
}
