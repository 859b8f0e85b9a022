//! One process per data folder.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::Path;

use crate::EngineError;

/// Holds the data folder for this process; the system lets go of it when the process ends, however
/// it ends.
#[derive(Debug)]
pub(crate) struct DataLock {
    _file: File,
}

impl DataLock {
    /// Takes the data folder.
    ///
    /// # Errors
    /// [`EngineError::InUse`] where another process has it.
    pub(crate) fn take(data: &Path) -> Result<Self, EngineError> {
        let path = data.join("in-use");
        let failed = |source| EngineError::DataFolder { path: path.clone(), source };
        let mut file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .read(true)
            .write(true)
            .open(&path)
            .map_err(failed)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut owner = String::new();
                // Only decorates the error, so a failure to read it changes nothing.
                let _ = file.read_to_string(&mut owner);
                let owner = if owner.is_empty() { "unknown process".to_owned() } else { owner };
                return Err(EngineError::InUse { path: data.to_path_buf(), owner });
            }
            Err(TryLockError::Error(source)) => return Err(failed(source)),
        }
        // Only decorates the error that another process gets, and a full disk has no room for it.
        let noted = file
            .set_len(0)
            .and_then(|()| file.rewind())
            .and_then(|()| write!(file, "process {}", std::process::id()));
        if let Err(error) = noted {
            tracing::warn!(%error, "the lock file does not say who holds it");
        }
        Ok(Self { _file: file })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_taken_once_until_it_is_let_go() {
        let dir = tempfile::tempdir().unwrap();
        let first = DataLock::take(dir.path()).unwrap();
        let error = DataLock::take(dir.path()).unwrap_err();
        assert!(error.to_string().contains(&format!("process {}", std::process::id())), "{error}");
        drop(first);
        DataLock::take(dir.path()).unwrap();
    }
}
