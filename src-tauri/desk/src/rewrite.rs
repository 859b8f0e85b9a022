//! Writing the store anew without what was erased from it.
//!
//! Every row that is left goes into a new file, whose pages never held anything else. LMDB has it on the
//! disk with the last commit; then one rename puts it in the old file's place. So a process that is killed,
//! at whatever moment, leaves the old store whole, whose mark has it tried again at the next start, or the
//! new one whole. The old file, which has no name then, is overwritten as far as that goes.

use std::fs;
use std::io::{self, Seek, SeekFrom, Write};
use std::path::Path;

use crate::error::Failure;
use crate::store::{Live, open_live};
use crate::tables::SCRUB_KEY;

/// Where the new file is made, in the store's folder.
const FOLDER: &str = "rewritten";
/// LMDB's name of the file.
const FILE: &str = "data.mdb";
/// Rows of one transaction.
const ROWS: usize = 20_000;
/// Bytes of one transaction, and those of one more row: all of them are in memory until it ends.
const BYTES: usize = 32 << 20;
/// Bytes that are overwritten at once.
const BLOCK: usize = 1 << 20;

/// Removes what a rewriting that was ended left behind.
pub(crate) fn clear(dir: &Path) -> io::Result<()> {
    match fs::remove_dir_all(dir.join(FOLDER)) {
        Err(fault) if fault.kind() != io::ErrorKind::NotFound => Err(fault),
        _ => Ok(()),
    }
}

/// Copies every row that is left into a new file, and closes it.
pub(crate) fn copy(dir: &Path, live: &Live, map_bytes: usize) -> Result<(), Failure> {
    let fresh = dir.join(FOLDER);
    fs::create_dir_all(&fresh).map_err(heed::Error::Io)?;
    // What goes wrong with the new file is not to be mended in the old one. Its rows cannot need more than
    // twice the room.
    let wrong = |failure: Failure| Failure::from(failure.into_error(&fresh));
    let (new, _) = open_live(&fresh, map_bytes.saturating_mul(2)).map_err(wrong)?;
    let from = live.env.read_txn()?;
    for (old_table, new_table) in live.tables.all().into_iter().zip(new.tables.all()) {
        let mut rows = old_table.iter(&from)?.peekable();
        while rows.peek().is_some() {
            let mut batch = || -> Result<(), Failure> {
                let mut to = new.env.write_txn()?;
                let mut bytes = 0;
                for row in rows.by_ref().take(ROWS) {
                    let (key, value) = row?;
                    bytes += value.len();
                    if key != SCRUB_KEY {
                        new_table.put(&mut to, key, value)?;
                    }
                    if bytes >= BYTES {
                        break;
                    }
                }
                Ok(to.commit()?)
            };
            batch().map_err(wrong)?;
        }
    }
    Ok(())
}

/// Puts the new file into the old one's place. No environment may be open on either. Gives the old file,
/// which has no name any more, where the system lets a file be replaced that is open.
pub(crate) fn swap(dir: &Path) -> io::Result<Option<fs::File>> {
    let (old, fresh) = (dir.join(FILE), dir.join(FOLDER));
    let former = if cfg!(unix) { Some(fs::File::options().write(true).open(&old)?) } else { None };
    fs::rename(fresh.join(FILE), &old)?;
    if cfg!(unix) {
        fs::File::open(dir)?.sync_all()?;
    }
    Ok(former)
}

/// Overwrites the former file as far as that goes, and clears up.
pub(crate) fn let_go(dir: &Path, former: Option<fs::File>) {
    if let Err(fault) = former.map_or(Ok(()), overwrite).and_then(|()| clear(dir)) {
        tracing::warn!(%fault, "the former file of the conversations is removed, and not overwritten");
    }
}

/// Writes zeros over a file that has no name any more.
fn overwrite(mut file: fs::File) -> io::Result<()> {
    let mut left = file.metadata()?.len();
    let zeros = vec![0; BLOCK];
    file.seek(SeekFrom::Start(0))?;
    while left > 0 {
        let piece = usize::try_from(left).unwrap_or(BLOCK).min(BLOCK);
        file.write_all(&zeros[..piece])?;
        left -= piece as u64;
    }
    file.sync_data()
}
