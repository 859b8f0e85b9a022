//! Whether everything works.

use aside_contract::{
    ConversationId, KnowledgeStatus, LanguageModelState, LedgerState, ModelState,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{Engine, EngineError};

/// Whether everything works.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum HealthStatus {
    /// All of it.
    Ok,
    /// Messages are answered, but something is missing: `model`, `language_model`, `knowledge`, `labels` or `ledger` says what.
    Degraded,
}

/// The state of the engine.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Health {
    /// Whether everything works.
    pub status: HealthStatus,
    /// The version of Aside.
    pub version: String,
    /// Whether meaning can be searched.
    pub model: ModelState,
    /// Whether a language model can be asked for drafts.
    pub language_model: LanguageModelState,
    /// What the knowledge base holds and does.
    pub knowledge: KnowledgeStatus,
    /// Why the team's own labels cannot be learnt; none where they can, or where it has none.
    pub labels: Option<String>,
    /// What keeps the converters of documents from files and network: `landlock, seccomp`, one of
    /// them, or `none` where the system offers none; nothing before the first document needed one.
    pub fence: Option<String>,
    /// What a walk over the whole ledger found when Aside started; nothing before it is through.
    pub ledger: Option<LedgerState>,
}

impl Engine {
    /// The state of the engine.
    pub fn health(&self) -> Health {
        let knowledge = self.knowledge_status();
        let labels = self.taxonomy.trouble();
        let ledger = self.ledger_at_start.get().cloned();
        let altered = ledger.as_ref().is_some_and(|ledger| ledger.fault.is_some());
        let model = self.model_state();
        let language_model = self.language.state();
        let drafts =
            matches!(language_model, LanguageModelState::Off | LanguageModelState::Ready { .. });
        let status = match model {
            ModelState::Ready { .. } if labels.is_none() && !altered && drafts => HealthStatus::Ok,
            _ => HealthStatus::Degraded,
        };
        Health {
            status,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            model,
            language_model,
            knowledge,
            labels,
            fence: self.knowledge.fence().map(str::to_owned),
            ledger,
        }
    }

    /// Whether messages can be taken: the store of conversations is asked for one that is not there.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn ready(&self) -> Result<(), EngineError> {
        self.desk.conversation(ConversationId::new())?;
        Ok(())
    }
}
