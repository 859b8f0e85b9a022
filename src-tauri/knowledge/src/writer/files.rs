//! What sightings and readings make of a file's record.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::convert::CONVERTER_VERSION;
use crate::error::KnowledgeError;
use crate::pipeline::{Outcome, Reading};
use crate::record::{FileRecord, FileState};
use crate::scan::{Sighting, millis};
use crate::store::{Change, Effects};

/// Whether a file that was seen has to be read.
pub(super) fn is_due(known: Option<&FileRecord>, sighting: &Sighting) -> bool {
    let Some(known) = known else { return true };
    let same = (known.size, known.modified, known.touched)
        == (sighting.size, sighting.modified, sighting.touched);
    sighting.changed
        || !same
        || known.version != CONVERTER_VERSION
        || match &known.state {
            FileState::Indexed | FileState::Pictured => false,
            FileState::Queued => true,
            FileState::Failed { lasting, .. } => !lasting,
        }
}

/// Marks a file as waiting. Its documents stay as they are until it was read.
pub(super) fn queue_file(
    change: &mut Change<'_, '_>,
    sighting: &Sighting,
) -> Result<(), KnowledgeError> {
    let file = match change.file(&sighting.path)? {
        Some(known) => FileRecord { state: FileState::Queued, ..known },
        None => FileRecord {
            path: sighting.path.clone(),
            size: sighting.size,
            modified: sighting.modified,
            touched: sighting.touched,
            hash: String::new(),
            version: CONVERTER_VERSION,
            state: FileState::Queued,
            documents: Vec::new(),
            left_out: Vec::new(),
            marked: Vec::new(),
        },
    };
    change.put_file(&file)
}

/// What a reading does to its file's record and documents.
pub(super) fn store_reading(
    change: &mut Change<'_, '_>,
    reading: &Reading,
) -> Result<Effects, KnowledgeError> {
    // A file that was forgotten while it was read stays forgotten: its sighting was taken back.
    let Some(known) = change.file(&reading.path)? else { return Ok(Effects::default()) };
    let known_modified = known.modified;
    let read = FileRecord {
        size: reading.size,
        modified: reading.modified,
        touched: reading.touched,
        version: CONVERTER_VERSION,
        state: FileState::Indexed,
        ..known
    };
    match &reading.outcome {
        Outcome::Gone => change.remove_file(&reading.path, now()),
        Outcome::Unchanged => {
            let (before, now) = (millis(known_modified), millis(read.modified));
            change.put_file(&read)?;
            if before == now {
                return Ok(Effects::default());
            }
            change.date_documents(&read.documents, before, now)
        }
        Outcome::Failed(error) => {
            let effects = change.remove_documents(&read.documents, now())?;
            let lasting = error.lies_in_content();
            if error.broke_converter() {
                change.quarantine(&reading.hash, error)?;
            }
            let state =
                FileState::Failed { reason: error.to_string(), lasting, cause: Some(error.into()) };
            change.put_file(&FileRecord {
                state,
                hash: reading.hash.clone(),
                documents: Vec::new(),
                left_out: Vec::new(),
                marked: Vec::new(),
                ..read
            })?;
            Ok(effects)
        }
        // What it said before stays until its pictures are read.
        Outcome::Documents { documents, has_pictures: true, .. } if documents.is_empty() => {
            change.put_file(&FileRecord {
                state: FileState::Pictured,
                hash: String::new(),
                ..read
            })?;
            Ok(Effects::default())
        }
        Outcome::Documents { documents, left_out, has_pictures } => {
            let effects = change.put_documents(&reading.path, documents, now())?;
            let ids = documents.iter().map(|document| document.id.clone()).collect();
            // Without a hash it is not taken for the same when its pictures are read.
            let (state, hash) = match has_pictures {
                true => (FileState::Pictured, String::new()),
                false => (FileState::Indexed, reading.hash.clone()),
            };
            let left_out = left_out.clone();
            let marked = documents.iter().filter(|document| document.mark.is_some());
            let marked = marked.map(|document| document.id.clone()).collect();
            change.put_file(&FileRecord {
                state,
                hash,
                documents: ids,
                left_out,
                marked,
                ..read
            })?;
            Ok(effects)
        }
    }
}

/// Marks a file as waiting, as if its content had never been seen.
pub(super) fn queue_anew(
    change: &mut Change<'_, '_>,
    known: FileRecord,
) -> Result<(), KnowledgeError> {
    change.release(&known.hash)?;
    change.put_file(&FileRecord { state: FileState::Queued, hash: String::new(), ..known })
}

/// Milliseconds since 1970.
pub(super) fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}
