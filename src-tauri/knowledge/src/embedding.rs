//! Fetches vectors for the texts that wait for one, behind live questions.

use std::sync::Arc;

use aside_inference::{InferenceError, InferenceQueue};
use crossbeam_channel::{Receiver, Sender};

use crate::backoff::Backoff;
use crate::board::Board;
use crate::encoders::Encoders;
use crate::error::KnowledgeError;
use crate::store::Store;
use crate::writer::Order;

/// How many texts are embedded between two commits. At a hundred chunks a second this is a commit
/// every half a second.
const BATCH: usize = 64;

/// Which texts a thread embeds. Each has its own, so that an encoder that does not get on holds nothing
/// up for the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Share {
    /// Those without a vector of the encoder that answers.
    Answering,
    /// Those that wait for the encoder which is wanted while another one answers.
    Coming,
}

/// What an embedding thread needs.
pub(crate) struct Embedding {
    pub(crate) share: Share,
    pub(crate) store: Arc<Store>,
    pub(crate) board: Arc<Board>,
    pub(crate) encoders: Arc<Encoders>,
    pub(crate) orders: Sender<Order>,
    /// Gets a message when texts may wait.
    pub(crate) wake: Receiver<()>,
}

/// Texts with the numbers of their vectors.
type Texts = Vec<(u32, String)>;

impl Embedding {
    /// Embeds what waits until it is over.
    pub(crate) fn run(&self) {
        let mut backoff = Backoff::default();
        while self.wake.recv().is_ok() {
            while !self.board.is_closed() {
                self.board.wait_while_paused();
                if self.board.is_closed() {
                    return;
                }
                match self.embed_some() {
                    Ok(true) => backoff.reset(),
                    Ok(false) => break,
                    Err(InferenceError::Stopped) => return,
                    Err(error) => {
                        tracing::warn!(%error, "texts could not be embedded, trying again");
                        let reason = error.to_string();
                        let _ = self.orders.send(Order::NotEmbedded { share: self.share, reason });
                        self.board.rest(backoff.pause(error.retry_after()));
                    }
                }
            }
        }
    }

    /// Embeds one batch. False if nothing waits or nobody takes the result.
    fn embed_some(&self) -> Result<bool, InferenceError> {
        let work = match self.share {
            Share::Answering => self.new_texts(),
            Share::Coming => self.texts_to_come(),
        };
        match work {
            Ok(Some((encoder, texts))) if !texts.is_empty() => self.embed(&encoder, texts),
            Ok(_) => Ok(false),
            Err(error) => {
                tracing::warn!(%error, "waiting texts could not be read");
                Ok(false)
            }
        }
    }

    /// Texts without a vector of the encoder that answers. While another one is on its way, only those
    /// that came since then.
    fn new_texts(&self) -> Result<Option<(InferenceQueue, Texts)>, KnowledgeError> {
        let Some(answering) = self.encoders.answering() else { return Ok(None) };
        self.store.read(|snapshot| {
            let editions = snapshot.editions()?;
            let name = answering.embedder().name();
            if editions.answering.as_ref().is_none_or(|edition| edition.encoder != name) {
                return Ok(None);
            }
            let above = if self.encoders.are_changing() { editions.begun_at } else { 0 };
            Ok(Some((answering, snapshot.waiting(above, BATCH)?)))
        })
    }

    /// Texts that wait for the encoder that is wanted while another one answers.
    fn texts_to_come(&self) -> Result<Option<(InferenceQueue, Texts)>, KnowledgeError> {
        let Some(wanted) = self.encoders.wanted() else { return Ok(None) };
        self.store.read(|snapshot| {
            let coming = snapshot.editions()?.coming;
            if coming.is_none_or(|edition| edition.encoder != wanted.embedder().name()) {
                return Ok(None);
            }
            Ok(Some((wanted.clone(), snapshot.waiting_to_come(BATCH)?)))
        })
    }

    /// Blocks until the vectors are on disk. False if nobody takes them.
    fn embed(&self, encoder: &InferenceQueue, texts: Texts) -> Result<bool, InferenceError> {
        let (numbers, texts): (Vec<u32>, Vec<String>) = texts.into_iter().unzip();
        self.board.embedding();
        let vectors = encoder.embed_background_while(&texts, &|| !self.board.is_closed())?;
        let (stored, done) = crossbeam_channel::bounded(1);
        let vectors = numbers.into_iter().zip(vectors).collect();
        let (share, encoder) = (self.share, encoder.embedder().name().to_owned());
        Ok(self.orders.send(Order::Embedded { share, encoder, vectors, stored }).is_ok()
            && self.board.answer(&done).unwrap_or(false))
    }
}
