//! `aside index`.

use std::process::ExitCode;

use anyhow::Result;

use crate::{args, open, print};

/// Exit code of an index that is up to date except for files that could not be read.
const SOME_UNREADABLE: u8 = 3;

pub(crate) fn run(args: &args::Index) -> Result<ExitCode> {
    let engine = open::open(&args.folders)?;
    let summary = open::index(&engine)?;
    engine.close();
    let status = &summary.status;
    if args.json {
        print::json(&summary)?;
    } else {
        println!(
            "{}: {} files, {} chunks, {} of them embedded, in {:.1} s",
            status.folder, status.files, status.chunks, status.embedded, summary.seconds
        );
    }
    for failure in &status.failures {
        eprintln!("aside: {} could not be read: {}", failure.path, failure.reason);
    }
    Ok(if status.failures.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(SOME_UNREADABLE) })
}
