//! How fast and how exact the encoder is, as one JSON object.
//!
//! `cargo bench -p aside-inference --bench encoder -- [--peer PYTHON] [--model DIR] [--reference FILE]`
//!
//! - `--peer PYTHON` measures sentence-transformers in the same run, round by round in turn, so that
//!   other work on the machine slows both alike. PYTHON is an interpreter that has it installed.
//! - `--model DIR` is the folder that sentence-transformers loads (default: its name in its cache).
//! - `--reference FILE` adds the smallest cosine to the vectors of that file, for each precision.
#![allow(clippy::print_stdout, reason = "its output is what it is for")]

mod peer;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use aside_inference::{Embedder, Encoder, Precision};
use peer::Peer;
use serde_json::{Value, json};

type Failure = Box<dyn std::error::Error + Send + Sync>;

const ROUNDS: usize = 7;
const CHUNKS: usize = 96;
const MESSAGES: usize = 60;
/// Texts that are embedded at once, as the background queue does.
const BATCH: usize = 8;

const SENTENCES: [&str; 10] = [
    "Refunds reach the original payment method within five to ten business days of our approval.",
    "To reset the router, hold the small button on its back for ten seconds until the light turns amber.",
    "You can change the delivery address as long as the parcel has not left our warehouse.",
    "An invoice is sent by e-mail on the first day of each month, and can be downloaded under Billing.",
    "If the sign-in page keeps coming back, clear the site's cookies and allow third-party storage.",
    "Subscriptions renew on their own; cancel at the latest one day before the next period begins.",
    "Items that arrived damaged are replaced free of charge: send us a picture of the box and the item.",
    "Two-factor codes are valid for thirty seconds, so check that your phone's clock is set automatically.",
    "The team plan includes up to ten seats, shared folders and an audit log kept for one year.",
    "Tracking numbers become active some hours after the label was printed, not at once.",
];

const QUESTIONS: [&str; 5] = [
    "Hi, my order has not arrived yet, where is it?",
    "I was charged twice this month, please refund one of the payments.",
    "How do I change the e-mail address of my account?",
    "The app crashes whenever I open the settings page since the last update.",
    "Can I return the shoes if I have already worn them once?",
];

fn main() -> Result<(), Failure> {
    let options = Options::parse(std::env::args().skip(1))?;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models/all-MiniLM-L6-v2");
    let (start, cpu) = (Instant::now(), peer::cpu_seconds());
    let encoder = Encoder::load(&folder, Precision::Auto)?;
    let load = json!({"ms": milliseconds(start), "cpu_ms": (peer::cpu_seconds() - cpu) * 1e3});
    let mut report = json!({"kernel": encoder.kernel(), "load": load});
    let mut peer = options
        .peer
        .as_deref()
        .map(|python| Peer::start(python, options.model.as_deref()))
        .transpose()?;

    for tokens in [100, 250] {
        report[format!("chunks_of_{tokens}_tokens")] = throughput(&encoder, peer.as_mut(), tokens)?;
    }
    report["short_message"] = latency(&encoder, peer.as_mut())?;
    if let Some(file) = &options.reference {
        let rows = std::fs::read_to_string(file)?;
        for precision in [Precision::F32, Precision::Int8] {
            let Ok(encoder) = Encoder::load(&folder, precision) else { continue };
            report["smallest_cosine"][encoder.kernel()] = json!(smallest_cosine(&encoder, &rows)?);
        }
    }
    println!("{report:#}");
    Ok(())
}

#[derive(Default)]
struct Options {
    peer: Option<PathBuf>,
    model: Option<PathBuf>,
    reference: Option<PathBuf>,
}

impl Options {
    fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Self, Failure> {
        let mut options = Self::default();
        while let Some(argument) = arguments.next() {
            let target = match argument.as_str() {
                "--peer" => &mut options.peer,
                "--model" => &mut options.model,
                "--reference" => &mut options.reference,
                // Added by cargo.
                "--bench" => continue,
                other => return Err(format!("unknown argument {other}").into()),
            };
            *target = Some(arguments.next().ok_or(format!("{argument} wants a value"))?.into());
        }
        Ok(options)
    }
}

/// Chunks of about `tokens` tokens a second, by as many workers as there are processors.
fn throughput(
    encoder: &Encoder,
    mut peer: Option<&mut Peer>,
    tokens: usize,
) -> Result<Value, Failure> {
    let chunks: Vec<String> =
        (0..CHUNKS).map(|index| chunk(encoder, tokens, index)).collect::<Result<_, _>>()?;
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let (start, cpu) = (Instant::now(), peer::cpu_seconds());
        embed_in_parallel(encoder, &chunks)?;
        ours.push((start.elapsed().as_secs_f64(), peer::cpu_seconds() - cpu));
        if let Some(peer) = &mut peer {
            theirs.extend(peer.embed(&chunks, 32)?);
        }
    }
    let count = CHUNKS as f64;
    let rate = |times: &[(f64, f64)]| {
        json!({
            "per_second": count / median(times.iter().map(|time| time.0)),
            "per_cpu_second": count / median(times.iter().map(|time| time.1)),
        })
    };
    let mut report = json!({"aside": rate(&ours)});
    if !theirs.is_empty() {
        report["peer"] = rate(&theirs);
        report["times_the_peer"] = json!({
            "per_second": median(ours.iter().zip(&theirs).map(|(ours, theirs)| theirs.0 / ours.0)),
            "per_cpu_second": median(ours.iter().zip(&theirs).map(|(ours, theirs)| theirs.1 / ours.1)),
        });
    }
    Ok(report)
}

fn embed_in_parallel(encoder: &Encoder, chunks: &[String]) -> Result<(), Failure> {
    let batches: Vec<Vec<&str>> =
        chunks.chunks(BATCH).map(|batch| batch.iter().map(String::as_str).collect()).collect();
    let next = AtomicUsize::new(0);
    let work = || -> Result<(), Failure> {
        while let Some(batch) = batches.get(next.fetch_add(1, Ordering::Relaxed)) {
            encoder.embed(batch)?;
        }
        Ok(())
    };
    std::thread::scope(|scope| {
        let workers = std::thread::available_parallelism().map_or(1, usize::from);
        let threads: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        threads.into_iter().try_for_each(|thread| thread.join().map_err(|_| "a worker panicked")?)
    })
}

/// Milliseconds of one short message, on one thread of ours.
fn latency(encoder: &Encoder, mut peer: Option<&mut Peer>) -> Result<Value, Failure> {
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for index in 0..MESSAGES {
        let message = format!("{} Case {index}.", QUESTIONS[index % QUESTIONS.len()]);
        let start = Instant::now();
        encoder.embed(&[&message])?;
        ours.push(milliseconds(start));
        if let Some(peer) = &mut peer {
            theirs.extend(peer.embed(&[message], 1)?.map(|time| time.0 * 1e3));
        }
    }
    let figures = |times: &[f64]| {
        let fastest = times.iter().copied().fold(f64::INFINITY, f64::min);
        json!({"p50_ms": median(times.iter().copied()), "fastest_ms": fastest})
    };
    let mut report = json!({"aside": figures(&ours)});
    if !theirs.is_empty() {
        report["peer"] = figures(&theirs);
    }
    Ok(report)
}

/// The smallest cosine to the vectors of `rows`, one JSON object `{text, embedding}` a line.
fn smallest_cosine(encoder: &Encoder, rows: &str) -> Result<f64, Failure> {
    let mut smallest = 1.0_f64;
    for row in rows.lines() {
        let row: Value = serde_json::from_str(row)?;
        let wanted: Vec<f64> = serde_json::from_value(row["embedding"].clone())?;
        let found = encoder.embed(&[row["text"].as_str().ok_or("a row without text")?])?;
        let length = wanted.iter().map(|number| number * number).sum::<f64>().sqrt();
        let dot: f64 = wanted.iter().zip(&found[0]).map(|(a, b)| a * f64::from(*b)).sum();
        smallest = smallest.min(dot / length);
    }
    Ok(smallest)
}

/// A text of about `tokens` tokens, another one for each `index`.
fn chunk(encoder: &Encoder, tokens: usize, index: usize) -> Result<String, Failure> {
    let mut text = format!("Article {index}.");
    for sentence in SENTENCES.iter().cycle().skip(index) {
        let longer = format!("{text} {sentence}");
        if encoder.count_tokens(&longer)? > tokens {
            break;
        }
        text = longer;
    }
    Ok(text)
}

fn milliseconds(start: Instant) -> f64 {
    start.elapsed().as_secs_f64() * 1e3
}

fn median(numbers: impl Iterator<Item = f64>) -> f64 {
    let mut numbers: Vec<f64> = numbers.collect();
    numbers.sort_by(f64::total_cmp);
    numbers.get(numbers.len() / 2).copied().unwrap_or(f64::NAN)
}
