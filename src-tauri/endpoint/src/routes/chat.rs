//! The customer-facing chat.

use aside_contract::ErrorBody;
use aside_engine::ChatReply;
use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{Shared, blocking};
use crate::ApiError;

/// A customer's message.
#[derive(Deserialize, ToSchema)]
pub(crate) struct ChatRequest {
    /// Who writes, 1 to 200 characters.
    customer_id: String,
    /// What is written, 1 to 20,000 characters.
    message: String,
}

/// Answers a customer, or hands over to a person. The message shows in the desk at once.
#[utoipa::path(post, path = "/chat", tag = "chat", request_body = ChatRequest,
    responses((status = 200, body = ChatReply), (status = "default", body = ErrorBody)))]
pub(crate) async fn chat(
    State(engine): Shared,
    body: Result<Json<ChatRequest>, JsonRejection>,
) -> Result<Json<ChatReply>, ApiError> {
    let Json(request) = body?;
    blocking(&engine, move |engine| engine.chat(&request.customer_id, &request.message))
        .await
        .map(Json)
}
