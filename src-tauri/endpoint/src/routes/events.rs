//! Everything that changes, as server-sent events.

use std::convert::Infallible;
use std::sync::Arc;

use aside_contract::{ErrorBody, Event};
use aside_engine::Engine;
use axum::Extension;
use axum::extract::State;
use axum::response::Sse;
use axum::response::sse::{Event as Sent, KeepAlive};
use tokio_stream::wrappers::BroadcastStream;
use tokio_stream::{Stream, StreamExt};

use super::{KEEP_ALIVE, Shared};
use crate::access::Pass;

/// A stream of events, one JSON `Event` in each `data:`. After `resync` a listener reads everything anew.
#[utoipa::path(get, path = "/api/v1/events", tag = "events",
    responses((status = 200, content_type = "text/event-stream", body = Event),
        (status = "default", body = ErrorBody)))]
pub(crate) async fn events(
    State(running): State<Arc<Engine>>,
    Shared(engine): Shared,
    pass: Option<Extension<Pass>>,
) -> Sse<impl Stream<Item = Result<Sent, Infallible>>> {
    let events = BroadcastStream::new(engine.subscribe()).map(|event| {
        // The only error is to have fallen behind.
        let event = event.unwrap_or(Event::Resync);
        Ok(Sent::default().json_data(&event).unwrap_or_default())
    });
    // It ends with the engine, and with what let the listener in.
    let ended = tokio_stream::once(pass.map(|Extension(pass)| pass));
    let running = Arc::downgrade(&running);
    let ended = ended.then(move |pass| Pass::ended(pass, running.clone())).map(|()| None);
    let events = events.map(Some).chain(tokio_stream::once(None));
    let stream = events.merge(ended).take_while(Option::is_some).filter_map(|event| event);
    Sse::new(stream).keep_alive(KeepAlive::new().interval(KEEP_ALIVE))
}
