//! Connections: how many may be open, and how long each may keep Aside waiting.
//!
//! Whoever opens many connections, or sends and reads slowly, takes their own places and nobody else's: an
//! address has few of all the places, and each wait for the other side ends.

use std::collections::HashMap;
use std::convert::Infallible;
use std::io;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use aside_contract::ErrorCode;
use axum::Router;
use axum::body::{Body, HttpBody};
use axum::extract::{ConnectInfo, Request};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use hyper::body::{Frame, Incoming, SizeHint};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Sleep, sleep};
use tower::ServiceExt as _;

use crate::ApiError;

/// What connections may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConnectionLimits {
    /// Connections that may be open at one listener.
    pub most: usize,
    /// Those of them that may be of one address, where the address is that of who asks: not on this machine,
    /// and not behind a reverse proxy. Of IPv6, of one network of 64 bits.
    pub most_of_one: usize,
    /// How long the handshake of TLS may take.
    pub handshake: Duration,
    /// How long a request's head may take, and how long a connection may wait for its next request.
    pub head: Duration,
    /// How long a request's body may take.
    pub body: Duration,
    /// How long the other side may read nothing of what is sent.
    pub stalled: Duration,
}

impl Default for ConnectionLimits {
    fn default() -> Self {
        Self {
            most: 8_192,
            most_of_one: 256,
            handshake: Duration::from_secs(10),
            head: Duration::from_secs(20),
            body: Duration::from_secs(30),
            stalled: Duration::from_secs(60),
        }
    }
}

/// The places of one listener.
#[derive(Clone, Debug)]
pub(crate) struct Gate {
    most: usize,
    most_of_one: usize,
    taken: Arc<Mutex<Taken>>,
}

#[derive(Debug, Default)]
struct Taken {
    all: usize,
    of: HashMap<IpAddr, usize>,
}

/// A place, until it is dropped.
#[derive(Debug)]
pub(crate) struct Place {
    gate: Gate,
    side: IpAddr,
}

impl Gate {
    /// `by_address` where the other side's address is that of who asks.
    pub(crate) fn new(limits: ConnectionLimits, by_address: bool) -> Self {
        let most_of_one = if by_address { limits.most_of_one } else { limits.most };
        Self { most: limits.most, most_of_one, taken: Arc::default() }
    }

    /// A place for a connection from this address; none where it has its share, or all are taken.
    pub(crate) fn enter(&self, address: IpAddr) -> Option<Place> {
        let side = side(address);
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let own = taken.of.get(&side).copied().unwrap_or(0);
        if taken.all >= self.most || own >= self.most_of_one {
            tracing::debug!(%address, open = taken.all, own, "a connection is refused");
            return None;
        }
        taken.all += 1;
        taken.of.insert(side, own + 1);
        Some(Place { gate: self.clone(), side })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.gate.taken.lock().unwrap_or_else(PoisonError::into_inner);
        taken.all -= 1;
        if let Some(own) = taken.of.get_mut(&self.side) {
            *own -= 1;
            if *own == 0 {
                taken.of.remove(&self.side);
            }
        }
    }
}

/// Whose share an address takes: whoever has one of IPv6 has its whole network of 64 bits.
fn side(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => {
            let network = v6.to_bits() & (u128::from(u64::MAX) << 64);
            IpAddr::V6(Ipv6Addr::from_bits(network))
        }
        v4 @ IpAddr::V4(_) => v4,
    }
}

/// Answers the requests of a connection until it ends, or until `stopped`, when the one at hand is finished.
pub(crate) async fn answer<I>(
    connection: I,
    peer: SocketAddr,
    place: Place,
    router: Router,
    limits: ConnectionLimits,
    stopped: impl Future<Output = ()>,
) where
    I: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let held = Held { connection, _place: place, patience: limits.stalled, stalled: None };
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(peer));
        let answering = router.clone().oneshot(request);
        async move { Ok::<Response, Infallible>(answering.await.unwrap_or_else(|never| match never {})) }
    });
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(limits.head);
    let mut serving =
        std::pin::pin!(builder.serve_connection(TokioIo::new(held), service).with_upgrades());
    // What goes wrong in a connection is the other side's to know.
    tokio::select! {
        served = serving.as_mut() => drop(served),
        () = stopped => {
            serving.as_mut().graceful_shutdown();
            drop(serving.await);
        }
    }
}

/// A connection with its place, which it keeps as a socket, too. Writing fails where the other side has read
/// nothing for too long.
struct Held<I> {
    connection: I,
    _place: Place,
    patience: Duration,
    stalled: Option<Pin<Box<Sleep>>>,
}

impl<I> Held<I> {
    /// What came of an attempt to write.
    fn watched<T>(
        &mut self,
        context: &mut Context<'_>,
        written: Poll<io::Result<T>>,
    ) -> Poll<io::Result<T>> {
        if written.is_ready() {
            self.stalled = None;
            return written;
        }
        let stalled = self.stalled.get_or_insert_with(|| Box::pin(sleep(self.patience)));
        ready!(stalled.as_mut().poll(context));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl<I: AsyncRead + Unpin> AsyncRead for Held<I> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.connection).poll_read(context, buffer)
    }
}

impl<I: AsyncWrite + Unpin> AsyncWrite for Held<I> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.connection).poll_write(context, bytes);
        self.watched(context, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.connection).poll_write_vectored(context, bytes);
        self.watched(context, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.connection.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flushed = Pin::new(&mut self.connection).poll_flush(context);
        self.watched(context, flushed)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let shut = Pin::new(&mut self.connection).poll_shutdown(context);
        self.watched(context, shut)
    }
}

/// Gives a request's body up that takes longer than `patience`, and says so.
pub(crate) async fn bodies_in_time(patience: Duration, request: Request, next: Next) -> Response {
    if request.body().is_end_stream() {
        return next.run(request).await;
    }
    let late = Arc::new(AtomicBool::new(false));
    let request = request.map(|body| {
        Body::new(Timed { body, until: Box::pin(sleep(patience)), late: Arc::clone(&late) })
    });
    let response = next.run(request).await;
    if !late.load(Ordering::Relaxed) {
        return response;
    }
    let detail = format!("the body took longer than {} s: send it anew", patience.as_secs());
    let error = ApiError::new(ErrorCode::InvalidInput, detail);
    let mut response = error.into_response();
    *response.status_mut() = StatusCode::REQUEST_TIMEOUT;
    response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    response
}

/// A body that has until then to come.
struct Timed {
    body: Body,
    until: Pin<Box<Sleep>>,
    late: Arc<AtomicBool>,
}

impl HttpBody for Timed {
    type Data = axum::body::Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Self::Data>, Self::Error>>> {
        if self.until.as_mut().poll(context).is_ready() {
            self.late.store(true, Ordering::Relaxed);
            let late = io::Error::from(io::ErrorKind::TimedOut);
            return Poll::Ready(Some(Err(axum::Error::new(late))));
        }
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_its_share_of_the_places_and_gives_them_back() {
        let limits = ConnectionLimits { most: 4, most_of_one: 2, ..ConnectionLimits::default() };
        let gate = Gate::new(limits, true);
        let address = |text: &str| text.parse::<IpAddr>().unwrap();
        let first = gate.enter(address("192.0.2.1")).unwrap();
        let _second = gate.enter(address("::ffff:192.0.2.1")).unwrap();
        assert!(gate.enter(address("192.0.2.1")).is_none());
        // Of one network.
        let _third = gate.enter(address("2001:db8::1")).unwrap();
        let _fourth = gate.enter(address("2001:db8::2")).unwrap();
        assert!(gate.enter(address("2001:db8::3")).is_none());
        assert!(gate.enter(address("198.51.100.1")).is_none(), "all are taken");
        drop(first);
        let _fifth = gate.enter(address("198.51.100.1")).unwrap();
        assert_eq!(gate.taken.lock().unwrap().of.len(), 3);
    }

    #[test]
    fn on_this_machine_only_the_whole_counts() {
        let limits = ConnectionLimits { most: 3, most_of_one: 1, ..ConnectionLimits::default() };
        let gate = Gate::new(limits, false);
        let own: Vec<_> = (0..4).map(|_| gate.enter(IpAddr::from([127, 0, 0, 1]))).collect();
        assert_eq!(own.iter().flatten().count(), 3);
    }
}
