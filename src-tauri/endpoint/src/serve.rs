//! The loopback listener, and how it and the public one answer.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use aside_engine::{Engine, EngineError};
use axum::Extension;
use axum::serve::ListenerExt;
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::guard::Door;
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

/// Answers requests on this machine, and from others where they are given a listener, until `shutdown` is
/// ready; then lets open ones finish for up to two seconds. Beside the lock of the data folder stands where
/// it answers this machine, for as long as it does.
///
/// # Errors
/// [`ServeError::Listen`] where the listener breaks.
pub async fn serve(
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
    let router = loopback_router(engine);
    let elsewhere = router.clone();
    let here = router.into_make_service_with_connect_info::<SocketAddr>();
    let here = axum::serve(listener.socket, here).with_graceful_shutdown(stopped(&stopping));
    let here = in_time(here, stopped(&stopping));
    let served = match public {
        None => here.await,
        Some(public) => {
            let proxied = public.fingerprint().is_none();
            let door = Extension(Door::Public { names: public.names(), proxied });
            let router = elsewhere.layer(door);
            let router = router.into_make_service_with_connect_info::<SocketAddr>();
            // Only a listener that is tapped tells the address of the other side.
            let elsewhere = axum::serve(public.tap_io(untouched), router)
                .with_graceful_shutdown(stopped(&stopping));
            let elsewhere = in_time(elsewhere, stopped(&stopping));
            tokio::try_join!(here, elsewhere).map(drop)
        }
    };
    announced.announce(None);
    announced.announce_public(None);
    Ok(served?)
}

fn untouched<T>(_connection: &mut T) {}

type Stop = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Ready once it is to stop.
fn stopped(stopping: &watch::Receiver<bool>) -> Stop {
    let mut stopping = stopping.clone();
    Box::pin(async move {
        // An error means that nobody can say stop any more.
        let _ = stopping.wait_for(|stop| *stop).await;
    })
}

/// Waits for a server, and not for ever once it is to stop.
fn in_time<S>(server: S, stopped: Stop) -> Pin<Box<dyn Future<Output = io::Result<()>> + Send>>
where
    S: IntoFuture<Output = io::Result<()>>,
    S::IntoFuture: Send + 'static,
{
    let (server, overdue) = (server.into_future(), async {
        stopped.await;
        tokio::time::sleep(GRACE).await;
    });
    Box::pin(async {
        tokio::select! {
            served = server => served,
            () = overdue => Ok(()),
        }
    })
}
