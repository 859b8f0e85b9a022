//! Articles: documents that are written over the API. Supervisors may add them, administrators change and
//! remove them.

use aside_contract::{Article, ArticleDraft, ArticleEdit, ErrorBody};
use axum::Json;
use axum::extract::rejection::{JsonRejection, PathRejection, QueryRejection};
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{Shared, blocking};
use crate::ApiError;

/// Articles that a page holds where no limit is named.
const DEFAULT_ARTICLES: usize = 100;

type Id = Result<Path<String>, PathRejection>;
type Body<T> = Result<Json<T>, JsonRejection>;
type Accepted = (StatusCode, Json<Article>);

/// Which articles.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Which {
    /// Only those after the article of this name.
    after: Option<String>,
    /// Articles at most, 1 to 1,000; 100 where not named.
    limit: Option<usize>,
}

/// Which wording is removed.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Known {
    /// The version that was read.
    version: String,
}

/// Articles.
#[derive(Serialize, ToSchema)]
pub(crate) struct ArticleList {
    /// By their names.
    articles: Vec<Article>,
}

/// The articles that were written over the API.
#[utoipa::path(get, path = "/api/v1/knowledge/articles", tag = "knowledge", params(Which),
    responses((status = 200, body = ArticleList), (status = "default", body = ErrorBody)))]
pub(crate) async fn list_articles(
    Shared(engine): Shared,
    which: Result<Query<Which>, QueryRejection>,
) -> Result<Json<ArticleList>, ApiError> {
    let Query(Which { after, limit }) = which?;
    let articles = blocking(&engine, move |engine| {
        engine.articles(after.as_deref().unwrap_or_default(), limit.unwrap_or(DEFAULT_ARTICLES))
    })
    .await?;
    Ok(Json(ArticleList { articles }))
}

/// Writes a new article into the knowledge folder. It is found when its state says so.
#[utoipa::path(post, path = "/api/v1/knowledge/articles", tag = "knowledge", request_body = ArticleDraft,
    responses((status = 202, body = Article), (status = "default", body = ErrorBody)))]
pub(crate) async fn add_article(
    Shared(engine): Shared,
    body: Body<ArticleDraft>,
) -> Result<Accepted, ApiError> {
    let Json(draft) = body?;
    let article = blocking(&engine, move |engine| engine.add_article(&draft)).await?;
    Ok((StatusCode::ACCEPTED, Json(article)))
}

/// One article, and whether it is found.
#[utoipa::path(get, path = "/api/v1/knowledge/articles/{id}", tag = "knowledge",
    params(("id" = String, Path)),
    responses((status = 200, body = Article), (status = "default", body = ErrorBody)))]
pub(crate) async fn read_article(
    Shared(engine): Shared,
    id: Id,
) -> Result<Json<Article>, ApiError> {
    let Path(id) = id?;
    blocking(&engine, move |engine| engine.article(&id)).await.map(Json)
}

/// Writes an article anew. 409 where it is not in the version that is named any more.
#[utoipa::path(put, path = "/api/v1/knowledge/articles/{id}", tag = "knowledge",
    params(("id" = String, Path)), request_body = ArticleEdit,
    responses((status = 202, body = Article), (status = "default", body = ErrorBody)))]
pub(crate) async fn change_article(
    Shared(engine): Shared,
    id: Id,
    body: Body<ArticleEdit>,
) -> Result<Accepted, ApiError> {
    let (Path(id), Json(edit)) = (id?, body?);
    let article = blocking(&engine, move |engine| engine.change_article(&id, &edit)).await?;
    Ok((StatusCode::ACCEPTED, Json(article)))
}

/// Removes an article. 409 where it is not in the version that is named any more.
#[utoipa::path(delete, path = "/api/v1/knowledge/articles/{id}", tag = "knowledge",
    params(("id" = String, Path), Known),
    responses((status = 202, body = Article), (status = "default", body = ErrorBody)))]
pub(crate) async fn remove_article(
    Shared(engine): Shared,
    id: Id,
    known: Result<Query<Known>, QueryRejection>,
) -> Result<Accepted, ApiError> {
    let (Path(id), Query(Known { version })) = (id?, known?);
    let article = blocking(&engine, move |engine| engine.remove_article(&id, &version)).await?;
    Ok((StatusCode::ACCEPTED, Json(article)))
}
