//! Keeps the list of near documents up to date, behind everything else.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use aside_inference::InferenceQueue;
use crossbeam_channel::{Receiver, Sender, unbounded};
use parking_lot::RwLock;

use super::Duplicates;
use super::outline::Outline;
use crate::board::Board;
use crate::error::KnowledgeError;
use crate::memory::give_back;
use crate::store::{Snapshot, Store};

/// Of longer documents, so much is compared: more than a book of 200 pages has. It bounds what this
/// thread holds in memory.
const MAX_BYTES: usize = 1 << 20;

/// Tells the comparing thread which documents came, changed or went. Clones are the same one.
#[derive(Clone)]
pub(crate) struct Changed {
    documents: Sender<Vec<String>>,
    waiting: Arc<AtomicU64>,
}

impl Changed {
    /// These documents differ from what was compared. Never waits.
    pub(crate) fn tell(&self, documents: Vec<String>) {
        if !documents.is_empty() {
            self.waiting.fetch_add(1, Ordering::Relaxed);
            // Nobody takes it when it is over.
            let _ = self.documents.send(documents);
        }
    }
}

/// What the comparing thread needs.
pub(crate) struct Comparing {
    store: Arc<Store>,
    board: Arc<Board>,
    duplicates: Arc<RwLock<Duplicates>>,
    changed: Receiver<Vec<String>>,
    waiting: Arc<AtomicU64>,
    /// Whose live work goes first.
    queue: Option<InferenceQueue>,
}

impl Comparing {
    /// The thread's parts, what tells it of changes, and how much waits for it: at first all that is
    /// stored.
    pub(crate) fn new(
        store: Arc<Store>,
        board: Arc<Board>,
        duplicates: Arc<RwLock<Duplicates>>,
        queue: Option<InferenceQueue>,
    ) -> (Self, Changed, Arc<AtomicU64>) {
        let (documents, changed) = unbounded();
        let waiting = Arc::new(AtomicU64::new(1));
        let tell = Changed { documents, waiting: Arc::clone(&waiting) };
        let also_waiting = Arc::clone(&waiting);
        (Self { store, board, duplicates, changed, waiting: also_waiting, queue }, tell, waiting)
    }

    /// Compares all that is stored, and then what changes, until it is over.
    pub(crate) fn run(&self) {
        aside_inference::lower_priority();
        let start = std::time::Instant::now();
        let mut stored = Vec::new();
        let read = self
            .store
            .read(|snapshot| snapshot.for_each_document(|document| stored.push(document.id)));
        if let Err(error) = read {
            tell(&error);
        }
        let count = stored.len();
        self.take(stored);
        // All of the store was read.
        if let Err(error) = self.store.let_go_of_pages() {
            tell(&error);
        }
        give_back();
        tracing::debug!(
            count,
            milliseconds = start.elapsed().as_millis(),
            "documents are compared"
        );
        while let Ok(documents) = self.changed.recv() {
            self.take(documents);
        }
    }

    fn take(&self, documents: Vec<String>) {
        let mut left = documents;
        while let Some(id) = left.pop() {
            if self.board.is_closed() {
                return;
            }
            self.queue.iter().for_each(InferenceQueue::make_way);
            match self.compare(&id) {
                Ok(again) => left.extend(again),
                Err(error) => tell(&error),
            }
        }
        self.waiting.fetch_sub(1, Ordering::Relaxed);
    }

    /// Brings one document up to date with the store, whatever happened to it. Gives those that have to
    /// be compared again.
    fn compare(&self, id: &str) -> Result<Vec<String>, KnowledgeError> {
        let compared = self.store.read(|snapshot| {
            let Some(said) = outline(snapshot, id)? else { return Ok(None) };
            let known = self.duplicates.read();
            known.compare(id, &said, |other| outline(snapshot, other)).map(Some)
        })?;
        // Only this thread changes the list, so nothing comes between.
        let mut duplicates = self.duplicates.write();
        Ok(match compared {
            Some(compared) => duplicates.put(compared),
            None => duplicates.remove(id),
        })
    }
}

fn tell(error: &KnowledgeError) {
    tracing::warn!(%error, "documents could not be compared");
}

/// What a document says; `None` if it is gone or has no words.
fn outline(snapshot: &Snapshot<'_>, id: &str) -> Result<Option<Outline>, KnowledgeError> {
    let Some(document) = snapshot.document(id)? else { return Ok(None) };
    let (mut texts, mut bytes) = (Vec::new(), 0);
    for number in document.chunks {
        let Some(chunk) = snapshot.chunk(number)? else { continue };
        bytes += chunk.text.len();
        texts.push(chunk.text);
        if bytes > MAX_BYTES {
            break;
        }
    }
    Ok(Outline::of(texts.iter().map(String::as_str)))
}
