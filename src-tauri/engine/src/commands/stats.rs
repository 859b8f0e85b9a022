//! How much there is, in numbers.

use aside_contract::ConversationStatus;
use aside_desk::Listed;
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
        let [mut open, mut escalated, mut resolved, mut waiting, mut messages] = [0; 5];
        self.desk.look_at_list(|list| {
            for Listed { summary, .. } in list.all() {
                *match summary.status {
                    ConversationStatus::Open => &mut open,
                    ConversationStatus::Escalated => &mut escalated,
                    ConversationStatus::Resolved => &mut resolved,
                } += 1;
                waiting += u64::from(summary.awaiting_reply);
                messages += u64::from(summary.messages);
            }
        })?;
        let knowledge = self.knowledge_status();
        Ok(Stats {
            uptime_seconds: self.opened.elapsed().as_secs(),
            open,
            escalated,
            resolved,
            waiting,
            messages,
            documents: knowledge.documents,
            chunks: knowledge.chunks,
            embedded: knowledge.embedded,
            pending: knowledge.pending,
            failed: knowledge.failed,
        })
    }
}
