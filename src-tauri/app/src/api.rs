//! The one command of the page: a request to the API, answered in process.

use aside_contract::{ErrorBody, ErrorCode};
use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tauri::State;
use tower::ServiceExt;

use crate::opening::Opening;

/// What the page sends mostly.
const JSON: &str = "application/json";
/// The longest answer that is handed to the page, in bytes.
const LONGEST_ANSWER: usize = 64 << 20;

/// What the API answered.
#[derive(Debug, Serialize)]
pub struct Answer {
    /// The HTTP status.
    status: u16,
    /// The JSON text; empty where the answer has no body, or is a file.
    body: String,
    /// The answer where it is a file.
    file: Option<File>,
}

/// A file on its way to the page.
#[derive(Debug, Serialize)]
pub struct File {
    media_type: String,
    /// Its bytes.
    base64: String,
}

/// A form with files on its way from the page: the bytes that a browser would send.
#[derive(Debug, Deserialize)]
pub struct Form {
    content_type: String,
    base64: String,
}

/// Hands a request to the API and returns its answer, errors included: the page reads them as it
/// reads those of the loopback endpoint.
#[tauri::command]
pub async fn api(
    opening: State<'_, Opening>,
    method: String,
    path: String,
    body: Option<Value>,
    form: Option<Form>,
) -> Result<Answer, String> {
    let (content_type, body) = match (form, body) {
        (Some(Form { content_type, base64 }), _) => {
            let bytes = BASE64.decode(base64).map_err(|error| error.to_string())?;
            (content_type, Body::from(bytes))
        }
        (None, Some(body)) => (JSON.to_owned(), Body::from(body.to_string())),
        (None, None) => (JSON.to_owned(), Body::empty()),
    };
    Ok(match opening.router().await {
        Ok(router) => answer(router, &method, &path, &content_type, body).await,
        Err(reason) => refuse(StatusCode::SERVICE_UNAVAILABLE, &reason),
    })
}

async fn answer(
    router: Router,
    method: &str,
    path: &str,
    content_type: &str,
    body: Body,
) -> Answer {
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header(header::CONTENT_TYPE, content_type)
        .body(body);
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
    let media_type = file_type(response.headers());
    match axum::body::to_bytes(response.into_body(), LONGEST_ANSWER).await {
        Ok(bytes) => match media_type {
            Some(media_type) => {
                let file = File { media_type, base64: BASE64.encode(bytes) };
                Answer { status, body: String::new(), file: Some(file) }
            }
            None => {
                Answer { status, body: String::from_utf8_lossy(&bytes).into_owned(), file: None }
            }
        },
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
    Answer { status: status.as_u16(), body: json!(reason).to_string(), file: None }
}

/// What an answer is that is to be kept as a file.
fn file_type(headers: &HeaderMap) -> Option<String> {
    headers.get(header::CONTENT_DISPOSITION)?;
    Some(headers.get(header::CONTENT_TYPE)?.to_str().ok()?.to_owned())
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
            .route(
                "/file",
                get(|| async {
                    let headers = [
                        (header::CONTENT_TYPE, "image/png"),
                        (header::CONTENT_DISPOSITION, "attachment"),
                    ];
                    (headers, [0_u8, 255])
                }),
            )
            .route(
                "/kind",
                post(|headers: HeaderMap, body: axum::body::Bytes| async move {
                    let kind = headers[header::CONTENT_TYPE].to_str().unwrap_or_default();
                    Json(json!({ "kind": kind, "bytes": body.len() }))
                }),
            )
    }

    #[tokio::test]
    async fn a_request_of_the_page_reaches_its_route_with_its_body() {
        let body = Body::from(json!({ "text": "hé" }).to_string());
        let answer = answer(router(), "POST", "/echo", JSON, body).await;
        assert_eq!((answer.status, answer.body.as_str()), (200, r#"{"text":"hé"}"#));
    }

    #[tokio::test]
    async fn a_file_comes_in_base64_and_a_form_goes_as_it_is() {
        let file = answer(router(), "GET", "/file", JSON, Body::empty()).await.file.unwrap();
        assert_eq!((file.media_type.as_str(), file.base64.as_str()), ("image/png", "AP8="));
        let kind = "multipart/form-data; boundary=x";
        let told = answer(router(), "POST", "/kind", kind, Body::from(vec![0_u8, 255])).await;
        assert_eq!(told.body, json!({ "kind": kind, "bytes": 2 }).to_string());
        assert!(told.file.is_none());
    }

    #[tokio::test]
    async fn an_answer_without_a_body_is_an_empty_text() {
        let answer = answer(router(), "GET", "/nothing", JSON, Body::empty()).await;
        assert_eq!((answer.status, answer.body.as_str()), (204, ""));
    }

    #[tokio::test]
    async fn what_is_no_request_is_refused_with_a_sentence() {
        let answer = answer(router(), "GET", "no address", JSON, Body::empty()).await;
        assert_eq!(answer.status, 400);
        assert!(answer.body.contains("\"code\":\"invalid_input\""), "{}", answer.body);
    }
}
