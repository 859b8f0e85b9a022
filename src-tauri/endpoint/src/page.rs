//! The built web page, part of the program.

use axum::extract::Request;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use rust_embed::RustEmbed;

use aside_contract::ErrorCode;

use crate::ApiError;

#[derive(RustEmbed)]
#[folder = "../../ui/dist"]
#[allow_missing = true]
struct Page;

/// Files of the page; `/` is the desk and `/docs` the description of the API. Everything else is an API
/// error.
pub(crate) async fn serve_page(request: Request) -> Response {
    let path = request.uri().path().trim_start_matches('/');
    let path = match path {
        "" => "index.html",
        "docs" | "docs/" => "docs.html",
        path => path,
    };
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return ApiError::new(ErrorCode::NotFound, format!("there is no route /{path}"))
            .into_response();
    }
    match Page::get(path) {
        Some(file) => {
            let mut response = file.data.into_response();
            let headers = response.headers_mut();
            if let Ok(kind) = HeaderValue::from_str(file.metadata.mimetype()) {
                headers.insert(header::CONTENT_TYPE, kind);
            }
            // Names under assets/ carry a hash of their content.
            let cache = if path.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
            headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
            response
        }
        None if matches!(path, "index.html" | "docs.html") => (
            StatusCode::SERVICE_UNAVAILABLE,
            Html("<!doctype html><title>Aside</title><p>The page is not built. Run <code>cargo xtask setup</code> and start again."),
        )
            .into_response(),
        None => ApiError::new(ErrorCode::NotFound, format!("there is no route /{path}")).into_response(),
    }
}
