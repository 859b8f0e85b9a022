//! What was asked and the documents do not answer.

use aside_contract::{ErrorBody, GapList, MissedSearch, MissedSearchKept};
use axum::Json;
use axum::extract::Query;
use axum::extract::rejection::{JsonRejection, QueryRejection};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{Shared, blocking};
use crate::ApiError;

/// Days that are looked at where none are named.
const DEFAULT_DAYS: u32 = 30;

/// How far back.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Span {
    /// Days, 1 to 365; 30 where not named.
    days: Option<u32>,
}

/// Questions that no document answered in the last days, those that ask the same together, with what agents
/// answered and an article drafted from that. What a document answers by now says which.
#[utoipa::path(get, path = "/api/v1/knowledge/gaps", tag = "knowledge", params(Span),
    responses((status = 200, body = GapList), (status = "default", body = ErrorBody)))]
pub(crate) async fn gaps(
    Shared(engine): Shared,
    span: Result<Query<Span>, QueryRejection>,
) -> Result<Json<GapList>, ApiError> {
    let Query(Span { days }) = span?;
    blocking(&engine, move |engine| engine.gaps(days.unwrap_or(DEFAULT_DAYS))).await.map(Json)
}

/// Keeps a search at the desk that found nothing, masked, so that it is seen among the gaps.
#[utoipa::path(post, path = "/api/v1/knowledge/searches", tag = "knowledge", request_body = MissedSearch,
    responses((status = 200, body = MissedSearchKept), (status = "default", body = ErrorBody)))]
pub(crate) async fn missed_search(
    Shared(engine): Shared,
    body: Result<Json<MissedSearch>, JsonRejection>,
) -> Result<Json<MissedSearchKept>, ApiError> {
    let Json(missed) = body?;
    let kept = blocking(&engine, move |engine| engine.keep_missed_search(&missed)).await?;
    Ok(Json(MissedSearchKept { kept }))
}
