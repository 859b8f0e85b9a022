//! `aside mcp`.

use std::io::{BufRead, Write, stdin, stdout};
use std::process::ExitCode;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::args;
use crate::reader::Reader;
use crate::running::Running;

/// The code of a failure inside the server, by JSON-RPC.
const INTERNAL: i32 = -32603;

pub(crate) fn run(args: &args::Mcp) -> Result<ExitCode> {
    match Reader::open(&args.folders)? {
        Reader::Here(engine) => {
            engine.watch()?;
            let runtime =
                tokio::runtime::Runtime::new().context("cannot start the server's threads")?;
            runtime.block_on(aside_endpoint::serve_mcp(engine.clone()))?;
            // A read of standard input that still waits would be waited for.
            runtime.shutdown_background();
            engine.close();
        }
        Reader::Running(running) => pass_on(&running)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// Hands every line to the Aside that has the data folder, and its answers back, until the other side ends.
fn pass_on(running: &Running) -> Result<()> {
    for line in stdin().lock().lines() {
        let line = line.context("cannot read standard input")?;
        if line.trim().is_empty() {
            continue;
        }
        let answer = running.speak(&line).unwrap_or_else(|error| failed(&line, &error));
        if let Some(answer) = answer {
            let mut out = stdout().lock();
            writeln!(out, "{}", answer.trim_end())?;
            out.flush()?;
        }
    }
    Ok(())
}

/// What a request is told that got no answer; whoever asks for none is told nothing.
fn failed(line: &str, error: &anyhow::Error) -> Option<String> {
    eprintln!("aside: {error}");
    let request: Value = serde_json::from_str(line).ok()?;
    let id = request.get("id")?;
    let error = json!({"code": INTERNAL, "message": error.to_string()});
    Some(json!({"jsonrpc": "2.0", "id": id, "error": error}).to_string())
}
