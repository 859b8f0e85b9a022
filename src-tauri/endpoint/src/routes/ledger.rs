//! The ledger: checked, replayed, exported.

use aside_contract::{ConversationId, ErrorBody, ErrorCode, LedgerPage, LedgerState, Replay};
use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Path, Query};
use axum::{Extension, Json};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{OwnWindow, Shared, blocking};
use crate::ApiError;

/// Entries that a page holds where no limit is named.
const DEFAULT_LINES: usize = 1_000;

/// Which entries.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct LinesQuery {
    /// Those after this one; from the first where not named.
    #[serde(default)]
    after: u64,
    /// Entries at most, 1 to 5,000; 1,000 where not named.
    limit: Option<usize>,
    /// In clear instead of masked: answered in the desktop window alone.
    #[serde(default)]
    clear: bool,
}

/// Walks the whole ledger, and names the first entry that was changed, removed, moved or added.
#[utoipa::path(get, path = "/api/v1/ledger", tag = "ledger",
    responses((status = 200, body = LedgerState), (status = "default", body = ErrorBody)))]
pub(crate) async fn verify(Shared(engine): Shared) -> Result<Json<LedgerState>, ApiError> {
    blocking(&engine, |engine| engine.verify_ledger()).await.map(Json)
}

/// Entries with everything that their hashes are made of, oldest first; none after the last. What they say
/// is masked.
#[utoipa::path(get, path = "/api/v1/ledger/lines", tag = "ledger", params(LinesQuery),
    responses((status = 200, body = LedgerPage), (status = "default", body = ErrorBody)))]
pub(crate) async fn lines(
    Shared(engine): Shared,
    window: Option<Extension<OwnWindow>>,
    query: Result<Query<LinesQuery>, QueryRejection>,
) -> Result<Json<LedgerPage>, ApiError> {
    let Query(LinesQuery { after, limit, clear }) = query?;
    if clear && window.is_none() {
        let detail = "the ledger leaves here masked: `aside ledger export --clear` prints it in clear while the desk is closed";
        return Err(ApiError::new(ErrorCode::Forbidden, detail));
    }
    let limit = limit.unwrap_or(DEFAULT_LINES);
    let lines = blocking(&engine, move |engine| match clear {
        true => engine.clear_ledger_lines(after, limit),
        false => engine.ledger_lines(after, limit),
    })
    .await?;
    Ok(Json(LedgerPage { lines }))
}

/// What happened in a conversation, step by step in plain words.
#[utoipa::path(get, path = "/api/v1/conversations/{id}/ledger", tag = "ledger",
    params(("id" = ConversationId, Path)),
    responses((status = 200, body = Replay), (status = "default", body = ErrorBody)))]
pub(crate) async fn replay(
    Shared(engine): Shared,
    id: Result<Path<ConversationId>, PathRejection>,
) -> Result<Json<Replay>, ApiError> {
    let Path(id) = id?;
    blocking(&engine, move |engine| engine.replay(id)).await.map(Json)
}
