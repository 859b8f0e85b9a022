//! The only thread that writes: it takes orders, gathers them, and commits.
//!
//! Each commit goes to the store first, then to the word index and the matrix, then to the board.
//! What was not committed to the store when the process died is still queued there.

mod derived;
mod files;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::{Duration, Instant};

use aside_contract::KnowledgeStatus;
use crossbeam_channel::{Receiver, RecvTimeoutError, Sender};

use crate::board::{Board, Totals};
use crate::error::KnowledgeError;
use crate::path::{absolute, is_document, is_under};
use crate::pipeline::{Outcome, Reading};
use crate::record::{FileRecord, FileState};
use crate::scan::{ScanSummary, Sighting};
use crate::store::{Change, Effects, Store};

pub(crate) use derived::Derived;
use files::{is_due, now, queue_file, store_reading};

/// Commits cost a disk flush each, so when many files come they are gathered: this many, or for this long.
const BATCH_FILES: usize = 64;
const BATCH_WAIT: Duration = Duration::from_millis(200);
/// How long a text that nobody uses keeps its vector: moved files are deleted and created in any order.
const KEEP_UNUSED: Duration = Duration::from_secs(60);
/// How often unused texts are looked for while there are any, and a full disk is tried again.
const TICK: Duration = Duration::from_secs(5);
const RETRY: Duration = Duration::from_secs(1);

/// What the writer is asked for.
pub(crate) enum Order {
    /// Files were seen; below `scopes`, files that were not seen are gone.
    Sighted {
        sightings: Vec<Sighting>,
        scopes: Vec<String>,
        reply: Option<Sender<Result<ScanSummary, KnowledgeError>>>,
    },
    /// A file was read.
    Store(Box<Reading>),
    /// Texts were embedded. `stored` learns whether they are on disk.
    Embedded { vectors: Vec<(u32, Vec<f32>)>, stored: Sender<bool> },
    /// The derived indexes shall be built anew.
    Rebuild(Sender<Result<(), KnowledgeError>>),
    /// It is over: look at the board.
    Close,
}

/// The writer's parts.
pub(crate) struct Writer {
    pub(crate) root: std::path::PathBuf,
    pub(crate) folder: String,
    pub(crate) derived: Derived,
    pub(crate) board: Arc<Board>,
    /// Name of the embedding model; empty without one.
    pub(crate) embedder: String,
    pub(crate) on_change: Option<Box<dyn Fn(KnowledgeStatus) + Send + Sync>>,
    /// Wakes the embedding thread.
    pub(crate) wake: Sender<()>,
}

impl Writer {
    /// Brings the derived indexes and the board to the state of the store, before anything else runs.
    pub(crate) fn prepare(&self) -> Result<(), KnowledgeError> {
        if !self.embedder.is_empty() {
            self.store().write(|change| change.expect_embedder(&self.embedder))?;
        }
        self.derived.catch_up()?;
        self.heal();
        for file in self.store().read(|snapshot| snapshot.files())? {
            match file.state {
                FileState::Queued => self.board.queue(&file.path),
                FileState::Failed { reason, .. } => self.board.fail(&file.path, reason),
                FileState::Indexed => {}
            }
        }
        self.settle()
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
                Ok(Order::Sighted { sightings, scopes, reply }) => {
                    let result = self.sighted(&sightings, &scopes);
                    self.tell(result.as_ref().err());
                    match (reply, result) {
                        (Some(reply), result) => drop(reply.send(result)),
                        // An event comes only once, so what it said is tried until it is stored.
                        (None, Err(_)) => {
                            std::thread::sleep(RETRY);
                            held = Some(Order::Sighted { sightings, scopes, reply: None });
                        }
                        (None, Ok(_)) => {}
                    }
                }
                Ok(Order::Embedded { vectors, stored }) => {
                    let result = self.embedded(&vectors);
                    self.tell(result.as_ref().err());
                    if result.is_err() {
                        std::thread::sleep(RETRY);
                    }
                    let _ = stored.send(result.is_ok());
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
        let mut readings = vec![first];
        let until = Instant::now() + BATCH_WAIT;
        let mut other = None;
        while readings.len() < BATCH_FILES && self.board.pending() > readings.len() {
            match orders.recv_deadline(until) {
                Ok(Order::Store(reading)) => readings.push(*reading),
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
        other
    }

    fn store_readings(&self, readings: &[Reading]) -> Result<(), KnowledgeError> {
        let effects = self.commit(|change| {
            let mut effects = Effects::default();
            for reading in readings {
                effects.extend(store_reading(change, reading)?);
            }
            Ok(effects)
        })?;
        self.derive(effects);
        for reading in readings {
            match &reading.outcome {
                Outcome::Failed(error) => self.board.finish(&reading.path, Some(error.to_string())),
                _ => self.board.finish(&reading.path, None),
            }
        }
        self.settle()
    }

    fn sighted(
        &self,
        sightings: &[Sighting],
        scopes: &[String],
    ) -> Result<ScanSummary, KnowledgeError> {
        let known = self.store().read(|snapshot| snapshot.files())?;
        let seen: HashSet<&str> = sightings.iter().map(|sighting| sighting.path.as_str()).collect();
        let gone: Vec<String> = known
            .iter()
            .map(|file| file.path.clone())
            .filter(|path| {
                !seen.contains(path.as_str()) && scopes.iter().any(|scope| is_under(path, scope))
            })
            .filter(|path| self.is_gone(path))
            .collect();
        let known: HashMap<&str, &FileRecord> =
            known.iter().map(|file| (file.path.as_str(), file)).collect();
        let due: Vec<&Sighting> = sightings
            .iter()
            .filter(|sighting| is_due(known.get(sighting.path.as_str()).copied(), sighting))
            .collect();
        if !(due.is_empty() && gone.is_empty()) {
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
            due.iter().for_each(|sighting| self.board.queue(&sighting.path));
        }
        self.settle()?;
        Ok(ScanSummary {
            seen: sightings.len() as u64,
            queued: due.len() as u64,
            removed: gone.len() as u64,
        })
    }

    /// A walk may be older than a file, so the file itself is asked.
    fn is_gone(&self, path: &str) -> bool {
        match std::fs::symlink_metadata(absolute(&self.root, path)) {
            Ok(metadata) => !metadata.is_file() || !is_document(path),
            Err(error) => matches!(
                error.kind(),
                std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory
            ),
        }
    }

    fn embedded(&self, vectors: &[(u32, Vec<f32>)]) -> Result<(), KnowledgeError> {
        let effects = self.commit(|change| change.put_vectors(&self.embedder, vectors))?;
        self.derive(effects);
        self.settle()
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
    fn derive(&self, effects: Effects) {
        let applied = self.derived.apply(effects);
        self.note("words", applied.err().map(|error| error.to_string()).as_deref());
    }

    /// Brings a word index that could not be written up to date, as soon as that is possible again.
    fn heal(&self) {
        if self.derived.words_are_behind() {
            let healed = self.derived.heal_words();
            self.note("words", healed.err().map(|error| error.to_string()).as_deref());
        }
    }

    fn rebuild(&self) -> Result<(), KnowledgeError> {
        self.derived.rebuild_words()?;
        self.derived.load_matrix()?;
        self.store().write(|change| change.raise("generation"))?;
        self.settle()
    }

    /// Does what waits for a quiet moment.
    fn sweep(&self) {
        self.heal();
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
                unembedded: snapshot.waiting_count()?,
                generation: snapshot.counter("generation")?,
            })
        })?;
        let totals = Totals { embedded: self.derived.matrix.read().embedded_chunks(), ..totals };
        if totals.unembedded > 0 {
            // A full channel has a wake-up in it already.
            let _ = self.wake.try_send(());
        }
        self.board.settle(totals);
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

    fn note(&self, about: &'static str, reason: Option<&str>) {
        if let Some(reason) = reason {
            tracing::warn!(%reason, "the knowledge base could not be written");
        }
        if self.board.trouble(about, reason) {
            self.announce();
        }
    }
}
