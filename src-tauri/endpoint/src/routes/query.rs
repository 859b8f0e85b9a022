//! Questions in SQL, as supervisors ask them.

use aside_contract::{ErrorBody, QueryAnswer, QueryCatalog, QueryRequest};
use axum::Json;
use axum::extract::rejection::JsonRejection;

use super::{Shared, blocking};
use crate::ApiError;

/// Answers one question in SQL, read-only: at most 1,000 rows, within 5 seconds.
#[utoipa::path(post, path = "/api/v1/sql", tag = "query", request_body = QueryRequest,
    responses((status = 200, body = QueryAnswer), (status = "default", body = ErrorBody)))]
pub(crate) async fn ask(
    Shared(engine): Shared,
    body: Result<Json<QueryRequest>, JsonRejection>,
) -> Result<Json<QueryAnswer>, ApiError> {
    let Json(request) = body?;
    blocking(&engine, move |engine| engine.query(&request)).await.map(Json)
}

/// The tables that can be asked, and questions to begin with.
#[utoipa::path(get, path = "/api/v1/sql/tables", tag = "query",
    responses((status = 200, body = QueryCatalog), (status = "default", body = ErrorBody)))]
pub(crate) async fn tables(Shared(engine): Shared) -> Result<Json<QueryCatalog>, ApiError> {
    blocking(&engine, |engine| Ok(engine.query_catalog())).await.map(Json)
}
