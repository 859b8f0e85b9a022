//! What is stored where, how much it is, and backups.

use std::fs;
use std::path::{Path, PathBuf};

use aside_contract::Caller;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::backup::{self, Backup, BackupNote};
use crate::{Engine, EngineError};

/// What lies where, in bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DataView {
    /// The data folder.
    pub folder: String,
    /// The store with conversations, customers and the ledger.
    pub conversations: StoredPart,
    /// How many entries the ledger has.
    pub ledger_entries: u64,
    /// The bytes of that store which the ledger takes.
    pub ledger_bytes: u64,
    /// The index of the knowledge folders, which is made from the documents.
    pub index: StoredPart,
    /// The knowledge folders, with the bytes of the documents in them.
    pub documents: Vec<String>,
    /// Of all their documents, as they were when they were last looked at.
    pub document_bytes: u64,
    /// Backups that were made of this data folder, the newest first; some may have been moved since.
    pub backups: Vec<BackupNote>,
}

/// A folder of the data folder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StoredPart {
    /// Where it is.
    pub path: String,
    /// Its files, in bytes on the disk.
    pub bytes: u64,
}

/// Where backups go that nobody names a folder for, in the data folder.
const BACKUPS: &str = "backups";

/// A backup to be made.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BackupRequest {
    /// A new folder on this machine, with its whole path, which only the machine's owner names; one in the
    /// data folder where absent.
    #[serde(default)]
    pub folder: Option<String>,
}

impl Engine {
    /// What lies where, and how much it is.
    ///
    /// # Errors
    /// Where a store cannot be read.
    pub fn data(&self) -> Result<DataView, EngineError> {
        let part =
            |path: PathBuf| StoredPart { bytes: bytes_of(&path), path: path.display().to_string() };
        let (ledger_entries, ledger_bytes) = self.desk.ledger_size()?;
        let folders = self.places.knowledge.iter();
        Ok(DataView {
            folder: self.places.data.display().to_string(),
            conversations: part(self.places.desk()),
            ledger_entries,
            ledger_bytes,
            index: part(self.places.index()),
            documents: folders.map(|folder| folder.display().to_string()).collect(),
            document_bytes: self.knowledge.document_bytes()?,
            backups: backup::noted(&self.places.data),
        })
    }

    /// Copies conversations, customers, the ledger and the settings into a new folder of this machine, and
    /// reads the copy whole. Who signed in names no folder.
    ///
    /// # Errors
    /// [`EngineError::Refused`] where somebody names a folder who may not, [`EngineError::Backup`] where it is
    /// no new one, or lies where it would do harm, or the copy cannot be made.
    pub fn make_backup(
        &self,
        caller: &Caller,
        request: &BackupRequest,
    ) -> Result<Backup, EngineError> {
        let data = &self.places.data;
        let Some(folder) = &request.folder else {
            let name = chrono::Utc::now().format("%Y-%m-%d-%H%M%S").to_string();
            return backup::back_up_open(&self.desk, data, &data.join(BACKUPS).join(name));
        };
        if caller.user.is_some() {
            return Err(EngineError::Refused(
                "only the machine's owner names a folder: leave it out, and the backup goes into the data folder, or use `aside backup FOLDER`"
                    .to_owned(),
            ));
        }
        let folder = PathBuf::from(folder.trim());
        let wrong = |reason: &str| EngineError::Backup {
            folder: folder.clone(),
            reason: reason.to_owned(),
        };
        if !folder.is_absolute() {
            return Err(wrong("name the whole path of a new folder on this machine"));
        }
        let inside = |place: &Path| folder.starts_with(place);
        if inside(&self.places.desk()) || inside(&data.join("knowledge")) {
            return Err(wrong("Aside itself works in that folder: name another"));
        }
        if self.places.knowledge.iter().any(|place| inside(place)) {
            return Err(wrong("documents are read from that folder: name another"));
        }
        backup::back_up_open(&self.desk, data, &folder)
    }
}

/// The files below a folder, in bytes on the disk; what cannot be read counts nothing.
fn bytes_of(folder: &Path) -> u64 {
    let Ok(entries) = fs::read_dir(folder) else { return 0 };
    let size = |entry: fs::DirEntry| match entry.metadata() {
        Ok(found) if found.is_dir() => bytes_of(&entry.path()),
        Ok(found) => on_disk(&found),
        Err(_) => 0,
    };
    entries.flatten().map(size).sum()
}

/// What a file takes: a store's file may have room that was never written.
#[cfg(unix)]
fn on_disk(found: &fs::Metadata) -> u64 {
    use std::os::unix::fs::MetadataExt;
    const BLOCK: u64 = 512;
    found.blocks() * BLOCK
}

#[cfg(not(unix))]
fn on_disk(found: &fs::Metadata) -> u64 {
    found.len()
}
