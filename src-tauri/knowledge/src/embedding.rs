//! Fetches vectors for the texts that wait for one, behind live questions.

use std::sync::Arc;
use std::time::Duration;

use aside_inference::{InferenceError, InferenceQueue};
use crossbeam_channel::{Receiver, Sender};

use crate::board::Board;
use crate::store::Store;
use crate::writer::Order;

/// How many texts are embedded between two commits. At a hundred chunks a second this is a commit
/// every half a second.
const BATCH: usize = 64;
/// The pause after an error of the model.
const RETRY: Duration = Duration::from_secs(2);

/// What the embedding thread needs.
pub(crate) struct Embedding {
    pub(crate) store: Arc<Store>,
    pub(crate) board: Arc<Board>,
    pub(crate) queue: InferenceQueue,
    pub(crate) orders: Sender<Order>,
    /// Gets a message when texts may wait.
    pub(crate) wake: Receiver<()>,
}

impl Embedding {
    /// Embeds what waits until it is over.
    pub(crate) fn run(&self) {
        while self.wake.recv().is_ok() {
            while !self.board.is_closed() {
                self.board.wait_while_paused();
                if self.board.is_closed() {
                    return;
                }
                match self.embed_some() {
                    Ok(true) => {}
                    Ok(false) => break,
                    Err(InferenceError::Stopped) => return,
                    Err(error) => {
                        tracing::warn!(%error, "texts could not be embedded, trying again");
                        std::thread::sleep(RETRY);
                    }
                }
            }
        }
    }

    /// Embeds one batch. False if nothing waits or nobody takes the result.
    fn embed_some(&self) -> Result<bool, InferenceError> {
        let waiting = match self.store.read(|snapshot| snapshot.waiting(BATCH)) {
            Ok(waiting) if !waiting.is_empty() => waiting,
            Ok(_) => return Ok(false),
            Err(error) => {
                tracing::warn!(%error, "waiting texts could not be read");
                return Ok(false);
            }
        };
        let (numbers, texts): (Vec<u32>, Vec<String>) = waiting.into_iter().unzip();
        self.board.embedding();
        let vectors = self.queue.embed_background(&texts)?;
        let (stored, done) = crossbeam_channel::bounded(1);
        let vectors = numbers.into_iter().zip(vectors).collect();
        Ok(self.orders.send(Order::Embedded { vectors, stored }).is_ok()
            && done.recv().unwrap_or(false))
    }
}
