//! A question to passages.

use std::collections::HashMap;

use aside_contract::Passage;
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

/// The passages that most likely answer, best first. What was deleted meanwhile is left out: every
/// passage is read from the store as it is now.
pub(crate) fn search(
    store: &Store,
    words: &Words,
    matrix: &RwLock<Matrix>,
    request: &SearchRequest<'_>,
) -> Result<Vec<Passage>, KnowledgeError> {
    let depth = CANDIDATES.max(request.limit);
    let mut candidates: HashMap<u32, (f32, Option<f32>)> = HashMap::new();
    for hit in words.search(request.query, depth)? {
        candidates.insert(hit.chunk, (hit.share, None));
    }
    if let Some(embedding) = request.embedding {
        for (chunk, cosine) in matrix.read().nearest(embedding, depth) {
            candidates.entry(chunk).or_insert((0.0, None)).1 = Some(cosine);
        }
    }
    store.read(|snapshot| {
        let mut titles = HashMap::new();
        let mut passages = Vec::with_capacity(candidates.len());
        for (&number, &(share, cosine)) in &candidates {
            passages.extend(passage(
                snapshot,
                matrix,
                request,
                number,
                (share, cosine),
                &mut titles,
            )?);
        }
        passages.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.chunk.cmp(&b.chunk)));
        passages.truncate(request.limit);
        Ok(passages)
    })
}

type Titles = HashMap<String, Option<(String, String)>>;

fn passage(
    snapshot: &Snapshot<'_>,
    matrix: &RwLock<Matrix>,
    request: &SearchRequest<'_>,
    number: u32,
    (share, cosine): (f32, Option<f32>),
    titles: &mut Titles,
) -> Result<Option<Passage>, KnowledgeError> {
    let Some(chunk) = snapshot.chunk(number)? else { return Ok(None) };
    if !titles.contains_key(&chunk.document) {
        let document = snapshot.document(&chunk.document)?;
        titles.insert(
            chunk.document.clone(),
            document.map(|document| (document.title, document.category)),
        );
    }
    let Some(Some((title, category))) = titles.get(&chunk.document) else { return Ok(None) };
    let exact =
        || request.embedding.and_then(|embedding| matrix.read().cosine(embedding, chunk.vector));
    let evidence = Evidence {
        cosine: cosine.or_else(exact),
        words: share,
        category: request.category.is_some_and(|wanted| wanted.eq_ignore_ascii_case(category)),
    };
    Ok(Some(Passage {
        score: probability(&evidence),
        title: title.clone(),
        category: category.clone(),
        chunk: chunk.id,
        document: chunk.document,
        section: chunk.section,
        page: chunk.page,
        text: chunk.text,
    }))
}
