//! The customer-facing chat.

use std::sync::Arc;

use aside_contract::ErrorBody;
use aside_engine::{ChatReply, QueryReply};
use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Extension, State};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{Shared, blocking};
use crate::ApiError;
use crate::metrics::Metrics;

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
    Extension(metrics): Extension<Arc<Metrics>>,
    body: Result<Json<ChatRequest>, JsonRejection>,
) -> Result<Json<ChatReply>, ApiError> {
    let Json(request) = body?;
    let timed = metrics.message();
    let reply =
        blocking(&engine, move |engine| engine.chat(&request.customer_id, &request.message))
            .await?;
    timed.answered(reply.answered_by);
    Ok(Json(reply))
}

/// A customer's question, from an integration.
#[derive(Deserialize, ToSchema)]
pub(crate) struct CustomerQuestion {
    /// Who asks, 1 to 200 characters.
    user_id: String,
    /// What is asked, 1 to 20,000 characters.
    message: String,
}

/// Answers a customer as `/chat` does, and says how the answer came about.
#[utoipa::path(post, path = "/api/v1/query", tag = "chat", request_body = CustomerQuestion,
    responses((status = 200, body = QueryReply), (status = "default", body = ErrorBody)))]
pub(crate) async fn answer(
    State(engine): Shared,
    Extension(metrics): Extension<Arc<Metrics>>,
    body: Result<Json<CustomerQuestion>, JsonRejection>,
) -> Result<Json<QueryReply>, ApiError> {
    let Json(request) = body?;
    let timed = metrics.message();
    let reply =
        blocking(&engine, move |engine| engine.answer(&request.user_id, &request.message)).await?;
    timed.answered(reply.metadata.answered_by);
    Ok(Json(reply))
}
