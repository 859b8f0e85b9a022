//! Webhooks: addresses outside that are told what happens. For administrators.

use aside_contract::{
    DeliveryId, ErrorBody, FailedDelivery, NewWebhook, Webhook, WebhookEdit, WebhookId,
    WebhookSecret, WebhookTest,
};
use axum::Json;
use axum::extract::Path;
use axum::extract::rejection::{JsonRejection, PathRejection};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Shared, blocking};
use crate::ApiError;

type Id = Result<Path<WebhookId>, PathRejection>;
type Body<T> = Result<Json<T>, JsonRejection>;

/// Webhooks.
#[derive(Serialize, ToSchema)]
pub(crate) struct WebhookList {
    /// The oldest first.
    webhooks: Vec<Webhook>,
}

/// Deliveries that were given up.
#[derive(Serialize, ToSchema)]
pub(crate) struct FailedDeliveries {
    /// The newest first.
    deliveries: Vec<FailedDelivery>,
}

/// What is delivered again.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct ReplayRequest {
    /// One delivery; all where absent.
    delivery: Option<DeliveryId>,
}

/// How many deliveries wait again.
#[derive(Serialize, ToSchema)]
pub(crate) struct Replayed {
    /// So many.
    replayed: u64,
}

/// Makes a webhook. The answer has its secret, this once. 409 where there is no key to make one of.
#[utoipa::path(post, path = "/api/v1/webhooks", tag = "webhooks", request_body = NewWebhook,
    responses((status = 201, body = WebhookSecret), (status = "default", body = ErrorBody)))]
pub(crate) async fn add_webhook(
    Shared(engine): Shared,
    body: Body<NewWebhook>,
) -> Result<(StatusCode, Json<WebhookSecret>), ApiError> {
    let Json(new) = body?;
    let made = blocking(&engine, move |engine| engine.add_webhook(&new)).await?;
    Ok((StatusCode::CREATED, Json(made)))
}

/// Every webhook.
#[utoipa::path(get, path = "/api/v1/webhooks", tag = "webhooks",
    responses((status = 200, body = WebhookList), (status = "default", body = ErrorBody)))]
pub(crate) async fn list_webhooks(Shared(engine): Shared) -> Result<Json<WebhookList>, ApiError> {
    let webhooks = blocking(&engine, |engine| engine.webhooks()).await?;
    Ok(Json(WebhookList { webhooks }))
}

/// One webhook.
#[utoipa::path(get, path = "/api/v1/webhooks/{id}", tag = "webhooks", params(("id" = String, Path)),
    responses((status = 200, body = Webhook), (status = "default", body = ErrorBody)))]
pub(crate) async fn read_webhook(
    Shared(engine): Shared,
    id: Id,
) -> Result<Json<Webhook>, ApiError> {
    let Path(id) = id?;
    blocking(&engine, move |engine| engine.webhook(id)).await.map(Json)
}

/// Changes a webhook, or switches it off or on. A new secret is in the answer, this once.
#[utoipa::path(put, path = "/api/v1/webhooks/{id}", tag = "webhooks", params(("id" = String, Path)),
    request_body = WebhookEdit,
    responses((status = 200, body = WebhookSecret), (status = "default", body = ErrorBody)))]
pub(crate) async fn change_webhook(
    Shared(engine): Shared,
    id: Id,
    body: Body<WebhookEdit>,
) -> Result<Json<WebhookSecret>, ApiError> {
    let (Path(id), Json(edit)) = (id?, body?);
    blocking(&engine, move |engine| engine.change_webhook(id, &edit)).await.map(Json)
}

/// Removes a webhook with everything that waits for it or could not be delivered.
#[utoipa::path(delete, path = "/api/v1/webhooks/{id}", tag = "webhooks", params(("id" = String, Path)),
    responses((status = 200, body = Webhook), (status = "default", body = ErrorBody)))]
pub(crate) async fn remove_webhook(
    Shared(engine): Shared,
    id: Id,
) -> Result<Json<Webhook>, ApiError> {
    let Path(id) = id?;
    blocking(&engine, move |engine| engine.remove_webhook(id)).await.map(Json)
}

/// Sends a webhook an event that says nothing, and tells what it answered.
#[utoipa::path(post, path = "/api/v1/webhooks/{id}/test", tag = "webhooks", params(("id" = String, Path)),
    responses((status = 200, body = WebhookTest), (status = "default", body = ErrorBody)))]
pub(crate) async fn test_webhook(
    Shared(engine): Shared,
    id: Id,
) -> Result<Json<WebhookTest>, ApiError> {
    let Path(id) = id?;
    blocking(&engine, move |engine| engine.test_webhook(id)).await.map(Json)
}

/// What could not be delivered to a webhook.
#[utoipa::path(get, path = "/api/v1/webhooks/{id}/failed", tag = "webhooks", params(("id" = String, Path)),
    responses((status = 200, body = FailedDeliveries), (status = "default", body = ErrorBody)))]
pub(crate) async fn failed_deliveries(
    Shared(engine): Shared,
    id: Id,
) -> Result<Json<FailedDeliveries>, ApiError> {
    let Path(id) = id?;
    let deliveries = blocking(&engine, move |engine| engine.failed_deliveries(id)).await?;
    Ok(Json(FailedDeliveries { deliveries }))
}

/// Delivers what was given up again: one delivery, or all of a webhook.
#[utoipa::path(post, path = "/api/v1/webhooks/{id}/replay", tag = "webhooks", params(("id" = String, Path)),
    request_body = ReplayRequest,
    responses((status = 200, body = Replayed), (status = "default", body = ErrorBody)))]
pub(crate) async fn replay_deliveries(
    Shared(engine): Shared,
    id: Id,
    body: Body<ReplayRequest>,
) -> Result<Json<Replayed>, ApiError> {
    let (Path(id), Json(ReplayRequest { delivery })) = (id?, body?);
    let replayed = blocking(&engine, move |engine| engine.replay_deliveries(id, delivery)).await?;
    Ok(Json(Replayed { replayed }))
}
