//! A real engine, and requests to its routers in process.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use aside_engine::{Engine, Places, WorkerCommand};
use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use http_body_util::BodyExt;
use serde_json::Value;
use tower::ServiceExt;

/// An engine over this folder of documents. They are Markdown, which needs no converter process.
pub fn open(knowledge: PathBuf, data: &Path) -> Arc<Engine> {
    let places = Places {
        knowledge: vec![knowledge],
        data: data.to_path_buf(),
        models: concat!(env!("CARGO_MANIFEST_DIR"), "/../../models").into(),
        encoder: None,
        decided: Default::default(),
    };
    Engine::open(places, WorkerCommand { program: "unused".into(), args: Vec::new() }).unwrap()
}

/// A request of this machine's own browser.
pub fn request(method: &str, path: &str, body: Option<&Value>) -> Request<Body> {
    let request =
        Request::builder().method(method).uri(path).header(header::HOST, "127.0.0.1:4817");
    let request = match body {
        None => request.body(Body::empty()),
        Some(body) => request
            .header(header::CONTENT_TYPE, "application/json")
            .body(Body::from(body.to_string())),
    };
    request.unwrap()
}

/// The answer, with its body where that is JSON.
pub async fn answer(router: &Router, request: Request<Body>) -> (StatusCode, HeaderMap, Value) {
    let response = router.clone().oneshot(request).await.unwrap();
    let (status, headers) = (response.status(), response.headers().clone());
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    (status, headers, serde_json::from_slice(&bytes).unwrap_or(Value::Null))
}
