//! What is made from the store and can be made again: the word index and the matrix.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use aside_inference::InferenceQueue;
use parking_lot::RwLock;
use roaring::RoaringBitmap;

use crate::error::KnowledgeError;
use crate::index::Matrix;
use crate::record::DocumentRecord;
use crate::store::{Effects, NewWords, Store};
use crate::words::Words;

/// The derived indexes with the store that they are made from.
pub(crate) struct Derived {
    pub(crate) store: Arc<Store>,
    pub(crate) words: Arc<Words>,
    pub(crate) matrix: Arc<RwLock<Matrix>>,
    /// The word index misses something that the store has, because it could not be written.
    pub(crate) words_behind: AtomicBool,
}

impl Derived {
    /// Notes whether the words are behind the store, after both were opened.
    pub(super) fn catch_up_words(&self) -> Result<(), KnowledgeError> {
        let generation = self.store.read(|snapshot| snapshot.counter("words"))?;
        if self.words.opened_at().unwrap_or_default() != generation {
            tracing::info!("the word index is behind the documents and is built anew");
            self.words_behind.store(true, Ordering::Relaxed);
        }
        Ok(())
    }

    /// Brings words and matrix up to date with what was committed.
    ///
    /// A word index that fails is built anew; if that fails too, the error is given back, and
    /// [`Derived::heal_words`] tries again.
    pub(super) fn apply(&self, effects: Effects) -> Result<(), KnowledgeError> {
        let words = if effects.touch_words() { self.apply_words(&effects) } else { Ok(()) };
        self.matrix.write().apply(effects.matrix);
        self.centre();
        words
    }

    fn apply_words(&self, effects: &Effects) -> Result<(), KnowledgeError> {
        if self.words_are_behind() {
            return self.heal_words();
        }
        let generation = self.store.read(|snapshot| snapshot.counter("words"))?;
        self.words.apply(&effects.words_added, &effects.words_removed, generation).or_else(
            |error| {
                tracing::warn!(%error, "the word index is built anew");
                self.words_behind.store(true, Ordering::Relaxed);
                self.heal_words()
            },
        )
    }

    /// Whether the word index misses something that the store has.
    pub(super) fn words_are_behind(&self) -> bool {
        self.words_behind.load(Ordering::Relaxed)
    }

    /// Builds the word index anew if it misses something.
    pub(super) fn heal_words(&self) -> Result<(), KnowledgeError> {
        if self.words_are_behind() { self.rebuild_words() } else { Ok(()) }
    }

    pub(super) fn rebuild_words(&self) -> Result<(), KnowledgeError> {
        self.words_behind.store(true, Ordering::Relaxed);
        self.fill_words()?;
        self.words_behind.store(false, Ordering::Relaxed);
        Ok(())
    }

    fn fill_words(&self) -> Result<(), KnowledgeError> {
        self.store.read(|snapshot| {
            let generation = snapshot.counter("words")?;
            self.words.rebuild(generation, |add| {
                let mut document = Arc::<DocumentRecord>::default();
                snapshot.for_each_chunk(|number, chunk| {
                    if document.id != chunk.document {
                        let Some(found) = snapshot.document(&chunk.document)? else {
                            return Ok(());
                        };
                        document = Arc::new(found);
                    }
                    add(NewWords {
                        chunk: number,
                        document: Arc::clone(&document),
                        section: chunk.section,
                        text: chunk.text,
                    })
                })
            })
        })
    }

    /// Reads the edition that answers into memory, if it is of this encoder: other vectors are none to
    /// it.
    pub(super) fn load_matrix(
        &self,
        encoder: Option<&InferenceQueue>,
    ) -> Result<(), KnowledgeError> {
        let matrix = self.store.read(|snapshot| {
            let (_, chunks) = snapshot.totals()?;
            let name = encoder.map(|encoder| encoder.embedder().name());
            let edition = snapshot.editions()?.answering;
            let edition = edition.filter(|edition| Some(&*edition.encoder) == name);
            let dimensions = edition.as_ref().map_or(0, |edition| edition.dimensions);
            let mut matrix =
                Matrix::with_room(usize::try_from(chunks).unwrap_or_default(), dimensions);
            let mut used = RoaringBitmap::new();
            snapshot.for_each_chunk(|number, chunk| {
                used.insert(chunk.vector);
                matrix.add_chunk(chunk.vector, number);
                Ok(())
            })?;
            if let Some(edition) = edition {
                snapshot.for_each_vector(&edition, |vector, row| {
                    if used.contains(vector) {
                        matrix.set_row(vector, row);
                    }
                })?;
            }
            Ok(match encoder {
                Some(encoder) => matrix.made_by(encoder.embedder().name()),
                None => matrix,
            })
        })?;
        *self.matrix.write() = matrix;
        self.centre();
        self.store.let_go_of_pages()?;
        Ok(())
    }

    /// Leaves words alone to search.
    pub(super) fn forget_matrix(&self) {
        *self.matrix.write() = Matrix::default();
    }

    /// Brings the matrix's bits up to date where it is time for that; searches go on meanwhile.
    fn centre(&self) {
        // Only this thread changes the matrix, so nothing comes between the two.
        let bits = self.matrix.read().new_bits();
        if let Some(bits) = bits {
            self.matrix.write().set_bits(bits);
        }
    }
}
