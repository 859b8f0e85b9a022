//! Whether everything works, for people, supervisors of processes, and Prometheus.

use std::sync::Arc;

use aside_contract::{ErrorBody, ErrorCode};
use aside_engine::{Engine, Health, HealthStatus, Stats};
use axum::extract::{Extension, Request};
use axum::http::header;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::{Json, middleware};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{Shared, blocking};
use crate::ApiError;
use crate::limits::{Address, Limits};
use crate::metrics::Metrics;

/// The routes that say how Aside does, which are not asked without end.
pub(crate) fn looks() -> OpenApiRouter<Arc<Engine>> {
    OpenApiRouter::new()
        .routes(routes!(health))
        .routes(routes!(sign))
        .routes(routes!(detailed))
        .routes(routes!(liveness))
        .routes(routes!(readiness))
        .routes(routes!(versioned))
        .layer(middleware::from_fn(count_looks))
}

async fn count_looks(
    Extension(limits): Extension<Arc<Limits>>,
    address: Address,
    request: Request,
    next: Next,
) -> Result<Response, ApiError> {
    limits.health(address)?;
    Ok(next.run(request).await)
}

/// In one word.
#[derive(Serialize, ToSchema)]
pub(crate) struct Sign {
    /// Whether everything works.
    status: HealthStatus,
}

/// The state of the engine: the model, the knowledge base, the version.
#[utoipa::path(get, path = "/health", tag = "health",
    responses((status = 200, body = Health), (status = "default", body = ErrorBody)))]
pub(crate) async fn health(Shared(engine): Shared) -> Result<Json<Health>, ApiError> {
    blocking(&engine, |engine| Ok(engine.health())).await.map(Json)
}

/// As `/health`.
#[utoipa::path(get, path = "/health/detailed", tag = "health",
    responses((status = 200, body = Health), (status = "default", body = ErrorBody)))]
pub(crate) async fn detailed(engine: Shared) -> Result<Json<Health>, ApiError> {
    health(engine).await
}

/// As `/health`.
#[utoipa::path(get, path = "/api/v1/health", tag = "health",
    responses((status = 200, body = Health), (status = "default", body = ErrorBody)))]
pub(crate) async fn versioned(engine: Shared) -> Result<Json<Health>, ApiError> {
    health(engine).await
}

/// Whether Aside is there, in one word.
#[utoipa::path(get, path = "/health/", tag = "health",
    responses((status = 200, body = Sign), (status = "default", body = ErrorBody)))]
pub(crate) async fn sign(Shared(engine): Shared) -> Result<Json<Sign>, ApiError> {
    let status = blocking(&engine, |engine| Ok(engine.health().status)).await?;
    Ok(Json(Sign { status }))
}

/// Whether the process answers; restart it where this does not.
#[utoipa::path(get, path = "/health/liveness", tag = "health",
    responses((status = 200, body = Sign), (status = "default", body = ErrorBody)))]
pub(crate) async fn liveness() -> Json<Sign> {
    Json(Sign { status: HealthStatus::Ok })
}

/// Whether messages can be taken: the stores are read. Send none here where this says 503.
#[utoipa::path(get, path = "/health/readiness", tag = "health",
    responses((status = 200, body = Sign), (status = 503, body = ErrorBody),
        (status = "default", body = ErrorBody)))]
pub(crate) async fn readiness(Shared(engine): Shared) -> Result<Json<Sign>, ApiError> {
    match blocking(&engine, |engine| engine.ready()).await {
        Ok(()) => Ok(Json(Sign { status: HealthStatus::Ok })),
        Err(error) => Err(ApiError::new(ErrorCode::Overloaded, error.into_body().detail)),
    }
}

/// How much there is, in numbers.
#[utoipa::path(get, path = "/api/v1/stats", tag = "health",
    responses((status = 200, body = Stats), (status = "default", body = ErrorBody)))]
pub(crate) async fn stats(Shared(engine): Shared) -> Result<Json<Stats>, ApiError> {
    blocking(&engine, |engine| engine.stats()).await.map(Json)
}

/// Counts and gauges in the text format of OpenMetrics, as Prometheus reads it.
#[utoipa::path(get, path = "/metrics", tag = "health",
    responses((status = 200, content_type = "application/openmetrics-text", body = String),
        (status = "default", body = ErrorBody)))]
pub(crate) async fn metrics(
    Shared(engine): Shared,
    Extension(metrics): Extension<Arc<Metrics>>,
) -> Result<impl IntoResponse, ApiError> {
    let text = blocking(&engine, move |engine| metrics.text(engine)).await?;
    Ok((
        [(header::CONTENT_TYPE, "application/openmetrics-text; version=1.0.0; charset=utf-8")],
        text,
    ))
}
