//! The customer-facing chat.

use std::sync::Arc;

use aside_contract::ErrorBody;
use aside_engine::{Answered, ChatReply, Engine, EngineError, QueryReply, TakenIn};
use axum::Json;
use axum::extract::Extension;
use axum::extract::rejection::JsonRejection;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{Shared, blocking};
use crate::ApiError;
use crate::metrics::{Metrics, Timed};

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
    Shared(engine): Shared,
    Extension(metrics): Extension<Arc<Metrics>>,
    body: Result<Json<ChatRequest>, JsonRejection>,
) -> Result<Json<ChatReply>, ApiError> {
    let Json(request) = body?;
    let timed = metrics.message();
    let answered = answered(&engine, timed, move |engine| {
        engine.take_in_chat(&request.customer_id, &request.message)
    });
    Ok(Json(answered.await?.into()))
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
    Shared(engine): Shared,
    Extension(metrics): Extension<Arc<Metrics>>,
    body: Result<Json<CustomerQuestion>, JsonRejection>,
) -> Result<Json<QueryReply>, ApiError> {
    let Json(request) = body?;
    let timed = metrics.message();
    let answered = answered(&engine, timed, move |engine| {
        engine.take_in_chat(&request.user_id, &request.message)
    });
    Ok(Json(answered.await?.into()))
}

/// Stores a message and waits for its answer, which is made whether or not the customer's side waits for it.
pub(super) async fn answered(
    engine: &Arc<Engine>,
    timed: Timed,
    take_in: impl FnOnce(&Engine) -> Result<TakenIn, EngineError> + Send + 'static,
) -> Result<Answered, ApiError> {
    let taken = move |engine: &Engine| Ok(engine.answer(take_in(engine)?));
    let answered = blocking(engine, taken).await?.wait().await?;
    timed.answered(answered.by());
    Ok(answered)
}
