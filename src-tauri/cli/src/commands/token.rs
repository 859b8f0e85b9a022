//! `aside token`.

use std::fmt::Write;
use std::process::ExitCode;

use anyhow::{Context, Result};
use aside_contract::{ApiToken, NewApiToken, Timestamp};
use serde_json::json;

use crate::args::{self, TokenCommand};
use crate::print;
use crate::reader::Reader;

pub(crate) fn run(args: &args::Token) -> Result<ExitCode> {
    match &args.command {
        TokenCommand::List { folders, json } => {
            let tokens = Reader::open(folders)?.api_tokens()?;
            if *json {
                print::json(&json!({ "tokens": tokens }))?;
            } else {
                print::text(&listed(&tokens, Timestamp::now()))?;
            }
        }
        TokenCommand::Create { name, role, days, folders, json } => {
            let new = NewApiToken { name: name.clone(), role: (*role).into(), days: *days };
            let made = Reader::open(folders)?.make_api_token(&new)?;
            if *json {
                print::json(&made)?;
            } else {
                // Alone on standard output, for whoever passes it on.
                eprintln!("aside: it is told this once; keep it like a password");
                print::text(&format!("{}\n", made.token))?;
            }
        }
        TokenCommand::Revoke { name, folders } => {
            let reader = Reader::open(folders)?;
            let wanted = name.trim().to_lowercase();
            let found =
                reader.api_tokens()?.into_iter().find(|one| one.name.to_lowercase() == wanted);
            let found = found.with_context(|| {
                format!("there is no token {name}: `aside token list` shows them")
            })?;
            reader.revoke_api_token(found.id)?;
            print::text(&format!("Revoked {}.\n", print::tame(&found.name)))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// A line for each.
fn listed(tokens: &[ApiToken], now: Timestamp) -> String {
    if tokens.is_empty() {
        return "No tokens.\n".to_owned();
    }
    let mut out = String::new();
    for token in tokens {
        let used = token
            .last_used
            .map_or_else(|| "never used".to_owned(), |at| format!("used {}", day(at)));
        let until = match token.expires_at {
            Some(at) if token.has_expired(now) => format!(", expired {}", day(at)),
            Some(at) => format!(", until {}", day(at)),
            None => String::new(),
        };
        let (role, name) = (token.role.to_string(), print::tame(&token.name));
        // Writing to a string cannot fail.
        let _ = writeln!(out, "{role:<10}  {name}  ({used}{until})");
    }
    out
}

fn day(at: Timestamp) -> String {
    let at = chrono::DateTime::from_timestamp_millis(at.0);
    at.map(|at| at.format("%Y-%m-%d").to_string()).unwrap_or_default()
}
