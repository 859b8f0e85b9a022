//! Sessions of the customer chat: for a widget, an app, or any page.

use std::collections::HashSet;
use std::convert::Infallible;
use std::sync::Arc;

use aside_contract::{ErrorBody, MessageId};
use aside_engine::{
    ChatEvent, ChatListener, ChatMessage, Engine, Listening, OpenedSession, SessionHistory,
    SessionReply,
};
use axum::Json;
use axum::extract::rejection::{JsonRejection, PathRejection, QueryRejection};
use axum::extract::{Extension, Path, Query, Request};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Sse;
use axum::response::sse::{Event as Sent, KeepAlive};
use serde::Deserialize;
use tokio_stream::wrappers::BroadcastStream;
use tokio_stream::{Stream, StreamExt};
use utoipa::{IntoParams, ToSchema};

use super::chat::answered;
use super::upload::{self, MessageForm, Sender, Upload};
use super::{KEEP_ALIVE, Shared, blocking};
use crate::ApiError;
use crate::limits::{Address, Limits, PageKey};
use crate::metrics::{Metrics, Open};

type Token = Result<Path<String>, PathRejection>;
type Body<T> = Result<Json<T>, JsonRejection>;

/// Who wants to chat.
#[derive(Deserialize, ToSchema)]
pub(crate) struct NewSession {
    /// The customer's name or id, 1 to 200 characters.
    user_id: String,
    /// The HMAC-SHA256 of `user_id` under the secret that the site shares with Aside, in hexadecimal; wanted
    /// where `chat.signed_users` is set.
    #[serde(default)]
    user_hash: Option<String>,
    /// The language of the customer's page, as its tag such as `de-AT`. Aside's own sentences are in it, in
    /// English or German, until the customer's words tell another one.
    #[serde(default)]
    language: Option<String>,
}

/// A message in a session.
#[derive(Deserialize, ToSchema)]
pub(crate) struct SessionMessage {
    /// What is written, 1 to 20,000 characters.
    message: String,
    /// Names the message, 1 to 100 characters, best a UUID: one that is sent again under the same name,
    /// because the connection broke, is stored and answered once.
    #[serde(default)]
    client_id: Option<String>,
}

/// That a customer is writing.
#[derive(Default, Deserialize, ToSchema)]
pub(crate) struct CustomerTypes {
    /// What is written so far, only where the session says `typing_previews`. It is neither stored nor shown.
    #[serde(default)]
    preview: Option<String>,
}

/// How content a customer was.
#[derive(Deserialize, ToSchema)]
pub(crate) struct Rating {
    /// From 1, the worst, to 5.
    #[schema(minimum = 1, maximum = 5)]
    rating: u8,
    /// What they say about it, up to 2,000 characters.
    #[serde(default)]
    comment: Option<String>,
}

/// Which messages.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct After {
    /// Only those after this message.
    #[param(value_type = Option<String>)]
    after: Option<MessageId>,
}

/// Opens a session. Its id is a secret between the customer's side and Aside.
#[utoipa::path(post, path = "/chat/sessions", tag = "chat", request_body = NewSession,
    responses((status = 201, body = OpenedSession), (status = "default", body = ErrorBody)))]
pub(crate) async fn open_session(
    Shared(engine): Shared,
    Extension(limits): Extension<Arc<Limits>>,
    address: Address,
    key: Option<Extension<PageKey>>,
    body: Body<NewSession>,
) -> Result<(StatusCode, Json<OpenedSession>), ApiError> {
    limits.sessions(address, key.map(|Extension(key)| key))?;
    let Json(request) = body?;
    let opened = blocking(&engine, move |engine| {
        let NewSession { user_id, user_hash, language } = request;
        engine.open_session(&user_id, user_hash.as_deref(), language.as_deref())
    })
    .await?;
    Ok((StatusCode::CREATED, Json(opened)))
}

/// Takes a message, which may bring files, and answers it or hands over to a person.
#[utoipa::path(post, path = "/chat/sessions/{id}/messages", tag = "chat",
    params(("id" = String, Path)),
    request_body(content((SessionMessage = "application/json"), (MessageForm = "multipart/form-data"))),
    responses((status = 200, body = SessionReply), (status = "default", body = ErrorBody)))]
pub(crate) async fn session_message(
    Shared(engine): Shared,
    Extension(limits): Extension<Arc<Limits>>,
    Extension(metrics): Extension<Arc<Metrics>>,
    address: Address,
    token: Token,
    request: Request,
) -> Result<Json<SessionReply>, ApiError> {
    let Path(token) = token?;
    limits.messages(&token)?;
    if upload::is_form(&request) {
        // Before anything large is read: whoever has no session sends no files.
        let token = token.clone();
        blocking(&engine, move |engine| engine.session_thread(&token)).await?;
    }
    let Upload { value, files } = upload::read::<SessionMessage>(Sender::Customer, request).await?;
    limits.uploads(address, &files)?;
    let timed = metrics.message();
    let answered = answered(&engine, timed, move |engine| {
        engine.take_in_session(&token, &value.message, files, value.client_id.as_deref())
    });
    Ok(Json(answered.await?.into()))
}

/// The messages of a session, oldest first.
#[utoipa::path(get, path = "/chat/sessions/{id}/history", tag = "chat",
    params(("id" = String, Path), After),
    responses((status = 200, body = SessionHistory), (status = "default", body = ErrorBody)))]
pub(crate) async fn session_history(
    Shared(engine): Shared,
    token: Token,
    query: Result<Query<After>, QueryRejection>,
) -> Result<Json<SessionHistory>, ApiError> {
    let (Path(token), Query(After { after })) = (token?, query?);
    blocking(&engine, move |engine| engine.session_history(&token, after)).await.map(Json)
}

/// What happens in a session, as server-sent events. Each message has its id as the event's id: who comes
/// back with `Last-Event-ID`, as browsers do, first gets what was said meanwhile.
#[utoipa::path(get, path = "/chat/sessions/{id}/events", tag = "chat",
    params(("id" = String, Path), After),
    responses((status = 200, content_type = "text/event-stream", body = ChatEvent),
        (status = "default", body = ErrorBody)))]
pub(crate) async fn session_events(
    Shared(engine): Shared,
    Extension(metrics): Extension<Arc<Metrics>>,
    token: Token,
    query: Result<Query<After>, QueryRejection>,
    headers: HeaderMap,
) -> Result<Sse<impl Stream<Item = Result<Sent, Infallible>>>, ApiError> {
    let (Path(token), Query(After { after })) = (token?, query?);
    let last = headers.get("last-event-id").and_then(|id| id.to_str().ok()?.parse().ok());
    let open = metrics.open();
    let events = stream(&engine, token, last.or(after)).await?;
    let stream = events.map(move |event| {
        // Counts as open for as long as the stream is held.
        let _open: &Open = &open;
        let sent = Sent::default();
        let sent = match &event {
            ChatEvent::Message { message } => sent.id(message.id.to_string()),
            _ => sent,
        };
        Ok(sent.json_data(&event).unwrap_or_default())
    });
    Ok(Sse::new(stream).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)))
}

/// What happens in a session from now on, after what was said since the message `last`, where one is named.
async fn stream(
    engine: &Arc<Engine>,
    token: String,
    last: Option<MessageId>,
) -> Result<impl Stream<Item = ChatEvent> + use<>, ApiError> {
    let (ChatListener { events, listening }, missed) = blocking(engine, move |engine| {
        let thread = engine.session_thread(&token)?;
        // Listening begins before reading, so that no message falls between the two.
        let listener = engine.listen(thread);
        let missed = match last {
            Some(last) => engine.session_history(&token, Some(last))?.messages,
            None => Vec::new(),
        };
        Ok((listener, missed))
    })
    .await?;
    let known: HashSet<MessageId> = missed.iter().map(|message| message.id).collect();
    let live = BroadcastStream::new(events).filter_map(move |event| {
        let _listening: &Listening = &listening;
        // The only error is to have fallen behind.
        let event = event.unwrap_or(ChatEvent::Resync);
        let told = matches!(&event, ChatEvent::Message { message } if known.contains(&message.id));
        (!told).then_some(event)
    });
    let missed = missed.into_iter().map(|message| ChatEvent::Message { message });
    Ok(tokio_stream::iter(missed).chain(live))
}

/// Hands over to a person, because the customer wishes it.
#[utoipa::path(post, path = "/chat/sessions/{id}/person", tag = "chat",
    params(("id" = String, Path)),
    responses((status = 200, body = ChatMessage), (status = "default", body = ErrorBody)))]
pub(crate) async fn ask_for_person(
    Shared(engine): Shared,
    Extension(limits): Extension<Arc<Limits>>,
    token: Token,
) -> Result<Json<ChatMessage>, ApiError> {
    let Path(token) = token?;
    limits.messages(&token)?;
    blocking(&engine, move |engine| engine.ask_for_person(&token)).await.map(Json)
}

/// Tells the desk that the customer is writing.
#[utoipa::path(post, path = "/chat/sessions/{id}/typing", tag = "chat",
    params(("id" = String, Path)), request_body = inline(Option<CustomerTypes>),
    responses((status = 204), (status = "default", body = ErrorBody)))]
pub(crate) async fn customer_types(
    Shared(engine): Shared,
    Extension(metrics): Extension<Arc<Metrics>>,
    token: Token,
    body: Body<CustomerTypes>,
) -> Result<StatusCode, ApiError> {
    let Path(token) = token?;
    // Without a body it is told all the same.
    let preview = body.ok().and_then(|Json(typing)| typing.preview);
    let types = move |engine: &Engine| engine.customer_types(&token, preview.as_deref());
    if blocking(&engine, types).await? {
        metrics.query();
    }
    Ok(StatusCode::NO_CONTENT)
}

/// Keeps how content the customer was. Rated again, the last one counts.
#[utoipa::path(post, path = "/chat/sessions/{id}/rating", tag = "chat",
    params(("id" = String, Path)), request_body = Rating,
    responses((status = 204), (status = "default", body = ErrorBody)))]
pub(crate) async fn rate_session(
    Shared(engine): Shared,
    token: Token,
    body: Body<Rating>,
) -> Result<StatusCode, ApiError> {
    let (Path(token), Json(rating)) = (token?, body?);
    blocking(&engine, move |engine| {
        engine.rate_session(&token, rating.rating, rating.comment.as_deref())
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}
