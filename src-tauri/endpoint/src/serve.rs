//! The loopback listener.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use aside_engine::Engine;
use tokio::net::TcpListener;

use crate::loopback_router;

/// How long open requests may take to finish once asked to stop. Event streams never end by
/// themselves, so the wait is bounded.
const GRACE: Duration = Duration::from_secs(2);

/// Listening failed.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The port cannot be had.
    #[error(
        "cannot listen on {address}: {source}. Is another Aside running? Name another port with --port N, or 0 for any"
    )]
    Bind {
        /// Where to.
        address: SocketAddr,
        /// What the system says.
        source: io::Error,
    },
    /// The listener broke.
    #[error("the listener stopped: {0}")]
    Listen(#[from] io::Error),
}

/// A bound loopback port, not yet answering.
#[derive(Debug)]
pub struct Listener {
    socket: TcpListener,
    address: SocketAddr,
}

impl Listener {
    /// Takes `port` on 127.0.0.1; 0 takes any free one.
    ///
    /// # Errors
    /// [`ServeError::Bind`] where it cannot be had.
    pub async fn bind(port: u16) -> Result<Self, ServeError> {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let failed = |source| ServeError::Bind { address, source };
        let socket = TcpListener::bind(address).await.map_err(failed)?;
        let address = socket.local_addr().map_err(failed)?;
        Ok(Self { socket, address })
    }

    /// Where it listens, with the port that was given.
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

/// Answers requests until `shutdown` is ready, then lets open ones finish for up to two seconds. Beside
/// the lock of the data folder stands where it answers, for as long as it does.
///
/// # Errors
/// [`ServeError::Listen`] where the listener breaks.
pub async fn serve(
    engine: Arc<Engine>,
    listener: Listener,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> Result<(), ServeError> {
    let warm = Arc::clone(&engine);
    tokio::task::spawn_blocking(move || warm.warm_up());
    // Connections wait in the socket from its binding on, so this is no word too early.
    engine.announce(Some(listener.address));
    let announced = Arc::clone(&engine);
    let (stop, mut stopping) = tokio::sync::watch::channel(false);
    let router = loopback_router(engine).into_make_service_with_connect_info::<SocketAddr>();
    let server = axum::serve(listener.socket, router).with_graceful_shutdown(async move {
        shutdown.await;
        // The receiver lives as long as this function.
        let _ = stop.send(true);
    });
    let overdue = async move {
        // An error means that the server is gone, and with it the wait.
        let _ = stopping.wait_for(|stop| *stop).await;
        tokio::time::sleep(GRACE).await;
    };
    let served = tokio::select! {
        served = server.into_future() => served,
        () = overdue => Ok(()),
    };
    announced.announce(None);
    Ok(served?)
}
