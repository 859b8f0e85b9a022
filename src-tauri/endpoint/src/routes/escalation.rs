//! Rules of escalation: those that fired wrongly, and the team's own.

use aside_contract::{ConversationId, ErrorBody, Escalation};
use aside_engine::{EscalationDraft, EscalationReplay, EscalationReplayRequest, EscalationView};
use axum::Json;
use axum::extract::Path;
use axum::extract::rejection::{JsonRejection, PathRejection};
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
    Shared(engine): Shared,
    id: Result<Path<ConversationId>, PathRejection>,
    body: Result<Json<Verdict>, JsonRejection>,
) -> Result<Json<Escalation>, ApiError> {
    let (Path(id), Json(Verdict { rule, wrong, note })) = (id?, body?);
    blocking(&engine, move |engine| engine.judge_rule(id, &rule, wrong, note.as_deref()))
        .await
        .map(Json)
}

/// The team's own threshold and rules, as their file has them.
#[utoipa::path(get, path = "/api/v1/escalation/rules", tag = "escalation",
    responses((status = 200, body = EscalationView), (status = "default", body = ErrorBody)))]
pub(crate) async fn escalation_rules(
    Shared(engine): Shared,
) -> Result<Json<EscalationView>, ApiError> {
    blocking(&engine, |engine| engine.escalation_rules()).await.map(Json)
}

/// Writes the team's own threshold and rules into their file. 409 where it was changed meanwhile.
#[utoipa::path(put, path = "/api/v1/escalation/rules", tag = "escalation",
    request_body = EscalationDraft,
    responses((status = 200, body = EscalationView), (status = "default", body = ErrorBody)))]
pub(crate) async fn save_escalation_rules(
    Shared(engine): Shared,
    body: Result<Json<EscalationDraft>, JsonRejection>,
) -> Result<Json<EscalationView>, ApiError> {
    let Json(draft) = body?;
    blocking(&engine, move |engine| engine.save_escalation_rules(&draft)).await.map(Json)
}

/// Tells what a threshold and rules would have advised in the last days, and stores nothing.
#[utoipa::path(post, path = "/api/v1/escalation/replay", tag = "escalation",
    request_body = EscalationReplayRequest,
    responses((status = 200, body = EscalationReplay), (status = "default", body = ErrorBody)))]
pub(crate) async fn replay_escalation(
    Shared(engine): Shared,
    body: Result<Json<EscalationReplayRequest>, JsonRejection>,
) -> Result<Json<EscalationReplay>, ApiError> {
    let Json(request) = body?;
    blocking(&engine, move |engine| engine.replay_escalation(&request)).await.map(Json)
}
