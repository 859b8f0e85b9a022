//! The chat as a WebSocket: text in, text and events out.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use aside_contract::ErrorBody;
use aside_engine::{Answering, ChatEvent, ChatListener, Engine};
use axum::extract::rejection::PathRejection;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Extension, Path, State};
use axum::response::Response;
use serde::Serialize;
use tokio::sync::broadcast::error::RecvError;
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::{Shared, blocking};
use crate::ApiError;
use crate::access::Pass;
use crate::limits::Limits;
use crate::metrics::{Metrics, Timed};

/// The longest message that is taken, in bytes: the longest text in any script.
const MAX_BYTES: usize = 128 * 1024;
/// A customer's side that says nothing for so long, not even in answer to a ping, is gone.
const IDLE: Duration = Duration::from_secs(90);
/// How often a silent side is asked whether it is there.
const PING: Duration = Duration::from_secs(30);
/// How many messages of one socket may wait for their answers.
const MOST_UNANSWERED: usize = 8;

/// What the customer's side gets.
#[derive(Serialize)]
#[serde(untagged)]
enum Outgoing {
    /// Something that happened.
    Event(ChatEvent),
    /// A message that was refused.
    Error(ErrorBody),
}

/// A WebSocket: every text that comes is a message of the customer, every text that goes is a `ChatEvent`
/// or an error as JSON.
#[utoipa::path(get, path = "/ws/{customer_id}", tag = "chat",
    params(("customer_id" = String, Path)),
    responses((status = 101, body = ChatEvent), (status = "default", body = ErrorBody)))]
pub(crate) async fn socket(
    State(running): State<Arc<Engine>>,
    Shared(engine): Shared,
    Extension(limits): Extension<Arc<Limits>>,
    Extension(metrics): Extension<Arc<Metrics>>,
    customer: Result<Path<String>, PathRejection>,
    pass: Option<Extension<Pass>>,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<Response, ApiError> {
    let Path(customer) = customer?;
    let upgrade = upgrade?.max_message_size(MAX_BYTES).max_frame_size(MAX_BYTES);
    Ok(upgrade.on_upgrade(async move |socket| {
        let _open = metrics.open();
        let ended = Pass::ended(pass.map(|Extension(pass)| pass), Arc::downgrade(&running));
        let chat = Arc::new(Chat { engine, limits, metrics, customer });
        tokio::select! {
            // Whoever is gone hears of no error.
            _ = chat.run(socket) => {}
            () = ended => {}
        }
    }))
}

/// What an open socket belongs to.
struct Chat {
    engine: Arc<Engine>,
    limits: Arc<Limits>,
    metrics: Arc<Metrics>,
    customer: String,
}

/// A message that is being stored.
type Storing = Pin<Box<dyn Future<Output = Result<Stored, ApiError>> + Send>>;

/// A message that is stored, with who hears of its conversation from before it was told of.
struct Stored {
    listener: ChatListener,
    answering: Answering,
    timed: Timed,
}

impl Chat {
    /// A message is stored as it comes, whether or not the ones before it are answered; while it is being
    /// stored, or while too many wait for their answers, the next one stays in the socket: the customer's side
    /// is held back by the connection itself.
    async fn run(self: &Arc<Self>, mut socket: WebSocket) -> Result<(), axum::Error> {
        let mut listener: Option<ChatListener> = None;
        let mut storing: Option<Storing> = None;
        let mut answers: JoinSet<Result<(), ApiError>> = JoinSet::new();
        let mut ping = tokio::time::interval(PING);
        let mut heard = Instant::now();
        loop {
            tokio::select! {
                incoming = socket.recv(), if storing.is_none() && answers.len() < MOST_UNANSWERED => {
                    heard = Instant::now();
                    match incoming {
                        Some(Ok(Message::Text(text))) => {
                            let chat = Arc::clone(self);
                            let text = text.to_string();
                            storing = Some(Box::pin(async move { chat.take(text).await }));
                        }
                        Some(Ok(Message::Binary(_))) => {
                            let error = ApiError::invalid("send text, not bytes");
                            send(&mut socket, &Outgoing::Error(error.into_body())).await?;
                        }
                        Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                        Some(Ok(Message::Close(_)) | Err(_)) | None => return Ok(()),
                    }
                }
                stored = under_way(&mut storing) => {
                    storing = None;
                    match stored {
                        Ok(Stored { listener: own, answering, timed }) => {
                            // A customer who was forgotten begins another conversation.
                            let id = own.conversation_id();
                            if listener.as_ref().is_none_or(|known| known.conversation_id() != id) {
                                listener = Some(own);
                            }
                            answers.spawn(async move {
                                timed.answered(answering.wait().await?.by());
                                Ok(())
                            });
                        }
                        Err(error) => {
                            send(&mut socket, &Outgoing::Error(error.into_body())).await?;
                        }
                    }
                }
                Some(answered) = answers.join_next() => {
                    heard = Instant::now();
                    if let Ok(Err(error)) = answered {
                        send(&mut socket, &Outgoing::Error(error.into_body())).await?;
                    }
                }
                event = next(&mut listener) => {
                    let event = match event {
                        Ok(event) => event,
                        Err(RecvError::Lagged(_)) => ChatEvent::Resync,
                        Err(RecvError::Closed) => return Ok(()),
                    };
                    send(&mut socket, &Outgoing::Event(event)).await?;
                }
                _ = ping.tick() => {
                    let waits = storing.is_some() || !answers.is_empty();
                    if !waits && heard.elapsed() > IDLE {
                        return Ok(());
                    }
                    socket.send(Message::Ping(axum::body::Bytes::new())).await?;
                }
            }
        }
    }

    /// Stores one message. Its text and the answer come back as events.
    async fn take(&self, text: String) -> Result<Stored, ApiError> {
        self.limits.messages(&self.customer)?;
        let (customer, timed) = (self.customer.clone(), self.metrics.message());
        let (listener, answering) = blocking(&self.engine, move |engine| {
            let taken = engine.take_in_chat(&customer, &text)?;
            // Listening begins before the message is told of.
            let listener = engine.listen(taken.conversation_id());
            Ok((listener, engine.answer(taken)))
        })
        .await?;
        Ok(Stored { listener, answering, timed })
    }
}

/// What came of storing a message, if one is being stored.
async fn under_way(storing: &mut Option<Storing>) -> Result<Stored, ApiError> {
    match storing {
        Some(storing) => storing.await,
        None => std::future::pending().await,
    }
}

/// The next event, from the first message on.
async fn next(listener: &mut Option<ChatListener>) -> Result<ChatEvent, RecvError> {
    match listener {
        Some(listener) => listener.events.recv().await,
        None => std::future::pending().await,
    }
}

async fn send(socket: &mut WebSocket, outgoing: &Outgoing) -> Result<(), axum::Error> {
    let text = serde_json::to_string(outgoing).map_err(axum::Error::new)?;
    socket.send(Message::Text(text.into())).await
}
