//! Measuring the desk with very many conversations: the task of `aside bench desk`.
//!
//! A data folder is filled through the desk's own doors ([`fill`]). Then it is opened again, and asked what
//! the page asks: windows of the list, words, customers, conversations, messages, and questions in SQL.

mod fill;

use std::hint::black_box;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use aside_contract::{Channel, IncomingMessage, QueryRequest};
use aside_knowledge::WorkerCommand;
use serde::{Deserialize, Serialize};

use super::corpus::Question;
use super::machine::{Machine, Memory, disk_bytes, load};
use super::scale::Percentiles;
use super::{Progress, step};
use crate::eval::rows;
use crate::{Engine, EngineError, InboxRequest, Places};

/// How often each thing is measured.
const TIMES: usize = 300;
/// The page's window.
const WINDOW: usize = 300;
/// A question for every message, and one for every conversation.
const SQL: [&str; 2] = [
    "SELECT category, sentiment, count(*), avg(priority) FROM messages WHERE author = 'customer' GROUP BY 1, 2",
    "SELECT status, count(*), avg(resolution_minutes) FROM conversations GROUP BY 1",
];

/// What to measure.
#[derive(Clone, Debug)]
pub struct DeskBench {
    /// The folders. The data folder is filled until it has so many conversations, and is left as it is.
    pub places: Places,
    /// How many conversations there should be.
    pub conversations: usize,
    /// What customers write, JSON Lines with `question`; a few messages where there are none.
    pub questions: Option<PathBuf>,
}

/// What was measured. All times are in milliseconds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeskReport {
    /// Where.
    pub machine: Machine,
    /// Processes that wanted a processor in the minute before the figures.
    pub load: Option<f64>,
    /// How many there are.
    pub conversations: u64,
    /// Messages of all of them.
    pub messages: u64,
    /// Seconds that filling the folder took; 0 where it was full.
    pub fill_seconds: f64,
    /// Bytes of the store of conversations.
    pub disk_bytes: u64,
    /// The first look at the list, which reads every conversation from the disk.
    pub first_look_ms: f64,
    /// Memory before that look, and after.
    pub before_list: Option<Memory>,
    /// See `before_list`.
    pub with_list: Option<Memory>,
    /// A window at the beginning of the list.
    pub window_ms: Percentiles,
    /// One in the middle of it.
    pub middle_ms: Percentiles,
    /// One of those that have two words.
    pub words_ms: Percentiles,
    /// The place of a conversation.
    pub place_ms: Percentiles,
    /// Opening a conversation.
    pub open_ms: Percentiles,
    /// A customer's memory with all conversations.
    pub customer_ms: Percentiles,
    /// The numbers of all.
    pub stats_ms: Percentiles,
    /// Storing a customer's message.
    pub message_ms: Percentiles,
    /// The first window right after a message was stored.
    pub after_message_ms: Percentiles,
    /// The first question in SQL, which reads the ledger.
    pub sql_first_ms: f64,
    /// Memory with what questions in SQL need.
    pub with_history: Option<Memory>,
    /// A question about every message, asked again after a new one.
    pub sql_messages_ms: Percentiles,
    /// A question about every conversation.
    pub sql_conversations_ms: Percentiles,
}

impl DeskBench {
    /// Fills the folder and measures. `progress` hears of every step.
    ///
    /// # Errors
    /// [`EngineError::Interrupted`]; where the data folder is in use or a store fails.
    pub fn run(
        &self,
        worker: &WorkerCommand,
        progress: &mut Progress<'_>,
    ) -> Result<DeskReport, EngineError> {
        let start = Instant::now();
        let questions: Vec<String> = match &self.questions {
            Some(path) => rows::<Question>(path)?.into_iter().map(|row| row.question).collect(),
            None => Vec::new(),
        };
        let engine = Engine::open(self.places.clone(), worker.clone())?;
        let was_full = fill::fill(&engine, self.conversations, &questions, progress)?;
        engine.close();
        drop(engine);
        let fill_seconds = if was_full { 0.0 } else { start.elapsed().as_secs_f64() };

        let engine = Engine::open(self.places.clone(), worker.clone())?;
        let report = self.measure(&engine, fill_seconds, progress);
        engine.close();
        report
    }

    fn measure(
        &self,
        engine: &Arc<Engine>,
        fill_seconds: f64,
        progress: &mut Progress<'_>,
    ) -> Result<DeskReport, EngineError> {
        let load = load();
        let kernel =
            engine.knowledge.encoder().map(|encoder| encoder.embedder().kernel().to_owned());
        let machine = Machine::here(kernel.as_deref().unwrap_or("none"));
        step(progress, "looking", 0, 1)?;

        let before_list = Memory::now();
        let list = |change: &dyn Fn(&mut InboxRequest)| {
            let mut request = InboxRequest { limit: Some(WINDOW), ..Default::default() };
            change(&mut request);
            engine.inbox(&request)
        };
        let start = Instant::now();
        let window = list(&|_| {})?;
        let first_look_ms = milliseconds(start);
        let with_list = Memory::now();
        let middle = list(&|one| one.offset = window.all / 2)?;
        let some: Vec<_> = window.conversations.iter().chain(&middle.conversations).collect();
        let one = |n: usize| some[n * 7 % some.len()];

        let window_ms = timed(|_| list(&|_| {}))?;
        let middle_ms = timed(|n| list(&|one| one.offset = window.all / 2 + n))?;
        let words_ms = timed(|_| list(&|one| one.words = "order hub".to_owned()))?;
        let place_ms = timed(|n| list(&|request| request.find = Some(one(n).id)))?;
        let open_ms = timed(|n| engine.conversation(one(n).id))?;
        let customer_ms = timed(|n| engine.customer_memory(&one(n).customer, &Default::default()))?;
        let stats_ms = timed(|_| engine.stats())?;
        let messages = engine.stats()?.messages;

        step(progress, "asking in SQL", 0, 1)?;
        let ask =
            |sql: &str| engine.query(&QueryRequest { sql: sql.to_owned(), ..Default::default() });
        let start = Instant::now();
        // More than a question may take at once goes on with the next.
        while let Err(error) = ask(SQL[0]) {
            if start.elapsed().as_secs() > 120 {
                return Err(error);
            }
        }
        let sql_first_ms = milliseconds(start);
        let with_history = Memory::now();

        step(progress, "taking messages in", 0, 1)?;
        let write = |n: usize| {
            let text = format!("Is there any news on order {}?", 10_000 + n);
            let customer = &one(n).customer;
            engine.desk.receive(&IncomingMessage::new(customer, Channel::Desk, &text, None)?)?;
            Ok::<_, EngineError>(())
        };
        let message_ms = timed(write)?;
        let mut after = Vec::with_capacity(TIMES);
        for n in 0..TIMES {
            write(n)?;
            let start = Instant::now();
            black_box(list(&|_| {})?);
            after.push(milliseconds(start));
        }
        let after_message_ms = percentiles(after);
        let mut asked = Vec::new();
        for n in 0..TIMES / 30 {
            write(n)?;
            let start = Instant::now();
            black_box(ask(SQL[0])?);
            asked.push(milliseconds(start));
        }
        let sql_messages_ms = percentiles(asked);
        let mut asked = Vec::new();
        for _ in 0..TIMES / 30 {
            let start = Instant::now();
            black_box(ask(SQL[1])?);
            asked.push(milliseconds(start));
        }
        Ok(DeskReport {
            machine,
            load,
            conversations: window.all as u64,
            messages,
            fill_seconds,
            disk_bytes: disk_bytes(&self.places.desk()),
            first_look_ms,
            before_list,
            with_list,
            window_ms,
            middle_ms,
            words_ms,
            place_ms,
            open_ms,
            customer_ms,
            stats_ms,
            message_ms,
            after_message_ms,
            sql_first_ms,
            with_history,
            sql_messages_ms,
            sql_conversations_ms: percentiles(asked),
        })
    }
}

fn timed<T>(
    mut work: impl FnMut(usize) -> Result<T, EngineError>,
) -> Result<Percentiles, EngineError> {
    let mut took = Vec::with_capacity(TIMES);
    for n in 0..TIMES {
        let start = Instant::now();
        black_box(work(n)?);
        took.push(milliseconds(start));
    }
    Ok(percentiles(took))
}

fn percentiles(mut took: Vec<f64>) -> Percentiles {
    took.sort_by(f64::total_cmp);
    let at = |share: f64| took[((took.len() - 1) as f64 * share).round() as usize];
    Percentiles { p50: at(0.5), p95: at(0.95), p99: at(0.99) }
}

fn milliseconds(start: Instant) -> f64 {
    start.elapsed().as_secs_f64() * 1e3
}
