//! The word index: full-text search by BM25 over titles, sections (with the document's category and
//! tags) and texts.
//!
//! Derived from the store: each commit carries the number of the store's word generation that it
//! holds, and an index with another number, or a broken one, is built again. No other file names
//! the full-text library but the error type.

mod analyzer;
mod best;
mod check;
mod evidence;
mod filter;
mod query;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use aside_contract::SearchFilter;
use parking_lot::Mutex;
use roaring::RoaringBitmap;
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STRING, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::TextAnalyzer;
use tantivy::{
    DocAddress, DocSet, Index, IndexReader, IndexWriter, ReloadPolicy, Searcher, TERMINATED,
    TantivyDocument, TantivyError, Term,
};

use self::analyzer::{ANALYZER, analyzer};
use self::filter::LastFilter;
use self::query::{QueryTerm, QueryTerms};
use crate::error::KnowledgeError;
use crate::store::NewWords;

pub(crate) use self::check::look;
pub(crate) use self::evidence::WordEvidence;
#[cfg(test)]
pub(crate) use self::evidence::WordMatch;

/// What the index's writer may hold in memory; the library's own minimum.
const WRITER_BYTES: usize = 15_000_000;
/// How much a word counts in the title, the section and the text.
const BOOSTS: [f32; Fields::COUNT] = [1.5, 1.2, 1.0];
/// How often, and how far apart, the lock on the index is tried.
const LOCK_TRIES: u32 = 10;
const LOCK_PAUSE: Duration = Duration::from_millis(50);

/// The index, its one writer and its reader.
pub(crate) struct Words {
    fields: Fields,
    analyzer: TextAnalyzer,
    index: Index,
    reader: IndexReader,
    /// Locked by the writer thread alone. None after it failed: a failed one takes nothing more.
    writer: Mutex<Option<IndexWriter>>,
    /// The store's word generation that the index was opened with.
    opened_at: Option<u64>,
    last_filter: LastFilter,
}

#[derive(Clone, Copy, Debug)]
struct Fields {
    chunk: Field,
    title: Field,
    section: Field,
    text: Field,
    subject: Field,
    category: Field,
    tag: Field,
    folder: Field,
    visibility: Field,
    updated: Field,
}

impl Fields {
    /// Fields with words, and their places in arrays of them.
    const COUNT: usize = 3;
    const TITLE: usize = 0;
    const SECTION: usize = 1;
    const TEXT: usize = 2;

    fn texts(self) -> [Field; Self::COUNT] {
        [self.title, self.section, self.text]
    }
}

impl Words {
    /// Opens the index in `folder`; a missing or broken one is made anew, empty.
    ///
    /// # Errors
    /// Another process holds it, or the folder cannot be written.
    pub(crate) fn open(folder: &Path) -> Result<Self, KnowledgeError> {
        let mut tries = 0;
        loop {
            match Self::try_open(folder) {
                // A process that was just started holds our lock for an instant, until it has become its
                // own program.
                Err(KnowledgeError::Words(TantivyError::LockFailure(..))) if tries < LOCK_TRIES => {
                    tries += 1;
                    std::thread::sleep(LOCK_PAUSE);
                }
                Err(KnowledgeError::Words(TantivyError::LockFailure(..))) => {
                    return Err(KnowledgeError::InUse(data_of(folder)));
                }
                Err(KnowledgeError::Words(error)) => {
                    tracing::warn!(%error, "the word index is broken and is made anew");
                    std::fs::remove_dir_all(folder)
                        .map_err(|source| KnowledgeError::io("remove", folder, source))?;
                    return Self::try_open(folder);
                }
                result => return result,
            }
        }
    }

    fn try_open(folder: &Path) -> Result<Self, KnowledgeError> {
        std::fs::create_dir_all(folder)
            .map_err(|source| KnowledgeError::io("make the folder", folder, source))?;
        let (schema, fields) = schema();
        let directory =
            tantivy::directory::MmapDirectory::open(folder).map_err(TantivyError::from)?;
        let index = Index::open_or_create(directory, schema)?;
        let analyzer = analyzer();
        index.tokenizers().register(ANALYZER, analyzer.clone());
        let opened_at = index.load_metas()?.payload.and_then(|payload| payload.parse().ok());
        let writer = index.writer_with_num_threads(1, WRITER_BYTES)?;
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        Ok(Self {
            fields,
            analyzer,
            index,
            reader,
            writer: Mutex::new(Some(writer)),
            opened_at,
            last_filter: LastFilter::default(),
        })
    }

    /// The store's word generation that the index held when it was opened; `None` if it was empty.
    pub(crate) fn opened_at(&self) -> Option<u64> {
        self.opened_at
    }

    /// Takes out and puts in chunks, and makes that visible as `generation` of the store.
    pub(crate) fn apply(
        &self,
        added: &[NewWords],
        removed: &[u32],
        generation: u64,
    ) -> Result<(), KnowledgeError> {
        self.with_writer(|writer| self.write(writer, added, removed, generation))
    }

    /// Works with the writer, or with a new one where it failed before. One that fails is dropped,
    /// with all that it did not commit.
    fn with_writer(
        &self,
        work: impl FnOnce(&mut IndexWriter) -> Result<(), KnowledgeError>,
    ) -> Result<(), KnowledgeError> {
        let mut slot = self.writer.lock();
        let mut writer = match slot.take() {
            Some(writer) => writer,
            None => self.index.writer_with_num_threads(1, WRITER_BYTES)?,
        };
        work(&mut writer)?;
        *slot = Some(writer);
        Ok(())
    }

    fn write(
        &self,
        writer: &mut IndexWriter,
        added: &[NewWords],
        removed: &[u32],
        generation: u64,
    ) -> Result<(), KnowledgeError> {
        for &chunk in removed {
            writer.delete_term(Term::from_field_u64(self.fields.chunk, u64::from(chunk)));
        }
        for words in added {
            writer.add_document(self.document(words))?;
        }
        self.commit(writer, generation)
    }

    fn commit(&self, writer: &mut IndexWriter, generation: u64) -> Result<(), KnowledgeError> {
        let mut commit = writer.prepare_commit()?;
        commit.set_payload(&generation.to_string());
        commit.commit()?;
        Ok(self.reader.reload()?)
    }

    /// Empties the index and fills it with what `fill` hands over, as `generation` of the store.
    pub(crate) fn rebuild(
        &self,
        generation: u64,
        fill: impl FnOnce(
            &mut dyn FnMut(NewWords) -> Result<(), KnowledgeError>,
        ) -> Result<(), KnowledgeError>,
    ) -> Result<(), KnowledgeError> {
        self.with_writer(|writer| {
            writer.delete_all_documents()?;
            fill(&mut |words| {
                writer.add_document(self.document(&words))?;
                Ok(())
            })?;
            self.commit(writer, generation)
        })
    }

    fn document(&self, words: &NewWords) -> TantivyDocument {
        let mut document = TantivyDocument::new();
        document.add_u64(self.fields.chunk, u64::from(words.chunk));
        document.add_text(self.fields.title, &words.document.title);
        if !words.document.subject.is_empty() {
            document.add_text(self.fields.subject, &words.document.subject);
        }
        document.add_text(self.fields.section, &words.section);
        document.add_text(self.fields.section, &words.document.category);
        for tag in &words.document.tags {
            document.add_text(self.fields.section, tag);
        }
        document.add_text(self.fields.text, &words.text);
        filter::add(&mut document, self.fields, words);
        document
    }

    /// Opens one consistent view of the index, of the chunks that `filter` lets through.
    ///
    /// # Errors
    /// The index cannot be read.
    pub(crate) fn view(&self, filter: &SearchFilter) -> Result<WordView<'_>, KnowledgeError> {
        let searcher = self.reader.searcher();
        let allowed = self.last_filter.allowed(&searcher, self.fields, filter)?;
        Ok(WordView { words: self, searcher, allowed })
    }

    /// How many chunks the index holds.
    pub(crate) fn count(&self) -> u64 {
        self.reader.searcher().num_docs()
    }
}

/// The index as it is at one moment.
pub(crate) struct WordView<'a> {
    words: &'a Words,
    searcher: Searcher,
    /// The chunks that may be found; `None` for all.
    pub(crate) allowed: Option<Arc<RoaringBitmap>>,
}

impl WordView<'_> {
    /// Looks up the words of two texts, the question and the conversation.
    ///
    /// # Errors
    /// The index cannot be read.
    pub(crate) fn query(
        &self,
        texts: [&str; 2],
        identifiers: &[String],
    ) -> Result<WordQuery<'_>, KnowledgeError> {
        let Words { fields, analyzer, .. } = self.words;
        let terms = QueryTerms::find(&self.searcher, *fields, analyzer, texts, identifiers)?;
        Ok(WordQuery { view: self, terms })
    }
}

/// The words of a query in one view of the index.
pub(crate) struct WordQuery<'a> {
    view: &'a WordView<'a>,
    terms: QueryTerms,
}

impl WordQuery<'_> {
    /// The chunks with the best BM25 for the words of one of the texts, best first.
    ///
    /// # Errors
    /// The index cannot be read.
    pub(crate) fn best(&self, text: usize, limit: usize) -> Result<Vec<u32>, KnowledgeError> {
        self.best_of(&self.terms.of_text[text], limit)
    }

    /// The chunks with the identifiers that the caller named.
    ///
    /// # Errors
    /// The index cannot be read.
    pub(crate) fn named(&self, limit: usize) -> Result<Vec<u32>, KnowledgeError> {
        self.best_of(&self.terms.named, limit)
    }

    fn best_of(&self, places: &[usize], limit: usize) -> Result<Vec<u32>, KnowledgeError> {
        let terms: Vec<&QueryTerm> = places.iter().map(|&term| &self.terms.terms[term]).collect();
        let WordView { words, searcher, allowed } = self.view;
        best::best(searcher, words.fields, &terms, allowed.as_deref(), limit)
    }

    /// What the words say of each of `chunks`; those that the index does not have are left out.
    ///
    /// # Errors
    /// The index cannot be read.
    pub(crate) fn evidence(
        &self,
        chunks: &[u32],
    ) -> Result<Vec<(u32, WordEvidence)>, KnowledgeError> {
        let mut held = Vec::with_capacity(chunks.len());
        let mut addresses = Vec::with_capacity(chunks.len());
        for &chunk in chunks {
            if let Some(address) = self.address(chunk)? {
                held.push(chunk);
                addresses.push(address);
            }
        }
        let found = evidence::evidence(
            &self.view.searcher,
            self.view.words.fields,
            &self.terms,
            &addresses,
        )?;
        Ok(held.into_iter().zip(found).collect())
    }

    /// Where a chunk stands in the index.
    fn address(&self, chunk: u32) -> Result<Option<DocAddress>, KnowledgeError> {
        let field = self.view.words.fields.chunk;
        let term = Term::from_field_u64(field, u64::from(chunk));
        for (ordinal, segment) in (0..).zip(self.view.searcher.segment_readers()) {
            let inverted = segment.inverted_index(field)?;
            let postings = inverted
                .read_postings(&term, IndexRecordOption::Basic)
                .map_err(TantivyError::from)?;
            let Some(mut postings) = postings else { continue };
            while postings.doc() != TERMINATED {
                if !segment.is_deleted(postings.doc()) {
                    return Ok(Some(DocAddress::new(ordinal, postings.doc())));
                }
                postings.advance();
            }
        }
        Ok(None)
    }
}

fn schema() -> (Schema, Fields) {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(ANALYZER)
        .set_index_option(IndexRecordOption::WithFreqs);
    let words = TextOptions::default().set_indexing_options(indexing);
    let mut schema = Schema::builder();
    let fields = Fields {
        chunk: schema.add_u64_field("chunk", INDEXED | FAST),
        title: schema.add_text_field("title", words.clone()),
        section: schema.add_text_field("section", words.clone()),
        text: schema.add_text_field("text", words.clone()),
        subject: schema.add_text_field("subject", words),
        category: schema.add_text_field("category", STRING),
        tag: schema.add_text_field("tag", STRING),
        folder: schema.add_text_field("folder", STRING),
        visibility: schema.add_text_field("visibility", STRING),
        updated: schema.add_i64_field("updated", INDEXED | FAST),
    };
    (schema.build(), fields)
}

/// The data folder that holds the index's folder.
fn data_of(folder: &Path) -> PathBuf {
    folder.parent().unwrap_or(folder).to_path_buf()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::DocumentRecord;

    fn words(chunk: u32, title: &str, text: &str) -> NewWords {
        let document = DocumentRecord { title: title.into(), ..DocumentRecord::default() };
        NewWords { chunk, document: document.into(), section: String::new(), text: text.into() }
    }

    fn found(index: &Words, query: &str) -> Vec<u32> {
        let view = index.view(&SearchFilter::default()).unwrap();
        view.query([query, query], &[]).unwrap().best(0, 10).unwrap()
    }

    #[test]
    fn words_are_found_in_any_form_until_they_are_removed() {
        let folder = tempfile::tempdir().unwrap();
        let index = Words::open(folder.path()).unwrap();
        index
            .apply(
                &[words(1, "Refunds", "We refund cards."), words(2, "Cards", "Gift cards expire.")],
                &[],
                1,
            )
            .unwrap();
        assert_eq!(found(&index, "Is my card being refunded?"), [1, 2]);
        assert_eq!(found(&index, "is it the"), [] as [u32; 0]);
        index.apply(&[], &[1], 2).unwrap();
        assert_eq!(found(&index, "refund"), [] as [u32; 0]);
        drop(index);
        assert_eq!(Words::open(folder.path()).unwrap().opened_at(), Some(2));
    }

    #[test]
    fn an_article_about_something_else_is_told_apart() {
        let article = |chunk, subject: &str| {
            let title = format!("{subject} — Is there parking?");
            let subject = subject.to_owned();
            let document = DocumentRecord { title, subject, ..DocumentRecord::default() };
            NewWords { document: document.into(), ..words(chunk, "", "Yes, behind the house.") }
        };
        let folder = tempfile::tempdir().unwrap();
        let index = Words::open(folder.path()).unwrap();
        let plain = words(3, "Parking", "In the street.");
        let added = [article(1, "Acorn House"), article(2, "Finches"), plain];
        index.apply(&added, &[], 1).unwrap();
        let conversation = "The house is called Acorn. Is there parking?";
        let texts = ["Is there parking?", conversation];
        let view = index.view(&SearchFilter::default()).unwrap();
        let query = view.query(texts, &[]).unwrap();
        let found = query.evidence(&[1, 2, 3]).unwrap();
        let others: Vec<f32> = found.iter().map(|(_, words)| words.other_subject).collect();
        assert_eq!(others, [0.0, 1.0, 0.0]);
    }

    #[test]
    fn a_broken_index_is_made_anew() {
        let folder = tempfile::tempdir().unwrap();
        Words::open(folder.path()).unwrap().apply(&[words(1, "a", "b")], &[], 7).unwrap();
        std::fs::write(folder.path().join("meta.json"), "{broken").unwrap();
        let index = Words::open(folder.path()).unwrap();
        assert_eq!((index.opened_at(), index.count()), (None, 0));
    }

    #[test]
    fn a_second_writer_is_told_that_it_is_the_second() {
        let folder = tempfile::tempdir().unwrap();
        let _first = Words::open(folder.path()).unwrap();
        assert!(matches!(Words::open(folder.path()), Err(KnowledgeError::InUse(_))));
    }
}
