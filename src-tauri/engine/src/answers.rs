//! The customers' messages that are stored and wait for their answers.
//!
//! A message is acknowledged as soon as it is stored; it is answered in turn by one of a few threads. So
//! a burst is stored as fast as the disk takes it, and answered as fast as the machine can, in the order in which
//! it came: nothing is refused for its length in time, and nothing is given up. The messages of one conversation are
//! answered one after the other. What is not answered when the process ends is answered at the next start.

use std::collections::{HashSet, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread;

use aside_contract::ConversationId;
use parking_lot::{Condvar, Mutex};
use tokio::sync::oneshot;

use crate::EngineError;
use crate::commands::chat::{Answered, TakenIn};
use crate::engine::WeakEngine;

/// Messages that may wait; further ones are refused before they are stored. Many minutes of work.
const MOST_WAITING: usize = 10_000;
/// Threads for each processor: while some wait for the disk, others think.
const THREADS_PER_CORE: usize = 4;

/// The queue with its threads.
pub(crate) struct Answers {
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    queue: Mutex<Queue>,
    changed: Condvar,
}

#[derive(Default)]
struct Queue {
    waiting: VecDeque<Job>,
    /// The conversations in which an answer is being made.
    under_way: HashSet<ConversationId>,
    closed: bool,
}

struct Job {
    taken: TakenIn,
    tell: oneshot::Sender<Result<Answered, EngineError>>,
}

/// An answer that is being made, whether or not somebody waits for it.
pub struct Answering(oneshot::Receiver<Result<Answered, EngineError>>);

impl Answering {
    /// The answer.
    ///
    /// # Errors
    /// Where a store failed, or [`EngineError::Unanswered`] where Aside ends before: the message is answered
    /// at the next start.
    pub async fn wait(self) -> Result<Answered, EngineError> {
        self.0.await.unwrap_or(Err(EngineError::Unanswered))
    }
}

impl Answers {
    /// The queue of an engine that is being made.
    pub(crate) fn start(engine: &WeakEngine) -> Self {
        let shared = Arc::<Shared>::default();
        let cores = thread::available_parallelism().map_or(1, usize::from);
        for index in 0..cores * THREADS_PER_CORE {
            let (engine, shared) = (engine.clone(), Arc::clone(&shared));
            let thread = thread::Builder::new().name(format!("answer-{index}"));
            if let Err(error) = thread.spawn(move || work(&engine, &shared)) {
                tracing::error!(%error, "fewer threads to answer on");
            }
        }
        Self { shared }
    }

    /// How many messages wait.
    pub(crate) fn waiting(&self) -> usize {
        self.shared.queue.lock().waiting.len()
    }

    /// Refuses further messages where too many wait.
    ///
    /// # Errors
    /// [`EngineError::Busy`].
    pub(crate) fn expect_room(&self) -> Result<(), EngineError> {
        match self.waiting() {
            waiting if waiting >= MOST_WAITING => Err(EngineError::Busy { waiting }),
            _ => Ok(()),
        }
    }

    /// Has a stored message answered in its turn.
    pub(crate) fn put(&self, taken: TakenIn) -> Answering {
        let (tell, told) = oneshot::channel();
        self.shared.queue.lock().waiting.push_back(Job { taken, tell });
        self.shared.changed.notify_one();
        Answering(told)
    }

    /// Answers nothing more: what waits is stored.
    pub(crate) fn close(&self) {
        let waiting = {
            let mut queue = self.shared.queue.lock();
            queue.closed = true;
            std::mem::take(&mut queue.waiting)
        };
        if !waiting.is_empty() {
            tracing::info!(messages = waiting.len(), "are answered at the next start");
        }
        self.shared.changed.notify_all();
    }
}

impl Drop for Answers {
    fn drop(&mut self) {
        self.close();
    }
}

impl Queue {
    /// The message that came first, of those in whose conversation nobody is at work.
    fn take(&mut self) -> Option<Job> {
        let free = |job: &Job| !self.under_way.contains(&job.taken.conversation_id());
        let place = self.waiting.iter().position(free)?;
        let job = self.waiting.remove(place)?;
        self.under_way.insert(job.taken.conversation_id());
        Some(job)
    }
}

/// The life of a thread that answers.
fn work(engine: &WeakEngine, shared: &Shared) {
    loop {
        let mut queue = shared.queue.lock();
        let Job { taken, tell } = loop {
            if queue.closed {
                return;
            }
            match queue.take() {
                Some(job) => break job,
                None => shared.changed.wait(&mut queue),
            }
        };
        drop(queue);
        let conversation = taken.conversation_id();
        let Some(engine) = engine.upgrade() else { return };
        let answered = catch_unwind(AssertUnwindSafe(|| engine.answer_taken(taken)))
            .unwrap_or(Err(EngineError::Unanswered));
        // Whoever hears of the answer may close the stores at once.
        drop(engine);
        if let Err(error) = &answered {
            tracing::error!(%error, "a message is not answered before the next start");
        }
        // Whoever has gone away reads it in the history.
        let _ = tell.send(answered);
        let mut queue = shared.queue.lock();
        queue.under_way.remove(&conversation);
        if !queue.waiting.is_empty() {
            // A message of this conversation may be the next one.
            shared.changed.notify_one();
        }
    }
}
