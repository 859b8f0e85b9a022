//! Conversations about much the same.

use aside_contract::{ConversationId, ErrorBody, SimilarConversation};
use axum::Json;
use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Path, Query};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{Shared, blocking};
use crate::ApiError;

/// What conversations are to be about.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct AboutQuery {
    /// What their customers mean, in other words perhaps.
    q: String,
}

/// Conversations about much the same.
#[derive(Serialize, ToSchema)]
pub(crate) struct SimilarConversations {
    /// The nearest first.
    conversations: Vec<SimilarConversation>,
}

/// Conversations in which a customer means this, in whatever words; fifty at most. None without a model.
#[utoipa::path(get, path = "/api/v1/conversations/about", tag = "conversations", params(AboutQuery),
    responses((status = 200, body = SimilarConversations), (status = "default", body = ErrorBody)))]
pub(crate) async fn conversations_about(
    Shared(engine): Shared,
    query: Result<Query<AboutQuery>, QueryRejection>,
) -> Result<Json<SimilarConversations>, ApiError> {
    let Query(AboutQuery { q }) = query?;
    let conversations = blocking(&engine, move |engine| engine.conversations_about(&q)).await?;
    Ok(Json(SimilarConversations { conversations }))
}

/// Resolved conversations about the same matter, and what was answered there; three at most. None without a
/// model.
#[utoipa::path(get, path = "/api/v1/conversations/{id}/similar", tag = "conversations",
    params(("id" = String, Path)),
    responses((status = 200, body = SimilarConversations), (status = "default", body = ErrorBody)))]
pub(crate) async fn similar_resolved(
    Shared(engine): Shared,
    id: Result<Path<ConversationId>, PathRejection>,
) -> Result<Json<SimilarConversations>, ApiError> {
    let Path(id) = id?;
    let conversations = blocking(&engine, move |engine| engine.similar_resolved(id)).await?;
    Ok(Json(SimilarConversations { conversations }))
}
