//! A query's words as they stand in the index: their weights, and what a misspelt one may mean.

use std::collections::HashMap;

use tantivy::postings::TermInfo;
use tantivy::query::FuzzyTermQuery;
use tantivy::tokenizer::TextAnalyzer;
use tantivy::{Searcher, Term};

use super::Fields;
use super::analyzer::is_identifier;
use crate::error::KnowledgeError;

/// Of longer queries, the rarest words are taken.
const MAX_TERMS: usize = 32;
/// A misspelt word may differ in one letter from this length on, and in two from the second.
const ONE_MISTAKE_CHARS: usize = 4;
const TWO_MISTAKES_CHARS: usize = 8;
/// Of the words that a misspelt one may mean, the most frequent are taken.
const MAX_MEANINGS: usize = 2;
/// The most words of a query that are looked up as misspelt: each takes some 0.2 ms, and a text with
/// more of them is about something else.
const MAX_MISSPELT: usize = 8;
/// What such a word weighs, as a share of the weight that it has where it is spelt right.
const MEANING_WEIGHT: f32 = 0.7;

/// One word of a query.
#[derive(Clone, Debug)]
pub(super) struct QueryTerm {
    /// As it stands in the index.
    pub(super) text: String,
    /// Its weight in BM25 (inverse document frequency).
    pub(super) weight: f32,
    /// It stands for one certain thing (see [`is_identifier`]).
    pub(super) identifier: bool,
    /// Where it stands, by segment and field.
    pub(super) places: Vec<[Option<TermInfo>; Fields::COUNT]>,
}

/// The words of several texts, each once, and which of them each text has.
#[derive(Debug, Default)]
pub(super) struct QueryTerms {
    /// The words that the index has.
    pub(super) terms: Vec<QueryTerm>,
    /// For each text, the places of its words in `terms`.
    pub(super) of_text: [Vec<usize>; 2],
    /// The places in `terms` of the identifiers that the caller knows the question to be about.
    pub(super) named: Vec<usize>,
    /// For each text, the weight of its words that the index does not have, not even misspelt.
    pub(super) unknown: [f32; 2],
    /// How many words were looked up as misspelt.
    misspelt: usize,
}

impl QueryTerm {
    /// In how many places of the index it stands: a field of a chunk is one.
    pub(super) fn postings(&self) -> u64 {
        self.places.iter().flatten().flatten().map(|info| u64::from(info.doc_freq)).sum()
    }
}

impl QueryTerms {
    /// Looks the words of `texts` up, and of `identifiers` the words that stand for them.
    ///
    /// # Errors
    /// The index cannot be read.
    pub(super) fn find(
        searcher: &Searcher,
        fields: Fields,
        analyzer: &TextAnalyzer,
        texts: [&str; 2],
        identifiers: &[String],
    ) -> Result<Self, KnowledgeError> {
        let mut found = Self::default();
        let mut known: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, text) in texts.into_iter().enumerate() {
            let mut places: Vec<usize> = Vec::new();
            let mut unknown: Vec<String> = Vec::new();
            for word in distinct(analyzer, text) {
                if !known.contains_key(&word) {
                    let terms = found.look_up(searcher, fields, &word)?;
                    known.insert(word.clone(), terms);
                }
                let terms = &known[&word];
                if terms.is_empty() {
                    unknown.push(word);
                }
                for &term in terms {
                    if !places.contains(&term) {
                        places.push(term);
                    }
                }
            }
            places.sort_by(|&a, &b| found.terms[b].weight.total_cmp(&found.terms[a].weight));
            places.truncate(MAX_TERMS);
            found.of_text[index] = places;
            found.unknown[index] = unknown.len() as f32 * inverse_frequency(searcher.num_docs(), 0);
        }
        for identifier in identifiers {
            for word in certain_words(&distinct(analyzer, identifier)) {
                let place = match found.terms.iter().position(|known| known.text == word) {
                    Some(place) => Some(place),
                    None => term(searcher, fields, &word, 1.0)?.map(|term| {
                        found.terms.push(term);
                        found.terms.len() - 1
                    }),
                };
                found.named.extend(place.filter(|place| !found.named.contains(place)));
            }
        }
        Ok(found)
    }

    /// The places in `terms` of everything that a passage should name exactly: what the words of the
    /// question are by their shape (see [`is_identifier`]), and what the caller named.
    pub(super) fn identifiers(&self) -> impl Iterator<Item = usize> {
        let shaped = self.of_text[0].iter().copied().filter(|&term| self.terms[term].identifier);
        let named = self.named.iter().copied();
        named.chain(shaped.filter(|term| !self.named.contains(term)))
    }

    /// The places in `terms` of a word, or of those that it may mean.
    fn look_up(
        &mut self,
        searcher: &Searcher,
        fields: Fields,
        word: &str,
    ) -> Result<Vec<usize>, KnowledgeError> {
        if let Some(term) = term(searcher, fields, word, 1.0)? {
            self.terms.push(term);
            return Ok(vec![self.terms.len() - 1]);
        }
        let mut places = Vec::new();
        if self.misspelt == MAX_MISSPELT {
            return Ok(places);
        }
        self.misspelt += 1;
        for meaning in meanings(searcher, fields, word)? {
            let place = match self.terms.iter().position(|known| known.text == meaning) {
                Some(place) => Some(place),
                None => term(searcher, fields, &meaning, MEANING_WEIGHT)?.map(|term| {
                    self.terms.push(term);
                    self.terms.len() - 1
                }),
            };
            places.extend(place);
        }
        Ok(places)
    }

    /// The sum of the weights of a text's words.
    pub(super) fn weight(&self, text: usize) -> f32 {
        self.of_text[text].iter().map(|&term| self.terms[term].weight).sum()
    }
}

fn distinct(analyzer: &TextAnalyzer, text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut analyzer = analyzer.clone();
    let mut stream = analyzer.token_stream(text);
    while stream.advance() {
        let word = &stream.token().text;
        if !words.contains(word) {
            words.push(word.clone());
        }
    }
    words
}

/// Of the words that an identifier is made of, those that stand for it: by their shape, else the one
/// with digits, as in "HTTP 503", else the whole.
fn certain_words(words: &[String]) -> Vec<String> {
    let digits = |word: &&String| word.bytes().any(|byte| byte.is_ascii_digit());
    let shaped: Vec<String> = words.iter().filter(|word| is_identifier(word)).cloned().collect();
    if shaped.is_empty() {
        words.iter().find(digits).or(words.first()).cloned().into_iter().collect()
    } else {
        shaped
    }
}

/// A word with its places; `None` if the index does not have it.
fn term(
    searcher: &Searcher,
    fields: Fields,
    word: &str,
    share: f32,
) -> Result<Option<QueryTerm>, KnowledgeError> {
    let mut places = Vec::with_capacity(searcher.segment_readers().len());
    let mut holding = [0_u64; Fields::COUNT];
    for segment in searcher.segment_readers() {
        let mut infos = [const { None }; Fields::COUNT];
        for (index, field) in fields.texts().into_iter().enumerate() {
            let term = Term::from_field_text(field, word);
            if let Some(info) = segment
                .inverted_index(field)?
                .get_term_info(&term)
                .map_err(tantivy::TantivyError::from)?
            {
                holding[index] += u64::from(info.doc_freq);
                infos[index] = Some(info);
            }
        }
        places.push(infos);
    }
    let most = holding.into_iter().max().unwrap_or_default();
    if most == 0 {
        return Ok(None);
    }
    Ok(Some(QueryTerm {
        text: word.to_owned(),
        weight: share * inverse_frequency(searcher.num_docs(), most),
        identifier: is_identifier(word),
        places,
    }))
}

/// BM25's weight of a word that `holding` of `all` chunks have, as the index's library reckons it.
fn inverse_frequency(all: u64, holding: u64) -> f32 {
    let (all, holding) = (all as f32, holding as f32);
    (1.0 + (all - holding + 0.5).max(0.5) / (holding + 0.5)).ln()
}

/// The words of the index that `word` differs from by a mistake or two, most frequent first. The
/// first letter has to be right.
fn meanings(
    searcher: &Searcher,
    fields: Fields,
    word: &str,
) -> Result<Vec<String>, KnowledgeError> {
    let length = word.chars().count();
    if length < ONE_MISTAKE_CHARS || !word.chars().all(char::is_alphabetic) {
        return Ok(Vec::new());
    }
    let first: String = word.chars().take(1).collect();
    let beyond = beyond(&first);
    let mistakes = 1..=if length >= TWO_MISTAKES_CHARS { 2 } else { 1 };
    for distance in mistakes {
        let mut found: HashMap<String, u64> = HashMap::new();
        // What the automaton accepts depends on the word alone; to build it takes longer than to use it.
        let term = Term::from_field_text(fields.text, word);
        let automaton = FuzzyTermQuery::new(term, distance, true).automaton()?;
        for segment in searcher.segment_readers() {
            for field in [fields.text, fields.title] {
                let index = segment.inverted_index(field)?;
                let mut near = index
                    .terms()
                    .search(&automaton)
                    .ge(&first)
                    .lt(&beyond)
                    .into_stream()
                    .map_err(tantivy::TantivyError::from)?;
                while near.advance() {
                    if let Ok(text) = std::str::from_utf8(near.key()) {
                        *found.entry(text.to_owned()).or_default() +=
                            u64::from(near.value().doc_freq);
                    }
                }
            }
        }
        if !found.is_empty() {
            let mut found: Vec<(String, u64)> = found.into_iter().collect();
            found.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
            return Ok(found.into_iter().take(MAX_MEANINGS).map(|(text, _)| text).collect());
        }
    }
    Ok(Vec::new())
}

/// The smallest bytes that are larger than every word which starts with `first`.
fn beyond(first: &str) -> Vec<u8> {
    let mut bytes = first.as_bytes().to_vec();
    // No byte of UTF-8 is the largest one.
    if let Some(last) = bytes.last_mut() {
        *last += 1;
    }
    bytes
}
