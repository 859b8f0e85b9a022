//! Rules of escalation that fired wrongly.

use aside_contract::{ConversationId, ErrorBody, Escalation};
use axum::Json;
use axum::extract::rejection::{JsonRejection, PathRejection};
use axum::extract::{Path, State};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{Shared, blocking};
use crate::ApiError;

/// What somebody says of a rule.
#[derive(Deserialize, ToSchema)]
pub(crate) struct Verdict {
    /// The rule, as the reason names it.
    rule: String,
    /// It fired wrongly; `false` takes that back.
    wrong: bool,
    /// Why, at most 2,000 characters.
    #[serde(default)]
    note: Option<String>,
}

/// Keeps that a rule fired wrongly on the newest customer message. It does not count there any more; the
/// answer is the escalation as it stands then.
#[utoipa::path(post, path = "/api/v1/conversations/{id}/escalation/verdict", tag = "escalation",
    params(("id" = String, Path)), request_body = Verdict,
    responses((status = 200, body = Escalation), (status = "default", body = ErrorBody)))]
pub(crate) async fn judge_rule(
    State(engine): Shared,
    id: Result<Path<ConversationId>, PathRejection>,
    body: Result<Json<Verdict>, JsonRejection>,
) -> Result<Json<Escalation>, ApiError> {
    let (Path(id), Json(Verdict { rule, wrong, note })) = (id?, body?);
    blocking(&engine, move |engine| engine.judge_rule(id, &rule, wrong, note.as_deref()))
        .await
        .map(Json)
}
