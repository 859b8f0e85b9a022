//! A copy of the store, also while a desk works with it.

use std::io::ErrorKind;
use std::path::Path;

use heed::{CompactionOption, Env, EnvFlags, EnvOpenOptions, WithoutTls};

use crate::desk::Desk;
use crate::error::{DeskError, Failure};
use crate::ledger::HEAD_FILE;
use crate::sharing::Sharing;
use crate::store::FIRST_MAP_BYTES;

/// The store's file in its folder.
const STORE_FILE: &str = "data.mdb";

/// Copies the store in the folder `from`, as it is at one moment, into the folder `to`, which is made; a desk
/// of another process may go on writing meanwhile. Whoever wants to know that the copy is whole
/// [inspects](crate::inspect()) it.
///
/// # Errors
/// [`DeskError::Storage`] where the store is missing or cannot be read, or the copy cannot be written.
pub fn back_up(from: &Path, to: &Path) -> Result<(), DeskError> {
    std::fs::create_dir_all(to).map_err(|fault| DeskError::io(to, &fault))?;
    let _share = match Sharing::begin(from) {
        Ok(share) => Some(share),
        // Nobody replaces a file there.
        Err(fault)
            if matches!(
                fault.kind(),
                ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem
            ) =>
        {
            None
        }
        Err(fault) => return Err(DeskError::io(from, &fault)),
    };
    copy_head(from, to)?;
    copy(from, &to.join(STORE_FILE)).map_err(|failure| failure.into_error(from))
}

impl Desk {
    /// Copies the store as [`back_up`] does, from within the program that has it open: LMDB opens a store
    /// once in a process. Where the store has to grow meanwhile, writing waits for the copy.
    ///
    /// # Errors
    /// [`DeskError::Storage`] where the copy cannot be written.
    pub fn back_up(&self, to: &Path) -> Result<(), DeskError> {
        std::fs::create_dir_all(to).map_err(|fault| DeskError::io(to, &fault))?;
        copy_head(self.store.dir(), to)?;
        let file = to.join(STORE_FILE);
        self.store.work(|live| copy_of(&live.env, &file))
    }
}

/// Copies the signature of the ledger's head, first: the store may then hold more than what was signed, and
/// never less.
fn copy_head(from: &Path, to: &Path) -> Result<(), DeskError> {
    match std::fs::copy(from.join(HEAD_FILE), to.join(HEAD_FILE)) {
        Err(fault) if fault.kind() != ErrorKind::NotFound => Err(DeskError::io(from, &fault)),
        _ => Ok(()),
    }
}

fn copy(from: &Path, to: &Path) -> Result<(), Failure> {
    let mut options = EnvOpenOptions::new().read_txn_without_tls();
    options.map_size(FIRST_MAP_BYTES);
    // SAFETY: the folder belongs to Aside, and nothing but LMDB, under its lock file, writes the mapped
    // file; it is only read here.
    let env = unsafe {
        options.flags(EnvFlags::READ_ONLY);
        options.open(from)?
    };
    copy_of(&env, to)
}

fn copy_of(env: &Env<WithoutTls>, to: &Path) -> Result<(), Failure> {
    let copy = env.copy_to_path(to, CompactionOption::Enabled)?;
    copy.sync_all().map_err(heed::Error::Io)?;
    Ok(())
}
