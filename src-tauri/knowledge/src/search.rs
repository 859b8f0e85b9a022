//! A question to passages.

use std::collections::BTreeSet;

use aside_contract::{Passage, SearchFilter, Timestamp};
use aside_inference::Embedding;
use parking_lot::RwLock;

use crate::duplicates::Fingerprint;
use crate::error::KnowledgeError;
use crate::index::Matrix;
use crate::parts::in_parts;
use crate::ranking::{Evidence, RankBy, Ranked, Reading, rank};
use crate::store::{Snapshot, Store};
use crate::words::Words;

/// How many candidates words and vectors each bring, for the question and for the conversation: deep
/// enough that a passage which is good in both is in one of them.
const CANDIDATES: usize = 60;
/// Of so many times the wanted passages the category is looked up: it cannot lift one from below.
const CATEGORY_DEPTH: usize = 3;
/// From so many vectors on, words and vectors are searched at the same time: a thread costs 0.05 ms.
const TOGETHER_FROM: u64 = 20_000;
/// Of so many candidates a thread reads at least, where several do.
const LEAST_CANDIDATES: usize = 40;

/// What is searched.
#[derive(Clone, Debug, Default)]
pub struct SearchRequest<'a> {
    /// The question's words.
    pub query: &'a str,
    /// The question's embedding; words alone are searched without it, or where it is of another encoder
    /// than the vectors that answer.
    pub embedding: Option<&'a Embedding>,
    /// The question with what was said around it, where there is more than the question.
    pub conversation: Option<Conversation<'a>>,
    /// What the question is certainly about, such as an error code, wherever it was said: a passage
    /// that names it comes before others that answer as well.
    pub identifiers: &'a [String],
    /// Documents of this category come before others that answer as well.
    pub category: Option<&'a str>,
    /// Which documents may be found.
    pub filter: SearchFilter,
    /// By what passages are ranked.
    pub by: RankBy,
    /// The most passages.
    pub limit: usize,
}

/// A question with what was said around it: it names what the question only points at.
#[derive(Clone, Copy, Debug)]
pub struct Conversation<'a> {
    /// The words, the question's included.
    pub text: &'a str,
    /// Their embedding.
    pub embedding: Option<&'a Embedding>,
    /// The question names all that it asks about: a passage that answers it by itself answers, whatever was
    /// said before.
    pub question_alone: bool,
}

impl<'a> SearchRequest<'a> {
    /// The conversation, or the question where there is none.
    fn conversation(&self) -> Conversation<'a> {
        self.conversation.unwrap_or(Conversation {
            text: self.query,
            embedding: self.embedding,
            question_alone: true,
        })
    }

    /// What candidates are read as.
    fn reading(&self) -> Reading {
        match self.conversation {
            None => Reading::Question,
            Some(Conversation { question_alone: false, .. }) => Reading::Conversation,
            Some(Conversation { question_alone: true, .. }) => Reading::Either,
        }
    }
}

/// The passages that most likely answer, best first. What was deleted meanwhile is left out: every
/// passage is read from the store as it is now.
pub(crate) fn search(
    store: &Store,
    words: &Words,
    matrix: &RwLock<Matrix>,
    request: &SearchRequest<'_>,
) -> Result<Vec<Passage>, KnowledgeError> {
    let found = candidates(words, matrix, request)?;
    let ranked = rank(&found, request.reading(), request.by);
    let depth =
        if request.category.is_some() { request.limit * CATEGORY_DEPTH } else { request.limit };
    store.read(|snapshot| {
        let mut passages: Vec<(Passage, Fingerprint)> = Vec::with_capacity(depth);
        for candidate in ranked {
            if passages.len() >= depth {
                break;
            }
            if let Some(passage) = passage(snapshot, request, &candidate)? {
                add(&mut passages, passage);
            }
        }
        let mut passages: Vec<Passage> = passages.into_iter().map(|(passage, _)| passage).collect();
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
    let found = candidates(words, matrix, request)?;
    let ranked = rank(&found, request.reading(), request.by);
    Ok(ranked.into_iter().map(|one| (one.chunk, one.score(false))).collect())
}

/// Adds a passage, or names its document with a better one that says the same.
fn add(passages: &mut Vec<(Passage, Fingerprint)>, passage: Passage) {
    let fingerprint = Fingerprint::of([&passage.title, &passage.section, &passage.text]);
    match passages.iter_mut().find(|(_, known)| known.says_the_same(&fingerprint)) {
        Some((better, _)) => {
            if better.document != passage.document && !better.duplicates.contains(&passage.document)
            {
                better.duplicates.push(passage.document);
            }
        }
        None => passages.push((passage, fingerprint)),
    }
}

/// A candidate with what ranks it, to train the ranking with.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Its document's id.
    pub document: String,
    /// Numbers by the names of [`crate::FEATURES`]; cosines are 0 where it has no vector.
    pub features: Vec<f32>,
}

/// All candidates, unranked.
pub(crate) fn explain(
    store: &Store,
    words: &Words,
    matrix: &RwLock<Matrix>,
    request: &SearchRequest<'_>,
) -> Result<Vec<Candidate>, KnowledgeError> {
    let found = candidates(words, matrix, request)?;
    store.read(|snapshot| {
        let mut all = Vec::with_capacity(found.len());
        for (number, evidence) in found {
            if let Some(chunk) = snapshot.chunk(number)? {
                let features = evidence.features().to_vec();
                all.push(Candidate { document: chunk.document, features });
            }
        }
        Ok(all)
    })
}

/// The chunks that words or vectors bring, with what speaks for each.
fn candidates(
    words: &Words,
    matrix: &RwLock<Matrix>,
    request: &SearchRequest<'_>,
) -> Result<Vec<(u32, Evidence)>, KnowledgeError> {
    let depth = CANDIDATES.max(request.limit * CATEGORY_DEPTH);
    let conversation = request.conversation();
    let view = words.view(&request.filter)?;
    let texts = if request.conversation.is_some() { 2 } else { 1 };
    let mut found: BTreeSet<u32> = BTreeSet::new();
    let matrix = matrix.read();
    let embeddings = [request.embedding, conversation.embedding]
        .map(|asked| asked.and_then(|asked| matrix.comparable(asked)));
    let by_words = || {
        let query = view.query([request.query, conversation.text], request.identifiers)?;
        let best = (0..texts).map(|text| query.best(text, depth));
        let best = best.chain([query.named(depth)]).collect::<Result<Vec<_>, KnowledgeError>>()?;
        Ok::<_, KnowledgeError>((query, best))
    };
    let by_meaning = || {
        let asked = embeddings.iter().take(texts).flatten();
        let nearest =
            asked.map(|asked| matrix.nearest(&asked.vector, depth, view.allowed.as_deref()));
        nearest.flatten().map(|(chunk, _)| chunk).collect::<Vec<_>>()
    };
    let large = matrix.embedded_chunks() >= TOGETHER_FROM;
    let (by_words, nearest) = if large {
        std::thread::scope(|scope| {
            let nearest = scope.spawn(by_meaning);
            let best = by_words();
            (best, nearest.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
        })
    } else {
        (by_words(), by_meaning())
    };
    let (query, best) = by_words?;
    found.extend(best.into_iter().flatten());
    found.extend(nearest);
    let chunks: Vec<u32> = found.into_iter().collect();
    let least = if large { LEAST_CANDIDATES } else { chunks.len() };
    let parts = in_parts(chunks.len(), least, |part| query.evidence(&chunks[part]));
    let mut evidence = Vec::with_capacity(chunks.len());
    for part in parts {
        evidence.extend(part?.into_iter().map(|(chunk, words)| {
            let cosine = |embedding: Option<&Embedding>| matrix.cosine(embedding?, chunk);
            (chunk, Evidence { cosines: embeddings.map(cosine), words })
        }));
    }
    Ok(evidence)
}

/// A candidate as it stands in the store; `None` if it went meanwhile.
fn passage(
    snapshot: &Snapshot<'_>,
    request: &SearchRequest<'_>,
    candidate: &Ranked,
) -> Result<Option<Passage>, KnowledgeError> {
    let Some(chunk) = snapshot.chunk(candidate.chunk)? else { return Ok(None) };
    let Some(document) = snapshot.document(&chunk.document)? else { return Ok(None) };
    let category =
        request.category.is_some_and(|wanted| wanted.eq_ignore_ascii_case(&document.category));
    Ok(Some(Passage {
        suspicious: document.mark.is_some(),
        score: candidate.score(category),
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
        duplicates: Vec::new(),
    }))
}
