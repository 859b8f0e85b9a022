//! The one queue in front of the embedding model: live messages at once, everything else behind.

use std::borrow::Cow;
use std::cell::Cell;
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
/// Live requests that may wait for a permit; past them, they are refused.
const WAITING_LIVE: usize = 64;
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
    live: Mutex<Live>,
    changed: Condvar,
}

#[derive(Default)]
struct Live {
    running: usize,
    waiting: usize,
    /// Held by [`LiveWork`].
    messages: usize,
}

impl Live {
    fn is_idle(&self) -> bool {
        self.running + self.waiting + self.messages == 0
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
    /// As many live requests as the machine has processors run at a time, each on its caller's thread.
    pub fn start(embedder: Arc<dyn Embedder>, workers: usize) -> Self {
        let workers = workers.max(1);
        let permits = std::thread::available_parallelism().map_or(1, usize::from);
        let is_remote = embedder.is_remote();
        let shared =
            Arc::new(Shared { embedder, permits, live: Mutex::default(), changed: Condvar::new() });
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

    /// The vector of one text, ahead of all background work, on the calling thread.
    ///
    /// # Errors
    /// [`InferenceError::Overloaded`] at once if too many live requests wait already; what the model
    /// itself refuses.
    pub fn embed_now(&self, text: &str) -> Result<Vec<f32>, InferenceError> {
        let _permit = self.shared.permit()?;
        let text = self.shared.prefixed(Role::Query, text);
        let vectors = self.shared.checked(self.shared.embedder.embed(&[&text])?, 1)?;
        vectors.into_iter().next().ok_or_else(|| InferenceError::Unusable("no vector".into()))
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
        let _permit = self.shared.permit()?;
        let pass = self.shared.embedder.read(&self.shared.prefixed(Role::Query, text))?;
        self.shared.check(&pass.embedding)?;
        Ok(pass)
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

    /// Waits for a free permit; refuses if too many wait already.
    fn permit(&self) -> Result<Permit<'_>, InferenceError> {
        let mut live = self.live.lock();
        if live.running >= self.permits {
            if live.waiting >= WAITING_LIVE {
                return Err(InferenceError::Overloaded { waiting: live.waiting });
            }
            live.waiting += 1;
            self.changed.wait_while(&mut live, |live| live.running >= self.permits);
            live.waiting -= 1;
        }
        live.running += 1;
        Ok(Permit(self))
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

/// The right to run one live request.
struct Permit<'a>(&'a Shared);

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        self.0.live.lock().running -= 1;
        self.0.changed.notify_all();
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
