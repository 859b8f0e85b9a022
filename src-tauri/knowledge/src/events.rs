//! What the system tells of changes: its watcher, and the paths that are not quiet yet.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crossbeam_channel::Sender;
use notify::event::{AccessKind, AccessMode, ModifyKind};
use notify::{ErrorKind, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use crate::roots::Roots;
use crate::watch::is_root;

/// A path is looked at when nothing happened to it for this long.
const QUIET: Duration = Duration::from_millis(150);
/// A path that is never quiet is looked at after this long.
const PATIENCE: Duration = Duration::from_secs(2);
/// A file that is being written is looked at when nothing was written for this long; its closing comes
/// first, where the system tells of it.
const STALLED: Duration = Duration::from_secs(3);
/// A file that is written on and on, such as a log, is looked at after this long.
const ENDLESS: Duration = Duration::from_secs(15);

/// The system's watcher of one folder.
///
/// On Linux each folder has a watch of its own, so that none is spent on those that are left out;
/// elsewhere one watch covers all that is below.
pub(crate) struct Listener {
    watcher: RecommendedWatcher,
    whole: Option<PathBuf>,
}

impl Listener {
    /// A watcher that watches nothing yet.
    pub(crate) fn start(sender: Sender<notify::Result<notify::Event>>) -> Result<Self, String> {
        let forward = move |event| drop(sender.send(event));
        let watcher = notify::recommended_watcher(forward).map_err(|error| explain(&error))?;
        Ok(Self { watcher, whole: None })
    }

    /// Watches a folder. One that cannot be watched because it went or may not be read is no error: the
    /// walk that asks for it notices itself.
    ///
    /// # Errors
    /// The system has no more watches, with the reason and what to do.
    pub(crate) fn watch(&mut self, folder: &Path) -> Result<(), String> {
        let mode = if cfg!(target_os = "linux") {
            RecursiveMode::NonRecursive
        } else if self.whole.as_ref().is_some_and(|whole| folder.starts_with(whole)) {
            return Ok(());
        } else {
            self.whole = Some(folder.to_path_buf());
            RecursiveMode::Recursive
        };
        match self.watcher.watch(folder, mode) {
            Err(error) if is_exhausted(&error) => Err(explain(&error)),
            _ => Ok(()),
        }
    }
}

/// Whether the system has no more watches. On Linux 28 is ENOSPC and 24 EMFILE: see inotify(7).
fn is_exhausted(error: &notify::Error) -> bool {
    match &error.kind {
        ErrorKind::MaxFilesWatch => true,
        ErrorKind::Io(error) => matches!(error.raw_os_error(), Some(24 | 28)),
        _ => false,
    }
}

fn explain(error: &notify::Error) -> String {
    if !cfg!(target_os = "linux") {
        return format!("the system cannot watch it ({error})");
    }
    let (limit, value) = match &error.kind {
        ErrorKind::MaxFilesWatch => ("watches", 524_288),
        _ => ("instances", 1_024),
    };
    format!(
        "the system has no more watches for folders: raise the limit by \
         `sudo sysctl fs.inotify.max_user_{limit}={value}` and start Aside again"
    )
}

/// Paths that something happened to.
#[derive(Default)]
pub(crate) struct Pending {
    paths: HashMap<PathBuf, Since>,
    /// Events were lost, or a folder itself changed: everything has to be looked at.
    pub(crate) all: bool,
}

/// When something happened to a path first and last, and whether it is being written.
struct Since {
    first: Instant,
    last: Instant,
    written: bool,
}

impl Since {
    fn due(&self) -> Instant {
        if self.written {
            (self.last + STALLED).min(self.first + ENDLESS)
        } else {
            (self.last + QUIET).min(self.first + PATIENCE)
        }
    }
}

impl Pending {
    /// Takes an event in.
    pub(crate) fn note(&mut self, event: notify::Result<notify::Event>, roots: &Roots) {
        let Ok(event) = event else {
            self.all = true;
            return;
        };
        self.all |= event.need_rescan();
        let closed = event.kind == EventKind::Access(AccessKind::Close(AccessMode::Write));
        // Reading a file is an event too; only the end of writing says something.
        if matches!(event.kind, EventKind::Access(_)) && !closed {
            return;
        }
        // Only where an end is told can a beginning be waited for.
        let written = cfg!(target_os = "linux")
            && matches!(event.kind, EventKind::Modify(ModifyKind::Data(_)));
        let replaced =
            event.kind.is_remove() || matches!(event.kind, EventKind::Modify(ModifyKind::Name(_)));
        let now = Instant::now();
        for path in event.paths {
            self.all |= replaced && is_root(roots, &path);
            let since =
                self.paths.entry(path).or_insert(Since { first: now, last: now, written: false });
            since.last = now;
            since.written = (since.written || written) && !closed && !replaced;
        }
    }

    /// When the next path is due; `None` if none waits.
    pub(crate) fn next_look(&self) -> Option<Instant> {
        self.paths.values().map(Since::due).min()
    }

    /// Takes out the paths that are due.
    pub(crate) fn take_due(&mut self) -> Vec<PathBuf> {
        let now = Instant::now();
        let due: Vec<PathBuf> =
            self.paths.extract_if(|_, since| since.due() <= now).map(|(path, _)| path).collect();
        sorted(due)
    }
}

fn sorted(mut paths: Vec<PathBuf>) -> Vec<PathBuf> {
    paths.sort();
    paths
}
