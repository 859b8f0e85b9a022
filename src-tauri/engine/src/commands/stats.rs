//! How much there is, in numbers.

use aside_contract::ConversationStatus;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{Engine, EngineError};

/// How much there is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Stats {
    /// Seconds since Aside was opened.
    pub uptime_seconds: u64,
    /// Conversations that are being worked on.
    pub open: u64,
    /// Conversations that a supervisor has.
    pub escalated: u64,
    /// Conversations that are done.
    pub resolved: u64,
    /// Conversations in which a customer waits for an answer.
    pub waiting: u64,
    /// Messages of all conversations.
    pub messages: u64,
    /// Documents that can be found.
    pub documents: u64,
    /// Their passages.
    pub chunks: u64,
    /// The passages that meaning finds, too.
    pub embedded: u64,
    /// Files that wait to be read.
    pub pending: u64,
    /// Files that could not be read.
    pub failed: u64,
}

impl Engine {
    /// How much there is.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn stats(&self) -> Result<Stats, EngineError> {
        let conversations = self.desk.conversations()?;
        let with = |status: ConversationStatus| {
            conversations.iter().filter(|one| one.status == status).count() as u64
        };
        let knowledge = self.knowledge_status();
        Ok(Stats {
            uptime_seconds: self.opened.elapsed().as_secs(),
            open: with(ConversationStatus::Open),
            escalated: with(ConversationStatus::Escalated),
            resolved: with(ConversationStatus::Resolved),
            waiting: conversations.iter().filter(|one| one.awaiting_reply).count() as u64,
            messages: conversations.iter().map(|one| u64::from(one.messages)).sum(),
            documents: knowledge.documents,
            chunks: knowledge.chunks,
            embedded: knowledge.embedded,
            pending: knowledge.pending,
            failed: knowledge.failed,
        })
    }
}
