//! Conversations, as the desk sees them.

use aside_contract::{
    Category, Channel, Conversation, ConversationId, ConversationStatus, ConversationSummary,
    DismissReason, ErrorBody, ErrorCode, IncomingMessage, Message, MessageId, MoodWords, SentReply,
    Sentiment, SuggestionId, UNNAMED_CUSTOMER,
};
use aside_engine::{InboxRequest, InboxWindow};
use axum::Json;
use axum::extract::rejection::{JsonRejection, PathRejection, QueryRejection};
use axum::extract::{Path, Query, Request};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::upload::{self, MessageForm, Sender, Upload};
use super::{Shared, blocking};
use crate::ApiError;

/// Which conversations, and which window of them. Nothing named is all of them.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListQuery {
    /// Words that stand in the customer's name or the newest message, each of them, in any case.
    #[serde(default)]
    q: String,
    /// Only those that stand here.
    status: Option<ConversationStatus>,
    /// Only those that take place here.
    channel: Option<Channel>,
    /// Only those read as this category.
    category: Option<Category>,
    /// Only those whose newest message sounds like this.
    sentiment: Option<Sentiment>,
    /// Only those whose ticket this person has, or is suggested for.
    owner: Option<String>,
    /// Only those in which a customer waits for an answer.
    #[serde(default)]
    waiting: bool,
    /// Only these, separated by commas.
    ids: Option<String>,
    /// How many to leave out at the start.
    #[serde(default)]
    offset: usize,
    /// How many at most, 1 to 1,000; all where not named.
    limit: Option<usize>,
    /// Of which conversation the place in the list is told.
    find: Option<ConversationId>,
}

impl ListQuery {
    fn request(self) -> Result<InboxRequest, ApiError> {
        let ids = self.ids.as_deref().unwrap_or_default().split(',').map(str::trim);
        let only: Result<Vec<ConversationId>, _> =
            ids.filter(|id| !id.is_empty()).map(str::parse).collect();
        let only = only.map_err(|_| {
            ApiError::new(ErrorCode::InvalidInput, "ids: these are no ids of conversations")
        })?;
        Ok(InboxRequest {
            words: self.q,
            status: self.status,
            channel: self.channel,
            category: self.category,
            sentiment: self.sentiment,
            owner: self.owner,
            waiting: self.waiting,
            only,
            offset: self.offset,
            limit: self.limit,
            find: self.find,
        })
    }
}

/// A window of the conversations, and what lies outside of it.
#[derive(Serialize, ToSchema)]
pub(crate) struct ConversationList {
    /// In the order in which an agent should look at them, from the offset on.
    conversations: Vec<ConversationSummary>,
    /// How many there are of those that were asked for.
    total: usize,
    /// How many of these are resolved: they are the last ones.
    resolved: usize,
    /// In how many of these a customer waits.
    waiting: usize,
    /// How many there are at all.
    all: usize,
    /// Where the conversation of `find` stands among those that were asked for, from 0.
    place: Option<usize>,
}

/// What a customer wrote, pasted by an agent.
#[derive(Deserialize, ToSchema)]
pub(crate) struct NewConversation {
    /// The customer's name or id, if known.
    #[serde(default)]
    customer: Option<String>,
    /// What the customer wrote.
    text: String,
}

/// The customer's next message, pasted by an agent.
#[derive(Deserialize, ToSchema)]
pub(crate) struct NewMessage {
    /// What the customer wrote.
    text: String,
}

/// Why a suggestion is of no use.
#[derive(Deserialize, Serialize, ToSchema)]
pub(crate) struct Feedback {
    /// The reason.
    reason: DismissReason,
}

/// The status that a conversation should have.
#[derive(Deserialize, ToSchema)]
pub(crate) struct NewStatus {
    /// `escalated` hands it to a supervisor.
    status: ConversationStatus,
}

/// Who answers a chat from now on.
#[derive(Deserialize, ToSchema)]
pub(crate) struct NewLead {
    /// A person; else the assistant.
    person: bool,
}

type Id = Result<Path<ConversationId>, PathRejection>;
type Body<T> = Result<Json<T>, JsonRejection>;

/// The conversations, the most urgent first: all of them, or a window of those that are asked for.
#[utoipa::path(get, path = "/api/v1/conversations", tag = "conversations", params(ListQuery),
    responses((status = 200, body = ConversationList), (status = "default", body = ErrorBody)))]
pub(crate) async fn list(
    Shared(engine): Shared,
    query: Result<Query<ListQuery>, QueryRejection>,
) -> Result<Json<ConversationList>, ApiError> {
    let Query(query) = query?;
    let request = query.request()?;
    let InboxWindow { conversations, total, resolved, waiting, all, place } =
        blocking(&engine, move |engine| engine.inbox(&request)).await?;
    Ok(Json(ConversationList { conversations, total, resolved, waiting, all, place }))
}

/// Starts a conversation with what a customer wrote, and advises on it.
#[utoipa::path(post, path = "/api/v1/conversations", tag = "conversations",
    request_body(content((NewConversation = "application/json"), (MessageForm = "multipart/form-data"))),
    responses((status = 201, body = Conversation), (status = "default", body = ErrorBody)))]
pub(crate) async fn start(
    Shared(engine): Shared,
    request: Request,
) -> Result<(StatusCode, Json<Conversation>), ApiError> {
    let Upload { value: request, files } =
        upload::read::<NewConversation>(Sender::Agent, request).await?;
    let customer = request
        .customer
        .filter(|name| !name.trim().is_empty())
        .unwrap_or_else(|| UNNAMED_CUSTOMER.to_owned());
    let conversation = blocking(&engine, move |engine| {
        let incoming = IncomingMessage::with_attachments(
            &customer,
            Channel::Desk,
            &request.text,
            None,
            files,
        )?;
        let advice = engine.receive(&incoming)?;
        engine.conversation(advice.conversation_id)
    })
    .await?;
    Ok((StatusCode::CREATED, Json(conversation)))
}

/// One conversation with its messages and the newest advice.
#[utoipa::path(get, path = "/api/v1/conversations/{id}", tag = "conversations", params(("id" = String, Path)),
    responses((status = 200, body = Conversation), (status = "default", body = ErrorBody)))]
pub(crate) async fn read(Shared(engine): Shared, id: Id) -> Result<Json<Conversation>, ApiError> {
    let Path(id) = id?;
    blocking(&engine, move |engine| engine.conversation(id)).await.map(Json)
}

/// Adds what the customer wrote next, and advises on it.
#[utoipa::path(post, path = "/api/v1/conversations/{id}/messages", tag = "conversations",
    params(("id" = String, Path)),
    request_body(content((NewMessage = "application/json"), (MessageForm = "multipart/form-data"))),
    responses((status = 201, body = Conversation), (status = "default", body = ErrorBody)))]
pub(crate) async fn add_message(
    Shared(engine): Shared,
    id: Id,
    request: Request,
) -> Result<(StatusCode, Json<Conversation>), ApiError> {
    let Path(id) = id?;
    let Upload { value: request, files } =
        upload::read::<NewMessage>(Sender::Agent, request).await?;
    let conversation = blocking(&engine, move |engine| {
        let known = engine.conversation(id)?.summary;
        let incoming = IncomingMessage::with_attachments(
            &known.customer,
            known.channel,
            &request.text,
            Some(id),
            files,
        )?;
        engine.receive(&incoming)?;
        engine.conversation(id)
    })
    .await?;
    Ok((StatusCode::CREATED, Json(conversation)))
}

/// Records the agent's reply as sent.
#[utoipa::path(post, path = "/api/v1/conversations/{id}/replies", tag = "conversations",
    params(("id" = String, Path)),
    request_body(content((SentReply = "application/json"), (MessageForm = "multipart/form-data"))),
    responses((status = 201, body = Message), (status = "default", body = ErrorBody)))]
pub(crate) async fn reply(
    Shared(engine): Shared,
    id: Id,
    request: Request,
) -> Result<(StatusCode, Json<Message>), ApiError> {
    let Path(id) = id?;
    let Upload { value: reply, files } = upload::read::<SentReply>(Sender::Agent, request).await?;
    let message = blocking(&engine, move |engine| engine.reply_with(id, &reply, files)).await?;
    Ok((StatusCode::CREATED, Json(message)))
}

/// Keeps that a suggestion is of no use, and why. Later suggestions from its passages rank lower.
#[utoipa::path(post, path = "/api/v1/conversations/{id}/suggestions/{suggestion}/feedback",
    tag = "conversations", params(("id" = String, Path), ("suggestion" = String, Path)),
    request_body = Feedback,
    responses((status = 200, body = Feedback), (status = "default", body = ErrorBody)))]
pub(crate) async fn feedback(
    Shared(engine): Shared,
    ids: Result<Path<(ConversationId, SuggestionId)>, PathRejection>,
    body: Body<Feedback>,
) -> Result<Json<Feedback>, ApiError> {
    let (Path((id, suggestion)), Json(feedback)) = (ids?, body?);
    let reason = feedback.reason;
    blocking(&engine, move |engine| engine.dismiss(id, suggestion, reason)).await?;
    Ok(Json(feedback))
}

/// Which words of a customer's message carry its mood. Takes a pass of the model for each word, behind
/// live messages.
#[utoipa::path(get, path = "/api/v1/conversations/{id}/messages/{message}/mood", tag = "conversations",
    params(("id" = String, Path), ("message" = String, Path)),
    responses((status = 200, body = MoodWords), (status = "default", body = ErrorBody)))]
pub(crate) async fn mood_words(
    Shared(engine): Shared,
    ids: Result<Path<(ConversationId, MessageId)>, PathRejection>,
) -> Result<Json<MoodWords>, ApiError> {
    let Path((id, message)) = ids?;
    blocking(&engine, move |engine| engine.mood_words(id, message)).await.map(Json)
}

/// Lets a person answer a chat from now on, or the assistant again. A person who replies takes it over without
/// this.
#[utoipa::path(put, path = "/api/v1/conversations/{id}/lead", tag = "conversations",
    params(("id" = String, Path)), request_body = NewLead,
    responses((status = 200, body = ConversationSummary), (status = "default", body = ErrorBody)))]
pub(crate) async fn set_lead(
    Shared(engine): Shared,
    id: Id,
    body: Body<NewLead>,
) -> Result<Json<ConversationSummary>, ApiError> {
    let (Path(id), Json(request)) = (id?, body?);
    blocking(&engine, move |engine| engine.set_lead(id, request.person)).await.map(Json)
}

/// Tells the customer of a chat that an agent is writing.
#[utoipa::path(post, path = "/api/v1/conversations/{id}/typing", tag = "conversations",
    params(("id" = String, Path)),
    responses((status = 204), (status = "default", body = ErrorBody)))]
pub(crate) async fn agent_types(Shared(engine): Shared, id: Id) -> Result<StatusCode, ApiError> {
    let Path(id) = id?;
    engine.agent_types(id);
    Ok(StatusCode::NO_CONTENT)
}

/// Escalates, resolves or opens a conversation again.
#[utoipa::path(put, path = "/api/v1/conversations/{id}/status", tag = "conversations",
    params(("id" = String, Path)), request_body = NewStatus,
    responses((status = 200, body = ConversationSummary), (status = "default", body = ErrorBody)))]
pub(crate) async fn set_status(
    Shared(engine): Shared,
    id: Id,
    body: Body<NewStatus>,
) -> Result<Json<ConversationSummary>, ApiError> {
    let (Path(id), Json(request)) = (id?, body?);
    blocking(&engine, move |engine| engine.set_status(id, request.status)).await.map(Json)
}
