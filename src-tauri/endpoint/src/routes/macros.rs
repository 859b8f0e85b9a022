//! Macros: the texts that the team keeps.

use aside_contract::{ErrorBody, Macro};
use aside_engine::Engine;
use axum::Json;
use serde::Serialize;
use utoipa::ToSchema;

use super::{Shared, blocking};
use crate::ApiError;

/// Every macro.
#[derive(Serialize, ToSchema)]
pub(crate) struct MacroList {
    /// In the order of their file.
    macros: Vec<Macro>,
    /// What `{team}` stands for in them; none where the team has no name.
    #[serde(skip_serializing_if = "Option::is_none")]
    team: Option<String>,
}

/// The texts that the team keeps, as their file has them now.
#[utoipa::path(get, path = "/api/v1/macros", tag = "macros",
    responses((status = 200, body = MacroList), (status = "default", body = ErrorBody)))]
pub(crate) async fn macros(Shared(engine): Shared) -> Result<Json<MacroList>, ApiError> {
    let read = |engine: &Engine| Ok((engine.macros(), engine.team_name()));
    let (macros, team) = blocking(&engine, read).await?;
    Ok(Json(MacroList { macros, team }))
}
