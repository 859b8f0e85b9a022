//! Messages and new files while a large folder is indexed, beside the same on an idle machine.

use std::error::Error;
use std::path::Path;
use std::time::{Duration, Instant};

use aside_contract::{Channel, IncomingMessage, SearchFilter};
use aside_engine::Engine;
use serde_json::{Value, json};

use crate::milliseconds;

/// Between two messages: indexing makes way for each, so without a pause there would be nothing to
/// make way.
const PAUSE: Duration = Duration::from_millis(25);
/// Messages on the idle machine, before the large folder comes and after it is indexed.
const MESSAGES: usize = 600;
/// During indexing, a new file comes after so many messages; on the idle machine, so many come in all.
const MESSAGES_PER_NEW_FILE: usize = 50;
const NEW_FILES: usize = 20;
/// A new file that is not found for so long is not found.
const PATIENCE: Duration = Duration::from_secs(30);
/// Words of a file.
const WORDS: u64 = 90;

/// Messages on the idle machine, during the indexing of `files` files below `folder`, and after it.
pub fn measure(
    engine: &Engine,
    folder: &Path,
    questions: &[String],
    files: usize,
) -> Result<Value, Box<dyn Error>> {
    engine.watch()?;
    let mut desk = Desk { engine, folder, questions, asked: 0, new_files: 0 };
    let before = desk.messages(MESSAGES)?;
    let mut found_idle = Vec::new();
    for _ in 0..NEW_FILES {
        found_idle.push(desk.new_file()?);
    }
    engine.index(|_| {})?;

    // All at once, as by a checkout.
    let staging = tempfile::tempdir_in(folder.parent().ok_or("the folder has no parent")?)?;
    write_files(staging.path(), questions, files)?;
    let documents = engine.knowledge_status().documents + files as u64;
    let start = Instant::now();
    std::fs::rename(staging.keep(), folder.join("large"))?;
    let (mut reading, mut embedding, mut found) = (Vec::new(), Vec::new(), Vec::new());
    let mut words_seconds = None;
    loop {
        let status = engine.knowledge_status();
        let read = status.documents >= documents;
        if read && words_seconds.is_none() {
            words_seconds = Some(start.elapsed().as_secs_f64());
        }
        if read && status.embedded >= status.chunks {
            break;
        }
        let took = desk.message()?;
        if read {
            embedding.push(took);
        } else {
            reading.push(took);
        }
        if desk.asked.is_multiple_of(MESSAGES_PER_NEW_FILE) {
            found.push(desk.new_file()?);
        }
    }
    let seconds = start.elapsed().as_secs_f64();
    engine.index(|_| {})?;
    let after = desk.messages(MESSAGES)?;
    let during: Vec<f64> = reading.iter().chain(&embedding).copied().collect();
    let chunks = engine.knowledge_status().chunks;
    Ok(json!({
        "files": files,
        "chunks": chunks,
        "words_seconds": words_seconds,
        "seconds": seconds,
        "message_ms": {
            "idle_before": percentiles(&before),
            "during": percentiles(&during),
            "while_files_are_read": percentiles(&reading),
            "while_texts_are_embedded": percentiles(&embedding),
            "idle_after": percentiles(&after),
            "p99_during_to_idle_before": at(&during, 99) / at(&before, 99),
            "p99_during_to_idle_after": at(&during, 99) / at(&after, 99),
        },
        "new_file_found_by_words_ms": {
            "idle": percentiles(&found_idle),
            "during": percentiles(&found),
        },
    }))
}

struct Desk<'a> {
    engine: &'a Engine,
    folder: &'a Path,
    questions: &'a [String],
    asked: usize,
    new_files: usize,
}

impl Desk<'_> {
    fn messages(&mut self, count: usize) -> Result<Vec<f64>, Box<dyn Error>> {
        (0..count).map(|_| self.message()).collect()
    }

    /// Milliseconds until the advice on one message is on disk; then a pause.
    fn message(&mut self) -> Result<f64, Box<dyn Error>> {
        let text = &self.questions[self.asked % self.questions.len()];
        self.asked += 1;
        let message = IncomingMessage::new("bench", Channel::Cli, text, None)?;
        let start = Instant::now();
        self.engine.receive(&message)?;
        let took = milliseconds(start.elapsed());
        std::thread::sleep(PAUSE);
        Ok(took)
    }

    /// Milliseconds from when a new file is whole until a search for its word finds it.
    fn new_file(&mut self) -> Result<f64, Box<dyn Error>> {
        self.new_files += 1;
        let word = format!("zx{}qv", self.new_files);
        let name = format!("new-{word}.md");
        let text = format!("# Part {word}\n\nThe part {word} is replaced free of charge.\n");
        std::fs::write(self.folder.join(&name), text)?;
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            let found = self.engine.search(&word, SearchFilter::default(), 1)?;
            if found.results.iter().any(|passage| passage.document.ends_with(&name)) {
                return Ok(milliseconds(start.elapsed()));
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        Err(format!("{name} was not found by its word").into())
    }
}

/// Files of drawn words, each other than all others.
fn write_files(folder: &Path, questions: &[String], files: usize) -> Result<(), Box<dyn Error>> {
    let words: Vec<&str> = questions.iter().flat_map(|text| text.split_whitespace()).collect();
    // A linear congruential generator (Knuth, MMIX).
    let mut state = 1_u64;
    let mut word = || {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        words[(state >> 33) as usize % words.len()]
    };
    for number in 0..files {
        let below = folder.join(format!("{}", number / 100));
        if number % 100 == 0 {
            std::fs::create_dir(&below)?;
        }
        let text: Vec<&str> = (0..WORDS).map(|_| word()).collect();
        let text = format!("# Article {number} {}\n\n{}\n", word(), text.join(" "));
        std::fs::write(below.join(format!("{number}.md")), text)?;
    }
    Ok(())
}

fn percentiles(times: &[f64]) -> Value {
    json!({"count": times.len(), "p50": at(times, 50), "p99": at(times, 99)})
}

/// The value below which so many of a hundred lie.
pub(crate) fn at(times: &[f64], per_cent: usize) -> f64 {
    let mut times = times.to_vec();
    times.sort_by(f64::total_cmp);
    times.get(times.len() * per_cent / 100).copied().unwrap_or_default()
}
