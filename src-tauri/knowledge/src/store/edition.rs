//! The editions of the vectors: each holds what one encoder made of the texts.
//!
//! One edition answers. While another encoder is wanted, a second one is made beside it; when no text
//! waits for its new vector any more, one transaction puts it in the place of the first. Editions never
//! mix: each has an index of its own in the vectors' database, and a list of texts that wait for it.
//!
//! A text that came while the second is made waits for both: it is found by its words at once, by
//! meaning as soon as the first has it.

use std::collections::BTreeSet;

use heed::types::SerdeJson;
use serde::{Deserialize, Serialize};

use super::environment::Databases;
use super::{Change, Effects, Snapshot, key};
use crate::error::KnowledgeError;
use crate::index::{self, MatrixEdit};
use crate::record::{DocumentRecord, embedded_text};

/// Where the record of editions stands among the counters.
const EDITIONS: &str = "editions";
/// So many records are in memory while all are gone through.
const PORTION: usize = 1_000;

/// What one encoder made of the texts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Edition {
    /// The encoder's name.
    pub(crate) encoder: String,
    /// How many numbers each vector has; 0 before the first.
    pub(crate) dimensions: usize,
    /// The index that holds the vectors.
    pub(crate) index: u16,
}

impl Edition {
    /// Where its vectors stand, and how long they are.
    pub(super) fn place(&self) -> (u16, usize) {
        (self.index, self.dimensions)
    }
}

/// All editions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Editions {
    /// The one that answers; its texts wait in the database `waiting`. None before the first encoder.
    pub(crate) answering: Option<Edition>,
    /// The one to come; its texts wait in the database `coming`.
    pub(crate) coming: Option<Edition>,
    /// Texts with a higher number came after `coming` was begun.
    #[serde(default)]
    pub(crate) begun_at: u32,
    /// Indexes of editions that are over, whose vectors are still to be deleted.
    #[serde(default)]
    pub(crate) leaving: BTreeSet<u16>,
}

impl Editions {
    /// An edition without vectors.
    fn new_edition(&self, encoder: &str) -> Edition {
        let used = |index: &u16| {
            let editions = [&self.answering, &self.coming];
            editions.into_iter().flatten().any(|edition| edition.index == *index)
                || self.leaving.contains(index)
        };
        let index = (0..=u16::MAX).find(|index| !used(index)).unwrap_or_default();
        Edition { encoder: encoder.to_owned(), dimensions: 0, index }
    }
}

impl Snapshot<'_> {
    /// All editions.
    pub(crate) fn editions(&self) -> Result<Editions, KnowledgeError> {
        let meta = self.databases.meta.remap_data_type::<SerdeJson<Editions>>();
        Ok(meta.get(self.txn, EDITIONS)?.unwrap_or_default())
    }

    /// Calls `each` for every vector of an edition.
    pub(crate) fn for_each_vector(
        &self,
        edition: &Edition,
        each: impl FnMut(u32, &[f32]),
    ) -> Result<(), KnowledgeError> {
        index::for_each(self.databases.vectors, self.txn, edition.place(), each)
    }

    /// Up to `limit` texts with a number above `above` that wait for the edition that answers, oldest
    /// first.
    pub(crate) fn waiting(
        &self,
        above: u32,
        limit: usize,
    ) -> Result<Vec<(u32, String)>, KnowledgeError> {
        let rows = self.databases.waiting.range(self.txn, &(above.saturating_add(1)..))?;
        let text = |row: heed::Result<(u32, &str)>| row.map(|(number, text)| (number, text.into()));
        Ok(rows.take(limit).map(text).collect::<Result<_, _>>()?)
    }

    /// How many texts with a number above `above` wait for the edition that answers.
    pub(crate) fn waiting_count(&self, above: u32) -> Result<u64, KnowledgeError> {
        if above == 0 {
            return Ok(self.databases.waiting.len(self.txn)?);
        }
        let rows = self.databases.waiting.range(self.txn, &(above.saturating_add(1)..))?;
        Ok(rows.count() as u64)
    }

    /// Up to `limit` texts that wait for the edition to come, oldest first.
    pub(crate) fn waiting_to_come(
        &self,
        limit: usize,
    ) -> Result<Vec<(u32, String)>, KnowledgeError> {
        let rows = self.databases.coming.iter(self.txn)?.take(limit);
        let text = |row: heed::Result<(u32, &str)>| row.map(|(number, text)| (number, text.into()));
        Ok(rows.map(text).collect::<Result<_, _>>()?)
    }

    /// How many texts wait for the edition to come.
    pub(crate) fn to_come_count(&self) -> Result<u64, KnowledgeError> {
        Ok(self.databases.coming.len(self.txn)?)
    }

    /// How many texts chunks use.
    pub(crate) fn texts_count(&self) -> Result<u64, KnowledgeError> {
        Ok(self.databases.inputs.len(self.txn)?.saturating_sub(self.unused_count()?))
    }
}

impl Change<'_, '_> {
    pub(super) fn editions(&self) -> Result<Editions, KnowledgeError> {
        let meta = self.databases.meta.remap_data_type::<SerdeJson<Editions>>();
        Ok(meta.get(self.txn, EDITIONS)?.unwrap_or_default())
    }

    pub(super) fn put_editions(&mut self, editions: &Editions) -> Result<(), KnowledgeError> {
        let meta = self.databases.meta.remap_data_type::<SerdeJson<Editions>>();
        Ok(meta.put(self.txn, EDITIONS, editions)?)
    }

    /// Decides which edition answers while `encoder` is wanted: its own; or the former one, if questions
    /// can still be embedded for that; or else a new one, without vectors yet.
    pub(crate) fn want_encoder(
        &mut self,
        encoder: &str,
        former_can_answer: bool,
    ) -> Result<(), KnowledgeError> {
        let mut editions = self.editions()?;
        let before = editions.clone();
        if editions.coming.as_ref().is_some_and(|coming| coming.encoder != encoder) {
            self.withdraw(&mut editions)?;
        }
        let answering = editions.answering.as_ref();
        let is_its_own = answering.is_some_and(|answering| answering.encoder == encoder);
        let answers = answering.is_some_and(|answering| answering.dimensions > 0);
        if answering.is_none() {
            editions.answering = Some(editions.new_edition(encoder));
        } else if is_its_own {
            self.withdraw(&mut editions)?;
        } else if !(answers && former_can_answer) {
            if editions.coming.is_none() {
                self.begin(&mut editions, encoder)?;
            }
            self.promote(&mut editions)?;
        }
        if editions == before { Ok(()) } else { self.put_editions(&editions) }
    }

    /// Begins the edition of `encoder` if another one answers and none is begun.
    pub(crate) fn begin_edition(&mut self, encoder: &str) -> Result<(), KnowledgeError> {
        let mut editions = self.editions()?;
        let other = editions.answering.as_ref().is_some_and(|one| one.encoder != encoder);
        if other && editions.coming.is_none() {
            self.begin(&mut editions, encoder)?;
            self.put_editions(&editions)?;
        }
        Ok(())
    }

    /// From now on, the edition to come answers.
    pub(crate) fn promote_edition(&mut self) -> Result<(), KnowledgeError> {
        let mut editions = self.editions()?;
        self.promote(&mut editions)?;
        self.put_editions(&editions)
    }

    /// Deletes the vectors of the editions that are over.
    pub(crate) fn delete_left_editions(&mut self) -> Result<(), KnowledgeError> {
        let mut editions = self.editions()?;
        for index in std::mem::take(&mut editions.leaving) {
            index::clear(self.databases.vectors, self.txn, index)?;
        }
        self.put_editions(&editions)
    }

    /// All texts that are used wait for a new edition.
    fn begin(&mut self, editions: &mut Editions, encoder: &str) -> Result<(), KnowledgeError> {
        let mut next = 0;
        loop {
            // In portions, so that a large store is never in memory as a whole.
            let rows = self.databases.chunks.range(self.txn, &(next..))?.take(PORTION);
            let chunks = rows.collect::<Result<Vec<_>, _>>()?;
            let Some((last, _)) = chunks.last() else { break };
            next = last.saturating_add(1);
            let mut document = DocumentRecord::default();
            for (_, chunk) in &chunks {
                if document.id != chunk.document {
                    let record = self.databases.documents.get(self.txn, &key(&chunk.document))?;
                    document = record.unwrap_or_default();
                }
                let text = embedded_text(&document, chunk);
                self.databases.coming.put(self.txn, &chunk.vector, &text)?;
            }
        }
        editions.coming = Some(editions.new_edition(encoder));
        editions.begun_at = u32::try_from(self.counter("vectors")?).unwrap_or(u32::MAX);
        Ok(())
    }

    /// The edition to come is not wanted any more.
    fn withdraw(&mut self, editions: &mut Editions) -> Result<(), KnowledgeError> {
        editions.leaving.extend(editions.coming.take().map(|coming| coming.index));
        editions.begun_at = 0;
        Ok(self.databases.coming.clear(self.txn)?)
    }

    /// The edition to come answers, and texts that wait for it wait for that.
    fn promote(&mut self, editions: &mut Editions) -> Result<(), KnowledgeError> {
        let Some(coming) = editions.coming.take() else { return Ok(()) };
        editions.leaving.extend(editions.answering.replace(coming).map(|former| former.index));
        editions.begun_at = 0;
        self.databases.waiting.clear(self.txn)?;
        loop {
            let rows = self.databases.coming.iter(self.txn)?.take(PORTION);
            let rows = rows.map(|row| row.map(|(number, text)| (number, text.to_owned())));
            let rows = rows.collect::<Result<Vec<_>, _>>()?;
            if rows.is_empty() {
                return Ok(());
            }
            for (number, text) in rows {
                self.databases.waiting.put(self.txn, &number, &text)?;
                self.databases.coming.delete(self.txn, &number)?;
            }
        }
    }

    /// Stores vectors that an encoder made. Those whose text went meanwhile, or of an encoder that is not
    /// wanted any more, are left out.
    pub(crate) fn put_vectors(
        &mut self,
        encoder: &str,
        vectors: &[(u32, Vec<f32>)],
    ) -> Result<Effects, KnowledgeError> {
        let mut effects = Effects::default();
        let mut editions = self.editions()?;
        let Databases { waiting, coming, vectors: database, .. } = *self.databases;
        let is_made = |edition: &&mut Edition| edition.encoder == encoder;
        let answers = editions.answering.as_mut().filter(is_made);
        let (edition, waiting, answers) = match answers {
            Some(edition) => (edition, waiting, true),
            None => match editions.coming.as_mut().filter(is_made) {
                Some(edition) => (edition, coming, false),
                None => return Ok(effects),
            },
        };
        for (number, row) in vectors {
            if waiting.delete(self.txn, number)? {
                index::put(database, self.txn, edition.index, *number, row)?;
                if answers {
                    effects.matrix.push(MatrixEdit::SetRow { vector: *number, row: row.clone() });
                }
            }
        }
        if let Some((_, row)) = vectors.first().filter(|(_, row)| row.len() != edition.dimensions) {
            edition.dimensions = row.len();
            self.put_editions(&editions)?;
        }
        Ok(effects)
    }

    /// A text is used again, or once more: it waits for every edition that has no vector of it. Gives its
    /// vector in the one that answers.
    pub(super) fn want_vectors(
        &mut self,
        number: u32,
        text: &str,
    ) -> Result<Option<Vec<f32>>, KnowledgeError> {
        let Editions { answering, coming, .. } = self.editions()?;
        let Databases { vectors, waiting, coming: to_come, .. } = *self.databases;
        if let Some(coming) = coming
            && !index::contains(vectors, self.txn, coming.index, number)?
        {
            to_come.put(self.txn, &number, text)?;
        }
        let row = match answering {
            Some(edition) => index::get(vectors, self.txn, edition.place(), number)?,
            None => None,
        };
        if row.is_none() {
            waiting.put(self.txn, &number, text)?;
        }
        Ok(row)
    }

    /// A text is not used any more. True if an edition has a vector of it.
    pub(super) fn let_go_of_vectors(&mut self, number: u32) -> Result<bool, KnowledgeError> {
        let waited = self.databases.waiting.delete(self.txn, &number)?;
        let waited_to_come = self.databases.coming.delete(self.txn, &number)?;
        Ok(!waited || (self.editions()?.coming.is_some() && !waited_to_come))
    }

    /// Deletes the vectors of a text.
    pub(super) fn delete_vectors(&mut self, number: u32) -> Result<(), KnowledgeError> {
        let Editions { answering, coming, .. } = self.editions()?;
        for edition in [answering, coming].into_iter().flatten() {
            index::remove(self.databases.vectors, self.txn, edition.index, number)?;
        }
        Ok(())
    }
}
