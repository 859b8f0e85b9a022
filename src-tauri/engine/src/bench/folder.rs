//! A folder of real documents, indexed as at work, and once more by format.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use aside_inference::InferenceQueue;
use aside_knowledge::{Knowledge, KnowledgeOptions, WorkerCommand};
use serde::{Deserialize, Serialize};

use super::machine::{cpu_seconds, disk_bytes};
use super::{Progress, failed, step};
use crate::EngineError;

/// How often progress is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(20);
/// Files that changed less than this ago may still be being written, so they are read later.
const SETTLED: Duration = Duration::from_millis(250);

/// What indexing a folder took.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FolderReport {
    /// The folder.
    pub folder: String,
    /// Files that were read.
    pub files: u64,
    /// Files that could not be.
    pub failed: u64,
    /// Their passages.
    pub chunks: u64,
    /// From the first look until words find everything, in seconds.
    pub words_seconds: f64,
    /// From the first look until meaning finds everything.
    pub seconds: f64,
    /// Processor seconds, converters included; `None` where the system does not tell.
    pub cpu_seconds: Option<f64>,
    /// Files in each second, words and vectors.
    pub files_per_second: f64,
    /// Passages that were embedded in each second after all files were read.
    pub embedded_per_second: f64,
    /// Seconds of opening it again and finding that nothing changed.
    pub again_seconds: f64,
    /// Bytes that the index has on the disk.
    pub disk_bytes: u64,
    /// The same files by format, words alone.
    pub formats: Vec<FormatReport>,
}

/// What reading the files of one format took: converting, cutting, storing, and finding by words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FormatReport {
    /// The end of their names.
    pub format: String,
    /// Files that were read.
    pub files: u64,
    /// Files that could not be.
    pub failed: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Their passages.
    pub chunks: u64,
    /// Files in each second.
    pub files_per_second: f64,
    /// Passages in each second.
    pub chunks_per_second: f64,
}

/// Indexes `folders` and gives back the texts of their passages as well.
pub(super) fn measure(
    folders: &[PathBuf],
    scratch: &Path,
    queue: &InferenceQueue,
    worker: &WorkerCommand,
    progress: &mut Progress<'_>,
) -> Result<(FolderReport, Vec<String>), EngineError> {
    let data = scratch.join("folder");
    let open = || open(folders, &data, Some(queue), worker);
    let (start, cpu) = (Instant::now(), cpu_seconds());
    let knowledge = open()?;
    knowledge.scan()?;
    let words = index(&knowledge, start, "reading files", progress)?;
    let seconds = start.elapsed().as_secs_f64();
    let cpu_seconds = cpu_seconds().zip(cpu).map(|(after, before)| after - before);
    let status = knowledge.status();
    let mut texts = Vec::new();
    knowledge.for_each_text(|text| texts.push(text.to_owned()))?;
    knowledge.close();
    drop(knowledge);
    if texts.is_empty() {
        let reason = format!("{} has no text to measure with", names(folders));
        return Err(EngineError::Bench { reason });
    }
    let start = Instant::now();
    let again = open()?;
    again.scan()?;
    index(&again, start, "looking again", progress)?;
    again.close();
    drop(again);
    let again_seconds = start.elapsed().as_secs_f64();
    let words_seconds = words.seconds;
    let report = FolderReport {
        folder: names(folders),
        files: status.files,
        failed: status.failures.len() as u64,
        chunks: status.chunks,
        words_seconds,
        seconds,
        cpu_seconds,
        files_per_second: status.files as f64 / seconds,
        embedded_per_second: (status.embedded - words.embedded) as f64
            / (seconds - words_seconds).max(1e-3),
        again_seconds,
        disk_bytes: disk_bytes(&data),
        formats: formats(folders, scratch, worker, progress)?,
    };
    Ok((report, texts))
}

fn names(folders: &[PathBuf]) -> String {
    let names: Vec<String> = folders.iter().map(|folder| folder.display().to_string()).collect();
    names.join(", ")
}

/// When words found everything, and how much was embedded then.
pub(super) struct WordsDone {
    pub(super) seconds: f64,
    embedded: u64,
}

/// Waits until everything is indexed.
pub(super) fn index(
    knowledge: &Knowledge,
    start: Instant,
    what: &str,
    progress: &mut Progress<'_>,
) -> Result<WordsDone, EngineError> {
    let mut words = None;
    loop {
        let done = knowledge.wait_until_indexed(LOOK_EVERY);
        let status = knowledge.status();
        if words.is_none() && (done || status.pending == 0) {
            let seconds = start.elapsed().as_secs_f64();
            words = Some(WordsDone { seconds, embedded: status.embedded });
        }
        match words {
            Some(words) if done => return Ok(words),
            Some(_) => step(progress, "embedding chunks", status.embedded, status.chunks)?,
            None => step(progress, what, status.files, status.files + status.pending)?,
        }
    }
}

pub(super) fn open(
    folders: &[PathBuf],
    data: &Path,
    queue: Option<&InferenceQueue>,
    worker: &WorkerCommand,
) -> Result<Knowledge, EngineError> {
    let options = KnowledgeOptions {
        folders: folders.to_vec(),
        poll: None,
        data: data.to_path_buf(),
        queue: queue.cloned(),
        former: None,
        worker: worker.clone(),
        on_change: None,
    };
    Ok(Knowledge::open(options)?)
}

fn formats(
    folders: &[PathBuf],
    scratch: &Path,
    worker: &WorkerCommand,
    progress: &mut Progress<'_>,
) -> Result<Vec<FormatReport>, EngineError> {
    let mut by_format: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
    folders.iter().for_each(|folder| sort_by_format(folder, &mut by_format));
    let mut reports = Vec::with_capacity(by_format.len());
    let all = by_format.len() as u64;
    for (format, files) in by_format {
        step(progress, "reading files by format", reports.len() as u64, all)?;
        let copies = scratch.join("format");
        std::fs::create_dir_all(&copies)
            .map_err(|source| failed("make the folder", &copies, &source))?;
        let mut bytes = 0;
        for (place, file) in files.iter().enumerate() {
            let copy = copies.join(format!("{place}.{format}"));
            // A file that went meanwhile is no loss.
            bytes += std::fs::copy(file, copy).unwrap_or_default();
        }
        std::thread::sleep(SETTLED);
        let data = scratch.join("format-data");
        let knowledge = open(std::slice::from_ref(&copies), &data, None, worker)?;
        let start = Instant::now();
        knowledge.scan()?;
        let what = format!("reading {format}");
        let seconds = index(&knowledge, start, &what, progress)?.seconds.max(1e-6);
        let status = knowledge.status();
        knowledge.close();
        drop(knowledge);
        for folder in [&copies, &data] {
            std::fs::remove_dir_all(folder).map_err(|source| failed("remove", folder, &source))?;
        }
        let (read, broken) = (status.files, status.failures.len() as u64);
        if read + broken > 0 {
            reports.push(FormatReport {
                format,
                files: read,
                failed: broken,
                bytes,
                chunks: status.chunks,
                files_per_second: (read + broken) as f64 / seconds,
                chunks_per_second: status.chunks as f64 / seconds,
            });
        }
    }
    Ok(reports)
}

fn sort_by_format(folder: &Path, by_format: &mut BTreeMap<String, Vec<PathBuf>>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        let Ok(kind) = entry.file_type() else { continue };
        if kind.is_dir() {
            sort_by_format(&path, by_format);
        } else if kind.is_file()
            && let Some(format) = path.extension().and_then(|format| format.to_str())
        {
            by_format.entry(format.to_lowercase()).or_default().push(path);
        }
    }
}
