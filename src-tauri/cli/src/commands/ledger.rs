//! `aside ledger`.

use std::fmt::Write;
use std::process::ExitCode;

use anyhow::Result;
use aside_contract::{LedgerState, Replay};
use aside_engine::Places;

use crate::args::{self, LedgerCommand};
use crate::print;
use crate::reader::Reader;

/// Entries that are asked for at once: masking them takes a second or two.
const PAGE: usize = 1_000;

/// Exit code of a ledger that was altered.
const ALTERED: u8 = 3;

pub(crate) fn run(args: &args::Ledger) -> Result<ExitCode> {
    match &args.command {
        LedgerCommand::Verify { folders, json } => {
            let state = Reader::open(folders)?.verify_ledger()?;
            if *json {
                print::json(&state)?;
            } else {
                print::text(&match &state.fault {
                    None => format!(
                        "{} entries, all sound; head {}\n{}\n",
                        state.sound,
                        state.head,
                        signature(&state)
                    ),
                    Some(fault) => format!(
                        "{} sound entries, then entry {}: {}\n",
                        state.sound, fault.sequence, fault.reason
                    ),
                })?;
            }
            Ok(if state.fault.is_none() { ExitCode::SUCCESS } else { ExitCode::from(ALTERED) })
        }
        LedgerCommand::Show { conversation, folders, json } => {
            let replay = Reader::open(folders)?.replay(*conversation)?;
            if *json {
                print::json(&replay)?;
            } else {
                print::text(&told(&replay))?;
            }
            Ok(ExitCode::SUCCESS)
        }
        LedgerCommand::Sign { folders } => {
            let places = Places::resolve(folders.knowledge.clone(), folders.data.clone())?;
            aside_engine::sign_ledger_anew(&places)?;
            print::text("The ledger is signed as it is, and says so.\n")?;
            Ok(ExitCode::SUCCESS)
        }
        LedgerCommand::Export { folders, clear } => {
            let reader = Reader::open(folders)?;
            if *clear {
                eprintln!(
                    "aside: in clear: this export is as confidential as the conversations themselves"
                );
            }
            let mut after = 0;
            loop {
                let lines = reader.ledger_lines(after, PAGE, *clear)?;
                let Some(last) = lines.last() else { return Ok(ExitCode::SUCCESS) };
                after = last.sequence;
                let mut out = String::new();
                for line in &lines {
                    writeln!(out, "{}", serde_json::to_string(line)?)?;
                }
                print::text(&out)?;
            }
        }
    }
}

/// Whether the head is signed, as a sentence.
fn signature(state: &LedgerState) -> String {
    match &state.signed {
        None => "The head is not signed: no keyring answers, and ASIDE_LEDGER_KEY is not set."
            .to_owned(),
        Some(signed) => {
            format!("Signed up to entry {} by the key {}.", signed.sequence, signed.key)
        }
    }
}

/// Each step with its time and place, and its details below it.
fn told(replay: &Replay) -> String {
    let mut out = String::new();
    for step in &replay.steps {
        let at = chrono::DateTime::from_timestamp_millis(step.at.0)
            .map(|at| at.format("%Y-%m-%d %H:%M:%S").to_string())
            .unwrap_or_default();
        // Writing to a string cannot fail.
        let by = step.actor.as_ref().map(|actor| format!("  [{actor}]")).unwrap_or_default();
        let what = print::tame(&format!("{}{by}", step.what)).to_string();
        let _ = writeln!(out, "{at} UTC  #{}  {what}", step.sequence);
        for line in &step.details {
            let _ = writeln!(out, "    {}", print::tame(line));
        }
    }
    out
}
