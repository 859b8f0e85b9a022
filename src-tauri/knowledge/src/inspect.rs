//! A look at everything that is stored, without opening it for work.

use std::path::Path;

use aside_contract::EncoderChange;
use serde::{Deserialize, Serialize};

use crate::error::KnowledgeError;
use crate::record::FileState;
use crate::store::{Faults, SCHEMA, Snapshot, Store};
use crate::words;

/// What is stored of a knowledge folder, and whether it agrees.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inspection {
    /// Files that are known.
    pub files: u64,
    /// Of these, waiting to be read.
    pub queued: u64,
    /// Of these, those that could not be read.
    pub failed: u64,
    /// Documents in them.
    pub documents: u64,
    /// Their chunks.
    pub chunks: u64,
    /// Texts that wait for their vectors.
    pub waiting: u64,
    /// The change to another encoder that is under way.
    pub change: Option<EncoderChange>,
    /// The store is of an older release, and is brought up to date when it is opened next; its
    /// records were not looked at.
    pub outdated: bool,
    /// Records that do not agree with each other.
    pub truth: Faults,
    /// Whether words find what is stored.
    pub words: WordsState,
}

/// How the word index stands to the store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "lowercase")]
pub enum WordsState {
    /// It holds every chunk once.
    Good,
    /// It is not there, or is older than the store: it is built when the store is opened next.
    Behind,
    /// It is not what it says that it is.
    Wrong {
        /// What is wrong.
        faults: Faults,
    },
}

/// Looks at what is stored in `data`, which nobody may have open for work; `None` if nothing is.
///
/// A damaged file can end the process, so the look belongs in one of its own.
///
/// # Errors
/// [`KnowledgeError::NewerSchema`], [`KnowledgeError::Damaged`], or it cannot be read.
pub fn inspect(data: &Path) -> Result<Option<Inspection>, KnowledgeError> {
    let folder = data.join("store");
    if !Store::is_in(&folder) {
        return Ok(None);
    }
    let store = Store::open_to_look(&folder)?;
    store.read(|snapshot| {
        let schema = snapshot.counter("schema")?;
        if schema > SCHEMA {
            return Err(KnowledgeError::NewerSchema {
                path: folder.clone(),
                found: schema,
                known: SCHEMA,
            });
        }
        let (documents, chunks) = snapshot.totals()?;
        let mut inspection = Inspection {
            files: snapshot.files_count()?,
            queued: 0,
            failed: 0,
            documents,
            chunks,
            waiting: snapshot.waiting_count(0)?,
            change: None,
            outdated: schema < SCHEMA,
            truth: Faults::default(),
            words: WordsState::Behind,
        };
        if inspection.outdated {
            return Ok(Some(inspection));
        }
        let editions = snapshot.editions()?;
        if let (Some(from), Some(to)) = (editions.answering, editions.coming) {
            let (texts, left) = (snapshot.texts_count()?, snapshot.to_come_count()?);
            inspection.waiting = snapshot.waiting_count(editions.begun_at)?;
            inspection.change = Some(EncoderChange {
                from: from.encoder,
                to: to.encoder,
                done: texts.saturating_sub(left),
                texts,
            });
        }
        for file in snapshot.files()? {
            match file.state {
                FileState::Queued | FileState::Pictured => inspection.queued += 1,
                FileState::Failed { .. } => inspection.failed += 1,
                FileState::Indexed => {}
            }
        }
        inspection.truth = snapshot.faults()?;
        inspection.words = words_state(snapshot, &data.join("words"))?;
        Ok(Some(inspection))
    })
}

fn words_state(snapshot: &Snapshot<'_>, folder: &Path) -> Result<WordsState, KnowledgeError> {
    let mut faults = Faults::default();
    let look = match words::look(folder) {
        Ok(Some(look)) => look,
        Ok(None) => return Ok(WordsState::Behind),
        Err(error) => {
            faults.add(error.to_string());
            return Ok(WordsState::Wrong { faults });
        }
    };
    for file in &look.damaged {
        faults.add(format!("the file {file} is damaged"));
    }
    let mut held = look.chunks.iter().copied().peekable();
    if look.damaged.is_empty() {
        if look.generation != Some(snapshot.counter("words")?) {
            return Ok(WordsState::Behind);
        }
        // Both come in rising order.
        snapshot.for_each_chunk(|number, chunk| {
            while let Some(stale) = held.next_if(|&held| held < number) {
                faults.add(format!("it holds chunk {stale}, which is gone or held twice"));
            }
            if held.next_if_eq(&number).is_none() {
                faults.add(format!("chunk {number} of {} is not in it", chunk.document));
            }
            Ok(())
        })?;
        for stale in held {
            faults.add(format!("it holds chunk {stale}, which is gone or held twice"));
        }
    }
    for number in look.not_found {
        faults.add(format!("it holds chunk {number} and does not find it"));
    }
    Ok(if faults.is_empty() { WordsState::Good } else { WordsState::Wrong { faults } })
}
