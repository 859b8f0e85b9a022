//! The one queue in front of the embedding model: live messages at once, everything else behind.

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::{HashMap, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender};
use parking_lot::{Condvar, Mutex};

use crate::{Embedder, Embedding, InferenceError, Pass, Role};

/// How often somebody who waits for an answer looks whether it is still wanted.
const LOOK_EVERY: Duration = Duration::from_millis(100);
/// Background batches that may wait per worker; past them, the caller waits.
const WAITING_BATCHES: usize = 4;
/// How long a live text waits for its turn at most; past it, it is refused.
const PATIENCE: Duration = Duration::from_secs(30);
/// Live texts that are read in one pass where several wait: together they take far less time than one
/// after the other, and the first is not kept long.
const TOGETHER: usize = 8;
/// How long a background worker steps aside for live work in each batch, so that a steady stream of
/// messages slows indexing down but never stops it.
const STEP_ASIDE: Duration = Duration::from_millis(250);

/// The embedding model behind one queue. Clones share it; when the last one is dropped, the workers
/// finish the batch at hand and stop.
#[derive(Clone)]
pub struct InferenceQueue {
    shared: Arc<Shared>,
    workers: Arc<Workers>,
}

/// What live requests and background workers both see.
struct Shared {
    embedder: Arc<dyn Embedder>,
    permits: usize,
    patience: Duration,
    live: Mutex<Live>,
    changed: Condvar,
}

#[derive(Default)]
struct Live {
    running: usize,
    /// The texts that nobody reads yet, oldest first, by their numbers.
    waiting: VecDeque<(u64, String)>,
    /// What came of those whose callers have not fetched it yet.
    done: HashMap<u64, Result<Pass, InferenceError>>,
    /// The number of the next text.
    next: u64,
    /// Held by [`LiveWork`].
    messages: usize,
}

impl Live {
    fn is_idle(&self) -> bool {
        self.running + self.waiting.len() + self.messages == 0
    }
}

/// Background batches rest while this lives: see [`InferenceQueue::live_work`].
pub struct LiveWork(Arc<Shared>);

/// The background threads. They hold [`Shared`] alone, so that dropping this stops them.
struct Workers {
    jobs: Option<Sender<Job>>,
    is_remote: bool,
    threads: Vec<JoinHandle<()>>,
}

struct Job {
    index: usize,
    texts: Vec<String>,
    answer: Sender<(usize, Batch)>,
}

type Batch = Result<Vec<Vec<f32>>, InferenceError>;

impl InferenceQueue {
    /// Starts `workers` background threads (at least one) over `embedder`.
    ///
    /// As many live passes as the machine has processors run at a time, each on a caller's thread. Texts that
    /// wait meanwhile are read together in the next one.
    pub fn start(embedder: Arc<dyn Embedder>, workers: usize) -> Self {
        Self::start_patient(embedder, workers, PATIENCE)
    }

    /// As [`start`](Self::start), where live texts wait for this long at most.
    pub fn start_patient(embedder: Arc<dyn Embedder>, workers: usize, patience: Duration) -> Self {
        let workers = workers.max(1);
        let permits = std::thread::available_parallelism().map_or(1, usize::from);
        let is_remote = embedder.is_remote();
        let (live, changed) = (Mutex::default(), Condvar::new());
        let shared = Arc::new(Shared { embedder, permits, patience, live, changed });
        let (jobs, queue) = crossbeam_channel::bounded(workers * WAITING_BATCHES);
        let threads = (0..workers)
            .filter_map(|index| {
                let (shared, queue) = (Arc::clone(&shared), queue.clone());
                let name = format!("embed-{index}");
                let thread =
                    std::thread::Builder::new().name(name).spawn(move || work(&shared, &queue));
                thread
                    .inspect_err(
                        |error| tracing::error!(%error, "no thread for background embedding"),
                    )
                    .ok()
            })
            .collect();
        Self { shared, workers: Arc::new(Workers { jobs: Some(jobs), is_remote, threads }) }
    }

    /// The vector of one text, ahead of all background work, on a caller's thread.
    ///
    /// # Errors
    /// [`InferenceError::Overloaded`] if its turn does not come in half a minute; what the model itself
    /// refuses.
    pub fn embed_now(&self, text: &str) -> Result<Vec<f32>, InferenceError> {
        Ok(self.read_now(text)?.embedding)
    }

    /// The same with the encoder's name and scale, to search with.
    ///
    /// # Errors
    /// As [`embed_now`](Self::embed_now).
    pub fn question(&self, text: &str) -> Result<Embedding, InferenceError> {
        let vector = self.embed_now(text)?;
        // An endpoint knows its scale from the first contact on.
        let (encoder, likeness) = (self.embedder().name().into(), self.embedder().likeness());
        Ok(Embedding { encoder, vector, likeness })
    }

    /// Holds background batches back until it is dropped, within a millisecond or two: for all that is
    /// done while a person waits, such as searching and storing after a message was embedded.
    pub fn live_work(&self) -> LiveWork {
        self.shared.live.lock().messages += 1;
        LiveWork(Arc::clone(&self.shared))
    }

    /// Waits while a person waits, a quarter of a second at most: for other work behind, before each step
    /// of it.
    pub fn make_way(&self) {
        self.shared.step_aside(&Cell::new(STEP_ASIDE));
    }

    /// One pass over a text for [`Heads`](crate::Heads), as [`embed_now`](Self::embed_now).
    ///
    /// # Errors
    /// As [`embed_now`](Self::embed_now).
    pub fn read_now(&self, text: &str) -> Result<Pass, InferenceError> {
        self.shared.read_in_turn(self.shared.prefixed(Role::Query, text).into_owned())
    }

    /// As [`read_now`](Self::read_now), behind live work: on the calling thread, which first steps aside
    /// while a message is under way.
    ///
    /// # Errors
    /// What the model refuses.
    pub fn read_behind(&self, text: &str) -> Result<Pass, InferenceError> {
        self.shared.step_aside(&Cell::new(STEP_ASIDE));
        let pass = self.shared.embedder.read(text)?;
        self.shared.check(&pass.embedding)?;
        Ok(pass)
    }

    /// One vector per passage, in order, at low priority and in small batches. Blocks the caller until
    /// all are done; meanwhile other callers' batches and live requests take their turns.
    ///
    /// # Errors
    /// The first error that a batch ended with; [`InferenceError::Stopped`] if the workers are gone.
    pub fn embed_background(&self, texts: &[String]) -> Result<Vec<Vec<f32>>, InferenceError> {
        self.embed_background_while(texts, &|| true)
    }

    /// The same, given up with [`InferenceError::Stopped`] soon after `wanted` no longer holds: an answer
    /// from elsewhere may never come.
    ///
    /// # Errors
    /// As [`embed_background`](Self::embed_background).
    pub fn embed_background_while(
        &self,
        texts: &[String],
        wanted: &dyn Fn() -> bool,
    ) -> Result<Vec<Vec<f32>>, InferenceError> {
        self.embed_behind(Role::Document, texts, wanted)
    }

    /// The same for questions, and for what is to be like them.
    ///
    /// # Errors
    /// As [`embed_background`](Self::embed_background).
    pub fn embed_queries(&self, texts: &[String]) -> Result<Vec<Vec<f32>>, InferenceError> {
        self.embed_behind(Role::Query, texts, &|| true)
    }

    fn embed_behind(&self, role: Role, texts: &[String], wanted: &dyn Fn() -> bool) -> Batch {
        let batches = texts.chunks(self.embedder().background_batch().max(1));
        let mut vectors = vec![Vec::new(); batches.len()];
        let (answer, answers) = crossbeam_channel::bounded(batches.len());
        let jobs = self.workers.jobs.as_ref().ok_or(InferenceError::Stopped)?;
        for (index, texts) in batches.enumerate() {
            let texts = texts.iter().map(|text| self.shared.prefixed(role, text).into_owned());
            let job = Job { index, texts: texts.collect(), answer: answer.clone() };
            jobs.send(job).map_err(|_| InferenceError::Stopped)?;
        }
        drop(answer);
        for _ in 0..vectors.len() {
            let (index, batch) = loop {
                match answers.recv_timeout(LOOK_EVERY) {
                    Ok(answer) => break answer,
                    Err(RecvTimeoutError::Timeout) if wanted() => {}
                    Err(_) => return Err(InferenceError::Stopped),
                }
            };
            vectors[index] = batch?;
        }
        Ok(vectors.into_iter().flatten().collect())
    }

    /// How many live texts wait for their turn.
    pub fn waiting(&self) -> usize {
        self.shared.live.lock().waiting.len()
    }

    /// The model behind the queue, for its name, its kernel and its dimensions.
    pub fn embedder(&self) -> &dyn Embedder {
        self.shared.embedder.as_ref()
    }
}

impl Shared {
    /// The text with what its embedder wants in front of it.
    fn prefixed<'a>(&self, role: Role, text: &'a str) -> Cow<'a, str> {
        match self.embedder.prefix(role) {
            "" => Cow::Borrowed(text),
            prefix => Cow::Owned(format!("{prefix}{text}")),
        }
    }

    /// Reads a live text in its turn. Whoever finds a processor free reads what waits, oldest first, until
    /// the own text was among it.
    fn read_in_turn(&self, text: String) -> Result<Pass, InferenceError> {
        let until = Instant::now() + self.patience;
        let mut live = self.live.lock();
        let own = live.next;
        live.next += 1;
        live.waiting.push_back((own, text));
        loop {
            if let Some(done) = live.done.remove(&own) {
                return done;
            }
            if live.running < self.permits && !live.waiting.is_empty() {
                let together = live.waiting.len().min(TOGETHER);
                let (numbers, texts): (Vec<u64>, Vec<String>) =
                    live.waiting.drain(..together).unzip();
                live.running += 1;
                drop(live);
                let passes = self.read_together(&texts);
                live = self.live.lock();
                live.running -= 1;
                live.done.extend(numbers.into_iter().zip(passes));
                self.changed.notify_all();
                continue;
            }
            let Some(place) = live.waiting.iter().position(|(number, _)| *number == own) else {
                // Somebody reads it.
                self.changed.wait(&mut live);
                continue;
            };
            if self.changed.wait_until(&mut live, until).timed_out()
                && live.waiting.get(place).is_some_and(|(number, _)| *number == own)
            {
                live.waiting.remove(place);
                return Err(InferenceError::Overloaded { waiting: live.waiting.len() });
            }
        }
    }

    /// A pass or an error for each text: one that the model refuses spoils no other.
    fn read_together(&self, texts: &[String]) -> Vec<Result<Pass, InferenceError>> {
        let read = |texts: &[&str]| -> Result<Vec<Pass>, InferenceError> {
            let passes = catch_unwind(AssertUnwindSafe(|| self.embedder.read_all(texts)));
            let passes =
                passes.unwrap_or_else(|_| Err(InferenceError::Unusable("it broke off".into())))?;
            if passes.len() != texts.len() {
                let (given, wanted) = (passes.len(), texts.len());
                return Err(InferenceError::Unusable(format!(
                    "{given} vectors for {wanted} texts"
                )));
            }
            passes.iter().try_for_each(|pass| self.check(&pass.embedding))?;
            Ok(passes)
        };
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        match read(&texts) {
            Ok(passes) => passes.into_iter().map(Ok).collect(),
            Err(error) if texts.len() == 1 => vec![Err(error)],
            Err(_) => texts.iter().map(|text| Ok(read(&[*text])?.swap_remove(0))).collect(),
        }
    }

    /// Holds a background worker back while there is live work, for as long as it has `left`.
    fn step_aside(&self, left: &Cell<Duration>) {
        let mut live = self.live.lock();
        if live.is_idle() || left.get().is_zero() {
            return;
        }
        let start = Instant::now();
        self.changed.wait_while_for(&mut live, |live| !live.is_idle(), left.get());
        left.set(left.get().saturating_sub(start.elapsed()));
    }

    /// The vectors of a background batch.
    fn embed_behind(&self, texts: &[&str]) -> Batch {
        let left = Cell::new(STEP_ASIDE);
        let vectors = self.embedder.embed_behind(texts, &|| self.step_aside(&left))?;
        self.checked(vectors, texts.len())
    }

    /// Refuses what is no embedding of so many texts.
    fn checked(&self, vectors: Vec<Vec<f32>>, texts: usize) -> Batch {
        if vectors.len() != texts {
            return Err(InferenceError::Unusable(format!(
                "{} vectors for {texts} texts",
                vectors.len()
            )));
        }
        vectors.iter().try_for_each(|vector| self.check(vector))?;
        Ok(vectors)
    }

    /// Refuses what is no embedding.
    fn check(&self, vector: &[f32]) -> Result<(), InferenceError> {
        if vector.len() != self.embedder.dimensions() {
            return Err(InferenceError::Unusable(format!("a vector of {} numbers", vector.len())));
        }
        if !vector.iter().all(|number| number.is_finite()) {
            return Err(InferenceError::Unusable("a number that is not finite".into()));
        }
        Ok(())
    }
}

impl Drop for LiveWork {
    fn drop(&mut self) {
        self.0.live.lock().messages -= 1;
        self.0.changed.notify_all();
    }
}

impl Drop for Workers {
    fn drop(&mut self) {
        self.jobs = None;
        if self.is_remote {
            // An answer from elsewhere may never come, and nobody takes it any more.
            return;
        }
        for thread in self.threads.drain(..) {
            if thread.join().is_err() {
                tracing::error!("a background embedding thread panicked");
            }
        }
    }
}

/// The life of a background worker.
fn work(shared: &Shared, queue: &Receiver<Job>) {
    lower_priority();
    while let Ok(job) = queue.recv() {
        let texts: Vec<&str> = job.texts.iter().map(String::as_str).collect();
        // The caller may have given up on an earlier error: then nobody takes the answer.
        let _ = job.answer.send((job.index, shared.embed_behind(&texts)));
    }
}

/// Whether [`lower_priority`] does nothing.
static IN_FRONT: AtomicBool = AtomicBool::new(false);

/// Lets [`lower_priority`] do nothing in this process from now on: for a command that a person waits for
/// and that has no live messages.
pub fn stay_in_front() {
    IN_FRONT.store(true, Ordering::Relaxed);
}

/// Puts the calling thread, and processes that it starts, behind the other threads of this process: for
/// work that nobody waits for. On a machine that is busy with other programs, such work may rest for long.
#[cfg(target_os = "linux")]
pub fn lower_priority() {
    const BEHIND: libc::c_int = 10;
    if IN_FRONT.load(Ordering::Relaxed) {
        return;
    }
    // SAFETY: neither call touches memory. On Linux, 0 names the calling thread, not the process.
    let lowered = unsafe {
        let niceness = libc::getpriority(libc::PRIO_PROCESS, 0);
        libc::setpriority(libc::PRIO_PROCESS, 0, niceness + BEHIND)
    };
    if lowered != 0 {
        tracing::warn!("background work runs at normal priority");
    }
}

/// Elsewhere the small batches and stepping aside are all.
#[cfg(not(target_os = "linux"))]
pub fn lower_priority() {}
