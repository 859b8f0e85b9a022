//! Webhooks, by whoever answers.

use anyhow::Result;
use aside_contract::{
    DeliveryId, FailedDelivery, NewWebhook, Webhook, WebhookEdit, WebhookId, WebhookSecret,
    WebhookTest,
};
use serde::Deserialize;
use serde_json::json;

use super::Reader;

const WEBHOOKS: &str = "/api/v1/webhooks";

#[derive(Deserialize)]
struct WebhookList {
    webhooks: Vec<Webhook>,
}

#[derive(Deserialize)]
struct FailedDeliveries {
    deliveries: Vec<FailedDelivery>,
}

#[derive(Deserialize)]
struct Replayed {
    replayed: u64,
}

fn path(id: WebhookId, below: &str) -> String {
    format!("{WEBHOOKS}/{id}{below}")
}

impl Reader {
    /// As [`Engine::add_webhook`](aside_engine::Engine::add_webhook).
    pub(crate) fn add_webhook(&self, new: &NewWebhook) -> Result<WebhookSecret> {
        match self {
            Self::Here(engine) => Ok(engine.add_webhook(new)?),
            Self::Running(running) => running.post(WEBHOOKS, new),
        }
    }

    /// As [`Engine::webhooks`](aside_engine::Engine::webhooks).
    pub(crate) fn webhooks(&self) -> Result<Vec<Webhook>> {
        match self {
            Self::Here(engine) => Ok(engine.webhooks()?),
            Self::Running(running) => Ok(running.get::<WebhookList>(WEBHOOKS, &[])?.webhooks),
        }
    }

    /// As [`Engine::webhook`](aside_engine::Engine::webhook).
    pub(crate) fn webhook(&self, id: WebhookId) -> Result<Webhook> {
        match self {
            Self::Here(engine) => Ok(engine.webhook(id)?),
            Self::Running(running) => running.get(&path(id, ""), &[]),
        }
    }

    /// As [`Engine::change_webhook`](aside_engine::Engine::change_webhook).
    pub(crate) fn change_webhook(
        &self,
        id: WebhookId,
        edit: &WebhookEdit,
    ) -> Result<WebhookSecret> {
        match self {
            Self::Here(engine) => Ok(engine.change_webhook(id, edit)?),
            Self::Running(running) => running.put(&path(id, ""), edit),
        }
    }

    /// As [`Engine::remove_webhook`](aside_engine::Engine::remove_webhook).
    pub(crate) fn remove_webhook(&self, id: WebhookId) -> Result<Webhook> {
        match self {
            Self::Here(engine) => Ok(engine.remove_webhook(id)?),
            Self::Running(running) => running.delete(&path(id, "")),
        }
    }

    /// As [`Engine::test_webhook`](aside_engine::Engine::test_webhook).
    pub(crate) fn test_webhook(&self, id: WebhookId) -> Result<WebhookTest> {
        match self {
            Self::Here(engine) => Ok(engine.test_webhook(id)?),
            Self::Running(running) => running.post(&path(id, "/test"), &json!({})),
        }
    }

    /// As [`Engine::failed_deliveries`](aside_engine::Engine::failed_deliveries).
    pub(crate) fn failed_deliveries(&self, id: WebhookId) -> Result<Vec<FailedDelivery>> {
        match self {
            Self::Here(engine) => Ok(engine.failed_deliveries(id)?),
            Self::Running(running) => {
                Ok(running.get::<FailedDeliveries>(&path(id, "/failed"), &[])?.deliveries)
            }
        }
    }

    /// As [`Engine::replay_deliveries`](aside_engine::Engine::replay_deliveries).
    pub(crate) fn replay_deliveries(
        &self,
        id: WebhookId,
        delivery: Option<DeliveryId>,
    ) -> Result<u64> {
        match self {
            Self::Here(engine) => Ok(engine.replay_deliveries(id, delivery)?),
            Self::Running(running) => {
                let body = json!({ "delivery": delivery });
                Ok(running.post::<Replayed>(&path(id, "/replay"), &body)?.replayed)
            }
        }
    }
}
