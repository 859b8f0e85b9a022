//! The settings of the language model, of the desk beside other programs, and of what is read: for the desktop
//! window alone, never over loopback, where whoever chose a folder could have any file of this user read.

use aside_contract::ErrorBody;
use aside_engine::{
    BesideSettings, KnowledgeChange, KnowledgeChoice, ModelChange, ModelTest, ModelView,
    NearbyModel,
};
use axum::Json;
use axum::extract::rejection::JsonRejection;
use serde::Serialize;
use utoipa::ToSchema;

use super::{Shared, blocking};
use crate::ApiError;

/// Servers on this machine.
#[derive(Serialize, ToSchema)]
pub(crate) struct NearbyModels {
    /// Those that answered.
    found: Vec<NearbyModel>,
}

/// The language model as it is set; never its key. Only in the desktop window.
#[utoipa::path(get, path = "/api/v1/settings/model", tag = "settings",
    responses((status = 200, body = ModelView), (status = "default", body = ErrorBody)))]
pub(crate) async fn model(Shared(engine): Shared) -> Result<Json<ModelView>, ApiError> {
    blocking(&engine, |engine| engine.model_settings()).await.map(Json)
}

/// Changes the settings, and the key where one is sent. Only in the desktop window.
#[utoipa::path(put, path = "/api/v1/settings/model", tag = "settings", request_body = ModelChange,
    responses((status = 200, body = ModelView), (status = "default", body = ErrorBody)))]
pub(crate) async fn set_model(
    Shared(engine): Shared,
    body: Result<Json<ModelChange>, JsonRejection>,
) -> Result<Json<ModelView>, ApiError> {
    let Json(change) = body?;
    blocking(&engine, move |engine| engine.set_model(&change)).await.map(Json)
}

/// Asks the model for one word, and says exactly what is wrong. Only in the desktop window.
#[utoipa::path(post, path = "/api/v1/settings/model/test", tag = "settings",
    responses((status = 200, body = ModelTest), (status = "default", body = ErrorBody)))]
pub(crate) async fn test_model(Shared(engine): Shared) -> Result<Json<ModelTest>, ApiError> {
    blocking(&engine, |engine| engine.test_model()).await.map(Json)
}

/// Looks for model servers on the usual ports of this machine. Only in the desktop window.
#[utoipa::path(get, path = "/api/v1/settings/model/found", tag = "settings",
    responses((status = 200, body = NearbyModels), (status = "default", body = ErrorBody)))]
pub(crate) async fn found_models(Shared(engine): Shared) -> Result<Json<NearbyModels>, ApiError> {
    let found = blocking(&engine, |engine| Ok(engine.nearby_models())).await?;
    Ok(Json(NearbyModels { found }))
}

/// How the desk stands beside other programs. Only in the desktop window.
#[utoipa::path(get, path = "/api/v1/settings/beside", tag = "settings",
    responses((status = 200, body = BesideSettings), (status = "default", body = ErrorBody)))]
pub(crate) async fn beside(Shared(engine): Shared) -> Result<Json<BesideSettings>, ApiError> {
    blocking(&engine, |engine| engine.beside_settings()).await.map(Json)
}

/// Changes how the desk stands beside other programs. Only in the desktop window.
#[utoipa::path(put, path = "/api/v1/settings/beside", tag = "settings", request_body = BesideSettings,
    responses((status = 200, body = BesideSettings), (status = "default", body = ErrorBody)))]
pub(crate) async fn set_beside(
    Shared(engine): Shared,
    body: Result<Json<BesideSettings>, JsonRejection>,
) -> Result<Json<BesideSettings>, ApiError> {
    let Json(change) = body?;
    blocking(&engine, move |engine| engine.set_beside(&change)).await.map(Json)
}

/// The folders of documents and the encoder: which are open, which will be at the next start, and who decides.
/// Only in the desktop window.
#[utoipa::path(get, path = "/api/v1/settings/knowledge", tag = "settings",
    responses((status = 200, body = KnowledgeChoice), (status = "default", body = ErrorBody)))]
pub(crate) async fn knowledge_choice(
    Shared(engine): Shared,
) -> Result<Json<KnowledgeChoice>, ApiError> {
    blocking(&engine, |engine| engine.knowledge_choice()).await.map(Json)
}

/// Chooses the folders of documents, the encoder, or both, from the next start on. Only in the desktop window.
#[utoipa::path(put, path = "/api/v1/settings/knowledge", tag = "settings",
    request_body = KnowledgeChange,
    responses((status = 200, body = KnowledgeChoice), (status = "default", body = ErrorBody)))]
pub(crate) async fn set_knowledge(
    Shared(engine): Shared,
    body: Result<Json<KnowledgeChange>, JsonRejection>,
) -> Result<Json<KnowledgeChoice>, ApiError> {
    let Json(change) = body?;
    blocking(&engine, move |engine| engine.set_knowledge(&change)).await.map(Json)
}
