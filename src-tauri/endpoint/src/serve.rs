//! The loopback listener, and how it and the public one answer.

use std::convert::Infallible;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use aside_engine::{Engine, EngineError};
use axum::extract::Request;
use axum::middleware::{self, Next};
use axum::{Extension, Router};
use tokio::net::TcpListener;
use tokio::sync::{mpsc, watch};

use crate::accept::{Accepted, accept};
use crate::connections::{ConnectionLimits, Gate, answer, bodies_in_time};
use crate::{PublicListener, loopback_router};

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
    /// Other machines would be answered without TLS.
    #[error(
        "{address} is reached without TLS: name a certificate with --tls-cert FILE --tls-key FILE, have one made with --self-signed, or say --behind-proxy where a reverse proxy with TLS is the only one that reaches it. This machine alone needs no --address, only --port"
    )]
    NoShield {
        /// What should be listened on.
        address: SocketAddr,
    },
    /// Other machines would do everything.
    #[error(
        "{address} would let everybody who reaches it do everything: add a user first, with `aside user add NAME --role administrator`"
    )]
    NoUsers {
        /// What should be listened on.
        address: SocketAddr,
    },
    /// Every host name would be taken.
    #[error(
        "{address} is reached under no name: say which with --name desk.example, so that requests for other names are refused"
    )]
    NoNames {
        /// What should be listened on.
        address: SocketAddr,
    },
    /// The certificate cannot be used.
    #[error("the certificate {path}: {reason}", path = path.display())]
    Certificate {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// From the engine.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// The listener broke.
    #[error("the listener stopped unexpectedly: start Aside anew")]
    Stopped,
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

/// Answers requests on this machine, and from others where they are given a listener, until `shutdown` is
/// ready; then lets open ones finish for up to two seconds. Beside the lock of the data folder stands where
/// it answers this machine, for as long as it does.
///
/// # Errors
/// [`ServeError::Stopped`] where the listener breaks.
pub async fn serve(
    engine: Arc<Engine>,
    listener: Listener,
    public: Option<PublicListener>,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> Result<(), ServeError> {
    serve_within(ConnectionLimits::default(), engine, listener, public, shutdown).await
}

/// As [`serve`], with other limits.
///
/// # Errors
/// As [`serve`].
pub async fn serve_within(
    limits: ConnectionLimits,
    engine: Arc<Engine>,
    listener: Listener,
    public: Option<PublicListener>,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> Result<(), ServeError> {
    let warm = Arc::clone(&engine);
    tokio::task::spawn_blocking(move || warm.warm_up());
    // Connections wait in the socket from its binding on, so this is no word too early.
    engine.announce(Some(listener.address));
    engine.announce_public(public.as_ref().map(PublicListener::reach));
    let announced = Arc::clone(&engine);
    let (stop, stopping) = watch::channel(false);
    tokio::spawn(async move {
        shutdown.await;
        // Nobody listens where both have ended.
        let _ = stop.send(true);
    });
    let in_time = move |request: Request, next: Next| bodies_in_time(limits.body, request, next);
    let router = loopback_router(engine).layer(middleware::from_fn(in_time));
    let here = accept(listener.socket, None, Gate::new(limits, false));
    let here = answer_all(here, router.clone(), limits, &stopping);
    match public {
        None => here.await?,
        Some(public) => {
            let router = router.layer(Extension(public.door()));
            let elsewhere = answer_all(public.accept(limits), router, limits, &stopping);
            tokio::try_join!(here, elsewhere)?;
        }
    }
    announced.announce(None);
    announced.announce_public(None);
    Ok(())
}

/// Answers connections until it is to stop; then waits for those at hand, and not for ever.
async fn answer_all(
    mut accepted: mpsc::Receiver<Accepted>,
    router: Router,
    limits: ConnectionLimits,
    stopping: &watch::Receiver<bool>,
) -> Result<(), ServeError> {
    let (open, mut all_closed) = mpsc::channel::<Infallible>(1);
    let mut stop = pin!(stopped(stopping.clone()));
    loop {
        let next = tokio::select! {
            next = accepted.recv() => next,
            () = stop.as_mut() => break,
        };
        let Accepted { connection, peer, place } = next.ok_or(ServeError::Stopped)?;
        let (router, stopped, open) = (router.clone(), stopped(stopping.clone()), open.clone());
        tokio::spawn(async move {
            answer(connection, peer, place, router, limits, stopped).await;
            drop(open);
        });
    }
    drop((accepted, open));
    // Nothing is ever sent: it ends with the last connection. Those that do not end are let go.
    let _ = tokio::time::timeout(GRACE, all_closed.recv()).await;
    Ok(())
}

/// Ready once it is to stop.
async fn stopped(mut stopping: watch::Receiver<bool>) {
    // An error means that nobody can say stop any more.
    let _ = stopping.wait_for(|stop| *stop).await;
}
