//! `aside backup` and `aside restore`.

use std::process::ExitCode;

use anyhow::Result;
use aside_engine::{Backup, Places};

use crate::{args, print};

pub(crate) fn back_up(args: &args::Backup) -> Result<ExitCode> {
    let data = Places::data_folder(args.data.data.clone())?;
    let backup = aside_engine::back_up(&data, &args.folder)?;
    told(args, &backup, "Copied")
}

pub(crate) fn restore(args: &args::Backup) -> Result<ExitCode> {
    let data = Places::data_folder(args.data.data.clone())?;
    let backup = aside_engine::restore(&args.folder, &data)?;
    told(args, &backup, "Brought back")
}

fn told(args: &args::Backup, backup: &Backup, done: &str) -> Result<ExitCode> {
    if args.json {
        print::json(backup)?;
    } else {
        let Backup { folder, conversations, messages, entries } = backup;
        print::text(&format!(
            "{done} {conversations} conversations with {messages} messages and {entries} entries of the ledger, all whole: {}\n",
            folder.display()
        ))?;
    }
    Ok(ExitCode::SUCCESS)
}
