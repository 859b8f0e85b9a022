//! A copy of the store, also while a desk works with it.

use std::io::ErrorKind;
use std::path::Path;

use heed::{CompactionOption, EnvFlags, EnvOpenOptions};

use crate::error::{DeskError, Failure};
use crate::ledger::HEAD_FILE;
use crate::sharing::Sharing;
use crate::store::FIRST_MAP_BYTES;

/// The store's file in its folder.
const STORE_FILE: &str = "data.mdb";

/// Copies the store in the folder `from`, as it is at one moment, into the folder `to`, which is made; a desk
/// may go on writing meanwhile, in this process or another. Whoever wants to know that the copy is whole
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
    // The signature first: the store may then hold more than what was signed, and never less.
    match std::fs::copy(from.join(HEAD_FILE), to.join(HEAD_FILE)) {
        Err(fault) if fault.kind() != std::io::ErrorKind::NotFound => {
            return Err(DeskError::io(from, &fault));
        }
        _ => {}
    }
    copy(from, &to.join(STORE_FILE)).map_err(|failure| failure.into_error(from))
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
    let copy = env.copy_to_path(to, CompactionOption::Enabled)?;
    copy.sync_all().map_err(heed::Error::Io)?;
    Ok(())
}
