//! `aside key`.

use std::fmt::Write;
use std::process::ExitCode;

use anyhow::Result;
use aside_contract::{ChatKey, NewChatKey};
use serde_json::json;

use crate::args::{self, KeyCommand};
use crate::print;
use crate::reader::Reader;

pub(crate) fn run(args: &args::Key) -> Result<ExitCode> {
    match &args.command {
        KeyCommand::List { folders, json } => {
            let keys = Reader::open(folders)?.chat_keys()?;
            if *json {
                print::json(&json!({ "keys": keys }))?;
            } else {
                print::text(&listed(&keys))?;
            }
        }
        KeyCommand::Add { origin, folders, json } => {
            let new = NewChatKey { origins: origin.clone() };
            let key = Reader::open(folders)?.add_chat_key(&new)?;
            if *json {
                print::json(&key)?;
            } else {
                print::text(&format!("{}\n", key.id))?;
            }
        }
        KeyCommand::Remove { id, folders } => {
            Reader::open(folders)?.remove_chat_key(id)?;
            print::text(&format!("Removed {}.\n", print::tame(id)))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// A line for each.
fn listed(keys: &[ChatKey]) -> String {
    if keys.is_empty() {
        return "No keys: pages of the sites in the settings hold the chat without one.\n"
            .to_owned();
    }
    let mut out = String::new();
    for key in keys {
        // Writing to a string cannot fail.
        let _ = writeln!(out, "{}  {}", print::tame(&key.id), print::tame(&key.origins.join(" ")));
    }
    out
}
