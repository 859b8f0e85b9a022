//! The key to a model: in the environment or in the system's keyring, never in a file.

use keyring::{Entry, Error};
use secrecy::{ExposeSecret, SecretString};

use crate::{EngineError, secrets};

/// Comes before the keyring.
const VARIABLE: &str = "ASIDE_MODEL_KEY";
/// The keyring's entry is this service's, under the host's name.
const SERVICE: &str = "aside-model-key";

/// Where a key comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ModelKeySource {
    /// The variable `ASIDE_MODEL_KEY`.
    Environment,
    /// The system's keyring.
    Keyring,
}

/// The key to the models of one host. Its `Debug` shows nothing of it.
#[derive(Clone, Debug)]
pub struct ModelKey {
    /// What the server wants to see.
    pub secret: SecretString,
    /// Where it stood.
    pub source: ModelKeySource,
}

impl ModelKey {
    /// Looks for the key to a host: in the environment, else in the keyring. None where there is none; a
    /// system without a keyring, or with one that does not answer, has none.
    ///
    /// # Errors
    /// [`EngineError::Keyring`] where there is a keyring that does not give it out.
    pub fn find(host: &str) -> Result<Option<Self>, EngineError> {
        if let Ok(key) = std::env::var(VARIABLE)
            && !key.trim().is_empty()
        {
            let secret = SecretString::from(key.trim());
            return Ok(Some(Self { secret, source: ModelKeySource::Environment }));
        }
        let user = host.to_owned();
        let found = secrets::patiently(move || {
            Entry::new(SERVICE, &user).and_then(|entry| entry.get_password())
        });
        match found {
            Some(Ok(key)) => {
                let secret = SecretString::from(key);
                Ok(Some(Self { secret, source: ModelKeySource::Keyring }))
            }
            // A keyring that waits for a person to unlock it is asked again for the next draft.
            None
            | Some(Err(Error::NoDefaultStore | Error::NoEntry | Error::PlatformFailure(_))) => {
                Ok(None)
            }
            Some(Err(error)) => Err(refused(&error)),
        }
    }

    /// Keeps a key to a host in the system's keyring.
    ///
    /// # Errors
    /// [`EngineError::Keyring`] where there is none, or it refuses.
    pub fn store(host: &str, key: &SecretString) -> Result<(), EngineError> {
        let entry = Entry::new(SERVICE, host).map_err(|error| refused(&error))?;
        entry.set_password(key.expose_secret()).map_err(|error| refused(&error))
    }

    /// Forgets the key to a host. Says whether there was one.
    ///
    /// # Errors
    /// [`EngineError::Keyring`] where there is no keyring, or it refuses.
    pub fn forget(host: &str) -> Result<bool, EngineError> {
        let entry = Entry::new(SERVICE, host).map_err(|error| refused(&error))?;
        match entry.delete_credential() {
            Ok(()) => Ok(true),
            Err(Error::NoEntry) => Ok(false),
            Err(error) => Err(refused(&error)),
        }
    }
}

fn refused(error: &Error) -> EngineError {
    EngineError::Keyring { reason: error.to_string(), variable: VARIABLE }
}
