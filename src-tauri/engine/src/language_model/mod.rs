//! Language models: which one is asked, by whose key, within which budget, and what it drafts.
//!
//! Owns the one in use ([`LanguageModels`]), the key ([`ModelKey`]), the meter of tokens, the prompts and
//! the drafts. Nothing is asked before somebody sets a model; nothing waits for an answer; whatever goes
//! wrong, the built-in suggestions stand.

mod draft;
mod drafts;
mod key;
mod labels;
mod meter;
mod prompt;
mod setup;
mod tasks;

use std::sync::Arc;

use aside_contract::LanguageModelState;
use aside_inference::llm::{BreakerState, Endpoint, LlmError, OpenAiModel, Usage};
use parking_lot::Mutex;
use secrecy::ExposeSecret;

use crate::settings::SettingsFile;
use crate::{ModelSettings, Places};

pub use key::{ModelKey, ModelKeySource};
pub use meter::MonthTokens;
pub use setup::{ModelSetup, ModelTest, NearbyModel};

pub(crate) use draft::Job;
use drafts::Drafts;
pub(crate) use labels::given as labels_of_model;
use meter::Meter;
use prompt::Templates;

/// The model in use, and everything around it.
pub(crate) struct LanguageModels {
    pub(crate) settings: SettingsFile,
    templates: Templates,
    meter: Meter,
    made: Mutex<Option<Made>>,
    drafts: Drafts,
}

/// A model, as long as neither the settings nor the key change.
struct Made {
    settings: ModelSettings,
    /// BLAKE3 of the key, to notice another one.
    key: Option<blake3::Hash>,
    model: Arc<OpenAiModel>,
}

impl LanguageModels {
    pub(crate) fn new(places: &Places) -> Self {
        let knowledge = places.knowledge.first().cloned().unwrap_or_default();
        Self {
            settings: SettingsFile::new(&places.data),
            templates: Templates::new(&knowledge),
            meter: Meter::new(&places.data),
            made: Mutex::default(),
            drafts: Drafts::default(),
        }
    }

    /// How it does.
    pub(crate) fn state(&self) -> LanguageModelState {
        if let Some(reason) = self.settings.problem() {
            return LanguageModelState::Broken { reason };
        }
        let settings = self.settings.get().model;
        if !settings.is_on() {
            return LanguageModelState::Off;
        }
        if let Some(reason) = self.templates.problem() {
            return LanguageModelState::Broken { reason };
        }
        let (name, used) = (settings.name.clone(), self.meter.this_month().total());
        if let Some(budget) = settings.monthly_tokens.filter(|budget| used >= *budget) {
            return LanguageModelState::Spent { name, used, budget };
        }
        let made = self.made.lock();
        match made
            .as_ref()
            .filter(|made| made.settings == settings)
            .map(|made| made.model.breaker())
        {
            Some(BreakerState::Open(rest)) => {
                LanguageModelState::Resting { name, seconds: rest.as_secs().max(1) }
            }
            _ => LanguageModelState::Ready { name, used, budget: settings.monthly_tokens },
        }
    }

    /// The model that the settings name, with its key.
    ///
    /// # Errors
    /// Why there is none, in words.
    fn model(&self, settings: &ModelSettings) -> Result<Arc<OpenAiModel>, LlmError> {
        let key = settings.key().map_err(|error| LlmError::Setup(error.to_string()))?;
        let key = key.map(|key| key.secret);
        let hash = key.as_ref().map(|key| blake3::hash(key.expose_secret().as_bytes()));
        let mut made = self.made.lock();
        if let Some(made) = made.as_ref()
            && made.settings == *settings
            && made.key == hash
        {
            return Ok(Arc::clone(&made.model));
        }
        let endpoint =
            Endpoint { base_url: settings.base_url.clone(), model: settings.name.clone(), key };
        let model = Arc::new(OpenAiModel::new(endpoint, settings.limits())?);
        *made = Some(Made { settings: settings.clone(), key: hash, model: Arc::clone(&model) });
        Ok(model)
    }

    /// Whether the month's tokens are enough for a call with a prompt of so many.
    fn is_within_budget(&self, settings: &ModelSettings, prompt: u64) -> bool {
        let most = prompt.saturating_add(u64::from(settings.max_tokens));
        let used = self.meter.this_month().total();
        settings.monthly_tokens.is_none_or(|budget| used.saturating_add(most) <= budget)
    }

    /// Ends the drafts under way.
    pub(crate) fn close(&self) {
        self.drafts.drop_all();
    }

    fn count(&self, usage: Usage) {
        self.meter.count(usage);
    }
}
