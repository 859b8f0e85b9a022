//! Composition: one [`Engine`] wires the rooms together and offers one function per command.
//!
//! Owns where things live ([`Places`]), what is loaded at start, the events that tell listeners what
//! changed, and the order of steps from a customer's message to [`Advice`](aside_contract::Advice). Refuses
//! HTTP, windows and terminals: callers give plain values and get plain values.
//!
//! A message comes in through [`Engine::receive`] or [`Engine::take_in_chat`], is stored by `desk`, read by
//! `inference`, answered from `knowledge`, judged by `assist`, stored again, and only then
//! published. Every function is synchronous and may be called from any thread; an answer to a customer of
//! the chat is made in its turn, and waited for with [`Answering`].

mod access;
mod answers;
mod articles;
mod attachments;
mod backup;
pub mod bench;
mod commands;
mod corrections;
pub mod doctor;
mod engine;
mod error;
mod escalation;
pub mod eval;
mod for_model;
mod gaps;
mod golden;
mod language_model;
mod ledger_key;
mod listeners;
mod lock;
mod meaning;
mod model;
mod owners;
mod personal;
mod pipeline;
mod places;
mod query;
mod redaction;
mod reviews;
mod secrets;
mod service;
mod settings;
mod slots;
mod speech;
mod taxonomy;
mod team_file;
mod team_words;
mod toml_file;
mod turns;
mod voice;
mod webhooks;

pub use access::owner::OwnerToken;
pub use answers::Answering;
pub use aside_inference::stay_in_front;
pub use aside_knowledge::{
    CONVERT_WORKER_ARG, CappedAllocator, FilesRequest, WorkerCommand, convert_worker_main,
};
pub use attachments::AttachmentCounts;
pub use backup::{Backup, BackupNote, back_up, restore};
pub use commands::assistants::{
    CustomerContext, DraftedReply, Found as FoundForAssistant, FoundPassage, MadeTicket,
    PastConversation, Quote, Reply,
};
pub use commands::beside::is_worth_offering;
pub use commands::chat::{
    Answered, AnsweredBy, ChatReply, KnowledgeResult, QueryMetadata, QueryReply, TakenIn,
};
pub use commands::customers::CustomerView;
pub use commands::data::{BackupRequest, DataView, StoredPart};
pub use commands::escalation_replay::{
    EscalationReplay, EscalationReplayRequest, ReplayedConversation,
};
pub use commands::health::{Health, HealthStatus};
pub use commands::inbox::{InboxRequest, InboxWindow};
pub use commands::knowledge::IndexSummary;
pub use commands::knowledge_settings::{
    ChosenEncoder, ChosenFolders, EncoderThere, KnowledgeChange, KnowledgeChoice,
};
pub use commands::ledger::sign_ledger_anew;
pub use commands::memory::FactFilter;
pub use commands::reach::{IdentityRequest, IdentitySecret, PublicReach, Reach};
pub use commands::redaction::{RedactedPiece, RedactionRequest, RedactionTrial};
pub use commands::sessions::{
    ChatEvent, ChatMessage, OpenedSession, SessionHistory, SessionReply, Source, SourceMetadata,
};
pub use commands::settings::{KeyPlace, ModelChange, ModelView};
pub use commands::stats::Stats;
pub use commands::team_files::{TeamFileDraft, TeamFileName, TeamFileView};
pub use engine::Engine;
pub use error::EngineError;
pub use escalation::{EscalationDraft, EscalationView, RuleDraft};
pub use for_model::ForModel;
pub use language_model::{
    ModelKey, ModelKeySource, ModelSetup, ModelTest, MonthTokens, NearbyModel,
};
pub use listeners::{ChatListener, Listening};
pub use lock::Holder;
pub use places::{Decided, DecidedBy, Places};
pub use reviews::SampleRequest;
pub use settings::{
    BesideSettings, ChatSettings, KnowledgeSettings, ModelSettings, ModelTask, Settings,
    SpeechEngine, SpeechSettings,
};
pub use speech::{Mouth, Spoken, Viseme};
pub use webhooks::{DeliveryCounts, webhook_secret};

/// The body of the converter process if this process was started as one.
///
/// A binary that opens an [`Engine`] calls this first in `main`: documents are converted by the
/// binary starting itself anew with [`CONVERT_WORKER_ARG`], so that a hostile file takes only that
/// process down. Returns at once in every other process.
pub fn become_convert_worker_if_asked() {
    if std::env::args_os().nth(1).is_some_and(|arg| arg == CONVERT_WORKER_ARG) {
        convert_worker_main();
    }
}

/// The command that starts this very program as a converter process.
///
/// # Errors
/// [`EngineError::Program`] where the system does not tell which file this program runs from.
pub fn this_program_as_worker() -> Result<WorkerCommand, EngineError> {
    let program = std::env::current_exe().map_err(EngineError::Program)?;
    Ok(WorkerCommand { program, args: vec![CONVERT_WORKER_ARG.into()] })
}
