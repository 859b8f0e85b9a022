//! Setting Aside up at the desk: where it answers, the team's files, what is stored, backups. For
//! administrators.

use aside_contract::{Caller, ErrorBody};
use aside_engine::{
    Backup, BackupRequest, ChatSettings, DataView, IdentityRequest, IdentitySecret, Reach,
    RedactionRequest, RedactionTrial, TeamFileDraft, TeamFileName, TeamFileView,
};
use axum::Json;
use axum::extract::rejection::{JsonRejection, PathRejection};
use axum::extract::{Extension, Path};
use axum::http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;

use super::{Shared, blocking};
use crate::ApiError;

type Body<T> = Result<Json<T>, JsonRejection>;

/// The files that a team writes.
#[derive(Serialize, ToSchema)]
pub(crate) struct TeamFileList {
    /// Each, whether or not it is there.
    files: Vec<TeamFileView>,
}

/// Where Aside answers, and who may hold its chat.
#[utoipa::path(get, path = "/api/v1/reach", tag = "administration",
    responses((status = 200, body = Reach), (status = "default", body = ErrorBody)))]
pub(crate) async fn reach(Shared(engine): Shared) -> Result<Json<Reach>, ApiError> {
    blocking(&engine, |engine| engine.reach()).await.map(Json)
}

/// Changes which sites may hold the chat, and whether they sign their customers' names.
#[utoipa::path(put, path = "/api/v1/chat/settings", tag = "administration", request_body = ChatSettings,
    responses((status = 200, body = Reach), (status = "default", body = ErrorBody)))]
pub(crate) async fn set_chat(
    Shared(engine): Shared,
    body: Body<ChatSettings>,
) -> Result<Json<Reach>, ApiError> {
    let Json(chat) = body?;
    blocking(&engine, move |engine| engine.set_chat(&chat)).await.map(Json)
}

/// Makes the secret that sites sign their customers' names with. It is in the answer, this once. Refused
/// where there is one that is not to be replaced.
#[utoipa::path(post, path = "/api/v1/chat/identity", tag = "administration",
    request_body = IdentityRequest,
    responses((status = 201, body = IdentitySecret), (status = "default", body = ErrorBody)))]
pub(crate) async fn make_identity_secret(
    Shared(engine): Shared,
    body: Body<IdentityRequest>,
) -> Result<(StatusCode, Json<IdentitySecret>), ApiError> {
    let Json(request) = body?;
    let made = blocking(&engine, move |engine| engine.make_identity_secret(&request)).await?;
    Ok((StatusCode::CREATED, Json(made)))
}

/// The files that a team writes, with what is wrong in them.
#[utoipa::path(get, path = "/api/v1/team-files", tag = "administration",
    responses((status = 200, body = TeamFileList), (status = "default", body = ErrorBody)))]
pub(crate) async fn team_files(Shared(engine): Shared) -> Result<Json<TeamFileList>, ApiError> {
    let files = blocking(&engine, |engine| engine.team_files()).await?;
    Ok(Json(TeamFileList { files }))
}

/// Writes one of them, where it can be used. 409 where it was changed meanwhile.
#[utoipa::path(put, path = "/api/v1/team-files/{name}", tag = "administration",
    params(("name" = TeamFileName, Path)), request_body = TeamFileDraft,
    responses((status = 200, body = TeamFileView), (status = "default", body = ErrorBody)))]
pub(crate) async fn save_team_file(
    Shared(engine): Shared,
    name: Result<Path<TeamFileName>, PathRejection>,
    body: Body<TeamFileDraft>,
) -> Result<Json<TeamFileView>, ApiError> {
    let (Path(name), Json(draft)) = (name?, body?);
    blocking(&engine, move |engine| engine.save_team_file(name, &draft)).await.map(Json)
}

/// Looks through a text as through a message, and tells what would be masked. Nothing of it is stored.
#[utoipa::path(post, path = "/api/v1/redaction/try", tag = "administration",
    request_body = RedactionRequest,
    responses((status = 200, body = RedactionTrial), (status = "default", body = ErrorBody)))]
pub(crate) async fn try_redaction(
    Shared(engine): Shared,
    body: Body<RedactionRequest>,
) -> Result<Json<RedactionTrial>, ApiError> {
    let Json(request) = body?;
    blocking(&engine, move |engine| engine.try_redaction(&request)).await.map(Json)
}

/// What is stored where, in bytes, and which backups were made.
#[utoipa::path(get, path = "/api/v1/data", tag = "administration",
    responses((status = 200, body = DataView), (status = "default", body = ErrorBody)))]
pub(crate) async fn data(Shared(engine): Shared) -> Result<Json<DataView>, ApiError> {
    blocking(&engine, |engine| engine.data()).await.map(Json)
}

/// Makes a backup in a new folder of this machine, which its owner may name; else it goes into the data folder.
#[utoipa::path(post, path = "/api/v1/data/backups", tag = "administration", request_body = BackupRequest,
    responses((status = 201, body = Backup), (status = "default", body = ErrorBody)))]
pub(crate) async fn make_backup(
    Shared(engine): Shared,
    Extension(caller): Extension<Caller>,
    body: Body<BackupRequest>,
) -> Result<(StatusCode, Json<Backup>), ApiError> {
    let Json(request) = body?;
    let made = blocking(&engine, move |engine| engine.make_backup(&caller, &request)).await?;
    Ok((StatusCode::CREATED, Json(made)))
}
