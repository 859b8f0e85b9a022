//! The listener for other machines: with TLS, or behind a reverse proxy that has it.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use aside_engine::{Engine, PublicReach};
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio_rustls::TlsAcceptor;

use crate::ServeError;
use crate::accept::{Accepted, accept};
use crate::certificate::{self, Certificate};
use crate::connections::{ConnectionLimits, Gate};
use crate::guard::Door;

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

/// A bound address, not yet answering.
pub struct PublicListener {
    socket: TcpListener,
    tls: Option<TlsAcceptor>,
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
        let tls = config.map(TlsAcceptor::from);
        let names = names.iter().map(|name| name.to_lowercase()).collect();
        Ok(Self { socket, tls, address, names, fingerprint })
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

    /// Whether a reverse proxy is the only one that reaches it, and the host names that it is reached under, in
    /// small letters.
    pub(crate) fn door(&self) -> Door {
        Door::Public { names: Arc::clone(&self.names), proxied: self.fingerprint.is_none() }
    }

    /// Takes connections from now on.
    pub(crate) fn accept(self, limits: ConnectionLimits) -> mpsc::Receiver<Accepted> {
        // All that comes through a proxy comes from its address.
        let gate = Gate::new(limits, self.tls.is_some());
        accept(self.socket, self.tls.map(|tls| (tls, limits.handshake)), gate)
    }
}
