//! Golden questions: what has to be found.

use aside_contract::{ErrorBody, GoldenQuestion, GoldenReport};
use aside_engine::Engine;
use axum::Json;
use axum::extract::Query;
use axum::extract::rejection::{JsonRejection, QueryRejection};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{Shared, blocking};
use crate::ApiError;

/// Which question.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct GoldenOne {
    /// The question in its own words.
    ask: String,
}

/// The golden questions, how they stood when they were asked last, and the runs before.
#[utoipa::path(get, path = "/api/v1/knowledge/golden", tag = "knowledge",
    responses((status = 200, body = GoldenReport), (status = "default", body = ErrorBody)))]
pub(crate) async fn golden_questions(
    Shared(engine): Shared,
) -> Result<Json<GoldenReport>, ApiError> {
    blocking(&engine, Engine::golden).await.map(Json)
}

/// Adds a golden question to the team's file, in the place of one with the same words.
#[utoipa::path(post, path = "/api/v1/knowledge/golden", tag = "knowledge", request_body = GoldenQuestion,
    responses((status = 200, body = GoldenReport), (status = "default", body = ErrorBody)))]
pub(crate) async fn add_golden(
    Shared(engine): Shared,
    body: Result<Json<GoldenQuestion>, JsonRejection>,
) -> Result<Json<GoldenReport>, ApiError> {
    let Json(question) = body?;
    blocking(&engine, move |engine| engine.add_golden(&question)).await.map(Json)
}

/// Takes a golden question out of the team's file.
#[utoipa::path(delete, path = "/api/v1/knowledge/golden", tag = "knowledge", params(GoldenOne),
    responses((status = 200, body = GoldenReport), (status = "default", body = ErrorBody)))]
pub(crate) async fn remove_golden(
    Shared(engine): Shared,
    which: Result<Query<GoldenOne>, QueryRejection>,
) -> Result<Json<GoldenReport>, ApiError> {
    let Query(GoldenOne { ask }) = which?;
    blocking(&engine, move |engine| engine.remove_golden(&ask)).await.map(Json)
}

/// Asks all golden questions now.
#[utoipa::path(post, path = "/api/v1/knowledge/golden/run", tag = "knowledge",
    responses((status = 200, body = GoldenReport), (status = "default", body = ErrorBody)))]
pub(crate) async fn ask_golden(Shared(engine): Shared) -> Result<Json<GoldenReport>, ApiError> {
    blocking(&engine, Engine::ask_golden).await.map(Json)
}
