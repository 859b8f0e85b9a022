//! The `aside` command.
//!
//! Owns arguments, progress bars and exit codes. Refuses behaviour: every subcommand hands its
//! arguments to one function of the engine or the endpoint and prints what comes back, for people or,
//! with `--json`, for scripts.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "printing is what a command does")]

mod args;
mod commands;
mod log;
mod open;
mod open_files;
mod print;
mod reader;
mod running;
mod table;

use std::process::ExitCode;

use clap::Parser;

use args::{Args, Command};

#[global_allocator]
static ALLOCATOR: aside_engine::CappedAllocator = aside_engine::CappedAllocator;

/// Exit code of a command that failed.
const FAILED: u8 = 1;

fn main() -> ExitCode {
    aside_engine::become_convert_worker_if_asked();
    let args = Args::parse();
    args.log.begin();
    // Somebody waits for all but the desk's work.
    if !matches!(args.command, Command::Serve(_)) {
        aside_engine::stay_in_front();
    }
    let done = match args.command {
        Command::Index(index) => commands::index::run(&index),
        Command::Search(search) => commands::search::run(&search),
        Command::Ask(ask) => commands::ask::run(&ask),
        Command::Query(query) => commands::query::run(&query),
        Command::Serve(serve) => commands::serve::run(&serve),
        Command::Mcp(mcp) => commands::mcp::run(&mcp),
        Command::Doctor(doctor) => commands::doctor::run(&doctor),
        Command::Backup(backup) => commands::backup::back_up(&backup),
        Command::Restore(backup) => commands::backup::restore(&backup),
        Command::Files(files) => commands::files::run(&files),
        Command::Golden(golden) => commands::golden::run(&golden),
        Command::Article(article) => commands::article::run(&article),
        Command::Ledger(ledger) => commands::ledger::run(&ledger),
        Command::Customer(customer) => commands::customer::run(&customer),
        Command::Ticket(ticket) => commands::ticket::run(&ticket),
        Command::User(user) => commands::user::run(&user),
        Command::Token(token) => commands::token::run(&token),
        Command::Webhook(webhook) => commands::webhook::run(&webhook),
        Command::Key(key) => commands::key::run(&key),
        Command::Model(model) => commands::model::run(&model),
        Command::Prompt(prompt) => commands::prompt::run(&prompt),
        Command::Eval(eval) => commands::eval::run(&eval),
        Command::Bench(bench) => commands::bench::run(bench),
        Command::Convert(convert) => commands::convert::run(&convert),
        Command::Openapi => commands::openapi::run(),
    };
    match done {
        Ok(code) => code,
        Err(error) => {
            eprintln!("aside: {}", sentence(&error));
            ExitCode::from(FAILED)
        }
    }
}

/// What went wrong and why, each cause once: some causes stand in the sentence above them already.
fn sentence(error: &anyhow::Error) -> String {
    let mut text = error.to_string();
    for cause in error.chain().skip(1).map(ToString::to_string) {
        if !text.contains(&cause) {
            text.push_str(": ");
            text.push_str(&cause);
        }
    }
    text
}
