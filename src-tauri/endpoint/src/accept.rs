//! From a bound socket to connections that are ready to be answered: with a place, and with TLS where it has
//! a certificate.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, mpsc};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;
use tokio_util::either::Either;

use crate::connections::{Gate, Place};

/// How many handshakes may be under way; others wait in the socket.
const HANDSHAKES: usize = 256;
/// How long to wait where the system gives no connection, because there are too many open files say.
const AGAIN: Duration = Duration::from_millis(100);

/// A connection, without TLS or with it.
pub(crate) type Connection = Either<TcpStream, TlsStream<TcpStream>>;

/// A connection that can be answered.
pub(crate) struct Accepted {
    pub(crate) connection: Connection,
    pub(crate) peer: SocketAddr,
    pub(crate) place: Place,
}

/// Takes connections from now on, for as long as somebody wants them. One without a place is closed at once,
/// and one whose handshake takes longer than it may.
/// Handshakes go on beside each other, so that a slow one keeps nobody waiting.
pub(crate) fn accept(
    socket: TcpListener,
    tls: Option<(TlsAcceptor, Duration)>,
    gate: Gate,
) -> mpsc::Receiver<Accepted> {
    let (ready, accepted) = mpsc::channel(1);
    tokio::spawn(accept_all(socket, tls, gate, ready));
    accepted
}

async fn accept_all(
    socket: TcpListener,
    tls: Option<(TlsAcceptor, Duration)>,
    gate: Gate,
    ready: mpsc::Sender<Accepted>,
) {
    let turns = Arc::new(Semaphore::new(HANDSHAKES));
    while let Ok(turn) = Arc::clone(&turns).acquire_owned().await {
        let accepted = tokio::select! {
            accepted = socket.accept() => accepted,
            () = ready.closed() => return,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                tracing::warn!(%error, "no connection is taken");
                tokio::time::sleep(AGAIN).await;
                continue;
            }
        };
        let Some(place) = gate.enter(peer.ip()) else { continue };
        // Events are small, and should not wait for more of them. Where it cannot be set, they do.
        let _ = stream.set_nodelay(true);
        let (tls, ready) = (tls.clone(), ready.clone());
        tokio::spawn(async move {
            let _turn = turn;
            let connection: Connection = match tls {
                None => Either::Left(stream),
                Some((tls, handshake)) => {
                    match tokio::time::timeout(handshake, tls.accept(stream)).await {
                        Ok(Ok(stream)) => Either::Right(stream),
                        // Scanners and clients that do not trust the certificate: theirs to know.
                        Ok(Err(_)) | Err(_) => return,
                    }
                }
            };
            // Nobody listens any more where it ends.
            let _ = ready.send(Accepted { connection, peer, place }).await;
        });
    }
}
