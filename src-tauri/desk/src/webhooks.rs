//! Webhooks: who is told what, and how it goes. What they are told stands in the [`outbox`](crate::outbox).

use aside_contract::{MAX_WEBHOOKS, Webhook, WebhookId};
use heed::RoTxn;

use crate::change::Change;
use crate::desk::Desk;
use crate::error::{DeskError, Failure};
use crate::tables::{Tables, from_json, to_json};

impl Desk {
    /// Keeps a new webhook.
    ///
    /// # Errors
    /// [`DeskError::TooManyWebhooks`], or [`DeskError::Storage`].
    pub fn add_webhook(&self, webhook: &Webhook) -> Result<(), DeskError> {
        let webhook = webhook.clone();
        self.change(move |change| {
            if change.tables.webhooks.len(change.txn)? >= MAX_WEBHOOKS as u64 {
                return Err(DeskError::TooManyWebhooks.into());
            }
            change.put_webhook(&webhook)
        })
    }

    /// Every webhook, the oldest first.
    ///
    /// # Errors
    /// [`DeskError::Storage`] or [`DeskError::Damaged`].
    pub fn webhooks(&self) -> Result<Vec<Webhook>, DeskError> {
        self.store.read(|tables, txn| all(tables, txn))
    }

    /// One webhook.
    ///
    /// # Errors
    /// [`DeskError::UnknownWebhook`], [`DeskError::Storage`] or [`DeskError::Damaged`].
    pub fn webhook(&self, id: WebhookId) -> Result<Webhook, DeskError> {
        self.store.read(|tables, txn| one(tables, txn, id))
    }

    /// Changes a webhook. `edit` may run more than once, always on what is stored.
    ///
    /// # Errors
    /// [`DeskError::UnknownWebhook`], or [`DeskError::Storage`].
    pub fn change_webhook(
        &self,
        id: WebhookId,
        edit: impl Fn(&mut Webhook) + Send + 'static,
    ) -> Result<Webhook, DeskError> {
        self.change(move |change| {
            let mut webhook = change.webhook(id)?;
            edit(&mut webhook);
            change.put_webhook(&webhook)?;
            // It may be told again from now on.
            change.queued = true;
            Ok(webhook)
        })
    }

    /// Removes a webhook with everything that waits for it or was given up.
    ///
    /// # Errors
    /// [`DeskError::UnknownWebhook`], or [`DeskError::Storage`].
    pub fn remove_webhook(&self, id: WebhookId) -> Result<Webhook, DeskError> {
        self.change(move |change| {
            let webhook = change.webhook(id)?;
            change.delete_below(change.tables.outbox, id.as_bytes())?;
            change.delete_below(change.tables.dead_letters, id.as_bytes())?;
            change.tables.webhooks.delete(change.txn, id.as_bytes())?;
            Ok(webhook)
        })
    }
}

impl Change<'_, '_> {
    /// The webhook, or the refusal that there is none.
    pub(crate) fn webhook(&self, id: WebhookId) -> Result<Webhook, Failure> {
        one(self.tables, self.txn, id)
    }

    /// Every webhook, the oldest first.
    pub(crate) fn webhooks(&self) -> Result<Vec<Webhook>, Failure> {
        all(self.tables, self.txn)
    }

    pub(crate) fn put_webhook(&mut self, webhook: &Webhook) -> Result<(), Failure> {
        Ok(self.tables.webhooks.put(self.txn, webhook.id.as_bytes(), &to_json(webhook)?)?)
    }
}

fn one(tables: &Tables, txn: &RoTxn<'_>, id: WebhookId) -> Result<Webhook, Failure> {
    let found = tables.webhooks.get(txn, id.as_bytes())?.ok_or(DeskError::UnknownWebhook(id))?;
    Ok(from_json(found, "a webhook")?)
}

fn all(tables: &Tables, txn: &RoTxn<'_>) -> Result<Vec<Webhook>, Failure> {
    let rows = tables.webhooks.iter(txn)?;
    rows.map(|row| Ok(from_json(row?.1, "a webhook")?)).collect()
}
