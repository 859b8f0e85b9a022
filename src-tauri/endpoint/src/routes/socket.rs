//! The chat as a WebSocket: text in, text and events out.

use std::sync::Arc;
use std::time::Duration;

use aside_contract::{ConversationId, ErrorBody, Event};
use aside_engine::{ChatEvent, ChatReply, Engine};
use axum::extract::rejection::PathRejection;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Extension, Path, State};
use axum::response::Response;
use serde::Serialize;
use tokio::sync::broadcast;

use super::{Shared, blocking};
use crate::ApiError;
use crate::limits::Limits;
use crate::metrics::Metrics;

/// The longest message that is taken, in bytes: the longest text in any script.
const MAX_BYTES: usize = 128 * 1024;
/// A customer's side that says nothing for so long, not even in answer to a ping, is gone.
const IDLE: Duration = Duration::from_secs(90);
/// How often a silent side is asked whether it is there.
const PING: Duration = Duration::from_secs(30);

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
    State(engine): Shared,
    Extension(limits): Extension<Arc<Limits>>,
    Extension(metrics): Extension<Arc<Metrics>>,
    customer: Result<Path<String>, PathRejection>,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<Response, ApiError> {
    let Path(customer) = customer?;
    let upgrade = upgrade?.max_message_size(MAX_BYTES).max_frame_size(MAX_BYTES);
    Ok(upgrade.on_upgrade(async move |socket| {
        let _open = metrics.open();
        let mut chat = Chat { engine, limits, metrics, customer, thread: None };
        // Whoever is gone hears of no error.
        let _ = chat.run(socket).await;
    }))
}

/// One open socket.
struct Chat {
    engine: Arc<Engine>,
    limits: Arc<Limits>,
    metrics: Arc<Metrics>,
    customer: String,
    /// The conversation, from the first message on.
    thread: Option<ConversationId>,
}

impl Chat {
    async fn run(&mut self, mut socket: WebSocket) -> Result<(), axum::Error> {
        let mut events = self.engine.subscribe();
        let mut ping = tokio::time::interval(PING);
        let mut heard = tokio::time::Instant::now();
        loop {
            tokio::select! {
                incoming = socket.recv() => {
                    heard = tokio::time::Instant::now();
                    match incoming {
                        Some(Ok(Message::Text(text))) => {
                            if let Err(error) = self.take(text.to_string()).await {
                                send(&mut socket, &Outgoing::Error(error.into_body())).await?;
                            }
                        }
                        Some(Ok(Message::Binary(_))) => {
                            let error = ApiError::invalid("send text, not bytes");
                            send(&mut socket, &Outgoing::Error(error.into_body())).await?;
                        }
                        Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                        Some(Ok(Message::Close(_)) | Err(_)) | None => return Ok(()),
                    }
                }
                event = events.recv() => {
                    let event = match event {
                        Ok(event) => event,
                        Err(broadcast::error::RecvError::Lagged(_)) => Event::Resync,
                        Err(broadcast::error::RecvError::Closed) => return Ok(()),
                    };
                    if let Some(event) = self.thread.and_then(|thread| ChatEvent::of(&event, thread)) {
                        send(&mut socket, &Outgoing::Event(event)).await?;
                    }
                }
                _ = ping.tick() => {
                    if heard.elapsed() > IDLE {
                        return Ok(());
                    }
                    socket.send(Message::Ping(axum::body::Bytes::new())).await?;
                }
            }
        }
    }

    /// Takes one message. Its text and the answer come back as events.
    async fn take(&mut self, text: String) -> Result<(), ApiError> {
        self.limits.messages(&self.customer)?;
        let customer = self.customer.clone();
        if self.thread.is_none() {
            let customer = customer.clone();
            self.thread =
                blocking(&self.engine, move |engine| engine.chat_thread(&customer)).await?;
        }
        let timed = self.metrics.message();
        let reply: ChatReply =
            blocking(&self.engine, move |engine| engine.chat(&customer, &text)).await?;
        timed.answered(reply.answered_by);
        self.thread = Some(reply.conversation_id);
        Ok(())
    }
}

async fn send(socket: &mut WebSocket, outgoing: &Outgoing) -> Result<(), axum::Error> {
    let text = serde_json::to_string(outgoing).map_err(axum::Error::new)?;
    socket.send(Message::Text(text.into())).await
}
