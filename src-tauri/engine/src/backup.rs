//! A backup of what nothing else brings back, and its return.
//!
//! That is the desk (conversations, customers, tickets, the ledger) and the settings. The index is made from
//! the documents again, and the documents are the team's own.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use aside_contract::Timestamp;
use aside_desk::{Desk, DeskError, DeskInspection};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::EngineError;
use crate::lock::DataLock;
use crate::settings::FILE as SETTINGS;
use crate::team_file::replace;

/// In a backup as in the data folder.
const DESK: &str = "desk";

/// In the data folder: which backups were made, for people to look up.
const NOTES: &str = "backups.json";
/// Of so many it is kept.
const MOST_NOTES: usize = 20;

/// What a backup holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Backup {
    /// Where it is.
    #[schema(value_type = String)]
    pub folder: PathBuf,
    /// Conversations, with all their messages.
    pub conversations: u64,
    /// Their messages.
    pub messages: u64,
    /// Entries of the ledger, which follow each other unchanged.
    pub entries: u64,
}

/// A backup that was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct BackupNote {
    /// When.
    pub at: Timestamp,
    /// What it held, and where it was put.
    #[serde(flatten)]
    pub backup: Backup,
}

/// The backups that were made of a data folder, the newest first.
pub(crate) fn noted(data: &Path) -> Vec<BackupNote> {
    // What cannot be read any more is no loss: the backups themselves say what they hold.
    let read = fs::read(data.join(NOTES)).ok();
    read.and_then(|content| serde_json::from_slice(&content).ok()).unwrap_or_default()
}

/// Keeps that a backup was made. Where that fails, the backup is whole all the same.
fn note(data: &Path, backup: &Backup) {
    let mut notes = noted(data);
    notes.insert(0, BackupNote { at: Timestamp::now(), backup: backup.clone() });
    notes.truncate(MOST_NOTES);
    let content = serde_json::to_string(&notes).unwrap_or_default();
    if let Err(error) = replace(&data.join(NOTES), &content) {
        tracing::warn!(%error, "it is not written down that a backup was made");
    }
}

/// Copies the desk and the settings of the data folder `data`, as they are at one moment, into the new folder
/// `to`; an Aside may go on working with them. The copy is read whole before it gets its name.
///
/// # Errors
/// [`EngineError::Backup`] where `to` is there, the store cannot be read or is damaged, or the copy cannot
/// be written.
pub fn back_up(data: &Path, to: &Path) -> Result<Backup, EngineError> {
    back_up_by(data, to, |desk| aside_desk::back_up(&data.join(DESK), desk))
}

/// The same from within the program that has the desk open.
pub(crate) fn back_up_open(desk: &Desk, data: &Path, to: &Path) -> Result<Backup, EngineError> {
    back_up_by(data, to, |copy| desk.back_up(copy))
}

fn back_up_by(
    data: &Path,
    to: &Path,
    copy_desk: impl FnOnce(&Path) -> Result<(), DeskError>,
) -> Result<Backup, EngineError> {
    let wrong = |reason: String| EngineError::Backup { folder: to.to_owned(), reason };
    if to.exists() {
        return Err(wrong("it is there already: name a new folder".to_owned()));
    }
    if !data.join(DESK).is_dir() {
        return Err(wrong(format!("{} holds no conversations", data.display())));
    }
    let half = to.with_extension("half");
    let copied = copy_desk(&half.join(DESK)).map_err(|error| error.to_string());
    let copied = copied.and_then(|()| copy_settings(data, &half));
    let made = copied.and_then(|()| inspected(&half)).and_then(|held| {
        fs::rename(&half, to).map_err(|fault| fault.to_string())?;
        Ok(held)
    });
    match made {
        Ok(held) => {
            let made = backup(to, &held);
            note(data, &made);
            Ok(made)
        }
        Err(reason) => {
            // What is left of it is of no use; that it stays is no worse.
            let _ = fs::remove_dir_all(&half);
            Err(wrong(reason))
        }
    }
}

/// Puts a backup in the place of the desk and the settings of a data folder that no Aside has. What was there
/// is renamed and stays.
///
/// # Errors
/// [`EngineError::InUse`] where an Aside has the data folder, or [`EngineError::Backup`] where the backup is
/// damaged or cannot be put there.
pub fn restore(from: &Path, data: &Path) -> Result<Backup, EngineError> {
    let wrong = |reason: String| EngineError::Backup { folder: from.to_owned(), reason };
    fs::create_dir_all(data)
        .map_err(|source| EngineError::DataFolder { path: data.to_owned(), source })?;
    let _lock = DataLock::take(data)?;
    if !from.join(DESK).is_dir() {
        return Err(wrong("it is no backup: it has no folder `desk`".to_owned()));
    }
    // Copied and read whole beside its place, so that a backup which is damaged replaces nothing.
    let new = data.join("desk.new");
    let put = || -> Result<DeskInspection, String> {
        let said = |fault: io::Error| fault.to_string();
        if new.exists() {
            fs::remove_dir_all(&new).map_err(said)?;
        }
        copy(from, &new)?;
        let held = inspected(&new)?;
        let stamp = Timestamp::now().0;
        set_aside(&data.join(DESK), &data.join(format!("desk.before-restore-{stamp}")))
            .map_err(said)?;
        fs::rename(new.join(DESK), data.join(DESK)).map_err(said)?;
        if new.join(SETTINGS).is_file() {
            let kept = data.join(format!("settings.before-restore-{stamp}.toml"));
            set_aside(&data.join(SETTINGS), &kept).map_err(said)?;
            fs::rename(new.join(SETTINGS), data.join(SETTINGS)).map_err(said)?;
        }
        fs::remove_dir_all(&new).map_err(said)?;
        Ok(held)
    };
    Ok(backup(from, &put().map_err(wrong)?))
}

/// Copies desk and settings from one folder into another.
fn copy(from: &Path, to: &Path) -> Result<(), String> {
    aside_desk::back_up(&from.join(DESK), &to.join(DESK)).map_err(|error| error.to_string())?;
    copy_settings(from, to)
}

fn copy_settings(from: &Path, to: &Path) -> Result<(), String> {
    match fs::copy(from.join(SETTINGS), to.join(SETTINGS)) {
        Err(fault) if fault.kind() != io::ErrorKind::NotFound => Err(fault.to_string()),
        _ => Ok(()),
    }
}

/// What the desk of a copy holds; an error where it is not whole.
fn inspected(folder: &Path) -> Result<DeskInspection, String> {
    let held = aside_desk::inspect(&folder.join(DESK)).map_err(|error| error.to_string())?;
    let held = held.ok_or("it holds no store")?;
    match held.faults.first() {
        Some(fault) => Err(format!("it is damaged ({fault}): see `aside doctor`")),
        None => Ok(held),
    }
}

fn set_aside(path: &Path, name: &Path) -> io::Result<()> {
    if path.exists() { fs::rename(path, name) } else { Ok(()) }
}

fn backup(folder: &Path, held: &DeskInspection) -> Backup {
    let &DeskInspection { conversations, messages, entries, .. } = held;
    Backup { folder: folder.to_owned(), conversations, messages, entries }
}
