//! `aside files`.

use std::fmt::Write;
use std::process::ExitCode;

use anyhow::Result;
use aside_contract::{FileList, FileStage, NearDocument};
use aside_engine::FilesRequest;

use crate::args::Stage;
use crate::reader::Reader;
use crate::{args, print};

/// Files that are asked for at once.
const PAGE: usize = 1_000;

pub(crate) fn run(args: &args::Files) -> Result<ExitCode> {
    let reader = Reader::open_indexed(&args.folders)?;
    if args.retry {
        retry(&reader, &args.pattern)?;
    }
    for document in &args.allow {
        reader.judge_document(document, true)?;
    }
    for document in &args.hold_back {
        reader.judge_document(document, false)?;
    }
    let request = FilesRequest {
        pattern: &args.pattern,
        state: args.state.map(stage),
        duplicated: args.duplicates,
        marked: args.marked,
        after: None,
        limit: PAGE,
    };
    let mut all = reader.files(&request)?;
    while let Some(after) = all.next.take() {
        let page = reader.files(&FilesRequest { after: Some(&after), ..request })?;
        all.files.extend(page.files);
        all.next = page.next;
    }
    if args.json {
        print::json(&all)?;
    } else {
        print::text(&table(&all, args.duplicates))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Has the files that could not be read read again, and waits for it where they are read here.
fn retry(reader: &Reader, pattern: &str) -> Result<()> {
    let failed = FilesRequest {
        pattern,
        state: Some(FileStage::Failed),
        limit: PAGE,
        ..FilesRequest::default()
    };
    for file in reader.files(&failed)?.files {
        // Members of an archive are read with it, and folders that cannot be walked are walked again.
        let path = file.path.split('#').next().unwrap_or(&file.path);
        if let Err(error) = reader.retry(path) {
            eprintln!("aside: {path} is not read again: {error}");
        }
    }
    reader.catch_up()
}

fn stage(stage: Stage) -> FileStage {
    match stage {
        Stage::Queued => FileStage::Queued,
        Stage::Reading => FileStage::Reading,
        Stage::Ocr => FileStage::Ocr,
        Stage::Words => FileStage::Words,
        Stage::Indexed => FileStage::Indexed,
        Stage::Failed => FileStage::Failed,
        Stage::Skipped => FileStage::Skipped,
    }
}

/// Near-duplicates are printed where they were asked for: they may not all be known otherwise.
fn table(list: &FileList, duplicates: bool) -> String {
    let mut out = String::new();
    for file in &list.files {
        let state = match file.state {
            FileStage::Queued => "queued",
            FileStage::Reading => "reading",
            FileStage::Ocr => "ocr",
            FileStage::Words => "words",
            FileStage::Indexed => "indexed",
            FileStage::Failed => "failed",
            FileStage::Skipped => "skipped",
        };
        let what = file.reason.clone().unwrap_or_else(|| {
            let documents = match file.documents {
                0 | 1 => String::new(),
                count => format!("{count} documents, "),
            };
            let replies = match file.replies {
                0 => String::new(),
                1 => ", cited by 1 reply".to_owned(),
                count => format!(", cited by {count} replies"),
            };
            let (embedded, chunks) = (file.embedded, file.chunks);
            format!("{documents}{embedded} of {chunks} passages by meaning{replies}")
        });
        // Writing to a string cannot fail.
        let (path, what) = (print::tame(&file.path), print::tame(&what));
        let _ = writeln!(out, "{state:<8} {path}  ({what})");
        for marked in &file.marked {
            let state = if marked.allowed { "allowed" } else { "held back from language models" };
            let why = marked.suspicion.evidence.join("; ");
            let (document, why) = (print::tame(&marked.document), print::tame(&why));
            let _ = writeln!(out, "         {document} {state}: {why}");
        }
        for near in file.duplicates.iter().filter(|_| duplicates) {
            let which = print::tame(&near.document);
            let which = if near.document == file.path { "" } else { &which };
            let _ = writeln!(
                out,
                "         {which}{}{}",
                if which.is_empty() { "" } else { " is " },
                print::tame(&says(near))
            );
        }
    }
    let counts = &list.counts;
    let _ = write!(
        out,
        "{} indexed, {} by words so far, {} waiting, {} waiting for OCR, {} failed, {} skipped",
        counts.indexed,
        counts.words,
        counts.queued + counts.reading,
        counts.ocr,
        counts.failed,
        counts.skipped
    );
    if counts.marked > 0 {
        let _ = write!(out, ", {} marked", counts.marked);
    }
    if duplicates {
        let so_far = if list.comparing { " so far" } else { "" };
        let _ = write!(out, ", {} with near-duplicates{so_far}", counts.duplicated);
    }
    out.push('\n');
    out
}

/// What is near a document, and how near.
fn says(near: &NearDocument) -> String {
    if near.same {
        return format!("the same as {}", near.other);
    }
    let mut text = match near.percent {
        100 if !near.numbers.is_empty() => format!("the same as {} but for numbers", near.other),
        percent => format!("nearly the same as {}, {percent} %", near.other),
    };
    for (place, number) in near.numbers.iter().enumerate() {
        let lead = if place == 0 { ": here" } else { "; here" };
        // Writing to a string cannot fail.
        let _ = write!(text, "{lead} “{}”, there “{}”", number.here, number.there);
    }
    text
}
