//! A message of a session, read aloud to its customer.

use aside_contract::{Author, MessageId};

use crate::speech::{Spoken, find};
use crate::{Engine, EngineError};

impl Engine {
    /// Whether messages are read aloud on this machine, as the settings stand now.
    pub fn reads_aloud(&self) -> bool {
        find(&self.language.settings.get().speech).is_ok()
    }

    /// Reads a message of the assistant or an agent aloud to the customer of its session, in the language that
    /// it is written in; gives that language's code (ISO 639-1), too. Nothing else is ever read aloud.
    ///
    /// # Errors
    /// Where there is no such session or message, messages are not read aloud here, others are being read, or
    /// the program fails.
    pub fn read_aloud(&self, token: &str, id: MessageId) -> Result<(Spoken, String), EngineError> {
        let thread = self.session_thread(token)?;
        let stored = self.desk.conversation(thread)?;
        let message = stored.as_ref().and_then(|stored| {
            let mut messages = stored.messages.iter();
            messages.find(|message| message.id == id && message.author != Author::Customer)
        });
        let message = message.ok_or_else(|| EngineError::NotFound {
            what: "message to this customer",
            name: id.to_string(),
        })?;
        let advised = stored.as_ref().and_then(|stored| stored.advice.as_ref());
        let customers = advised.and_then(|advice| advice.analysis.language.as_ref());
        let language = aside_assist::language_of(&message.text)
            .or(customers.map(|language| language.code.as_str()))
            .unwrap_or("en");
        let settings = self.language.settings.get().speech;
        let spoken = self.speech.speak(&settings, &message.text, language)?;
        Ok((spoken, language.to_owned()))
    }
}
