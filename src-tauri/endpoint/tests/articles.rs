//! Articles that are written over the API: found, changed and gone, on a real folder that is watched.

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

const ARTICLES: &str = "/api/v1/knowledge/articles";
const PATIENCE: Duration = Duration::from_secs(60);

struct Desk {
    engine: Arc<Engine>,
    router: Router,
    knowledge: PathBuf,
    _dir: TempDir,
}

fn desk() -> Desk {
    let dir = tempfile::tempdir().unwrap();
    let knowledge = dir.path().join("knowledge");
    fs::create_dir_all(&knowledge).unwrap();
    fs::write(knowledge.join("secret.md"), "---\narticle: x\n---\nA person's own text.\n").unwrap();
    let engine = support::open(knowledge.clone(), &dir.path().join("data"));
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

    /// Whether a search for these words finds the document, and a passage of it with these words.
    async fn finds(&self, word: &str, document: &str) -> bool {
        let (_, found) = self.ask("GET", &format!("/api/v1/search?q={word}"), None).await;
        found["results"].as_array().unwrap().iter().any(|passage| {
            passage["document"] == document && passage["text"].as_str().unwrap().contains(word)
        })
    }

    async fn until(&self, word: &str, document: &str, wanted: bool) {
        let start = Instant::now();
        while self.finds(word, document).await != wanted {
            assert!(start.elapsed() < PATIENCE, "{word} found: still not {wanted}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_article_is_found_changed_and_gone() {
    let desk = desk();
    let draft = json!({"title": "Umbrella \"sensor\": warranty", "content": "# Terms\n\nThe zephyrine sensor has a warranty of 3 years.\n",
        "category": "orders", "tags": ["warranty"]});
    let (status, made) = desk.ask("POST", ARTICLES, Some(&draft)).await;
    assert_eq!(status, StatusCode::ACCEPTED, "{made}");
    assert_eq!(made["document"], "articles/umbrella-sensor-warranty.md");
    let document = made["document"].as_str().unwrap();
    let path = format!("{ARTICLES}/{}", made["id"].as_str().unwrap());
    desk.until("zephyrine", document, true).await;
    let (_, read) = desk.ask("GET", &path, None).await;
    assert_eq!(read["article"]["content"], draft["content"]);
    let (_, view) =
        desk.ask("GET", &format!("/api/v1/knowledge/document?path={document}"), None).await;
    assert_eq!(view["title"], draft["title"], "{view}");
    assert_eq!((&view["category"], &view["tags"]), (&json!("orders"), &json!(["warranty"])));

    let mut edit = json!({"article": draft, "version": made["version"]});
    edit["article"]["content"] =
        json!("# Terms\n\nThe sensor has a quixotical warranty of 5 years.\n");
    edit["article"]["visibility"] = json!("internal");
    let (status, changed) = desk.ask("PUT", &path, Some(&edit)).await;
    assert_eq!(status, StatusCode::ACCEPTED, "{changed}");
    assert_eq!(changed["state"], "queued", "not that of the wording before");
    let start = Instant::now();
    loop {
        let (_, now) = desk.ask("GET", &path, None).await;
        if ["words", "indexed"].contains(&now["state"].as_str().unwrap()) {
            break;
        }
        assert!(start.elapsed() < PATIENCE, "still {now}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    // The index of words follows within milliseconds.
    desk.until("quixotical", document, true).await;
    assert!(!desk.finds("zephyrine", document).await, "the old words are gone");
    let (status, late) = desk.ask("PUT", &path, Some(&edit)).await;
    assert_eq!((status, &late["code"]), (StatusCode::CONFLICT, &json!("conflict")), "{late}");
    let (_, public) = desk.ask("GET", "/api/v1/search?q=quixotical&visibility=public", None).await;
    assert!(!public.to_string().contains("quixotical"), "customers are not shown it: {public}");

    let (_, list) = desk.ask("GET", ARTICLES, None).await;
    assert_eq!(list["articles"].as_array().unwrap().len(), 1);
    let (status, _) = desk.ask("DELETE", &path, None).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "which version is deleted is said");
    let (status, _) = desk
        .ask("DELETE", &format!("{path}?version={}", made["version"].as_str().unwrap()), None)
        .await;
    assert_eq!(status, StatusCode::CONFLICT);
    let version = changed["version"].as_str().unwrap();
    let (status, _) = desk.ask("DELETE", &format!("{path}?version={version}"), None).await;
    assert_eq!(status, StatusCode::ACCEPTED);
    desk.until("quixotical", document, false).await;
    let (status, _) = desk.ask("GET", &path, None).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    desk.engine.close();
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_articles_stay_text_in_their_folder() {
    let desk = desk();
    for title in
        ["../../etc/passwd", "/etc/passwd", "..\\..\\x", "CON", "a/../../b", ".hidden", "…"]
    {
        let draft =
            json!({"title": title, "content": "---\ntitle: other\ninternal: true\n---\ntext\n"});
        let (status, made) = desk.ask("POST", ARTICLES, Some(&draft)).await;
        assert_eq!(status, StatusCode::ACCEPTED, "{made}");
        let file = desk.knowledge.join(made["document"].as_str().unwrap());
        assert_eq!(file.parent().unwrap(), desk.knowledge.join("articles"), "{title}");
        assert!(file.is_file() && !made["id"].as_str().unwrap().starts_with('.'), "{made}");
        let (_, read) =
            desk.ask("GET", &format!("{ARTICLES}/{}", made["id"].as_str().unwrap()), None).await;
        assert_eq!(read["article"]["title"], title);
    }
    assert_eq!(fs::read_dir(&desk.knowledge).unwrap().count(), 2, "nothing lies beside the folder");
    for draft in [
        json!({"title": "two\nlines", "content": "x"}),
        json!({"title": "", "content": "x"}),
        json!({"title": "x", "content": ""}),
        json!({"title": "x", "content": "\u{1b}[2J"}),
        json!({"title": "x", "content": "y".repeat(200_001)}),
        json!({"title": "x", "content": "y", "tags": ["a\nvisibility: public"]}),
        json!({"title": "x", "content": "y", "category": "]"}),
        json!({"title": "x", "content": "y", "path": "../x.md"}),
    ] {
        let (status, refused) = desk.ask("POST", ARTICLES, Some(&draft)).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{refused}");
    }
    for id in ["..%2Fsecret", "%2e%2e%2fsecret", "secret.md", "con", "A", "a%00b"] {
        let (status, _) = desk.ask("GET", &format!("{ARTICLES}/{id}"), None).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{id}");
        let gone = desk.ask("DELETE", &format!("{ARTICLES}/{id}?version=x"), None).await.0;
        assert_eq!(gone, StatusCode::NOT_FOUND, "{id}");
    }
    assert!(desk.knowledge.join("secret.md").is_file());
    desk.engine.close();
}
