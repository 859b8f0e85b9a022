//! A look at everything that is stored.

use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::{Desk, DeskError};

/// What is stored of conversations, and whether it is whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskInspection {
    /// Conversations that can be read, with all their messages.
    pub conversations: u64,
    /// Their messages.
    pub messages: u64,
    /// Entries of the ledger that follow each other unchanged.
    pub entries: u64,
    /// The first entry that does not, or a conversation that cannot be read.
    pub faults: Vec<String>,
}

/// Looks at the desk whose store is in `dir`; `None` if there is none.
///
/// A damaged file can end the process, so the look belongs in one of its own.
///
/// # Errors
/// As for [`Desk::open`], or the store cannot be read.
pub fn inspect(dir: &Path) -> Result<Option<DeskInspection>, DeskError> {
    if !dir.join("data.mdb").is_file() {
        return Ok(None);
    }
    let desk = Desk::open_as_it_is(dir)?;
    let ledger = desk.verify_ledger()?;
    let mut found =
        DeskInspection { conversations: 0, messages: 0, entries: ledger.sound, faults: Vec::new() };
    if let Some(fault) = ledger.fault {
        found.faults.push(format!("ledger entry {}: {}", fault.sequence, fault.reason));
    }
    for summary in desk.conversations()? {
        match desk.conversation(summary.id) {
            Ok(Some(conversation)) => {
                found.conversations += 1;
                found.messages += conversation.messages.len() as u64;
                for file in conversation.messages.iter().flat_map(|message| &message.attachments) {
                    if let Err(error) = desk.attachment_bytes(file.id) {
                        found.faults.push(format!("attachment {}: {error}", file.name));
                    }
                }
            }
            Ok(None) => found.faults.push(format!("conversation {} is missing", summary.id)),
            Err(error) => found.faults.push(format!("conversation {}: {error}", summary.id)),
        }
    }
    Ok(Some(found))
}
