//! The only thread that writes: it takes orders, gathers them, and commits.
//!
//! Each commit goes to the store first, then to the word index and the matrix, then to the board.
//! What was not committed to the store when the process died is still queued there.

mod derived;
mod encoders;
mod files;

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use aside_contract::KnowledgeStatus;
use aside_inference::InferenceQueue;
use crossbeam_channel::{Receiver, RecvTimeoutError, Sender};

use crate::board::{Board, Totals};
use crate::duplicates::Changed;
use crate::embedding::Share;
use crate::encoders::Encoders;
use crate::error::KnowledgeError;
use crate::memory::give_back;
use crate::path::{file_part, is_supported};
use crate::pipeline::{Outcome, Reading};
use crate::record::{FileRecord, FileState};
use crate::roots::Roots;
use crate::scan::{ScanSummary, Sighting, Unread, Walk};
use crate::store::{Change, Effects, Store};

pub(crate) use derived::Derived;
use files::{is_due, now, queue_anew, queue_file, store_reading};

/// Commits cost a disk flush each, so when many files come they are gathered: this many, or for this long.
const BATCH_FILES: usize = 64;
const BATCH_WAIT: Duration = Duration::from_millis(200);
/// Nor are more bytes gathered than this: after as many, what storing them needed is given back.
const BATCH_BYTES: usize = 16 << 20;
/// How long a text that nobody uses keeps its vector: moved files are deleted and created in any order.
const KEEP_UNUSED: Duration = Duration::from_secs(60);
/// How often unused texts are looked for while there are any, and a full disk is tried again.
const TICK: Duration = Duration::from_secs(5);
const RETRY: Duration = Duration::from_secs(1);

/// Files that came just now are read before those that wait, unless so many came at once that nobody
/// looks for one of them.
const FEW: usize = 32;
/// The counter that says whether embedding is held back.
const PAUSED: &str = "paused";

/// What the writer is asked for.
pub(crate) enum Order {
    /// Files were seen; below the walk's scopes, files that were not seen are gone.
    Sighted { walk: Walk, reply: Option<Sender<Result<ScanSummary, KnowledgeError>>> },
    /// A file was read.
    Store(Box<Reading>),
    /// Texts were embedded. `stored` learns whether they are on disk.
    Embedded { share: Share, encoder: String, vectors: Vec<(u32, Vec<f32>)>, stored: Sender<bool> },
    /// Texts could not be embedded, for this reason.
    NotEmbedded { share: Share, reason: String },
    /// This file, or all that could not be read, shall be read again. Learns how many these are.
    Retry(Option<String>, Sender<Result<u64, KnowledgeError>>),
    /// Embedding shall be held back, or go on; also after the next start.
    Pause(bool, Sender<Result<(), KnowledgeError>>),
    /// The derived indexes shall be built anew.
    Rebuild(Sender<Result<(), KnowledgeError>>),
    /// It is over: look at the board.
    Close,
}

/// The writer's parts.
pub(crate) struct Writer {
    pub(crate) roots: Arc<Roots>,
    pub(crate) folder: String,
    pub(crate) derived: Derived,
    pub(crate) board: Arc<Board>,
    pub(crate) encoders: Arc<Encoders>,
    /// The editions of the vectors are what the encoders want.
    pub(crate) arranged: AtomicBool,
    /// Whose live work goes first.
    pub(crate) queue: Option<InferenceQueue>,
    pub(crate) on_change: Option<Box<dyn Fn(KnowledgeStatus) + Send + Sync>>,
    /// Wakes the embedding threads.
    pub(crate) wakes: Vec<Sender<()>>,
    /// Tells the comparing thread what to compare.
    pub(crate) changed: Changed,
}

impl Writer {
    /// Brings the derived indexes and the board to the state of the store, before anything else runs.
    pub(crate) fn prepare(&self) -> Result<(), KnowledgeError> {
        self.derived.catch_up_words()?;
        self.heal();
        self.board.pause(self.store().read(|snapshot| snapshot.counter(PAUSED))? > 0);
        for file in self.store().read(|snapshot| snapshot.files())? {
            self.board.fail_parts(&file.path, file.failed_members());
            match file.state {
                FileState::Queued => self.board.queue(&file.path, false),
                FileState::Pictured => self.board.queue_pictured(&file.path),
                FileState::Failed { reason, .. } => self.board.fail(&file.path, reason),
                FileState::Indexed => {}
            }
        }
        self.settle()
    }

    /// Brings the stored vectors into memory. Words are searched meanwhile.
    pub(crate) fn load(&self) {
        let start = Instant::now();
        self.arrange();
        let settled = self.settle();
        self.tell(settled.err().as_ref());
        self.board.loaded();
        tracing::debug!(milliseconds = start.elapsed().as_millis(), "the vectors are in memory");
    }

    /// Takes orders until it is over.
    pub(crate) fn run(&self, orders: &Receiver<Order>) {
        let mut held: Option<Order> = None;
        // Orders that are left when it is over are still queued in the store.
        while !self.board.is_closed() {
            let order = match held.take() {
                Some(order) => Ok(order),
                None => orders.recv_timeout(TICK),
            };
            match order {
                Ok(Order::Store(first)) => held = self.gather(*first, orders),
                Ok(Order::Sighted { walk, reply }) => {
                    let result = self.sighted(&walk);
                    self.tell(result.as_ref().err());
                    match (reply, result) {
                        (Some(reply), result) => drop(reply.send(result)),
                        // An event comes only once, so what it said is tried until it is stored.
                        (None, Err(_)) => {
                            std::thread::sleep(RETRY);
                            held = Some(Order::Sighted { walk, reply: None });
                        }
                        (None, Ok(_)) => {}
                    }
                }
                Ok(Order::Embedded { share, encoder, vectors, stored }) => {
                    let result = self.embedded(&encoder, &vectors);
                    self.tell(result.as_ref().err());
                    self.note(concern(share), None);
                    if result.is_err() {
                        std::thread::sleep(RETRY);
                    }
                    let _ = stored.send(result.is_ok());
                }
                Ok(Order::NotEmbedded { share, reason }) => {
                    self.note(concern(share), Some(&reason));
                }
                Ok(Order::Retry(path, reply)) => {
                    let result = self.retry(path.as_deref());
                    self.tell(result.as_ref().err());
                    let _ = reply.send(result);
                }
                Ok(Order::Pause(paused, reply)) => {
                    let result = self.pause(paused);
                    self.tell(result.as_ref().err());
                    let _ = reply.send(result);
                }
                Ok(Order::Rebuild(reply)) => {
                    let _ = reply.send(self.rebuild());
                }
                Err(RecvTimeoutError::Timeout) => self.sweep(),
                Ok(Order::Close) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    /// Gathers readings while more are on their way, and stores them. Gives back an order of another
    /// kind that came meanwhile.
    fn gather(&self, first: Reading, orders: &Receiver<Order>) -> Option<Order> {
        let mut bytes = first.held.bytes();
        let mut readings = vec![first];
        let until = Instant::now() + BATCH_WAIT;
        let mut other = None;
        while readings.len() < BATCH_FILES
            && bytes < BATCH_BYTES
            && self.board.pending() > readings.len()
        {
            match orders.recv_deadline(until) {
                Ok(Order::Store(reading)) => {
                    bytes += reading.held.bytes();
                    readings.push(*reading);
                }
                Ok(order) => {
                    other = Some(order);
                    break;
                }
                Err(_) => break,
            }
        }
        while let Err(error) = self.store_readings(&readings) {
            self.tell(Some(&error));
            if self.board.is_closed() {
                // They are still queued in the store.
                return other;
            }
            std::thread::sleep(RETRY);
        }
        self.tell(None);
        drop(readings);
        if bytes >= BATCH_BYTES || self.board.pending() == 0 {
            give_back();
        }
        other
    }

    fn store_readings(&self, readings: &[Reading]) -> Result<(), KnowledgeError> {
        self.make_way();
        let effects = self.commit(|change| {
            let mut effects = Effects::default();
            for reading in readings {
                effects.extend(store_reading(change, reading)?);
            }
            Ok(effects)
        })?;
        self.derive(effects);
        self.store().read(|snapshot| {
            for reading in readings {
                let file = snapshot.file(&reading.path)?;
                let failed = file.map_or(0, |file| file.failed_members());
                self.board.fail_parts(&reading.path, failed);
            }
            Ok(())
        })?;
        for reading in readings {
            match &reading.outcome {
                Outcome::Failed(error) => self.board.finish(&reading.path, Some(error.to_string())),
                Outcome::Documents { has_pictures: true, .. } => {
                    self.board.finish_text(&reading.path);
                }
                _ => self.board.finish(&reading.path, None),
            }
        }
        self.settle()
    }

    fn sighted(&self, walk: &Walk) -> Result<ScanSummary, KnowledgeError> {
        let Walk { sightings, unread, scopes, .. } = walk;
        let known = self.store().read(|snapshot| {
            // Most changes are of a few files, and need no look at all the others.
            let mut known = snapshot.files_below(scopes)?;
            for sighting in sightings {
                if !known.contains_key(&sighting.path) {
                    known.extend(
                        snapshot.file(&sighting.path)?.map(|file| (file.path.clone(), file)),
                    );
                }
            }
            Ok(known)
        })?;
        let seen: HashSet<&str> = sightings.iter().map(|sighting| sighting.path.as_str()).collect();
        let skipped = unread.iter().filter(|(_, why)| matches!(why, Unread::Skipped(_)));
        let skipped: HashSet<&str> = skipped.map(|(name, _)| name.as_str()).collect();
        let is_skipped = |path: &str| {
            let above = path.match_indices('/').map(|(at, _)| &path[..at]);
            above.chain([path]).any(|name| skipped.contains(name))
        };
        let gone: Vec<&String> = known
            .keys()
            .filter(|path| !seen.contains(path.as_str()))
            .filter(|path| scopes.iter().any(|scope| self.roots.is_within(path, scope)))
            .filter(|path| is_skipped(path) || self.is_gone(path))
            .collect();
        let due: Vec<&Sighting> = sightings
            .iter()
            .filter(|sighting| is_due(known.get(&sighting.path), sighting))
            .collect();
        let changes = !(due.is_empty() && gone.is_empty());
        if changes {
            let effects = self.commit(|change| {
                let mut effects = Effects::default();
                for path in &gone {
                    effects.extend(change.remove_file(path, now())?);
                }
                for sighting in &due {
                    queue_file(change, sighting)?;
                }
                Ok(effects)
            })?;
            self.derive(effects);
            gone.iter().for_each(|path| self.board.forget(path));
            let ahead = due.len() <= FEW;
            due.iter().for_each(|sighting| self.board.queue(&sighting.path, ahead));
        }
        self.board.unread(&self.roots, scopes, unread.clone());
        self.settle()?;
        Ok(ScanSummary {
            seen: sightings.len() as u64,
            queued: due.len() as u64,
            removed: gone.len() as u64,
        })
    }

    /// A walk may be older than a file, so the file itself is asked.
    fn is_gone(&self, path: &str) -> bool {
        match std::fs::metadata(self.roots.place_of(path)) {
            Ok(metadata) => !metadata.is_file() || !is_supported(file_part(path)),
            Err(error) => matches!(
                error.kind(),
                std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory
            ),
        }
    }

    fn retry(&self, path: Option<&str>) -> Result<u64, KnowledgeError> {
        let files = self.store().read(|snapshot| match path {
            Some(path) => Ok(snapshot.file(path)?.into_iter().collect()),
            None => snapshot.files(),
        })?;
        let wanted =
            |file: &FileRecord| path.is_some() || matches!(file.state, FileState::Failed { .. });
        let files: Vec<FileRecord> = files.into_iter().filter(wanted).collect();
        if !files.is_empty() {
            self.store().write(|change| {
                files.iter().try_for_each(|file| queue_anew(change, file.clone()))
            })?;
            files.iter().for_each(|file| self.board.queue(&file.path, true));
        }
        self.settle()?;
        Ok(files.len() as u64)
    }

    fn pause(&self, paused: bool) -> Result<(), KnowledgeError> {
        self.store().write(|change| change.set_counter(PAUSED, u64::from(paused)))?;
        self.board.pause(paused);
        self.settle()
    }

    fn embedded(&self, encoder: &str, vectors: &[(u32, Vec<f32>)]) -> Result<(), KnowledgeError> {
        self.make_way();
        let effects = self.commit(|change| change.put_vectors(encoder, vectors))?;
        self.derive(effects);
        self.board.embedded(vectors.len());
        self.switch_when_whole()?;
        self.settle()
    }

    /// Lets a message that is under way go first: flushing to the disk holds up its own flush.
    fn make_way(&self) {
        self.queue.iter().for_each(InferenceQueue::make_way);
    }

    /// Runs `write` in one transaction that also counts the generations.
    fn commit(
        &self,
        write: impl Fn(&mut Change<'_, '_>) -> Result<Effects, KnowledgeError>,
    ) -> Result<Effects, KnowledgeError> {
        self.store().write(|change| {
            let effects = write(change)?;
            change.raise("generation")?;
            if effects.touch_words() {
                change.raise("words")?;
            }
            Ok(effects)
        })
    }

    fn store(&self) -> &Store {
        &self.derived.store
    }

    /// Brings the derived indexes up to date. The store is right, whatever comes of it.
    fn derive(&self, mut effects: Effects) {
        self.make_way();
        self.changed.tell(std::mem::take(&mut effects.documents));
        let applied = self.derived.apply(effects);
        self.note_words(applied);
    }

    /// Brings a word index that could not be written up to date, as soon as that is possible again.
    fn heal(&self) {
        if self.derived.words_are_behind() {
            self.note_words(self.derived.heal_words());
        }
    }

    fn rebuild(&self) -> Result<(), KnowledgeError> {
        self.derived.rebuild_words()?;
        self.derived.load_matrix(self.encoders.answering().as_ref())?;
        self.store().write(|change| change.raise("generation"))?;
        self.settle()
    }

    /// Does what waits for a quiet moment.
    fn sweep(&self) {
        self.heal();
        if !self.arranged.load(Ordering::Relaxed) {
            self.arrange();
        }
        self.drop_unused();
    }

    /// Drops texts that have been unused for long.
    fn drop_unused(&self) {
        let before = now() - i64::try_from(KEEP_UNUSED.as_millis()).unwrap_or_default();
        let swept = self.store().read(|snapshot| snapshot.unused_count()).and_then(|count| {
            if count > 0 { self.store().write(|change| change.drop_unused(before)) } else { Ok(0) }
        });
        if let Err(error) = swept {
            tracing::warn!(%error, "unused vectors could not be dropped");
        }
    }

    /// Tells everybody what is stored now.
    fn settle(&self) -> Result<(), KnowledgeError> {
        let totals = self.store().read(|snapshot| {
            let (documents, chunks) = snapshot.totals()?;
            Ok(Totals {
                known_files: snapshot.files_count()?,
                documents,
                chunks,
                embedded: 0,
                unembedded: self.unembedded(snapshot)?,
                generation: snapshot.counter("generation")?,
                loaded: false,
            })
        })?;
        let change = self.store().read(|snapshot| self.change(snapshot))?;
        let totals = Totals { embedded: self.derived.matrix.read().embedded_chunks(), ..totals };
        if totals.unembedded > 0 {
            for wake in &self.wakes {
                // A full channel has a wake-up in it already.
                let _ = wake.try_send(());
            }
        }
        self.board.settle(totals, change);
        self.announce();
        Ok(())
    }

    fn announce(&self) {
        if let Some(on_change) = &self.on_change {
            on_change(self.board.status(&self.folder));
        }
    }

    /// Shows or clears a trouble with the store.
    fn tell(&self, error: Option<&KnowledgeError>) {
        self.note("store", error.map(ToString::to_string).as_deref());
    }

    /// Shows or clears a trouble with the word index.
    fn note_words(&self, applied: Result<(), KnowledgeError>) {
        let error = applied.err().map(|error| error.in_store(self.store().folder()));
        self.note("words", error.map(|error| error.to_string()).as_deref());
    }

    fn note(&self, about: &'static str, reason: Option<&str>) {
        if let Some(reason) = reason {
            tracing::warn!(%reason, "the knowledge base could not be written");
        }
        if self.board.trouble(about, reason) {
            self.announce();
        }
    }
}

/// What a trouble with an encoder concerns.
fn concern(share: Share) -> &'static str {
    match share {
        Share::Answering => "meaning",
        Share::Coming => "meaning to come",
    }
}
