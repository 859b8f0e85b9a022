//! What is counted, for Prometheus.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use aside_engine::{AnsweredBy, Engine};
use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::Response;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Metric, Registry};

/// Upper ends of the classes of a message's duration, in seconds: from an answer of the embedded model alone
/// to one that somebody stopped waiting for.
const SECONDS: [f64; 11] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answer {
    answered_by: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Failure {
    status: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Delivery {
    result: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct FileRead {
    result: &'static str,
}

/// By whom messages are answered.
const ANSWERERS: [&str; 3] = ["assistant", "handover", "person"];
/// The statuses that say that Aside, or what it asks, failed.
const FAILURES: [u16; 4] = [500, 502, 503, 507];

/// The counts of one listener.
#[derive(Debug)]
pub(crate) struct Metrics {
    registry: Registry,
    messages: Family<Answer, Counter>,
    durations: Histogram,
    escalations: Counter,
    queries: Counter,
    sessions: Gauge,
    messages_waiting: Gauge,
    texts_waiting: Gauge,
    errors: Family<Failure, Counter>,
    conversations_waiting: Gauge,
    files_pending: Gauge,
    passages_to_embed: Gauge,
    attachments: Family<FileRead, Counter>,
    speech: Counter,
    deliveries: Family<Delivery, Counter>,
    deliveries_waiting: Gauge,
    deliveries_failed: Gauge,
    uptime: Gauge<f64, AtomicU64>,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::default();
        let durations = Histogram::new(SECONDS);
        registry.register(
            "chat_message_duration_seconds",
            "From a message to its answer",
            durations.clone(),
        );
        let all = &mut registry;
        // The library adds `_total` to counters.
        let messages: Family<Answer, Counter> =
            registered(all, "chat_messages", "Messages of customers");
        let errors: Family<Failure, Counter> =
            registered(all, "errors", "Requests that Aside failed at");
        // Prometheus sees no increase where a count begins at 1.
        for answered_by in ANSWERERS {
            messages.get_or_create(&Answer { answered_by }).inc_by(0);
        }
        for status in FAILURES {
            errors.get_or_create(&Failure { status }).inc_by(0);
        }
        Self {
            messages,
            durations,
            escalations: registered(
                all,
                "chat_escalations",
                "Messages that a person has to answer",
            ),
            queries: registered(all, "rag_queries", "Searches of the documents"),
            sessions: registered(
                all,
                "active_sessions",
                "Streams of events and sockets that are open",
            ),
            messages_waiting: registered(
                all,
                "chat_messages_waiting",
                "Messages of customers that are stored and whose answers are not begun",
            ),
            texts_waiting: registered(
                all,
                "encoder_texts_waiting",
                "Texts that wait for the embedding model",
            ),
            errors,
            conversations_waiting: registered(
                all,
                "conversations_waiting",
                "Conversations in which a customer waits for a person",
            ),
            files_pending: registered(all, "files_pending", "Files that wait to be read"),
            passages_to_embed: registered(
                all,
                "passages_to_embed",
                "Passages that words find and meaning does not yet",
            ),
            attachments: registered(
                all,
                "attachment_processing",
                "Files of messages that were looked at: read, or unreadable",
            ),
            speech: registered(
                all,
                "chat_messages_spoken",
                "Messages that this machine read aloud to customers",
            ),
            deliveries: registered(
                all,
                "webhook_deliveries",
                "Attempts to tell a webhook something: delivered, failed and made again, or given up",
            ),
            deliveries_waiting: registered(
                all,
                "webhook_deliveries_waiting",
                "What webhooks are still to be told",
            ),
            deliveries_failed: registered(
                all,
                "webhook_deliveries_failed",
                "What webhooks could not be told and can be replayed",
            ),
            uptime: registered(all, "uptime_seconds", "Since Aside was opened"),
            registry,
        }
    }
}

/// A new metric that the registry knows.
fn registered<M: Metric + Clone + Default>(registry: &mut Registry, name: &str, help: &str) -> M {
    let metric = M::default();
    registry.register(name, help, metric.clone());
    metric
}

impl Metrics {
    /// A message comes; its answer is counted with [`Timed::answered`], and none if it fails.
    pub(crate) fn message(self: &Arc<Self>) -> Timed {
        Timed { metrics: Arc::clone(self), start: Instant::now() }
    }

    /// A stream or socket opens; it is counted until what this gives is dropped.
    pub(crate) fn open(self: &Arc<Self>) -> Open {
        self.sessions.inc();
        Open(Arc::clone(self))
    }

    /// Somebody searches the documents.
    pub(crate) fn query(&self) {
        self.queries.inc();
    }

    /// A message was read aloud.
    pub(crate) fn spoken(&self) {
        self.speech.inc();
    }

    /// All of it, as Prometheus reads it.
    pub(crate) fn text(&self, engine: &Engine) -> Result<String, aside_engine::EngineError> {
        let stats = engine.stats()?;
        let gauge = |gauge: &Gauge, value: u64| gauge.set(i64::try_from(value).unwrap_or(i64::MAX));
        gauge(&self.messages_waiting, engine.answers_waiting() as u64);
        gauge(&self.texts_waiting, engine.texts_waiting() as u64);
        gauge(&self.conversations_waiting, stats.waiting);
        gauge(&self.files_pending, stats.pending);
        gauge(&self.passages_to_embed, stats.chunks.saturating_sub(stats.embedded));
        let attachments = engine.attachment_counts();
        for (result, now) in [("read", attachments.read), ("unreadable", attachments.unreadable)] {
            let counter = self.attachments.get_or_create(&FileRead { result });
            counter.inner().store(now, Ordering::Relaxed);
        }
        let deliveries = engine.delivery_counts()?;
        for (result, now) in [
            ("delivered", deliveries.delivered),
            ("retried", deliveries.retried),
            ("given_up", deliveries.given_up),
        ] {
            // The engine counts them, since its start.
            let counter = self.deliveries.get_or_create(&Delivery { result });
            counter.inner().store(now, Ordering::Relaxed);
        }
        gauge(&self.deliveries_waiting, deliveries.waiting);
        gauge(&self.deliveries_failed, deliveries.failed);
        self.uptime.set(stats.uptime_seconds as f64);
        let mut text = String::new();
        // Writing to a string does not fail.
        let _ = encode(&mut text, &self.registry);
        Ok(text)
    }
}

/// A message that is being answered.
pub(crate) struct Timed {
    metrics: Arc<Metrics>,
    start: Instant,
}

impl Timed {
    pub(crate) fn answered(self, by: AnsweredBy) {
        let answered_by = match by {
            AnsweredBy::Assistant => "assistant",
            AnsweredBy::Handover => "handover",
            AnsweredBy::Person => "person",
        };
        self.metrics.messages.get_or_create(&Answer { answered_by }).inc();
        self.metrics.queries.inc();
        self.metrics.durations.observe(self.start.elapsed().as_secs_f64());
        if by == AnsweredBy::Handover {
            self.metrics.escalations.inc();
        }
    }
}

/// A stream or socket that is open.
pub(crate) struct Open(Arc<Metrics>);

impl Drop for Open {
    fn drop(&mut self) {
        self.0.sessions.dec();
    }
}

/// Counts answers that say that Aside failed.
pub(crate) async fn count_errors(
    axum::Extension(metrics): axum::Extension<Arc<Metrics>>,
    request: Request,
    next: Next,
) -> Response {
    let response = next.run(request).await;
    // What is not set up here is no failure.
    let is_missing = response.status() == StatusCode::NOT_IMPLEMENTED;
    if response.status().is_server_error() && !is_missing {
        let status = response.status().as_u16();
        metrics.errors.get_or_create(&Failure { status }).inc();
    }
    response
}
