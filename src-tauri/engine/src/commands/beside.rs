//! The desk beside other programs: how it is set, and which copied texts are offered to be answered.

use aside_contract::MAX_MESSAGE_CHARS;
use aside_redact::Kind;

use crate::{BesideSettings, Engine, EngineError, Settings};

/// Copied text with fewer words is a name, a number, an address or a password, not what a customer wrote.
const FEWEST_WORDS: usize = 4;

/// The share of letters, of all that is no white space, from which a text is told from code and tables.
const FEWEST_LETTERS: f64 = 0.7;

impl Engine {
    /// How the desk stands beside other programs, as the settings file has it.
    ///
    /// # Errors
    /// [`EngineError::Settings`].
    pub fn beside_settings(&self) -> Result<BesideSettings, EngineError> {
        Ok(Settings::load(&self.places.data)?.beside)
    }

    /// Changes it.
    ///
    /// # Errors
    /// [`EngineError::Settings`] where it makes no sense or cannot be written.
    pub fn set_beside(&self, beside: &BesideSettings) -> Result<BesideSettings, EngineError> {
        let mut settings = Settings::load(&self.places.data)?;
        settings.beside = beside.clone();
        settings.save(&self.places.data)?;
        Ok(settings.beside)
    }

    /// As [`beside_settings`](Self::beside_settings), for those who ask all the time: a file that breaks
    /// leaves the settings of before.
    pub fn beside_now(&self) -> BesideSettings {
        self.language.settings.get().beside
    }
}

/// Whether a text that somebody copied may be what a customer wrote: words, and no secret among them.
pub fn is_worth_offering(text: &str) -> bool {
    let text = text.trim();
    let written = text.chars().filter(|letter| !letter.is_whitespace()).count();
    if written > MAX_MESSAGE_CHARS || text.split_whitespace().nth(FEWEST_WORDS - 1).is_none() {
        return false;
    }
    let letters = text.chars().filter(|letter| letter.is_alphabetic()).count();
    letters as f64 >= written as f64 * FEWEST_LETTERS
        && !aside_redact::find(text)
            .iter()
            .any(|span| matches!(span.kind, Kind::Secret | Kind::Credentials))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_offered_and_secrets_code_and_short_copies_are_not() {
        for words in [
            "My Hub has been offline since this morning. Did I lose the data from today?",
            "Wo bleibt meine Bestellung 4711?",
            "Hi,\n\nwhere is my parcel? Order A-10422, sent to ann@example.org.\nAnn",
        ] {
            assert!(is_worth_offering(words), "{words}");
        }
        for other in [
            "",
            "correct-horse-battery-staple",
            "Tr0ub4dor&3",
            "order A-10422",
            "the key is sk-proj-Ab3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1dE3fG5hJ7k for you",
            "let x = { a: [1, 2, 3], b: 4 + 5 };",
            "2026-11-22 12:40 | 4711 | 19.99 | 3 | 59.97 | EUR",
        ] {
            assert!(!is_worth_offering(other), "{other}");
        }
        assert!(!is_worth_offering(&"word ".repeat(MAX_MESSAGE_CHARS)));
    }
}
