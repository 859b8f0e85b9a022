//! The drafts that are being written: one for a conversation at most.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};

use aside_contract::ConversationId;
use aside_inference::llm::Cancel;
use parking_lot::{Mutex, MutexGuard};

/// The drafts under way, by conversation.
#[derive(Default)]
pub(super) struct Drafts {
    running: Mutex<HashMap<ConversationId, Running>>,
    begun: AtomicU64,
}

/// A draft under way.
pub(super) struct Running {
    cancel: Cancel,
    /// Tells one draft from the next.
    number: u64,
}

/// A draft's place among those under way.
pub(super) struct Place {
    conversation: ConversationId,
    number: u64,
    /// Ends it.
    pub(super) cancel: Cancel,
}

/// How a draft's place was found when it came to its end.
pub(super) enum Ending<'a> {
    /// It is still wanted, and stays so until this is dropped.
    Wanted {
        /// Keeps everything that would make it unwanted waiting.
        _held: MutexGuard<'a, HashMap<ConversationId, Running>>,
    },
    /// Nobody wants it any more.
    Unwanted,
    /// Another draft has its place.
    Replaced,
}

impl Drafts {
    /// Begins a draft. One that the conversation has ends.
    pub(super) fn begin(&self, conversation: ConversationId) -> Place {
        let mut drafts = self.running.lock();
        let cancel = Cancel::default();
        let number = self.begun.fetch_add(1, Ordering::Relaxed);
        let running = Running { cancel: cancel.clone(), number };
        if let Some(older) = drafts.insert(conversation, running) {
            older.cancel.cancel();
        }
        Place { conversation, number, cancel }
    }

    /// Ends the conversation's draft, if it has one: nobody wants it any more.
    pub(super) fn drop_of(&self, conversation: ConversationId) {
        if let Some(running) = self.running.lock().remove(&conversation) {
            running.cancel.cancel();
        }
    }

    /// Ends the conversation's draft because the agent says so. False where it has none.
    pub(super) fn stop(&self, conversation: ConversationId) -> bool {
        let drafts = self.running.lock();
        let running = drafts.get(&conversation);
        running.inspect(|running| running.cancel.cancel()).is_some()
    }

    /// Ends all of them.
    pub(super) fn drop_all(&self) {
        for (_, running) in self.running.lock().drain() {
            running.cancel.cancel();
        }
    }

    /// Gives a draft's place back.
    pub(super) fn end(&self, place: &Place) -> Ending<'_> {
        let mut drafts = self.running.lock();
        match drafts.get(&place.conversation) {
            Some(running) if running.number == place.number => {
                drafts.remove(&place.conversation);
                Ending::Wanted { _held: drafts }
            }
            Some(_) => Ending::Replaced,
            None => Ending::Unwanted,
        }
    }
}
