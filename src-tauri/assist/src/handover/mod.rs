//! The packet that goes with a conversation to a supervisor: all that somebody needs who has not read it.
//!
//! Every part is taken from what was written: sentences of the customer, replies that were sent, what the
//! messages name. Nothing is made up, so nothing has to be checked before it is believed.

mod feeling;
mod hand_off;
mod questions;
mod summary;
mod tried;

use aside_contract::{
    Advice, Author, ConversationSlot, HandOver, Message, MoodPoint, OpenQuestion, TicketAttempt,
};

use crate::draft::Voice;
use crate::sentences::CustomerLanguage;
use crate::text::{own_words, sentences, without_courtesies};

/// A conversation as it stands when it is handed over.
#[derive(Clone, Copy, Debug)]
pub struct HandOverContext<'a> {
    /// Its messages, oldest first.
    pub messages: &'a [Message],
    /// What they name as it stands now, the newest first.
    pub slots: &'a [ConversationSlot],
    /// How the customer felt, oldest first.
    pub moods: &'a [MoodPoint],
    /// On the newest customer message; none before it is analysed.
    pub advice: Option<&'a Advice>,
    /// 1 to 10, with what waiting adds.
    pub priority: u8,
    /// How the team speaks.
    pub voice: &'a Voice,
    /// The language of the page that the customer writes on, as its tag, where it is known.
    pub page_language: Option<&'a str>,
}

impl HandOverContext<'_> {
    fn language(&self) -> CustomerLanguage {
        let read = self.advice.and_then(|advice| advice.analysis.language.as_ref());
        CustomerLanguage::of(read, self.page_language)
    }
}

/// Makes the packet. What it quotes has its secrets covered: it lies open on more screens than the
/// conversation, which is a click away.
pub fn hand_over(ctx: &HandOverContext<'_>) -> HandOver {
    let messages = covered(ctx.messages);
    let ctx = &HandOverContext { messages: &messages, ..*ctx };
    let feeling = feeling::feeling(ctx);
    HandOver {
        message_id: ctx.advice.map(|advice| advice.message_id),
        priority: ctx.priority,
        summary: summary::summary(ctx),
        tried: tried::tried(ctx.messages),
        open_questions: questions::open_questions(ctx.messages),
        reasons: ctx.advice.map(|advice| advice.escalation.reasons.clone()).unwrap_or_default(),
        hand_off_text: hand_off::hand_off(ctx),
        feeling,
    }
}

/// What was tried in a conversation and what nobody answered, as its messages say now. Secrets are covered.
pub fn tried_and_open(messages: &[Message]) -> (Vec<TicketAttempt>, Vec<OpenQuestion>) {
    let messages = covered(messages);
    (tried::tried(&messages), questions::open_questions(&messages))
}

fn covered(messages: &[Message]) -> Vec<Message> {
    let covered = |message: &Message| Message {
        text: aside_redact::cover_secrets(&message.text),
        ..message.clone()
    };
    messages.iter().map(covered).collect()
}

/// The customer's messages, oldest first.
fn customers(messages: &[Message]) -> impl DoubleEndedIterator<Item = &Message> {
    messages.iter().filter(|message| message.author == Author::Customer)
}

/// Whether a message is an answer: the assistant's word that a person will answer is none.
fn answers(message: &Message) -> bool {
    match message.author {
        Author::Customer => false,
        Author::Agent => true,
        Author::Assistant => message.suggestion_id.is_some(),
    }
}

/// The sentences that a customer wrote in a message, without courtesies and quoted mails.
fn said(message: &Message) -> Vec<String> {
    let own = without_courtesies(&own_words(&message.text));
    sentences(&own).into_iter().map(|range| one_line(&own[range])).collect()
}

/// A text on one line, at most so many characters; cut between two words where it is longer.
fn short(text: &str, chars: usize) -> String {
    let line = one_line(text);
    let Some((end, _)) = line.char_indices().nth(chars) else { return line };
    let kept = &line[..end];
    let kept = kept.rfind(' ').map_or(kept, |space| &kept[..space]);
    format!("{}…", kept.trim_end_matches([',', ';', ':', '.', ' ']))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
