//! Customers: what they are entitled to.

use aside_contract::{ErrorBody, Standing};
use aside_engine::CustomerView;
use axum::Json;
use axum::extract::Path;
use axum::extract::rejection::{JsonRejection, PathRejection};

use super::{Shared, blocking};
use crate::ApiError;

type Name = Result<Path<String>, PathRejection>;

/// What a customer is entitled to, and which tiers there are.
#[utoipa::path(get, path = "/api/v1/customers/{customer}", tag = "customers",
    params(("customer" = String, Path)),
    responses((status = 200, body = CustomerView), (status = "default", body = ErrorBody)))]
pub(crate) async fn customer(
    Shared(engine): Shared,
    name: Name,
) -> Result<Json<CustomerView>, ApiError> {
    let Path(name) = name?;
    blocking(&engine, move |engine| engine.customer(&name)).await.map(Json)
}

/// Gives a customer priority by contract and a tier of service, or takes them away.
#[utoipa::path(put, path = "/api/v1/customers/{customer}", tag = "customers",
    params(("customer" = String, Path)), request_body = Standing,
    responses((status = 200, body = CustomerView), (status = "default", body = ErrorBody)))]
pub(crate) async fn set_standing(
    Shared(engine): Shared,
    name: Name,
    body: Result<Json<Standing>, JsonRejection>,
) -> Result<Json<CustomerView>, ApiError> {
    let (Path(name), Json(standing)) = (name?, body?);
    blocking(&engine, move |engine| engine.set_standing(&name, &standing)).await.map(Json)
}
