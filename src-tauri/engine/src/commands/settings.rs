//! The settings of the language model, for the window: what is set, set it, test it, find one.

use aside_contract::LanguageModelState;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    Engine, EngineError, ModelKeySource, ModelSettings, ModelSetup, ModelTest, NearbyModel,
};

/// The language model as it is set. The key itself is never told.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ModelView {
    /// What is set.
    pub settings: ModelSettings,
    /// Where the key stands.
    pub key: KeyPlace,
    /// Tokens of this calendar month (UTC), prompts and answers together.
    pub used: u64,
    /// How many calls they were.
    pub calls: u64,
    /// How it does.
    pub state: LanguageModelState,
}

/// Where the key to the model stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum KeyPlace {
    /// There is none.
    None,
    /// The variable `ASIDE_MODEL_KEY`, which comes before the keyring.
    Environment,
    /// The system's keyring.
    Keyring,
    /// The keyring does not say.
    Unknown,
}

/// A change of the settings.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ModelChange {
    /// All of the settings from now on.
    pub settings: ModelSettings,
    /// The key to the model's host from now on, kept in the system's keyring; an empty one is forgotten,
    /// an absent one stays.
    #[serde(default)]
    pub key: Option<String>,
}

impl Engine {
    /// The language model as it is set.
    ///
    /// # Errors
    /// [`EngineError::Settings`].
    pub fn model_settings(&self) -> Result<ModelView, EngineError> {
        let setup = self.model_setup();
        let settings = setup.settings()?;
        let key = match setup.key() {
            Ok(None) => KeyPlace::None,
            Ok(Some(ModelKeySource::Environment)) => KeyPlace::Environment,
            Ok(Some(ModelKeySource::Keyring)) => KeyPlace::Keyring,
            Err(error) => {
                tracing::info!(%error, "where the key to the model stands is not known");
                KeyPlace::Unknown
            }
        };
        let month = setup.tokens();
        Ok(ModelView {
            settings,
            key,
            used: month.total(),
            calls: month.calls,
            state: self.language.state(),
        })
    }

    /// Changes the settings, then the key. Holds from the next message on.
    ///
    /// # Errors
    /// [`EngineError::Settings`] where they make no sense or cannot be written, [`EngineError::Keyring`]
    /// where the key cannot be kept; the settings hold then.
    pub fn set_model(&self, change: &ModelChange) -> Result<ModelView, EngineError> {
        let setup = self.model_setup();
        setup.set(|model| *model = change.settings.clone())?;
        if let Some(key) = &change.key {
            setup.set_key(key)?;
        }
        self.model_settings()
    }

    /// Asks the model for one word, and says exactly what is wrong.
    ///
    /// # Errors
    /// As [`ModelSetup::test`].
    pub fn test_model(&self) -> Result<ModelTest, EngineError> {
        self.model_setup().test()
    }

    /// Looks for models on the usual ports of this machine. Uses none of them.
    pub fn nearby_models(&self) -> Vec<NearbyModel> {
        self.model_setup().find()
    }

    fn model_setup(&self) -> ModelSetup {
        ModelSetup::new(&self.places.data)
    }
}
