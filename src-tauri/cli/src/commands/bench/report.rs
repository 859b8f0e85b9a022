//! The figures of `aside bench knowledge` for people: as text, and as tables of Markdown.

use std::fmt::Write;

use anyhow::Result;
use aside_engine::bench::{KnowledgeReport, Machine, Memory, SizeReport};

/// Rows of cells; the first row names the columns.
type Table = Vec<Vec<String>>;

pub(super) fn text(report: &KnowledgeReport) -> Result<String> {
    let mut out = format!("{}\n\n{}\n", machine(&report.machine), folder(report));
    for table in [formats(report), speeds(report), memory(report)] {
        out.push('\n');
        let width = |column: usize| table.iter().map(|row| row[column].chars().count()).max();
        for row in &table {
            for (column, cell) in row.iter().enumerate() {
                let width = width(column).unwrap_or_default();
                write!(out, "{}{cell:>width$}", if column > 0 { "  " } else { "" })?;
            }
            out.push('\n');
        }
    }
    Ok(out)
}

pub(super) fn markdown(report: &KnowledgeReport) -> Result<String> {
    let mut out = format!("{}\n\n{}\n", machine(&report.machine), folder(report));
    for table in [formats(report), speeds(report), memory(report)] {
        out.push('\n');
        for (place, row) in table.iter().enumerate() {
            writeln!(out, "| {} |", row.join(" | "))?;
            if place == 0 {
                writeln!(out, "|{}", "---:|".repeat(row.len()))?;
            }
        }
    }
    Ok(out)
}

fn machine(machine: &Machine) -> String {
    let Machine { processor, cores, system, encoder, search, load } = machine;
    let load = load.map(|load| format!(", load {load:.1} at the start")).unwrap_or_default();
    format!(
        "Machine: {processor}, {cores} cores, {system}; encoder {encoder}, vector search {search}{load}."
    )
}

fn folder(report: &KnowledgeReport) -> String {
    let folder = &report.folder;
    let cpu = folder.cpu_seconds.map(|cpu| format!(" ({cpu:.1} processor seconds)"));
    format!(
        "Folder: {} files ({} could not be read), {} chunks. Words find all after {:.1} s, vectors after {:.1} s{}: \
{:.0} files a second, {:.0} chunks embedded a second. Opened again with nothing changed: {:.2} s. On disk: {}.",
        folder.files,
        folder.failed,
        folder.chunks,
        folder.words_seconds,
        folder.seconds,
        cpu.unwrap_or_default(),
        folder.files_per_second,
        folder.embedded_per_second,
        folder.again_seconds,
        megabytes(folder.disk_bytes),
    )
}

fn formats(report: &KnowledgeReport) -> Table {
    let mut table = vec![cells(&["format", "files", "failed", "MB", "files/s", "chunks/s"])];
    table.extend(report.folder.formats.iter().map(|format| {
        vec![
            format.format.clone(),
            format.files.to_string(),
            format.failed.to_string(),
            format!("{:.1}", format.bytes as f64 / 1e6),
            format!("{:.0}", format.files_per_second),
            format!("{:.0}", format.chunks_per_second),
        ]
    }));
    table
}

fn speeds(report: &KnowledgeReport) -> Table {
    let mut table = vec![cells(&[
        "chunks",
        "search p50 ms",
        "p95",
        "p99",
        "20 words and more p99 ms",
        "words p99 ms",
        "vectors p99 ms",
        "recall@10 inside",
        "outside",
        "load",
    ])];
    table.extend(report.sizes.iter().map(|size| {
        let mut row = vec![size.chunks.to_string()];
        let times = [
            size.search_ms.p50,
            size.search_ms.p95,
            size.search_ms.p99,
            size.long_ms.map_or(f64::NAN, |long| long.p99),
            size.words_ms.p99,
            size.nearest_ms.p99,
        ];
        let cell = |time: f64| if time.is_nan() { "–".to_owned() } else { format!("{time:.2}") };
        row.extend(times.map(cell));
        row.extend([size.recall_inside, size.recall_outside].map(|share| format!("{share:.3}")));
        row.push(size.load.map(|load| format!("{load:.1}")).unwrap_or_default());
        row
    }));
    table
}

fn memory(report: &KnowledgeReport) -> Table {
    let mut table = vec![cells(&[
        "chunks",
        "index s",
        "open s",
        "all in memory s",
        "vectors",
        "resident",
        "own",
        "files",
        "on disk",
    ])];
    table.extend(report.sizes.iter().map(|size| {
        let SizeReport { index_seconds, open_seconds, ready_seconds, .. } = size;
        let held = |bytes: fn(&Memory) -> u64| {
            size.memory.as_ref().map(|memory| megabytes(bytes(memory))).unwrap_or_default()
        };
        vec![
            size.chunks.to_string(),
            format!("{index_seconds:.1}"),
            format!("{open_seconds:.2}"),
            format!("{ready_seconds:.2}"),
            megabytes(size.vector_bytes),
            held(|memory| memory.resident),
            held(|memory| memory.own),
            held(|memory| memory.files),
            megabytes(size.disk_bytes),
        ]
    }));
    table
}

fn cells(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn megabytes(bytes: u64) -> String {
    format!("{:.0} MB", bytes as f64 / 1e6)
}
