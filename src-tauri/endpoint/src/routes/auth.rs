//! Signing in and out.

use std::sync::Arc;
use std::time::Duration;

use aside_contract::{Caller, Credentials, ErrorBody, ErrorCode, SignedIn};
use aside_engine::Engine;
use axum::extract::rejection::JsonRejection;
use axum::extract::{DefaultBodyLimit, Extension, Request};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::{Json, middleware};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{Shared, blocking};
use crate::ApiError;
use crate::limits::{Address, Limits};

type Body<T> = Result<Json<T>, JsonRejection>;

/// The largest body that is read from somebody unknown, in bytes.
const MAX_BODY: usize = 8 * 1024;
/// How long somebody unknown may take to send it and be answered.
const PATIENCE: Duration = Duration::from_secs(5);

/// A refresh token.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RefreshToken {
    /// As signing in, or the last refresh, gave it.
    refresh_token: String,
}

/// Another password for whoever is signed in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PasswordChange {
    /// The one of before.
    old_password: String,
    /// The one from now on, at least 10 characters.
    new_password: String,
}

/// The routes, with narrower limits than the others: whoever reaches the port may ask.
pub(crate) fn routes() -> OpenApiRouter<Arc<Engine>> {
    OpenApiRouter::new()
        .routes(routes!(login))
        .routes(routes!(refresh))
        .routes(routes!(logout))
        .routes(routes!(me))
        .routes(routes!(change_password))
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .layer(middleware::from_fn(in_time))
}

/// Signs in. The access token goes with each request as `Authorization: Bearer …` and holds for 15 minutes.
#[utoipa::path(post, path = "/auth/login", tag = "users", request_body = Credentials,
    responses((status = 200, body = SignedIn), (status = "default", body = ErrorBody)))]
pub(crate) async fn login(
    Shared(engine): Shared,
    Extension(limits): Extension<Arc<Limits>>,
    address: Address,
    body: Body<Credentials>,
) -> Result<Json<SignedIn>, ApiError> {
    let Json(credentials) = body?;
    limits.sign_in(address, &credentials.name)?;
    blocking(&engine, move |engine| engine.sign_in(&credentials)).await.map(Json)
}

/// The next pair of tokens. A refresh token counts once: one that comes again ends the sign-in.
#[utoipa::path(post, path = "/auth/refresh", tag = "users", request_body = RefreshToken,
    responses((status = 200, body = SignedIn), (status = "default", body = ErrorBody)))]
pub(crate) async fn refresh(
    Shared(engine): Shared,
    body: Body<RefreshToken>,
) -> Result<Json<SignedIn>, ApiError> {
    let Json(RefreshToken { refresh_token }) = body?;
    blocking(&engine, move |engine| engine.refresh(&refresh_token)).await.map(Json)
}

/// Signs out: the refresh token and its access tokens count no longer.
#[utoipa::path(post, path = "/auth/logout", tag = "users", request_body = RefreshToken,
    responses((status = 204), (status = "default", body = ErrorBody)))]
pub(crate) async fn logout(
    Shared(engine): Shared,
    body: Body<RefreshToken>,
) -> Result<StatusCode, ApiError> {
    let Json(RefreshToken { refresh_token }) = body?;
    blocking(&engine, move |engine| engine.sign_out(&refresh_token)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Who asks, and what they may do.
#[utoipa::path(get, path = "/auth/me", tag = "users",
    responses((status = 200, body = Caller), (status = "default", body = ErrorBody)))]
pub(crate) async fn me(Extension(caller): Extension<Caller>) -> Json<Caller> {
    Json(caller)
}

/// Changes the own password. Every sign-in of the user ends; the answer is a new one.
#[utoipa::path(put, path = "/auth/password", tag = "users", request_body = PasswordChange,
    responses((status = 200, body = SignedIn), (status = "default", body = ErrorBody)))]
pub(crate) async fn change_password(
    Shared(engine): Shared,
    Extension(limits): Extension<Arc<Limits>>,
    Extension(caller): Extension<Caller>,
    address: Address,
    body: Body<PasswordChange>,
) -> Result<Json<SignedIn>, ApiError> {
    let Json(PasswordChange { old_password, new_password }) = body?;
    let user = caller
        .user
        .ok_or_else(|| ApiError::invalid("only who signed in has a password to change"))?;
    // Somebody who found a desk open guesses as slowly as anybody else.
    limits.sign_in(address, &user.name)?;
    let change =
        move |engine: &Engine| engine.change_own_password(&user, &old_password, &new_password);
    blocking(&engine, change).await.map(Json)
}

/// Ends requests that do not come to an end.
async fn in_time(request: Request, next: Next) -> Response {
    match tokio::time::timeout(PATIENCE, next.run(request)).await {
        Ok(response) => response,
        Err(_) => {
            let detail = format!("the request took longer than {} s", PATIENCE.as_secs());
            let body = ErrorBody { detail, code: ErrorCode::InvalidInput, place: None };
            (StatusCode::REQUEST_TIMEOUT, Json(body)).into_response()
        }
    }
}
