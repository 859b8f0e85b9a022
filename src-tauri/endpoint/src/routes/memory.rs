//! What is remembered of customers.

use aside_contract::{
    CustomerExport, CustomerFact, CustomerMemory, ErrorBody, ErrorCode, FactId, FactKind,
    FactSource, Forgotten, NewFact, Profile,
};
use aside_engine::FactFilter;
use axum::Json;
use axum::extract::rejection::{JsonRejection, PathRejection, QueryRejection};
use axum::extract::{Path, Query};
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{Shared, blocking};
use crate::ApiError;

type Name = Result<Path<String>, PathRejection>;
type Place = Result<Path<(String, FactId)>, PathRejection>;
type Body<T> = Result<Json<T>, JsonRejection>;

/// Which facts.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Which {
    /// What to look for, by meaning: the nearest stand first.
    q: Option<String>,
    /// Only facts of this kind.
    kind: Option<FactKind>,
    /// Only facts from there.
    source: Option<FactSource>,
    /// Only facts whose metadata has this entry, as `name=value`.
    metadata: Option<String>,
}

/// What is remembered of a customer.
#[utoipa::path(get, path = "/api/v1/customers/{customer}/memory", tag = "customers",
    params(("customer" = String, Path), Which),
    responses((status = 200, body = CustomerMemory), (status = "default", body = ErrorBody)))]
pub(crate) async fn customer_memory(
    Shared(engine): Shared,
    name: Name,
    which: Result<Query<Which>, QueryRejection>,
) -> Result<Json<CustomerMemory>, ApiError> {
    let (Path(name), Query(Which { q, kind, source, metadata })) = (name?, which?);
    let metadata = match metadata {
        None => None,
        Some(pair) => match pair.split_once('=') {
            Some((name, value)) => Some((name.to_owned(), value.to_owned())),
            None => {
                let detail = "write the metadata to look for as name=value";
                return Err(ApiError::new(ErrorCode::InvalidInput, detail));
            }
        },
    };
    let filter = FactFilter { text: q, kind, source, metadata };
    blocking(&engine, move |engine| engine.customer_memory(&name, &filter)).await.map(Json)
}

/// Keeps a fact about a customer.
#[utoipa::path(post, path = "/api/v1/customers/{customer}/memory", tag = "customers",
    params(("customer" = String, Path)), request_body = NewFact,
    responses((status = 201, body = CustomerFact), (status = "default", body = ErrorBody)))]
pub(crate) async fn keep_fact(
    Shared(engine): Shared,
    name: Name,
    body: Body<NewFact>,
) -> Result<(StatusCode, Json<CustomerFact>), ApiError> {
    let (Path(name), Json(new)) = (name?, body?);
    let fact = blocking(&engine, move |engine| engine.keep_fact(&name, &new)).await?;
    Ok((StatusCode::CREATED, Json(fact)))
}

/// Corrects a fact.
#[utoipa::path(put, path = "/api/v1/customers/{customer}/memory/{fact}", tag = "customers",
    params(("customer" = String, Path), ("fact" = String, Path)), request_body = NewFact,
    responses((status = 200, body = CustomerFact), (status = "default", body = ErrorBody)))]
pub(crate) async fn correct_fact(
    Shared(engine): Shared,
    place: Place,
    body: Body<NewFact>,
) -> Result<Json<CustomerFact>, ApiError> {
    let (Path((name, fact)), Json(new)) = (place?, body?);
    blocking(&engine, move |engine| engine.correct_fact(&name, fact, &new)).await.map(Json)
}

/// Deletes a fact for good.
#[utoipa::path(delete, path = "/api/v1/customers/{customer}/memory/{fact}", tag = "customers",
    params(("customer" = String, Path), ("fact" = String, Path)),
    responses((status = 204), (status = "default", body = ErrorBody)))]
pub(crate) async fn drop_fact(
    Shared(engine): Shared,
    place: Place,
) -> Result<StatusCode, ApiError> {
    let Path((name, fact)) = place?;
    blocking(&engine, move |engine| engine.drop_fact(&name, fact)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Keeps what the team knows of a customer: what the customer is called, speaks and prefers.
#[utoipa::path(put, path = "/api/v1/customers/{customer}/profile", tag = "customers",
    params(("customer" = String, Path)), request_body = Profile,
    responses((status = 200, body = Profile), (status = "default", body = ErrorBody)))]
pub(crate) async fn set_profile(
    Shared(engine): Shared,
    name: Name,
    body: Body<Profile>,
) -> Result<Json<Profile>, ApiError> {
    let (Path(name), Json(profile)) = (name?, body?);
    blocking(&engine, move |engine| engine.set_profile(&name, &profile)).await.map(Json)
}

/// Everything that is stored of a customer, as one file.
#[utoipa::path(get, path = "/api/v1/customers/{customer}/export", tag = "customers",
    params(("customer" = String, Path)),
    responses((status = 200, body = CustomerExport), (status = "default", body = ErrorBody)))]
pub(crate) async fn export_customer(
    Shared(engine): Shared,
    name: Name,
) -> Result<impl IntoResponse, ApiError> {
    let Path(name) = name?;
    let export = blocking(&engine, move |engine| engine.export_customer(&name)).await?;
    let attached = [(header::CONTENT_DISPOSITION, "attachment; filename=\"customer.json\"")];
    Ok((attached, Json(export)))
}

/// Erases all that is stored of a customer, for good. The ledger keeps hashes alone of what it said.
#[utoipa::path(delete, path = "/api/v1/customers/{customer}", tag = "customers",
    params(("customer" = String, Path)),
    responses((status = 200, body = Forgotten), (status = "default", body = ErrorBody)))]
pub(crate) async fn forget_customer(
    Shared(engine): Shared,
    name: Name,
) -> Result<Json<Forgotten>, ApiError> {
    let Path(name) = name?;
    blocking(&engine, move |engine| engine.forget_customer(&name)).await.map(Json)
}
