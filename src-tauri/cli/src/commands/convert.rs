//! `aside convert`.

use std::process::ExitCode;

use anyhow::Result;
use aside_engine::Engine;

use crate::{args, print};

pub(crate) fn run(args: &args::Convert) -> Result<ExitCode> {
    let file = Engine::convert(&args.file, &aside_engine::this_program_as_worker()?)?;
    print::text(&format!("{}\n", file.markdown.trim_end()))?;
    for part in &file.left_out {
        let member = if part.member.is_empty() { "a part of it" } else { &part.member };
        eprintln!("aside: left out: {member} ({})", part.reason);
    }
    Ok(ExitCode::SUCCESS)
}
