//! The one answer for everything that goes wrong.

use aside_contract::{ErrorBody, ErrorCode};
use aside_engine::EngineError;
use axum::Json;
use axum::extract::rejection::{JsonRejection, PathRejection, QueryRejection};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

/// An error on its way out: a status and an [`ErrorBody`].
#[derive(Debug)]
pub struct ApiError(ErrorBody);

impl ApiError {
    /// An error with this sentence and code.
    pub fn new(code: ErrorCode, detail: impl Into<String>) -> Self {
        Self(ErrorBody { detail: detail.into(), code, place: None })
    }
}

impl From<EngineError> for ApiError {
    fn from(error: EngineError) -> Self {
        let body = error.body();
        if matches!(body.code, ErrorCode::Internal | ErrorCode::Storage) {
            tracing::error!(%error, "a command failed");
        }
        Self(body)
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
from_rejection!(JsonRejection, PathRejection, QueryRejection);

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let status = match self.0.code {
            ErrorCode::InvalidInput | ErrorCode::InvalidQuery | ErrorCode::QueryLimit => {
                StatusCode::UNPROCESSABLE_ENTITY
            }
            ErrorCode::NotFound => StatusCode::NOT_FOUND,
            ErrorCode::Forbidden => StatusCode::FORBIDDEN,
            ErrorCode::Overloaded => StatusCode::SERVICE_UNAVAILABLE,
            ErrorCode::Storage => StatusCode::INSUFFICIENT_STORAGE,
            ErrorCode::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        };
        (status, Json(self.0)).into_response()
    }
}
