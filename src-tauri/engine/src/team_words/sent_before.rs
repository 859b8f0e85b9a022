//! What agents answered to messages like this one, in other conversations.
//!
//! The desk keeps the replies; what is compared is kept here in memory, for the newest of them, and worked
//! out anew at each start behind live messages. A reply that holds anything personal is left out: it was
//! said to somebody else.

use std::collections::HashSet;
use std::thread;

use aside_assist::reply_core;
use aside_contract::{Author, Channel, ConversationId, Message, MessageId, SlotKind, Timestamp};
use aside_inference::corrections::nearest;
use parking_lot::RwLock;

use crate::{Engine, EngineError};

/// The newest answered messages that are compared: a million multiplications for a message.
const MOST: usize = 3_000;
/// The cosine of two messages from which on the answer to one is offered for the other: the border from
/// which a corrected label is taken over is .85, and a reply is only offered.
const LIKE: f32 = 0.75;
/// The shortest reply that says anything, and the longest that fits another customer, in characters.
const SHORTEST: usize = 25;
const LONGEST: usize = 1_500;
/// What belongs to one case alone.
const OF_ONE_CASE: [SlotKind; 5] =
    [SlotKind::Order, SlotKind::Invoice, SlotKind::Date, SlotKind::Email, SlotKind::Phone];

/// A reply with the message that it answered.
#[derive(Clone, Debug)]
pub(super) struct Sent {
    pub(super) conversation: ConversationId,
    /// The reply.
    message: MessageId,
    at: Timestamp,
    /// Without greeting and signature.
    pub(super) text: String,
    /// The same words have the same one.
    pub(super) key: String,
    /// Of the message that it answered.
    vector: Vec<f32>,
}

/// The replies that can be offered again, oldest first.
#[derive(Default)]
pub(crate) struct SentBefore(RwLock<Vec<Sent>>);

impl SentBefore {
    /// The reply to the message that is most like this one, in another conversation than `here`, with
    /// their cosine. Of equals the newest.
    pub(super) fn best(&self, embedding: &[f32], here: ConversationId) -> Option<(Sent, f32)> {
        let sent = self.0.read();
        let elsewhere = || sent.iter().rev().filter(|one| one.conversation != here);
        let (place, cosine) = nearest(embedding, elsewhere().map(|one| one.vector.as_slice()))?;
        (cosine >= LIKE).then(|| elsewhere().nth(place).map(|one| (one.clone(), cosine)))?
    }

    /// How often the same words were sent.
    pub(super) fn times(&self, key: &str) -> u32 {
        let times = self.0.read().iter().filter(|one| one.key == key).count();
        u32::try_from(times).unwrap_or(u32::MAX)
    }

    /// Lets go of what was said in these conversations.
    pub(crate) fn forget(&self, conversations: &HashSet<ConversationId>) {
        self.0.write().retain(|one| !conversations.contains(&one.conversation));
    }

    fn put(&self, reply: Sent) {
        let mut sent = self.0.write();
        if sent.iter().any(|one| one.message == reply.message) {
            return;
        }
        let place = sent.partition_point(|one| one.at <= reply.at);
        sent.insert(place, reply);
        if sent.len() > MOST {
            sent.remove(0);
        }
    }

    fn is_full(&self) -> bool {
        self.0.read().len() >= MOST
    }
}

impl Engine {
    /// Reads the newest replies of all conversations behind live messages. Returns at once; ends early
    /// where nobody has use for it any more.
    pub(crate) fn recall_replies(&self) {
        let me = self.me.clone();
        let recall = move || {
            let Some(engine) = me.upgrade() else { return };
            let mut conversations = match engine.desk.conversations() {
                Ok(conversations) => conversations,
                Err(error) => return tracing::error!(%error, "replies of before are not offered"),
            };
            drop(engine);
            conversations.sort_by_key(|one| std::cmp::Reverse(one.updated_at));
            for conversation in conversations.into_iter().filter(|one| one.channel != Channel::Cli)
            {
                let Some(engine) = me.upgrade() else { return };
                if engine.sent_before.is_full() {
                    return;
                }
                engine.take_replies(conversation.id, usize::MAX);
            }
        };
        if let Err(error) = thread::Builder::new().name("replies".to_owned()).spawn(recall) {
            tracing::error!(%error, "no thread to read the replies of before on");
        }
    }

    /// Takes the conversation's newest reply in, behind the scenes. Returns at once.
    pub(crate) fn remember_reply(&self, conversation: ConversationId) {
        let me = self.me.clone();
        let take = move || {
            if let Some(engine) = me.upgrade() {
                engine.take_replies(conversation, 1);
            }
        };
        if let Err(error) = thread::Builder::new().name("replies".to_owned()).spawn(take) {
            tracing::error!(%error, "no thread to remember a reply on");
        }
    }

    /// Whether the reply still stands in its conversation: a customer may have been forgotten.
    pub(super) fn still_said(&self, sent: &Sent) -> Result<bool, EngineError> {
        let found = self.desk.conversation(sent.conversation)?;
        Ok(found.is_some_and(|one| one.messages.iter().any(|message| message.id == sent.message)))
    }

    /// Takes the newest replies of a conversation in that can be offered again.
    fn take_replies(&self, id: ConversationId, most: usize) {
        let stored = match self.desk.conversation(id) {
            Ok(Some(stored)) => stored,
            Ok(None) => return,
            Err(error) => return tracing::error!(%error, "replies of before are not offered"),
        };
        let messages = &stored.messages;
        let agents = (0..messages.len()).rev().filter(|&at| messages[at].author == Author::Agent);
        for at in agents.take(most) {
            // The first answer to a message is the one to it.
            let question = at.checked_sub(1).map(|before| &messages[before]);
            let Some(question) = question.filter(|one| one.author == Author::Customer) else {
                continue;
            };
            if let Some(text) = self.impersonal(&messages[at], &stored.summary.customer) {
                self.keep_reply(&messages[at], question, text);
            }
        }
    }

    /// What a reply says to anybody; none where it holds something of its customer's.
    fn impersonal(&self, reply: &Message, customer: &str) -> Option<String> {
        let core = reply_core(&reply.text, &self.voice().phrases());
        let mut masks = self.redaction.masks();
        masks.expect_name(customer);
        masks.redact(&core);
        let of_case = {
            let core = Message { text: core.clone(), author: Author::Customer, ..reply.clone() };
            let named = self.named([&core]).current;
            named.iter().any(|one| OF_ONE_CASE.contains(&one.slot.kind))
        };
        let fits = (SHORTEST..=LONGEST).contains(&core.chars().count());
        (fits && masks.is_empty() && !of_case).then_some(core)
    }

    fn keep_reply(&self, reply: &Message, question: &Message, text: String) {
        let Some(reader) = &self.model.reader else { return };
        match reader.read_behind(&question.text) {
            Ok(pass) => self.sent_before.put(Sent {
                conversation: reply.conversation_id,
                message: reply.id,
                at: reply.at,
                key: key(&text),
                text,
                vector: pass.embedding,
            }),
            Err(error) => tracing::warn!(%error, "a reply is not offered again"),
        }
    }
}

/// `reply:` and the beginning of a hash of its letters and digits.
fn key(text: &str) -> String {
    let letters: String =
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    format!("reply:{}", &blake3::hash(letters.as_bytes()).to_hex()[..16])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(vector: [f32; 2], at: i64, text: &str) -> Sent {
        Sent {
            conversation: ConversationId::new(),
            message: MessageId::new(),
            at: Timestamp(at),
            text: text.to_owned(),
            key: key(text),
            vector: vector.to_vec(),
        }
    }

    #[test]
    fn the_reply_to_the_likest_message_of_another_conversation_is_offered_the_newest_of_equals() {
        let known = SentBefore::default();
        let newest = sent([1.0, 0.0], 3, "Press the button!");
        for one in
            [newest.clone(), sent([1.0, 0.0], 1, "press the button"), sent([0.0, 1.0], 2, "No.")]
        {
            known.put(one);
        }
        known.put(newest.clone());
        let best = |x: f32, y: f32, here| known.best(&[x, y], here).map(|(one, _)| one.message);
        assert_eq!(best(1.0, 0.0, ConversationId::new()), Some(newest.message));
        assert_ne!(best(1.0, 0.0, newest.conversation), Some(newest.message));
        assert_eq!(best(0.5, 0.5, ConversationId::new()), None);
        assert_eq!(known.times(&newest.key), 2);
    }
}
