//! The courier: one thread that carries what waits in the outbox to its webhooks.
//!
//! It only reads the outbox and marks what came of each delivery. Every webhook has a lane of its own, with
//! a few requests under way at most, so a receiver that hangs holds up no other; one that does not work at
//! all is asked once, left alone for a while, and asked again. A mark that cannot be stored leaves the
//! delivery in the outbox: it is made once more.

use std::collections::{HashMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use aside_contract::{DeliveryId, KnowledgeNumbers, Timestamp, Webhook, WebhookId};
use aside_desk::{Attempt, Delivery, Desk, DeskError, Told};
use tokio::sync::{Notify, watch};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, sleep_until, timeout};

use super::letter::Letter;
use super::schedule::Schedule;
use super::secret::WebhookKey;
use super::sender::{Answer, Outcome, Sender};
use super::{Counts, FindKey, Knowledge, Parts};
use crate::EngineError;
use crate::redaction::OwnRedaction;

/// Requests to one webhook at the same time.
const UNDER_WAY: usize = 4;
/// The outbox is looked at so often where nothing happens: the clock may have been set.
const LOOK: Duration = Duration::from_mins(1);
/// So many times as long the knowledge base is quiet before its change is told although vectors are missing.
const UNFINISHED: u32 = 15;
/// How long what is under way may take to finish when Aside closes. What does not is delivered anew.
const GRACE: Duration = Duration::from_secs(2);

pub(super) struct Courier {
    desk: Desk,
    redaction: Arc<OwnRedaction>,
    counts: Arc<Counts>,
    find_key: FindKey,
    key: Option<WebhookKey>,
    schedule: Schedule,
    lanes: HashMap<WebhookId, Lane>,
    under_way: JoinSet<(Delivery, Answer)>,
    /// The state of the knowledge base that was told last, or stood when this began.
    told_generation: u64,
}

/// One webhook's.
#[derive(Default)]
struct Lane {
    under_way: HashSet<DeliveryId>,
    /// How often in a row the receiver did not work at all.
    failures: u32,
    rests_until: Option<Instant>,
}

impl Lane {
    /// How many more requests it takes. While the receiver does not work, one finds out whether it does.
    fn free(&self) -> usize {
        let most = if self.failures == 0 { UNDER_WAY } else { 1 };
        most.saturating_sub(self.under_way.len())
    }
}

impl Courier {
    pub(super) fn new(parts: &Parts, told_generation: u64) -> Self {
        Self {
            desk: parts.desk.clone(),
            redaction: Arc::clone(&parts.redaction),
            counts: Arc::clone(&parts.counts),
            find_key: parts.find_key,
            key: None,
            schedule: parts.schedule,
            lanes: HashMap::new(),
            under_way: JoinSet::new(),
            told_generation,
        }
    }

    /// Carries until `stop` is notified.
    pub(super) async fn run(
        mut self,
        sender: Sender,
        bell: &Notify,
        stop: &Notify,
        mut knowledge: watch::Receiver<Knowledge>,
    ) {
        let mut settles: Option<Instant> = None;
        loop {
            let wait = self.dispatch(&sender);
            tokio::select! {
                () = stop.notified() => break,
                () = bell.notified() => {}
                () = sleep(wait) => {}
                Some(done) = self.under_way.join_next() => self.finish(done),
                Ok(()) = knowledge.changed() => {
                    let now = *knowledge.borrow_and_update();
                    let is_news = now.is_read && now.generation != self.told_generation;
                    // Without a model, the vectors that are missing never come.
                    let quiet = self.schedule.settled * if now.is_whole { 1 } else { UNFINISHED };
                    settles = is_news.then(|| Instant::now() + quiet);
                }
                () = sleep_until(settles.unwrap_or_else(Instant::now)), if settles.is_some() => {
                    settles = None;
                    let now = *knowledge.borrow();
                    self.told_generation = now.generation;
                    self.tell_of_knowledge(now.numbers);
                }
            }
        }
        let finishing = async {
            while let Some(done) = self.under_way.join_next().await {
                self.finish(done);
            }
        };
        // What does not finish stays in the outbox.
        let _ = timeout(GRACE, finishing).await;
    }

    /// Starts what is due, and says when to look again at the latest.
    fn dispatch(&mut self, sender: &Sender) -> Duration {
        self.start_due(sender).unwrap_or_else(|error| {
            tracing::error!(%error, "the outbox of webhooks cannot be read");
            LOOK
        })
    }

    fn start_due(&mut self, sender: &Sender) -> Result<Duration, DeskError> {
        let mut wait = LOOK;
        let webhooks = self.desk.webhooks()?;
        self.lanes.retain(|id, lane| {
            !lane.under_way.is_empty() || webhooks.iter().any(|webhook| webhook.id == *id)
        });
        for webhook in webhooks {
            if !webhook.enabled || webhook.waiting == 0 {
                continue;
            }
            let lane = self.lanes.entry(webhook.id).or_default();
            let rest = lane.rests_until.map(|until| until.duration_since(Instant::now()));
            if let Some(rest) = rest.filter(|rest| !rest.is_zero()) {
                wait = wait.min(rest);
                continue;
            }
            let free = lane.free();
            if free == 0 {
                continue;
            }
            let now = Timestamp::now();
            // What is under way is still among what is due.
            let due = self.desk.due(webhook.id, now, lane.under_way.len() + free)?;
            if let Some(next) = due.next.filter(|next| *next > now) {
                let ms = u64::try_from(next.0.saturating_sub(now.0)).unwrap_or(0);
                wait = wait.min(Duration::from_millis(ms));
            }
            let new: Vec<Delivery> = due
                .ready
                .into_iter()
                .filter(|delivery| !lane.under_way.contains(&delivery.id))
                .take(free)
                .collect();
            for delivery in new {
                self.start(sender, &webhook, delivery);
            }
        }
        Ok(wait)
    }

    /// Sends one delivery, on the side.
    fn start(&mut self, sender: &Sender, webhook: &Webhook, delivery: Delivery) {
        // A text that redaction fails on takes only its own delivery down.
        let letter = match catch_unwind(AssertUnwindSafe(|| self.letter(&delivery))) {
            Ok(Ok(Some(letter))) => letter,
            Ok(Ok(None)) => return self.mark(&delivery, &Attempt::Erased),
            Err(_) => {
                let reason = "it could not be written down; the log has the details".to_owned();
                return self.mark(&delivery, &Attempt::GivenUp { reason });
            }
            Ok(Err(error)) => {
                tracing::error!(%error, "what a webhook is to be told cannot be read");
                return self.rest(webhook.id, LOOK);
            }
        };
        let secret = match self.secret(webhook) {
            Ok(secret) => secret,
            Err(error) => {
                let trouble = error.to_string();
                self.rest(webhook.id, self.schedule.rest);
                return self.note(webhook, trouble);
            }
        };
        let (sender, webhook) = (sender.clone(), webhook.clone());
        self.lanes.entry(webhook.id).or_default().under_way.insert(delivery.id);
        self.under_way.spawn(async move {
            let answer = sender.send(&webhook, &secret, &letter).await;
            (delivery, answer)
        });
    }

    /// What a delivery tells; none where that was erased.
    fn letter(&self, delivery: &Delivery) -> Result<Option<Letter>, DeskError> {
        match delivery.told {
            Told::Knowledge { .. } => Ok(Letter::about_knowledge(delivery)),
            Told::Entry { sequence } => {
                let told = self.desk.told_entry(sequence)?;
                let masks = self.redaction.masks();
                Ok(told.and_then(|told| Letter::about_entry(delivery, told, masks)))
            }
        }
    }

    fn secret(&mut self, webhook: &Webhook) -> Result<secrecy::SecretString, EngineError> {
        let known = self.key.as_ref().filter(|key| key.id() == webhook.key_id);
        let key = match known {
            Some(key) => key.clone(),
            None => (self.find_key)()?,
        };
        self.key = Some(key.clone());
        key.secret(webhook)
    }

    /// Keeps what came of a delivery.
    fn finish(&mut self, done: Result<(Delivery, Answer), tokio::task::JoinError>) {
        let (delivery, answer) = match done {
            Ok(done) => done,
            // Its lane keeps a place less until Aside starts anew; the delivery is made then.
            Err(error) => return tracing::error!(%error, "a delivery to a webhook broke off"),
        };
        let lane = self.lanes.entry(delivery.webhook).or_default();
        lane.under_way.remove(&delivery.id);
        lane.rests_until = None;
        let attempt = match answer.outcome {
            Outcome::Taken => {
                lane.failures = 0;
                self.counts.delivered.fetch_add(1, Ordering::Relaxed);
                Attempt::Delivered
            }
            Outcome::Gone => {
                self.counts.given_up.fetch_add(1, Ordering::Relaxed);
                let reason = "it answered 410: it is gone for good".to_owned();
                self.mark(&delivery, &Attempt::GivenUp { reason });
                return self.switch_off(delivery.webhook);
            }
            Outcome::Failed { reason, retry_after, down } => {
                lane.failures = if down { lane.failures.saturating_add(1) } else { 0 };
                if down {
                    let rest =
                        self.schedule.rest(lane.failures).max(retry_after.unwrap_or_default());
                    lane.rests_until = Some(Instant::now() + rest);
                }
                match self.schedule.wait(delivery.tries.saturating_add(1)) {
                    Some(wait) => {
                        self.counts.retried.fetch_add(1, Ordering::Relaxed);
                        let wait = wait.max(retry_after.unwrap_or_default());
                        let ms = i64::try_from(wait.as_millis()).unwrap_or(i64::MAX);
                        let until = Timestamp(Timestamp::now().0.saturating_add(ms));
                        Attempt::PutOff { until, reason }
                    }
                    None => {
                        self.counts.given_up.fetch_add(1, Ordering::Relaxed);
                        Attempt::GivenUp { reason }
                    }
                }
            }
        };
        self.mark(&delivery, &attempt);
    }

    fn mark(&mut self, delivery: &Delivery, attempt: &Attempt) {
        if let Err(error) = self.desk.attempted(delivery, attempt) {
            tracing::error!(%error, "what came of a delivery cannot be stored: it is made again");
            self.rest(delivery.webhook, LOOK);
        }
    }

    fn rest(&mut self, webhook: WebhookId, time: Duration) {
        self.lanes.entry(webhook).or_default().rests_until = Some(Instant::now() + time);
    }

    /// Shows why a webhook is not told.
    fn note(&self, webhook: &Webhook, trouble: String) {
        if webhook.trouble.as_ref() == Some(&trouble) {
            return;
        }
        tracing::warn!(webhook = %webhook.id, %trouble, "a webhook is not told");
        let noted = self.desk.change_webhook(webhook.id, move |webhook| {
            webhook.trouble = Some(trouble.clone());
        });
        if let Err(error) = noted {
            tracing::error!(%error, "the state of a webhook cannot be stored");
        }
    }

    fn switch_off(&self, webhook: WebhookId) {
        let off = self.desk.change_webhook(webhook, |webhook| {
            webhook.enabled = false;
            webhook.trouble =
                Some("it answered 410, that it is gone for good, and was switched off".to_owned());
        });
        match off {
            Ok(_) | Err(DeskError::UnknownWebhook(_)) => {
                tracing::warn!(%webhook, "a webhook is gone for good, and switched off");
            }
            Err(error) => tracing::error!(%error, "a webhook cannot be switched off"),
        }
    }

    fn tell_of_knowledge(&self, numbers: KnowledgeNumbers) {
        if let Err(error) = self.desk.tell_of_knowledge(numbers) {
            tracing::error!(%error, "webhooks are not told that the knowledge base changed");
        }
    }
}
