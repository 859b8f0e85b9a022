//! The token of a program as it is shown: `aside_`, its id and its secret, in hexadecimal.

use aside_contract::ApiTokenId;

use super::{SECRET_BYTES, random};
use crate::EngineError;
use crate::secrets::{hex, unhex};

/// What it begins with, so that people, and programs that look for secrets, know what it is.
const PREFIX: &str = "aside_";
/// Letters of the id.
const ID_LETTERS: usize = 32;

/// See the module. No `Debug`: a token is shown once.
pub(crate) struct ShownToken {
    pub(crate) id: ApiTokenId,
    pub(crate) secret: String,
}

impl ShownToken {
    /// A new one.
    ///
    /// # Errors
    /// [`EngineError::Random`].
    pub(crate) fn make() -> Result<Self, EngineError> {
        Ok(Self { id: ApiTokenId::new(), secret: hex(&random::<SECRET_BYTES>()?) })
    }

    /// Whether a text is to be one, and none of somebody who signed in.
    pub(crate) fn is_meant(text: &str) -> bool {
        text.starts_with(PREFIX)
    }

    /// The parts of a token; none where it cannot be one.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let (id, secret) = text.strip_prefix(PREFIX)?.split_at_checked(ID_LETTERS)?;
        // Each token is written in one way only.
        let is_written =
            |part: &str| part.bytes().all(|letter| matches!(letter, b'0'..=b'9' | b'a'..=b'f'));
        if !is_written(id) || !is_written(secret) || secret.len() != 2 * SECRET_BYTES {
            return None;
        }
        Some(Self { id: ApiTokenId::from_bytes(unhex(id)?), secret: secret.to_owned() })
    }

    /// As it is shown.
    pub(crate) fn text(&self) -> String {
        format!("{PREFIX}{}{}", hex(self.id.as_bytes()), self.secret)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_read_as_it_is_shown_and_in_no_other_way() {
        let made = ShownToken::make().unwrap();
        let shown = made.text();
        let read = ShownToken::read(&shown).unwrap();
        assert_eq!((read.id, &read.secret), (made.id, &made.secret));
        let upper = shown.replacen("aside_", "", 1).to_uppercase();
        for wrong in [
            "",
            "aside_",
            &shown["aside_".len()..],
            &shown[..shown.len() - 1],
            &format!("{shown}0"),
            &format!("aside_{upper}g"),
            &"aside_é".repeat(20),
        ] {
            assert!(ShownToken::read(wrong).is_none(), "{wrong}");
        }
    }
}
