//! Follows the folder: events, gathered until they are quiet, become sightings.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, unbounded};
use notify::event::{AccessKind, AccessMode};
use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use crate::board::Board;
use crate::error::KnowledgeError;
use crate::path::{is_document, is_ignored, relative};
use crate::scan::{Sighting, walk};
use crate::writer::Order;

/// A path is looked at when nothing happened to it for this long.
const QUIET: Duration = Duration::from_millis(150);
/// A path that is never quiet is looked at after this long.
const PATIENCE: Duration = Duration::from_secs(2);
/// How often the folder itself is looked at.
const TICK: Duration = Duration::from_millis(250);

type Events = Receiver<notify::Result<notify::Event>>;

/// What the watching thread needs.
pub(crate) struct Watch {
    pub(crate) root: PathBuf,
    pub(crate) board: Arc<Board>,
    pub(crate) orders: Sender<Order>,
}

/// Paths that something happened to: when first, and when last.
#[derive(Default)]
struct Pending {
    paths: HashMap<PathBuf, (Instant, Instant)>,
    /// Events were lost, or the folder itself changed: everything has to be looked at.
    all: bool,
}

impl Watch {
    /// Starts the system's watcher. Events gather from now on, even before [`Watch::run`].
    pub(crate) fn start(&self) -> Result<(RecommendedWatcher, Events), KnowledgeError> {
        let failed = |error: notify::Error| KnowledgeError::Watch {
            folder: self.root.clone(),
            reason: error.to_string(),
        };
        if !self.root.is_dir() {
            return Err(KnowledgeError::FolderMissing(self.root.clone()));
        }
        let (sender, events) = unbounded();
        let forward = move |event| drop(sender.send(event));
        let mut watcher = notify::recommended_watcher(forward).map_err(failed)?;
        watcher.watch(&self.root, RecursiveMode::Recursive).map_err(failed)?;
        Ok((watcher, events))
    }

    /// Follows events until it is over.
    pub(crate) fn run(&self, watcher: RecommendedWatcher, events: Events) {
        let mut running = Some((watcher, events));
        let mut pending = Pending::default();
        while !self.board.is_closed() {
            let Some((_, events)) = &running else {
                std::thread::sleep(TICK);
                running = self.start_again();
                pending.all = running.is_some();
                continue;
            };
            match events.recv_timeout(pending.next_look()) {
                Ok(event) => pending.note(event, &self.root),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
            if !self.root.is_dir() {
                let reason = KnowledgeError::FolderMissing(self.root.clone()).to_string();
                self.board.trouble("folder", Some(&reason));
                running = None;
                pending = Pending::default();
            } else if pending.all {
                // The folder may be another one of the same name, so watch it anew, then look.
                running = self.start_again().or(running);
                pending = Pending::default();
                self.look_at_everything();
            } else {
                self.look(&pending.take_due());
            }
        }
    }

    fn start_again(&self) -> Option<(RecommendedWatcher, Events)> {
        let started = self.start();
        let reason = started.as_ref().err().map(ToString::to_string);
        self.board.trouble("folder", reason.as_deref());
        started.ok()
    }

    fn look_at_everything(&self) {
        if let Ok(walk) = walk(&self.root, &self.root) {
            self.board.problems(walk.problems);
            self.report(walk.sightings, vec![String::new()]);
        }
    }

    /// Turns paths into sightings and into scopes below which the rest is gone.
    fn look(&self, paths: &[PathBuf]) {
        let (mut sightings, mut scopes) = (Vec::new(), Vec::new());
        for path in paths {
            let Some(name) =
                relative(&self.root, path).filter(|name| !name.split('/').any(is_ignored))
            else {
                continue;
            };
            match std::fs::symlink_metadata(path) {
                Ok(metadata) if metadata.is_file() && is_document(&name) => {
                    sightings.push(Sighting::new(name, &metadata, true));
                }
                Ok(metadata) if metadata.is_dir() => {
                    if let Ok(walk) = walk(&self.root, path) {
                        sightings.extend(walk.sightings);
                        scopes.push(name);
                    }
                }
                _ => scopes.push(name),
            }
        }
        if !(sightings.is_empty() && scopes.is_empty()) {
            self.report(sightings, scopes);
        }
    }

    fn report(&self, sightings: Vec<Sighting>, scopes: Vec<String>) {
        // A closed channel means that it is over.
        let _ = self.orders.send(Order::Sighted { sightings, scopes, reply: None });
    }
}

impl Pending {
    fn note(&mut self, event: notify::Result<notify::Event>, root: &Path) {
        let Ok(event) = event else {
            self.all = true;
            return;
        };
        let tells = match event.kind {
            // Reading a file is an event too; only the end of writing says something.
            EventKind::Access(kind) => kind == AccessKind::Close(AccessMode::Write),
            _ => true,
        };
        self.all |= event.need_rescan();
        if !tells {
            return;
        }
        let now = Instant::now();
        for path in event.paths {
            self.all |= path == root && event.kind.is_remove();
            self.paths.entry(path).or_insert((now, now)).1 = now;
        }
    }

    /// How long to wait for events before looking.
    fn next_look(&self) -> Duration {
        let now = Instant::now();
        let due =
            self.paths.values().map(|(first, last)| (*last + QUIET).min(*first + PATIENCE)).min();
        due.map_or(TICK, |due| due.saturating_duration_since(now))
    }

    /// Takes out the paths that are due.
    fn take_due(&mut self) -> Vec<PathBuf> {
        let now = Instant::now();
        let is_due =
            |(first, last): &(Instant, Instant)| *last + QUIET <= now || *first + PATIENCE <= now;
        let mut due: Vec<PathBuf> = self
            .paths
            .iter()
            .filter(|(_, times)| is_due(times))
            .map(|(path, _)| path.clone())
            .collect();
        due.sort();
        for path in &due {
            self.paths.remove(path);
        }
        due
    }
}
