//! Quality review.

use aside_contract::{
    Caller, Category, Checklist, ConversationId, ErrorBody, NewReview, Review, ReviewList,
    ReviewSample,
};
use aside_engine::SampleRequest;
use axum::Json;
use axum::extract::rejection::{JsonRejection, PathRejection, QueryRejection};
use axum::extract::{Extension, Path, Query};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{Shared, blocking};
use crate::ApiError;

/// Where no days, and how many conversations, are named.
const DEFAULT_DAYS: u32 = 30;
const DEFAULT_COUNT: usize = 10;

/// How far back.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ReviewedIn {
    /// Days; 30 where not named.
    days: Option<u32>,
}

/// Which conversations are drawn.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Draw {
    /// Of those that changed in so many days; 30 where not named.
    days: Option<u32>,
    /// How many, 1 to 100; 10 where not named.
    count: Option<usize>,
    /// The same number draws the same; 0 where not named.
    seed: Option<u32>,
    /// Only those of this category.
    category: Option<Category>,
    /// Only those whose ticket this person has.
    owner: Option<String>,
    /// Only those in which this one replied last.
    agent: Option<String>,
    /// Only those without a review.
    #[serde(default)]
    unreviewed: bool,
}

/// The reviews of the last days, and what they come to by agent and by criterion.
#[utoipa::path(get, path = "/api/v1/reviews", tag = "reviews", params(ReviewedIn),
    responses((status = 200, body = ReviewList), (status = "default", body = ErrorBody)))]
pub(crate) async fn list_reviews(
    Shared(engine): Shared,
    span: Result<Query<ReviewedIn>, QueryRejection>,
) -> Result<Json<ReviewList>, ApiError> {
    let Query(ReviewedIn { days }) = span?;
    blocking(&engine, move |engine| engine.reviews(days.unwrap_or(DEFAULT_DAYS))).await.map(Json)
}

/// What conversations are reviewed by.
#[utoipa::path(get, path = "/api/v1/reviews/checklist", tag = "reviews",
    responses((status = 200, body = Checklist), (status = "default", body = ErrorBody)))]
pub(crate) async fn checklist(Shared(engine): Shared) -> Result<Json<Checklist>, ApiError> {
    blocking(&engine, |engine| Ok(engine.checklist())).await.map(Json)
}

/// Draws conversations at random that were answered.
#[utoipa::path(get, path = "/api/v1/reviews/sample", tag = "reviews", params(Draw),
    responses((status = 200, body = ReviewSample), (status = "default", body = ErrorBody)))]
pub(crate) async fn sample(
    Shared(engine): Shared,
    draw: Result<Query<Draw>, QueryRejection>,
) -> Result<Json<ReviewSample>, ApiError> {
    let Query(Draw { days, count, seed, category, owner, agent, unreviewed }) = draw?;
    let request = SampleRequest {
        days: days.unwrap_or(DEFAULT_DAYS),
        count: count.unwrap_or(DEFAULT_COUNT),
        seed: seed.unwrap_or_default(),
        category,
        owner,
        agent,
        unreviewed,
    };
    blocking(&engine, move |engine| engine.review_sample(&request)).await.map(Json)
}

/// Keeps a review of a conversation, in the place of an earlier one.
#[utoipa::path(put, path = "/api/v1/conversations/{id}/review", tag = "reviews",
    params(("id" = String, Path)), request_body = NewReview,
    responses((status = 200, body = Review), (status = "default", body = ErrorBody)))]
pub(crate) async fn review(
    Shared(engine): Shared,
    Extension(caller): Extension<Caller>,
    id: Result<Path<ConversationId>, PathRejection>,
    body: Result<Json<NewReview>, JsonRejection>,
) -> Result<Json<Review>, ApiError> {
    let (Path(id), Json(new)) = (id?, body?);
    blocking(&engine, move |engine| engine.review(id, &new, &caller)).await.map(Json)
}
