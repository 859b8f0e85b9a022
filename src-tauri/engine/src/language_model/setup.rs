//! What people do with the model's settings: look, set, test, find, switch off.

use std::path::{Path, PathBuf};
use std::time::Duration;

use aside_inference::llm::{Endpoint, LlmError, check_base_url, probe};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::meter::Meter;
use super::{ModelKey, ModelKeySource, MonthTokens};
use crate::settings::Settings;
use crate::{EngineError, ModelSettings};

/// The language model as a data folder has it set. Works without an open engine, also beside a running
/// desk, which takes a change up with its next draft.
pub struct ModelSetup {
    data: PathBuf,
}

/// A server on this machine that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NearbyModel {
    /// What usually listens on its port.
    pub usually: String,
    /// For the settings.
    pub base_url: String,
    /// The models that it lists.
    pub models: Vec<String>,
}

/// A test of the connection.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ModelTest {
    /// The model answered.
    pub works: bool,
    /// What was seen, or exactly what is wrong, as a sentence without its full stop.
    pub detail: String,
    /// Until the first token, in milliseconds; 0 where none came.
    pub first_token_ms: f64,
    /// Until the last one.
    pub whole_ms: f64,
    /// Tokens that it took.
    pub tokens: u64,
}

impl ModelSetup {
    /// Of this data folder.
    pub fn new(data: &Path) -> Self {
        Self { data: data.to_owned() }
    }

    /// The settings in force.
    ///
    /// # Errors
    /// [`EngineError::Settings`].
    pub fn settings(&self) -> Result<ModelSettings, EngineError> {
        Ok(Settings::load(&self.data)?.model)
    }

    /// Changes the settings, and says in which file.
    ///
    /// # Errors
    /// [`EngineError::Settings`].
    pub fn set(&self, change: impl FnOnce(&mut ModelSettings)) -> Result<PathBuf, EngineError> {
        let mut settings = Settings::load(&self.data)?;
        change(&mut settings.model);
        settings.save(&self.data)
    }

    /// Names no model any more: nothing leaves from now on.
    ///
    /// # Errors
    /// [`EngineError::Settings`].
    pub fn off(&self) -> Result<PathBuf, EngineError> {
        self.set(|model| {
            model.base_url.clear();
            model.name.clear();
        })
    }

    /// Where the key to the model stands; none where there is none.
    ///
    /// # Errors
    /// [`EngineError::Settings`] or [`EngineError::Keyring`].
    pub fn key(&self) -> Result<Option<ModelKeySource>, EngineError> {
        Ok(self.settings()?.key()?.map(|key| key.source))
    }

    /// Keeps the key to the model's host in the system's keyring; an empty one is forgotten.
    ///
    /// # Errors
    /// [`EngineError::NoLanguageModel`] before a base URL is set, else as [`ModelKey::store`].
    pub fn set_key(&self, key: &str) -> Result<(), EngineError> {
        let settings = self.settings()?;
        let host = settings.host();
        if host.is_empty() {
            return Err(EngineError::NoLanguageModel);
        }
        match key.trim() {
            "" => ModelKey::forget(&host).map(|_| ()),
            key => ModelKey::store(&host, &SecretString::from(key)),
        }
    }

    /// What this month took.
    pub fn tokens(&self) -> MonthTokens {
        Meter::new(&self.data).this_month()
    }

    /// Asks the model for one word.
    ///
    /// # Errors
    /// [`EngineError::NoLanguageModel`], [`EngineError::Settings`] or [`EngineError::Keyring`]; what is
    /// wrong with the connection stands in the answer.
    pub fn test(&self) -> Result<ModelTest, EngineError> {
        let settings = self.settings()?;
        if !settings.is_on() {
            return Err(EngineError::NoLanguageModel);
        }
        let endpoint = Endpoint {
            base_url: settings.base_url.clone(),
            model: settings.name.clone(),
            key: settings.key()?.map(|key| key.secret),
        };
        let first = Duration::from_secs_f64(settings.first_token_seconds);
        Ok(match probe::test(&endpoint, first) {
            Ok(working) => {
                Meter::new(&self.data).count(working.usage);
                ModelTest {
                    works: true,
                    detail: format!("{} at {} answers", settings.name, settings.host()),
                    first_token_ms: working.first_token.as_secs_f64() * 1e3,
                    whole_ms: working.whole.as_secs_f64() * 1e3,
                    tokens: working.usage.total(),
                }
            }
            Err(error) => ModelTest::failed(&error),
        })
    }

    /// Looks for models on the usual ports of this machine. Uses none of them.
    pub fn find(&self) -> Vec<NearbyModel> {
        let found = probe::find(&probe::USUAL_PORTS).into_iter();
        let nearby = found.map(|found| NearbyModel {
            usually: found.usually.to_owned(),
            base_url: found.base_url,
            models: found.models,
        });
        nearby.collect()
    }
}

impl ModelTest {
    fn failed(error: &LlmError) -> Self {
        let detail = error.to_string();
        Self { works: false, detail, first_token_ms: 0.0, whole_ms: 0.0, tokens: 0 }
    }
}

impl ModelSettings {
    /// The host that is asked, with its port where it has one; empty where none is set.
    pub fn host(&self) -> String {
        let Ok(url) = check_base_url(&self.base_url) else { return String::new() };
        let host = url.host_str().unwrap_or_default();
        url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
    }

    /// The key to that host.
    ///
    /// # Errors
    /// [`EngineError::Keyring`].
    pub(crate) fn key(&self) -> Result<Option<ModelKey>, EngineError> {
        ModelKey::find(&self.host())
    }
}
