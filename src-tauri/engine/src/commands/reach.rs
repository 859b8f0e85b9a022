//! Where this process answers, and what pages of other sites need to reach it.

use std::net::SocketAddr;

use parking_lot::Mutex;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::settings::KeyPlace;
use crate::access::random;
use crate::secrets::{self, hex};
use crate::settings::ChatSettings;
use crate::{Engine, EngineError, Settings};

/// Where the secret is looked for that a site signs its customers' names with: in the environment, else in
/// the system's keyring.
pub(super) const IDENTITY_SECRET: &str = "ASIDE_IDENTITY_SECRET";

/// Where Aside answers, and who may hold its chat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Reach {
    /// The address on this machine, such as `127.0.0.1:4817`; none where only the window asks.
    pub loopback: Option<String>,
    /// The address for other machines; none where they are not answered.
    pub public: Option<PublicReach>,
    /// What the settings say of the chat.
    pub chat: ChatSettings,
    /// Where the secret stands that sites sign their customers' names with. It is never told.
    pub identity: KeyPlace,
    /// The file with these settings.
    pub file: String,
}

/// Where other machines are answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublicReach {
    /// What is listened on, such as `0.0.0.0:8443`.
    pub address: String,
    /// The host names that it is reached under.
    pub names: Vec<String>,
    /// The SHA-256 of the certificate; none where a reverse proxy has the TLS.
    pub fingerprint: Option<String>,
}

/// The secret that a site signs its customers' names with.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
pub struct IdentitySecret {
    /// Told this once.
    pub secret: String,
}

/// Whether a secret that is there is to be replaced.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IdentityRequest {
    /// What was signed with the one of before counts no longer.
    pub replace: bool,
}

/// Where this process answers at this moment.
#[derive(Debug, Default)]
pub(crate) struct Answering {
    pub(crate) loopback: Mutex<Option<SocketAddr>>,
    pub(crate) public: Mutex<Option<PublicReach>>,
}

impl Engine {
    /// Says where other machines are answered from now on, or that they no longer are.
    pub fn announce_public(&self, public: Option<PublicReach>) {
        *self.answering.public.lock() = public;
    }

    /// Where Aside answers, and who may hold its chat.
    ///
    /// # Errors
    /// [`EngineError::Settings`].
    pub fn reach(&self) -> Result<Reach, EngineError> {
        let settings = Settings::load(&self.places.data)?;
        Ok(Reach {
            loopback: self.answering.loopback.lock().map(|address| address.to_string()),
            public: self.answering.public.lock().clone(),
            chat: settings.chat,
            identity: secrets::place(IDENTITY_SECRET),
            file: Settings::file(&self.places.data).display().to_string(),
        })
    }

    /// Changes which sites may hold the chat and whether they sign their customers' names. Holds with the
    /// next request.
    ///
    /// # Errors
    /// [`EngineError::Settings`] where a site or name is none, or the file cannot be written.
    pub fn set_chat(&self, chat: &ChatSettings) -> Result<Reach, EngineError> {
        let settings = Settings::load(&self.places.data)?;
        Settings { chat: chat.clone(), ..settings }.save(&self.places.data)?;
        self.reach()
    }

    /// Makes the secret that sites sign their customers' names with, and keeps it in the system's keyring.
    ///
    /// # Errors
    /// [`EngineError::Refused`] where the environment names one, which comes first, or there is one that is not
    /// to be replaced, or [`EngineError::Keyring`].
    pub fn make_identity_secret(
        &self,
        request: &IdentityRequest,
    ) -> Result<IdentitySecret, EngineError> {
        let refused = |why: String| Err(EngineError::Refused(why));
        match secrets::place(IDENTITY_SECRET) {
            KeyPlace::Environment => {
                return refused(format!(
                    "{IDENTITY_SECRET} in the environment of Aside comes first: change it there"
                ));
            }
            KeyPlace::Keyring if !request.replace => {
                return refused("there is a secret already: say that it is replaced".to_owned());
            }
            KeyPlace::Keyring | KeyPlace::None | KeyPlace::Unknown => {}
        }
        let secret = hex(&random::<32>()?);
        secrets::keep(IDENTITY_SECRET, &secret)?;
        Ok(IdentitySecret { secret })
    }
}
