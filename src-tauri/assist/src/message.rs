//! What the decisions are made about.

use aside_contract::{Analysis, Author, Message, MoodPoint, Passage, Suggestion};

/// A customer message and what is known around it.
#[derive(Clone, Copy, Debug, Default)]
pub struct MessageContext<'a> {
    /// What the customer wrote.
    pub text: &'a str,
    /// The conversation so far, oldest first, without this message.
    pub history: &'a [Message],
    /// The customer has priority by contract.
    pub vip: bool,
    /// How the customer felt in the earlier messages of this conversation, oldest first.
    pub moods: &'a [MoodPoint],
    /// Earlier messages of the same customer, in this conversation or another, that mean nearly the
    /// same: [`SAME_MEANING`](crate::SAME_MEANING) and above, newest first.
    pub alike: &'a [String],
    /// The language of the page that the customer writes on, as its tag (`de-AT`), where it is known. It counts
    /// where the customer's own words leave theirs in doubt.
    pub page_language: Option<&'a str>,
    /// Files came with it.
    pub with_files: bool,
}

impl<'a> MessageContext<'a> {
    /// What the customer wrote earlier in the conversation, newest first.
    pub(crate) fn earlier(&self) -> impl Iterator<Item = &'a str> {
        self.history
            .iter()
            .rev()
            .filter(|message| message.author == Author::Customer)
            .map(|message| &*message.text)
    }

    /// What the customer was answered so far, by a person or by the assistant, newest first.
    pub(crate) fn answered(&self) -> impl Iterator<Item = &'a str> {
        self.history
            .iter()
            .rev()
            .filter(|message| message.author != Author::Customer)
            .map(|message| &*message.text)
    }
}

/// What became of a message so far: the matter that escalation and the chat judge.
#[derive(Clone, Copy, Debug)]
pub struct Outcome<'a> {
    /// What the message says.
    pub analysis: &'a Analysis,
    /// The passages above the floor of relevance, best first.
    pub passages: &'a [Passage],
    /// The replies drafted from them, best first.
    pub suggestions: &'a [Suggestion],
    /// What went wrong on the way, as a sentence; advice is then incomplete.
    pub failure: Option<&'a str>,
}
