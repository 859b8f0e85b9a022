//! What can go wrong with the knowledge base as a whole; one file's trouble is its failure record.

use std::path::{Path, PathBuf};

use heed::MdbError;

/// Why the knowledge base could not be opened, read or written.
#[derive(Debug, thiserror::Error)]
pub enum KnowledgeError {
    /// The folder to watch is not there.
    #[error("the knowledge folder {} is not there: create it, or choose another folder", .0.display())]
    FolderMissing(PathBuf),
    /// A file or folder of ours could not be read or written.
    #[error("cannot {action} {}: {source}; check that it is there, that it may be read and written, and that the disk is not full", path.display())]
    Io {
        /// What was being done.
        action: &'static str,
        /// To which file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The disk has no room left. Nothing that was stored before is lost.
    #[error("the disk that holds {} is full: make room; indexing goes on by itself", .0.display())]
    DiskFull(PathBuf),
    /// Another process has the data folder open.
    #[error("the data folder {} is in use by another Aside: close that one, or choose another data folder", .0.display())]
    InUse(PathBuf),
    /// What is stored is not what was written.
    #[error(
        "the document store in {} is damaged ({reason}): run `aside doctor --repair`, which sets it aside and reads the documents anew", path.display()
    )]
    Damaged {
        /// The store's folder.
        path: PathBuf,
        /// What cannot be read.
        reason: String,
    },
    /// A newer release wrote the store.
    #[error(
        "the document store in {} has format {found}, this release knows {known}: start a newer release, or name another folder with --data DIR", path.display()
    )]
    NewerSchema {
        /// The store's folder.
        path: PathBuf,
        /// The format that it has.
        found: u64,
        /// The newest format that this release knows.
        known: u64,
    },
    /// LMDB refused.
    #[error(
        "the document store failed: {0}; start Aside again, and if it stays so, run `aside doctor --repair`"
    )]
    Store(#[from] heed::Error),
    /// The vectors' store refused.
    #[error(
        "the vector store failed: {0}; start Aside again, and if it stays so, run `aside doctor --repair`"
    )]
    Vectors(String),
    /// The word index refused.
    #[error(
        "the word index failed: {0}; it is built anew by itself, or by `aside index --rebuild`"
    )]
    Words(#[from] tantivy::TantivyError),
    /// The knowledge base was closed meanwhile.
    #[error("the knowledge base is closed: open it again")]
    Closed,
}

impl KnowledgeError {
    /// Wraps an I/O error with what was being done to which path; a full disk is told apart.
    pub(crate) fn io(
        action: &'static str,
        path: impl Into<PathBuf>,
        source: std::io::Error,
    ) -> Self {
        let path = path.into();
        if is_full(&source) { Self::DiskFull(path) } else { Self::Io { action, path, source } }
    }

    /// The same error where it is about the store in `folder`: a full disk and damage are told apart.
    pub(crate) fn in_store(self, folder: &Path) -> Self {
        let path = folder.to_path_buf();
        match self {
            // LMDB calls a write that was cut short an I/O error, and the word index hides it in others.
            Self::Store(heed::Error::Io(_)) | Self::Words(_) | Self::Io { .. }
                if has_no_room(folder) =>
            {
                Self::DiskFull(path)
            }
            Self::Store(heed::Error::Io(source)) if is_full(&source) => Self::DiskFull(path),
            Self::Store(heed::Error::Io(source)) => {
                Self::io("use the document store in", path, source)
            }
            Self::Store(heed::Error::EnvAlreadyOpened) => Self::InUse(path),
            Self::Store(heed::Error::Decoding(reason)) => {
                Self::Damaged { path, reason: reason.to_string() }
            }
            Self::Store(heed::Error::Mdb(
                error @ (MdbError::Corrupted
                | MdbError::Invalid
                | MdbError::PageNotFound
                | MdbError::VersionMismatch),
            )) => Self::Damaged { path, reason: error.to_string() },
            other => other,
        }
    }

    /// Whether the store holds what was never written to it.
    pub fn is_damage(&self) -> bool {
        matches!(self, Self::Damaged { .. } | Self::Vectors(_))
    }
}

/// Whether the disk of `folder` has hardly any room: less than any of our writes needs.
#[cfg(unix)]
fn has_no_room(folder: &Path) -> bool {
    const LEAST_BYTES: u64 = 1 << 20;
    rustix::fs::statvfs(folder)
        .is_ok_and(|disk| disk.f_bavail.saturating_mul(disk.f_frsize) < LEAST_BYTES)
}

/// The system says that itself where a write fails.
#[cfg(not(unix))]
fn has_no_room(_folder: &Path) -> bool {
    false
}

/// The disk, the quota or the largest file is full.
fn is_full(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{FileTooLarge, QuotaExceeded, StorageFull};
    matches!(error.kind(), StorageFull | QuotaExceeded | FileTooLarge)
}

impl From<arroy::Error> for KnowledgeError {
    fn from(error: arroy::Error) -> Self {
        match error {
            arroy::Error::Heed(error) => Self::Store(error),
            other => Self::Vectors(other.to_string()),
        }
    }
}
