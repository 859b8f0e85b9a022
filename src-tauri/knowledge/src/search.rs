//! A question to passages.

use std::collections::HashMap;

use aside_contract::{Passage, Timestamp};
use parking_lot::RwLock;

use crate::error::KnowledgeError;
use crate::index::Matrix;
use crate::ranking::{Evidence, probability};
use crate::store::{Snapshot, Store};
use crate::words::Words;

/// How many candidates words and vectors each bring: deep enough that a passage which is good in
/// both is in one of the two.
const CANDIDATES: usize = 60;

/// What is searched.
#[derive(Clone, Copy, Debug)]
pub struct SearchRequest<'a> {
    /// The question's words.
    pub query: &'a str,
    /// The question's embedding, of length 1; without it words alone are searched.
    pub embedding: Option<&'a [f32]>,
    /// Documents of this category come before others that answer as well.
    pub category: Option<&'a str>,
    /// The most passages.
    pub limit: usize,
}

/// Of so many times the wanted passages the category is looked up: it cannot lift one from below.
const CATEGORY_DEPTH: usize = 3;

/// The passages that most likely answer, best first. What was deleted meanwhile is left out: every
/// passage is read from the store as it is now.
pub(crate) fn search(
    store: &Store,
    words: &Words,
    matrix: &RwLock<Matrix>,
    request: &SearchRequest<'_>,
) -> Result<Vec<Passage>, KnowledgeError> {
    let ranked = candidates(words, matrix, request)?;
    let depth =
        if request.category.is_some() { request.limit * CATEGORY_DEPTH } else { request.limit };
    store.read(|snapshot| {
        let mut passages = Vec::with_capacity(depth);
        for (number, evidence) in ranked {
            if passages.len() >= depth {
                break;
            }
            passages.extend(passage(snapshot, request, number, evidence)?);
        }
        passages.sort_by(|a, b| b.score.total_cmp(&a.score));
        passages.truncate(request.limit);
        Ok(passages)
    })
}

/// How likely each chunk that words or vectors bring answers, most likely first.
pub(crate) fn scores(
    words: &Words,
    matrix: &RwLock<Matrix>,
    request: &SearchRequest<'_>,
) -> Result<Vec<(u32, f32)>, KnowledgeError> {
    let ranked = candidates(words, matrix, request)?;
    Ok(ranked.into_iter().map(|(chunk, evidence)| (chunk, probability(&evidence))).collect())
}

/// The chunks that words or vectors bring, most likely first, before their category is known.
fn candidates(
    words: &Words,
    matrix: &RwLock<Matrix>,
    request: &SearchRequest<'_>,
) -> Result<Vec<(u32, Evidence)>, KnowledgeError> {
    let depth = CANDIDATES.max(request.limit * CATEGORY_DEPTH);
    let mut found: HashMap<u32, Evidence> = HashMap::new();
    for hit in words.search(request.query, depth)? {
        found.insert(hit.chunk, Evidence { words: hit.share, ..Evidence::default() });
    }
    if let Some(embedding) = request.embedding {
        let matrix = matrix.read();
        for (chunk, _) in matrix.nearest(embedding, depth, None) {
            found.entry(chunk).or_default();
        }
        for (&chunk, evidence) in &mut found {
            evidence.cosine = matrix.cosine(embedding, chunk);
        }
    }
    let mut ranked: Vec<(u32, Evidence)> = found.into_iter().collect();
    ranked.sort_by(|a, b| probability(&b.1).total_cmp(&probability(&a.1)).then(a.0.cmp(&b.0)));
    Ok(ranked)
}

/// A candidate as it stands in the store; `None` if it went meanwhile.
fn passage(
    snapshot: &Snapshot<'_>,
    request: &SearchRequest<'_>,
    number: u32,
    evidence: Evidence,
) -> Result<Option<Passage>, KnowledgeError> {
    let Some(chunk) = snapshot.chunk(number)? else { return Ok(None) };
    let Some(document) = snapshot.document(&chunk.document)? else { return Ok(None) };
    let category =
        request.category.is_some_and(|wanted| wanted.eq_ignore_ascii_case(&document.category));
    Ok(Some(Passage {
        score: probability(&Evidence { category, ..evidence }),
        title: document.title,
        category: document.category,
        tags: document.tags,
        updated: Timestamp(document.updated),
        visibility: document.visibility,
        chunk: chunk.id,
        document: chunk.document,
        section: chunk.section,
        page: chunk.page,
        text: chunk.text,
    }))
}
