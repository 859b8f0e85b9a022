//! A settings file that people write: below `.aside` in the first knowledge folder, or elsewhere.
//!
//! The file is looked at with each use, which costs a call of the system, so that a change holds at
//! once. One that cannot be used is told in the log, and what it said before goes on.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use parking_lot::Mutex;

use crate::Places;

/// When a file was written, and its size; `None` where there is no file.
pub(crate) type Stamp = Option<(SystemTime, u64)>;

/// The stamp of a file.
pub(crate) fn stamp(file: &Path) -> Stamp {
    let metadata = fs::metadata(file).ok()?;
    Some((metadata.modified().ok()?, metadata.len()))
}

/// The file, with what it last said; the default where there is none.
pub(crate) struct TeamFile<T> {
    file: PathBuf,
    /// What it holds, for the log.
    what: &'static str,
    parse: fn(&str) -> Result<T, String>,
    read: Mutex<Read<T>>,
}

/// What was last read.
#[derive(Default)]
struct Read<T> {
    stamp: Stamp,
    said: T,
    problem: Option<String>,
}

impl<T: Clone + Default> TeamFile<T> {
    /// `name` is its path below the first knowledge folder.
    pub(crate) fn new(
        places: &Places,
        name: &str,
        what: &'static str,
        parse: fn(&str) -> Result<T, String>,
    ) -> Self {
        let first = places.knowledge.first().cloned().unwrap_or_default();
        Self::at(first.join(name), what, parse)
    }

    /// The same with a file anywhere.
    pub(crate) fn at(
        file: PathBuf,
        what: &'static str,
        parse: fn(&str) -> Result<T, String>,
    ) -> Self {
        Self { file, what, parse, read: Mutex::default() }
    }

    /// Why the file as it stands cannot be used.
    pub(crate) fn problem(&self) -> Option<String> {
        self.get();
        self.read.lock().problem.clone()
    }

    /// What the file says, read anew where it changed.
    pub(crate) fn get(&self) -> T {
        let mut read = self.read.lock();
        let now = stamp(&self.file);
        if read.stamp != now {
            read.stamp = now;
            read.problem = None;
            match now.map_or_else(|| Ok(T::default()), |_| self.parsed()) {
                Ok(said) => read.said = said,
                Err(reason) => {
                    tracing::warn!(
                        file = %self.file.display(),
                        %reason,
                        "going on with the {} of before",
                        self.what
                    );
                    read.problem = Some(format!("{}: {}", self.file.display(), reason.trim()));
                }
            }
        }
        read.said.clone()
    }

    fn parsed(&self) -> Result<T, String> {
        let content = fs::read_to_string(&self.file).map_err(|error| error.to_string())?;
        (self.parse)(&content)
    }
}
