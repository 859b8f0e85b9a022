//! Keys of pages that hold the customer chat.

use aside_contract::{ChatKey, ErrorBody, NewChatKey};
use axum::Json;
use axum::extract::Path;
use axum::extract::rejection::{JsonRejection, PathRejection};
use axum::http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;

use super::{Shared, blocking};
use crate::ApiError;

/// All keys.
#[derive(Serialize, ToSchema)]
pub(crate) struct ChatKeyList {
    /// The oldest first.
    keys: Vec<ChatKey>,
}

/// The keys of pages that hold the chat.
#[utoipa::path(get, path = "/api/v1/chat/keys", tag = "chat",
    responses((status = 200, body = ChatKeyList), (status = "default", body = ErrorBody)))]
pub(crate) async fn list_keys(Shared(engine): Shared) -> Result<Json<ChatKeyList>, ApiError> {
    let keys = blocking(&engine, |engine| engine.chat_keys()).await?;
    Ok(Json(ChatKeyList { keys }))
}

/// Makes a key for the pages of some sites. From the first on, pages of other sites need one to chat.
#[utoipa::path(post, path = "/api/v1/chat/keys", tag = "chat", request_body = NewChatKey,
    responses((status = 201, body = ChatKey), (status = "default", body = ErrorBody)))]
pub(crate) async fn add_key(
    Shared(engine): Shared,
    body: Result<Json<NewChatKey>, JsonRejection>,
) -> Result<(StatusCode, Json<ChatKey>), ApiError> {
    let Json(new) = body?;
    let key = blocking(&engine, move |engine| engine.add_chat_key(&new)).await?;
    Ok((StatusCode::CREATED, Json(key)))
}

/// Removes a key: pages that hold it chat no longer.
#[utoipa::path(delete, path = "/api/v1/chat/keys/{id}", tag = "chat",
    params(("id" = String, Path)),
    responses((status = 204), (status = "default", body = ErrorBody)))]
pub(crate) async fn remove_key(
    Shared(engine): Shared,
    id: Result<Path<String>, PathRejection>,
) -> Result<StatusCode, ApiError> {
    let Path(id) = id?;
    blocking(&engine, move |engine| engine.remove_chat_key(&id)).await?;
    Ok(StatusCode::NO_CONTENT)
}
