//! Files that came with messages: kept in the transaction that keeps their message.
//!
//! So a receipt of a message holds for its files, none is ever without its message, backups have them, and
//! forgetting a customer erases them like everything else. The bytes lie in pieces, because LMDB wants the
//! pages of one value side by side and would not find room for a large one between others. What was read
//! from them can be read again and stands beside them; the ledger has their hashes with the message.

use aside_contract::{
    Attachment, AttachmentId, AttachmentState, AttachmentText, ConversationId, FileCause,
    MessageId, NewAttachment,
};
use heed::RoTxn;
use serde::{Deserialize, Serialize};

use crate::change::Change;
use crate::desk::Desk;
use crate::error::{DeskError, Failure};
use crate::tables::{Tables, exact, from_json, to_json};

/// Bytes of one piece.
const PIECE: usize = 256 << 10;
/// The first byte of a kept text that goes on.
const CUT: u8 = 1;

/// A file with the message that it came with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StoredAttachment {
    /// The conversation.
    pub conversation: ConversationId,
    /// The message.
    pub message: MessageId,
    /// The file as it stands.
    #[serde(flatten)]
    pub attachment: Attachment,
}

/// Why a file has no text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoText {
    /// As a sentence without its beginning.
    pub reason: String,
    /// In parts.
    pub cause: FileCause,
}

impl Desk {
    /// A file that came with a message; none where there is no such file.
    ///
    /// # Errors
    /// [`DeskError::Storage`] or [`DeskError::Damaged`].
    pub fn attachment(&self, id: AttachmentId) -> Result<Option<StoredAttachment>, DeskError> {
        self.store.read(|tables, txn| stored(tables, txn, id))
    }

    /// The bytes of a file.
    ///
    /// # Errors
    /// [`DeskError::NoSuchAttachment`], [`DeskError::Storage`], or [`DeskError::Damaged`] where they are
    /// not those that came.
    pub fn attachment_bytes(&self, id: AttachmentId) -> Result<Vec<u8>, DeskError> {
        self.store.read(|tables, txn| bytes(tables, txn, id))
    }

    /// The text that was read from a file; none where it was not read.
    ///
    /// # Errors
    /// [`DeskError::Storage`] or [`DeskError::Damaged`].
    pub fn attachment_text(&self, id: AttachmentId) -> Result<Option<AttachmentText>, DeskError> {
        self.store.read(|tables, txn| {
            let Some(kept) = tables.attachment_texts.get(txn, id.as_bytes())? else {
                return Ok(None);
            };
            let broken = || DeskError::Damaged(format!("the text of attachment {id} is no text"));
            let (cut, text) = kept.split_first().ok_or_else(broken)?;
            let text = std::str::from_utf8(text).map_err(|_| broken())?.to_owned();
            Ok(Some(AttachmentText { text, cut: *cut == CUT, personal: Vec::new() }))
        })
    }

    /// Keeps what came of reading a file: its text, or why there is none.
    ///
    /// # Errors
    /// [`DeskError::NoSuchAttachment`] where it was forgotten meanwhile, or [`DeskError::Storage`].
    pub fn keep_reading(
        &self,
        id: AttachmentId,
        reading: Result<AttachmentText, NoText>,
    ) -> Result<StoredAttachment, DeskError> {
        self.change(move |change| {
            let mut kept = expect(stored(change.tables, change.txn, id)?, id)?;
            let why = reading.as_ref().err();
            kept.attachment.state =
                if why.is_none() { AttachmentState::Read } else { AttachmentState::Unreadable };
            kept.attachment.reason = why.map(|why| why.reason.clone());
            kept.attachment.cause = why.map(|why| why.cause.clone());
            change.tables.attachments.put(change.txn, id.as_bytes(), &to_json(&kept)?)?;
            if let Ok(AttachmentText { text, cut, personal: _ }) = &reading {
                let value = [&[u8::from(*cut) * CUT], text.as_bytes()].concat();
                change.tables.attachment_texts.put(change.txn, id.as_bytes(), &value)?;
            }
            Ok(kept)
        })
    }

    /// The files that nobody has read yet, oldest first.
    ///
    /// # Errors
    /// [`DeskError::Storage`] or [`DeskError::Damaged`].
    pub fn unread_attachments(&self) -> Result<Vec<AttachmentId>, DeskError> {
        self.store.read(|tables, txn| {
            let mut found = Vec::new();
            for row in tables.attachments.iter(txn)? {
                let kept: StoredAttachment = from_json(row?.1, "an attachment")?;
                if kept.attachment.state == AttachmentState::Waiting {
                    found.push(kept.attachment.id);
                }
            }
            Ok(found)
        })
    }
}

/// The files as they are kept under these ids, one for each.
pub(crate) fn kept(files: &[NewAttachment]) -> Vec<Attachment> {
    let hash = |file: &NewAttachment| blake3::hash(file.bytes()).to_hex().to_string();
    files.iter().map(|file| file.kept_as(AttachmentId::new(), hash(file))).collect()
}

/// A file, if there is one.
pub(crate) fn stored(
    tables: &Tables,
    txn: &RoTxn<'_>,
    id: AttachmentId,
) -> Result<Option<StoredAttachment>, Failure> {
    let found = tables.attachments.get(txn, id.as_bytes())?;
    Ok(found.map(|bytes| from_json(bytes, &format!("attachment {id}"))).transpose()?)
}

/// The bytes of a file, which are those that came.
pub(crate) fn bytes(
    tables: &Tables,
    txn: &RoTxn<'_>,
    id: AttachmentId,
) -> Result<Vec<u8>, Failure> {
    let known = expect(stored(tables, txn, id)?, id)?.attachment;
    let mut bytes = Vec::with_capacity(usize::try_from(known.bytes).unwrap_or_default());
    for piece in tables.attachment_bytes.prefix_iter(txn, id.as_bytes())? {
        bytes.extend_from_slice(piece?.1);
    }
    if blake3::hash(&bytes).to_hex().as_str() != known.hash {
        let reason = format!("the bytes of attachment {id} are not those that came");
        return Err(DeskError::Damaged(reason).into());
    }
    Ok(bytes)
}

/// Says of each file how it stands now; a message tells how it stood when it came.
pub(crate) fn as_they_stand(
    tables: &Tables,
    txn: &RoTxn<'_>,
    attachments: &mut [Attachment],
) -> Result<(), Failure> {
    for attachment in attachments {
        if let Some(kept) = stored(tables, txn, attachment.id)? {
            *attachment = kept.attachment;
        }
    }
    Ok(())
}

fn expect(
    found: Option<StoredAttachment>,
    id: AttachmentId,
) -> Result<StoredAttachment, DeskError> {
    found.ok_or(DeskError::NoSuchAttachment(id))
}

impl Change<'_, '_> {
    /// Keeps the files of a message. `attachments` are what was made of `files`, in their order.
    pub(crate) fn put_attachments(
        &mut self,
        (conversation, message): (ConversationId, MessageId),
        attachments: &[Attachment],
        files: &[NewAttachment],
    ) -> Result<(), Failure> {
        for (attachment, file) in attachments.iter().zip(files) {
            let id = attachment.id;
            let kept = StoredAttachment { conversation, message, attachment: attachment.clone() };
            self.tables.attachments.put(self.txn, id.as_bytes(), &to_json(&kept)?)?;
            for (number, piece) in (0_u32..).zip(file.bytes().chunks(PIECE)) {
                let mut key = [0; 20];
                key[..16].copy_from_slice(id.as_bytes());
                key[16..].copy_from_slice(&number.to_be_bytes());
                self.tables.attachment_bytes.put(self.txn, &key, piece)?;
            }
        }
        Ok(())
    }

    /// Erases the files of these conversations.
    pub(crate) fn delete_attachments(
        &mut self,
        is_gone: impl Fn(ConversationId) -> bool,
    ) -> Result<(), Failure> {
        let mut gone = Vec::new();
        for row in self.tables.attachments.iter(self.txn)? {
            let (id, kept) = row?;
            let kept: StoredAttachment = from_json(kept, "an attachment")?;
            if is_gone(kept.conversation) {
                gone.push(AttachmentId::from_bytes(exact(id, "an attachment's id")?));
            }
        }
        for id in gone {
            self.tables.attachments.delete(self.txn, id.as_bytes())?;
            self.tables.attachment_texts.delete(self.txn, id.as_bytes())?;
            self.delete_below(self.tables.attachment_bytes, id.as_bytes())?;
        }
        Ok(())
    }
}
