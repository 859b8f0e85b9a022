//! What files that came with messages say: read beside the message, in contained processes.
//!
//! A message is stored and told before its files are looked at. Its advice waits for them for a moment; one
//! that takes longer is read all the same, and its text is there for the agent. What was not read when the
//! program ended is read at the next start. Their text is what somebody else wrote: it is searched with,
//! looked through for what it names and for orders to a language model, and never followed.

use std::borrow::Cow;
use std::collections::{HashSet, VecDeque};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use aside_contract::{AttachmentId, AttachmentState, AttachmentText, Event, FileCause, Message};
use aside_desk::{NoText, StoredAttachment};
use aside_knowledge::{ConvertError, FileReader, WorkerCommand};
use parking_lot::{Condvar, Mutex};

use crate::engine::WeakEngine;
use crate::{Engine, EngineError};

/// How many files are read at a time: one that takes its minute keeps no other waiting.
const READERS: usize = 2;
/// How long the advice on a message waits for its files. A document takes some hundredths of a second, a page
/// of a picture up to three seconds.
const PATIENCE: Duration = Duration::from_secs(5);
/// The most characters of a file's text that are kept.
const MOST_KEPT: usize = 200_000;
/// The most characters of a message's files that are read with it.
const MOST_READ: usize = 8_000;

/// How many files were read and could not be, since the start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AttachmentCounts {
    /// Their text is there.
    pub read: u64,
    /// They have none, or it cannot be read.
    pub unreadable: u64,
}

/// The files that are to be read, and who reads them.
pub(crate) struct AttachmentReading {
    files: FileReader,
    line: Mutex<Line>,
    /// Something was read.
    told: Condvar,
    read: AtomicU64,
    unreadable: AtomicU64,
}

#[derive(Default)]
struct Line {
    waiting: VecDeque<AttachmentId>,
    /// Those in the line, and those that are being read.
    unread: HashSet<AttachmentId>,
    readers: usize,
}

impl AttachmentReading {
    pub(crate) fn new(worker: WorkerCommand) -> Arc<Self> {
        Arc::new(Self {
            files: FileReader::new(worker),
            line: Mutex::default(),
            told: Condvar::new(),
            read: AtomicU64::new(0),
            unreadable: AtomicU64::new(0),
        })
    }

    /// Has files read, by threads that end when there are no more. Returns at once.
    fn begin(self: &Arc<Self>, ids: impl IntoIterator<Item = AttachmentId>, engine: &WeakEngine) {
        let mut line = self.line.lock();
        for id in ids {
            if line.unread.insert(id) {
                line.waiting.push_back(id);
            }
        }
        // Those that are at work take what waits in their turn.
        let wanted = READERS.min(line.readers + line.waiting.len());
        while line.readers < wanted {
            let (reading, engine) = (Arc::clone(self), engine.clone());
            let started = thread::Builder::new()
                .name("attachments".to_owned())
                .spawn(move || reading.work(&engine));
            match started {
                Ok(_) => line.readers += 1,
                Err(error) => {
                    tracing::error!(%error, "no thread to read attachments");
                    break;
                }
            }
        }
    }

    /// Waits until all of them were read, but not for longer than [`PATIENCE`].
    fn wait(&self, ids: &[AttachmentId]) {
        let until = Instant::now() + PATIENCE;
        let mut line = self.line.lock();
        while ids.iter().any(|id| line.unread.contains(id)) {
            if self.told.wait_until(&mut line, until).timed_out() {
                tracing::info!("the advice does not wait longer for an attachment");
                return;
            }
        }
    }

    fn work(&self, engine: &WeakEngine) {
        while let Some(id) = self.next() {
            self.read(id, engine);
            self.line.lock().unread.remove(&id);
            self.told.notify_all();
        }
    }

    /// The next file; the thread that finds none has ended.
    fn next(&self) -> Option<AttachmentId> {
        let mut line = self.line.lock();
        let next = line.waiting.pop_front();
        if next.is_none() {
            line.readers -= 1;
        }
        next
    }

    /// Reads one file. The engine is held only to ask the store: what is read meanwhile keeps no desk open.
    fn read(&self, id: AttachmentId, engine: &WeakEngine) {
        let Some(asked) = engine.upgrade().map(|engine| engine.unread_file(id)) else { return };
        let (name, bytes) = match asked {
            Ok(Some(file)) => file,
            // Forgotten, or read before.
            Ok(None) => return,
            Err(error) => return tracing::error!(%error, "an attachment is not read"),
        };
        let reading = self.files.read(bytes, &name);
        let reading = reading.map(|file| kept(&file.text)).map_err(|error| why(&error));
        let Some(engine) = engine.upgrade() else { return };
        let counted = if reading.is_ok() { &self.read } else { &self.unreadable };
        match engine.desk.keep_reading(id, reading) {
            Ok(StoredAttachment { conversation, message, attachment }) => {
                counted.fetch_add(1, Ordering::Relaxed);
                let (conversation_id, message_id) = (conversation, message);
                engine.publish(Event::AttachmentRead { conversation_id, message_id, attachment });
            }
            Err(error) => tracing::warn!(%error, "what an attachment says is not kept"),
        }
    }
}

impl Engine {
    /// Has the files of a message read, and waits for them for a moment.
    pub(crate) fn read_attachments(&self, message: &Message) {
        if message.attachments.is_empty() {
            return;
        }
        let ids: Vec<AttachmentId> = message.attachments.iter().map(|file| file.id).collect();
        self.attachments.begin(ids.iter().copied(), &self.me);
        self.attachments.wait(&ids);
    }

    /// Has the files of a message read, without waiting.
    pub(crate) fn read_attachments_behind(&self, message: &Message) {
        self.attachments.begin(message.attachments.iter().map(|file| file.id), &self.me);
    }

    /// Has the files read that were not when the program ended.
    pub(crate) fn read_attachments_left(&self) {
        match self.desk.unread_attachments() {
            Ok(left) => self.attachments.begin(left, &self.me),
            Err(error) => tracing::error!(%error, "attachments that wait to be read are not known"),
        }
    }

    /// How many files were read since the start.
    pub fn attachment_counts(&self) -> AttachmentCounts {
        AttachmentCounts {
            read: self.attachments.read.load(Ordering::Relaxed),
            unreadable: self.attachments.unreadable.load(Ordering::Relaxed),
        }
    }

    /// The name and bytes of a file that waits to be read.
    fn unread_file(&self, id: AttachmentId) -> Result<Option<(String, Vec<u8>)>, EngineError> {
        let waits = |kept: &StoredAttachment| kept.attachment.state == AttachmentState::Waiting;
        let Some(kept) = self.desk.attachment(id)?.filter(waits) else { return Ok(None) };
        Ok(Some((kept.attachment.name, self.desk.attachment_bytes(id)?)))
    }

    /// What the files of a message say, as far as they were read: the first [`MOST_READ`] characters.
    ///
    /// # Errors
    /// Where the store fails.
    pub(crate) fn attached(&self, message: &Message) -> Result<String, EngineError> {
        let mut texts = Vec::new();
        for file in &message.attachments {
            texts.extend(self.desk.attachment_text(file.id)?.map(|kept| kept.text));
        }
        Ok(beginning(&texts.join("\n\n"), MOST_READ).to_owned())
    }

    /// A message with what its files say behind its own words. One whose files cannot be asked for stands for
    /// itself.
    pub(crate) fn with_attached<'m>(&self, message: &'m Message) -> Cow<'m, Message> {
        let attached = self.attached(message).unwrap_or_else(|error| {
            tracing::error!(%error, "what attachments say is not known");
            String::new()
        });
        if attached.is_empty() {
            return Cow::Borrowed(message);
        }
        let text = format!("{}\n\n{attached}", message.text);
        Cow::Owned(Message { text, ..message.clone() })
    }
}

/// The first characters of a text.
pub(crate) fn beginning(text: &str, chars: usize) -> &str {
    text.char_indices().nth(chars).map_or(text, |(end, _)| &text[..end])
}

/// What is kept of a text.
fn kept(text: &str) -> AttachmentText {
    let first = beginning(text, MOST_KEPT);
    AttachmentText { text: first.to_owned(), cut: first.len() < text.len(), personal: Vec::new() }
}

/// Why a file has no text, for agents and customers.
fn why(error: &ConvertError) -> NoText {
    let reason = match error {
        // How to have it read is nothing that a customer could do.
        ConvertError::NeedsOcr => "it is a picture, and its text is not read here".to_owned(),
        // Unlike a document, it is not tried again.
        ConvertError::NotStarted(_) => "the program that reads files did not start".to_owned(),
        ConvertError::TooSlow(_) => "it took too long to read".to_owned(),
        ConvertError::Interrupted(_) => "its reading was ended from outside".to_owned(),
        error => error.to_string(),
    };
    let cause = match error {
        ConvertError::NeedsOcr => FileCause::Picture,
        error => error.into(),
    };
    NoText { reason, cause }
}
