//! `aside search`.

use std::fmt::Write;
use std::process::ExitCode;

use anyhow::Result;

use crate::{args, open, print};

pub(crate) fn run(args: &args::Search) -> Result<ExitCode> {
    let engine = open::open(&args.folders)?;
    open::index(&engine)?;
    let found = engine.search(&args.query, usize::from(args.limit))?;
    if args.json {
        print::json(&found)?;
    } else if found.results.is_empty() {
        print::text("Nothing found.\n")?;
    } else {
        let mut out = String::new();
        for passage in &found.results {
            let page = passage.page.map(|page| format!(", page {page}")).unwrap_or_default();
            let section = if passage.section.is_empty() {
                String::new()
            } else {
                format!(" > {}", passage.section)
            };
            writeln!(
                out,
                "{:.2}  {}{section}  ({}{page})",
                passage.score, passage.title, passage.document
            )?;
            for line in passage.text.lines() {
                writeln!(out, "      {line}")?;
            }
            writeln!(out)?;
        }
        print::text(&out)?;
    }
    Ok(ExitCode::SUCCESS)
}
