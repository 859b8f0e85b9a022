//! The listener for other machines: with TLS, or behind a reverse proxy that has it.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use aside_engine::{Engine, PublicReach};
use axum::serve::Listener;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, mpsc};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;
use tokio_util::either::Either;

use crate::ServeError;
use crate::certificate::{self, Certificate};

/// How long a handshake may take.
const HANDSHAKE: Duration = Duration::from_secs(10);
/// How many may be under way; others wait in the socket.
const HANDSHAKES: usize = 256;
/// How long to wait where the system gives no connection, because there are too many open files say.
const AGAIN: Duration = Duration::from_millis(100);
/// Where a certificate that was made here stands, in the data folder.
const FOLDER: &str = "tls";

/// What protects the way from other machines.
#[derive(Clone, Debug)]
pub enum Shield {
    /// TLS with a certificate, and those that vouch for it, and its key, as PEM.
    Certificate {
        /// The certificates.
        chain: PathBuf,
        /// The key.
        key: PathBuf,
    },
    /// TLS with a certificate that is made here and kept in the data folder; clients know it by its
    /// fingerprint.
    SelfSigned,
    /// A reverse proxy has TLS, and nobody else reaches the address.
    Proxy,
}

/// Where other machines reach Aside.
#[derive(Clone, Debug)]
pub struct Public {
    /// The address to listen on.
    pub address: SocketAddr,
    /// The host names that it is reached under; others are refused.
    pub names: Vec<String>,
    /// What protects it.
    pub shield: Option<Shield>,
}

/// A connection, without TLS or with it.
type Connection = Either<TcpStream, TlsStream<TcpStream>>;

/// A bound address, not yet answering.
pub struct PublicListener {
    ready: mpsc::Receiver<(Connection, SocketAddr)>,
    address: SocketAddr,
    names: Arc<[String]>,
    fingerprint: Option<String>,
}

impl PublicListener {
    /// Takes the address. Only with users: without one, whoever reaches it could do everything.
    ///
    /// # Errors
    /// [`ServeError::NoShield`], [`ServeError::NoNames`] or [`ServeError::NoUsers`] where something is left
    /// to be said; [`ServeError::Certificate`], or [`ServeError::Bind`] where the address cannot be had.
    pub async fn bind(engine: &Engine, public: Public) -> Result<Self, ServeError> {
        let Public { address, mut names, shield } = public;
        let shield = shield.ok_or(ServeError::NoShield { address })?;
        if !address.ip().is_unspecified() {
            names.push(match address {
                SocketAddr::V4(v4) => v4.ip().to_string(),
                SocketAddr::V6(v6) => format!("[{}]", v6.ip()),
            });
        }
        if names.is_empty() {
            return Err(ServeError::NoNames { address });
        }
        if engine.users()?.is_empty() {
            return Err(ServeError::NoUsers { address });
        }
        let certificate = match shield {
            Shield::Certificate { chain, key } => Some(certificate::read(&chain, &key)?),
            Shield::SelfSigned => {
                let plain: Vec<String> =
                    names.iter().map(|name| name.trim_matches(['[', ']']).to_owned()).collect();
                Some(certificate::read_or_make(&engine.places().data.join(FOLDER), &plain)?)
            }
            Shield::Proxy => None,
        };
        let failed = |source| ServeError::Bind { address, source };
        let socket = TcpListener::bind(address).await.map_err(failed)?;
        let address = socket.local_addr().map_err(failed)?;
        let (config, fingerprint) = match certificate {
            Some(Certificate { config, fingerprint }) => (Some(config), Some(fingerprint)),
            None => (None, None),
        };
        let (send, ready) = mpsc::channel(1);
        tokio::spawn(accept_all(socket, config.map(TlsAcceptor::from), send));
        let names = names.iter().map(|name| name.to_lowercase()).collect();
        Ok(Self { ready, address, names, fingerprint })
    }

    /// Where it listens, with the port that was given.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The SHA-256 of the certificate; none behind a proxy.
    pub fn fingerprint(&self) -> Option<&str> {
        self.fingerprint.as_deref()
    }

    /// Where it is reached, for people to read.
    pub(crate) fn reach(&self) -> PublicReach {
        PublicReach {
            address: self.address.to_string(),
            names: self.names.to_vec(),
            fingerprint: self.fingerprint.clone(),
        }
    }

    /// The host names that it is reached under, in small letters.
    pub(crate) fn names(&self) -> Arc<[String]> {
        Arc::clone(&self.names)
    }
}

/// Handshakes go on beside each other, so that a slow one keeps nobody waiting.
async fn accept_all(
    socket: TcpListener,
    tls: Option<TlsAcceptor>,
    ready: mpsc::Sender<(Connection, SocketAddr)>,
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
        let (tls, ready) = (tls.clone(), ready.clone());
        tokio::spawn(async move {
            let _turn = turn;
            let stream: Connection = match tls {
                None => Either::Left(stream),
                Some(tls) => match tokio::time::timeout(HANDSHAKE, tls.accept(stream)).await {
                    Ok(Ok(stream)) => Either::Right(stream),
                    // Scanners and clients that do not trust the certificate: theirs to know.
                    Ok(Err(_)) | Err(_) => return,
                },
            };
            // Nobody listens any more where it ends.
            let _ = ready.send((stream, peer)).await;
        });
    }
}

impl Listener for PublicListener {
    type Io = Connection;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        match self.ready.recv().await {
            Some(connection) => connection,
            // The runtime ends, and this with it.
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        Ok(self.address)
    }
}
