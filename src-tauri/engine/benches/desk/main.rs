//! What an agent waits for: the start, the first index, advice on a message, the memory held, and all of
//! that while a large folder is indexed ([`busy`]).
//!
//! Runs on the sample knowledge with a data folder of its own and prints one JSON object:
//! `cargo bench -p aside-engine --bench desk -- [FILES]`, with the number of files of the large folder.

#![allow(clippy::print_stdout, reason = "a benchmark prints its figures")]

mod busy;

use std::error::Error;
use std::path::Path;
use std::time::{Duration, Instant};

use aside_contract::{Advice, Channel, IncomingMessage, ModelState};
use aside_engine::{CappedAllocator, Engine, Places};
use serde_json::{Value, json};

#[global_allocator]
static ALLOCATOR: CappedAllocator = CappedAllocator;

/// Messages before counting starts.
const WARM_UP: usize = 20;
/// Messages that count.
const MESSAGES: usize = 400;
/// Files of the large folder.
const FILES: usize = 10_000;

fn main() -> Result<(), Box<dyn Error>> {
    aside_engine::become_convert_worker_if_asked();
    let repository = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
    let files = std::env::args().find_map(|argument| argument.parse().ok()).unwrap_or(FILES);
    let (data, large) = (tempfile::tempdir()?, tempfile::tempdir()?);
    let places = Places {
        knowledge: vec![repository.join("knowledge"), large.path().to_path_buf()],
        data: data.path().to_path_buf(),
        models: repository.join("models"),
        encoder: None,
        decided: Default::default(),
    };
    let start = Instant::now();
    let engine = Engine::open(places, aside_engine::this_program_as_worker()?)?;
    let ready = start.elapsed();
    let index = engine.index(|_| {})?;
    let kernel = match engine.model_state() {
        ModelState::Ready { kernel, .. } => kernel,
        ModelState::Missing { reason } => return Err(reason.into()),
    };

    let rows = std::fs::read_to_string(repository.join("tests/fixtures/sample/questions.jsonl"))?;
    let questions: Vec<String> = rows
        .lines()
        .map(|line| {
            Ok(serde_json::from_str::<Value>(line)?["question"]
                .as_str()
                .unwrap_or_default()
                .to_owned())
        })
        .collect::<Result<_, serde_json::Error>>()?;
    let mut advices = Vec::with_capacity(MESSAGES);
    for (index, text) in questions.iter().cycle().take(WARM_UP + MESSAGES).enumerate() {
        let advice = engine.receive(&IncomingMessage::new("bench", Channel::Cli, text, None)?)?;
        if index >= WARM_UP {
            advices.push(advice);
        }
    }
    let stage = |value: fn(&Advice) -> f64| {
        let times: Vec<f64> = advices.iter().map(value).collect();
        json!({"p50": busy::at(&times, 50), "p99": busy::at(&times, 99)})
    };
    let resident = resident_mib();
    let busy = busy::measure(&engine, large.path(), &questions, files)?;
    let figures = json!({
        "kernel": kernel,
        "ready_ms": milliseconds(ready),
        "index": {
            "files": index.status.files, "chunks": index.status.chunks, "seconds": index.seconds,
            "files_per_second": index.status.files as f64 / index.seconds,
            "chunks_per_second": index.status.chunks as f64 / index.seconds,
        },
        "message_ms": {
            "analysis": stage(|advice| advice.timing_ms.analysis),
            "retrieval": stage(|advice| advice.timing_ms.retrieval),
            "draft": stage(|advice| advice.timing_ms.draft),
            "total_with_both_writes_on_disk": stage(|advice| advice.timing_ms.total),
        },
        "resident_mib": resident,
        "busy": busy,
    });
    println!("{figures:#}");
    engine.close();
    Ok(())
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// Memory of this process that is in RAM, in MiB, on Linux.
fn resident_mib() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    Some(line.split_whitespace().next()?.parse::<f64>().ok()? / 1024.0)
}
