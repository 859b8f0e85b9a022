//! Whether everything works.

use aside_engine::Health;
use axum::Json;
use axum::extract::State;

use super::{Shared, blocking};
use crate::ApiError;

/// The state of the engine: the model, the knowledge base, the version.
#[utoipa::path(get, path = "/health", tag = "health", responses((status = 200, body = Health)))]
pub(crate) async fn health(State(engine): Shared) -> Result<Json<Health>, ApiError> {
    blocking(&engine, |engine| Ok(engine.health())).await.map(Json)
}
