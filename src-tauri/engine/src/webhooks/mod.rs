//! Webhooks: addresses outside that are told what happens.
//!
//! `desk` queues what is to be told with what it tells; the [`courier`] carries it, as a [`letter`] without
//! personal data, signed with the webhook's [`secret`], by the [`sender`], which reaches no
//! [`address`] that is not meant to be reached.

mod address;
mod courier;
mod letter;
mod schedule;
mod secret;
mod sender;
#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::JoinHandle;

use aside_contract::{KnowledgeNumbers, KnowledgeStatus, Webhook, WebhookTest};
use aside_desk::Desk;
use parking_lot::Mutex;
use tokio::runtime::Builder;
use tokio::sync::{Notify, watch};

use crate::EngineError;
use crate::redaction::OwnRedaction;
use courier::Courier;
use letter::Letter;
use schedule::Schedule;
use sender::{Answer, Outcome, Sender};

pub(crate) use address::check as check_address;
pub(crate) use secret::WebhookKey;
pub use secret::webhook_secret;

/// How the master key is found.
type FindKey = fn() -> Result<WebhookKey, EngineError>;

/// What became of attempts since the start.
#[derive(Debug, Default)]
struct Counts {
    delivered: AtomicU64,
    retried: AtomicU64,
    given_up: AtomicU64,
}

/// How deliveries go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DeliveryCounts {
    /// Deliveries that were taken since the start.
    pub delivered: u64,
    /// Attempts since the start that failed and are made again.
    pub retried: u64,
    /// Deliveries that were given up since the start.
    pub given_up: u64,
    /// Deliveries that wait now.
    pub waiting: u64,
    /// Deliveries that were given up and can be replayed now.
    pub failed: u64,
}

/// What of the knowledge base webhooks are told.
#[derive(Clone, Copy, Debug, Default)]
struct Knowledge {
    numbers: KnowledgeNumbers,
    generation: u64,
    /// No file waits to be read.
    is_read: bool,
    /// Meaning finds all of it.
    is_whole: bool,
}

impl Knowledge {
    fn of(status: &KnowledgeStatus) -> Self {
        Self {
            numbers: KnowledgeNumbers {
                files: status.files,
                documents: status.documents,
                chunks: status.chunks,
                embedded: status.embedded,
                failed: status.failed,
            },
            generation: status.generation,
            is_read: status.pending == 0,
            is_whole: status.embedded >= status.chunks,
        }
    }
}

/// What a courier is made of.
struct Parts {
    desk: Desk,
    redaction: Arc<OwnRedaction>,
    counts: Arc<Counts>,
    find_key: FindKey,
    schedule: Schedule,
}

/// Hears of changes of the knowledge base.
#[derive(Clone)]
pub(crate) struct KnowledgeEar(Arc<watch::Sender<Knowledge>>);

impl KnowledgeEar {
    pub(crate) fn new() -> Self {
        Self(Arc::new(watch::channel(Knowledge::default()).0))
    }

    pub(crate) fn hear(&self, status: &KnowledgeStatus) {
        self.0.send_replace(Knowledge::of(status));
    }
}

/// The webhooks of a desk. What is under way has two seconds to finish when this is dropped.
pub(crate) struct Webhooks {
    parts: Parts,
    bell: Arc<Notify>,
    knowledge: KnowledgeEar,
    running: Mutex<Option<Running>>,
}

struct Running {
    stop: Arc<Notify>,
    thread: JoinHandle<()>,
}

impl Webhooks {
    /// Nothing is carried before [`Webhooks::start`].
    pub(crate) fn new(desk: &Desk, redaction: &Arc<OwnRedaction>, knowledge: KnowledgeEar) -> Self {
        Self::with(desk, redaction, knowledge, WebhookKey::find, Schedule::default())
    }

    fn with(
        desk: &Desk,
        redaction: &Arc<OwnRedaction>,
        knowledge: KnowledgeEar,
        find_key: FindKey,
        schedule: Schedule,
    ) -> Self {
        let bell = Arc::new(Notify::new());
        let rung = Arc::clone(&bell);
        desk.when_queued(move || rung.notify_one());
        let parts = Parts {
            desk: desk.clone(),
            redaction: Arc::clone(redaction),
            counts: Arc::default(),
            find_key,
            schedule,
        };
        Self { parts, bell, knowledge, running: Mutex::default() }
    }

    /// Carries what waits, from now on. `generation` is the knowledge base's, whose later changes are told.
    pub(crate) fn start(&self, generation: u64) {
        let mut running = self.running.lock();
        if running.is_some() {
            return;
        }
        match self.spawn(generation) {
            Ok(started) => *running = Some(started),
            Err(error) => tracing::error!(%error, "webhooks are not told before the next start"),
        }
    }

    fn spawn(&self, generation: u64) -> std::io::Result<Running> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let courier = Courier::new(&self.parts, generation);
        let (bell, stop) = (Arc::clone(&self.bell), Arc::new(Notify::new()));
        let (stopping, knowledge) = (Arc::clone(&stop), self.knowledge.0.subscribe());
        let patience = self.parts.schedule.patience;
        let carry = move || match Sender::new(patience) {
            Ok(sender) => runtime.block_on(courier.run(sender, &bell, &stopping, knowledge)),
            Err(error) => tracing::error!(%error, "webhooks are not told before the next start"),
        };
        let thread = std::thread::Builder::new().name("webhooks".to_owned()).spawn(carry)?;
        Ok(Running { stop, thread })
    }

    /// Carries nothing more. What is under way has two seconds to finish.
    pub(crate) fn stop(&self) {
        let Some(Running { stop, thread }) = self.running.lock().take() else { return };
        stop.notify_one();
        if thread.join().is_err() {
            tracing::error!("the thread that tells webhooks has panicked");
        }
    }

    /// How deliveries go.
    ///
    /// # Errors
    /// Where the store fails.
    pub(crate) fn counts(&self) -> Result<DeliveryCounts, EngineError> {
        let Counts { delivered, retried, given_up } = &*self.parts.counts;
        let webhooks = self.parts.desk.webhooks()?;
        Ok(DeliveryCounts {
            delivered: delivered.load(Ordering::Relaxed),
            retried: retried.load(Ordering::Relaxed),
            given_up: given_up.load(Ordering::Relaxed),
            waiting: webhooks.iter().map(|webhook| webhook.waiting).sum(),
            failed: webhooks.iter().map(|webhook| webhook.failed).sum(),
        })
    }

    /// Sends an event that says nothing, waits for the answer, and stores nothing of it.
    ///
    /// # Errors
    /// Where there is no key to sign it with, or the client cannot be made.
    pub(crate) fn test(&self, webhook: &Webhook) -> Result<WebhookTest, EngineError> {
        let start = std::time::Instant::now();
        let secret = (self.parts.find_key)()?.secret(webhook)?;
        let sender = Sender::new(self.parts.schedule.patience)?;
        let runtime = Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| EngineError::WebhookClient(error.to_string()))?;
        let Some(letter) = Letter::test() else { return Err(EngineError::NoWebhookKey) };
        let Answer { status, outcome } = runtime.block_on(sender.send(webhook, &secret, &letter));
        let (delivered, detail) = match outcome {
            Outcome::Taken => (true, "it was taken".to_owned()),
            Outcome::Gone => (false, "it answered 410: it is gone for good".to_owned()),
            Outcome::Failed { reason, .. } => (false, reason),
        };
        let milliseconds = start.elapsed().as_secs_f64() * 1e3;
        Ok(WebhookTest { delivered, status, milliseconds, detail })
    }
}

impl Drop for Webhooks {
    fn drop(&mut self) {
        self.stop();
    }
}
