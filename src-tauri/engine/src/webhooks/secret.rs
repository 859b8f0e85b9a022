//! What signs deliveries: derived from one master key, so that no secret stands in a file.

use aside_contract::{Webhook, WebhookId};
use ring::hmac;
use secrecy::{ExposeSecret, SecretString};

use crate::EngineError;
use crate::secrets::{MASTER_BYTES, MasterKey, hex};

/// Where the master key stands.
const PLACE: MasterKey =
    MasterKey { variable: "ASIDE_WEBHOOK_KEY", service: "aside-webhook-key", user: "webhooks" };
/// What the derived keys are for: BLAKE3's key derivation wants it to be like no other's.
const SECRET: &str = "Aside 2026-11 secret of a webhook";
const KEY_ID: &str = "Aside 2026-11 name of the master key of webhooks";
/// How a secret begins, so that whoever finds one knows what it is.
const PREFIX: &str = "whsec_";

/// The key from which the secrets of all webhooks are derived.
#[derive(Clone)]
pub(crate) struct WebhookKey([u8; MASTER_BYTES]);

impl WebhookKey {
    /// The key from the environment, else from the keyring, which is given one where it has none.
    ///
    /// # Errors
    /// [`EngineError::WebhookKey`] where one is there and is no key, [`EngineError::NoWebhookKey`] where
    /// there is none.
    pub(crate) fn find() -> Result<Self, EngineError> {
        let found = PLACE.find().map_err(|place| EngineError::WebhookKey { place })?;
        found.map(|(key, _)| Self(key)).ok_or(EngineError::NoWebhookKey)
    }

    #[cfg(test)]
    pub(crate) fn from_bytes(bytes: [u8; MASTER_BYTES]) -> Self {
        Self(bytes)
    }

    /// Tells this key from another one, and nothing else of it.
    pub(crate) fn id(&self) -> String {
        hex(&blake3::derive_key(KEY_ID, &self.0)[..4])
    }

    /// The secret of a webhook.
    ///
    /// # Errors
    /// [`EngineError::OtherWebhookKey`] where it was made with another key.
    pub(crate) fn secret(&self, webhook: &Webhook) -> Result<SecretString, EngineError> {
        if webhook.key_id != self.id() {
            return Err(EngineError::OtherWebhookKey(webhook.id));
        }
        Ok(self.derive(webhook.id, webhook.secret_number))
    }

    fn derive(&self, webhook: WebhookId, number: u32) -> SecretString {
        let mut material = self.0.to_vec();
        material.extend(webhook.as_bytes());
        material.extend(number.to_be_bytes());
        SecretString::from(format!("{PREFIX}{}", hex(&blake3::derive_key(SECRET, &material))))
    }
}

/// The secret of a webhook of this machine, for the person who sits there.
///
/// # Errors
/// Where there is no key, or it is another one than that which the webhook was made with.
pub fn webhook_secret(webhook: &Webhook) -> Result<SecretString, EngineError> {
    WebhookKey::find()?.secret(webhook)
}

/// `v1=` and the HMAC-SHA256 of `timestamp.body` in hexadecimal, by the bytes of the secret as it is told.
pub(crate) fn signature(secret: &SecretString, timestamp: i64, body: &str) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.expose_secret().as_bytes());
    let mut signing = hmac::Context::with_key(&key);
    signing.update(timestamp.to_string().as_bytes());
    signing.update(b".");
    signing.update(body.as_bytes());
    format!("v1={}", hex(signing.sign().as_ref()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_what_other_programs_reckon() {
        // printf '1763800000.{"id":"1"}' | openssl dgst -sha256 -hmac whsec_test
        assert_eq!(
            signature(&SecretString::from("whsec_test"), 1_763_800_000, r#"{"id":"1"}"#),
            "v1=40954fa51ff35b42d98ad03c7be0970f8af4acedab6b2a4b0655df1d3c782af6"
        );
    }

    #[test]
    fn each_webhook_and_each_number_has_a_secret_of_its_own() {
        let key = WebhookKey::from_bytes([7; MASTER_BYTES]);
        let (a, b) = (WebhookId::new(), WebhookId::new());
        let secret = |id, number| key.derive(id, number).expose_secret().to_owned();
        assert_eq!(secret(a, 1), secret(a, 1));
        assert!(secret(a, 1) != secret(b, 1) && secret(a, 1) != secret(a, 2));
        assert_eq!(secret(a, 1).len(), PREFIX.len() + 64);
        assert_ne!(key.id(), WebhookKey::from_bytes([8; MASTER_BYTES]).id());
    }
}
