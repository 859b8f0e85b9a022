//! The certificate of an address that other machines reach: from files, or made here and kept.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ring::digest;
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

use crate::ServeError;

/// In the folder of the certificate that was made here.
const CERTIFICATE: &str = "certificate.pem";
/// Its key, beside it.
const KEY: &str = "key.pem";

/// A certificate that can be shown.
pub(crate) struct Certificate {
    pub(crate) config: Arc<ServerConfig>,
    /// The SHA-256 of the certificate, as browsers and tools show it.
    pub(crate) fingerprint: String,
}

/// The certificate, with those that vouch for it, and its key, as PEM.
///
/// # Errors
/// [`ServeError::Certificate`] where a file cannot be read or the two do not go together.
pub(crate) fn read(chain: &Path, key: &Path) -> Result<Certificate, ServeError> {
    let wrong = |path: &Path, reason: &dyn std::fmt::Display| ServeError::Certificate {
        path: path.to_path_buf(),
        reason: reason.to_string(),
    };
    let certificates = CertificateDer::pem_file_iter(chain)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .map_err(|error| wrong(chain, &error))?;
    let own = certificates.first().ok_or_else(|| wrong(chain, &"it holds no certificate"))?;
    let fingerprint = fingerprint(own);
    let secret = PrivateKeyDer::from_pem_file(key).map_err(|error| wrong(key, &error))?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .and_then(|builder| builder.with_no_client_auth().with_single_cert(certificates, secret))
        .map_err(|error| wrong(chain, &error))?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Certificate { config: Arc::new(config), fingerprint })
}

/// The certificate that stands in this folder; made for these names where there is none yet.
///
/// # Errors
/// [`ServeError::Certificate`] where it can be neither read nor made.
pub(crate) fn read_or_make(folder: &Path, names: &[String]) -> Result<Certificate, ServeError> {
    let (chain, key) = (folder.join(CERTIFICATE), folder.join(KEY));
    if !chain.is_file() || !key.is_file() {
        let wrong = |path: PathBuf| {
            move |reason: &dyn std::fmt::Display| ServeError::Certificate {
                path,
                reason: reason.to_string(),
            }
        };
        let made = rcgen::generate_simple_self_signed(names.to_vec())
            .map_err(|error| wrong(chain.clone())(&error))?;
        fs::create_dir_all(folder).map_err(|error| wrong(folder.to_path_buf())(&error))?;
        // The certificate last: both are there then.
        write_secret(&key, &made.signing_key.serialize_pem())
            .map_err(|error| wrong(key.clone())(&error))?;
        fs::write(&chain, made.cert.pem()).map_err(|error| wrong(chain.clone())(&error))?;
    }
    read(&chain, &key)
}

/// Writes a file that only this user may read.
fn write_secret(path: &Path, text: &str) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut options = fs::OpenOptions::new();
    options.create_new(true).write(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options.open(path)?.write_all(text.as_bytes())
}

/// Pairs of digits with colons between.
fn fingerprint(certificate: &CertificateDer<'_>) -> String {
    let hash = digest::digest(&digest::SHA256, certificate);
    let pairs: Vec<String> = hash.as_ref().iter().map(|byte| format!("{byte:02X}")).collect();
    pairs.join(":")
}
