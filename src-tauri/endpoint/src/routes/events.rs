//! Everything that changes, as server-sent events.

use std::convert::Infallible;

use aside_contract::{ErrorBody, Event};
use axum::response::Sse;
use axum::response::sse::{Event as Sent, KeepAlive};
use tokio_stream::wrappers::BroadcastStream;
use tokio_stream::{Stream, StreamExt};

use super::{KEEP_ALIVE, Shared};

/// A stream of events, one JSON `Event` in each `data:`. After `resync` a listener reads everything anew.
#[utoipa::path(get, path = "/api/v1/events", tag = "events",
    responses((status = 200, content_type = "text/event-stream", body = Event),
        (status = "default", body = ErrorBody)))]
pub(crate) async fn events(
    Shared(engine): Shared,
) -> Sse<impl Stream<Item = Result<Sent, Infallible>>> {
    let stream = BroadcastStream::new(engine.subscribe()).map(|event| {
        // The only error is to have fallen behind.
        let event = event.unwrap_or(Event::Resync);
        Ok(Sent::default().json_data(&event).unwrap_or_default())
    });
    Sse::new(stream).keep_alive(KeepAlive::new().interval(KEEP_ALIVE))
}
