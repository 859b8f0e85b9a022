//! The people who work with Aside.

use aside_contract::{ErrorBody, NewUser, User, UserEdit, UserId, UserName};
use axum::Json;
use axum::extract::Path;
use axum::extract::rejection::{JsonRejection, PathRejection};
use axum::http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;

use super::{Shared, blocking};
use crate::ApiError;

/// All users.
#[derive(Serialize, ToSchema)]
pub(crate) struct UserList {
    /// In the order in which they were added.
    users: Vec<User>,
}

/// Everybody who can sign in.
#[utoipa::path(get, path = "/api/v1/users", tag = "users",
    responses((status = 200, body = UserList), (status = "default", body = ErrorBody)))]
pub(crate) async fn list_users(Shared(engine): Shared) -> Result<Json<UserList>, ApiError> {
    let users = blocking(&engine, |engine| engine.users()).await?;
    Ok(Json(UserList { users }))
}

/// Whom tickets can be given to.
#[derive(Serialize, ToSchema)]
pub(crate) struct UserNames {
    /// Everybody who may sign in, by name; none on a desk of one person.
    users: Vec<UserName>,
}

/// The names and roles of everybody who may sign in, for who gives tickets to them.
#[utoipa::path(get, path = "/api/v1/users/names", tag = "users",
    responses((status = 200, body = UserNames), (status = "default", body = ErrorBody)))]
pub(crate) async fn list_user_names(Shared(engine): Shared) -> Result<Json<UserNames>, ApiError> {
    let users = blocking(&engine, |engine| engine.user_names()).await?;
    Ok(Json(UserNames { users }))
}

/// Adds a user. The first one is an administrator; from then on everybody signs in.
#[utoipa::path(post, path = "/api/v1/users", tag = "users", request_body = NewUser,
    responses((status = 201, body = User), (status = "default", body = ErrorBody)))]
pub(crate) async fn add_user(
    Shared(engine): Shared,
    body: Result<Json<NewUser>, JsonRejection>,
) -> Result<(StatusCode, Json<User>), ApiError> {
    let Json(new) = body?;
    let user = blocking(&engine, move |engine| engine.add_user(&new)).await?;
    Ok((StatusCode::CREATED, Json(user)))
}

/// Changes a user's name, role or password. A new password ends the user's sign-ins.
#[utoipa::path(put, path = "/api/v1/users/{id}", tag = "users",
    params(("id" = String, Path)), request_body = UserEdit,
    responses((status = 200, body = User), (status = "default", body = ErrorBody)))]
pub(crate) async fn change_user(
    Shared(engine): Shared,
    id: Result<Path<UserId>, PathRejection>,
    body: Result<Json<UserEdit>, JsonRejection>,
) -> Result<Json<User>, ApiError> {
    let (Path(id), Json(edit)) = (id?, body?);
    blocking(&engine, move |engine| engine.change_user(id, &edit)).await.map(Json)
}

/// Removes a user and ends their sign-ins. The last administrator stays.
#[utoipa::path(delete, path = "/api/v1/users/{id}", tag = "users",
    params(("id" = String, Path)),
    responses((status = 204), (status = "default", body = ErrorBody)))]
pub(crate) async fn remove_user(
    Shared(engine): Shared,
    id: Result<Path<UserId>, PathRejection>,
) -> Result<StatusCode, ApiError> {
    let Path(id) = id?;
    blocking(&engine, move |engine| engine.remove_user(id)).await?;
    Ok(StatusCode::NO_CONTENT)
}
