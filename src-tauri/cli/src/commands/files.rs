//! `aside files`.

use std::fmt::Write;
use std::process::ExitCode;

use anyhow::Result;
use aside_contract::{FileList, FileStage};

use crate::args::Stage;
use crate::reader::Reader;
use crate::{args, print};

/// Files that are asked for at once.
const PAGE: usize = 1_000;

pub(crate) fn run(args: &args::Files) -> Result<ExitCode> {
    let reader = Reader::open_indexed(&args.folders)?;
    let state = args.state.map(stage);
    let mut all = reader.files(&args.pattern, state, None, PAGE)?;
    while let Some(after) = all.next.take() {
        let page = reader.files(&args.pattern, state, Some(&after), PAGE)?;
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
    }
    let counts = &list.counts;
    let _ = writeln!(
        out,
        "{} indexed, {} by words so far, {} waiting, {} failed, {} skipped",
        counts.indexed,
        counts.words,
        counts.queued + counts.reading,
        counts.failed,
        counts.skipped
    );
    out
}
