//! Webhooks: made, changed, tested, and what could not be delivered.

use aside_contract::{
    DeliveryId, FailedDelivery, NewWebhook, Timestamp, Webhook, WebhookEdit, WebhookEvent,
    WebhookId, WebhookSecret, WebhookTest,
};
use secrecy::ExposeSecret;

use crate::webhooks::{DeliveryCounts, WebhookKey, check_address};
use crate::{Engine, EngineError};

impl Engine {
    /// Makes a webhook. Its secret is told this once.
    ///
    /// # Errors
    /// Where the address is refused, no event is named, there is no key to make a secret of, there are too
    /// many webhooks, or the store fails.
    pub fn add_webhook(&self, new: &NewWebhook) -> Result<WebhookSecret, EngineError> {
        let url = check_address(&new.url, new.private)?.to_string();
        let events = named(new.events.as_deref().unwrap_or(&WebhookEvent::ALL))?;
        let key = WebhookKey::find()?;
        let webhook = Webhook {
            id: WebhookId::new(),
            url,
            events,
            enabled: true,
            private: new.private,
            created: Timestamp::now(),
            secret_number: 1,
            key_id: key.id(),
            waiting: 0,
            failed: 0,
            last_delivered: None,
            trouble: None,
        };
        let secret = key.secret(&webhook)?;
        self.desk.add_webhook(&webhook)?;
        Ok(WebhookSecret { webhook, secret: Some(secret.expose_secret().to_owned()) })
    }

    /// Every webhook, the oldest first.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn webhooks(&self) -> Result<Vec<Webhook>, EngineError> {
        Ok(self.desk.webhooks()?)
    }

    /// One webhook.
    ///
    /// # Errors
    /// Where there is none with this id, or the store fails.
    pub fn webhook(&self, id: WebhookId) -> Result<Webhook, EngineError> {
        Ok(self.desk.webhook(id)?)
    }

    /// Changes a webhook. A new secret is told this once.
    ///
    /// # Errors
    /// As [`Engine::add_webhook`], or where there is none with this id.
    pub fn change_webhook(
        &self,
        id: WebhookId,
        edit: &WebhookEdit,
    ) -> Result<WebhookSecret, EngineError> {
        let known = self.desk.webhook(id)?;
        let private = edit.private.unwrap_or(known.private);
        // Also the address that stays: it may have been allowed until now.
        let url = check_address(edit.url.as_deref().unwrap_or(&known.url), private)?.to_string();
        let events = edit.events.as_deref().map(named).transpose()?;
        let key = if edit.new_secret { Some(WebhookKey::find()?) } else { None };
        let (enabled, key_id) = (edit.enabled, key.as_ref().map(WebhookKey::id));
        let webhook = self.desk.change_webhook(id, move |webhook| {
            webhook.url.clone_from(&url);
            webhook.private = private;
            if let Some(events) = &events {
                webhook.events.clone_from(events);
            }
            if let Some(enabled) = enabled {
                webhook.enabled = enabled;
            }
            if let Some(key_id) = &key_id {
                webhook.key_id.clone_from(key_id);
                webhook.secret_number += 1;
            }
            // Whatever was wrong may be mended by this.
            webhook.trouble = None;
        })?;
        let secret = key.map(|key| key.secret(&webhook)).transpose()?;
        Ok(WebhookSecret { webhook, secret: secret.map(|one| one.expose_secret().to_owned()) })
    }

    /// Removes a webhook with everything that waits for it or could not be delivered.
    ///
    /// # Errors
    /// Where there is none with this id, or the store fails.
    pub fn remove_webhook(&self, id: WebhookId) -> Result<Webhook, EngineError> {
        Ok(self.desk.remove_webhook(id)?)
    }

    /// Sends a webhook an event that says nothing, and waits for its answer.
    ///
    /// # Errors
    /// Where there is none with this id, no key to sign with, or the store fails. That it is not taken is
    /// no error.
    pub fn test_webhook(&self, id: WebhookId) -> Result<WebhookTest, EngineError> {
        self.webhooks.test(&self.desk.webhook(id)?)
    }

    /// What could not be delivered to a webhook, the newest first.
    ///
    /// # Errors
    /// Where there is none with this id, or the store fails.
    pub fn failed_deliveries(&self, id: WebhookId) -> Result<Vec<FailedDelivery>, EngineError> {
        Ok(self.desk.failed_deliveries(id)?)
    }

    /// Delivers what was given up again: one delivery, or all of a webhook. Gives how many.
    ///
    /// # Errors
    /// Where there is no such webhook or delivery, or the store fails.
    pub fn replay_deliveries(
        &self,
        id: WebhookId,
        delivery: Option<DeliveryId>,
    ) -> Result<u64, EngineError> {
        Ok(self.desk.replay_deliveries(id, delivery)?)
    }

    /// How deliveries go.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn delivery_counts(&self) -> Result<DeliveryCounts, EngineError> {
        self.webhooks.counts()
    }
}

/// The events, each once.
fn named(events: &[WebhookEvent]) -> Result<Vec<WebhookEvent>, EngineError> {
    let mut events = events.to_vec();
    events.sort_unstable();
    events.dedup();
    if events.is_empty() {
        return Err(EngineError::Refused("name at least one event".to_owned()));
    }
    Ok(events)
}
