//! A synthetic corpus of one size: indexed, opened, searched.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use aside_inference::InferenceQueue;
use aside_knowledge::{Knowledge, SearchRequest, WorkerCommand};
use serde::{Deserialize, Serialize};

use super::corpus::{Asked, Corpus, Synthetic};
use super::machine::{Memory, disk_bytes, load};
use super::{Progress, failed, folder, step};
use crate::EngineError;
use crate::eval::metrics::percentile;

/// Articles of one file.
const ARTICLES_PER_FILE: u64 = 1_000;
/// Searches before counting starts, and those that count.
const WARM_UP: usize = 50;
const SEARCHES: usize = 1_000;
/// Passages that a search is asked for, as for a message.
const PASSAGES: usize = 5;
/// Questions of so many words are long: a customer tells a story.
const LONG_WORDS: usize = 20;
/// Of so many nearest, recall is the share that is found.
const NEAREST: usize = 10;
/// The most chunks that an article is cut into.
const CHUNKS_PER_ARTICLE: usize = 3;
/// The longest that vectors may take to come into memory.
const LOADING: Duration = Duration::from_secs(600);

/// How long searches take, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Percentiles {
    /// The median.
    pub p50: f64,
    /// 95 of 100 are faster.
    pub p95: f64,
    /// 99 of 100 are faster.
    pub p99: f64,
}

/// What was measured on one corpus.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SizeReport {
    /// Its passages, each with a vector.
    pub chunks: u64,
    /// Seconds until words found everything, and until vectors did (made up, not computed).
    pub words_seconds: f64,
    /// See `words_seconds`.
    pub index_seconds: f64,
    /// Seconds of opening it again, from when words find everything.
    pub open_seconds: f64,
    /// Seconds from the start of opening until the vectors are in memory.
    pub ready_seconds: f64,
    /// Processes that wanted a processor in the minute before the searches.
    pub load: Option<f64>,
    /// A whole search, by words and vectors, the question's embedding left out.
    pub search_ms: Percentiles,
    /// The same for real questions of 20 words or more; `None` if there are none.
    pub long_ms: Option<Percentiles>,
    /// By words alone.
    pub words_ms: Percentiles,
    /// The ten nearest vectors alone.
    pub nearest_ms: Percentiles,
    /// Of the ten truly nearest, the share that is found: questions that lie among the articles.
    pub recall_inside: f64,
    /// The same for real questions, which lie far from all articles.
    pub recall_outside: f64,
    /// Bytes of the vectors as they are stored: four for each number.
    pub vector_bytes: u64,
    /// Memory of the process, all its parts included; `None` where the system does not tell.
    pub memory: Option<Memory>,
    /// Bytes on the disk: documents, vectors and words.
    pub disk_bytes: u64,
}

/// Makes a corpus of `chunks` articles below `scratch`, measures it, and removes it.
pub(super) fn measure(
    corpus: &Arc<Corpus>,
    chunks: usize,
    scratch: &Path,
    worker: &WorkerCommand,
    progress: &mut Progress<'_>,
) -> Result<SizeReport, EngineError> {
    let (articles, data) = (scratch.join("articles"), scratch.join("data"));
    let folders = std::slice::from_ref(&articles);
    write_articles(corpus, chunks as u64, &articles, progress)?;
    let queue = InferenceQueue::start(Arc::new(Synthetic(corpus.clone())), 1);
    let start = Instant::now();
    let knowledge = folder::open(folders, &data, Some(&queue), worker)?;
    knowledge.scan()?;
    let words_seconds = folder::index(&knowledge, start, "reading articles", progress)?.seconds;
    let index_seconds = start.elapsed().as_secs_f64();
    knowledge.close();
    drop(knowledge);

    let start = Instant::now();
    let knowledge = folder::open(folders, &data, Some(&queue), worker)?;
    let open_seconds = start.elapsed().as_secs_f64();
    knowledge.wait_until_loaded(LOADING);
    let ready_seconds = start.elapsed().as_secs_f64();
    // Near-duplicates are looked for behind; searches are measured without.
    while !knowledge.wait_until_compared(LOADING) {
        step(progress, "comparing documents", 0, 1)?;
    }

    let inside = corpus.inside();
    let questions: Vec<&Asked> = inside.iter().chain(corpus.outside()).collect();
    let embedded = |asked: &Asked| search(&knowledge, asked, true);
    let load = load();
    let search_ms = time(&questions, "searching", progress, embedded)?;
    let memory = Memory::now();
    let is_long = |asked: &&Asked| asked.words.split_whitespace().count() >= LONG_WORDS;
    let long: Vec<&Asked> = corpus.outside().iter().filter(is_long).collect();
    let long_ms = match long.is_empty() {
        true => None,
        false => Some(time(&long, "searching for long questions", progress, embedded)?),
    };
    let words_ms =
        time(&questions, "searching", progress, |asked| search(&knowledge, asked, false))?;
    let nearest_ms = time(&questions, "searching", progress, |asked| {
        Ok(knowledge.nearest(&asked.embedding, NEAREST).map(drop)?)
    })?;
    let recall = |questions: &[Asked], progress: &mut Progress<'_>| {
        recall(corpus, &knowledge, questions, chunks as u64, progress)
    };
    let recall_inside = recall(&inside, progress)?;
    let recall_outside = recall(corpus.outside(), progress)?;
    let status = knowledge.status();
    knowledge.close();
    drop(knowledge);
    let report = SizeReport {
        chunks: status.chunks,
        words_seconds,
        index_seconds,
        open_seconds,
        ready_seconds,
        load,
        search_ms,
        long_ms,
        words_ms,
        nearest_ms,
        recall_inside,
        recall_outside,
        vector_bytes: status.embedded * corpus.dimensions() as u64 * size_of::<f32>() as u64,
        memory,
        disk_bytes: disk_bytes(&data),
    };
    for folder in [&articles, &data] {
        std::fs::remove_dir_all(folder).map_err(|source| failed("remove", folder, &source))?;
    }
    Ok(report)
}

fn write_articles(
    corpus: &Corpus,
    chunks: u64,
    folder: &Path,
    progress: &mut Progress<'_>,
) -> Result<(), EngineError> {
    std::fs::create_dir_all(folder).map_err(|source| failed("make the folder", folder, &source))?;
    for first in (0..chunks).step_by(ARTICLES_PER_FILE as usize) {
        step(progress, "writing articles", first, chunks)?;
        let file = folder.join(format!("{first}.jsonl"));
        corpus
            .write(first..chunks.min(first + ARTICLES_PER_FILE), &file)
            .map_err(|source| failed("write", &file, &source))?;
    }
    Ok(())
}

fn search(knowledge: &Knowledge, asked: &Asked, embedded: bool) -> Result<(), EngineError> {
    let request = SearchRequest {
        query: &asked.words,
        embedding: embedded.then_some(&asked.embedding),
        limit: PASSAGES,
        ..SearchRequest::default()
    };
    Ok(knowledge.search(&request).map(drop)?)
}

fn time(
    questions: &[&Asked],
    what: &str,
    progress: &mut Progress<'_>,
    mut ask: impl FnMut(&Asked) -> Result<(), EngineError>,
) -> Result<Percentiles, EngineError> {
    let mut times = Vec::with_capacity(SEARCHES);
    for (turn, asked) in questions.iter().cycle().take(WARM_UP + SEARCHES).enumerate() {
        step(progress, what, turn as u64, (WARM_UP + SEARCHES) as u64)?;
        let start = Instant::now();
        ask(asked)?;
        if turn >= WARM_UP {
            times.push(start.elapsed().as_secs_f64() * 1e3);
        }
    }
    times.sort_by(f64::total_cmp);
    let at = |share| percentile(&times, share);
    Ok(Percentiles { p50: at(0.5), p95: at(0.95), p99: at(0.99) })
}

/// The share of the truly nearest that is found.
fn recall(
    corpus: &Corpus,
    knowledge: &Knowledge,
    questions: &[Asked],
    chunks: u64,
    progress: &mut Progress<'_>,
) -> Result<f64, EngineError> {
    let mut nearest: Vec<Vec<(f32, u64)>> = vec![Vec::with_capacity(NEAREST + 1); questions.len()];
    for number in 0..chunks {
        if number.is_multiple_of(10_000) {
            step(progress, "looking at every vector", number, chunks)?;
        }
        let row = corpus.vector(number);
        for (asked, nearest) in questions.iter().zip(&mut nearest) {
            let cosine = dot(&asked.embedding.vector, &row);
            if nearest.len() < NEAREST || nearest.last().is_some_and(|last| cosine > last.0) {
                let place = nearest.partition_point(|other| other.0 >= cosine);
                nearest.insert(place, (cosine, number));
                nearest.truncate(NEAREST);
            }
        }
    }
    let (mut found, mut all) = (0, 0);
    for (asked, nearest) in questions.iter().zip(&nearest) {
        // A long article has several chunks with one vector.
        let hits = knowledge.nearest(&asked.embedding, NEAREST * CHUNKS_PER_ARTICLE)?;
        let mut numbers: Vec<u64> = hits
            .iter()
            .filter_map(|(document, _)| document.rsplit_once('#')?.1.parse().ok())
            .collect();
        numbers.dedup();
        numbers.truncate(NEAREST);
        found += nearest.iter().filter(|one| numbers.contains(&one.1)).count();
        all += nearest.len();
    }
    Ok(if all == 0 { 0.0 } else { found as f64 / all as f64 })
}

/// The dot product, in lanes that the compiler turns into vector instructions.
fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut sums = [0.0_f32; 16];
    for (a, b) in a.chunks_exact(16).zip(b.chunks_exact(16)) {
        for lane in 0..16 {
            sums[lane] += a[lane] * b[lane];
        }
    }
    let rest = a.chunks_exact(16).remainder().iter().zip(b.chunks_exact(16).remainder());
    sums.iter().sum::<f32>() + rest.map(|(a, b)| a * b).sum::<f32>()
}
