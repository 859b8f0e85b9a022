//! The team's own labels.

use aside_contract::{ErrorBody, TaxonomyDraft, TaxonomySaved, TaxonomyView};
use axum::Json;
use axum::extract::rejection::JsonRejection;

use super::{Shared, blocking};
use crate::ApiError;

/// The labels as their file has them, and how well they are told apart.
#[utoipa::path(get, path = "/api/v1/taxonomy", tag = "taxonomy",
    responses((status = 200, body = TaxonomyView), (status = "default", body = ErrorBody)))]
pub(crate) async fn own_labels(Shared(engine): Shared) -> Result<Json<TaxonomyView>, ApiError> {
    blocking(&engine, |engine| engine.taxonomy()).await.map(Json)
}

/// Writes the labels into their file, or says field by field what is wrong with them.
#[utoipa::path(put, path = "/api/v1/taxonomy", tag = "taxonomy", request_body = TaxonomyDraft,
    responses((status = 200, body = TaxonomySaved), (status = "default", body = ErrorBody)))]
pub(crate) async fn save_own_labels(
    Shared(engine): Shared,
    body: Result<Json<TaxonomyDraft>, JsonRejection>,
) -> Result<Json<TaxonomySaved>, ApiError> {
    let Json(draft) = body?;
    blocking(&engine, move |engine| engine.save_taxonomy(&draft)).await.map(Json)
}
