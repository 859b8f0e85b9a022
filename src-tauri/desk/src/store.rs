//! The LMDB environment: opened, grown and mended without its users noticing.
//!
//! LMDB maps the whole store into memory and fails a write that would pass the end of the map. The
//! map may change only while no transaction is open, and LMDB does not check that. So every
//! transaction lives inside a closure that runs under the shared side of a lock, and the map
//! changes under the exclusive side: the environment is closed and opened again, twice as large.
//! Closing and opening, instead of resizing in place, also mends an environment that LMDB declared
//! dead after a failed write of its head page, and a mapping that fails leaves an error behind and
//! not a dangling pointer. It happens once per doubling and takes about a millisecond.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use heed::{Env, EnvOpenOptions, MdbError, RoTxn, WithoutTls};
use parking_lot::{Mutex, RwLock};

use crate::error::{DeskError, Failure};
use crate::list::Kept;
use crate::rewrite;
use crate::sharing::Sharing;
use crate::tables::{SCRUB_KEY, TABLES, Tables};

/// The map's size for a new store. Address space only: the file grows as it is filled.
pub(crate) const FIRST_MAP_BYTES: usize = 64 << 20;
/// Sizes are multiples of this, which every system's page size divides.
const MAP_STEP: usize = 64 << 10;
/// How many reads may run at once. LMDB's own figure of 126 is fewer than a server's threads.
const MAX_READS: u32 = 1024;

/// The environment and its tables.
pub(crate) struct Live {
    pub env: Env<WithoutTls>,
    pub tables: Tables,
}

struct Opened {
    /// None only after opening again has failed.
    live: Option<Live>,
    map_bytes: usize,
    /// Counts the openings, so that of several users that met one fault only the first mends it.
    generation: u64,
}

/// The store of one folder.
pub(crate) struct Store {
    dir: PathBuf,
    opened: RwLock<Opened>,
    /// Held by whoever changes rows, and while the store is written anew.
    writing: Mutex<()>,
    /// Held as long as the store is open.
    sharing: Sharing,
    /// The list of conversations.
    pub list: Kept,
    /// Who hears that something waits to be delivered.
    bell: OnceLock<Bell>,
}

/// Called after each commit that left something to deliver.
pub(crate) type Bell = Box<dyn Fn() + Send + Sync>;

impl Store {
    /// Opens the store in `dir`, and makes both if they are not there.
    pub fn open(dir: &Path, map_bytes: usize) -> Result<Self, DeskError> {
        std::fs::create_dir_all(dir).map_err(|fault| DeskError::io(dir, &fault))?;
        let sharing = Sharing::begin(dir).map_err(|fault| DeskError::io(dir, &fault))?;
        let (live, map_bytes) =
            open_live(dir, map_bytes).map_err(|failure| failure.into_error(dir))?;
        if let Err(fault) = live.env.clear_stale_readers() {
            tracing::warn!(%fault, "readers of ended processes stay in the store's lock file");
        }
        let opened = Opened { live: Some(live), map_bytes, generation: 0 };
        let (opened, writing) = (RwLock::new(opened), Mutex::default());
        let (list, bell) = (Kept::default(), OnceLock::new());
        Ok(Self { dir: dir.to_owned(), opened, writing, sharing, list, bell })
    }

    /// Has `bell` rung from now on; the first one stays.
    pub fn hang(&self, bell: Bell) {
        if self.bell.set(bell).is_err() {
            tracing::warn!("somebody hears already what waits to be delivered");
        }
    }

    /// Says that something waits to be delivered.
    pub fn ring(&self) {
        if let Some(bell) = self.bell.get() {
            bell();
        }
    }

    /// The folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Asks a question of one snapshot. `question` runs again where the map changed meanwhile.
    pub fn read<T>(
        &self,
        mut question: impl FnMut(&Tables, &RoTxn<'_, WithoutTls>) -> Result<T, Failure>,
    ) -> Result<T, DeskError> {
        self.work(|live| {
            let txn = live.env.read_txn()?;
            question(&live.tables, &txn)
        })
    }

    /// Runs `work` on the environment, again from the start after growing the map or mending.
    pub fn work<T>(
        &self,
        mut work: impl FnMut(&Live) -> Result<T, Failure>,
    ) -> Result<T, DeskError> {
        let mut mended = false;
        loop {
            let opened = self.opened.read();
            let generation = opened.generation;
            let result = opened.live.as_ref().map_or(Err(Failure::NotOpen), &mut work);
            drop(opened);
            let failure = match result {
                Ok(value) => return Ok(value),
                Err(failure) => failure,
            };
            match failure {
                Failure::Store(heed::Error::Mdb(MdbError::MapFull)) => {
                    self.reopen(generation, 2)?;
                }
                // Another process has grown the store, or LMDB gave the environment up.
                Failure::Store(heed::Error::Mdb(MdbError::MapResized | MdbError::Panic))
                | Failure::NotOpen
                    if !mended =>
                {
                    mended = true;
                    self.reopen(generation, 1)?;
                }
                failure => return Err(failure.into_error(&self.dir)),
            }
        }
    }

    /// Runs `work`, which changes rows, on the environment; as [`Store::work`].
    pub fn write<T>(&self, work: impl FnMut(&Live) -> Result<T, Failure>) -> Result<T, DeskError> {
        let _turn = self.writing.lock();
        self.work(work)
    }

    /// Writes the store anew where something was erased since the last time, so that nothing of it stays in
    /// the file. Changes wait meanwhile, questions only while the files are exchanged. It needs room for a
    /// second copy. Gives whether nothing of what was erased is left in the file: nothing is done while
    /// somebody else has the store open, to copy it say.
    pub fn scrub(&self) -> Result<bool, DeskError> {
        let _turn = self.writing.lock();
        if !self.read(|tables, txn| Ok(tables.meta.get(txn, SCRUB_KEY)?.is_some()))? {
            return Ok(true);
        }
        let io = |fault| DeskError::io(&self.dir, &fault);
        let Some(_alone) = self.sharing.alone().map_err(io)? else { return Ok(false) };
        rewrite::clear(&self.dir).map_err(io)?;
        let map_bytes = self.opened.read().map_bytes;
        if let Err(fault) = self.work(|live| rewrite::copy(&self.dir, live, map_bytes)) {
            // Half a copy keeps no room that somebody else needs.
            rewrite::clear(&self.dir).map_err(io)?;
            return Err(fault);
        }

        let mut opened = self.opened.write();
        // The only handle: dropping it closes the environment before its file is replaced.
        opened.live = None;
        opened.generation += 1;
        let swapped = rewrite::swap(&self.dir);
        // The new file, or the old one where it was not replaced.
        let (live, map_bytes) = open_live(&self.dir, opened.map_bytes)
            .map_err(|failure| failure.into_error(&self.dir))?;
        opened.live = Some(live);
        opened.map_bytes = map_bytes;
        drop(opened);
        rewrite::let_go(&self.dir, swapped.map_err(io)?);
        tracing::info!("the conversations are written anew, without what was erased");
        Ok(true)
    }

    /// Ends what a process that was killed while it forgot somebody has begun. It keeps nobody from working:
    /// the tables are without it in any case.
    pub fn finish_scrub(&self) {
        let reason = match self.scrub() {
            Ok(true) => return,
            Ok(false) => "somebody else has the store open".to_owned(),
            Err(fault) => fault.to_string(),
        };
        tracing::warn!(%reason, "what was erased may stay on free pages until the next start");
    }

    /// Closes and opens the environment with a map `factor` times as large, unless somebody else
    /// did so since `generation`.
    fn reopen(&self, generation: u64, factor: usize) -> Result<(), DeskError> {
        let mut opened = self.opened.write();
        if opened.generation != generation {
            return Ok(());
        }
        let map_bytes = (opened.map_bytes * factor).next_multiple_of(MAP_STEP);
        // The only handle: dropping it closes the environment before it is opened again.
        opened.live = None;
        opened.generation += 1;
        let (live, map_bytes) =
            open_live(&self.dir, map_bytes).map_err(|failure| failure.into_error(&self.dir))?;
        tracing::info!(map_bytes, "opened the conversations again");
        opened.live = Some(live);
        opened.map_bytes = map_bytes;
        Ok(())
    }
}

/// Opens the environment in `dir` with a map that holds at least the tables.
pub(crate) fn open_live(dir: &Path, mut map_bytes: usize) -> Result<(Live, usize), Failure> {
    loop {
        let mut options = EnvOpenOptions::new().read_txn_without_tls();
        options.map_size(map_bytes).max_dbs(TABLES).max_readers(MAX_READS);
        // SAFETY: the folder belongs to Aside, and nothing but LMDB, under its lock file, writes
        // the mapped file.
        let env = unsafe { options.open(dir)? };
        fill_up(&dir.join("data.mdb"), &env);
        match Tables::open(&env) {
            Ok(tables) => {
                // LMDB maps at least what the file holds.
                let map_bytes = env.info().map_size;
                return Ok((Live { env, tables }, map_bytes));
            }
            Err(Failure::Store(heed::Error::Mdb(MdbError::MapFull))) => {
                map_bytes = (env.info().map_size * 2).next_multiple_of(MAP_STEP);
            }
            Err(failure) => return Err(failure),
        }
    }
}

/// Makes a file that was cut off as long as its head says, with nothing in it. A look behind the end
/// of a mapped file ends the process; a look at an empty page is an error that LMDB reports.
fn fill_up(file: &Path, env: &Env<WithoutTls>) {
    let pages = env.info().last_page_number as u64 + 1;
    let bytes = pages.saturating_mul(u64::from(env.unnamed_database_stat().page_size));
    let filled = std::fs::metadata(file).and_then(|held| {
        // LMDB itself leaves pages at the end out where they are free.
        if held.len() < bytes {
            std::fs::File::options().write(true).open(file)?.set_len(bytes)?;
        }
        Ok(())
    });
    if let Err(fault) = filled {
        tracing::debug!(%fault, "the length of the store of conversations could not be checked");
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::thread;

    use aside_contract::{Channel, IncomingMessage};

    use super::MAP_STEP;
    use crate::Desk;

    fn message(caller: usize, n: usize) -> IncomingMessage {
        let text = format!("message {n} {}", "word ".repeat(n * 7 % 2000));
        IncomingMessage::new(&format!("caller {caller}"), Channel::Chat, &text, None).unwrap()
    }

    #[test]
    fn a_tiny_map_grows_under_readers_and_writers_without_their_noticing() {
        let dir = tempfile::tempdir().unwrap();
        let desk = Desk::open_mapped(dir.path(), MAP_STEP).unwrap();
        let done = AtomicBool::new(false);
        thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    while !done.load(Ordering::Relaxed) {
                        assert!(desk.verify_ledger().unwrap().is_sound());
                        assert!(desk.conversations().unwrap().len() <= 4);
                    }
                });
            }
            let writers: Vec<_> = (0..4)
                .map(|caller| {
                    let desk = &desk;
                    scope.spawn(move || {
                        for n in 0..100 {
                            desk.receive(&message(caller, n)).unwrap();
                        }
                    })
                })
                .collect();
            for writer in writers {
                writer.join().unwrap();
            }
            done.store(true, Ordering::Relaxed);
        });
        assert_eq!(desk.verify_ledger().unwrap().sound, 400);
        let opened = desk.store().opened.read();
        assert!(opened.generation >= 4, "grew only {} times", opened.generation);
        assert!(opened.map_bytes >= 16 * MAP_STEP);
    }

    #[test]
    fn one_change_that_is_larger_than_the_map_fits_after_several_doublings() {
        let dir = tempfile::tempdir().unwrap();
        let desk = Desk::open_mapped(dir.path(), MAP_STEP).unwrap();
        let text = "日".repeat(20_000);
        let long = IncomingMessage::new("ada", Channel::Chat, &text, None).unwrap();
        for _ in 0..20 {
            desk.receive(&long).unwrap();
        }
        drop(desk);
        let desk = Desk::open_mapped(dir.path(), MAP_STEP).unwrap();
        assert_eq!(desk.verify_ledger().unwrap().sound, 20);
        desk.receive(&long).unwrap();
    }

    #[test]
    fn opening_again_after_a_fault_needs_no_restart() {
        let dir = tempfile::tempdir().unwrap();
        let desk = Desk::open(dir.path()).unwrap();
        desk.receive(&message(0, 1)).unwrap();
        // As a failed attempt to open again leaves it.
        desk.store().opened.write().live = None;
        assert_eq!(desk.conversations().unwrap().len(), 1);
        desk.store().opened.write().live = None;
        desk.receive(&message(0, 2)).unwrap();
        assert_eq!(desk.verify_ledger().unwrap().sound, 2);
    }
}
