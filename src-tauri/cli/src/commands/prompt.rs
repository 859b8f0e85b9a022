//! `aside prompt`.

use std::fmt::Write;
use std::process::ExitCode;

use anyhow::Result;

use crate::reader::Reader;
use crate::{args, print};

pub(crate) fn run(args: &args::Prompt) -> Result<ExitCode> {
    let prompt = Reader::open(&args.folders)?.prompt(args.conversation)?;
    if args.json {
        print::json(&prompt)?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut out = String::new();
    let whose = if prompt.own { "the team's own" } else { "built in" };
    writeln!(out, "template {} ({whose}), about {} tokens", prompt.template, prompt.tokens)?;
    for document in &prompt.held_back {
        writeln!(out, "held back: {}", print::tame(document))?;
    }
    for (name, part) in [("system", &prompt.system), ("user", &prompt.user)] {
        writeln!(out, "\n--- {name}")?;
        for line in part.lines() {
            writeln!(out, "{}", print::tame(line))?;
        }
    }
    print::text(&out)?;
    Ok(ExitCode::SUCCESS)
}
