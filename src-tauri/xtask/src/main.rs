//! `cargo xtask`: everything that a person or a machine does with the project.
//!
//! Owns the set-up of a fresh machine and the order of the checks. Refuses to know how anything
//! works: it starts other programs, so it imports no other room and builds in seconds.
//!
//! A subcommand first brings the machine into the state that it needs ([`setup`]), then starts
//! cargo, npm or a binary of ours ([`shell`]), and stops at the first thing that fails.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "talks to a terminal, and has no log"
)]

mod bench;
mod quality;
mod run;
mod screenshots;
mod setup;
mod shell;
mod test;
mod train;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Sets up, runs and tests Aside")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Bring this machine up to date: system packages, front end, embedding model.
    Setup(setup::Arguments),
    /// Open the desk: a window where there is a display, otherwise a page on this machine.
    Run(run::Arguments),
    /// Run every check: format, lints, unit, integration, browser and window tests.
    Test(test::Arguments),
    /// Take the pictures that the documents show.
    Screenshots(screenshots::Arguments),
    /// Measure this machine: how fast texts are embedded, and with `knowledge`, indexed and found.
    Bench(bench::Arguments),
    /// Train the classifier heads that are committed in models/, the tagger of names, or the detector of injections.
    Train(train::Arguments),
    /// Measure the classifiers and write the table into docs/quality.md.
    Quality(quality::Arguments),
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Command::Setup(arguments) => setup::setup(&arguments),
        Command::Run(arguments) => run::run(&arguments),
        Command::Test(arguments) => test::test(&arguments),
        Command::Screenshots(arguments) => screenshots::screenshots(&arguments),
        Command::Bench(arguments) => bench::bench(&arguments),
        Command::Train(arguments) => train::train(&arguments),
        Command::Quality(arguments) => quality::quality(&arguments),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}
