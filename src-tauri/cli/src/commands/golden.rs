//! `aside golden`.

use std::fmt::Write;
use std::process::ExitCode;

use anyhow::Result;
use aside_contract::{GoldenQuestion, GoldenReport, GoldenResult, GoldenState};

use crate::args::{self, GoldenCommand};
use crate::print;
use crate::reader::Reader;

/// Exit code where something was found before and is not any more.
const LOST: u8 = 3;

pub(crate) fn run(args: &args::Golden) -> Result<ExitCode> {
    match &args.command {
        GoldenCommand::Run(list) => {
            let report = Reader::open_indexed(&list.folders)?.ask_golden()?;
            show(&report, list.json)?;
            let is_lost = report.results.iter().any(|one| one.state == GoldenState::Lost);
            Ok(if is_lost { ExitCode::from(LOST) } else { ExitCode::SUCCESS })
        }
        GoldenCommand::List(list) => {
            show(&Reader::open(&list.folders)?.golden()?, list.json)?;
            Ok(ExitCode::SUCCESS)
        }
        GoldenCommand::Add(add) => {
            let question = GoldenQuestion {
                question: add.question.clone(),
                documents: add.documents.clone(),
                within: add.within,
            };
            show(&Reader::open_indexed(&add.folders)?.add_golden(&question)?, add.json)?;
            Ok(ExitCode::SUCCESS)
        }
    }
}

fn show(report: &GoldenReport, json: bool) -> Result<()> {
    if json { print::json(report) } else { print::text(&table(report)) }
}

fn table(report: &GoldenReport) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    if let Some(problem) = &report.problem {
        let _ = writeln!(out, "the file cannot be used: {}", print::tame(problem));
    }
    for GoldenResult { question, state, place, before, first, missing, .. } in &report.results {
        let state = match state {
            GoldenState::Lost => "LOST",
            GoldenState::Missed => "missed",
            GoldenState::Lower => "lower",
            GoldenState::Found => "found",
            GoldenState::Waiting => "waiting",
        };
        let place = place.map_or("-".to_owned(), |place| place.to_string());
        let _ = writeln!(out, "{state:<8}{place:>3}  {}", print::tame(&question.question));
        let wanted = question.documents.join(", ");
        let _ = write!(out, "             {} within {}", print::tame(&wanted), question.within);
        if let Some(before) = before {
            let _ = write!(out, "; before {before}");
        }
        if let Some(first) = first.as_ref().filter(|first| !question.documents.contains(first)) {
            let _ = write!(out, "; first is {}", print::tame(first));
        }
        for missing in missing {
            let _ = write!(out, "; {} is not there", print::tame(missing));
        }
        out.push('\n');
    }
    let _ = match report.runs.first() {
        Some(run) => writeln!(
            out,
            "{} of {} found, {} lost, in {} ms",
            run.found, run.questions, run.lost, run.milliseconds
        ),
        None => writeln!(out, "{} golden questions, not asked yet", report.results.len()),
    };
    out
}
