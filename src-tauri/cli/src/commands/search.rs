//! `aside search`.

use std::fmt::Write;
use std::process::ExitCode;

use anyhow::Result;
use aside_contract::{QueryRequest, QueryValue, SearchFilter, Visibility};

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
        print::text(&format!(
            "Nothing found.{}\n",
            unknown_category(&reader, args.category.as_deref())?
        ))?;
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

/// A sentence for a category that no document has, with those that there are; else nothing.
fn unknown_category(reader: &Reader, asked: Option<&str>) -> Result<String> {
    let Some(asked) = asked else { return Ok(String::new()) };
    let sql = "SELECT category FROM documents GROUP BY category ORDER BY category".to_owned();
    let answer = reader.query(&QueryRequest { sql, ..QueryRequest::default() })?;
    let known: Vec<&str> = answer
        .rows
        .iter()
        .flatten()
        .filter_map(|value| match value {
            QueryValue::Text(category) => Some(category.as_str()),
            _ => None,
        })
        .filter(|category| !category.is_empty())
        .collect();
    if known.iter().any(|category| category.eq_ignore_ascii_case(asked)) {
        return Ok(String::new());
    }
    let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
    let (asked, known) = (print::tame(asked), print::tame(&known));
    Ok(format!(" No document has the category {asked}; there are: {known}."))
}
