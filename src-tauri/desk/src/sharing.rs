//! Who has a store open, told by a file lock beside it.
//!
//! Everybody who opens the store, a copy for a backup included, holds the shared side; whoever replaces the
//! store's file holds it alone. The system lets go of it where a process ends.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::Path;

/// The file, beside the store. It holds nothing.
const FILE: &str = "open.lock";

/// A share in a store, until it is dropped.
pub(crate) struct Sharing(File);

/// That nobody else has the store open, until it is dropped.
pub(crate) struct Alone<'a>(&'a File);

impl Sharing {
    /// Takes a share in the store of the folder `dir`; waits while its file is replaced.
    pub fn begin(dir: &Path) -> io::Result<Self> {
        let path = dir.join(FILE);
        let file =
            OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
        file.lock_shared()?;
        Ok(Self(file))
    }

    /// Keeps everybody else from opening the store. None where somebody has it open.
    pub fn alone(&self) -> io::Result<Option<Alone<'_>>> {
        // Not every system turns a share into the whole.
        self.0.unlock()?;
        match self.0.try_lock() {
            Ok(()) => Ok(Some(Alone(&self.0))),
            Err(TryLockError::WouldBlock) => {
                self.0.lock_shared()?;
                Ok(None)
            }
            Err(TryLockError::Error(fault)) => Err(fault),
        }
    }
}

impl Drop for Alone<'_> {
    fn drop(&mut self) {
        if let Err(fault) = self.0.unlock().and_then(|()| self.0.lock_shared()) {
            tracing::warn!(%fault, "the store of conversations is open, and others cannot see it");
        }
    }
}
