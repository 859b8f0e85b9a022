//! The word index: full-text search by BM25 over titles, sections and texts.
//!
//! Derived from the store: each commit carries the number of the store's word generation that it
//! holds, and an index with another number, or a broken one, is built again. No other file names
//! the full-text library but the error type.

mod check;

use std::path::{Path, PathBuf};
use std::time::Duration;

use parking_lot::Mutex;
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, BoostQuery, Occur, Query, TermQuery};
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::{
    AsciiFoldingFilter, Language, LowerCaser, RemoveLongFilter, SimpleTokenizer, Stemmer,
    StopWordFilter, TextAnalyzer,
};
use tantivy::{
    Index, IndexReader, IndexWriter, ReloadPolicy, Searcher, TantivyDocument, TantivyError, Term,
};

pub(crate) use check::look;

use crate::error::KnowledgeError;
use crate::store::NewWords;

const ANALYZER: &str = "aside_english";
/// What the index's writer may hold in memory; the library's own minimum.
const WRITER_BYTES: usize = 15_000_000;
/// How much more than in the text a word counts in the title and in the section.
const TITLE_BOOST: f32 = 1.5;
const SECTION_BOOST: f32 = 1.2;
/// Of longer queries, the rarest words are taken.
const MAX_QUERY_TERMS: usize = 40;
/// How often, and how far apart, the lock on the index is tried.
const LOCK_TRIES: u32 = 10;
const LOCK_PAUSE: Duration = Duration::from_millis(50);
/// BM25's factor for a term's frequency approaches this (k1 + 1).
const SATURATION: f32 = 2.2;

/// Words that say nothing of what is asked.
const STOP_WORDS: &[&str] = &[
    "a", "an", "and", "are", "as", "at", "be", "been", "but", "by", "can", "could", "did", "do",
    "does", "for", "from", "had", "has", "have", "he", "her", "his", "i", "if", "in", "into", "is",
    "it", "its", "me", "my", "no", "not", "of", "on", "or", "our", "please", "she", "should", "so",
    "such", "that", "the", "their", "them", "then", "there", "these", "they", "this", "to", "us",
    "was", "we", "were", "will", "with", "would", "you", "your",
];

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
}

#[derive(Clone, Copy)]
struct Fields {
    chunk: Field,
    title: Field,
    section: Field,
    text: Field,
}

/// A chunk that words found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct WordHit {
    /// Its number.
    pub(crate) chunk: u32,
    /// Its BM25 score as a share of what a text that is full of every word of the query could have; mostly
    /// 0 to 1, above where title and section repeat the words.
    pub(crate) share: f32,
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
        Ok(Self { fields, analyzer, index, reader, writer: Mutex::new(Some(writer)), opened_at })
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
        document.add_text(self.fields.title, &words.title);
        document.add_text(self.fields.section, &words.section);
        document.add_text(self.fields.text, &words.text);
        document
    }

    /// The chunks that hold most of the query's rarest words, best first.
    pub(crate) fn search(&self, query: &str, limit: usize) -> Result<Vec<WordHit>, KnowledgeError> {
        let searcher = self.reader.searcher();
        let terms = self.query_terms(&searcher, query)?;
        let best_possible: f32 = terms.iter().map(|(_, weight)| weight * SATURATION).sum();
        if best_possible <= 0.0 || limit == 0 {
            return Ok(Vec::new());
        }
        let clauses = terms.iter().flat_map(|(word, _)| self.clauses(word)).collect();
        let top = TopDocs::with_limit(limit).order_by_score();
        let found = searcher.search(&BooleanQuery::new(clauses), &top)?;
        let mut hits = Vec::with_capacity(found.len());
        for (score, address) in found {
            let numbers =
                searcher.segment_reader(address.segment_ord).fast_fields().u64("chunk")?;
            let chunk = numbers.first(address.doc_id).and_then(|number| u32::try_from(number).ok());
            hits.extend(chunk.map(|chunk| WordHit { chunk, share: score / best_possible }));
        }
        Ok(hits)
    }

    /// The query's distinct words as they stand in the index, with their BM25 weights (inverse
    /// document frequency, as the library reckons it).
    fn query_terms(
        &self,
        searcher: &Searcher,
        query: &str,
    ) -> Result<Vec<(String, f32)>, KnowledgeError> {
        let mut terms: Vec<(String, f32)> = Vec::new();
        let mut analyzer = self.analyzer.clone();
        let mut stream = analyzer.token_stream(query);
        let documents = searcher.num_docs() as f32;
        while stream.advance() {
            let word = &stream.token().text;
            if terms.iter().all(|(known, _)| known != word) {
                let term = Term::from_field_text(self.fields.text, word);
                let holding = searcher.doc_freq(&term)? as f32;
                let weight = (1.0 + (documents - holding + 0.5).max(0.5) / (holding + 0.5)).ln();
                terms.push((word.clone(), weight));
            }
        }
        terms.sort_by(|a, b| b.1.total_cmp(&a.1));
        terms.truncate(MAX_QUERY_TERMS);
        Ok(terms)
    }

    fn clauses(&self, word: &str) -> [(Occur, Box<dyn Query>); 3] {
        let clause = |field, boost| -> (Occur, Box<dyn Query>) {
            let term =
                TermQuery::new(Term::from_field_text(field, word), IndexRecordOption::WithFreqs);
            (Occur::Should, Box::new(BoostQuery::new(Box::new(term), boost)))
        };
        [
            clause(self.fields.title, TITLE_BOOST),
            clause(self.fields.section, SECTION_BOOST),
            clause(self.fields.text, 1.0),
        ]
    }

    /// How many chunks the index holds.
    pub(crate) fn count(&self) -> u64 {
        self.reader.searcher().num_docs()
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
        text: schema.add_text_field("text", words),
    };
    (schema.build(), fields)
}

fn analyzer() -> TextAnalyzer {
    TextAnalyzer::builder(SimpleTokenizer::default())
        .filter(RemoveLongFilter::limit(64))
        .filter(LowerCaser)
        .filter(AsciiFoldingFilter)
        .filter(StopWordFilter::remove(STOP_WORDS.iter().map(|word| (*word).to_owned())))
        .filter(Stemmer::new(Language::English))
        .build()
}

/// The data folder that holds the index's folder.
fn data_of(folder: &Path) -> PathBuf {
    folder.parent().unwrap_or(folder).to_path_buf()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(chunk: u32, title: &str, text: &str) -> NewWords {
        NewWords { chunk, title: title.into(), section: String::new(), text: text.into() }
    }

    fn found(index: &Words, query: &str) -> Vec<u32> {
        index.search(query, 10).unwrap().iter().map(|hit| hit.chunk).collect()
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
