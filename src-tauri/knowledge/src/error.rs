//! What can go wrong with the knowledge base as a whole; one file's trouble is its failure record.

use std::path::PathBuf;

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
    /// LMDB refused.
    #[error(
        "the document store failed: {0}; if it stays so, delete its data folder and the documents are read anew"
    )]
    Store(#[from] heed::Error),
    /// The vectors' store refused.
    #[error(
        "the vector store failed: {0}; if it stays so, delete its data folder and the documents are read anew"
    )]
    Vectors(String),
    /// The word index refused.
    #[error("the word index failed: {0}; rebuild the knowledge base")]
    Words(#[from] tantivy::TantivyError),
    /// The folder could not be watched.
    #[error("cannot watch {}: {reason}; on Linux, raise fs.inotify.max_user_watches", folder.display())]
    Watch {
        /// The folder.
        folder: PathBuf,
        /// What the system said.
        reason: String,
    },
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
        if source.kind() == std::io::ErrorKind::StorageFull {
            Self::DiskFull(path)
        } else {
            Self::Io { action, path, source }
        }
    }

    /// Whether more map space, and nothing else, would mend it.
    pub(crate) fn is_map_full(&self) -> bool {
        matches!(self, Self::Store(heed::Error::Mdb(heed::MdbError::MapFull)))
    }

    /// Whether the disk is full.
    pub(crate) fn is_disk_full(&self) -> bool {
        match self {
            Self::DiskFull(_) => true,
            Self::Io { source, .. } | Self::Store(heed::Error::Io(source)) => {
                source.kind() == std::io::ErrorKind::StorageFull
            }
            Self::Words(tantivy::TantivyError::IoError(source)) => {
                source.kind() == std::io::ErrorKind::StorageFull
            }
            _ => false,
        }
    }
}

impl From<arroy::Error> for KnowledgeError {
    fn from(error: arroy::Error) -> Self {
        match error {
            arroy::Error::Heed(error) => Self::Store(error),
            other => Self::Vectors(other.to_string()),
        }
    }
}
