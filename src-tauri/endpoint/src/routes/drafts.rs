//! Drafts by a language model: what it would be sent, once more, no more.

use aside_contract::{ConversationId, ErrorBody, PromptView};
use axum::Json;
use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;

use super::{Shared, blocking};
use crate::ApiError;

type Id = Result<Path<ConversationId>, PathRejection>;

/// Whether a draft is being written.
#[derive(Serialize, ToSchema)]
pub(crate) struct DraftState {
    /// A language model was asked, and events tell how it goes on.
    writing: bool,
}

/// Has a language model write a draft on the newest customer message once more.
#[utoipa::path(post, path = "/api/v1/conversations/{id}/draft", tag = "drafts",
    params(("id" = String, Path)),
    responses((status = 202, body = DraftState), (status = "default", body = ErrorBody)))]
pub(crate) async fn draft_again(
    Shared(engine): Shared,
    id: Id,
) -> Result<(StatusCode, Json<DraftState>), ApiError> {
    let Path(id) = id?;
    blocking(&engine, move |engine| engine.draft_again(id)).await?;
    Ok((StatusCode::ACCEPTED, Json(DraftState { writing: true })))
}

/// Stops the draft that a language model writes.
#[utoipa::path(delete, path = "/api/v1/conversations/{id}/draft", tag = "drafts",
    params(("id" = String, Path)),
    responses((status = 200, body = DraftState), (status = "default", body = ErrorBody)))]
pub(crate) async fn stop_draft(
    Shared(engine): Shared,
    id: Id,
) -> Result<Json<DraftState>, ApiError> {
    let Path(id) = id?;
    blocking(&engine, move |engine| Ok(engine.stop_draft(id))).await?;
    Ok(Json(DraftState { writing: false }))
}

/// Exactly what a language model would be sent about the newest customer message.
#[utoipa::path(get, path = "/api/v1/conversations/{id}/prompt", tag = "drafts",
    params(("id" = String, Path)),
    responses((status = 200, body = PromptView), (status = "default", body = ErrorBody)))]
pub(crate) async fn prompt(Shared(engine): Shared, id: Id) -> Result<Json<PromptView>, ApiError> {
    let Path(id) = id?;
    blocking(&engine, move |engine| engine.prompt(id)).await.map(Json)
}
