//! The one answer for everything that goes wrong.

use aside_contract::{ErrorBody, ErrorCode};
use aside_engine::EngineError;
use axum::Json;
use axum::extract::rejection::{JsonRejection, PathRejection, QueryRejection};
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

/// An error on its way out: a status and an [`ErrorBody`].
#[derive(Debug)]
pub struct ApiError {
    body: ErrorBody,
    /// Seconds after which it may be tried again.
    retry_after: Option<u64>,
}

impl ApiError {
    /// An error with this sentence and code.
    pub fn new(code: ErrorCode, detail: impl Into<String>) -> Self {
        ErrorBody { detail: detail.into(), code, place: None }.into()
    }

    /// Input that was refused, for this reason.
    pub(crate) fn invalid(detail: impl Into<String>) -> Self {
        Self::new(ErrorCode::InvalidInput, detail)
    }

    /// Tells after how many seconds it may be tried again.
    pub(crate) fn retry_after(self, seconds: u64) -> Self {
        Self { retry_after: Some(seconds), ..self }
    }

    /// What the other side reads.
    pub(crate) fn into_body(self) -> ErrorBody {
        self.body
    }
}

impl From<ErrorBody> for ApiError {
    fn from(body: ErrorBody) -> Self {
        Self { body, retry_after: None }
    }
}

impl From<EngineError> for ApiError {
    fn from(error: EngineError) -> Self {
        let body = error.body();
        if matches!(body.code, ErrorCode::Internal | ErrorCode::Storage) {
            tracing::error!(%error, "a command failed");
        }
        body.into()
    }
}

macro_rules! from_rejection {
    ($($rejection:ty),+) => {$(
        impl From<$rejection> for ApiError {
            fn from(rejection: $rejection) -> Self {
                Self::new(ErrorCode::InvalidInput, rejection.body_text())
            }
        }
    )+};
}
from_rejection!(JsonRejection, PathRejection, QueryRejection, WebSocketUpgradeRejection);

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let status = match self.body.code {
            ErrorCode::InvalidInput | ErrorCode::InvalidQuery | ErrorCode::QueryLimit => {
                StatusCode::UNPROCESSABLE_ENTITY
            }
            ErrorCode::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            ErrorCode::UnsupportedFile => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            ErrorCode::Conflict => StatusCode::CONFLICT,
            ErrorCode::NotFound => StatusCode::NOT_FOUND,
            ErrorCode::Forbidden => StatusCode::FORBIDDEN,
            ErrorCode::Unauthenticated => StatusCode::UNAUTHORIZED,
            ErrorCode::TooMany => StatusCode::TOO_MANY_REQUESTS,
            ErrorCode::NoLanguageModel => StatusCode::CONFLICT,
            ErrorCode::LanguageModel => StatusCode::BAD_GATEWAY,
            ErrorCode::NoSpeech => StatusCode::NOT_IMPLEMENTED,
            ErrorCode::Overloaded | ErrorCode::NotOpen => StatusCode::SERVICE_UNAVAILABLE,
            ErrorCode::Storage => StatusCode::INSUFFICIENT_STORAGE,
            ErrorCode::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        };
        let mut response = (status, Json(self.body)).into_response();
        if status == StatusCode::UNAUTHORIZED {
            let how = HeaderValue::from_static("Bearer");
            response.headers_mut().insert(header::WWW_AUTHENTICATE, how);
        }
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        response
    }
}
