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
    let request = FilesRequest {
        pattern: &args.pattern,
        state: args.state.map(stage),
        duplicated: args.duplicates,
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
        print::text(&table(&all))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn stage(stage: Stage) -> FileStage {
    match stage {
        Stage::Queued => FileStage::Queued,
        Stage::Reading => FileStage::Reading,
        Stage::Words => FileStage::Words,
        Stage::Indexed => FileStage::Indexed,
        Stage::Failed => FileStage::Failed,
        Stage::Skipped => FileStage::Skipped,
    }
}

fn table(list: &FileList) -> String {
    let mut out = String::new();
    for file in &list.files {
        let state = match file.state {
            FileStage::Queued => "queued",
            FileStage::Reading => "reading",
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
            format!("{documents}{} of {} passages by meaning", file.embedded, file.chunks)
        });
        // Writing to a string cannot fail.
        let _ = writeln!(out, "{state:<8} {}  ({what})", file.path);
        for near in &file.duplicates {
            let which = if near.document == file.path { "" } else { &near.document };
            let _ = writeln!(
                out,
                "         {which}{}{}",
                if which.is_empty() { "" } else { " is " },
                says(near)
            );
        }
    }
    let counts = &list.counts;
    let _ = writeln!(
        out,
        "{} indexed, {} by words so far, {} waiting, {} failed, {} skipped; {} with near-duplicates{}",
        counts.indexed,
        counts.words,
        counts.queued + counts.reading,
        counts.failed,
        counts.skipped,
        counts.duplicated,
        if list.comparing { " so far" } else { "" }
    );
    out
}

/// What is near a document, and how near.
fn says(near: &NearDocument) -> String {
    if near.same {
        return format!("the same as {}", near.other);
    }
    let mut text = match near.percent {
        100 => format!("the same as {} but for numbers", near.other),
        percent => format!("nearly the same as {}, {percent} %", near.other),
    };
    for (place, number) in near.numbers.iter().enumerate() {
        let lead = if place == 0 { ": here" } else { "; here" };
        // Writing to a string cannot fail.
        let _ = write!(text, "{lead} “{}”, there “{}”", number.here, number.there);
    }
    text
}
