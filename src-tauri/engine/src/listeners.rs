//! Who hears of what: everything, or one conversation of the chat.
//!
//! A desk listens to everything. A customer's page listens to its own conversation alone, so that a thousand
//! open pages are not woken by every message of each other.

use std::collections::HashMap;
use std::sync::Arc;

use aside_contract::{ConversationId, Event};
use parking_lot::Mutex;
use tokio::sync::broadcast;

use crate::commands::sessions::ChatEvent;

/// How many events a desk may fall behind before it has to read everything anew.
const EVENTS_KEPT: usize = 1024;
/// The same for a page of the chat.
const CHAT_EVENTS_KEPT: usize = 32;

/// Everybody who listens.
pub(crate) struct Listeners {
    all: broadcast::Sender<Event>,
    chats: Chats,
}

/// The conversations that a page listens to. Each has a sender for as long as one does.
type Chats = Arc<Mutex<HashMap<ConversationId, Chat>>>;

struct Chat {
    pages: usize,
    sender: broadcast::Sender<ChatEvent>,
}

/// What happens in one conversation of the chat from now on, as the customer may know it.
pub struct ChatListener {
    /// The events. One who falls too far behind gets [`broadcast::error::RecvError::Lagged`] and reads the
    /// history.
    pub events: broadcast::Receiver<ChatEvent>,
    /// To be kept for as long as the events are wanted.
    pub listening: Listening,
}

impl ChatListener {
    /// The conversation that is listened to.
    pub fn conversation_id(&self) -> ConversationId {
        self.listening.conversation
    }
}

/// Counts a page as listening until it is dropped.
pub struct Listening {
    conversation: ConversationId,
    chats: Chats,
}

impl Default for Listeners {
    fn default() -> Self {
        Self { all: broadcast::channel(EVENTS_KEPT).0, chats: Chats::default() }
    }
}

impl Listeners {
    /// Tells who listens to everything, for threads that have no engine.
    pub(crate) fn all(&self) -> broadcast::Sender<Event> {
        self.all.clone()
    }

    /// Hears of everything from now on.
    pub(crate) fn subscribe(&self) -> broadcast::Receiver<Event> {
        self.all.subscribe()
    }

    /// Hears of a conversation from now on.
    pub(crate) fn listen(&self, conversation: ConversationId) -> ChatListener {
        let mut chats = self.chats.lock();
        let chat = chats
            .entry(conversation)
            .or_insert_with(|| Chat { pages: 0, sender: broadcast::channel(CHAT_EVENTS_KEPT).0 });
        chat.pages += 1;
        let events = chat.sender.subscribe();
        ChatListener { events, listening: Listening { conversation, chats: self.chats.clone() } }
    }

    /// Tells everybody whom it concerns.
    pub(crate) fn tell(&self, event: Event) {
        if let Some((conversation, event)) = ChatEvent::of(&event)
            && let Some(chat) = self.chats.lock().get(&conversation)
        {
            // Nobody listening is fine, here and below.
            let _ = chat.sender.send(event);
        }
        let _ = self.all.send(event);
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        let mut chats = self.chats.lock();
        if let Some(chat) = chats.get_mut(&self.conversation) {
            chat.pages -= 1;
            if chat.pages == 0 {
                chats.remove(&self.conversation);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use aside_contract::Author;

    use super::*;

    fn typing(conversation_id: ConversationId) -> Event {
        Event::Typing { conversation_id, author: Author::Agent }
    }

    #[test]
    fn a_page_hears_of_its_own_conversation_alone_and_nothing_stays_of_it() {
        let listeners = Listeners::default();
        let (own, other) = (ConversationId::new(), ConversationId::new());
        let (mut first, second) = (listeners.listen(own), listeners.listen(own));
        listeners.tell(typing(other));
        listeners.tell(typing(own));
        assert_eq!(first.events.try_recv(), Ok(ChatEvent::Typing));
        assert!(first.events.try_recv().is_err());
        drop(second);
        listeners.tell(typing(own));
        assert_eq!(first.events.try_recv(), Ok(ChatEvent::Typing));
        drop(first);
        assert!(listeners.chats.lock().is_empty());
    }
}
