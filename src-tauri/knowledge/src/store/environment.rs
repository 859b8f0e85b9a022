//! The LMDB environment: opened, grown and mended without its users noticing.
//!
//! LMDB maps the whole store into memory and fails a write that would pass the end of the map. The
//! map may change only while no transaction is open, so every transaction runs under the shared
//! side of a lock, and the environment is closed and opened again, with a map twice as large,
//! under the exclusive side. Opening again, instead of resizing in place, also mends an environment
//! that LMDB gave up after a failed write of its head page, as a full disk causes.

use std::path::{Path, PathBuf};

use heed::byteorder::BigEndian;
use heed::types::{Bytes, SerdeJson, Str, U32};
use heed::{
    CommitOrAbort, CompactionOption, Database, Env, EnvOpenOptions, MdbError, RwTxn, WithoutTls,
};
use parking_lot::RwLock;

use super::{Change, Snapshot};
use crate::error::KnowledgeError;
use crate::index::VectorDatabase;
use crate::record::{ChunkRecord, DocumentRecord, FileRecord, InputRecord};

/// The map's first size; it doubles when it is full. Address space only: the file grows as it is filled.
const FIRST_MAP_BYTES: usize = 64 << 20;
/// Sizes are multiples of this, which every system's page size divides.
const MAP_STEP: usize = 1 << 20;
/// Room for the transaction that is the first after opening.
const MAP_ROOM: usize = 16 << 20;
/// How many reads may run at once.
const MAX_READS: u32 = 256;

type Number = U32<BigEndian>;
/// Texts that wait, by the vector's number.
pub(super) type Waiting = Database<'static, Number, Str>;

/// The databases of the environment.
#[derive(Clone, Copy)]
pub(crate) struct Databases {
    pub(super) files: Database<'static, Bytes, SerdeJson<FileRecord>>,
    pub(super) documents: Database<'static, Bytes, SerdeJson<DocumentRecord>>,
    pub(super) chunks: Database<'static, Number, SerdeJson<ChunkRecord>>,
    pub(super) inputs: Database<'static, Str, SerdeJson<InputRecord>>,
    /// Texts without a vector in the edition that answers, by the vector's number.
    pub(super) waiting: Waiting,
    /// The same of the edition to come.
    pub(super) coming: Waiting,
    /// Keys of texts that no chunk uses, by the vector's number.
    pub(super) unused: Database<'static, Number, Str>,
    pub(super) vectors: VectorDatabase,
    /// Counters and the editions.
    pub(super) meta: Database<'static, Str, SerdeJson<serde_json::Value>>,
}

struct Live {
    env: Env<WithoutTls>,
    databases: Databases,
}

struct Opened {
    /// None only after opening again has failed.
    live: Option<Live>,
    map_bytes: usize,
    /// Counts the openings, so that of several users that met one fault only the first mends it.
    generation: u64,
}

/// The environment of one folder.
pub(crate) struct Store {
    folder: PathBuf,
    /// Held for reading by every transaction, for writing while the environment is opened again.
    opened: RwLock<Opened>,
}

impl Store {
    /// Opens or creates the environment in `folder`, and brings it up to date.
    ///
    /// # Errors
    /// The folder cannot be made or written, is open elsewhere in this process, holds a newer or a
    /// damaged store, or LMDB refuses it.
    pub(crate) fn open(folder: &Path) -> Result<Self, KnowledgeError> {
        Self::open_sized(folder, FIRST_MAP_BYTES)
    }

    pub(super) fn open_sized(
        folder: &Path,
        first_map_bytes: usize,
    ) -> Result<Self, KnowledgeError> {
        std::fs::create_dir_all(folder)
            .map_err(|source| KnowledgeError::io("make the folder", folder, source))?;
        let store = Self::open_as_it_is(folder, first_map_bytes)?;
        store.bring_up_to_date()?;
        Ok(store)
    }

    /// Opens the environment whatever its schema is.
    fn open_as_it_is(folder: &Path, first_map_bytes: usize) -> Result<Self, KnowledgeError> {
        let live = open_live(folder, first_map_bytes).map_err(|error| error.in_store(folder))?;
        live.env.clear_stale_readers()?;
        let map_bytes = live.env.info().map_size;
        let opened = Opened { live: Some(live), map_bytes, generation: 0 };
        Ok(Self { folder: folder.to_path_buf(), opened: RwLock::new(opened) })
    }

    /// Opens a store that is there for a look at its records, as they are.
    ///
    /// # Errors
    /// As for [`Store::open`].
    pub(crate) fn open_to_look(folder: &Path) -> Result<Self, KnowledgeError> {
        Self::open_as_it_is(folder, FIRST_MAP_BYTES)
    }

    /// Whether there is a store in `folder`.
    pub(crate) fn is_in(folder: &Path) -> bool {
        folder.join("data.mdb").is_file()
    }

    /// Its folder.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Reads from one consistent view.
    pub(crate) fn read<T>(
        &self,
        read: impl FnOnce(&Snapshot<'_>) -> Result<T, KnowledgeError>,
    ) -> Result<T, KnowledgeError> {
        let mut mended = false;
        loop {
            let generation = {
                let opened = self.opened.read();
                match opened.live.as_ref().map(|live| (live.env.read_txn(), &live.databases)) {
                    Some((Ok(txn), databases)) => {
                        return read(&Snapshot { txn: &txn, databases })
                            .map_err(|error| error.in_store(&self.folder));
                    }
                    Some((Err(error), _)) if mended || !is_mended_by_opening(&error) => {
                        return Err(KnowledgeError::from(error).in_store(&self.folder));
                    }
                    _ => opened.generation,
                }
            };
            mended = true;
            self.reopen(generation, 1)?;
        }
    }

    /// Runs `write` in a transaction that is on disk when this returns. It may run more than once,
    /// always from the same stored state.
    pub(crate) fn write<T>(
        &self,
        write: impl Fn(&mut Change<'_, '_>) -> Result<T, KnowledgeError>,
    ) -> Result<T, KnowledgeError> {
        let mut mended = false;
        loop {
            let opened = self.opened.read();
            let generation = opened.generation;
            let result = opened.live.as_ref().map(|live| try_write(live, &write));
            drop(opened);
            match result {
                Some(Ok(value)) => return Ok(value),
                Some(Err(KnowledgeError::Store(heed::Error::Mdb(MdbError::MapFull)))) => {
                    self.reopen(generation, 2)?;
                }
                Some(Err(KnowledgeError::Store(error)))
                    if !mended && is_mended_by_opening(&error) =>
                {
                    mended = true;
                    self.reopen(generation, 1)?;
                }
                Some(Err(error)) => return Err(error.in_store(&self.folder)),
                None => self.reopen(generation, 1)?,
            }
        }
    }

    /// Gives the memory of mapped pages back to the system, after all of a large store was read once:
    /// pages that are needed again come from the system's cache or the disk.
    ///
    /// # Errors
    /// The environment cannot be opened again.
    pub(crate) fn let_go_of_pages(&self) -> Result<(), KnowledgeError> {
        let opened = self.opened.read();
        let (generation, map_bytes) = (opened.generation, opened.map_bytes);
        drop(opened);
        if map_bytes > FIRST_MAP_BYTES { self.reopen(generation, 1) } else { Ok(()) }
    }

    /// Copies the store, without its free pages, to the file at `place`; an older one is replaced
    /// only by a whole new one.
    pub(super) fn copy_to(&self, place: &Path) -> Result<(), KnowledgeError> {
        let partial = place.with_extension("part");
        let failed =
            |source| KnowledgeError::io("write a copy of the document store to", &partial, source);
        let opened = self.opened.read();
        let live = opened.live.as_ref().ok_or(KnowledgeError::Closed)?;
        let copied = live.env.copy_to_path(&partial, CompactionOption::Enabled);
        let copied = copied.map_err(|error| match error {
            heed::Error::Io(source) => failed(source),
            other => KnowledgeError::Store(other),
        });
        let placed = copied
            .and_then(|file| file.sync_all().map_err(failed))
            .and_then(|()| std::fs::rename(&partial, place).map_err(failed));
        if placed.is_err() {
            // Half a copy is of no use and takes room; what went wrong is told anyway.
            let _ = std::fs::remove_file(&partial);
        }
        placed
    }

    /// Closes and opens the environment with a map `factor` times as large, unless somebody else
    /// did so since `generation`.
    fn reopen(&self, generation: u64, factor: usize) -> Result<(), KnowledgeError> {
        let mut opened = self.opened.write();
        if opened.generation != generation {
            return Ok(());
        }
        let map_bytes = opened.map_bytes * factor;
        // The only handle: dropping it closes the environment before it is opened again.
        opened.live = None;
        opened.generation += 1;
        let live =
            open_live(&self.folder, map_bytes).map_err(|error| error.in_store(&self.folder))?;
        opened.map_bytes = live.env.info().map_size;
        opened.live = Some(live);
        tracing::info!(megabytes = opened.map_bytes >> 20, "opened the document store again");
        Ok(())
    }
}

fn try_write<T>(
    live: &Live,
    write: &impl Fn(&mut Change<'_, '_>) -> Result<T, KnowledgeError>,
) -> Result<T, KnowledgeError> {
    let mut txn: RwTxn<'_> = live.env.write_txn()?;
    let value = write(&mut Change::new(&mut txn, &live.databases))?;
    txn.commit()?;
    Ok(value)
}

/// Another process has grown the store, or LMDB gave the environment up.
fn is_mended_by_opening(error: &heed::Error) -> bool {
    matches!(error, heed::Error::Mdb(MdbError::MapResized | MdbError::Panic))
}

fn open_live(folder: &Path, map_bytes: usize) -> Result<Live, KnowledgeError> {
    let file = folder.join("data.mdb");
    let held = std::fs::metadata(&file).map(|file| file.len()).unwrap_or_default();
    let held = usize::try_from(held).unwrap_or_default();
    let mut options = EnvOpenOptions::new().read_txn_without_tls();
    options
        .map_size(map_bytes.max(held + MAP_ROOM).next_multiple_of(MAP_STEP))
        .max_dbs(9)
        .max_readers(MAX_READS);
    // SAFETY: the folder is ours alone, on a local disk; nothing but LMDB, under its lock file,
    // writes the mapped file.
    let env = unsafe { options.open(folder) }?;
    fill_up(&file, &env);
    let txn = env.write_txn()?;
    let databases = env
        .create_databases_and_commit(txn, |opener, txn| {
            Ok::<_, heed::Error>(CommitOrAbort::<_, ()>::Commit((
                opener.create_database(txn, Some("files"))?,
                opener.create_database(txn, Some("documents"))?,
                opener.create_database(txn, Some("chunks"))?,
                opener.create_database(txn, Some("inputs"))?,
                opener.create_database(txn, Some("waiting"))?,
                opener.create_database(txn, Some("coming"))?,
                opener.create_database(txn, Some("unused"))?,
                opener.create_database(txn, Some("vectors"))?,
                opener.create_database(txn, Some("meta"))?,
            )))
        })?
        .unwrap_commit();
    let (files, documents, chunks, inputs, waiting, coming, unused, vectors, meta) = databases;
    let databases =
        Databases { files, documents, chunks, inputs, waiting, coming, unused, vectors, meta };
    Ok(Live { env, databases })
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
    if let Err(error) = filled {
        tracing::debug!(%error, "the document store's length could not be checked");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As LMDB leaves it after a failed write of its head page, or a failed attempt to open again.
    #[test]
    fn opening_again_after_a_fault_needs_no_restart() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).unwrap();
        store.write(|change| change.set_counter("words", 7)).unwrap();
        store.opened.write().live = None;
        assert_eq!(store.read(|snapshot| snapshot.counter("words")).unwrap(), 7);
        store.opened.write().live = None;
        store.write(|change| change.raise("words")).unwrap();
        assert_eq!(store.read(|snapshot| snapshot.counter("words")).unwrap(), 8);
    }

    #[test]
    fn a_tiny_map_grows_under_readers() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open_sized(folder.path(), 0).unwrap();
        let first = store.opened.read().map_bytes;
        let large = "x".repeat(1 << 20);
        let done = std::sync::atomic::AtomicBool::new(false);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                while !done.load(std::sync::atomic::Ordering::Relaxed) {
                    store.read(|snapshot| snapshot.counter("words")).unwrap();
                }
            });
            for number in 0..100_u32 {
                store
                    .write(|change| {
                        change.databases.waiting.put(change.txn, &number, &large)?;
                        change.raise("words")
                    })
                    .unwrap();
            }
            done.store(true, std::sync::atomic::Ordering::Relaxed);
        });
        assert_eq!(store.read(|snapshot| snapshot.counter("words")).unwrap(), 100);
        assert!(store.opened.read().map_bytes >= 4 * first);
    }
}
