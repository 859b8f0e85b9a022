//! What a question asks for: a price, a time, a number, a way to do something; and whether a text has it.
//!
//! A text about the same matter that holds no such thing does not answer, however near it is.

mod action;
mod value;

pub(crate) use action::Actions;
pub(crate) use value::Value;

use std::sync::LazyLock;

use regex::Regex;

use crate::text::{fold, pattern, plain_letters};

static HOW_TO: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:how (?:do|can|to|should|would|could|may|must)|steps?|instructions?|guide|walk me|set ?up|configure|install|enable|disable|reset|fix|troubleshoot)\b|\bwie (?:kann|konnen|muss|geht|lasst|soll|mach\w*|setz\w*|ander\w*|losch\w*|richt\w*|verbind\w*|kundig\w*|stell\w*|installier\w*|bekomm\w*|schalt\w*)\b|\b(?:anleitung|schritt\w*|einrichten|zurucksetzen|installieren)\b",
    )
});

/// What a question asks for.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    /// The kind of value.
    pub value: Option<Value>,
    /// How to do something.
    pub way: bool,
    /// What it wants to have done.
    pub actions: Actions,
}

impl Asked {
    /// Reads a question, in English or German.
    pub fn of(question: &str) -> Self {
        let plain = plain(question);
        Self {
            value: Value::asked_for(&plain),
            way: HOW_TO.is_match(&plain),
            actions: Actions::named_in(&plain),
        }
    }

    /// Whether `text` holds the kind of value that is asked for; false where none is.
    pub fn is_valued_in(&self, text: &str) -> bool {
        self.value.is_some_and(|value| value.stands_in(&plain(text)))
    }
}

/// Small letters without accents, as the patterns are written.
pub(crate) fn plain(text: &str) -> String {
    plain_letters(&fold(text))
}
