//! `aside bench`.

mod desk;
mod report;

use std::ops::ControlFlow;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context, Result, bail};
use aside_engine::bench::{DeskBench, KnowledgeBench, Progress};
use aside_engine::{EngineError, Places, WorkerCommand};

use crate::args::{self, BenchTask};
use crate::{open, print};

/// Between these marks, the figures stand in a document.
const BEGIN: &str = "<!-- bench -->";
const END: &str = "<!-- /bench -->";

pub(crate) fn run(args: args::Bench) -> Result<ExitCode> {
    match args.task {
        BenchTask::Knowledge => measure_knowledge(args),
        BenchTask::Desk => measure_desk(args),
    }
}

fn measure_knowledge(args: args::Bench) -> Result<ExitCode> {
    // No data folder is needed; naming a temporary one keeps the user's own out of it.
    let places = Places::resolve(args.folder.into_iter().collect(), Some(std::env::temp_dir()))?;
    places.expect_knowledge()?;
    let bench = KnowledgeBench { places, sizes: args.sizes, questions: args.questions };
    eprintln!(
        "aside: measuring needs {:.1} GB in {}, and some {} minutes for a million chunks; Ctrl+C ends it and removes all",
        bench.disk_bytes() as f64 / 1e9,
        std::env::temp_dir().display(),
        MINUTES_FOR_A_MILLION,
    );
    let report = watched(|worker, progress| bench.run(worker, progress))?;
    if let Some(file) = &args.markdown {
        put_between_marks(file, &report::markdown(&report)?)?;
    }
    if args.json {
        print::json(&report)?;
    } else {
        print::text(&report::text(&report)?)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn measure_desk(args: args::Bench) -> Result<ExitCode> {
    let scratch = std::env::temp_dir().join(format!("aside-bench-desk-{}", std::process::id()));
    let data = args.data.clone().unwrap_or_else(|| scratch.clone());
    let places = Places::resolve(args.folder.into_iter().collect(), Some(data))?;
    places.expect_knowledge()?;
    let bench = DeskBench { places, conversations: args.conversations, questions: args.questions };
    let report = watched(|worker, progress| bench.run(worker, progress));
    if scratch.exists() {
        std::fs::remove_dir_all(&scratch)
            .with_context(|| format!("cannot remove {}", scratch.display()))?;
    }
    let report = report?;
    if args.json {
        print::json(&report)?;
    } else {
        print::text(&desk::text(&report)?)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Runs a measurement under a bar that Ctrl+C ends.
fn watched<T>(
    work: impl FnOnce(&WorkerCommand, &mut Progress<'_>) -> Result<T, EngineError>,
) -> Result<T> {
    let interrupted = on_interrupt()?;
    let bar = open::bar("measuring");
    let report = work(&aside_engine::this_program_as_worker()?, &mut |what, done, all| {
        bar.set_message(what.to_owned());
        bar.set_length(all);
        bar.set_position(done);
        if interrupted.load(Ordering::Relaxed) {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    });
    bar.finish_and_clear();
    Ok(report?)
}

/// On two cores at 2.3 GHz.
const MINUTES_FOR_A_MILLION: u32 = 15;

/// Becomes true when the user asks for the end; asking twice ends the process at once.
fn on_interrupt() -> Result<Arc<AtomicBool>> {
    let interrupted = Arc::new(AtomicBool::new(false));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let noticed = interrupted.clone();
    std::thread::spawn(move || {
        runtime.block_on(async {
            while tokio::signal::ctrl_c().await.is_ok() {
                if noticed.swap(true, Ordering::Relaxed) {
                    std::process::exit(INTERRUPTED);
                }
            }
        });
    });
    Ok(interrupted)
}

/// What a shell says of a program that Ctrl+C ended.
const INTERRUPTED: i32 = 130;

fn put_between_marks(file: &Path, figures: &str) -> Result<()> {
    let name = file.display();
    let text = std::fs::read_to_string(file).with_context(|| format!("cannot read {name}"))?;
    let parts = text.split_once(BEGIN).and_then(|(before, rest)| {
        rest.split_once(END).map(|(_, after)| format!("{before}{BEGIN}\n{figures}{END}{after}"))
    });
    let Some(text) = parts else {
        bail!("{name} has no marks {BEGIN} and {END}: put them where the figures belong");
    };
    std::fs::write(file, text).with_context(|| format!("cannot write {name}"))
}
