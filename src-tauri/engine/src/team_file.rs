//! A settings file of the team's own, below `.aside` in the first knowledge folder.
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
    read: Mutex<(Stamp, T)>,
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
        Self { file: first.join(name), what, parse, read: Mutex::default() }
    }

    /// What the file says, read anew where it changed.
    pub(crate) fn get(&self) -> T {
        let mut read = self.read.lock();
        let now = stamp(&self.file);
        if read.0 != now {
            read.0 = now;
            match now.map_or_else(|| Ok(T::default()), |_| self.parsed()) {
                Ok(said) => read.1 = said,
                Err(reason) => tracing::warn!(
                    file = %self.file.display(),
                    %reason,
                    "going on with the {} of before",
                    self.what
                ),
            }
        }
        read.1.clone()
    }

    fn parsed(&self) -> Result<T, String> {
        let content = fs::read_to_string(&self.file).map_err(|error| error.to_string())?;
        (self.parse)(&content)
    }
}
