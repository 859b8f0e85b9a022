//! What the words of a query say for and against each candidate.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::Postings;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocSet, Searcher, SegmentReader, TERMINATED, Term};

use super::query::QueryTerms;
use super::{BOOSTS, Fields};
use crate::error::KnowledgeError;

/// BM25's constants, as the index's library has them.
const K1: f32 = 1.2;
const B: f32 = 0.75;
/// The factor for a term's frequency approaches this (k1 + 1).
const SATURATION: f32 = K1 + 1.0;

/// How one text of a query meets one chunk. Weights are inverse document frequencies; a share is a
/// part of the weight of all words of the text, known or not.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct WordMatch {
    /// BM25 over title, section and text as a share of what a text that is full of every word could
    /// have; mostly 0 to 1, above where title and section repeat the words.
    pub(crate) bm25: f32,
    /// Share of the words that the chunk has anywhere.
    pub(crate) covered: f32,
    /// Share of the words that its title or section has.
    pub(crate) headed: f32,
    /// Share of the title's words that the text has.
    pub(crate) title_named: f32,
}

/// What words say of one chunk.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct WordEvidence {
    /// For the question and for the conversation.
    pub(crate) matches: [WordMatch; 2],
    /// Share of the question's identifiers, by shape or named by the caller, that the chunk has; 0 if the index knows none.
    pub(crate) identifiers: f32,
    /// Share of its subject's words that the conversation does not have; 0 without a subject.
    pub(crate) other_subject: f32,
    /// Words of its text, counted.
    pub(crate) length: u32,
}

/// Reads, for each chunk at `addresses`, where the words stand in it.
///
/// # Errors
/// The index cannot be read.
pub(super) fn evidence(
    searcher: &Searcher,
    fields: Fields,
    query: &QueryTerms,
    addresses: &[DocAddress],
) -> Result<Vec<WordEvidence>, KnowledgeError> {
    let averages = averages(searcher, fields)?;
    let mut found: Vec<Option<WordEvidence>> = vec![None; addresses.len()];
    let mut order: Vec<usize> = (0..addresses.len()).collect();
    order.sort_by_key(|&index| addresses[index]);
    for group in order.chunk_by(|&a, &b| addresses[a].segment_ord == addresses[b].segment_ord) {
        let ordinal = addresses[group[0]].segment_ord;
        let docs: Vec<u32> = group.iter().map(|&index| addresses[index].doc_id).collect();
        let counts = counts(searcher, fields, query, ordinal, &docs)?;
        let segment = searcher.segment_reader(ordinal);
        let subjects = Subjects::read(segment, fields, query, &docs)?;
        let norms: Vec<FieldNormReader> = fields
            .texts()
            .into_iter()
            .map(|field| segment.get_fieldnorms_reader(field))
            .collect::<Result<_, _>>()?;
        for (row, &index) in group.iter().enumerate() {
            let doc = docs[row];
            let mut lengths = [0; Fields::COUNT];
            for (length, norm) in lengths.iter_mut().zip(&norms) {
                *length = norm.fieldnorm(doc);
            }
            let (rows, subjects) = (docs.len(), &subjects);
            let chunk = Chunk { counts: &counts, subjects, row, rows, lengths, averages };
            found[index] = Some(chunk.evidence(query));
        }
    }
    Ok(found.into_iter().flatten().collect())
}

/// The mean length of each field, in words.
fn averages(searcher: &Searcher, fields: Fields) -> Result<[f32; Fields::COUNT], KnowledgeError> {
    let mut averages = [0.0; Fields::COUNT];
    for (average, field) in averages.iter_mut().zip(fields.texts()) {
        let mut tokens = 0;
        for segment in searcher.segment_readers() {
            tokens += segment.inverted_index(field)?.total_num_tokens();
        }
        *average = (tokens as f32 / searcher.num_docs().max(1) as f32).max(1.0);
    }
    Ok(averages)
}

/// How often each word stands in each field of each chunk: by word, then chunk, then field.
fn counts(
    searcher: &Searcher,
    fields: Fields,
    query: &QueryTerms,
    ordinal: u32,
    docs: &[u32],
) -> Result<Vec<[u32; Fields::COUNT]>, KnowledgeError> {
    let segment = searcher.segment_reader(ordinal);
    let mut counts = vec![[0; Fields::COUNT]; query.terms.len() * docs.len()];
    for (index, field) in fields.texts().into_iter().enumerate() {
        let inverted = segment.inverted_index(field)?;
        for (term, held) in query.terms.iter().zip(counts.chunks_mut(docs.len())) {
            let Some(info) = &term.places[ordinal as usize][index] else { continue };
            let mut postings = inverted
                .read_postings_from_terminfo(info, IndexRecordOption::WithFreqs)
                .map_err(tantivy::TantivyError::from)?;
            for (&doc, count) in docs.iter().zip(held) {
                if postings.doc() < doc {
                    postings.seek(doc);
                }
                match postings.doc() {
                    TERMINATED => break,
                    at if at == doc => count[index] = postings.term_freq(),
                    _ => {}
                }
            }
        }
    }
    Ok(counts)
}

/// Which words of the query name the subject of each chunk.
struct Subjects {
    /// By word, then chunk; empty where no chunk of the segment has a subject.
    named: Vec<bool>,
    /// The words of each chunk's subject, counted.
    lengths: Vec<u32>,
}

impl Subjects {
    fn read(
        segment: &SegmentReader,
        fields: Fields,
        query: &QueryTerms,
        docs: &[u32],
    ) -> Result<Self, KnowledgeError> {
        let inverted = segment.inverted_index(fields.subject)?;
        if inverted.total_num_tokens() == 0 {
            return Ok(Self { named: Vec::new(), lengths: vec![0; docs.len()] });
        }
        let norms = segment.get_fieldnorms_reader(fields.subject)?;
        let mut named = Vec::with_capacity(query.terms.len() * docs.len());
        for term in &query.terms {
            let word = Term::from_field_text(fields.subject, &term.text);
            let mut postings = inverted
                .read_postings(&word, IndexRecordOption::Basic)
                .map_err(tantivy::TantivyError::from)?;
            named.extend(docs.iter().map(|&doc| {
                postings.as_mut().is_some_and(|postings| {
                    if postings.doc() < doc {
                        postings.seek(doc);
                    }
                    postings.doc() == doc
                })
            }));
        }
        let lengths = docs.iter().map(|&doc| norms.fieldnorm(doc)).collect();
        Ok(Self { named, lengths })
    }
}

/// One candidate.
struct Chunk<'a> {
    counts: &'a [[u32; Fields::COUNT]],
    subjects: &'a Subjects,
    row: usize,
    rows: usize,
    /// Words of each field.
    lengths: [u32; Fields::COUNT],
    averages: [f32; Fields::COUNT],
}

impl Chunk<'_> {
    fn evidence(&self, query: &QueryTerms) -> WordEvidence {
        WordEvidence {
            matches: [self.word_match(query, 0), self.word_match(query, 1)],
            identifiers: self.identifiers(query),
            other_subject: self.other_subject(&query.of_text[1]),
            length: self.lengths[Fields::TEXT],
        }
    }

    fn count(&self, term: usize) -> [u32; Fields::COUNT] {
        self.counts[term * self.rows + self.row]
    }

    fn word_match(&self, query: &QueryTerms, text: usize) -> WordMatch {
        let all = query.weight(text) + query.unknown[text];
        if all <= 0.0 {
            return WordMatch::default();
        }
        let mut found = WordMatch::default();
        let mut named = 0_u32;
        for &term in &query.of_text[text] {
            let weight = query.terms[term].weight;
            let count = self.count(term);
            found.bm25 += weight * self.saturated(&count);
            if count.iter().any(|&times| times > 0) {
                found.covered += weight;
            }
            if count[Fields::TITLE] > 0 || count[Fields::SECTION] > 0 {
                found.headed += weight;
            }
            named += u32::from(count[Fields::TITLE] > 0);
        }
        found.bm25 /= all * SATURATION;
        found.covered /= all;
        found.headed /= all;
        found.title_named = (named as f32 / self.lengths[Fields::TITLE].max(1) as f32).min(1.0);
        found
    }

    fn other_subject(&self, terms: &[usize]) -> f32 {
        let length = self.subjects.lengths[self.row];
        if length == 0 {
            return 0.0;
        }
        let is_named = |&&term: &&usize| self.subjects.named[term * self.rows + self.row];
        let named = terms.iter().filter(is_named).count();
        (1.0 - named as f32 / length as f32).max(0.0)
    }

    /// The factor of a word's frequency, summed over the fields.
    fn saturated(&self, count: &[u32; Fields::COUNT]) -> f32 {
        let mut sum = 0.0;
        for (field, &times) in count.iter().enumerate() {
            if times > 0 {
                let times = times as f32;
                let long = self.lengths[field] as f32 / self.averages[field];
                sum += BOOSTS[field] * times * SATURATION / (times + K1 * (1.0 - B + B * long));
            }
        }
        sum
    }

    fn identifiers(&self, query: &QueryTerms) -> f32 {
        let (mut held, mut all) = (0.0, 0.0);
        for term in query.identifiers() {
            all += 1.0;
            held += f32::from(u8::from(self.count(term).iter().any(|&times| times > 0)));
        }
        if all > 0.0 { held / all } else { 0.0 }
    }
}
