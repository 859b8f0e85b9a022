//! Texts for the agent: one rewritten, a conversation summed up.

use aside_contract::{ConversationId, ErrorBody, Recap, Rewrite, Rewritten};
use axum::Json;
use axum::extract::Path;
use axum::extract::rejection::{JsonRejection, PathRejection};

use super::{Shared, blocking};
use crate::ApiError;

type Id = Result<Path<ConversationId>, PathRejection>;

/// What a conversation is about, each sentence with its message: by the language model where one may,
/// else in its own sentences.
#[utoipa::path(get, path = "/api/v1/conversations/{id}/summary", tag = "texts",
    params(("id" = String, Path)),
    responses((status = 200, body = Recap), (status = "default", body = ErrorBody)))]
pub(crate) async fn summary(Shared(engine): Shared, id: Id) -> Result<Json<Recap>, ApiError> {
    let Path(id) = id?;
    blocking(&engine, move |engine| engine.recap(id)).await.map(Json)
}

/// Rewrites a text of the agent's, with marks of what the documents carry. Stores nothing.
#[utoipa::path(post, path = "/api/v1/conversations/{id}/rewrite", tag = "texts",
    params(("id" = String, Path)), request_body = Rewrite,
    responses((status = 200, body = Rewritten), (status = "default", body = ErrorBody)))]
pub(crate) async fn rewrite(
    Shared(engine): Shared,
    id: Id,
    body: Result<Json<Rewrite>, JsonRejection>,
) -> Result<Json<Rewritten>, ApiError> {
    let (Path(id), Json(request)) = (id?, body?);
    blocking(&engine, move |engine| engine.rewrite(id, &request)).await.map(Json)
}
