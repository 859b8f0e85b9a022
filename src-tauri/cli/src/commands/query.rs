//! `aside query`.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::io::Read;
use std::process::ExitCode;

use anyhow::{Context, Result, anyhow};
use aside_contract::{QueryAnswer, QueryCatalog, QueryRequest, QueryValue, TextPlace};

use crate::reader::{Reader, Refused};
use crate::{args, print, table};

pub(crate) fn run(args: &args::Query) -> Result<ExitCode> {
    if args.tables {
        let catalog = Reader::open(&args.folders)?.query_catalog()?;
        if args.json {
            print::json(&catalog)?;
        } else {
            print::text(&show_catalog(&catalog)?)?;
        }
        return Ok(ExitCode::SUCCESS);
    }
    let mut sql = args.sql.clone().unwrap_or_default();
    if sql == "-" {
        sql.clear();
        std::io::stdin()
            .read_to_string(&mut sql)
            .context("cannot read the question from standard input")?;
    }
    let request = QueryRequest { sql, params: params(&args.param)? };
    let reader = Reader::open_indexed(&args.folders)?;
    let answer = reader.query(&request).map_err(|error| placed(&request.sql, error))?;
    if args.json {
        print::json(&answer)?;
    } else if args.csv {
        print::text(&table::csv(&answer))?;
    } else {
        // Into a pipe nothing is squeezed: whoever reads it has its own idea of width.
        let width = console::Term::stdout().size_checked().map(|(_, columns)| usize::from(columns));
        print::text(&table::aligned(&answer, width))?;
    }
    tell_limits(&answer);
    Ok(ExitCode::SUCCESS)
}

/// What was left out, on standard error, so that it is seen whatever the answer is piped into.
fn tell_limits(answer: &QueryAnswer) {
    if answer.cut {
        eprintln!(
            "aside: only the first {} rows: narrow the question with WHERE, or page with LIMIT and OFFSET",
            answer.rows.len()
        );
    }
    if answer.shortened > 0 {
        eprintln!(
            "aside: {} long texts end in …: take parts with substr(text, 1, 4000)",
            answer.shortened
        );
    }
}

/// `name=value`; a value that is written as a number is one.
fn params(given: &[String]) -> Result<BTreeMap<String, QueryValue>> {
    given
        .iter()
        .map(|param| {
            let (name, value) = param.split_once('=').ok_or_else(|| {
                anyhow!("`{param}` is no parameter: write --param name=value, or --param 1=value for the first ?")
            })?;
            Ok((name.trim_start_matches(':').to_owned(), number_or_text(value)))
        })
        .collect()
}

fn number_or_text(value: &str) -> QueryValue {
    // Only what is written back the same is taken for a number: `007` and `1.50` stay texts.
    match (value.parse::<i64>(), value.parse::<f64>()) {
        (Ok(number), _) if number.to_string() == value => QueryValue::Integer(number),
        (_, Ok(number)) if number.is_finite() && number.to_string() == value => {
            QueryValue::Real(number)
        }
        _ => QueryValue::Text(value.to_owned()),
    }
}

/// The error with the line that it is in and a mark under its place.
fn placed(sql: &str, error: anyhow::Error) -> anyhow::Error {
    let place = error.downcast_ref::<Refused>().and_then(|refused| refused.0.place);
    let Some(TextPlace { line, column, length }) = place else { return error };
    let text = sql.lines().nth(line as usize - 1).unwrap_or_default();
    // Tabs stay tabs, so that the mark stands below its word.
    let lead: String = text
        .chars()
        .chain(std::iter::repeat(' '))
        .take(column as usize - 1)
        .map(|character| if character == '\t' { '\t' } else { ' ' })
        .collect();
    anyhow!("{error}\n\n  {text}\n  {lead}{}", "^".repeat(length as usize))
}

fn show_catalog(catalog: &QueryCatalog) -> Result<String> {
    let mut out = String::new();
    for table in &catalog.tables {
        writeln!(out, "{}\n  {}", table.name, table.about)?;
        let width = table.columns.iter().map(|column| column.name.len()).max().unwrap_or_default();
        for column in &table.columns {
            let kind = format!("{:?}", column.kind).to_lowercase();
            writeln!(out, "    {:width$}  {kind:7}  {}", column.name, column.about)?;
        }
        writeln!(out)?;
    }
    let matchable: Vec<_> = catalog
        .tables
        .iter()
        .filter(|table| table.matchable)
        .map(|table| table.name.as_str())
        .collect();
    writeln!(
        out,
        "semantic_match('text') is how likely a row of {} answers the text, 0 to 1; as a table,\n\
         semantic_match('text', 50) AS m lists the 50 best: m.chunk, m.document, m.score.\n\
         Times are texts in UTC: now() - interval '90 days', date_trunc('week', sent).\n",
        matchable.join(" and ")
    )?;
    for example in &catalog.examples {
        writeln!(out, "-- {}\n{}\n", example.title, example.sql)?;
    }
    Ok(out)
}
