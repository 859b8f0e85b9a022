//! Labels of messages that agents correct.

use aside_contract::{Conversation, Correction, ErrorBody, LabelKind, LabelNames, MessageId};
use axum::Json;
use axum::extract::Path;
use axum::extract::rejection::{JsonRejection, PathRejection};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Shared, blocking};
use crate::ApiError;

/// The label that a message should have.
#[derive(Deserialize, ToSchema)]
pub(crate) struct NewLabel {
    /// One of the built-in labels of the kind, or of the team's own.
    label: String,
}

/// Every label that is corrected.
#[derive(Serialize, ToSchema)]
pub(crate) struct CorrectionList {
    /// Oldest first.
    corrections: Vec<Correction>,
}

type Place = Result<Path<(MessageId, LabelKind)>, PathRejection>;

/// Corrects a label of a customer's message. Messages that say nearly the same follow from now on.
#[utoipa::path(put, path = "/api/v1/messages/{id}/labels/{kind}", tag = "corrections",
    params(("id" = String, Path), ("kind" = LabelKind, Path)), request_body = NewLabel,
    responses((status = 200, body = Conversation), (status = "default", body = ErrorBody)))]
pub(crate) async fn correct(
    Shared(engine): Shared,
    place: Place,
    body: Result<Json<NewLabel>, JsonRejection>,
) -> Result<Json<Conversation>, ApiError> {
    let (Path((message, kind)), Json(request)) = (place?, body?);
    blocking(&engine, move |engine| engine.correct(message, kind, Some(&request.label)))
        .await
        .map(Json)
}

/// Takes the correction of a label back.
#[utoipa::path(delete, path = "/api/v1/messages/{id}/labels/{kind}", tag = "corrections",
    params(("id" = String, Path), ("kind" = LabelKind, Path)),
    responses((status = 200, body = Conversation), (status = "default", body = ErrorBody)))]
pub(crate) async fn take_back(
    Shared(engine): Shared,
    place: Place,
) -> Result<Json<Conversation>, ApiError> {
    let Path((message, kind)) = place?;
    blocking(&engine, move |engine| engine.correct(message, kind, None)).await.map(Json)
}

/// Every label that agents corrected.
#[utoipa::path(get, path = "/api/v1/corrections", tag = "corrections",
    responses((status = 200, body = CorrectionList), (status = "default", body = ErrorBody)))]
pub(crate) async fn list_corrections(
    Shared(engine): Shared,
) -> Result<Json<CorrectionList>, ApiError> {
    let corrections = blocking(&engine, |engine| engine.corrections()).await?;
    Ok(Json(CorrectionList { corrections }))
}

/// The labels that a message can have.
#[utoipa::path(get, path = "/api/v1/labels", tag = "corrections",
    responses((status = 200, body = LabelNames), (status = "default", body = ErrorBody)))]
pub(crate) async fn labels(Shared(engine): Shared) -> Result<Json<LabelNames>, ApiError> {
    blocking(&engine, |engine| Ok(engine.labels())).await.map(Json)
}
