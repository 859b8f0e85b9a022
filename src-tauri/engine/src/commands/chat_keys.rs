//! Which pages may hold the customer chat, and who they say their customers are.

use aside_contract::{ChatKey, NewChatKey, Timestamp, VISITOR};
use ring::hmac;

use super::reach::IDENTITY_SECRET;
use crate::access::random;
use crate::secrets::{hex, unhex};
use crate::settings::is_origin;
use crate::{Engine, EngineError, secrets};

/// What an id begins with, so that people tell it from a secret.
const PREFIX: &str = "wk_";
/// The most sites of one key.
const MAX_ORIGINS: usize = 50;

impl Engine {
    /// Makes a key for these sites. From the first key on, pages of other sites need one to chat.
    ///
    /// # Errors
    /// [`EngineError::Refused`] where a site is none, or the store fails.
    pub fn add_chat_key(&self, new: &NewChatKey) -> Result<ChatKey, EngineError> {
        if new.origins.is_empty() || new.origins.len() > MAX_ORIGINS {
            return Err(EngineError::Refused(format!("a key has 1 to {MAX_ORIGINS} sites")));
        }
        if let Some(wrong) = new.origins.iter().find(|origin| !is_origin(origin)) {
            return Err(EngineError::Refused(format!(
                "`{wrong}` is no site: write it as https://shop.example, without a path"
            )));
        }
        let id = format!("{PREFIX}{}", hex(&random::<12>()?));
        let key = ChatKey { id, origins: new.origins.clone(), created_at: Timestamp::now() };
        self.desk.add_chat_key(&key)?;
        Ok(key)
    }

    /// All keys, the oldest first.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn chat_keys(&self) -> Result<Vec<ChatKey>, EngineError> {
        Ok(self.desk.chat_keys()?)
    }

    /// Removes a key: pages that hold it chat no longer.
    ///
    /// # Errors
    /// Where there is no such key, or the store fails.
    pub fn remove_chat_key(&self, id: &str) -> Result<(), EngineError> {
        match self.desk.remove_chat_key(id)? {
            true => Ok(()),
            false => Err(EngineError::NotFound { what: "key of the chat", name: id.to_owned() }),
        }
    }

    /// Refuses a customer whom a page names without the site's signature, where the settings ask for one.
    /// Visitors whom nobody knows need none.
    pub(super) fn expect_signed(&self, user: &str, hash: Option<&str>) -> Result<(), EngineError> {
        if !self.chat_settings().signed_users || user.trim().starts_with(VISITOR) {
            return Ok(());
        }
        let secret = secrets::find(IDENTITY_SECRET).ok_or_else(|| {
            tracing::error!("`chat.signed_users` is set, and there is no {IDENTITY_SECRET}");
            EngineError::Forbidden("customers cannot be recognised now: tell the site's people")
        })?;
        match hash.is_some_and(|hash| is_signed(&secret, user, hash)) {
            true => Ok(()),
            false => Err(EngineError::Forbidden(
                "this customer's name is not signed: `user_hash` is the HMAC-SHA256 of `user_id` under the shared secret, in hexadecimal",
            )),
        }
    }
}

/// Whether `hash` is the HMAC-SHA256 of the name, in hexadecimal. Compares in constant time.
fn is_signed(secret: &str, user: &str, hash: &str) -> bool {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    let tag = unhex::<32>(hash);
    tag.is_some_and(|tag| hmac::verify(&key, user.as_bytes(), &tag).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_names_own_signature_counts() {
        // printf ada | openssl dgst -sha256 -hmac secret
        let hash = "3c30486140e27f6f8b09ea69da2a6ca718bcf875c8249a1e23d7e401c1cfb3ab";
        assert!(is_signed("secret", "ada", hash));
        assert!(is_signed("secret", "ada", &hash.to_uppercase()));
        for (secret, user) in [("secret", "bob"), ("secret", "ada "), ("other", "ada")] {
            assert!(!is_signed(secret, user, hash), "{secret} {user}");
        }
        for wrong in ["", "zz", &hash[1..], &format!("{hash}00")] {
            assert!(!is_signed("secret", "ada", wrong), "{wrong}");
        }
    }
}
