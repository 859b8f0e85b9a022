//! Tokens of programs.

use aside_contract::{ApiToken, ApiTokenId, ErrorBody, MadeApiToken, NewApiToken};
use axum::Json;
use axum::extract::Path;
use axum::extract::rejection::{JsonRejection, PathRejection};
use axum::http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;

use super::{Shared, blocking};
use crate::ApiError;

/// All tokens of programs.
#[derive(Serialize, ToSchema)]
pub(crate) struct ApiTokenList {
    /// In the order in which they were made.
    tokens: Vec<ApiToken>,
}

/// The tokens of programs, without their secrets.
#[utoipa::path(get, path = "/api/v1/tokens", tag = "users",
    responses((status = 200, body = ApiTokenList), (status = "default", body = ErrorBody)))]
pub(crate) async fn list_api_tokens(
    Shared(engine): Shared,
) -> Result<Json<ApiTokenList>, ApiError> {
    let tokens = blocking(&engine, |engine| engine.api_tokens()).await?;
    Ok(Json(ApiTokenList { tokens }))
}

/// Makes a token for a program. The answer alone has it: it is kept nowhere.
#[utoipa::path(post, path = "/api/v1/tokens", tag = "users", request_body = NewApiToken,
    responses((status = 201, body = MadeApiToken), (status = "default", body = ErrorBody)))]
pub(crate) async fn make_api_token(
    Shared(engine): Shared,
    body: Result<Json<NewApiToken>, JsonRejection>,
) -> Result<(StatusCode, Json<MadeApiToken>), ApiError> {
    let Json(new) = body?;
    let made = blocking(&engine, move |engine| engine.make_api_token(&new)).await?;
    Ok((StatusCode::CREATED, Json(made)))
}

/// Revokes a token: it counts no longer from the next request on.
#[utoipa::path(delete, path = "/api/v1/tokens/{id}", tag = "users",
    params(("id" = String, Path)),
    responses((status = 204), (status = "default", body = ErrorBody)))]
pub(crate) async fn revoke_api_token(
    Shared(engine): Shared,
    id: Result<Path<ApiTokenId>, PathRejection>,
) -> Result<StatusCode, ApiError> {
    let Path(id) = id?;
    blocking(&engine, move |engine| engine.revoke_api_token(id)).await?;
    Ok(StatusCode::NO_CONTENT)
}
