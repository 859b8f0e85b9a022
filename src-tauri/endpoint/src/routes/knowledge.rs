//! The knowledge base, as the desk sees it.

use aside_contract::{DocumentView, ErrorBody, KnowledgeStatus, SearchResults};
use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{Shared, blocking};
use crate::ApiError;

/// Passages that a search gives where no limit is named.
const DEFAULT_LIMIT: usize = 10;

/// Which document.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct DocumentQuery {
    /// Path relative to the knowledge folder.
    path: String,
}

/// What to search.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct SearchQuery {
    /// The words or the question.
    q: String,
    /// Passages at most, 1 to 100; 10 where not named.
    limit: Option<usize>,
}

/// What the knowledge base holds and does at this moment.
#[utoipa::path(get, path = "/api/v1/knowledge", tag = "knowledge",
    responses((status = 200, body = KnowledgeStatus), (status = "default", body = ErrorBody)))]
pub(crate) async fn status(State(engine): Shared) -> Result<Json<KnowledgeStatus>, ApiError> {
    blocking(&engine, |engine| Ok(engine.knowledge_status())).await.map(Json)
}

/// A document as the engine sees it.
#[utoipa::path(get, path = "/api/v1/knowledge/document", tag = "knowledge", params(DocumentQuery),
    responses((status = 200, body = DocumentView), (status = "default", body = ErrorBody)))]
pub(crate) async fn document(
    State(engine): Shared,
    query: Result<Query<DocumentQuery>, QueryRejection>,
) -> Result<Json<DocumentView>, ApiError> {
    let Query(query) = query?;
    blocking(&engine, move |engine| engine.document(&query.path)).await.map(Json)
}

/// Passages by meaning and words, best first.
#[utoipa::path(get, path = "/api/v1/search", tag = "knowledge", params(SearchQuery),
    responses((status = 200, body = SearchResults), (status = "default", body = ErrorBody)))]
pub(crate) async fn search(
    State(engine): Shared,
    query: Result<Query<SearchQuery>, QueryRejection>,
) -> Result<Json<SearchResults>, ApiError> {
    let Query(query) = query?;
    blocking(&engine, move |engine| engine.search(&query.q, query.limit.unwrap_or(DEFAULT_LIMIT)))
        .await
        .map(Json)
}
