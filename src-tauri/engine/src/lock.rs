//! One process per data folder, and who it is.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::EngineError;
use crate::access::owner::OwnerToken;

/// What is locked. Its content says nothing: where locks are mandatory, nobody else can read it.
const LOCK: &str = "in-use";
/// Who has the lock, beside it.
const HOLDER: &str = "in-use.json";

/// The process that has a data folder, as it wrote it down for its own user.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// Its number; `None` where it could not write it down.
    pub process: Option<u32>,
    /// Where it answers on this machine, if it does.
    pub address: Option<SocketAddr>,
    /// What shows there that a command is the owner's; there as long as it answers.
    #[serde(default)]
    pub token: Option<OwnerToken>,
}

impl std::fmt::Display for Holder {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.process {
            Some(process) => write!(out, "process {process}"),
            None => write!(out, "unknown process"),
        }
    }
}

/// Holds the data folder for this process; the system lets go of it when the process ends, however
/// it ends.
#[derive(Debug)]
pub(crate) struct DataLock {
    _file: File,
    data: PathBuf,
    token: OwnerToken,
}

impl DataLock {
    /// Takes the data folder.
    ///
    /// # Errors
    /// [`EngineError::InUse`] where another process has it.
    pub(crate) fn take(data: &Path) -> Result<Self, EngineError> {
        let path = data.join(LOCK);
        let failed = |source| EngineError::DataFolder { path: path.clone(), source };
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .read(true)
            .write(true)
            .open(&path)
            .map_err(failed)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                // Only decorates the error, so a failure to read it changes nothing.
                let noted = fs::read(data.join(HOLDER)).ok();
                let holder = noted.and_then(|noted| serde_json::from_slice(&noted).ok());
                let holder = holder.unwrap_or_default();
                return Err(EngineError::InUse { path: data.to_path_buf(), holder });
            }
            Err(TryLockError::Error(source)) => return Err(failed(source)),
        }
        let token = OwnerToken::make()?;
        let lock = Self { _file: file, data: data.to_path_buf(), token };
        // What a process that was killed left behind must not be taken for this one's.
        lock.note(None);
        Ok(lock)
    }

    /// What the owner of this process shows who it is with.
    pub(crate) fn token(&self) -> &OwnerToken {
        &self.token
    }

    /// Writes down who has the folder, and where and to whom it answers.
    pub(crate) fn note(&self, address: Option<SocketAddr>) {
        let token = address.is_some().then(|| self.token.clone());
        let holder = Holder { process: Some(std::process::id()), address, token };
        // A full disk has no room for it: nobody is told then, and all else goes on.
        if let Err(error) = self.write(&holder) {
            let _ = fs::remove_file(self.data.join(HOLDER));
            tracing::warn!(%error, "it is not written down who has the data folder");
        }
    }

    /// Writes beside and renames, so that nobody reads half of it. It is for this user alone, also where
    /// somebody laid a file of that name there before.
    fn write(&self, holder: &Holder) -> io::Result<()> {
        let new = self.data.join(format!("{HOLDER}.new"));
        let mut options = OpenOptions::new();
        options.create_new(true).write(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt;
            options.mode(0o600);
        }
        match fs::remove_file(&new) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let mut file = options.open(&new)?;
        file.write_all(&serde_json::to_vec(holder)?)?;
        drop(file);
        fs::rename(new, self.data.join(HOLDER))
    }
}

impl Drop for DataLock {
    fn drop(&mut self) {
        // Still locked: the file goes after this. Left behind, it does no harm.
        let _ = fs::remove_file(self.data.join(HOLDER));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holder(data: &Path) -> Holder {
        match DataLock::take(data).unwrap_err() {
            EngineError::InUse { holder, .. } => holder,
            error => panic!("{error}"),
        }
    }

    #[test]
    fn a_folder_is_taken_once_until_it_is_let_go() {
        let dir = tempfile::tempdir().unwrap();
        let first = DataLock::take(dir.path()).unwrap();
        let error = DataLock::take(dir.path()).unwrap_err();
        assert!(error.to_string().contains(&format!("process {}", std::process::id())), "{error}");
        drop(first);
        DataLock::take(dir.path()).unwrap();
    }

    #[test]
    fn an_address_is_known_as_long_as_it_answers_and_no_longer() {
        let dir = tempfile::tempdir().unwrap();
        let address = SocketAddr::from(([127, 0, 0, 1], 4817));
        let first = DataLock::take(dir.path()).unwrap();
        assert_eq!(holder(dir.path()).address, None);
        first.note(Some(address));
        assert_eq!(holder(dir.path()).address, Some(address));
        assert_eq!(holder(dir.path()).token.as_ref(), Some(first.token()));
        assert!(!format!("{:?}", holder(dir.path())).contains(first.token().expose()));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(dir.path().join(HOLDER)).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
        first.note(None);
        assert_eq!((holder(dir.path()).address, holder(dir.path()).token), (None, None));

        // As after `kill -9`: the note is left, and the next process does not answer there.
        first.note(Some(address));
        let left = fs::read(dir.path().join(HOLDER)).unwrap();
        drop(first);
        fs::write(dir.path().join(HOLDER), left).unwrap();
        let _second = DataLock::take(dir.path()).unwrap();
        assert_eq!(holder(dir.path()).address, None);
    }
}
