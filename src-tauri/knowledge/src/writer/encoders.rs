//! Another encoder is wanted: its edition of the vectors is begun, and answers when it is whole.

use std::sync::atomic::Ordering;

use aside_contract::EncoderChange;

use super::Writer;
use crate::error::KnowledgeError;
use crate::store::{Effects, Snapshot};

impl Writer {
    /// Brings the editions to what the encoders want, and the one that answers into memory. What fails
    /// is tried again.
    pub(super) fn arrange(&self) {
        let arranged = self.choose_edition().and_then(|()| {
            self.derived.load_matrix(self.encoders.answering().as_ref())?;
            self.begin_edition()?;
            self.switch_when_whole()?;
            self.delete_left_editions()?;
            self.settle()
        });
        self.arranged.store(arranged.is_ok(), Ordering::Relaxed);
        self.note("vectors", arranged.err().map(|error| error.to_string()).as_deref());
    }

    fn choose_edition(&self) -> Result<(), KnowledgeError> {
        let Some(wanted) = self.encoders.wanted() else { return Ok(()) };
        let former = self.encoders.are_changing();
        self.store().write(|change| change.want_encoder(wanted.embedder().name(), former))?;
        let answering = self.store().read(|snapshot| Ok(snapshot.editions()?.answering))?;
        if answering.is_some_and(|edition| edition.encoder == wanted.embedder().name()) {
            self.encoders.switch();
        }
        Ok(())
    }

    fn begin_edition(&self) -> Result<(), KnowledgeError> {
        if !self.encoders.are_changing() {
            return Ok(());
        }
        let Some(wanted) = self.encoders.wanted() else { return Ok(()) };
        self.store().write(|change| change.begin_edition(wanted.embedder().name()))
    }

    /// Puts the edition to come in the place of the former one if no text waits for it any more.
    pub(super) fn switch_when_whole(&self) -> Result<(), KnowledgeError> {
        let Some(wanted) = self.encoders.wanted() else { return Ok(()) };
        let whole = self.store().read(|snapshot| {
            let coming = snapshot.editions()?.coming;
            let is_coming = coming.is_some_and(|one| one.encoder == wanted.embedder().name());
            Ok(is_coming && snapshot.to_come_count()? == 0)
        })?;
        if !whole {
            return Ok(());
        }
        self.commit(|change| change.promote_edition().map(|()| Effects::default()))?;
        // The former vectors answer, from memory, until the new ones are there.
        let loaded = self.derived.load_matrix(Some(wanted));
        if loaded.is_err() {
            // New vectors must not come among the former ones.
            self.derived.forget_matrix();
            self.arranged.store(false, Ordering::Relaxed);
        }
        self.encoders.switch();
        loaded?;
        tracing::info!(
            encoder = wanted.embedder().name(),
            "the vectors of this encoder answer now"
        );
        self.delete_left_editions()
    }

    fn delete_left_editions(&self) -> Result<(), KnowledgeError> {
        if self.store().read(|snapshot| Ok(snapshot.editions()?.leaving.is_empty()))? {
            return Ok(());
        }
        self.store().write(|change| change.delete_left_editions())
    }

    /// How many texts get a vector sooner or later.
    pub(super) fn unembedded(&self, snapshot: &Snapshot<'_>) -> Result<u64, KnowledgeError> {
        let above = if self.encoders.are_changing() { snapshot.editions()?.begun_at } else { 0 };
        let to_come = if self.encoders.are_changing() { snapshot.to_come_count()? } else { 0 };
        Ok(snapshot.waiting_count(above)? + to_come)
    }

    /// How far the change to another encoder is.
    pub(super) fn change(
        &self,
        snapshot: &Snapshot<'_>,
    ) -> Result<Option<EncoderChange>, KnowledgeError> {
        let editions = snapshot.editions()?;
        let (Some(from), Some(to)) = (editions.answering, editions.coming) else { return Ok(None) };
        if !self.encoders.are_changing() {
            return Ok(None);
        }
        let texts = snapshot.texts_count()?;
        let done = texts.saturating_sub(snapshot.to_come_count()?);
        Ok(Some(EncoderChange { from: from.encoder, to: to.encoder, done, texts }))
    }
}
