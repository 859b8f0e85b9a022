//! `aside index`.

use std::process::ExitCode;

use anyhow::Result;

use crate::{args, open, print};

/// Exit code of an index that is up to date except for files that could not be read.
const SOME_UNREADABLE: u8 = 3;

pub(crate) fn run(args: &args::Index) -> Result<ExitCode> {
    let engine = open::open(&args.folders)?;
    if args.rebuild {
        engine.rebuild_index()?;
    }
    let summary = open::index(&engine)?;
    engine.close();
    let status = &summary.status;
    if args.json {
        print::json(&summary)?;
    } else {
        print::text(&format!(
            "{}: {} files, {} chunks, {} of them embedded, in {:.1} s\n",
            status.folder, status.files, status.chunks, status.embedded, summary.seconds
        ))?;
        if status.files == 0 && status.failures.is_empty() {
            eprintln!(
                "aside: nothing to read here: put Markdown, text, HTML, PDF, Word or JSON files into the folder"
            );
        }
    }
    for failure in &status.failures {
        let path = print::tame(&failure.path);
        eprintln!("aside: {path} could not be read: {}", print::tame(&failure.reason));
    }
    let unnamed = status.failed.saturating_sub(status.failures.len() as u64);
    if unnamed > 0 {
        eprintln!("aside: and {unnamed} more; `aside files --state failed` lists all");
    }
    if status.paused {
        eprintln!("aside: finding by meaning is paused; resume it in the desk");
    }
    Ok(if status.failures.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(SOME_UNREADABLE) })
}
