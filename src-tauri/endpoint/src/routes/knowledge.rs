//! The knowledge base, as the desk sees it.

use std::sync::Arc;

use aside_contract::{
    DisagreementList, DocumentView, ErrorBody, FileList, FileStage, KnowledgeStatus,
    MarkedDocument, SearchFilter, SearchResults, Timestamp, Visibility,
};
use aside_engine::{Engine, FilesRequest};
use axum::Json;
use axum::extract::rejection::{JsonRejection, QueryRejection};
use axum::extract::{Extension, Query};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::{Shared, blocking};
use crate::ApiError;
use crate::metrics::Metrics;

/// Passages that a search gives where no limit is named.
const DEFAULT_LIMIT: usize = 10;

/// Files that a page holds where no limit is named.
const DEFAULT_FILES: usize = 100;

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
    /// Only documents of this category.
    category: Option<String>,
    /// Only documents with each of these tags, separated by commas.
    tags: Option<String>,
    /// Only documents below this folder, relative to the knowledge folder.
    folder: Option<String>,
    /// Only documents changed then or later, in milliseconds since 1970.
    updated_after: Option<i64>,
    /// Only documents that these may be shown.
    visibility: Option<Visibility>,
}

impl SearchQuery {
    fn filter(&self) -> SearchFilter {
        let tags = self.tags.iter().flat_map(|tags| tags.split(','));
        SearchFilter {
            category: self.category.clone(),
            tags: tags.map(|tag| tag.trim().to_owned()).filter(|tag| !tag.is_empty()).collect(),
            folder: self.folder.clone(),
            updated_after: self.updated_after.map(Timestamp),
            visibility: self.visibility,
        }
    }
}

/// Which files.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct FilesQuery {
    /// A part of their paths in any case, or a pattern with `*` and `?`; all where not named.
    q: Option<String>,
    /// Only those that stand here.
    state: Option<FileStage>,
    /// Only those with a document that another one repeats, or nearly.
    #[serde(default)]
    duplicated: bool,
    /// Only those with a document that seems to give orders to a language model.
    #[serde(default)]
    marked: bool,
    /// The `next` of the page before.
    cursor: Option<String>,
    /// Files at most, 1 to 1,000; 100 where not named.
    limit: Option<usize>,
}

/// What is read again.
#[derive(Deserialize, ToSchema)]
pub(crate) struct Retry {
    /// A file's path relative to the knowledge folder; where not named, all that could not be read.
    #[serde(default)]
    path: Option<String>,
}

/// What somebody decided about a marked document.
#[derive(Deserialize, ToSchema)]
pub(crate) struct Judgement {
    /// The document.
    document: String,
    /// Whether language models may be handed it as it reads now.
    allowed: bool,
}

/// Allows a document that seems to give orders to a language model to be handed to one, or takes that
/// back.
#[utoipa::path(post, path = "/api/v1/knowledge/judge", tag = "knowledge", request_body = Judgement,
    responses((status = 200, body = MarkedDocument), (status = "default", body = ErrorBody)))]
pub(crate) async fn judge(
    Shared(engine): Shared,
    body: Result<Json<Judgement>, JsonRejection>,
) -> Result<Json<MarkedDocument>, ApiError> {
    let Json(Judgement { document, allowed }) = body?;
    blocking(&engine, move |engine| engine.judge_document(&document, allowed)).await.map(Json)
}

/// What the knowledge base holds and does at this moment.
#[utoipa::path(get, path = "/api/v1/knowledge", tag = "knowledge",
    responses((status = 200, body = KnowledgeStatus), (status = "default", body = ErrorBody)))]
pub(crate) async fn status(Shared(engine): Shared) -> Result<Json<KnowledgeStatus>, ApiError> {
    blocking(&engine, |engine| Ok(engine.knowledge_status())).await.map(Json)
}

/// A document as the engine sees it.
#[utoipa::path(get, path = "/api/v1/knowledge/document", tag = "knowledge", params(DocumentQuery),
    responses((status = 200, body = DocumentView), (status = "default", body = ErrorBody)))]
pub(crate) async fn document(
    Shared(engine): Shared,
    query: Result<Query<DocumentQuery>, QueryRejection>,
) -> Result<Json<DocumentView>, ApiError> {
    let Query(query) = query?;
    blocking(&engine, move |engine| engine.document(&query.path)).await.map(Json)
}

/// Passages by meaning and words, best first.
#[utoipa::path(get, path = "/api/v1/search", tag = "knowledge", params(SearchQuery),
    responses((status = 200, body = SearchResults), (status = "default", body = ErrorBody)))]
pub(crate) async fn search(
    Shared(engine): Shared,
    Extension(metrics): Extension<Arc<Metrics>>,
    query: Result<Query<SearchQuery>, QueryRejection>,
) -> Result<Json<SearchResults>, ApiError> {
    let Query(query) = query?;
    metrics.query();
    blocking(&engine, move |engine| {
        engine.search(&query.q, query.filter(), query.limit.unwrap_or(DEFAULT_LIMIT))
    })
    .await
    .map(Json)
}

/// Sentences of different documents that say the same with two numbers.
#[utoipa::path(get, path = "/api/v1/knowledge/disagreements", tag = "knowledge",
    responses((status = 200, body = DisagreementList), (status = "default", body = ErrorBody)))]
pub(crate) async fn disagreements(
    Shared(engine): Shared,
) -> Result<Json<DisagreementList>, ApiError> {
    let list = blocking(&engine, Engine::disagreements).await?;
    Ok(Json(DisagreementList::clone(&list)))
}

/// Where files stand, why, and what was made of them, by path.
#[utoipa::path(get, path = "/api/v1/knowledge/files", tag = "knowledge", params(FilesQuery),
    responses((status = 200, body = FileList), (status = "default", body = ErrorBody)))]
pub(crate) async fn files(
    Shared(engine): Shared,
    query: Result<Query<FilesQuery>, QueryRejection>,
) -> Result<Json<FileList>, ApiError> {
    let Query(FilesQuery { q, state, duplicated, marked, cursor, limit }) = query?;
    blocking(&engine, move |engine| {
        engine.files(&FilesRequest {
            pattern: q.as_deref().unwrap_or_default(),
            state,
            duplicated,
            marked,
            after: cursor.as_deref(),
            limit: limit.unwrap_or(DEFAULT_FILES),
        })
    })
    .await
    .map(Json)
}

/// Reads a file again, or all that could not be read, whatever was found out about them before.
#[utoipa::path(post, path = "/api/v1/knowledge/retry", tag = "knowledge", request_body = Retry,
    responses((status = 200, body = KnowledgeStatus), (status = "default", body = ErrorBody)))]
pub(crate) async fn retry(
    Shared(engine): Shared,
    body: Result<Json<Retry>, JsonRejection>,
) -> Result<Json<KnowledgeStatus>, ApiError> {
    let Json(Retry { path }) = body?;
    blocking(&engine, move |engine| engine.retry(path.as_deref())).await.map(Json)
}

/// Holds finding by meaning and the recognition of pictures of text back, also after the next start. Words
/// find new files all the same.
#[utoipa::path(post, path = "/api/v1/knowledge/pause", tag = "knowledge",
    responses((status = 200, body = KnowledgeStatus), (status = "default", body = ErrorBody)))]
pub(crate) async fn pause(Shared(engine): Shared) -> Result<Json<KnowledgeStatus>, ApiError> {
    blocking(&engine, |engine| engine.pause_embedding(true)).await.map(Json)
}

/// Lets finding by meaning and the recognition of pictures of text go on.
#[utoipa::path(post, path = "/api/v1/knowledge/resume", tag = "knowledge",
    responses((status = 200, body = KnowledgeStatus), (status = "default", body = ErrorBody)))]
pub(crate) async fn resume(Shared(engine): Shared) -> Result<Json<KnowledgeStatus>, ApiError> {
    blocking(&engine, |engine| engine.pause_embedding(false)).await.map(Json)
}
