//! `aside convert`.

use std::process::ExitCode;

use anyhow::Result;
use aside_engine::Engine;

use crate::{args, print};

pub(crate) fn run(args: &args::Convert) -> Result<ExitCode> {
    let markdown = Engine::convert(&args.file, &aside_engine::this_program_as_worker()?)?;
    print::text(&format!("{}\n", markdown.trim_end()))?;
    Ok(ExitCode::SUCCESS)
}
