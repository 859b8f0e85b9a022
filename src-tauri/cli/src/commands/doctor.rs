//! `aside doctor`.

use std::fmt::Write;
use std::process::ExitCode;

use anyhow::{Context, Result};
use aside_engine::doctor::{Doctor, DoctorReport, Verdict, look};
use aside_engine::{Places, WorkerCommand};

use crate::{args, open, print};

/// Exit code where something is left to be done.
const PROBLEMS_LEFT: u8 = 3;

pub(crate) fn run(args: &args::Doctor) -> Result<ExitCode> {
    if let [kind, folder] = args.look.as_slice() {
        let kind = kind.parse().map_err(anyhow::Error::msg)?;
        print::text(&look(kind, folder.as_ref()).to_string())?;
        return Ok(ExitCode::SUCCESS);
    }
    let places = Places::resolve(args.folders.knowledge.clone(), args.folders.data.clone())?;
    let program = std::env::current_exe().context("cannot find the file of this program")?;
    let looker = WorkerCommand { program, args: vec!["doctor".into(), "--look".into()] };
    let doctor = Doctor { places, worker: aside_engine::this_program_as_worker()?, looker };
    let bar = open::bar("looking");
    let report = doctor.examine(args.repair, |status| open::show(&bar, status))?;
    bar.finish_and_clear();
    if args.json {
        print::json(&report)?;
    } else {
        print::text(&show(&report)?)?;
    }
    Ok(if report.is_healthy() { ExitCode::SUCCESS } else { ExitCode::from(PROBLEMS_LEFT) })
}

fn show(report: &DoctorReport) -> Result<String> {
    let mut out = String::new();
    for finding in &report.findings {
        let verdict = match finding.verdict {
            Verdict::Fine => "fine   ",
            Verdict::Mended => "mended ",
            Verdict::Problem => "PROBLEM",
        };
        writeln!(out, "{verdict}  {:14}{}", finding.part, finding.text)?;
    }
    Ok(out)
}
