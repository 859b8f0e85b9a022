//! Tickets: conversations handed to a supervisor.

use aside_contract::{
    ConversationId, ErrorBody, ErrorCode, Ticket, TicketEdit, TicketFilter, TicketId, TicketStatus,
    TicketSummary,
};
use axum::Json;
use axum::extract::rejection::{JsonRejection, PathRejection, QueryRejection};
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{Shared, blocking};
use crate::ApiError;

/// How a conversation is handed over.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct NewTicket {
    /// Who should have it; without one, whom the team's file names for the category.
    owner: Option<String>,
    /// What the supervisor should know beside it.
    note: Option<String>,
}

/// Which tickets.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Which {
    /// Only those that stand here.
    status: Option<TicketStatus>,
    /// Only those of this owner.
    owner: Option<String>,
}

/// Tickets.
#[derive(Serialize, ToSchema)]
pub(crate) struct TicketList {
    /// What is not resolved first, the most urgent and then the newest before the others.
    tickets: Vec<TicketSummary>,
}

/// Hands a conversation to a supervisor with all that is known: 201 where there was no ticket before, 200
/// with the one that there is otherwise.
#[utoipa::path(post, path = "/api/v1/conversations/{id}/ticket", tag = "tickets",
    params(("id" = String, Path)), request_body = NewTicket,
    responses((status = 201, body = Ticket), (status = 200, body = Ticket), (status = "default", body = ErrorBody)))]
pub(crate) async fn hand_over(
    Shared(engine): Shared,
    id: Result<Path<ConversationId>, PathRejection>,
    body: Result<Json<NewTicket>, JsonRejection>,
) -> Result<(StatusCode, Json<Ticket>), ApiError> {
    let (Path(id), Json(NewTicket { owner, note })) = (id?, body?);
    let (ticket, is_new) = blocking(&engine, move |engine| {
        engine.hand_to_supervisor(id, owner.as_deref(), note.as_deref())
    })
    .await?;
    Ok((if is_new { StatusCode::CREATED } else { StatusCode::OK }, Json(ticket)))
}

/// The tickets, the most urgent first.
#[utoipa::path(get, path = "/api/v1/tickets", tag = "tickets", params(Which),
    responses((status = 200, body = TicketList), (status = "default", body = ErrorBody)))]
pub(crate) async fn list_tickets(
    Shared(engine): Shared,
    which: Result<Query<Which>, QueryRejection>,
) -> Result<Json<TicketList>, ApiError> {
    let Query(Which { status, owner }) = which?;
    let owner = owner.filter(|name| !name.trim().is_empty());
    let filter = TicketFilter { status, owner };
    let tickets = blocking(&engine, move |engine| engine.tickets(&filter)).await?;
    Ok(Json(TicketList { tickets }))
}

/// One ticket. What was tried and what is open is as of now.
#[utoipa::path(get, path = "/api/v1/tickets/{id}", tag = "tickets", params(("id" = String, Path)),
    responses((status = 200, body = Ticket), (status = "default", body = ErrorBody)))]
pub(crate) async fn read_ticket(
    Shared(engine): Shared,
    id: Result<Path<String>, PathRejection>,
) -> Result<Json<Ticket>, ApiError> {
    let id = named(id)?;
    blocking(&engine, move |engine| engine.ticket(&id)).await.map(Json)
}

/// Approves, assigns, returns, resolves or opens a ticket again, or adds a note. 409 where it cannot go
/// there from where it stands.
#[utoipa::path(put, path = "/api/v1/tickets/{id}", tag = "tickets", params(("id" = String, Path)),
    request_body = TicketEdit,
    responses((status = 200, body = Ticket), (status = "default", body = ErrorBody)))]
pub(crate) async fn change_ticket(
    Shared(engine): Shared,
    id: Result<Path<String>, PathRejection>,
    body: Result<Json<TicketEdit>, JsonRejection>,
) -> Result<Json<Ticket>, ApiError> {
    let id = named(id)?;
    let Json(edit) = body?;
    blocking(&engine, move |engine| engine.change_ticket(&id, &edit)).await.map(Json)
}

/// The ticket that a path names, as people write it.
fn named(id: Result<Path<String>, PathRejection>) -> Result<TicketId, ApiError> {
    let Path(id) = id?;
    id.parse().map_err(|none: aside_contract::NoTicketId| {
        ApiError::new(ErrorCode::NotFound, none.to_string())
    })
}
