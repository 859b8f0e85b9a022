//! The one command of the page: a request to the API, answered in process.

use aside_contract::{ErrorBody, ErrorCode};
use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use serde::Serialize;
use serde_json::{Value, json};
use tauri::State;
use tower::ServiceExt;

use crate::opening::Opening;

/// The longest answer that is handed to the page, in bytes.
const LONGEST_ANSWER: usize = 64 << 20;

/// What the API answered.
#[derive(Debug, Serialize)]
pub struct Answer {
    /// The HTTP status.
    status: u16,
    /// The JSON text; empty where the answer has no body.
    body: String,
}

/// Hands a request to the API and returns its answer, errors included: the page reads them as it
/// reads those of the loopback endpoint.
#[tauri::command]
pub async fn api(
    opening: State<'_, Opening>,
    method: String,
    path: String,
    body: Option<Value>,
) -> Result<Answer, String> {
    Ok(match opening.router().await {
        Ok(router) => answer(router, &method, &path, body).await,
        Err(reason) => refuse(StatusCode::SERVICE_UNAVAILABLE, &reason),
    })
}

async fn answer(router: Router, method: &str, path: &str, body: Option<Value>) -> Answer {
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header(header::CONTENT_TYPE, "application/json")
        .body(body.map_or_else(Body::empty, |body| Body::from(body.to_string())));
    let request = match request {
        Ok(request) => request,
        Err(error) => {
            let detail = format!("the page asked for something that is no request ({error})");
            return refuse(
                StatusCode::BAD_REQUEST,
                &ErrorBody { detail, code: ErrorCode::InvalidInput, place: None },
            );
        }
    };
    let Ok(response) = router.oneshot(request).await;
    let status = response.status().as_u16();
    match axum::body::to_bytes(response.into_body(), LONGEST_ANSWER).await {
        Ok(bytes) => Answer { status, body: String::from_utf8_lossy(&bytes).into_owned() },
        Err(error) => {
            let detail = format!("the answer to {method} {path} cannot be read ({error})");
            refuse(
                StatusCode::INTERNAL_SERVER_ERROR,
                &ErrorBody { detail, code: ErrorCode::Internal, place: None },
            )
        }
    }
}

fn refuse(status: StatusCode, reason: &ErrorBody) -> Answer {
    Answer { status: status.as_u16(), body: json!(reason).to_string() }
}

#[cfg(test)]
mod tests {
    use axum::Json;
    use axum::routing::{get, post};

    use super::*;

    fn router() -> Router {
        Router::new()
            .route("/echo", post(|Json(value): Json<Value>| async move { Json(value) }))
            .route("/nothing", get(|| async { StatusCode::NO_CONTENT }))
    }

    #[tokio::test]
    async fn a_request_of_the_page_reaches_its_route_with_its_body() {
        let answer = answer(router(), "POST", "/echo", Some(json!({ "text": "hé" }))).await;
        assert_eq!((answer.status, answer.body.as_str()), (200, r#"{"text":"hé"}"#));
    }

    #[tokio::test]
    async fn an_answer_without_a_body_is_an_empty_text() {
        let answer = answer(router(), "GET", "/nothing", None).await;
        assert_eq!((answer.status, answer.body.as_str()), (204, ""));
    }

    #[tokio::test]
    async fn what_is_no_request_is_refused_with_a_sentence() {
        let answer = answer(router(), "GET", "no address", None).await;
        assert_eq!(answer.status, 400);
        assert!(answer.body.contains("\"code\":\"invalid_input\""), "{}", answer.body);
    }
}
