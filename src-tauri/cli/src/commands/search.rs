//! `aside search`.

use std::fmt::Write;
use std::process::ExitCode;

use anyhow::Result;
use aside_contract::{SearchFilter, Visibility};

use crate::reader::Reader;
use crate::{args, print};

pub(crate) fn run(args: &args::Search) -> Result<ExitCode> {
    let reader = Reader::open_indexed(&args.folders)?;
    let filter = SearchFilter {
        category: args.category.clone(),
        tags: args.tags.clone(),
        folder: args.folder.clone(),
        updated_after: args.since,
        visibility: args.visibility.map(|visibility| match visibility {
            args::Visibility::Public => Visibility::Public,
            args::Visibility::Internal => Visibility::Internal,
        }),
    };
    let found = reader.search(&args.query, filter, usize::from(args.limit))?;
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
                "{:.2}  {}  ({}{page})",
                passage.score,
                print::tame(&format!("{}{section}", passage.title)),
                print::tame(&passage.document)
            )?;
            if !passage.duplicates.is_empty() {
                let duplicates = passage.duplicates.join(", ");
                writeln!(out, "      the same in {}", print::tame(&duplicates))?;
            }
            for line in passage.text.lines() {
                writeln!(out, "      {}", print::tame(line))?;
            }
            writeln!(out)?;
        }
        print::text(&out)?;
    }
    Ok(ExitCode::SUCCESS)
}
